// What each role may do in a room, and on the server.
#pragma once

#include "server/storage/Records.h"

namespace confab::server {

using RightBits = qint64;
constexpr RightBits bitOf(Right right) { return RightBits(1) << int(right); }

/// What a role gives in a room of this kind. In a channel only its admins and owners write; a direct room has no moderators.
RightBits rightsOf(RoomRole role, RoomKind kind);
/// A member's rights: their own when set, else their role's. Staff moderate everywhere they can read; guests never moderate.
RightBits rightsOf(const Actor& actor, const RoomRow& room, const std::optional<MemberRow>& member);
bool has(RightBits rights, Right right);
QList<Right> listed(RightBits rights);

/// The room may be known to this person: they are in it, or it is public and, when for staff only, they are staff.
bool maySee(const Actor& actor, const RoomRow& room, const std::optional<MemberRow>& member);

} // namespace confab::server
