// Pages: cache first, then server; changes after a jump before older cached rows are shown.
#include "shared/client/session/RoomLoader.h"

#include <algorithm>

namespace confab::client {

using protocol::RoomChanges;
using protocol::RoomHistory;

namespace {

constexpr qint64 loadAgainMs = 2'000;

} // namespace

RoomLoader::RoomLoader(Store& store, Cache& cache, RoomFeed& feed, Questions& questions, Scheduler& scheduler)
    : m_store(store)
    , m_cache(cache)
    , m_feed(feed)
    , m_questions(questions)
    , m_again(scheduler)
    , m_olderSoon(scheduler)
{
}

void RoomLoader::open(RoomId room)
{
    if (m_opened != room) {
        if (m_opened.isValid())
            m_store.setShown(m_opened, false);
        m_opened = room;
        m_store.setShown(room, true);
    }
    if (!m_loaded.contains(room))
        showCached(room);
    if (m_online)
        fill(room);
}

void RoomLoader::online()
{
    m_online = true;
    if (m_opened.isValid() && m_store.room(m_opened))
        fill(m_opened);
}

void RoomLoader::offline()
{
    m_online = false;
    m_again.stop();
    m_underWay.clear();
    m_members.clear();
    m_changes.clear();
}

void RoomLoader::forget(RoomId room)
{
    m_loaded.remove(room);
    m_underWay.remove(room);
    m_members.remove(room);
    m_changes.remove(room);
    // The room that is shown fills up again from the new log.
    if (m_online && room == m_opened)
        m_again.startOnce(0, [this] { online(); });
}

bool RoomLoader::showCached(RoomId room)
{
    const CachedRoom* cached = m_cache.room(room);
    const CachedPage page = m_cache.page(room, std::nullopt, firstRows);
    if (!cached || (page.items.isEmpty() && !page.reachesStart))
        return false;
    m_loaded.insert(room);
    m_store.putHistory(room, HistoryPage{page.items, HistoryPlace::Replace, page.reachesStart ? 0 : 1, cached->position.have, true});
    return true;
}

/// Who reads far back stays there: the newest lines come behind what is loaded, and a gap between.
void RoomLoader::showBehindGap(RoomId room)
{
    const CachedPage page = m_cache.page(room, std::nullopt, firstRows);
    if (page.to.isValid())
        m_store.putHistory(room, HistoryPage{page.items, HistoryPlace::Span, 0, page.to, true, page.from});
}

void RoomLoader::fill(RoomId room)
{
    if (!m_store.room(room))
        return;
    const Timeline& lines = m_store.timeline(room);
    if (lines.hasOlder() && lines.size() - lines.pendingCount() < enoughRows)
        older(room);
    if (m_store.members(room).state() != MembersState::Fresh)
        members(room);
    // What is loaded may be from before a jump.
    if (const RoomPosition* position = m_feed.position(room); position && position->staleFrom.isValid())
        changes(room, position->staleFrom);
}

void RoomLoader::older(RoomId room)
{
    if (m_store.isTakingPage()) {
        m_olderSoon.startOnce(0, [this, room] { older(room); });
        return;
    }
    const Timeline& lines = m_store.timeline(room);
    if (m_underWay.contains(room) || !lines.hasOlder() || !m_store.room(room))
        return;
    const Seq from = lines.start();
    if (!from.isValid() || lines.size() == lines.pendingCount()) {
        if (!m_loaded.contains(room) && showCached(room))
            return;
        if (m_online)
            newest(room, false);
        return;
    }
    if (m_online && isStale(room, from)) {
        changes(room, m_feed.position(room)->staleFrom);
        return;
    }
    const CachedPage page = m_cache.page(room, from, limits::historyMessages);
    if (!page.items.isEmpty() || page.reachesStart)
        m_store.putHistory(room, HistoryPage{page.items, HistoryPlace::Span, 0, page.to, true, page.from});
    else if (m_online)
        before(room, from);
}

void RoomLoader::before(RoomId room, Seq seq)
{
    m_underWay.insert(room);
    RoomHistory request;
    request.room = room;
    request.before = seq;
    ask(request, std::function([this, room, seq](Result<RoomHistory::Reply> reply) {
        m_underWay.remove(room);
        if (!reply || !isOfThisLog(room, reply->epoch))
            return;
        const bool atStart = reply->remaining <= 0 || reply->items.isEmpty();
        const Seq from = reply->items.isEmpty() ? seq : protocol::headOf(reply->items.first().event).seq;
        m_cache.putPage(room, reply->items, from, Seq(seq.value() - 1), atStart);
        // Not "older": what is the oldest row may be another one by now.
        m_store.putHistory(room, HistoryPage{reply->items, HistoryPlace::Span, 0, Seq(seq.value() - 1), false, atStart ? Seq(1) : from});
    }));
}

void RoomLoader::jump(RoomId room) { newest(room, true); }

void RoomLoader::newest(RoomId room, bool jumping)
{
    m_underWay.insert(room);
    m_newest.insert(room);
    RoomHistory request;
    request.room = room;
    const RoomPosition* position = m_feed.position(room);
    if (position && position->have.isValid())
        request.atLeast = position->have;
    ask(request, std::function([this, room, jumping](Result<RoomHistory::Reply> reply) { onNewest(room, jumping, reply); }));
}

void RoomLoader::onNewest(RoomId room, bool jumping, const Result<RoomHistory::Reply>& reply)
{
    m_underWay.remove(room);
    m_newest.remove(room);
    if (!reply || !isOfThisLog(room, reply->epoch)) {
        if (jumping)
            m_feed.jumpFailed(room);
        else if (!reply && isPassing(reply.error().code) && m_online && room == m_opened)
            m_again.startOnce(reply.error().retryMs.value_or(loadAgainMs), [this] { online(); });
        tell(m_waitForLines, room, reply ? Error{ErrorCode::EpochChanged, {}} : reply.error());
        return;
    }
    if (jumping)
        m_feed.jumped(room, reply->upto);
    const bool atStart = reply->remaining <= 0;
    const Seq from = reply->items.isEmpty() ? Seq(reply->upto.value() + 1) : protocol::headOf(reply->items.first().event).seq;
    m_cache.putPage(room, reply->items, from, reply->upto, atStart);
    const bool keepsPlace = jumping && m_loaded.contains(room) && m_store.timeline(room).upTo().isValid();
    // Through the cache, which by now also has what was pushed since the server read the page.
    if (keepsPlace)
        showBehindGap(room);
    else if (!showCached(room))
        m_store.putHistory(room, HistoryPage{reply->items, HistoryPlace::Replace, atStart ? 0 : reply->remaining, reply->upto, false});
    if (const RoomPosition* position = m_feed.position(room); position && position->staleFrom.isValid())
        changes(room, position->staleFrom);
    tell(m_waitForLines, room, Done{});
}

void RoomLoader::whenLoaded(RoomId room, const Then& then)
{
    const Timeline& lines = m_store.timeline(room);
    const bool isLoaded = lines.upTo().isValid() && lines.size() > lines.pendingCount() && !m_newest.contains(room);
    if (isLoaded || (!m_loaded.contains(room) && showCached(room)))
        return then(Done{});
    if (!m_online)
        return then(Error{ErrorCode::Unavailable, {}});
    m_waitForLines[room].append(then);
    if (!m_newest.contains(room))
        newest(room, false);
}

void RoomLoader::whenFresh(RoomId room, Seq seq, const Then& then)
{
    if (!m_online || !isStale(room, seq))
        return then(Done{});
    m_waitForChanges[room].append(then);
    changes(room, m_feed.position(room)->staleFrom);
}

void RoomLoader::tell(QHash<RoomId, QList<Then>>& waiting, RoomId room, const Result<Done>& result)
{
    for (const Then& then : waiting.take(room))
        then(result);
}

void RoomLoader::changes(RoomId room, Seq after)
{
    const RoomPosition* position = m_feed.position(room);
    if (!position || !m_online || m_changes.contains(room))
        return;
    m_changes.insert(room);
    RoomChanges request;
    request.room = room;
    request.epoch = position->epoch;
    request.after = after;
    request.upto = position->have;
    ask(request, std::function([this, room, request](Result<RoomChanges::Reply> reply) {
        m_changes.remove(room);
        if (!reply)
            return tell(m_waitForChanges, room, reply.error());
        m_cache.putChanges(room, reply->items);
        m_store.putHistory(room, HistoryPage{reply->items, HistoryPlace::Changes, 0, {}, false});
        if (reply->upto >= request.upto)
            m_feed.freshened(room);
        else if (reply->upto > request.after)
            return changes(room, reply->upto);
        tell(m_waitForChanges, room, Done{});
    }));
}

void RoomLoader::members(RoomId room)
{
    if (!m_online || m_members.contains(room))
        return;
    m_members.insert(room);
    ask(protocol::ListMembers{room}, std::function([this, room](Result<protocol::ListMembers::Reply> reply) {
        m_members.remove(room);
        if (!reply)
            return;
        m_store.putMembers(room, *reply);
        QList<protocol::User> people;
        for (const protocol::Member& one : reply->users)
            people.append(protocol::User{one.id, one.name, one.display});
        m_cache.putPeople(people);
    }));
}

bool RoomLoader::isStale(RoomId room, Seq before) const
{
    const RoomPosition* position = m_feed.position(room);
    return position && position->staleFrom.isValid() && before.value() <= position->staleFrom.value() + 1;
}

bool RoomLoader::isOfThisLog(RoomId room, Epoch epoch) const
{
    const RoomPosition* position = m_feed.position(room);
    return position && position->epoch == epoch;
}

} // namespace confab::client
