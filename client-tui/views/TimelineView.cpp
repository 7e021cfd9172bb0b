// The conversation of the room that is shown: where it is scrolled to, and how it is drawn.
#include "client-tui/views/TimelineView.h"

#include "client-tui/term/Grapheme.h"

#include <algorithm>

namespace confab::tui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype localLinesKept = 200;

} // namespace

TimelineView::TimelineView(client::Store& store)
    : m_store(store)
    , m_model(store)
    , m_renderer(store, m_model)
{
}

void TimelineView::setRoom(RoomId room)
{
    if (room == m_model.room())
        return;
    m_places[m_model.room()] = {m_anchor, m_newestAtLeaving};
    m_model.setRoom(room);
    const RoomPlace place = m_places.value(room);
    m_anchor = place.anchor;
    m_newestAtLeaving = place.newestAtLeaving;
    m_newestSeen = Seq();
    m_renderer.forget();
    takeUnreadLine();
}

void TimelineView::setWatched(bool watched)
{
    if (m_isWatched && !watched)
        takeUnreadLine();
    m_isWatched = watched;
}

void TimelineView::takeUnreadLine()
{
    m_model.takeUnreadLine();
    const client::Room* room = m_store.room(m_model.room());
    m_expectsLine = room && room->unread > 0;
    m_watchedUpTo = Seq();
}

int TimelineView::unreadRow() const
{
    const int row = m_model.firstUnreadRow();
    return row >= 0 && m_model.line(row).seq > m_watchedUpTo ? row : -1;
}

void TimelineView::draw(const Canvas& canvas)
{
    m_renderer.setColumns(TimelineColumns::forWidth(canvas.width()));
    m_rows = canvas.height();
    m_newestSeen = Seq();
    m_oldestInSight = Seq();
    m_newestInSight = Seq();
    m_gapInSight.reset();
    if (m_isWatched && !m_expectsLine && isAtBottom())
        m_watchedUpTo = newestSeq();
    m_expectsLine = m_expectsLine || unreadRow() >= 0;
    m_renderer.setUnreadRow(unreadRow());

    std::optional<Position> start = m_anchor ? positionOf(*m_anchor) : std::nullopt;
    if (start && !fillsScreen(*start))
        start.reset();
    if (!start) {
        m_anchor.reset();
        start = topOfBottom(m_rows);
    }
    if (!start) {
        m_touchesTop = true;
        tui::draw(canvas, {0, canvas.height() - 1}, beginning());
        return;
    }

    QList<Drawn> lines = linesFrom(*start, m_rows);
    const std::optional<TimelineItem> above = items().before(start->item);
    m_touchesTop = start->line == 0 && !above;
    if (above && isGap(*above))
        m_gapInSight = GapInSight{m_model.line(above->first).seq, true};
    // A short conversation sits at the bottom, next to the input, under a word on why nothing stands above.
    int row = m_rows - int(lines.size());
    if (m_touchesTop && row > 0)
        tui::draw(canvas, {0, row - 1}, beginning());
    const QString below = newBelow();
    const int textRows = below.isEmpty() ? m_rows : m_rows - 1;
    for (const Drawn& one : lines) {
        if (row >= textRows)
            break;
        tui::draw(canvas, {0, row++}, one.line);
        m_newestSeen = std::max(m_newestSeen, one.endOf);
    }
    if (!below.isEmpty())
        tui::draw(canvas, {0, m_rows - 1}, m_renderer.rule(below, Style{.bold = true}));
}

void TimelineView::scrollLines(int lines)
{
    if (const std::optional<Position> from = top())
        moveTo(moved(*from, lines));
}

void TimelineView::scrollPages(double pages)
{
    const int page = std::max(1, m_rows - 2);
    const int lines = static_cast<int>(pages * page);
    scrollLines(lines != 0 ? lines : pages < 0 ? -1 : 1);
}

void TimelineView::scrollToTop()
{
    if (const auto first = items().first())
        moveTo(Position{*first, 0});
}

void TimelineView::scrollToBottom() { m_anchor.reset(); }

bool TimelineView::scrollToUnread()
{
    const std::optional<TimelineItem> item = items().ofRow(unreadRow());
    if (item)
        moveTo(moved({*item, 0}, -1));
    return item.has_value();
}

void TimelineView::addLocal(RoomId room, protocol::Severity severity, const QString& text)
{
    QList<LocalLine>& lines = m_locals[room];
    const client::Timeline& timeline = m_store.timeline(room);
    Seq after;
    for (int i = timeline.size() - 1; i >= 0 && !after.isValid(); --i)
        after = timeline.at(i).isPending() ? Seq() : std::max(timeline.at(i).seq, timeline.at(i).until);
    lines.append(LocalLine{++m_lastLocal, after, m_store.clock().now(), severity, text});
    if (lines.size() > localLinesKept)
        lines.removeFirst();
}

void TimelineView::clearLocal(RoomId room) { m_locals.remove(room); }

TimelineItems TimelineView::items() const { return TimelineItems(m_model, locals()); }

const QList<LocalLine>& TimelineView::locals() const
{
    const auto found = m_locals.constFind(m_model.room());
    return found == m_locals.cend() ? m_noLocals : *found;
}

Seq TimelineView::newestSeq() const
{
    const int rows = m_model.rowCount();
    for (int i = rows - 1; i >= 0; --i) {
        if (!m_model.line(i).isPending())
            return m_model.line(i).seq;
    }
    return Seq();
}

