// What passes between the gateway threads and the core: plain values in two directions, each in order.
#pragma once

#include "shared/base/Ids.h"
#include "shared/protocol/Envelope.h"

#include <QByteArray>
#include <QString>

#include <compare>
#include <functional>
#include <variant>
#include <vector>

namespace confab::server {

/// One socket. `gateway` is the index of the thread that owns it, `number` is never used again in a process.
struct ConnectionId {
    quint32 gateway = 0;
    quint64 number = 0;
    auto operator<=>(const ConnectionId&) const = default;
};

inline size_t qHash(const ConnectionId& id, size_t seed = 0) noexcept { return qHashMulti(seed, id.gateway, id.number); }

// ---- gateway → core ----

struct ConnectionOpened {
    ConnectionId connection;
    protocol::Encoding encoding = protocol::Encoding::Json;
    QString address;                       ///< the peer's IP address, without port
};

struct RequestArrived {
    ConnectionId connection;
    protocol::Request request;             ///< decoded and well-formed
};

struct ConnectionClosed {
    ConnectionId connection;
};

/// A class B push of this room was dropped for a slow connection that has caught up: tell it the current version.
struct PresenceStale {
    ConnectionId connection;
    RoomId room;
};

/// Work that returns to the core: a finished password hash, a timer's tick. Runs between two batches' guards like a request.
struct CoreTask {
    std::function<void()> run;
};

using Inbound = std::variant<ConnectionOpened, RequestArrived, ConnectionClosed, PresenceStale, CoreTask>;

/// The core's bounded inbox. Any thread.
class CoreInbox {
public:
    virtual ~CoreInbox() = default;
    /// False when the queue is full: nothing was taken, stop reading from sockets and offer again after a millisecond or more.
    /// ConnectionOpened, ConnectionClosed, PresenceStale and CoreTask are always taken.
    virtual bool offer(Inbound&& item) = 0;
    /// The same without waking the core at once, which is dear; wake() follows when all of this turn are there.
    virtual bool enqueue(Inbound&& item) = 0;
    virtual void wake() = 0;
};

// ---- core and readers → gateway ----

/// PROTOCOL.md, backpressure: A is never dropped (but durable room events may be withheld), B is collapsible, C is droppable.
enum class DeliveryClass : quint8 { A, B, C };

/// The answer to a request, encoded for that connection. Frees one of its requests in flight.
struct SendReply {
    ConnectionId to;
    QByteArray bytes;
};

/// A push to one connection, encoded for it. `room` and `seq` are set for durable events of a room, `room` for its class B and C.
struct SendPush {
    ConnectionId to;
    DeliveryClass deliveryClass = DeliveryClass::A;
    RoomId room;
    Seq seq;
    QByteArray bytes;
};

/// Who listens to a room. Watchers follow a public room without being in it: they are told its durable events, never who is there or who
/// writes.
enum class ListenerKind : quint8 { Member, Watcher };

/// To every connection subscribed to the room; classes B and C (presence, typing) to its members only. Bytes are shared, one copy per
/// encoding; an encoding nobody uses may be empty.
/// Connections of `author` get the author's bytes when those are not empty (they carry `c`); `except` gets nothing.
struct PublishToRoom {
    RoomId room;
    DeliveryClass deliveryClass = DeliveryClass::A;
    Seq seq;                               ///< valid for durable events
    QByteArray json;
    QByteArray cbor;
    UserId author;
    QByteArray authorJson;
    QByteArray authorCbor;
    ConnectionId except;
};

/// A watcher that subscribes as a member becomes one; a member that subscribes as a watcher stays one.
struct Subscribe {
    ConnectionId connection;
    RoomId room;
    ListenerKind kind = ListenerKind::Member;
};

struct Unsubscribe {
    ConnectionId connection;
    RoomId room;
};

/// A room.sync answer reached `upto`: push the room again if nothing newer was withheld, else send `lag` again.
struct ResumeRoom {
    ConnectionId connection;
    RoomId room;
    Seq upto;
};

/// The connection is now this person (invalid: nobody). Ends the deadline for `auth`. If it was somebody else before, it hears
/// their rooms no longer; what it watches it goes on watching.
struct Identify {
    ConnectionId connection;
    UserId user;
};

/// Sends what is queued and `farewell` if not empty, then closes with this code.
struct CloseConnection {
    ConnectionId connection;
    quint16 code = 1000;
    QString reason;
    QByteArray farewell;
};

using Outbound = std::variant<SendReply, SendPush, PublishToRoom, Subscribe, Unsubscribe, ResumeRoom, Identify, CloseConnection>;

/// The way to the sockets. Any thread; never blocks; items of one call keep their order on every connection.
class GatewayPort {
public:
    virtual ~GatewayPort() = default;
    /// Items for one connection go to its gateway; PublishToRoom goes to every gateway that has a subscriber of the room.
    virtual void deliver(std::vector<Outbound>&& batch) = 0;
};

// ---- counters, shared by all threads, shown at /metrics ----

} // namespace confab::server
