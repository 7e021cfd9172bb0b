// Who is online in which room: counted per connection, shown late and merged, forgotten after a grace. Core thread only.
#pragma once

#include "server/routing/Link.h"
#include "server/storage/Records.h"

#include <QSet>

#include <set>

namespace confab::server {

class PresenceBoard {
public:
    /// Above this many online, pushes and lists carry counts only.
    static constexpr int listedOnline = 1000;

    PresenceBoard(int delayMs, int graceMs) : m_delayMs(delayMs), m_graceMs(graceMs) { }
    void setTimes(int delayMs, int graceMs);

    // ---- what happens; nowMs is the monotonic clock ----
    void attach(ConnectionId connection, UserId person, protocol::PresenceState state, const QList<RoomId>& rooms, qint64 nowMs);
    void setState(ConnectionId connection, protocol::PresenceState state, qint64 nowMs);
    /// The name or the words beside the state changed: to be shown again.
    void touch(UserId person, qint64 nowMs);
    void enter(UserId person, RoomId room, qint64 nowMs);
    void exit(UserId person, RoomId room, qint64 nowMs);
    /// Closed, or somebody else now. The person stays online for the grace when it was their last.
    void detach(ConnectionId connection, qint64 nowMs, TimeMs wallClock);

    // ---- what is so ----
    /// Offline also for those in no room.
    protocol::PresenceState stateOf(UserId person) const;
    Version versionOf(RoomId room) const;
    int onlineIn(RoomId room) const;
    QList<UserId> onlineMembers(RoomId room) const;
    int peopleOnline() const { return int(m_people.size()); }

    // ---- what is due ----
    struct Change {
        RoomId room;
        Version version;
        qint64 online = 0;
        QList<UserId> came;
        QList<UserId> went;
        QList<UserId> changed;
    };
    struct Gone {
        UserId person;
        TimeMs lastSeen;
    };
    std::optional<qint64> nextDueMs() const;
    /// Persons whose grace has ended; they are offline from now on.
    QList<Gone> takeGone(qint64 nowMs);
    /// Rooms whose changes have been collected long enough. Empty changes are left out.
    QList<Change> takeChanges(qint64 nowMs);

private:
    struct Person {
        QHash<ConnectionId, protocol::PresenceState> connections;
        QSet<RoomId> rooms;
        protocol::PresenceState state = protocol::PresenceState::Offline;
        qint64 offlineAtMs = 0;         ///< 0: has connections
        TimeMs lastSeen;
    };
    struct Room {
        QSet<UserId> online;
        QHash<UserId, protocol::PresenceState> shown;   ///< what listeners have been told
        QSet<UserId> touched;
        QSet<UserId> renewed;           ///< to be shown again even in the same state
        Version version;
        bool due = false;
    };

    void show(UserId person, RoomId room, bool renewed, qint64 nowMs);
    void recount(UserId id, Person& person, qint64 nowMs);

    int m_delayMs;
    int m_graceMs;
    QHash<UserId, Person> m_people;
    QHash<RoomId, Room> m_rooms;
    QHash<ConnectionId, UserId> m_owners;
    std::set<std::pair<qint64, RoomId>> m_dueRooms;
    std::set<std::pair<qint64, UserId>> m_duePeople;
};

} // namespace confab::server
