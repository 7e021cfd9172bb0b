// The timeline rows of the cache: folding events into them, pages, and the spans that say which stretches are whole.
#include "shared/client/cache/Cache.h"

#include "shared/client/cache/LocalDatabase.h"
#include "shared/protocol/Envelope.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace confab::client {

using protocol::AnyEvent;
using protocol::Encoding;
using protocol::HistoryItem;

namespace {

/// Unknown events keep the encoding they came in; all else is CBOR.
Encoding encodingOf(const AnyEvent& event)
{
    const auto* unknown = std::get_if<protocol::UnknownEvent>(&event);
    return unknown ? unknown->encoding : Encoding::Cbor;
}

} // namespace

void Cache::apply(const AnyEvent& event)
{
    const protocol::EventHead& head = protocol::headOf(event);
    Kept* kept = find(head.room);
    if (!kept)
        return;
    if (startWriting())
        write(applyToItems(event));
    const qint64 seq = head.seq.value();
    if (kept->tail && kept->tail->last >= seq - 1)
        kept->tail->last = std::max(kept->tail->last, seq);
    else
        startTail(head.room, *kept, seq);
    kept->room.position.have = head.seq;
    kept->room.position.ts = head.ts;
    protocol::RoomState& state = kept->room.state;
    state.head = std::max(state.head, head.seq);
    state.lastTs = head.ts;
    if (const auto* topic = std::get_if<protocol::TopicChanged>(&event))
        state.topic = topic->topic;
    if (const auto* renamed = std::get_if<protocol::RoomRenamed>(&event)) {
        state.name = renamed->roomName.value_or(state.name);
        state.title = renamed->title.value_or(state.title);
    }
    touch(head.room);
}

Result<Done> Cache::applyToItems(const AnyEvent& event)
{
    const protocol::EventHead& head = protocol::headOf(event);
    if (const auto* edited = std::get_if<protocol::MessageEdited>(&event))
        return changeItem(head.room, edited->of, event);
    if (const auto* deleted = std::get_if<protocol::MessageDeleted>(&event))
        return changeItem(head.room, deleted->of, event);
    HistoryItem line;
    line.event = event;
    line.rev = head.seq;
    return putItem(head.room, line, false);
}

Result<Done> Cache::changeItem(RoomId room, Seq of, const AnyEvent& change)
{
    TRY_VALUE(found, item(room, of));
    const protocol::EventHead& head = protocol::headOf(change);
    if (!found || found->rev >= head.seq)
        return Done{};
    auto* message = std::get_if<protocol::MessagePosted>(&found->event);
    if (!message)
        return Done{};
    found->rev = head.seq;
    if (const auto* edited = std::get_if<protocol::MessageEdited>(&change)) {
        message->text = edited->text;
        found->edited = head.ts;
    } else {
        message->text.clear();
        found->deleted = true;
        m_erased = true;
    }
    return putItem(room, *found, true);
}

Result<Done> Cache::putItem(RoomId room, const HistoryItem& item, bool onlyIfThere)
{
    const Encoding encoding = encodingOf(item.event);
    const qint64 seq = protocol::headOf(item.event).seq.value();
    const QByteArray body = protocol::encodeValue(encoding, item);
    if (onlyIfThere) {
        TRY(m_db->run(u"UPDATE items SET rev=?, encoding=?, body=? WHERE room=? AND seq=? AND rev<=?"_s, item.rev.value(), qint64(encoding),
            body, room.value(), seq, item.rev.value()));
        return Done{};
    }
    TRY(m_db->run(u"INSERT INTO items (room, seq, rev, encoding, body) VALUES (?,?,?,?,?)"
                  " ON CONFLICT (room, seq) DO UPDATE SET rev=excluded.rev, encoding=excluded.encoding, body=excluded.body"
                  " WHERE excluded.rev >= items.rev"_s,
        room.value(), seq, item.rev.value(), qint64(encoding), body));
    return Done{};
}

Result<std::optional<HistoryItem>> Cache::item(RoomId room, Seq seq)
{
    TRY_VALUE(rows, m_db->run(u"SELECT encoding, body FROM items WHERE room=? AND seq=?"_s, room.value(), seq.value()));
    if (!rows.next())
        return std::optional<HistoryItem>();
    TRY_VALUE(found, protocol::decodeValue<HistoryItem>(Encoding(rows.integer(0)), rows.bytes(1)));
    return std::optional(found);
}

/// The stretch without holes that a line lies in.
std::optional<Cache::Span> Cache::spanAt(RoomId room, qint64 seq) const
{
    const auto kept = m_rooms.find(room);
    if (!m_db || kept == m_rooms.end())
        return std::nullopt;
    std::optional<Span> span;
    const std::optional<Span>& tail = kept->second.tail;
    if (tail && tail->first <= seq && seq <= tail->last)
        span = tail;
    // Also asked when the tail covers it: on disk the tail may already be joined to an older span.
    const qint64 inside = span ? span->first : seq;
    if (auto found =
            m_db->run(u"SELECT first, last FROM spans WHERE room=? AND first<=? ORDER BY first DESC LIMIT 1"_s, room.value(), inside);
        found && found->next() && found->integer(1) >= inside)
        span = Span{found->integer(0), std::max(found->integer(1), span ? span->last : 0)};
    if (span && tail && tail->first <= span->last + 1)
        span->last = std::max(span->last, tail->last);
    return span;
}

