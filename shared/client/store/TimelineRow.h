// One line of a room as both clients draw it; every string in it is already safe to draw.
#pragma once

#include "shared/client/store/Pending.h"
#include "shared/protocol/messages/Common.h"

#include <QList>

namespace confab::client {

enum class RowKind : quint8 {
    Message,
    Action, ///< "/me": `text` is told about `name`
    Join,
    Leave,
    Kick,
    Topic,
    Rename,  ///< name or title of the room
    System,  ///< the server speaks; see `severity`
    Unknown, ///< an event of a newer protocol
    Gap,     ///< lines from `seq` to `until` are not loaded
};

/// An edit or deletion of this row that the server has not confirmed.
struct PendingChange {
    ClientId c;
    PendingKind kind = PendingKind::Edit;
    QString text; ///< Edit: the new text, safe
    PendingState state = PendingState::Waiting;
    Error error;

    bool operator==(const PendingChange&) const = default;
};

/// A pending post has kind Message or Action, no seq, and `pending` other than None.
struct TimelineRow {
    RowKind kind = RowKind::Message;
    Seq seq;
    Seq rev;      ///< seq of the last change folded in
    UserId by;    ///< 0: the server itself
    QString name; ///< the author's current display name
    TimeMs ts;
    QString text;         ///< Message, Action: the body; else a whole sentence; empty when deleted
    QString rawText;      ///< own messages: as typed, for editing; never to be drawn
    QList<UserId> people; ///< Join, Leave, Kick: who is meant
    bool edited = false;
    bool deleted = false;
    bool own = false;
    bool mentionsMe = false;
    protocol::Severity severity = protocol::Severity::Info;
    std::optional<Seq> replyTo;
    std::optional<ClientId> c; ///< own lines, where known
    Seq until;                 ///< Gap
    PendingState pending = PendingState::None;
    Error error; ///< why it failed; its message is safe
    std::optional<PendingChange> change;

    bool isPending() const { return pending != PendingState::None; }
    /// Somebody said it: counts as unread, can be answered, edited and deleted.
    bool isTalk() const { return kind == RowKind::Message || kind == RowKind::Action; }
    bool operator==(const TimelineRow&) const = default;
};

} // namespace confab::client
