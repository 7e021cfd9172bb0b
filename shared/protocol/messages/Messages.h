// Writing, editing and deleting chat messages, the durable facts of a room's log, and reading the log back.
#pragma once

#include "shared/protocol/messages/Common.h"

#include <variant>

namespace confab::protocol {

// ---- durable events: they happened, and have a seq ----

struct MessagePosted : EventHead {
    static constexpr Key kind{"message", 1};
    QString text;
    std::optional<Seq> replyTo;
    std::optional<bool> action;          ///< "/me": the text is told about the author

    static constexpr auto fields()
    {
        using M = MessagePosted;
        return std::tuple_cat(headFields<M>(),
            std::tuple{field(10, "text", &M::text, maxBytes(limits::messageBytes)), field(11, "replyTo", &M::replyTo),
                       field(12, "action", &M::action)});
    }
    bool operator==(const MessagePosted&) const = default;
};

struct MessageEdited : EventHead {
    static constexpr Key kind{"edit", 2};
    Seq of;
    QString text;

    static constexpr auto fields()
    {
        using M = MessageEdited;
        return std::tuple_cat(headFields<M>(),
            std::tuple{field(10, "of", &M::of), field(11, "text", &M::text, maxBytes(limits::messageBytes))});
    }
    bool operator==(const MessageEdited&) const = default;
};

struct MessageDeleted : EventHead {
    static constexpr Key kind{"delete", 3};
    Seq of;

    static constexpr auto fields()
    {
        using M = MessageDeleted;
        return std::tuple_cat(headFields<M>(), std::tuple{field(10, "of", &M::of)});
    }
    bool operator==(const MessageDeleted&) const = default;
};

/// Membership, never connections. The people of one commit share one event.
struct MembersJoined : EventHead {
    static constexpr Key kind{"join", 6};
    QList<User> people;

    static constexpr auto fields()
    {
        using M = MembersJoined;
        return std::tuple_cat(headFields<M>(), std::tuple{field(10, "people", &M::people, maxItems(limits::peoplePerEvent))});
    }
    bool operator==(const MembersJoined&) const = default;
};

struct MembersLeft : EventHead {
    static constexpr Key kind{"leave", 7};
    QList<User> people;
    std::optional<QString> reason;

    static constexpr auto fields()
    {
        using M = MembersLeft;
        return std::tuple_cat(headFields<M>(),
            std::tuple{field(10, "people", &M::people, maxItems(limits::peoplePerEvent)),
                       field(11, "reason", &M::reason, maxBytes(limits::reasonBytes))});
    }
    bool operator==(const MembersLeft&) const = default;
};

/// Somebody with the right took a member out.
struct MemberRemoved : EventHead {
    static constexpr Key kind{"kick", 8};
    User user;
    std::optional<QString> reason;

    static constexpr auto fields()
    {
        using M = MemberRemoved;
        return std::tuple_cat(headFields<M>(),
            std::tuple{field(10, "user", &M::user), field(11, "reason", &M::reason, maxBytes(limits::reasonBytes))});
    }
    bool operator==(const MemberRemoved&) const = default;
};

struct TopicChanged : EventHead {
    static constexpr Key kind{"topic", 14};
    QString topic;

    static constexpr auto fields()
    {
        using M = TopicChanged;
        return std::tuple_cat(headFields<M>(), std::tuple{field(10, "topic", &M::topic, maxBytes(limits::topicBytes))});
    }
    bool operator==(const TopicChanged&) const = default;
};

/// A line of the server itself; severity says how loud.
struct SystemLine : EventHead {
    static constexpr Key kind{"system", 16};
    Severity severity = Severity::Info;
    QString text;

    static constexpr auto fields()
    {
        using M = SystemLine;
        return std::tuple_cat(headFields<M>(),
            std::tuple{field(10, "severity", &M::severity), field(11, "text", &M::text, maxBytes(limits::noticeBytes))});
    }
    bool operator==(const SystemLine&) const = default;
};

/// Name or title of the room changed.
struct RoomRenamed : EventHead {
    static constexpr Key kind{"rename", 18};
    std::optional<QString> roomName;
    std::optional<QString> title;

