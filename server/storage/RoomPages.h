// Reading a room's log back: raw for repair, folded for people, and counted for the unread mark.
#pragma once

#include "server/storage/Database.h"
#include "server/storage/Records.h"

namespace confab::server {

struct UnreadCount {
    qint64 unread = 0;                  ///< up to limits::unreadShown
    qint64 mentions = 0;
};

/// Several calls belong together only inside one transaction.
class RoomPages {
public:
    explicit RoomPages(Database& database) : m_db(database) { }

    /// Raw events after a seq, oldest first. `reader` gets `c` in their own.
    Result<QList<AnyEvent>> eventsAfter(RoomId room, Seq after, int limit, UserId reader);
    /// The time of one event, to compare logs.
    Result<std::optional<TimeMs>> timeOf(RoomId room, Seq seq);
    Result<UnreadCount> unread(RoomId room, UserId reader, Seq read);

    enum class Towards : quint8 { Older, Newer };
    struct Wanted {
        RoomId room;
        Seq from;                       ///< exclusive
        Towards towards = Towards::Older;
        int limit = 0;
        bool notices = true;            ///< with joins and leaves
        UserId reader;
    };
    /// Folded lines, always oldest first.
    Result<QList<protocol::HistoryItem>> lines(const Wanted& wanted);
    /// How many lines lie beyond; counts to `most`.
    Result<qint64> countLines(const Wanted& wanted, int most);

    /// Messages changed by events in (after, upto], by the seq of their last change. `limit` + 1 tells that there is more.
    Result<QList<protocol::HistoryItem>> changed(RoomId room, Seq after, Seq upto, int limit, UserId reader);

private:
    /// Whole events are read through here alone: those of the running transaction may have grown since their row was written.
    template <typename Map, typename... Args>
    auto logRows(Sql sql, Map map, const Args&... args) -> Result<QList<std::invoke_result_t<Map, const Row&>>>;

    Database& m_db;
};

} // namespace confab::server
