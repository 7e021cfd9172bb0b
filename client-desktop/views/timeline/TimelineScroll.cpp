// Measures outward from the anchor until the viewport is full.
#include "client-desktop/views/timeline/TimelineScroll.h"

#include <algorithm>

namespace confab::desktop {

TimelineScroll::TimelineScroll(Heights heights)
    : m_ask(std::move(heights))
{
}

std::vector<int> TimelineScroll::guesses(int first, int last) const
{
    std::vector<int> heights;
    heights.reserve(size_t(last - first + 1));
    for (int row = first; row <= last; ++row)
        heights.push_back(m_ask.guess(row));
    return heights;
}

void TimelineScroll::reset(int count)
{
    m_heights.reset(guesses(0, count - 1));
    m_measured.assign(size_t(count), false);
    m_anchor = {};
    m_first = 0;
    m_last = -1;
    m_sticks = true;
}

void TimelineScroll::inserted(int first, int last)
{
    m_heights.insert(first, guesses(first, last));
    m_measured.insert(m_measured.begin() + first, size_t(last - first + 1), false);
    const int count = last - first + 1;
    if (m_anchor.row >= first && this->count() > count)
        m_anchor.row += count;
}

void TimelineScroll::removed(int first, int last)
{
    if (m_anchor.row > last) {
        m_anchor.row -= last - first + 1;
    } else if (m_anchor.row >= first) {
        // The row that takes its place, or the end of the one above, stands where the removed rows began to be visible.
        const bool hasNext = last + 1 < count();
        int next = hasNext ? last + 1 : first - 1;
        int y = next >= 0 ? yOf(next) : 0;
        if (hasNext && y >= m_viewport)
            y = std::max(0, yOf(first));
        m_anchor = {std::max(0, hasNext ? first : first - 1), y};
    }
    m_heights.remove(first, last);
    m_measured.erase(m_measured.begin() + first, m_measured.begin() + last + 1);
}

void TimelineScroll::changed(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        // The old height is the best guess there is.
        m_measured[size_t(row)] = false;
    }
}

void TimelineScroll::forgetHeights()
{
    m_heights.reset(guesses(0, count() - 1));
    m_measured.assign(size_t(count()), false);
}

void TimelineScroll::scrollBy(int pixels)
{
    m_anchor.y -= pixels;
    m_sticks = m_sticks && pixels >= 0;
}

void TimelineScroll::scrollTo(qint64 position)
{
    if (count() == 0)
        return;
    const qint64 y = position - m_head;
    const int row = m_heights.rowAt(std::max<qint64>(0, y));
    m_anchor = {row, int(std::clamp<qint64>(m_heights.top(row) - y, -(1 << 30), 1 << 30))};
    m_sticks = false;
}

void TimelineScroll::scrollToEnd() { m_sticks = true; }

void TimelineScroll::place(int row, int y)
{
    m_anchor = {row, y};
    m_sticks = false;
}

void TimelineScroll::measure(int row)
{
    if (m_measured[size_t(row)])
        return;
    m_heights.set(row, m_ask.measure(row));
    m_measured[size_t(row)] = true;
}

void TimelineScroll::settle()
{
    if (count() == 0) {
        m_anchor = {};
        m_first = 0;
        m_last = -1;
        m_sticks = true;
        return;
    }
    m_anchor.row = std::clamp(m_anchor.row, 0, count() - 1);
    if (!m_sticks)
        fillAroundAnchor();
    if (m_sticks)
        fillFromEnd();
    takeVisible();
}

void TimelineScroll::fillFromEnd()
{
    int y = m_viewport - m_foot;
    int row = count();
    while (row > 0 && y > 0) {
        measure(--row);
        y -= heightOf(row);
    }
    m_anchor = {row, y};
}

void TimelineScroll::fillAroundAnchor()
{
    measure(m_anchor.row);
    int row = m_anchor.row;
    int y = m_anchor.y;
    // An anchor that was scrolled far away costs what lies between, so it walks along.
    while (y > 0 && row > 0) {
        measure(--row);
        y -= heightOf(row);
    }
    while (y + heightOf(row) <= 0 && row + 1 < count()) {
        y += heightOf(row);
        measure(++row);
    }
    if (row == 0 && y > m_head)
        y = m_head;
    const Anchor top{row, y};
    for (; row < count() && y < m_viewport; ++row) {
        measure(row);
        y += heightOf(row);
    }
    if (row == count() && y <= m_viewport - m_foot)
        m_sticks = true;
    else
        m_anchor = top;
}

/// Takes what can be seen, and as the anchor the first row that begins on the screen: so what changes above it moves up and away.
void TimelineScroll::takeVisible()
{
    m_first = m_anchor.row;
    m_last = m_first - 1;
    const Anchor top = m_anchor;
    bool isChosen = false;
    int y = top.y;
    for (int row = top.row; row < count() && y < m_viewport; ++row) {
        if (y + heightOf(row) <= 0 && heightOf(row) > 0)
            m_first = row + 1;
        m_last = row;
        if (!isChosen && y >= 0 && heightOf(row) > 0 && (!m_ask.isFirm || m_ask.isFirm(row))) {
            m_anchor = {row, y};
            isChosen = true;
        }
        y += heightOf(row);
    }
}

int TimelineScroll::yOf(int row) const
{
    const qint64 distance = m_heights.top(row) - m_heights.top(m_anchor.row);
    return int(std::clamp<qint64>(m_anchor.y + distance, -(1 << 30), 1 << 30));
}

int TimelineScroll::rowAt(int y) const
{
    if (count() == 0 || y < yOf(0))
        return -1;
    const qint64 inside = m_heights.top(m_anchor.row) + y - m_anchor.y;
    return inside >= m_heights.total() ? -1 : m_heights.rowAt(inside);
}

qint64 TimelineScroll::position() const { return count() == 0 ? 0 : m_head + m_heights.top(m_anchor.row) - m_anchor.y; }

bool TimelineScroll::measureAhead(int most)
{
    const auto findOne = [this](int row, int step, int end) {
        for (int reach = m_viewport / 2; row != end && reach > 0; row += step) {
            if (!isMeasured(row))
                return row;
            reach -= std::max(1, heightOf(row));
        }
        return -1;
    };
    // Rows may have gone since it was settled: what was visible is no longer there to begin at.
    if (m_last >= count())
        settle();
    bool found = false;
    for (int done = 0; done < most && count() > 0; ++done) {
        int row = findOne(m_last + 1, 1, count());
        if (row < 0 && m_first > 0)
            row = findOne(m_first - 1, -1, -1);
        if (row < 0)
            break;
        measure(row);
        found = true;
    }
    if (found)
        settle();
    return found;
}

} // namespace confab::desktop
