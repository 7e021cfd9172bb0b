// Who is in a room: joining, leaving, adding and taking out.
#pragma once

#include "server/storage/Repositories.h"
#include "shared/base/Clock.h"

namespace confab::server {

/// What a change of membership did. `event` is absent when nothing changed; it may be one that was told already (several people of one
/// transaction share an event): SharedEvent::merged.
struct MembershipChange {
    RoomRow room;                   ///< afterwards
    std::optional<MemberRow> member;
    SharedEvent event;
};

/// Used inside a transaction of its database (Core's batch, or Database::transact).
class MembershipService {
public:
    MembershipService(Repositories& store, const Clock& clock) : m_store(store), m_clock(clock) { }

    /// Public rooms, staff-only ones for staff; joining a room one is in changes nothing. `invited` opens private rooms.
    Result<MembershipChange> join(const Actor& actor, const RoomRow& room, bool invited = false);
    /// Direct rooms cannot be left. The last owner may leave; the oldest admin or member becomes owner.
    Result<MembershipChange> leave(const Actor& actor, const RoomRow& room, const std::optional<QString>& reason);
    /// Makes `person` a member; nothing changes when they are one.
    Result<MembershipChange> add(const Actor& actor, const RoomRow& room, const AccountRow& person, RoomRole role = RoomRole::Member);
    /// Takes `person` out. Nobody removes somebody of the same or a higher role; oneself leaves instead.
    Result<MembershipChange> remove(const Actor& actor, const RoomRow& room, const AccountRow& person, const std::optional<QString>& reason);

private:
    Result<MembershipChange> enter(const Actor& actor, const RoomRow& room, const protocol::User& person, RoomRole role);
    Result<Done> passOwnership(const RoomRow& room);

    Repositories& m_store;
    const Clock& m_clock;
};

} // namespace confab::server
