// What a handled request leaves behind: facts to tell, in order, released only after the commit.
#pragma once

#include "server/routing/Link.h"
#include "server/storage/Records.h"
#include "server/storage/RoomLog.h"

namespace confab::server {

/// A durable event, for everybody in its room.
struct EventStored {
    SharedEvent event;
};

/// `person` became a member. Their connections listen from now on and get the room's state; `via` gets it in its reply instead.
struct RoomEntered {
    UserId person;
    protocol::RoomState state;
    ConnectionId via;
};

/// `person` is no member any more: their connections stop listening and are told so.
struct RoomExited {
    UserId person;
    RoomId room;
};

/// Something of the person's own state, for all their connections but one.
struct SelfChanged {
    UserId person;
    protocol::SelfPush push;
    ConnectionId except;
};

/// The connection has these rooms now and listens to them.
struct RoomsAttached {
    ConnectionId connection;
    QList<RoomId> rooms;
    protocol::PresenceState presence = protocol::PresenceState::Online;
};

struct WatchChanged {
    ConnectionId connection;
    RoomId room;
    bool on = false;
};

/// A state of this connection, or new words beside the person's state.
struct PresenceChanged {
    ConnectionId connection;
    protocol::PresenceState state = protocol::PresenceState::Online;
    std::optional<QString> status;
};

/// Others read another name now.
struct ProfileChanged {
    protocol::User user;
};

struct TypingChanged {
    ConnectionId connection;
    RoomId room;
    bool on = false;
};

/// All connections of the session close with 4006.
struct SessionEnded {
    SessionId session;
};

/// The reply brought the reader of a room up to `upto`.
struct RoomCaughtUp {
    ConnectionId connection;
    RoomId room;
    Seq upto;
};

/// The person's account or session is no more.
constexpr quint16 closeRevoked = 4006;

/// Closes after the reply.
struct ConnectionEnded {
    ConnectionId connection;
    quint16 code = 1000;
    QString reason;
};

using Step = std::variant<EventStored, RoomEntered, RoomExited, SelfChanged, RoomsAttached, WatchChanged, PresenceChanged, ProfileChanged,
    TypingChanged, SessionEnded>;

/// Filled by one handler. Dropped as a whole when the transaction fails.
struct Outcome {
    std::vector<Step> steps;                        ///< told in this order, before the reply
    QByteArray reply;                               ///< encoded; empty: none (typing)
    std::optional<RoomCaughtUp> caughtUp;           ///< told after the reply
    std::optional<ConnectionEnded> ended;           ///< told after the reply
    std::optional<Actor> identity;                  ///< the connection is this person from now on, for later requests of the batch too
    QByteArray kept;                                ///< what the idempotency table keeps of the answer

    /// An event that was merged into an earlier one of the same transaction is told there.
    void publish(const SharedEvent& event)
    {
        if (event && !event.merged)
            steps.emplace_back(EventStored{event});
    }
    void tell(Step step) { steps.push_back(std::move(step)); }
};

} // namespace confab::server
