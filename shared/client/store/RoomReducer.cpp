// What rooms are: their state as the server gives it, and the events that change topic, name and membership.
#include "shared/client/store/RowText.h"
#include "shared/client/store/StoreEntry.h"
#include "shared/client/text/Sanitiser.h"

#include <algorithm>

namespace confab::client {

namespace {

Room roomOf(const protocol::RoomState& state)
{
    Room room;
    room.id = state.id;
    room.kind = state.kind;
    room.name = safeName(state.name);
    room.title = safeName(state.title);
    room.topic = safeLine(state.topic);
    room.isPublic = state.isPublic;
    room.staffOnly = state.staffOnly;
    room.epoch = state.epoch;
    room.head = state.head;
    room.floor = state.floor;
    room.read = state.read;
    room.unread = std::clamp<qint64>(state.unread, 0, limits::unreadShown);
    room.mentions = std::clamp<qint64>(state.mentions, 0, room.unread);
    room.memberCount = state.memberCount;
    room.role = state.role;
    room.rights = state.rights;
    room.draft = safeBody(state.draft.value_or(QString{}));
    room.mutedUntil = state.mutedUntil;
    room.lastTs = state.lastTs.value_or(TimeMs{});
    return room;
}

} // namespace

void Store::putRoom(const protocol::RoomState& state)
{
    if (!state.id.isValid())
        return;
    if (state.peer)
        learn(*state.peer, true);
    Room room = roomOf(state);
    if (state.peer)
        room.peer = person(state.peer->id);
    Entry* entry = find(state.id);
    if (!entry) {
        entry = m_rooms.emplace(state.id, std::make_unique<Entry>()).first->second.get();
        entry->room = room;
        entry->asOf = room.head;
        recountUnread(*entry);
        Q_EMIT roomAdded(state.id);
        return;
    }
    const Room before = std::exchange(entry->room, room);
    entry->asOf = room.head;
    if (before.epoch != room.epoch)
        resetRoom(state.id);
    recountUnread(*entry);
    if (before != entry->room)
        Q_EMIT roomChanged(state.id);
    if (before.unread != entry->room.unread || before.mentions != entry->room.mentions || before.read != entry->room.read)
        Q_EMIT unreadChanged(state.id);
}

void Store::removeRoom(RoomId room)
{
    if (m_rooms.erase(room) == 0)
        return;
    timeline(room).restart();
    scheduleTyping();
    Q_EMIT roomRemoved(room);
}

void Store::resetRoom(RoomId room) { timeline(room).restart(); }

void Store::setDraft(RoomId room, const QString& text)
{
    Entry* entry = find(room);
    const QString safe = safeBody(text);
    if (!entry || entry->room.draft == safe)
        return;
    entry->room.draft = safe;
    Q_EMIT roomChanged(room);
}

bool Store::begin(Entry& entry, const protocol::EventHead& head)
{
    learnName(head.by, head.name, true);
    entry.room.head = std::max(entry.room.head, head.seq);
    if (head.c)
        m_pendingRooms.remove(*head.c);
    const bool isNew = head.seq > entry.asOf;
    entry.asOf = std::max(entry.asOf, head.seq);
    if (head.ts > entry.room.lastTs) {
        entry.room.lastTs = head.ts;
        Q_EMIT roomChanged(entry.room.id);
    }
    return isNew;
}

void Store::apply(const protocol::MembersJoined& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    const bool isNew = begin(*entry, event);
    QList<protocol::User> people;
    for (const protocol::User& one : event.people) {
        learn(one, true);
        people.append(safeUser(one));
    }
    timeline(event.room).append(rowOf(event));
    if (isNew) {
        entry->members.add(people);
        entry->room.memberCount =
            entry->members.state() == MembersState::Fresh ? entry->members.total() : entry->room.memberCount + people.size();
        Q_EMIT roomChanged(event.room);
        Q_EMIT membersChanged(event.room);
    }
    recountUnread(*entry);
}

void Store::apply(const protocol::MembersLeft& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    const bool isNew = begin(*entry, event);
    for (const protocol::User& one : event.people)
        learn(one, true);
    timeline(event.room).append(rowOf(event));
    if (isNew)
        dropMembers(*entry, event.people);
    recountUnread(*entry);
}

void Store::apply(const protocol::MemberRemoved& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    const bool isNew = begin(*entry, event);
    learn(event.user, true);
    timeline(event.room).append(rowOf(event));
    if (isNew)
        dropMembers(*entry, {event.user});
    recountUnread(*entry);
}

void Store::dropMembers(Entry& entry, const QList<protocol::User>& people)
{
    entry.members.remove(people);
    for (const protocol::User& one : people)
        stopTyping(entry, one.id);
    entry.room.memberCount =
        entry.members.state() == MembersState::Fresh ? entry.members.total() : std::max<qint64>(0, entry.room.memberCount - people.size());
    Q_EMIT roomChanged(entry.room.id);
    Q_EMIT membersChanged(entry.room.id);
}

void Store::apply(const protocol::TopicChanged& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    const bool isNew = begin(*entry, event);
    timeline(event.room).append(rowOf(event));
    if (isNew) {
        entry->room.topic = safeLine(event.topic);
        Q_EMIT roomChanged(event.room);
    }
    recountUnread(*entry);
}

void Store::apply(const protocol::RoomRenamed& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    const bool isNew = begin(*entry, event);
    timeline(event.room).append(rowOf(event));
    if (isNew) {
        entry->room.name = event.roomName ? safeName(*event.roomName) : entry->room.name;
        entry->room.title = event.title ? safeName(*event.title) : entry->room.title;
        Q_EMIT roomChanged(event.room);
    }
    recountUnread(*entry);
}

} // namespace confab::client
