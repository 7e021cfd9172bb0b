// Gaps and jumps: cache first, then server.
#include "shared/client/session/RoomWindow.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace confab::client {

using protocol::HistoryItem;
using protocol::RoomHistory;

namespace {

Seq seqOf(const HistoryItem& item) { return protocol::headOf(item.event).seq; }

Error noSuchLine() { return Error{ErrorCode::NoSuchMessage, QCoreApplication::translate("RoomWindow", "That message is not there.")}; }

Error notHere()
{
    return Error{ErrorCode::Unavailable,
        QCoreApplication::translate("RoomWindow", "These messages are not on this device, and there is no connection to the server.")};
}

} // namespace

RoomWindow::RoomWindow(Store& store, Cache& cache, RoomFeed& feed, Questions& questions, Scheduler& scheduler, RoomLoader& loader)
    : m_store(store)
    , m_cache(cache)
    , m_feed(feed)
    , m_questions(questions)
    , m_loader(loader)
    , m_soon(scheduler)
    , m_trimSoon(scheduler)
{
}

void RoomWindow::later(std::function<void()> job)
{
    m_jobs.append(std::move(job));
    m_soon.startOnce(0, [this] {
        for (const auto& one : std::exchange(m_jobs, {}))
            one();
    });
}

void RoomWindow::lookAt(RoomId room, Seq from, Seq to)
{
    if (m_store.room(room) && m_store.lookAt(room, from, to))
        m_trimSoon.startOnce(0, [this, room] { m_store.trim(room); });
}

// ---- gaps ----

bool RoomWindow::isLoadingGap(RoomId room, Seq gapFrom) const
{
    return std::any_of(m_filling.begin(), m_filling.end(), [&](const Filling& one) { return one.room == room && one.gapFrom == gapFrom; });
}

void RoomWindow::loadGap(RoomId room, Seq gapFrom, GapEnd end, Answered done)
{
    const auto same = [&](const Filling& one) { return one.room == room && one.gapFrom == gapFrom && one.end == end; };
    if (const auto known = std::find_if(m_filling.begin(), m_filling.end(), same); known != m_filling.end()) {
        known->waiting.append(std::move(done));
        return;
    }
    m_filling.append({room, gapFrom, end, {std::move(done)}});
    later([this, filling = Filling{room, gapFrom, end, {}}] {
        m_loader.whenFresh(filling.room, filling.gapFrom, [this, filling](const Result<Done>& fresh) {
            if (fresh)
                fill(filling);
            else
                filled(filling, fresh);
        });
    });
}

void RoomWindow::fill(const Filling& filling)
{
    const Timeline& lines = m_store.timeline(filling.room);
    const int row = m_store.room(filling.room) ? lines.gapAt(filling.gapFrom) : -1;
    if (row < 0)
        return filled(filling, lines.isCovered(filling.gapFrom) ? Result<Done>(Done{}) : noSuchLine());
    const Seq first = lines.at(row).seq;
    const Seq last = lines.at(row).until;
    if (fillFromCache(filling, first, last))
        filled(filling, Done{});
    else if (m_questions.isOnline())
        fillFromServer(filling, first, last);
    else
        filled(filling, notHere());
}

bool RoomWindow::fillFromCache(const Filling& filling, Seq first, Seq last)
{
    const bool isUpper = filling.end == GapEnd::Upper;
    const CachedPage page = isUpper ? m_cache.page(filling.room, Seq(last.value() + 1), limits::historyMessages)
                                    : m_cache.pageAfter(filling.room, Seq(first.value() - 1), limits::historyMessages);
    if (!page.to.isValid())
        return false;
    put(filling.room, page.items, std::max(page.from, first), std::min(page.to, last), true);
    return true;
}

void RoomWindow::fillFromServer(const Filling& filling, Seq first, Seq last)
{
    RoomHistory request;
    request.room = filling.room;
    if (filling.end == GapEnd::Upper)
        request.before = Seq(last.value() + 1);
    else
        request.after = Seq(first.value() - 1);
    ask(request, [this, filling, request](const Result<RoomHistory::Reply>& reply) {
        if (reply)
            take(request, *reply);
        filled(filling, reply ? Result<Done>(Done{}) : reply.error());
    });
}

void RoomWindow::filled(const Filling& filling, const Result<Done>& result)
{
    const auto same = [&](const Filling& one) {
        return one.room == filling.room && one.gapFrom == filling.gapFrom && one.end == filling.end;
    };
    const auto known = std::find_if(m_filling.begin(), m_filling.end(), same);
    if (known == m_filling.end())
        return;
    const QList<Answered> waiting = known->waiting;
    m_filling.erase(known);
    for (const Answered& done : waiting) {
        if (done)
            done(result);
    }
}

// ---- jumps ----

