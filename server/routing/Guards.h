// The doors of a route: who may call, in which room, by which right. All of them look in the database, never in memory.
#pragma once

#include "server/routing/Context.h"
#include "server/routing/RateLimiter.h"

namespace confab::server {

/// Combined with `|`. A stronger need implies the weaker ones of its sort.
enum class Needs : quint8 {
    Nothing = 0,
    Identity = 1,       ///< any successful auth, anonymous readers too
    Account = 2,        ///< a guest or better
    Person = 4,         ///< a member of the server or better, no guest
    Staff = 8,
    Room = 16,          ///< the room exists and the caller may read it
    Member = 32,        ///< the caller is in it
    NotMuted = 64,
};
constexpr Needs operator|(Needs a, Needs b) { return Needs(quint8(a) | quint8(b)); }
constexpr bool operator&(Needs a, Needs b) { return (quint8(a) & quint8(b)) != 0; }

enum class Where : quint8 {
    Core,               ///< in the batch, sees all earlier requests
    Reader,             ///< in a reader thread, after the batch is committed
};

struct Doors {
    Needs needs = Needs::Nothing;
    std::optional<Right> right = {};
    Cost cost = Cost::Acting;
    Where where = Where::Core;
    bool writes = false;    ///< not durable, but changes something: its doors are checked inside the transaction too
};

/// The room a request names, and the epoch it expects.
struct RoomNamed {
    RoomId room;
    std::optional<Epoch> epoch;
};

/// AuthRequired or Forbidden. `identified`: an auth has succeeded.
Result<Done> checkIdentity(const Doors& doors, const Actor& actor, bool identified);
/// The same doors by the database: who was signed in when the connection was made may have been closed out or have another role since.
/// Revoked, or what checkIdentity says of the role of now.
Result<Done> checkStanding(const Doors& doors, Context& context);
Result<Done> checkStanding(const Doors& doors, const std::optional<Standing>& standing, Context& context);
/// Fills context.room and context.member. A missing room and one the caller may not know of give the same NoSuchRoom.
Result<Done> checkRoom(const Doors& doors, const RoomNamed& named, Context& context);
Result<Done> checkRoom(
    const Doors& doors, const RoomNamed& named, std::optional<MemberRepository::RoomAndMember>&& found, Context& context);

/// The one answer for rooms that are not there and rooms that must not be known.
Error noSuchRoom();

} // namespace confab::server
