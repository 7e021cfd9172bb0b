// What the outbox tells the store: one message, edit or deletion on its way to the server.
#pragma once

#include "shared/base/Error.h"
#include "shared/base/Ids.h"

#include <QString>

#include <optional>

namespace confab::client {

enum class PendingKind : quint8 { Post, Edit, Delete };

enum class PendingState : quint8 {
    None,    ///< not pending: the server said so
    Waiting, ///< on disk, not sent yet
    Sending, ///< sent, not answered
    Sent,    ///< answered with a seq; its event is on the way
    Failed,  ///< refused; `error` says why; waits for retry or discard
};

struct Pending {
    ClientId c;
    RoomId room;
    PendingKind kind = PendingKind::Post;
    Seq of;                     ///< Edit, Delete: the message meant
    QString text;               ///< Post, Edit: as typed
    bool action = false;        ///< Post: "/me"
    std::optional<Seq> replyTo; ///< Post
    PendingState state = PendingState::Waiting;
    Error error; ///< Failed
    Seq seq;     ///< Sent: where the server put it
    TimeMs created;

    bool operator==(const Pending&) const = default;
};

} // namespace confab::client