std::optional<TimelineView::Position> TimelineView::positionOf(const Anchor& anchor)
{
    std::optional<TimelineItem> item;
    if (anchor.local > 0) {
        item = items().ofLocal(anchor.local);
    } else if (m_model.room().isValid()) {
        const client::Timeline& timeline = m_store.timeline(m_model.room());
        const int exact = timeline.indexOf(anchor.seq);
        item = items().ofRow(exact >= 0 ? exact : timeline.firstAfter(anchor.seq));
    }
    if (!item)
        return std::nullopt;
    const RenderedItem rendered = render(*item);
    return Position{*item, std::clamp(rendered.lead + anchor.line, 0, std::max(0, rendered.height() - 1))};
}

std::optional<TimelineView::Position> TimelineView::topOfBottom(int rows)
{
    const TimelineItems all = items();
    std::optional<TimelineItem> item = all.last();
    std::optional<Position> position;
    int left = rows;
    while (item && left > 0) {
        const int height = render(*item).height();
        position = Position{*item, std::max(0, height - left)};
        left -= height;
        item = all.before(*item);
    }
    return position;
}

std::optional<TimelineView::Position> TimelineView::top()
{
    std::optional<Position> position = m_anchor ? positionOf(*m_anchor) : std::nullopt;
    return position ? position : topOfBottom(m_rows);
}

void TimelineView::moveTo(const std::optional<Position>& position)
{
    if (!position || !fillsScreen(*position)) {
        m_anchor.reset();
        return;
    }
    const std::optional<Position> end = topOfBottom(m_rows);
    if (end && end->item == position->item && end->line == position->line) {
        m_anchor.reset();
        return;
    }
    if (!m_anchor)
        m_newestAtLeaving = newestSeq();
    // A gap shrinks while it is filled; what is below it stays where it is.
    const std::optional<TimelineItem> below = isGap(position->item) ? items().after(position->item) : std::nullopt;
    const TimelineItem& item = below ? *below : position->item;
    Anchor anchor;
    anchor.line = (below ? 0 : position->line) - render(item).lead;
    if (item.isLocal())
        anchor.local = locals().at(item.local).id;
    else
        anchor.seq = m_model.line(item.first).seq;
    m_anchor = anchor;
}

std::optional<TimelineView::Position> TimelineView::moved(Position position, int lines)
{
    const TimelineItems all = items();
    position.line += lines;
    while (position.line < 0) {
        const auto before = all.before(position.item);
        if (!before)
            return Position{position.item, 0};
        position = {*before, position.line + render(*before).height()};
    }
    int height = render(position.item).height();
    while (position.line >= height) {
        const auto after = all.after(position.item);
        if (!after)
            return std::nullopt;
        position = {*after, position.line - height};
        height = render(position.item).height();
    }
    return position;
}

/// Whether from here to the end there are at least as many lines as the screen has.
bool TimelineView::fillsScreen(const Position& position)
{
    const TimelineItems all = items();
    int lines = -position.line;
    for (std::optional<TimelineItem> item = position.item; item; item = all.after(*item)) {
        lines += render(*item).height();
        if (lines >= m_rows)
            return true;
    }
    return false;
}

QList<TimelineView::Drawn> TimelineView::linesFrom(const Position& position, int rows)
{
    const TimelineItems all = items();
    QList<Drawn> drawn;
    int skip = position.line;
    for (std::optional<TimelineItem> item = position.item; item && drawn.size() < rows; item = all.after(*item)) {
        const QList<Pieces> lines = render(*item).lines;
        for (qsizetype i = skip; i < lines.size() && drawn.size() < rows; ++i) {
            const bool isEnd = i == lines.size() - 1 && !item->isLocal() && !isGap(*item);
            drawn.append(Drawn{lines[i], isEnd ? m_model.line(item->last).seq : Seq()});
        }
        skip = 0;
        noteInSight(*item);
    }
    return drawn;
}

bool TimelineView::isGap(const TimelineItem& item) const
{
    return !item.isLocal() && m_model.line(item.first).kind == client::RowKind::Gap;
}

void TimelineView::noteInSight(const TimelineItem& item)
{
    if (item.isLocal() || m_model.line(item.last).isPending())
        return;
    if (isGap(item) && !m_gapInSight)
        m_gapInSight = GapInSight{m_model.line(item.first).seq, !m_oldestInSight.isValid()};
    if (!m_oldestInSight.isValid())
        m_oldestInSight = m_model.line(item.first).seq;
    m_newestInSight = m_model.line(item.last).seq;
}

Pieces TimelineView::beginning() const
{
    const RoomId room = m_model.room();
    if (!room.isValid())
        return {};
    if (m_store.timeline(room).hasOlder())
        return m_renderer.rule(u"older messages are being fetched"_s, Style{.dim = true});
    return m_renderer.rule(u"this is the beginning of %1"_s.arg(m_store.roomLabel(room)), Style{.dim = true});
}

QString TimelineView::newBelow() const
{
    if (!m_anchor)
        return {};
    int count = 0;
    for (int i = m_model.rowCount() - 1; i >= 0 && (m_model.line(i).isPending() || m_model.line(i).seq > m_newestAtLeaving); --i) {
        const client::TimelineRow& row = m_model.line(i);
        count += row.isTalk() && !row.own && !row.deleted && !row.isPending() ? 1 : 0;
    }
    return count == 0 ? u"more below"_s : u"%1 new below"_s.arg(count);
}

} // namespace confab::tui
