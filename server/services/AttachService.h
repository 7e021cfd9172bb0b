// Pages of a person's rooms with what they missed in each.
#pragma once

#include "server/services/RoomService.h"

namespace confab::server {

class AttachService {
public:
    AttachService(Repositories& store, const Clock& clock) : m_store(store), m_rooms(store, clock) { }

    /// One page: `focus` first (on the first page only), then rooms by rising id. A page never goes past the highest room of a full
    /// `have` list, so that a client may send what it has page by page.
    Result<protocol::Attach::Reply> page(const Actor& actor, const protocol::Attach& request);

private:
    /// Fills ev, gap and reset; gives the bytes they take on the wire, roughly.
    Result<qint64> addMissed(const Actor& actor, const RoomRow& room, const protocol::Have& have, protocol::RoomState& state);

    Repositories& m_store;
    RoomService m_rooms;
};

} // namespace confab::server