CachedPage Cache::page(RoomId room, std::optional<Seq> before, int limit) const
{
    CachedPage page;
    const CachedRoom* known = this->room(room);
    if (!known)
        return page;
    // The row that the page ends with must lie in a span, and the page may not leave it.
    const qint64 end = before ? before->value() - 1 : known->position.have.value();
    const std::optional<Span> span = spanAt(room, end);
    if (!span)
        return page;
    auto rows = m_db->run(u"SELECT encoding, body FROM items WHERE room=? AND seq>=? AND seq<=? ORDER BY seq DESC LIMIT ?"_s, room.value(),
        span->first, end, qint64(limit) + 1);
    if (!rows)
        return page;
    bool more = false;
    while (!more && rows->next()) {
        auto item = protocol::decodeValue<HistoryItem>(Encoding(rows->integer(0)), rows->bytes(1));
        // A row that cannot be read ends the page: the server has the rest.
        more = page.items.size() == limit || !item;
        if (!more)
            page.items.prepend(std::move(*item));
    }
    page.reachesStart = !more && span->first == 0;
    if (more && page.items.isEmpty())
        return page;
    page.from = more ? protocol::headOf(page.items.constFirst().event).seq : Seq(std::max<qint64>(1, span->first));
    page.to = Seq(end);
    return page;
}

CachedPage Cache::pageAfter(RoomId room, Seq after, int limit) const
{
    CachedPage page;
    const qint64 start = after.value() + 1;
    const std::optional<Span> span = spanAt(room, start);
    if (!span)
        return page;
    const qint64 end = std::min(span->last, this->room(room)->position.have.value());
    auto rows = m_db->run(u"SELECT encoding, body FROM items WHERE room=? AND seq>=? AND seq<=? ORDER BY seq LIMIT ?"_s, room.value(),
        start, end, qint64(limit) + 1);
    if (!rows)
        return page;
    bool more = false;
    while (!more && rows->next()) {
        auto item = protocol::decodeValue<HistoryItem>(Encoding(rows->integer(0)), rows->bytes(1));
        more = page.items.size() == limit || !item;
        if (!more)
            page.items.append(std::move(*item));
    }
    if ((more && page.items.isEmpty()) || end < start)
        return page;
    page.from = Seq(start);
    page.to = more ? protocol::headOf(page.items.constLast().event).seq : Seq(end);
    return page;
}

void Cache::putPage(RoomId room, const QList<HistoryItem>& items, Seq from, Seq to, bool atStart)
{
    Kept* kept = find(room);
    if (!kept || !startWriting())
        return;
    const Span span{atStart ? 0 : from.value(), to.value()};
    write([&]() -> Result<Done> {
        for (const HistoryItem& item : items)
            TRY(putItem(room, item, false));
        return coverSpan(room, span);
    }());
    // The tail in memory grows when the page touches it.
    if (kept->tail && span.first <= kept->tail->last + 1 && span.last >= kept->tail->first - 1)
        kept->tail = Span{std::min(span.first, kept->tail->first), std::max(span.last, kept->tail->last)};
    else if (!kept->tail && span.last >= kept->room.position.have.value())
        kept->tail = span;
    touch(room);
}

void Cache::putChanges(RoomId room, const QList<HistoryItem>& items)
{
    if (!find(room) || !startWriting())
        return;
    m_erased = m_erased || std::any_of(items.begin(), items.end(), [](const HistoryItem& item) { return item.deleted.value_or(false); });
    write([&]() -> Result<Done> {
        for (const HistoryItem& item : items)
            TRY(putItem(room, item, true));
        return Done{};
    }());
}

void Cache::dropUpTo(RoomId room, Seq seq)
{
    Kept* kept = find(room);
    if (!kept)
        return;
    endTail(room, *kept);
    kept->room.state.floor = std::max(kept->room.state.floor, seq);
    touch(room);
    if (!startWriting())
        return;
    m_erased = true;
    write([&]() -> Result<Done> {
        TRY(m_db->run(u"DELETE FROM items WHERE room=? AND seq<=?"_s, room.value(), seq.value()));
        TRY(m_db->run(u"DELETE FROM spans WHERE room=? AND last<=?"_s, room.value(), seq.value()));
        TRY(m_db->run(u"UPDATE spans SET first=0 WHERE room=? AND first<=?"_s, room.value(), seq.value() + 1));
        return Done{};
    }());
}

void Cache::startTail(RoomId room, Kept& kept, qint64 seq)
{
    endTail(room, kept);
    kept.tail = Span{seq, seq};
}

/// What follows does not touch it: it stays on disk as one stretch among others.
void Cache::endTail(RoomId room, Kept& kept)
{
    const auto tail = std::exchange(kept.tail, std::nullopt);
    if (tail && startWriting())
        write(coverSpan(room, *tail));
}

Result<Done> Cache::coverSpan(RoomId room, Span span)
{
    // Joins every span that touches the new one.
    qint64 first = span.first;
    qint64 last = span.last;
    {
        TRY_VALUE(rows,
            m_db->run(
                u"SELECT min(first), max(last) FROM spans WHERE room=? AND first<=? AND last>=?"_s, room.value(), last + 1, first - 1));
        if (rows.next() && !rows.isNull(0)) {
            first = std::min(first, rows.integer(0));
            last = std::max(last, rows.integer(1));
        }
    }
    TRY(m_db->run(u"DELETE FROM spans WHERE room=? AND first>=? AND last<=?"_s, room.value(), first, last));
    TRY(m_db->run(u"INSERT INTO spans (room, first, last) VALUES (?,?,?)"_s, room.value(), first, last));
    return Done{};
}

} // namespace confab::client