    static constexpr auto fields()
    {
        using M = RoomRenamed;
        return std::tuple_cat(headFields<M>(),
            std::tuple{field(10, "roomName", &M::roomName, maxChars(limits::roomNameChars)),
                       field(11, "title", &M::title, maxChars(limits::titleChars))});
    }
    bool operator==(const RoomRenamed&) const = default;
};

/// A durable event this program does not know: kept as it came, so that a newer program reads it later.
struct UnknownEvent : EventHead {
    QString kindName;          ///< name (JSON) or number (CBOR) of the kind
    QByteArray raw;
    Encoding encoding = Encoding::Json;
    bool operator==(const UnknownEvent&) const = default;
};

using DurableEvents = TypeList<MessagePosted, MessageEdited, MessageDeleted, MembersJoined, MembersLeft, MemberRemoved, TopicChanged,
    SystemLine, RoomRenamed>;
using AnyEvent = std::variant<MessagePosted, MessageEdited, MessageDeleted, MembersJoined, MembersLeft, MemberRemoved, TopicChanged,
    SystemLine, RoomRenamed, UnknownEvent>;

inline const EventHead& headOf(const AnyEvent& event)
{
    return std::visit([](const auto& one) -> const EventHead& { return one; }, event);
}
inline EventHead& headOf(AnyEvent& event)
{
    return std::visit([](auto& one) -> EventHead& { return one; }, event);
}

/// One event as the body of an `ev` push and as an element of ev lists: its kind first, then its fields.
void encodeEventBody(Writer& writer, const AnyEvent& event);
bool decodeEventBody(Reader& reader, AnyEvent& event);

template <>
struct CodecFor<AnyEvent> {
    static const Codec& codec()
    {
        static constexpr Codec one{
            .encode = [](Writer& writer, const void* value) { encodeEventBody(writer, *static_cast<const AnyEvent*>(value)); },
            .decode = [](Reader& reader, void* value, const Limit&) { return decodeEventBody(reader, *static_cast<AnyEvent*>(value)); },
            .describe = [](const Limit&) { return QStringLiteral("durable event"); }};
        return one;
    }
};

// ---- requests ----

struct PostMessage {
    static constexpr Key type{"message.post", 20};
    static constexpr bool durable = true;
    static constexpr auto about = "Say something in a room. The answer comes after the commit.";
    struct Reply {
        Seq seq;
        TimeMs ts;
        std::optional<bool> dup;     ///< true: this `c` was already done, nothing happened twice
        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "seq", &M::seq), field(2, "ts", &M::ts), field(3, "dup", &M::dup)};
        }
        bool operator==(const Reply&) const = default;
    };
    RoomId room;
    QString text;
    std::optional<Epoch> epoch;      ///< needed with replyTo
    std::optional<Seq> replyTo;
    std::optional<bool> action;

    static constexpr auto fields()
    {
        using M = PostMessage;
        return std::tuple{field(1, "room", &M::room), field(2, "text", &M::text, maxBytes(limits::messageBytes)),
                          field(3, "epoch", &M::epoch), field(4, "replyTo", &M::replyTo), field(5, "action", &M::action)};
    }
};

struct EditMessage {
    static constexpr Key type{"message.edit", 21};
    static constexpr bool durable = true;
    static constexpr auto about = "Replace the text of a message: one's own, or another's by right.";
    using Reply = PostMessage::Reply;
    RoomId room;
    Epoch epoch;
    Seq of;
    QString text;

    static constexpr auto fields()
    {
        using M = EditMessage;
        return std::tuple{field(1, "room", &M::room), field(2, "epoch", &M::epoch), field(3, "of", &M::of),
                          field(4, "text", &M::text, maxBytes(limits::messageBytes))};
    }
};

struct DeleteMessage {
    static constexpr Key type{"message.delete", 22};
    static constexpr bool durable = true;
    static constexpr auto about = "Delete a message: its text is blanked everywhere in the same commit; a tombstone stays.";
    using Reply = PostMessage::Reply;
    RoomId room;
    Epoch epoch;
    Seq of;

    static constexpr auto fields()
    {
        using M = DeleteMessage;
        return std::tuple{field(1, "room", &M::room), field(2, "epoch", &M::epoch), field(3, "of", &M::of)};
    }
};

/// Events `lost` to retention: the client advances past them.
struct LostRange {
    Seq from;
    Seq to;
    static constexpr auto fields()
    {
        using M = LostRange;
        return std::tuple{field(1, "from", &M::from), field(2, "to", &M::to)};
    }
    static QString describe() { return QStringLiteral("range of seq"); }
    bool operator==(const LostRange&) const = default;
};

