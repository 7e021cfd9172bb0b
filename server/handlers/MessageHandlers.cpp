// Messages and the reading of rooms.
#include "server/handlers/Handlers.h"

using namespace confab::protocol;

namespace confab::server {

namespace {

PostMessage::Reply replyFor(const SharedEvent& event)
{
    return {event.head().seq, event.head().ts, {}};
}

} // namespace

void addMessageRoutes(Router& router)
{
    router.on<PostMessage>({.needs = Needs::Member | Needs::NotMuted, .right = Right::CreateMessages, .cost = Cost::Posting},
        [](const PostMessage& request, Context& context, Outcome& outcome) -> Result<PostMessage::Reply> {
            TRY_VALUE(posted, context.services.messages.post(context.actor, *context.room, request));
            outcome.publish(posted);
            return replyFor(posted);
        });

    router.on<EditMessage>({.needs = Needs::Member | Needs::NotMuted, .cost = Cost::Posting},
        [](const EditMessage& request, Context& context, Outcome& outcome) -> Result<PostMessage::Reply> {
            TRY_VALUE(edited, context.services.messages.edit(context.actor, *context.room, *context.member, request));
            outcome.publish(edited);
            return replyFor(edited);
        });

    router.on<DeleteMessage>({.needs = Needs::Member, .cost = Cost::Posting},
        [](const DeleteMessage& request, Context& context, Outcome& outcome) -> Result<PostMessage::Reply> {
            TRY_VALUE(deleted, context.services.messages.remove(context.actor, *context.room, *context.member, request));
            outcome.publish(deleted);
            return replyFor(deleted);
        });

    router.on<SyncRoom>({.needs = Needs::Room, .cost = Cost::Reading, .where = Where::Reader},
        [](const SyncRoom& request, Context& context, Outcome& outcome) -> Result<SyncRoom::Reply> {
            TRY_VALUE(reply, context.services.reads.sync(context.actor, *context.room, request));
            if (reply.end)
                outcome.caughtUp = RoomCaughtUp{context.connection, request.room, reply.head};
            return reply;
        });

    router.on<RoomHistory>({.needs = Needs::Room, .cost = Cost::Reading, .where = Where::Reader},
        [](const RoomHistory& request, Context& context, Outcome&) -> Result<RoomHistory::Reply> {
            return context.services.reads.history(context.actor, *context.room, request, context.policy.roomNotices);
        });

    router.on<RoomChanges>({.needs = Needs::Room, .cost = Cost::Reading, .where = Where::Reader},
        [](const RoomChanges& request, Context& context, Outcome&) -> Result<RoomChanges::Reply> {
            return context.services.reads.changes(context.actor, *context.room, request);
        });
}

} // namespace confab::server
