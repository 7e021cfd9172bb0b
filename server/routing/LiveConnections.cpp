// The table of sockets and its index by person.
#include "server/routing/LiveConnections.h"

namespace confab::server {

LiveConnection& LiveConnections::add(const ConnectionOpened& opened)
{
    LiveConnection& made = m_connections[opened.connection];
    made.id = opened.connection;
    made.encoding = opened.encoding;
    made.address = opened.address;
    ++m_uses[size_t(opened.encoding)];
    return made;
}

void LiveConnections::remove(ConnectionId id)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    identify(found->second, Actor{}, false);
    --m_uses[size_t(found->second.encoding)];
    m_connections.erase(found);
}

LiveConnection* LiveConnections::find(ConnectionId id)
{
    const auto found = m_connections.find(id);
    return found == m_connections.end() ? nullptr : &found->second;
}

void LiveConnections::identify(LiveConnection& connection, const Actor& actor, bool identified)
{
    if (connection.actor.id.isValid()) {
        QList<ConnectionId>& theirs = m_people[connection.actor.id];
        theirs.removeOne(connection.id);
        if (theirs.isEmpty())
            m_people.remove(connection.actor.id);
    }
    connection.actor = actor;
    connection.identified = identified;
    if (actor.id.isValid())
        m_people[actor.id].append(connection.id);
}

QList<ConnectionId> LiveConnections::ofSession(SessionId session) const
{
    QList<ConnectionId> found;
    for (const auto& [id, connection] : m_connections) {
        if (session.isValid() && connection.actor.session == session)
            found.append(id);
    }
    return found;
}

QList<ConnectionId> LiveConnections::all() const
{
    QList<ConnectionId> found;
    found.reserve(count());
    for (const auto& [id, connection] : m_connections)
        found.append(id);
    return found;
}

} // namespace confab::server
