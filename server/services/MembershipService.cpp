// The rules of membership.
#include "server/services/MembershipService.h"

#include "server/services/Permissions.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

Error noSuchRoom()
{
    return Error{ErrorCode::NoSuchRoom, u"there is no such room"_s, u"room"_s};
}

Error directIsClosed()
{
    return Error{ErrorCode::Forbidden, u"a direct room always has its two people"_s, u"room"_s};
}

} // namespace

Result<MembershipChange> MembershipService::enter(const Actor& actor, const RoomRow& before, const User& person, RoomRole role)
{
    TRY_VALUE(count, m_store.members.countRoomsOf(person.id));
    if (count >= limits::roomsPerPerson)
        return Error{ErrorCode::Forbidden, u"nobody is in more than %1 rooms"_s.arg(limits::roomsPerPerson)};
    RoomRow room = before;
    TRY_VALUE(event, m_store.log.appendJoin(room, actor, m_clock.now(), person));
    MemberRow member{room.id, person.id, role, {}, {}, room.head, room.head, {}};
    TRY(m_store.members.insert(member));
    TRY(m_store.rooms.changeMemberCount(room.id, 1));
    room.memberCount += 1;
    return MembershipChange{room, member, event};
}

Result<MembershipChange> MembershipService::join(const Actor& actor, const RoomRow& room, bool invited)
{
    TRY_VALUE(member, m_store.members.find(room.id, actor.id));
    if (room.kind == RoomKind::Direct ? !member : !maySee(actor, room, member) && !(invited && !room.staffOnly))
        return noSuchRoom();
    if (member)
        return MembershipChange{room, member, {}};
    return enter(actor, room, actor.asUser(), RoomRole::Member);
}

Result<Done> MembershipService::passOwnership(const RoomRow& room)
{
    TRY_VALUE(owners, m_store.members.countOwners(room.id));
    if (owners > 0)
        return Done{};
    TRY_VALUE(heir, m_store.members.heir(room.id));
    if (heir)
        TRY(m_store.members.setRole(room.id, heir->account, RoomRole::Owner));
    return Done{};
}

Result<MembershipChange> MembershipService::leave(const Actor& actor, const RoomRow& before, const std::optional<QString>& reason)
{
    if (before.kind == RoomKind::Direct)
        return directIsClosed();
    TRY_VALUE(member, m_store.members.find(before.id, actor.id));
    if (!member)
        return MembershipChange{before, {}, {}};
    RoomRow room = before;
    TRY_VALUE(event, m_store.log.appendLeave(room, actor, m_clock.now(), actor.asUser(), reason));
    TRY(m_store.members.remove(room.id, actor.id));
    TRY(m_store.rooms.changeMemberCount(room.id, -1));
    if (member->role == RoomRole::Owner)
        TRY(passOwnership(room));
    room.memberCount -= 1;
    return MembershipChange{room, {}, event};
}

Result<MembershipChange> MembershipService::add(const Actor& actor, const RoomRow& room, const AccountRow& person, RoomRole role)
{
    if (room.kind == RoomKind::Direct)
        return directIsClosed();
    if (person.disabled)
        return Error{ErrorCode::NoSuchUser, u"this account is closed"_s, u"user"_s};
    if (room.staffOnly && person.role < ServerRole::Staff)
        return Error{ErrorCode::Forbidden, u"this room is for staff only"_s, u"user"_s};
    TRY_VALUE(member, m_store.members.find(room.id, person.id));
    if (member)
        return MembershipChange{room, member, {}};
    return enter(actor, room, person.asUser(), role);
}

Result<MembershipChange> MembershipService::remove(const Actor& actor, const RoomRow& before, const AccountRow& person,
    const std::optional<QString>& reason)
{
    if (before.kind == RoomKind::Direct)
        return directIsClosed();
    if (person.id == actor.id)
        return leave(actor, before, reason);
    TRY_VALUE(member, m_store.members.find(before.id, person.id));
    if (!member)
        return Error{ErrorCode::NotMember, u"%1 is not in this room"_s.arg(person.display), u"user"_s};
    TRY_VALUE(own, m_store.members.find(before.id, actor.id));
    const RoomRole ownRole = own ? own->role : RoomRole::None;
    if (!actor.isStaff() && ownRole <= member->role)
        return Error{ErrorCode::Forbidden, u"%1 has as much to say here as you"_s.arg(person.display), u"user"_s};
    RoomRow room = before;
    MemberRemoved removed;
    removed.user = person.asUser();
    removed.reason = reason;
    TRY_VALUE(event, m_store.log.append(room, actor, m_clock.now(), std::move(removed)));
    TRY(m_store.audit.insert(m_clock.now(), actor.id, u"room.remove"_s, u"%1 from room %2"_s.arg(person.name).arg(room.id.value())));
    TRY(m_store.members.remove(room.id, person.id));
    TRY(m_store.rooms.changeMemberCount(room.id, -1));
    if (member->role == RoomRole::Owner)
        TRY(passOwnership(room));
    room.memberCount -= 1;
    return MembershipChange{room, {}, event};
}

} // namespace confab::server