void RoomWindow::openAt(RoomId room, Seq seq, Answered done)
{
    const Answered tell = [done = std::move(done)](const Result<Done>& result) {
        if (done)
            done(result);
    };
    later([this, room, seq, tell] {
        if (!m_store.room(room) || !seq.isValid())
            return tell(noSuchLine());
        m_loader.whenLoaded(room, [this, room, seq, tell](const Result<Done>& loaded) {
            if (!loaded)
                return tell(loaded);
            m_loader.whenFresh(room, seq, [this, room, seq, tell](const Result<Done>& fresh) {
                if (fresh)
                    jump(room, seq, tell);
                else
                    tell(fresh);
            });
        });
    });
}

void RoomWindow::jump(RoomId room, Seq seq, const Answered& done)
{
    const Timeline& lines = m_store.timeline(room);
    const bool isLoaded = lines.indexOf(seq) >= 0;
    if (isLoaded)
        lookAt(room, seq, seq);
    if (isLoaded)
        return done(Done{});
    // What is covered and has no row is an edit or a deletion; what is above has not happened.
    if (!m_store.room(room) || lines.isCovered(seq) || seq > lines.upTo())
        return done(noSuchLine());
    if (jumpInCache(room, seq, done))
        return;
    if (m_questions.isOnline())
        jumpByServer(room, seq, done);
    else
        done(notHere());
}

bool RoomWindow::jumpInCache(RoomId room, Seq seq, const Answered& done)
{
    constexpr int half = limits::historyMessages / 2;
    const CachedPage from = m_cache.pageAfter(room, Seq(seq.value() - 1), half);
    if (!from.to.isValid())
        return false;
    if (from.items.isEmpty() || seqOf(from.items.constFirst()) != seq) {
        done(noSuchLine());
        return true;
    }
    const CachedPage before = m_cache.page(room, seq, half);
    m_store.lookAt(room, seq, seq);
    put(room, before.items + from.items, before.to.isValid() ? before.from : seq, from.to, true);
    done(Done{});
    return true;
}

void RoomWindow::jumpByServer(RoomId room, Seq seq, const Answered& done)
{
    RoomHistory request;
    request.room = room;
    request.around = seq;
    ask(request, [this, request, room, seq, done](const Result<RoomHistory::Reply>& reply) {
        if (!reply)
            return done(reply.error());
        const auto isIt = [seq](const HistoryItem& one) { return seqOf(one) == seq; };
        if (std::none_of(reply->items.begin(), reply->items.end(), isIt))
            return done(noSuchLine());
        m_store.lookAt(room, seq, seq);
        take(request, *reply);
        done(m_store.timeline(room).indexOf(seq) >= 0 ? Result<Done>(Done{}) : noSuchLine());
    });
}

// ---- pages ----

void RoomWindow::ask(RoomHistory request, std::function<void(Result<RoomHistory::Reply>)> done)
{
    const RoomPosition* position = m_feed.position(request.room);
    if (!position)
        return done(noSuchLine());
    // Not older than what is shown already: its edits may have been let go of together with the lines.
    request.atLeast = position->have;
    const auto ofThisLog = [this, room = request.room, done](const Result<RoomHistory::Reply>& reply) {
        const RoomPosition* now = m_feed.position(room);
        if (reply && (!now || now->epoch != reply->epoch))
            return done(Error{ErrorCode::EpochChanged, {}});
        done(reply);
    };
    m_questions.once(
        [request, ofThisLog](
            Requests& requests) { requests.send(request, std::nullopt, std::function<void(Result<RoomHistory::Reply>)>(ofThisLog)); },
        [ofThisLog](const Error& error) { ofThisLog(error); });
}

/// What the answer says of the lines that are not in it: nothing lies between those that are, nor between them and where it was asked from.
void RoomWindow::take(const RoomHistory& request, const RoomHistory::Reply& reply)
{
    // Newer lines come as events, in their turn.
    const Seq have = m_feed.position(request.room)->have;
    const bool isEmpty = reply.items.isEmpty();
    Seq from = request.after ? Seq(request.after->value() + 1) : isEmpty ? *request.before : seqOf(reply.items.constFirst());
    if (reply.remaining <= 0 && !request.after)
        from = Seq(1);
    Seq to = request.before ? Seq(request.before->value() - 1) : isEmpty ? reply.upto : seqOf(reply.items.constLast());
    if (reply.newer <= 0 && !request.before)
        to = std::max(to, reply.upto);
    to = std::min(to, have);
    m_cache.putPage(request.room, reply.items, from, to, from.value() <= 1);
    put(request.room, reply.items, from, to, false);
}

void RoomWindow::put(RoomId room, const QList<HistoryItem>& items, Seq from, Seq to, bool fromCache)
{
    QList<HistoryItem> inside = items;
    inside.removeIf([from, to](const HistoryItem& item) { return seqOf(item) < from || seqOf(item) > to; });
    HistoryPage page{inside, HistoryPlace::Span, 0, to, fromCache, from};
    m_store.putHistory(room, page);
}

} // namespace confab::client
