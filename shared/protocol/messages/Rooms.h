// Rooms: making, finding, entering and leaving them, who is in them, and the state a person has in each.
#pragma once

#include "shared/protocol/messages/Messages.h"

namespace confab::protocol {

/// A room as one person sees it: in attach, join, create and `self`.
struct RoomState {
    RoomId id;
    RoomKind kind = RoomKind::Group;
    QString name;                        ///< unique among public rooms; empty for direct rooms
    QString title;
    QString topic;
    bool isPublic = false;
    bool staffOnly = false;
    Epoch epoch;
    Seq head;
    Seq floor;                           ///< events up to here are gone by retention
    Seq read;                            ///< my read marker
    qint64 unread = 0;                   ///< up to limits::unreadShown
    qint64 mentions = 0;
    qint64 memberCount = 0;
    RoomRole role = RoomRole::None;
    QList<Right> rights;
    std::optional<User> peer;            ///< the other person of a direct room
    std::optional<QString> draft;
    std::optional<TimeMs> mutedUntil;
    std::optional<TimeMs> lastTs;        ///< when the newest event happened: what room lists sort by
    QList<AnyEvent> ev;                  ///< attach only: what was missed
    std::optional<bool> gap;             ///< more was missed than fits: pull with room.sync
    std::optional<bool> reset;           ///< what the client has is of another log: drop it

    static constexpr auto fields()
    {
        using M = RoomState;
        return std::tuple{field(1, "id", &M::id), field(2, "kind", &M::kind),
                          field(3, "name", &M::name, maxChars(limits::roomNameChars)),
                          field(4, "title", &M::title, maxChars(limits::titleChars)),
                          field(5, "topic", &M::topic, maxBytes(limits::topicBytes)), field(6, "public", &M::isPublic),
                          field(7, "staffOnly", &M::staffOnly), field(8, "epoch", &M::epoch), field(9, "head", &M::head, orZero()),
                          field(10, "floor", &M::floor, orZero()), field(11, "read", &M::read, orZero()),
                          field(12, "unread", &M::unread), field(13, "mentions", &M::mentions),
                          field(14, "members", &M::memberCount), field(15, "role", &M::role), field(16, "rights", &M::rights, maxItems(16)),
                          field(17, "peer", &M::peer), field(18, "draft", &M::draft, maxBytes(limits::messageBytes)),
                          field(19, "mutedUntil", &M::mutedUntil), field(20, "lastTs", &M::lastTs),
                          field(21, "ev", &M::ev, maxItems(limits::attachEventsPerRoom)), field(22, "gap", &M::gap),
                          field(23, "reset", &M::reset)};
    }
    static QString describe() { return QStringLiteral("room"); }
    bool operator==(const RoomState&) const = default;
};

/// A durable request that makes nothing to tell about.
struct DoneReply {
    std::optional<bool> dup;
    static constexpr auto fields() { return std::tuple{field(1, "dup", &DoneReply::dup)}; }
    bool operator==(const DoneReply&) const = default;
};

struct RoomReply {
    RoomState room;
    std::optional<bool> dup;
    static constexpr auto fields()
    {
        return std::tuple{field(1, "room", &RoomReply::room), field(2, "dup", &RoomReply::dup)};
    }
    bool operator==(const RoomReply&) const = default;
};

struct CreateRoom {
    static constexpr Key type{"room.create", 40};
    static constexpr bool durable = true;
    static constexpr auto about = "Make a room; its maker becomes the owner and first member.";
    using Reply = RoomReply;
    RoomKind kind = RoomKind::Group;
    QString name;
    std::optional<QString> title;
    std::optional<QString> topic;
    bool isPublic = true;
    std::optional<bool> staffOnly;

    static constexpr auto fields()
    {
        using M = CreateRoom;
        return std::tuple{field(1, "kind", &M::kind), field(2, "name", &M::name, maxChars(limits::roomNameChars)),
                          field(3, "title", &M::title, maxChars(limits::titleChars)),
                          field(4, "topic", &M::topic, maxBytes(limits::topicBytes)), field(5, "public", &M::isPublic),
                          field(6, "staffOnly", &M::staffOnly)};
    }
};

struct SetRoom {
    static constexpr Key type{"room.set", 41};
    static constexpr bool durable = true;
    static constexpr auto about = "Change a room's topic, title or name, by right.";
    using Reply = DoneReply;
    RoomId room;
    std::optional<QString> name;
    std::optional<QString> title;
    std::optional<QString> topic;

    static constexpr auto fields()
    {
        using M = SetRoom;
        return std::tuple{field(1, "room", &M::room), field(2, "name", &M::name, maxChars(limits::roomNameChars)),
                          field(3, "title", &M::title, maxChars(limits::titleChars)),
                          field(4, "topic", &M::topic, maxBytes(limits::topicBytes))};
    }
};

/// A line of the directory: no personal state.
struct RoomListing {
    RoomId id;
    RoomKind kind = RoomKind::Group;
    QString name;
    QString title;
    QString topic;
    bool isPublic = false;
    bool staffOnly = false;
    bool joined = false;
    qint64 memberCount = 0;
    std::optional<TimeMs> lastTs;

