// Who is in a room, kept in step with the server by version numbers.
#pragma once

#include "shared/base/Clock.h"
#include "shared/protocol/messages/Rooms.h"

namespace confab::client {

enum class MembersState : quint8 {
    Unknown, ///< never asked
    Fresh,   ///< as the server has it
    Stale,   ///< a push was missed: ask again
};

/// Strings are safe. At most limits::memberWindow people are listed; `total` counts all.
class MemberList {
public:
    const QList<protocol::Member>& members() const { return m_members; }
    MembersState state() const { return m_state; }
    qint64 total() const { return m_total; }
    qint64 online() const { return m_online; }
    /// Nothing when the person is not listed.
    const protocol::Member* find(UserId person) const;

    // ---- doors, for the Store; members come in safe ----

    void replace(QList<protocol::Member> members, Version v, qint64 total, qint64 online);
    /// False when a push is missing before this one: the list is stale and has to be asked for again. Old pushes change nothing.
    [[nodiscard]] bool apply(const protocol::PresencePush& push, const QList<protocol::Member>& changed, TimeMs now);
    void add(const QList<protocol::User>& people);
    void remove(const QList<protocol::User>& people);
    void rename(UserId person, const QString& display);
    void markStale();

private:
    void put(const protocol::Member& member);

    QList<protocol::Member> m_members;
    MembersState m_state = MembersState::Unknown;
    Version m_version;
    qint64 m_total = 0;
    qint64 m_online = 0;
};

} // namespace confab::client
