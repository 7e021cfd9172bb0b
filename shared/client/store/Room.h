// A room as this person sees it, with every string safe to draw.
#pragma once

#include "shared/protocol/messages/Rooms.h"

namespace confab::client {

struct Room {
    RoomId id;
    protocol::RoomKind kind = protocol::RoomKind::Group;
    QString name;
    QString title;
    QString topic;
    bool isPublic = false;
    bool staffOnly = false;
    Epoch epoch;
    Seq head; ///< newest seq known to exist
    Seq floor;
    Seq read;          ///< my read marker
    qint64 unread = 0; ///< others' messages, not deleted, after `read`; up to limits::unreadShown
    qint64 mentions = 0;
    qint64 memberCount = 0;
    protocol::RoomRole role = protocol::RoomRole::None;
    QList<protocol::Right> rights;
    std::optional<protocol::User> peer;
    QString draft;
    std::optional<TimeMs> mutedUntil;
    TimeMs lastTs; ///< newest line

    bool isDirect() const { return kind == protocol::RoomKind::Direct; }
    bool can(protocol::Right right) const { return rights.contains(right); }
    bool isMember() const { return role != protocol::RoomRole::None; }
    bool operator==(const Room&) const = default;
};

} // namespace confab::client
