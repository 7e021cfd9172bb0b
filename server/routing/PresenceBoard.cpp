// Presence as sets of people per room; what was shown is compared with what is so when a push is due, so flapping cancels out.
#include "server/routing/PresenceBoard.h"

#include <algorithm>

using confab::protocol::PresenceState;

namespace confab::server {

namespace {

/// Busy was chosen by hand and wins; being at one device means being there.
int rank(PresenceState state)
{
    switch (state) {
    case PresenceState::Offline:
        return 0;
    case PresenceState::Away:
        return 1;
    case PresenceState::Online:
        return 2;
    case PresenceState::Busy:
        return 3;
    }
    return 0;
}

} // namespace

void PresenceBoard::setTimes(int delayMs, int graceMs)
{
    m_delayMs = delayMs;
    m_graceMs = graceMs;
}

void PresenceBoard::show(UserId person, RoomId id, bool renewed, qint64 nowMs)
{
    Room& room = m_rooms[id];
    const auto known = m_people.constFind(person);
    const bool online = known != m_people.cend() && known->state != PresenceState::Offline && known->rooms.contains(id);
    if (online)
        room.online.insert(person);
    else
        room.online.remove(person);
    room.touched.insert(person);
    if (renewed)
        room.renewed.insert(person);
    if (!room.due) {
        room.due = true;
        m_dueRooms.emplace(nowMs + m_delayMs, id);
    }
}

void PresenceBoard::recount(UserId id, Person& person, qint64 nowMs)
{
    PresenceState best = PresenceState::Offline;
    for (const PresenceState state : std::as_const(person.connections)) {
        if (rank(state) > rank(best))
            best = state;
    }
    if (best == person.state)
        return;
    person.state = best;
    for (const RoomId room : std::as_const(person.rooms))
        show(id, room, false, nowMs);
}

void PresenceBoard::attach(ConnectionId connection, UserId id, PresenceState state, const QList<RoomId>& rooms, qint64 nowMs)
{
    Person& person = m_people[id];
    if (person.offlineAtMs > 0) {
        m_duePeople.erase({person.offlineAtMs, id});
        person.offlineAtMs = 0;
    }
    m_owners.insert(connection, id);
    person.connections.insert(connection, state);
    recount(id, person, nowMs);
    for (const RoomId room : rooms) {
        if (person.rooms.contains(room))
            continue;
        person.rooms.insert(room);
        show(id, room, false, nowMs);
    }
}

void PresenceBoard::setState(ConnectionId connection, PresenceState state, qint64 nowMs)
{
    const auto owner = m_owners.constFind(connection);
    if (owner == m_owners.cend())
        return;
    Person& person = m_people[*owner];
    person.connections.insert(connection, state);
    recount(*owner, person, nowMs);
}

void PresenceBoard::touch(UserId id, qint64 nowMs)
{
    const auto person = m_people.constFind(id);
    if (person == m_people.cend())
        return;
    for (const RoomId room : person->rooms)
        show(id, room, true, nowMs);
}

void PresenceBoard::enter(UserId id, RoomId room, qint64 nowMs)
{
    const auto person = m_people.find(id);
    if (person == m_people.end() || person->rooms.contains(room))
        return;
    person->rooms.insert(room);
    show(id, room, false, nowMs);
}

void PresenceBoard::exit(UserId id, RoomId room, qint64 nowMs)
{
    const auto person = m_people.find(id);
    if (person != m_people.end() && person->rooms.remove(room))
        show(id, room, false, nowMs);
}

void PresenceBoard::detach(ConnectionId connection, qint64 nowMs, TimeMs wallClock)
{
    const UserId id = m_owners.take(connection);
    const auto person = m_people.find(id);
    if (person == m_people.end())
        return;
    if (person->connections.size() > 1) {
        person->connections.remove(connection);
        recount(id, *person, nowMs);
        return;
    }
    // The last one keeps its state until the grace is over.
    person->connections.clear();
    person->lastSeen = wallClock;
    person->offlineAtMs = std::max<qint64>(1, nowMs + m_graceMs);
    m_duePeople.emplace(person->offlineAtMs, id);
}

PresenceState PresenceBoard::stateOf(UserId id) const
{
    const auto person = m_people.constFind(id);
    return person == m_people.cend() ? PresenceState::Offline : person->state;
}

Version PresenceBoard::versionOf(RoomId room) const
{
    const auto found = m_rooms.constFind(room);
    return found == m_rooms.cend() ? Version() : found->version;
}

int PresenceBoard::onlineIn(RoomId room) const
{
    const auto found = m_rooms.constFind(room);
    return found == m_rooms.cend() ? 0 : int(found->online.size());
}

QList<UserId> PresenceBoard::onlineMembers(RoomId room) const
{
    const auto found = m_rooms.constFind(room);
    return found == m_rooms.cend() ? QList<UserId>() : QList<UserId>(found->online.begin(), found->online.end());
}

std::optional<qint64> PresenceBoard::nextDueMs() const
{
    std::optional<qint64> next;
    if (!m_dueRooms.empty())
        next = m_dueRooms.begin()->first;
    if (!m_duePeople.empty())
        next = std::min(next.value_or(m_duePeople.begin()->first), m_duePeople.begin()->first);
    return next;
}

QList<PresenceBoard::Gone> PresenceBoard::takeGone(qint64 nowMs)
{
    QList<Gone> gone;
    while (!m_duePeople.empty() && m_duePeople.begin()->first <= nowMs) {
        const UserId id = m_duePeople.begin()->second;
        m_duePeople.erase(m_duePeople.begin());
        const Person person = m_people.take(id);
        gone.append({id, person.lastSeen});
        for (const RoomId room : person.rooms)
            show(id, room, false, nowMs);
    }
    return gone;
}

QList<PresenceBoard::Change> PresenceBoard::takeChanges(qint64 nowMs)
{
    QList<Change> changes;
    while (!m_dueRooms.empty() && m_dueRooms.begin()->first <= nowMs) {
        const RoomId id = m_dueRooms.begin()->second;
        m_dueRooms.erase(m_dueRooms.begin());
        Room& room = m_rooms[id];
        room.due = false;
        Change change{id, {}, room.online.size(), {}, {}, {}};
        for (const UserId person : std::exchange(room.touched, {})) {
            const bool online = room.online.contains(person);
            const bool shown = room.shown.contains(person);
            const PresenceState state = stateOf(person);
            if (online && !shown)
                change.came.append(person);
            else if (!online && shown)
                change.went.append(person);
            else if (online && (room.shown.value(person) != state || room.renewed.contains(person)))
                change.changed.append(person);
            if (online)
                room.shown.insert(person, state);
            else
                room.shown.remove(person);
        }
        room.renewed.clear();
        if (change.came.isEmpty() && change.went.isEmpty() && change.changed.isEmpty())
            continue;
        room.version = Version(room.version.value() + 1);
        change.version = room.version;
        changes.append(std::move(change));
    }
    return changes;
}

} // namespace confab::server
