// Resume by (epoch, seq), page by page.
#include "server/services/AttachService.h"

#include "server/services/Permissions.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace confab::protocol;

namespace confab::server {

namespace {

/// What a room's state takes on the wire without its texts.
constexpr qint64 roomBytes = 320;
constexpr qint64 eventBytes = 120;
/// One room never takes the whole page from the others.
constexpr qint64 roomBudget = limits::attachBytes / 2;

qint64 sizeOf(const AnyEvent& event)
{
    if (const auto* message = std::get_if<MessagePosted>(&event))
        return eventBytes + message->text.size() * 2;
    if (const auto* edit = std::get_if<MessageEdited>(&event))
        return eventBytes + edit->text.size() * 2;
    if (const auto* join = std::get_if<MembersJoined>(&event))
        return eventBytes + join->people.size() * 100;
    return eventBytes * 4;
}

qint64 sizeOf(const RoomState& state)
{
    return roomBytes + 2 * (state.topic.size() + state.title.size() + state.name.size()) + (state.draft ? 2 * state.draft->size() : 0);
}

} // namespace

Result<qint64> AttachService::addMissed(const Actor& actor, const RoomRow& room, const Have& have, RoomState& state)
{
    if (have.epoch != room.epoch || have.seq > room.head) {
        state.reset = true;
        return 0;
    }
    if (have.seq > room.floor) {
        TRY_VALUE(known, m_store.pages.timeOf(room.id, have.seq));
        if (known != have.ts) {
            state.reset = true;
            return 0;
        }
    }
    if (have.seq == room.head)
        return 0;
    if (have.seq < room.floor || room.head.value() - have.seq.value() > limits::attachEventsPerRoom) {
        state.gap = true;
        return 0;
    }
    TRY_VALUE(events, m_store.pages.eventsAfter(room.id, have.seq, limits::attachEventsPerRoom, actor.id));
    qint64 size = 0;
    for (const AnyEvent& event : events)
        size += sizeOf(event);
    if (size > roomBudget) {
        state.gap = true;
        return 0;
    }
    state.ev = std::move(events);
    return size;
}

Result<Attach::Reply> AttachService::page(const Actor& actor, const Attach& request)
{
    Attach::Reply reply;
    reply.self = actor.asUser();
    QHash<RoomId, Have> have;
    RoomId highest(limits::maxInteger);
    for (const Have& one : request.have)
        have.insert(one.room, one);
    if (request.have.size() >= limits::attachRooms)
        highest = std::max_element(request.have.begin(), request.have.end(), [](const Have& a, const Have& b) { return a.room < b.room; })->room;

    const RoomId start(request.cursor.value_or(0));
    QList<Membership> rooms;
    QSet<RoomId> mine;
    if (request.focus && !request.cursor) {
        TRY_VALUE(focused, m_store.members.roomAndMember(*request.focus, actor.id));
        if (focused && focused->member)
            rooms.append({focused->room, *focused->member});
    }
    TRY_VALUE(following, m_store.members.roomsOf(actor.id, start, limits::attachRooms + 1));
    for (const Membership& one : following) {
        if (maySee(actor, one.room, one.member))
            mine.insert(one.room.id);
        if (!request.focus || one.room.id != *request.focus)
            rooms.append(one);
    }

    qint64 size = 0;
    RoomId last = start;
    bool cut = false;
    for (const Membership& one : rooms) {
        const bool isFocus = request.focus && one.room.id == *request.focus;
        if (!maySee(actor, one.room, one.member))
            continue;
        if (reply.rooms.size() >= limits::attachRooms || (!isFocus && one.room.id > highest)) {
            cut = true;
            break;
        }
        TRY_VALUE(state, m_rooms.state(actor, one.room, one.member));
        qint64 added = sizeOf(state);
        if (const auto known = have.constFind(one.room.id); known != have.cend()) {
            TRY_VALUE(missed, addMissed(actor, one.room, *known, state));
            added += missed;
        }
        if (size > 0 && size + added > limits::attachBytes) {
            cut = true;
            break;
        }
        size += added;
        if (!isFocus)
            last = one.room.id;
        reply.rooms.append(std::move(state));
    }
    // A full list of what the client has ends the page at its highest room: what it has beyond comes with its next request.
    if (cut)
        reply.cursor = last.value();
    else if (following.size() > limits::attachRooms)
        reply.cursor = std::min(following.last().room.id, highest).value();
    else if (highest < RoomId(limits::maxInteger))
        reply.cursor = highest.value();
    const RoomId end = reply.cursor ? RoomId(*reply.cursor) : RoomId(limits::maxInteger);
    for (const Have& one : request.have) {
        if (one.room > start && one.room <= end && !mine.contains(one.room))
            reply.gone.append(one.room);
    }
    return reply;
}

} // namespace confab::server
