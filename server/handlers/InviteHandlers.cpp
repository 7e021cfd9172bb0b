// Invites for people who have no account yet.
#include "server/handlers/Handlers.h"

#include "server/services/Permissions.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

/// Into a public room everybody may lead, into a private one only who may add people.
Result<Done> mayLeadTo(RoomId room, Context& context)
{
    TRY_VALUE(found, context.services.store.members.roomAndMember(room, context.actor.id));
    if (!found || !maySee(context.actor, found->room, found->member))
        return noSuchRoom();
    if (found->room.isPublic || has(rightsOf(context.actor, found->room, found->member), Right::AddUsers))
        return Done{};
    return Error{ErrorCode::Forbidden, u"you may not add people to this room"_s, u"room"_s};
}

Result<CreateInvite::Reply> create(const CreateInvite& request, Context& context, Outcome&)
{
    if (request.room)
        TRY(mayLeadTo(*request.room, context));
    TRY_VALUE(issued, context.services.invites.create(context.actor, request.room, request.uses, request.seconds));
    return CreateInvite::Reply{issued.id, issued.secret, issued.expires};
}

Result<ListInvites::Reply> list(const ListInvites&, Context& context, Outcome&)
{
    TRY_VALUE(rows, context.services.invites.list(context.actor));
    ListInvites::Reply reply;
    for (const InviteRow& row : rows)
        reply.invites.append({row.id, row.room, row.usesLeft, row.expires, row.createdByName});
    return reply;
}

} // namespace

void addInviteRoutes(Router& router)
{
    router.on<CreateInvite>({.needs = Needs::Person, .writes = true}, create);
    router.on<ListInvites>({.needs = Needs::Person, .where = Where::Reader}, list);
    router.on<RevokeInvite>({.needs = Needs::Person},
        [](const RevokeInvite& request, Context& context, Outcome&) -> Result<DoneReply> {
            TRY(context.services.invites.revoke(context.actor, request.invite));
            return DoneReply{};
        });
}

} // namespace confab::server
