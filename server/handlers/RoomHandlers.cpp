// Rooms: making, finding, changing, watching.
#include "server/handlers/Handlers.h"

#include "server/services/Permissions.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

Result<RoomReply> createRoom(const CreateRoom& request, Context& context, Outcome& outcome)
{
    TRY_VALUE(made, context.services.rooms.create(context.actor, request));
    TRY_VALUE(state, context.services.rooms.state(context.actor, made.room, made.member));
    outcome.publish(made.joined);
    outcome.tell(RoomEntered{context.actor.id, state, context.connection});
    return RoomReply{state, {}};
}

Result<DoneReply> set(const SetRoom& request, Context& context, Outcome& outcome)
{
    TRY_VALUE(events, context.services.rooms.set(context.actor, *context.room, request));
    for (const SharedEvent& event : events)
        outcome.publish(event);
    return DoneReply{};
}

/// What the other person sees of a new direct room.
Result<Done> tellPeer(const FoundDirect& found, Context& context, Outcome& outcome)
{
    TRY_VALUE(member, context.services.store.members.find(found.room.id, found.peer.id));
    TRY_VALUE(state, context.services.rooms.state(Actor::of(found.peer), found.room, member));
    outcome.tell(RoomEntered{found.peer.id, state, {}});
    return Done{};
}

Result<RoomReply> direct(const DirectRoom& request, Context& context, Outcome& outcome)
{
    if (request.user.has_value() == request.name.has_value())
        return Error{ErrorCode::BadArg, u"either user or name"_s, u"user"_s};
    TRY_VALUE(peer, request.user ? context.services.accounts.find(*request.user) : context.services.accounts.find(*request.name));
    TRY_VALUE(found, context.services.rooms.direct(context.actor, peer));
    TRY_VALUE(member, context.services.store.members.find(found.room.id, context.actor.id));
    TRY_VALUE(state, context.services.rooms.state(context.actor, found.room, member));
    if (found.made)
        TRY(tellPeer(found, context, outcome));
    outcome.tell(RoomEntered{context.actor.id, state, context.connection});
    return RoomReply{state, {}};
}

Result<RoomReply> watch(const WatchRoom& request, Context& context, Outcome& outcome)
{
    if (request.room.has_value() == request.name.has_value())
        return Error{ErrorCode::BadArg, u"either room or name"_s, u"room"_s};
    RoomId id = request.room.value_or(RoomId());
    if (request.name) {
        TRY_VALUE(named, context.services.rooms.find(context.actor, *request.name));
        id = named.id;
    }
    TRY_VALUE(found, context.services.store.members.roomAndMember(id, context.actor.id));
    if (!found || !maySee(context.actor, found->room, found->member))
        return noSuchRoom();
    TRY_VALUE(state, context.services.rooms.state(context.actor, found->room, found->member));
    outcome.tell(WatchChanged{context.connection, id, true});
    return RoomReply{state, {}};
}

Result<DoneReply> unwatch(const UnwatchRoom& request, Context& context, Outcome& outcome)
{
    // A member goes on listening: membership is not watching.
    if (!context.member)
        outcome.tell(WatchChanged{context.connection, request.room, false});
    return DoneReply{};
}

} // namespace

void addRoomRoutes(Router& router)
{
    router.on<CreateRoom>({.needs = Needs::Person}, createRoom);
    router.on<SetRoom>({.needs = Needs::Account, .right = Right::EditRoom}, set);
    router.on<DirectRoom>({.needs = Needs::Person}, direct);
    router.on<WatchRoom>({.needs = Needs::Identity}, watch);
    router.on<UnwatchRoom>({.needs = Needs::Identity | Needs::Room}, unwatch);
    router.on<ListRooms>({.needs = Needs::Identity, .where = Where::Reader},
        [](const ListRooms& request, Context& context, Outcome&) -> Result<ListRooms::Reply> {
            return context.services.rooms.list(context.actor, request);
        });
}

} // namespace confab::server
