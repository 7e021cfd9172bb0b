// Rooms: making, finding, changing and listing them, and the state one person has in each.
#pragma once

#include "server/storage/Repositories.h"
#include "shared/base/Clock.h"

namespace confab::server {

struct CreatedRoom {
    RoomRow room;
    MemberRow member;               ///< the maker's; invalid account when the server made it
    SharedEvent joined;             ///< the maker's join; none when the server made it
};

/// A direct room, and whether this call made it.
struct FoundDirect {
    RoomRow room;
    AccountRow peer;
    bool made = false;
};

/// Used inside a transaction of its database (Core's batch, or Database::transact).
class RoomService {
public:
    RoomService(Repositories& store, const Clock& clock) : m_store(store), m_clock(clock) { }

    /// The maker becomes owner and first member (not when `actor` is the server). NameTaken among public rooms, NameUnsafe.
    Result<CreatedRoom> create(const Actor& actor, const protocol::CreateRoom& wanted);
    /// The public room of that name, or a private one of this name the actor is in; NoSuchRoom for all others.
    Result<RoomRow> find(const Actor& actor, const QString& name);
    /// Every room of that name, for the operator: public first. NoSuchRoom.
    Result<RoomRow> findAny(const QString& name);
    /// All rooms but direct ones, for the operator.
    Result<QList<RoomRow>> listAll();
    Result<protocol::ListRooms::Reply> list(const Actor& actor, const protocol::ListRooms& request);
    /// Topic, title, name: an event for each thing that changed.
    Result<QList<SharedEvent>> set(const Actor& actor, const RoomRow& room, const protocol::SetRoom& request);
    /// The one room of two people.
    Result<FoundDirect> direct(const Actor& actor, const AccountRow& peer);

    /// What `actor` sees of the room; `member` is absent for a watcher.
    Result<protocol::RoomState> state(const Actor& actor, const RoomRow& room, const std::optional<MemberRow>& member);

private:
    Repositories& m_store;
    const Clock& m_clock;
};

} // namespace confab::server
