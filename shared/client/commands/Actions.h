// What slash commands may do: the client core as they see it, narrow enough for tests to stand in.
#pragma once

#include "shared/base/Result.h"
#include "shared/client/store/Store.h"
#include "shared/protocol/Catalog.h"

#include <functional>

namespace confab::client {

/// Runs once, on the main thread, also when the connection is lost.
template <typename M>
using Answer = std::function<void(Result<typename M::Reply>)>;

template <typename M>
class Asks {
public:
    virtual ~Asks() = default;
    virtual void request(const M& message, Answer<M> done) = 0;
};

template <typename List>
class AsksAll;
template <typename... Ms>
class AsksAll<protocol::TypeList<Ms...>> : public Asks<Ms>... {
public:
    using Asks<Ms>::request...;
};

/// The requests that commands send.
using CommandRequests = protocol::TypeList<protocol::JoinRoom, protocol::LeaveRoom, protocol::CreateRoom, protocol::SetRoom,
    protocol::ListRooms, protocol::DirectRoom, protocol::AddToRoom, protocol::RemoveFromRoom, protocol::ListMembers, protocol::FindPeople,
    protocol::SetProfile, protocol::ListSessions, protocol::RevokeSession, protocol::CreateInvite, protocol::Ping>;

/// Answers that carry a room (join, create, direct) have been put into the store when `done` runs.
class Actions : public AsksAll<CommandRequests> {
public:
    virtual Store& store() = 0;
    // durable: saved on disk before they are shown or sent
    virtual void post(RoomId room, const QString& text, std::optional<Seq> replyTo, bool action) = 0;
    virtual void edit(RoomId room, Seq of, const QString& text) = 0;
    virtual void remove(RoomId room, Seq of) = 0;
    /// What has not been confirmed, in the order it will be sent.
    virtual QList<Pending> outbox() const = 0;
    virtual void retry(const ClientId& c) = 0;
    virtual void discard(const ClientId& c) = 0;
    // state that follows the person
    virtual void markRead(RoomId room, Seq seq) = 0;
    virtual protocol::PresenceState presence() const = 0;
    virtual void setPresence(protocol::PresenceState state, const std::optional<QString>& status) = 0;
    virtual void loadOlder(RoomId room) = 0;
    // the connection
    virtual bool isOnline() const = 0;
    virtual void disconnect() = 0;
    virtual void reconnect() = 0;
    /// Name and version of the server, safe; empty before the first hello.
    virtual QString serverAbout() const = 0;
};

} // namespace confab::client