    static constexpr auto fields()
    {
        using M = RoomListing;
        return std::tuple{field(1, "id", &M::id), field(2, "kind", &M::kind),
                          field(3, "name", &M::name, maxChars(limits::roomNameChars)),
                          field(4, "title", &M::title, maxChars(limits::titleChars)),
                          field(5, "topic", &M::topic, maxBytes(limits::topicBytes)), field(6, "public", &M::isPublic),
                          field(7, "staffOnly", &M::staffOnly), field(8, "joined", &M::joined),
                          field(9, "members", &M::memberCount), field(10, "lastTs", &M::lastTs)};
    }
    static QString describe() { return QStringLiteral("room listing"); }
    bool operator==(const RoomListing&) const = default;
};

struct ListRooms {
    static constexpr Key type{"room.list", 42};
    static constexpr bool durable = false;
    static constexpr auto about = "The directory: public rooms and one's own, by name, a page at a time.";
    struct Reply {
        QList<RoomListing> rooms;
        std::optional<RoomId> next;       ///< ask again with after = this; absent at the end
        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "rooms", &M::rooms, maxItems(limits::listRooms)), field(2, "next", &M::next)};
        }
        bool operator==(const Reply&) const = default;
    };
    std::optional<QString> pattern;       ///< part of the name or title
    std::optional<bool> joined;           ///< only rooms I am in
    std::optional<RoomId> after;

    static constexpr auto fields()
    {
        using M = ListRooms;
        return std::tuple{field(1, "pattern", &M::pattern, maxChars(limits::queryChars)), field(2, "joined", &M::joined),
                          field(3, "after", &M::after)};
    }
};

struct JoinRoom {
    static constexpr Key type{"room.join", 43};
    static constexpr bool durable = true;
    static constexpr auto about = "Become a member of a public room, by id or by name. Joining a room one is in is no error.";
    using Reply = RoomReply;
    std::optional<RoomId> room;
    std::optional<QString> name;

    static constexpr auto fields()
    {
        using M = JoinRoom;
        return std::tuple{field(1, "room", &M::room), field(2, "name", &M::name, maxChars(limits::roomNameChars))};
    }
};

struct LeaveRoom {
    static constexpr Key type{"room.leave", 44};
    static constexpr bool durable = true;
    static constexpr auto about = "End one's membership.";
    using Reply = DoneReply;
    RoomId room;
    std::optional<QString> reason;

    static constexpr auto fields()
    {
        using M = LeaveRoom;
        return std::tuple{field(1, "room", &M::room), field(2, "reason", &M::reason, maxBytes(limits::reasonBytes))};
    }
};

struct DirectRoom {
    static constexpr Key type{"room.direct", 45};
    static constexpr bool durable = true;
    static constexpr auto about = "The room of exactly two people; made when it is not there yet. By id or by unique name.";
    using Reply = RoomReply;
    std::optional<UserId> user;
    std::optional<QString> name;

    static constexpr auto fields()
    {
        using M = DirectRoom;
        return std::tuple{field(1, "user", &M::user), field(2, "name", &M::name, maxChars(limits::nameChars))};
    }
};

struct WatchRoom {
    static constexpr Key type{"room.watch", 46};
    static constexpr bool durable = false;
    static constexpr auto about = "Read a public room live without membership; ends with the connection.";
    using Reply = RoomReply;
    std::optional<RoomId> room;
    std::optional<QString> name;

    static constexpr auto fields()
    {
        using M = WatchRoom;
        return std::tuple{field(1, "room", &M::room), field(2, "name", &M::name, maxChars(limits::roomNameChars))};
    }
};

struct UnwatchRoom {
    static constexpr Key type{"room.unwatch", 47};
    static constexpr bool durable = false;
    static constexpr auto about = "Stop watching.";
    using Reply = DoneReply;
    RoomId room;
    static constexpr auto fields() { return std::tuple{field(1, "room", &UnwatchRoom::room)}; }
};

struct AddToRoom {
    static constexpr Key type{"room.invite", 48};
    static constexpr bool durable = true;
    static constexpr auto about = "Make another person a member, by right. The way into private rooms.";
    using Reply = DoneReply;
    RoomId room;
    std::optional<UserId> user;
    std::optional<QString> name;

    static constexpr auto fields()
    {
        using M = AddToRoom;
        return std::tuple{field(1, "room", &M::room), field(2, "user", &M::user),
                          field(3, "name", &M::name, maxChars(limits::nameChars))};
    }
};

struct RemoveFromRoom {
    static constexpr Key type{"room.remove", 49};
    static constexpr bool durable = true;
    static constexpr auto about = "Take a member out, by right; the room is told first.";
    using Reply = DoneReply;
    RoomId room;
    UserId user;
    std::optional<QString> reason;

