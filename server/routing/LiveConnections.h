// Every socket the core knows, and who sits behind it. Core thread only; nothing here outlives the process.
#pragma once

#include "server/routing/Link.h"
#include "server/storage/Records.h"

#include <QSet>

#include <unordered_map>

namespace confab::server {

struct LiveConnection {
    ConnectionId id;
    protocol::Encoding encoding = protocol::Encoding::Json;
    QString address;
    Actor actor;
    bool identified = false;            ///< an auth has succeeded
    bool attached = false;              ///< listens to its person's rooms
    bool hashing = false;               ///< a password is with the pool
    int authFailures = 0;
    QHash<RoomId, qint64> typingAtMs;   ///< when this connection last said it types
    std::optional<qint64> closeAtMs;    ///< while draining
};

class LiveConnections {
public:
    LiveConnection& add(const ConnectionOpened& opened);
    void remove(ConnectionId id);
    LiveConnection* find(ConnectionId id);
    void identify(LiveConnection& connection, const Actor& actor, bool identified);

    QList<ConnectionId> ofPerson(UserId person) const { return m_people.value(person); }
    QList<ConnectionId> ofSession(SessionId session) const;
    QList<ConnectionId> all() const;
    int count() const { return int(m_connections.size()); }
    bool anyUses(protocol::Encoding encoding) const { return m_uses[size_t(encoding)] > 0; }

private:
    struct Hash {
        size_t operator()(const ConnectionId& id) const { return qHash(id); }
    };
    std::unordered_map<ConnectionId, LiveConnection, Hash> m_connections;
    QHash<UserId, QList<ConnectionId>> m_people;
    int m_uses[2] = {0, 0};
};

} // namespace confab::server
