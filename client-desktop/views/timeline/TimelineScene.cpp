// Passes changes of the rows on to scroll and shelf, and keeps the place of every room.
#include "client-desktop/views/timeline/TimelineScene.h"

#include <algorithm>

namespace confab::desktop {

TimelineScene::TimelineScene(client::Store& store, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_lines(store)
    , m_shelf(m_lines)
    , m_scroll({[this](int row) { return m_shelf.layout(row).height(); }, [this](int row) { return m_shelf.guess(row); },
          [this](int row) { return m_lines.line(row).kind != client::RowKind::Gap; }})
{
    connectLines();
}

void TimelineScene::connectLines()
{
    connect(&m_lines, &TimelineLines::inserted, this, [this](int first, int last) {
        m_scroll.inserted(first, last);
        Q_EMIT rowsInserted(first, last);
        Q_EMIT changed();
    });
    connect(&m_lines, &TimelineLines::removed, this, [this](int first, int last) {
        m_scroll.removed(first, last);
        Q_EMIT rowsRemoved(first, last);
        Q_EMIT changed();
    });
    connect(&m_lines, &TimelineLines::changed, this, [this](int first, int last) {
        m_scroll.changed(first, last);
        Q_EMIT rowsChanged(first, last);
        Q_EMIT changed();
    });
    connect(&m_lines, &TimelineLines::aboutToBeReset, this, &TimelineScene::savePlace);
    connect(&m_lines, &TimelineLines::wasReset, this, [this] {
        restorePlace();
        Q_EMIT wasReset();
        Q_EMIT changed();
    });
}

void TimelineScene::setStyle(const TimelineStyle& style)
{
    const bool hasNewShape = !m_shelf.hasStyle() || !m_shelf.style().isSameShape(style);
    m_shelf.setStyle(style);
    m_scroll.setHead(int(style.line * 3));
    m_scroll.setFoot(int(style.line * 0.6));
    if (hasNewShape)
        m_scroll.forgetHeights();
    Q_EMIT changed();
}

void TimelineScene::setViewport(int height)
{
    m_scroll.setViewport(height);
    Q_EMIT changed();
}

void TimelineScene::showRoom(RoomId room)
{
    if (room == m_lines.room())
        return;
    m_lines.setRoom(room);
    m_newestSeen = Seq();
    m_isOpening = m_places.value(room).isAtEnd;
    takeUnreadLine();
}

void TimelineScene::addLocal(RoomId room, protocol::Severity severity, const QString& text) { m_lines.addLocal(room, severity, text); }

void TimelineScene::savePlace()
{
    if (!room().isValid())
        return;
    Place place{m_scroll.isAtEnd(), {}, m_scroll.anchor().y, m_newestBefore};
    if (m_scroll.anchor().row < std::min(m_scroll.count(), m_lines.count()))
        place.key = m_lines.keyOf(m_scroll.anchor().row);
    m_places.insert(room(), place);
}

void TimelineScene::restorePlace()
{
    m_scroll.reset(m_lines.count());
    const Place place = m_places.value(room());
    m_newestBefore = place.newestBefore;
    if (place.isAtEnd || m_lines.count() == 0)
        return;
    int row = m_lines.rowOf(place.key);
    if (row < 0 && place.key.kind == RowKey::Kind::Logged)
        row = m_lines.rowAfter(Seq(place.key.number));
    if (row >= 0 && row < m_lines.count())
        m_scroll.place(row, place.y);
}

void TimelineScene::settle()
{
    if (!m_shelf.hasStyle() || m_scroll.viewport() <= 0)
        return;
    followUnread();
    m_scroll.settle();
    if (m_isOpening)
        open();
    takeSeen();
    m_newestBefore = m_scroll.isAtEnd() ? newestSeq() : std::max(m_newestBefore, m_newestSeen);
}

/// At the unread line if more than a page is unread, else at the end.
void TimelineScene::open()
{
    const int row = unreadRow();
    if (row >= 0) {
        const int first = m_lines.rowOfModel(row);
        if (first < m_scroll.firstVisible() || (first == m_scroll.firstVisible() && m_scroll.yOf(first) < 0)) {
            m_newestBefore = Seq(m_lines.line(first).seq.value() - 1);
            m_scroll.place(first, int(style().line));
            m_scroll.settle();
        }
    }
    if (row >= 0 || (m_lines.count() > 0 && !m_expectsLine))
        m_isOpening = false;
}

void TimelineScene::followUnread()
{
    if (m_isWatched && !m_expectsLine && m_scroll.isAtEnd())
        m_watchedUpTo = newestSeq();
    const int row = unreadRow();
    m_expectsLine = m_expectsLine || row >= 0;
    m_lines.setUnreadRow(row);
}

int TimelineScene::unreadRow() const
{
    const int row = m_lines.model().firstUnreadRow();
    return row >= 0 && m_lines.model().line(row).seq > m_watchedUpTo ? row : -1;
}

void TimelineScene::takeUnreadLine()
{
    m_lines.model().takeUnreadLine();
    const client::Room* state = m_store.room(room());
    m_expectsLine = state && state->unread > 0;
    m_watchedUpTo = Seq();
    Q_EMIT changed();
}

void TimelineScene::setWatched(bool watched)
{
    if (watched == m_isWatched)
        return;
    if (!watched)
        takeUnreadLine();
    m_isWatched = watched;
    Q_EMIT changed();
}

Seq TimelineScene::newestSeq() const
{
    for (int row = m_lines.model().rowCount() - 1; row >= 0; --row) {
        if (!m_lines.model().line(row).isPending())
            return m_lines.model().line(row).seq;
    }
    return Seq();
}

void TimelineScene::takeSeen()
{
    if (!m_isWatched)
        return;
    m_newestSeen = Seq();
    int row = m_scroll.lastVisible();
    // Rows without height behind the last one are as visible as they will ever be.
    while (row >= 0 && row + 1 < m_scroll.count() && m_scroll.isMeasured(row + 1) && m_scroll.heightOf(row + 1) == 0)
        ++row;
    for (; row >= m_scroll.firstVisible(); --row) {
        const client::TimelineRow& line = m_lines.line(row);
        const bool isWhole = m_scroll.yOf(row) + m_scroll.heightOf(row) <= m_scroll.viewport();
        if (isWhole && line.seq.isValid() && line.kind != client::RowKind::Gap) {
            m_newestSeen = line.seq;
            return;
        }
    }
}

void TimelineScene::scrollBy(int pixels)
{
    m_isOpening = false;
    m_scroll.scrollBy(pixels);
    Q_EMIT changed();
}

void TimelineScene::scrollTo(qint64 position)
{
    m_isOpening = false;
    m_scroll.scrollTo(position);
    Q_EMIT changed();
}

void TimelineScene::scrollToEnd()
{
    m_isOpening = false;
    m_scroll.scrollToEnd();
    Q_EMIT changed();
}

bool TimelineScene::jumpToUnread()
{
    const int row = unreadRow();
    if (row < 0)
        return false;
    m_isOpening = false;
    m_scroll.place(m_lines.rowOfModel(row), int(style().line));
    Q_EMIT changed();
    return true;
}

bool TimelineScene::showLine(Seq seq)
{
    const int row = m_lines.rowOf(RowKey::logged(seq));
    if (row < 0)
        return false;
    m_isOpening = false;
    m_scroll.place(row, m_scroll.viewport() / 3);
    Q_EMIT changed();
    return true;
}

void TimelineScene::ensureVisible(int row)
{
    settle();
    const int height = m_shelf.layout(row).height();
    const int top = m_scroll.yOf(row);
    const bool isAway = row < m_scroll.firstVisible() || row > m_scroll.lastVisible();
    if (top < 0 || height >= m_scroll.viewport() || (isAway && row < m_scroll.firstVisible()))
        m_scroll.place(row, 0);
    else if (top + height > m_scroll.viewport() || isAway)
        m_scroll.place(row, m_scroll.viewport() - height);
    else
        return;
    m_isOpening = false;
    Q_EMIT changed();
}

bool TimelineScene::wantsOlder() const
{
    return room().isValid() && m_store.timeline(room()).hasOlder() && m_scroll.position() - m_scroll.head() < 2 * m_scroll.viewport();
}

int TimelineScene::newBelow() const
{
    if (m_scroll.isAtEnd())
        return 0;
    int count = 0;
    for (int row = m_lines.model().rowCount() - 1; row >= 0; --row) {
        const client::TimelineRow& line = m_lines.model().line(row);
        if (!line.isPending() && line.seq <= m_newestBefore)
            break;
        count += line.isTalk() && !line.own && !line.deleted && !line.isPending() ? 1 : 0;
    }
    return count;
}

int TimelineScene::topRow() const { return rowAt(0) >= 0 ? rowAt(0) : m_scroll.count() > 0 ? 0 : -1; }

int TimelineScene::rowAt(int y) const { return m_scroll.rowAt(y); }

} // namespace confab::desktop
