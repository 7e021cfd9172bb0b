// A room's numbered log: appending events, and folding edits and deletions into the messages they change.
#pragma once

#include "server/storage/Database.h"
#include "server/storage/Records.h"

#include <QHash>

namespace confab::server {

/// An event of this transaction. People who join one after the other share one event: then it was told before (`merged`) and has grown.
struct SharedEvent {
    std::shared_ptr<AnyEvent> event;
    bool merged = false;

    explicit operator bool() const { return event != nullptr; }
    const protocol::EventHead& head() const { return protocol::headOf(*event); }
};

/// What rules about editing and deleting need to know of a message.
struct MessageFacts {
    UserId author;
    bool deleted = false;
};

/// A message's text leaves the files only after a checkpoint that truncates the log of changes: see textWasDeleted().
class RoomLog {
public:
    explicit RoomLog(Database& database) : m_db(database) { }

    /// Gives the event the room's next seq, its author and its time (never before that of the event before it), and stores it.
    /// `room` is brought up to date.
    Result<SharedEvent> append(RoomRow& room, const Actor& actor, TimeMs now, AnyEvent event);
    /// A join or leave of `person`; shares the event of the one before when that is the room's newest event and of this transaction.
    Result<SharedEvent> appendJoin(RoomRow& room, const Actor& actor, TimeMs now, const protocol::User& person);
    Result<SharedEvent> appendLeave(RoomRow& room, const Actor& actor, TimeMs now, const protocol::User& person,
        const std::optional<QString>& reason);

    /// Nothing when there is no message of that number.
    Result<std::optional<MessageFacts>> message(RoomId room, Seq seq);
    Result<SharedEvent> edit(RoomRow& room, const Actor& actor, TimeMs now, Seq of, const QString& text);
    /// Blanks the text in the log, in its edits and in its mentions.
    Result<SharedEvent> remove(RoomRow& room, const Actor& actor, TimeMs now, Seq of);

    Result<Done> mention(RoomId room, Seq seq, UserId account);

    /// True once after a transaction in which a text was deleted.
    bool takeTextWasDeleted() { return std::exchange(m_textWasDeleted, false); }

private:
    template <typename People>
    Result<SharedEvent> appendPerson(RoomRow& room, const Actor& actor, TimeMs now, People event);

    struct Shared {
        std::shared_ptr<AnyEvent> event;
        quint64 transaction = 0;
    };

    Database& m_db;
    QHash<RoomId, Shared> m_lastPeople;     ///< the newest join or leave per room, of the transaction it names
    bool m_textWasDeleted = false;
};

} // namespace confab::server
