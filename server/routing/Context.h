// Who asks, from where, about which room: looked up once by the guards, read by the handler.
#pragma once

#include "server/routing/Link.h"
#include "server/services/Services.h"

namespace confab::server {

class PresenceBoard;

/// What the operator has switched on.
struct Policy {
    bool guests = false;
    bool anonymous = false;
    bool roomNotices = true;
};

struct Context {
    ConnectionId connection;
    protocol::Encoding encoding = protocol::Encoding::Json;
    QString address;
    Actor actor;                            ///< with the request's `c`
    Services& services;                     ///< of the thread that runs the handler
    Policy policy;
    TimeMs now = {};                        ///< when the batch began
    const PresenceBoard* presence = nullptr;  ///< who is online; only in the core
    std::optional<RoomRow> room = {};       ///< set when the route needs a room
    std::optional<MemberRow> member = {};   ///< the actor's place in it, when there is one
};

} // namespace confab::server
