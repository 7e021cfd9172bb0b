// What of a timeline is loaded: where it begins, the gaps in it, and what is left out so that memory stays bounded.
#include "shared/client/store/Timeline.h"

#include <algorithm>

namespace confab::client {

namespace {

Seq before(Seq seq) { return Seq{seq.value() - 1}; }
Seq after(Seq seq) { return Seq{seq.value() + 1}; }

} // namespace

int Timeline::newestGap() const
{
    for (int row = m_gaps > 0 ? logSize() - 1 : -1; row >= 0; --row) {
        if (m_rows.at(row).kind == RowKind::Gap)
            return row;
    }
    return -1;
}

int Timeline::gapAt(Seq seq) const
{
    const int row = firstAfter(seq) - 1;
    return row >= 0 && m_rows.at(row).kind == RowKind::Gap && m_rows.at(row).until >= seq ? row : -1;
}

Seq Timeline::coveredFrom() const
{
    const int gap = newestGap();
    return gap >= 0 ? after(m_rows.at(gap).until) : start();
}

bool Timeline::isPeek(Seq read, Seq seen) const
{
    // Who has come to the end is through with the room; and what nobody has any more is no reason to wait.
    const bool isAtEnd = logSize() > 0 && seen >= m_rows.at(logSize() - 1).seq;
    const bool isWhole = m_gaps == 0 && !m_hasOlder;
    if (isAtEnd || isWhole || (seen >= coveredFrom() && coveredFrom() <= after(read)))
        return false;
    for (int row = firstAfter(seen) - 1; row >= 0 && (m_rows.at(row).seq > read || m_rows.at(row).until > read); --row) {
        if (m_rows.at(row).kind == RowKind::Gap)
            return true;
    }
    return start() > after(read);
}

void Timeline::insertGap(Seq from, Seq to)
{
    TimelineRow gap;
    gap.kind = RowKind::Gap;
    gap.seq = from;
    gap.rev = from;
    gap.until = to;
    ++m_gaps;
    insertRows(firstAfter(before(from)), {gap});
}

void Timeline::putGap(Seq from, Seq to)
{
    from = std::max(from, after(m_upTo));
    if (to < from)
        return;
    m_upTo = to;
    if (!m_hasStart) {
        m_hasStart = true;
        m_start = after(to);
        return;
    }
    insertGap(from, to);
}

void Timeline::cover(Seq from, Seq to)
{
    const bool isWhole = from.value() <= 1;
    if (isWhole)
        from = Seq{1};
    if (to < from && !isWhole)
        return;
    if (!m_hasStart) {
        m_hasStart = true;
        m_start = after(std::max(m_upTo, to));
        m_upTo = std::max(m_upTo, to);
    }
    putGap(after(m_upTo), before(from));
    closeGaps(from, to);
    if (from < m_start) {
        const Seq loadedFrom = std::exchange(m_start, from);
        if (after(to) < loadedFrom)
            insertGap(after(to), before(loadedFrom));
    }
    if (from <= m_start)
        setHasOlder(!isWhole);
    m_upTo = std::max(m_upTo, to);
}

void Timeline::closeGaps(Seq from, Seq to)
{
    for (int row = firstAfter(to) - 1; m_gaps > 0 && row >= 0; --row) {
        const TimelineRow& gap = m_rows.at(row);
        if (std::max(gap.seq, gap.until) < from)
            return;
        if (gap.kind != RowKind::Gap)
            continue;
        const Seq first = gap.seq;
        const Seq last = gap.until;
        if (from <= first && last <= to) {
            removeRows(row, row);
            continue;
        }
        if (from <= first) {
            m_rows[row].seq = after(to);
            m_rows[row].rev = after(to);
        } else {
            m_rows[row].until = before(from);
        }
        Q_EMIT rowsChanged(row, row);
        if (first < from && to < last)
            insertGap(after(to), last);
    }
}

void Timeline::setHasOlder(bool hasOlder)
{
    if (m_hasOlder == hasOlder)
        return;
    m_hasOlder = hasOlder;
    Q_EMIT hasOlderChanged();
}

// ---- leaving out ----

void Timeline::setShown(bool shown)
{
    m_shown = shown;
    m_lookFrom = {};
    m_lookTo = {};
    trim();
}

void Timeline::lookAt(Seq from, Seq to)
{
    m_lookFrom = std::min(from, to);
    m_lookTo = std::max(from, to);
}

bool Timeline::isOverfull() const
{
    if (m_shown)
        return m_lookFrom.isValid() && logSize() > maxShownRows + trimSlack;
    return logSize() > maxRows + trimSlack;
}

void Timeline::trim()
{
    if (!isOverfull())
        return;
    if (m_shown)
        trimShown();
    else
        dropOldest(logSize() - maxRows);
}

void Timeline::trimShown()
{
    const int newest = logSize() - newestKept;
    const int first = std::min(firstAfter(before(m_lookFrom)), logSize() - 1);
    const int end = std::max(first + 1, firstAfter(m_lookTo));
    // The rest of what may stay lies half before and half behind what is looked at, or all where there is more of it.
    const int spare = std::max(0, maxShownRows - newestKept - (end - first));
    int keptFrom = first - spare / 2;
    int keptTo = end + spare / 2;
    if (keptTo > newest) {
        keptFrom -= keptTo - std::max(end, newest);
        keptTo = newest;
    }
    if (keptFrom < 0) {
        keptTo = std::min(newest, keptTo - keptFrom);
        keptFrom = 0;
    }
    if (keptTo < newest)
        dropBetween(keptTo, newest - 1);
    dropOldest(keptFrom);
}

void Timeline::dropOldest(int count)
{
    while (count > 0 && m_rows.at(count).kind == RowKind::Gap)
        ++count;
    if (count <= 0)
        return;
    m_start = m_rows.at(count).seq;
    removeRows(0, count - 1);
    setHasOlder(true);
}

void Timeline::dropBetween(int first, int last)
{
    while (first > 0 && m_rows.at(first - 1).kind == RowKind::Gap)
        --first;
    while (m_rows.at(last + 1).kind == RowKind::Gap)
        ++last;
    const Seq from = m_rows.at(first).seq;
    const Seq to = std::max(m_rows.at(last).seq, m_rows.at(last).until);
    removeRows(first, last);
    insertGap(from, to);
}

} // namespace confab::client
