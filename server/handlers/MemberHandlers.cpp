// Membership: joining, leaving, adding, taking out, and who is there.
#include "server/handlers/Handlers.h"

#include "server/routing/PresenceBoard.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

Result<RoomReply> join(const JoinRoom& request, Context& context, Outcome& outcome)
{
    if (request.room.has_value() == request.name.has_value())
        return Error{ErrorCode::BadArg, u"either room or name"_s, u"room"_s};
    std::optional<RoomRow> room;
    if (request.name) {
        TRY_VALUE(named, context.services.rooms.find(context.actor, *request.name));
        room = named;
    } else {
        TRY_VALUE(numbered, context.services.store.rooms.byId(*request.room));
        room = numbered;
    }
    if (!room)
        return noSuchRoom();
    TRY_VALUE(change, context.services.memberships.join(context.actor, *room));
    TRY_VALUE(state, context.services.rooms.state(context.actor, change.room, change.member));
    outcome.publish(change.event);
    if (change.event)
        outcome.tell(RoomEntered{context.actor.id, state, context.connection});
    else
        outcome.tell(WatchChanged{context.connection, change.room.id, true});
    return RoomReply{state, {}};
}

Result<DoneReply> leave(const LeaveRoom& request, Context& context, Outcome& outcome)
{
    TRY_VALUE(change, context.services.memberships.leave(context.actor, *context.room, request.reason));
    outcome.publish(change.event);
    outcome.tell(RoomExited{context.actor.id, request.room});
    return DoneReply{};
}

Result<DoneReply> add(const AddToRoom& request, Context& context, Outcome& outcome)
{
    if (request.user.has_value() == request.name.has_value())
        return Error{ErrorCode::BadArg, u"either user or name"_s, u"user"_s};
    TRY_VALUE(person, request.user ? context.services.accounts.find(*request.user) : context.services.accounts.find(*request.name));
    TRY_VALUE(change, context.services.memberships.add(context.actor, *context.room, person));
    if (!change.event)
        return DoneReply{};
    TRY_VALUE(state, context.services.rooms.state(Actor::of(person), change.room, change.member));
    outcome.publish(change.event);
    outcome.tell(RoomEntered{person.id, state, {}});
    return DoneReply{};
}

Result<DoneReply> remove(const RemoveFromRoom& request, Context& context, Outcome& outcome)
{
    TRY_VALUE(person, context.services.accounts.find(request.user));
    TRY_VALUE(change, context.services.memberships.remove(context.actor, *context.room, person, request.reason));
    // The room, and the one who goes, are told first.
    outcome.publish(change.event);
    outcome.tell(RoomExited{person.id, request.room});
    return DoneReply{};
}

Member asMember(const MemberPerson& person, const PresenceBoard& presence)
{
    Member member{person.user.id, person.user.name, person.user.display, person.role, presence.stateOf(person.user.id), {}, {}};
    if (!person.status.isEmpty())
        member.status = person.status;
    if (member.state == PresenceState::Offline && person.lastSeen.value() > 0)
        member.lastSeen = person.lastSeen;
    return member;
}

/// Online people first, then the others, each by name; never more than a window.
Result<ListMembers::Reply> listMembers(const ListMembers& request, Context& context, Outcome&)
{
    const PresenceBoard& presence = *context.presence;
    ListMembers::Reply reply;
    reply.v = presence.versionOf(request.room);
    reply.total = context.room->memberCount;
    reply.online = presence.onlineIn(request.room);
    if (reply.online > PresenceBoard::listedOnline)
        return reply;
    QSet<UserId> listed;
    for (const UserId id : presence.onlineMembers(request.room)) {
        TRY_VALUE(person, context.services.store.members.person(request.room, id));
        if (person) {
            listed.insert(id);
            reply.users.append(asMember(*person, presence));
        }
    }
    std::sort(reply.users.begin(), reply.users.end(), [](const Member& a, const Member& b) {
        const int order = a.display.compare(b.display, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.id < b.id;
    });
    TRY_VALUE(others, context.services.store.members.listed(request.room, limits::memberWindow));
    for (const MemberPerson& person : others) {
        if (!listed.contains(person.user.id))
            reply.users.append(asMember(person, presence));
    }
    if (reply.users.size() > limits::memberWindow)
        reply.users.resize(limits::memberWindow);
    return reply;
}

} // namespace

void addMemberRoutes(Router& router)
{
    router.on<JoinRoom>({.needs = Needs::Account}, join);
    router.on<LeaveRoom>({.needs = Needs::Member}, leave);
    router.on<AddToRoom>({.needs = Needs::Person | Needs::Member, .right = Right::AddUsers}, add);
    router.on<RemoveFromRoom>({.needs = Needs::Person, .right = Right::RemoveUsers}, remove);
    router.on<ListMembers>({.needs = Needs::Account | Needs::Room}, listMembers);
}

} // namespace confab::server
