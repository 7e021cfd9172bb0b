// The doors, in the order in which a caller meets them.
#include "server/routing/Guards.h"

#include "server/services/Permissions.h"

using namespace Qt::StringLiterals;

namespace confab::server {

Error noSuchRoom()
{
    return Error{ErrorCode::NoSuchRoom, u"there is no such room"_s, u"room"_s};
}

Result<Done> checkIdentity(const Doors& doors, const Actor& actor, bool identified)
{
    if (doors.needs == Needs::Nothing)
        return Done{};
    if (!identified)
        return Error{ErrorCode::AuthRequired, u"sign in first"_s};
    const bool account = doors.needs & (Needs::Account | Needs::Person | Needs::Staff | Needs::Member | Needs::NotMuted);
    if (account && actor.role < ServerRole::Guest)
        return Error{ErrorCode::AuthRequired, u"sign in to do this"_s};
    if ((doors.needs & (Needs::Person | Needs::Staff)) && actor.role < ServerRole::Member)
        return Error{ErrorCode::Forbidden, u"guests may not do this"_s};
    if ((doors.needs & Needs::Staff) && !actor.isStaff())
        return Error{ErrorCode::Forbidden, u"only staff may do this"_s};
    return Done{};
}

Result<Done> checkStanding(const Doors& doors, Context& context)
{
    if (doors.needs == Needs::Nothing || !context.actor.id.isValid())
        return Done{};
    TRY(context.services.sessions.refresh(context.actor));
    return checkIdentity(doors, context.actor, true);
}

Result<Done> checkStanding(const Doors& doors, const std::optional<Standing>& standing, Context& context)
{
    if (doors.needs == Needs::Nothing || !context.actor.id.isValid())
        return Done{};
    TRY(SessionService::refresh(context.actor, standing));
    return checkIdentity(doors, context.actor, true);
}

namespace {

bool asksForRoom(const Doors& doors)
{
    return (doors.needs & (Needs::Room | Needs::Member | Needs::NotMuted)) || doors.right;
}

} // namespace

Result<Done> checkRoom(const Doors& doors, const RoomNamed& named, Context& context)
{
    if (!asksForRoom(doors))
        return Done{};
    TRY_VALUE(found, context.services.store.members.roomAndMember(named.room, context.actor.id));
    return checkRoom(doors, named, std::move(found), context);
}

Result<Done> checkRoom(const Doors& doors, const RoomNamed& named, std::optional<MemberRepository::RoomAndMember>&& found, Context& context)
{
    if (!asksForRoom(doors))
        return Done{};
    if (!found || !maySee(context.actor, found->room, found->member))
        return noSuchRoom();
    const bool mustBeIn = doors.needs & (Needs::Member | Needs::NotMuted);
    if (mustBeIn && !found->member)
        return Error{ErrorCode::NotMember, u"join the room first"_s, u"room"_s};
    if ((doors.needs & Needs::NotMuted) && found->member->mutedUntil > context.now)
        return Error{ErrorCode::Muted, u"you are muted in this room"_s, {}, found->member->mutedUntil.value()};
    if (doors.right && !has(rightsOf(context.actor, found->room, found->member), *doors.right))
        return Error{ErrorCode::Forbidden, u"you may not do this here"_s};
    if (named.epoch && *named.epoch != found->room.epoch)
        return Error{ErrorCode::EpochChanged, u"the room's history is another one now"_s, u"epoch"_s};
    context.room = std::move(found->room);
    context.member = std::move(found->member);
    return Done{};
}

} // namespace confab::server