    static constexpr auto fields()
    {
        using M = RemoveFromRoom;
        return std::tuple{field(1, "room", &M::room), field(2, "user", &M::user),
                          field(3, "reason", &M::reason, maxBytes(limits::reasonBytes))};
    }
};

struct ListMembers {
    static constexpr Key type{"members", 60};
    static constexpr bool durable = false;
    static constexpr auto about = "Who is in a room, online people first, at most a window; afterwards `presence` tells the differences.";
    struct Reply {
        QList<Member> users;
        Version v;                        ///< the next presence push of this room has v + 1
        qint64 total = 0;
        qint64 online = 0;
        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "users", &M::users, maxItems(limits::memberWindow)), field(2, "v", &M::v, orZero()),
                              field(3, "total", &M::total), field(4, "online", &M::online)};
        }
        bool operator==(const Reply&) const = default;
    };
    RoomId room;
    static constexpr auto fields() { return std::tuple{field(1, "room", &ListMembers::room)}; }
};

struct MarkRead {
    static constexpr Key type{"read", 61};
    static constexpr bool durable = false;
    static constexpr auto about = "Move my read marker; clamped to the head, lowered only with back. Told to all my connections.";
    struct Reply {
        Seq seq;
        qint64 unread = 0;
        qint64 mentions = 0;
        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "seq", &M::seq, orZero()), field(2, "unread", &M::unread), field(3, "mentions", &M::mentions)};
        }
        bool operator==(const Reply&) const = default;
    };
    RoomId room;
    Epoch epoch;
    Seq seq;
    std::optional<bool> back;

    static constexpr auto fields()
    {
        using M = MarkRead;
        return std::tuple{field(1, "room", &M::room), field(2, "epoch", &M::epoch), field(3, "seq", &M::seq, orZero()),
                          field(4, "back", &M::back)};
    }
};

struct SetDraft {
    static constexpr Key type{"draft", 62};
    static constexpr bool durable = false;
    static constexpr auto about = "What I have begun to write in a room; empty text removes it. Told to my other connections.";
    using Reply = DoneReply;
    RoomId room;
    QString text;

    static constexpr auto fields()
    {
        using M = SetDraft;
        return std::tuple{field(1, "room", &M::room), field(2, "text", &M::text, maxBytes(limits::messageBytes))};
    }
};

struct Typing {
    static constexpr Key type{"typing", 13};
    static constexpr bool durable = false;
    static constexpr auto about = "I am writing, or no longer; at most once in 3 s. Sent without `i`, never answered.";
    using Reply = DoneReply;
    RoomId room;
    bool on = true;

    static constexpr auto fields()
    {
        using M = Typing;
        return std::tuple{field(1, "room", &M::room), field(2, "on", &M::on)};
    }
};

// ---- pushes ----

/// Why this one is allowed to be lost, see "class": A never dropped, B replaced by a fresh snapshot, C droppable.
struct PresencePush {
    static constexpr Key type{"presence", 103};
    static constexpr auto about = "Class B. The member list changed: came online, went offline, changed. A hole in v: ask `members` again.";
    RoomId room;
    Version v;
    qint64 online = 0;
    QList<Member> join;
    QList<UserId> leave;
    QList<Member> update;

    static constexpr auto fields()
    {
        using M = PresencePush;
        return std::tuple{field(1, "room", &M::room), field(2, "v", &M::v), field(3, "online", &M::online),
                          field(4, "join", &M::join), field(5, "leave", &M::leave), field(6, "update", &M::update)};
    }
    bool operator==(const PresencePush&) const = default;
};

struct TypingPush {
    static constexpr Key type{"typing", 104};
    static constexpr auto about = "Class C. Somebody is writing; shown for `ttl` ms or until their message, ttl 0 clears it.";
    RoomId room;
    UserId user;
    QString name;
    qint64 ttl = 0;

    static constexpr auto fields()
    {
        using M = TypingPush;
        return std::tuple{field(1, "room", &M::room), field(2, "user", &M::user),
                          field(3, "name", &M::name, maxChars(limits::nameChars)), field(4, "ttl", &M::ttl)};
    }
    bool operator==(const TypingPush&) const = default;
};

struct LagPush {
    static constexpr Key type{"lag", 101};
    static constexpr auto about = "Class A. I stopped pushing this room to you, pull with room.sync.";
    RoomId room;
    Seq head;

    static constexpr auto fields()
    {
        using M = LagPush;
        return std::tuple{field(1, "room", &M::room), field(2, "head", &M::head, orZero())};
    }
    bool operator==(const LagPush&) const = default;
};

using RoomRequests = TypeList<CreateRoom, SetRoom, ListRooms, JoinRoom, LeaveRoom, DirectRoom, WatchRoom, UnwatchRoom, AddToRoom,
    RemoveFromRoom, ListMembers, MarkRead, SetDraft, Typing>;
using RoomPushes = TypeList<LagPush, PresencePush, TypingPush>;

} // namespace confab::protocol
