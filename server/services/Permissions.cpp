// The table of rights.
#include "server/services/Permissions.h"

namespace confab::server {

namespace {

constexpr RightBits writing = bitOf(Right::CreateMessages) | bitOf(Right::DeleteOwnMessages) | bitOf(Right::EditOwnMessages);
constexpr RightBits moderating = bitOf(Right::AddUsers) | bitOf(Right::RemoveUsers) | bitOf(Right::DeleteMessages);
constexpr RightBits directing = bitOf(Right::EditRoom);
constexpr RightBits owning = bitOf(Right::DeleteRoom) | bitOf(Right::EditMessages);

} // namespace

RightBits rightsOf(RoomRole role, RoomKind kind)
{
    if (kind == RoomKind::Direct)
        return role == RoomRole::None ? 0 : writing;
    switch (role) {
    case RoomRole::None:
        return 0;
    case RoomRole::Member:
        return kind == RoomKind::Channel ? 0 : writing;
    case RoomRole::Admin:
        return writing | moderating | directing;
    case RoomRole::Owner:
        return writing | moderating | directing | owning;
    }
    return 0;
}

RightBits rightsOf(const Actor& actor, const RoomRow& room, const std::optional<MemberRow>& member)
{
    RightBits rights = 0;
    if (member)
        rights = member->rights.value_or(rightsOf(member->role, room.kind));
    if (actor.isStaff() && room.kind != RoomKind::Direct && maySee(actor, room, member))
        rights |= moderating | directing;
    if (actor.role <= ServerRole::Guest)
        rights &= writing;
    return rights;
}

bool has(RightBits rights, Right right)
{
    return (rights & bitOf(right)) != 0;
}

QList<Right> listed(RightBits rights)
{
    QList<Right> all;
    for (const auto& one : enumKeys(Right{})) {
        if (has(rights, one.value))
            all.append(one.value);
    }
    return all;
}

bool maySee(const Actor& actor, const RoomRow& room, const std::optional<MemberRow>& member)
{
    // Staff-only is looked at again on every action: who is no longer staff no longer reads.
    if (room.staffOnly && !actor.isStaff())
        return false;
    return member.has_value() || room.isPublic;
}

} // namespace confab::server