struct SyncRoom {
    static constexpr Key type{"room.sync", 30};
    static constexpr bool durable = false;
    static constexpr auto about = "Raw events after a seq, oldest first: repair. An answer that reaches the head makes the server push again.";
    struct Reply {
        QList<AnyEvent> ev;
        Seq head;
        bool end = false;                 ///< nothing newer than the last of `ev` when it was read
        std::optional<LostRange> lost;
        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "ev", &M::ev, maxItems(limits::syncEvents)), field(2, "head", &M::head, orZero()),
                              field(3, "end", &M::end), field(4, "lost", &M::lost)};
        }
        bool operator==(const Reply&) const = default;
    };
    RoomId room;
    Epoch epoch;
    Seq after;
    qint64 limit = limits::syncEvents;

    static constexpr auto fields()
    {
        using M = SyncRoom;
        return std::tuple{field(1, "room", &M::room), field(2, "epoch", &M::epoch), field(3, "after", &M::after, orZero()),
                          field(4, "limit", &M::limit, maxValue(limits::syncEvents))};
    }
};

/// What a line of the timeline is once edits and deletions are folded in.
struct HistoryItem {
    AnyEvent event;                      ///< the line itself; an edited message carries its newest text
    Seq rev;                             ///< seq of the last change to it
    std::optional<TimeMs> edited;        ///< when it was last edited
    std::optional<bool> deleted;         ///< a tombstone: the text is blank
    static constexpr auto fields()
    {
        using M = HistoryItem;
        return std::tuple{field(1, "event", &M::event), field(2, "rev", &M::rev), field(3, "edited", &M::edited),
                          field(4, "deleted", &M::deleted)};
    }
    static QString describe() { return QStringLiteral("history item"); }
    bool operator==(const HistoryItem&) const = default;
};

struct RoomHistory {
    static constexpr Key type{"room.history", 31};
    static constexpr bool durable = false;
    static constexpr auto about = "A page of folded lines, oldest first. At most one of before, around, after; none means the newest page.";
    struct Reply {
        QList<HistoryItem> items;        ///< messages, joins, topics … ; edits and deletions are folded into their message
        Epoch epoch;
        Seq head;
        qint64 remaining = 0;            ///< lines older than this page; 10,000 stands for that many or more
        qint64 newer = 0;                ///< lines newer than this page; the same
        Seq upto;                        ///< everything up to this seq is folded in
        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "items", &M::items, maxItems(limits::historyMessages)), field(2, "epoch", &M::epoch),
                              field(3, "head", &M::head, orZero()), field(4, "remaining", &M::remaining),
                              field(5, "newer", &M::newer), field(6, "upto", &M::upto, orZero())};
        }
        bool operator==(const Reply&) const = default;
    };
    RoomId room;
    std::optional<Seq> before;
    std::optional<Seq> around;
    std::optional<Seq> after;
    std::optional<Seq> atLeast;          ///< wait until the reader has this seq
    qint64 limit = limits::historyMessages;

    static constexpr auto fields()
    {
        using M = RoomHistory;
        return std::tuple{field(1, "room", &M::room), field(2, "before", &M::before), field(3, "around", &M::around),
                          field(4, "after", &M::after, orZero()), field(5, "atLeast", &M::atLeast),
                          field(6, "limit", &M::limit, maxValue(limits::historyMessages))};
    }
};

struct RoomChanges {
    static constexpr Key type{"room.changes", 32};
    static constexpr bool durable = false;
    static constexpr auto about = "Which older messages were edited or deleted by events in (after, upto]: asked after a gap.";
    struct Reply {
        QList<HistoryItem> items;
        Seq upto;                        ///< complete up to here; ask again from here when it is below the asked upto
        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "items", &M::items, maxItems(limits::historyMessages)), field(2, "upto", &M::upto, orZero())};
        }
        bool operator==(const Reply&) const = default;
    };
    RoomId room;
    Epoch epoch;
    Seq after;
    Seq upto;

    static constexpr auto fields()
    {
        using M = RoomChanges;
        return std::tuple{field(1, "room", &M::room), field(2, "epoch", &M::epoch), field(3, "after", &M::after, orZero()),
                          field(4, "upto", &M::upto)};
    }
};

using MessageRequests = TypeList<PostMessage, EditMessage, DeleteMessage, SyncRoom, RoomHistory, RoomChanges>;

} // namespace confab::protocol
