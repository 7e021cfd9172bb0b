// The statements that read the log.
#include "server/storage/RoomPages.h"

#include "server/storage/EventRows.h"

#include <algorithm>

using namespace confab::protocol;

namespace confab::server {

namespace {

// An edited message carries the text of its newest edit (x); a deleted one is blank already.
#define CONFAB_LINE_COLUMNS CONFAB_EVENT_COLUMNS ", f.rev, f.edited, f.deleted, x.text"
#define CONFAB_FOLD_JOINS                                                                                                        \
    " LEFT JOIN accounts a ON a.id = e.author "                                                                                 \
    "LEFT JOIN folds f ON f.room = e.room AND f.seq = e.seq "                                                                   \
    "LEFT JOIN events x ON x.room = e.room AND x.seq = f.rev AND f.deleted = 0 "
// Edits (2) and deletions (3) are folded into their message; joins (6) and leaves (7) are lines only when notices are on.
#define CONFAB_IS_LINE "e.kind NOT IN (2, 3) AND (? = 1 OR e.kind NOT IN (6, 7))"

HistoryItem readLine(const Row& row, RoomId room, UserId reader)
{
    constexpr int first = CONFAB_EVENT_COLUMN_COUNT;
    HistoryItem item{readEvent(row, room, reader), {}, {}, {}};
    item.rev = headOf(item.event).seq;
    if (row.isNull(first))
        return item;
    item.rev = row.id<Seq>(first);
    if (row.boolean(first + 2)) {
        item.deleted = true;
        return item;
    }
    if (!row.isNull(first + 1))
        item.edited = row.time(first + 1);
    if (auto* message = std::get_if<MessagePosted>(&item.event))
        message->text = row.text(first + 3);
    return item;
}

qint64 first(const std::optional<qint64>& count) { return count.value_or(0); }

} // namespace

template <typename Map, typename... Args>
auto RoomPages::logRows(Sql sql, Map map, const Args&... args) -> Result<QList<std::invoke_result_t<Map, const Row&>>>
{
    TRY(m_db.writeDeferred());
    return m_db.all(sql, map, args...);
}

Result<QList<AnyEvent>> RoomPages::eventsAfter(RoomId room, Seq after, int limit, UserId reader)
{
    return logRows("SELECT " CONFAB_EVENT_COLUMNS " FROM events e LEFT JOIN accounts a ON a.id = e.author "
                   "WHERE e.room = ? AND e.seq > ? ORDER BY e.seq LIMIT ?",
        [=](const Row& row) { return readEvent(row, room, reader); }, room, after, limit);
}

Result<std::optional<TimeMs>> RoomPages::timeOf(RoomId room, Seq seq)
{
    return m_db.one("SELECT ts FROM events WHERE room = ? AND seq = ?", [](const Row& row) { return row.time(0); }, room, seq);
}

Result<UnreadCount> RoomPages::unread(RoomId room, UserId reader, Seq read)
{
    const auto integer = [](const Row& row) { return row.integer(0); };
    TRY_VALUE(unread, m_db.one("SELECT count(*) FROM (SELECT 1 FROM events WHERE room = ? AND seq > ? AND author <> ? AND kind = 1 "
                               "AND deleted = 0 LIMIT ?) AS some",
        integer, room, read, reader, limits::unreadShown));
    TRY_VALUE(mentions, m_db.one("SELECT count(*) FROM (SELECT 1 FROM mentions WHERE account = ? AND room = ? AND seq > ? LIMIT ?) AS some",
        integer, reader, room, read, limits::unreadShown));
    return UnreadCount{first(unread), first(mentions)};
}

Result<QList<HistoryItem>> RoomPages::lines(const Wanted& wanted)
{
    const auto read = [&](const Row& row) { return readLine(row, wanted.room, wanted.reader); };
    if (wanted.towards == Towards::Newer) {
        return logRows("SELECT " CONFAB_LINE_COLUMNS " FROM events e" CONFAB_FOLD_JOINS
                       "WHERE e.room = ? AND e.seq > ? AND " CONFAB_IS_LINE " ORDER BY e.seq LIMIT ?",
            read, wanted.room, wanted.from, wanted.notices, wanted.limit);
    }
    TRY_VALUE(items, logRows("SELECT " CONFAB_LINE_COLUMNS " FROM events e" CONFAB_FOLD_JOINS
                             "WHERE e.room = ? AND e.seq < ? AND " CONFAB_IS_LINE " ORDER BY e.seq DESC LIMIT ?",
        read, wanted.room, wanted.from, wanted.notices, wanted.limit));
    std::reverse(items.begin(), items.end());
    return items;
}

Result<qint64> RoomPages::countLines(const Wanted& wanted, int most)
{
    const auto integer = [](const Row& row) { return row.integer(0); };
    auto counted = wanted.towards == Towards::Newer
        ? m_db.one("SELECT count(*) FROM (SELECT 1 FROM events e WHERE e.room = ? AND e.seq > ? AND " CONFAB_IS_LINE " LIMIT ?) AS some",
            integer, wanted.room, wanted.from, wanted.notices, most)
        : m_db.one("SELECT count(*) FROM (SELECT 1 FROM events e WHERE e.room = ? AND e.seq < ? AND " CONFAB_IS_LINE " LIMIT ?) AS some",
            integer, wanted.room, wanted.from, wanted.notices, most);
    TRY(counted);
    return first(*counted);
}

Result<QList<HistoryItem>> RoomPages::changed(RoomId room, Seq after, Seq upto, int limit, UserId reader)
{
    return logRows("SELECT " CONFAB_LINE_COLUMNS " FROM folds f JOIN events e ON e.room = f.room AND e.seq = f.seq "
                   "LEFT JOIN accounts a ON a.id = e.author "
                   "LEFT JOIN events x ON x.room = e.room AND x.seq = f.rev AND f.deleted = 0 "
                   "WHERE f.room = ? AND f.rev > ? AND f.rev <= ? ORDER BY f.rev LIMIT ?",
        [=](const Row& row) { return readLine(row, room, reader); }, room, after, upto, limit);
}

} // namespace confab::server
