// What a timeline shows as one thing after the other: lines of the room, bursts of joins and leaves as one, and local lines between.
#include "client-tui/views/TimelineItems.h"

#include <algorithm>

namespace confab::tui {

using client::RowKind;

TimelineItems::TimelineItems(const client::TimelineModel& model, const QList<LocalLine>& locals)
    : m_model(model)
    , m_locals(locals)
{
    int least = 0;
    for (const LocalLine& line : locals) {
        // Binary search over the rows that have a seq; pending rows come last and stay below.
        int low = least;
        int high = model.rowCount();
        while (low < high) {
            const int middle = (low + high) / 2;
            const client::TimelineRow& row = model.line(middle);
            if (!row.isPending() && row.seq <= line.after)
                low = middle + 1;
            else
                high = middle;
        }
        m_slots.append(low);
        least = low;
    }
}

std::optional<TimelineItem> TimelineItems::ofRow(int row) const
{
    if (row < 0 || row >= m_model.rowCount())
        return std::nullopt;
    TimelineItem item{row, row, -1};
    while (joinsPrevious(item.first))
        --item.first;
    while (item.last + 1 < m_model.rowCount() && joinsPrevious(item.last + 1))
        ++item.last;
    item.isBelowLocal = m_slots.contains(item.first);
    return item;
}

std::optional<TimelineItem> TimelineItems::ofLocal(qint64 id) const
{
    for (int i = 0; i < int(m_locals.size()); ++i) {
        if (m_locals[i].id == id)
            return TimelineItem{m_slots[i], m_slots[i], i};
    }
    return std::nullopt;
}

TimelineItems::Place TimelineItems::startOf(const TimelineItem& item) const
{
    return item.isLocal() ? Place{m_slots[item.local], item.local} : Place{item.first, localsBelow(item.first + 1)};
}

TimelineItems::Place TimelineItems::endOf(const TimelineItem& item) const
{
    if (item.isLocal())
        return {m_slots[item.local], item.local + 1};
    return {item.last + 1, localsBelow(item.last + 1)};
}

std::optional<TimelineItem> TimelineItems::next(Place place) const
{
    if (place.locals < m_slots.size() && m_slots[place.locals] <= place.rows)
        return TimelineItem{place.rows, place.rows, place.locals};
    return ofRow(place.rows);
}

std::optional<TimelineItem> TimelineItems::previous(Place place) const
{
    if (place.locals > 0 && m_slots[place.locals - 1] >= place.rows)
        return TimelineItem{place.rows, place.rows, place.locals - 1};
    return ofRow(place.rows - 1);
}

bool TimelineItems::isComingAndGoing(int row) const
{
    const RowKind kind = m_model.line(row).kind;
    return kind == RowKind::Join || kind == RowKind::Leave;
}

bool TimelineItems::joinsPrevious(int row) const
{
    return row > 0 && isComingAndGoing(row) && isComingAndGoing(row - 1) && !m_model.startsDay(row) && !m_slots.contains(row);
}

int TimelineItems::localsBelow(int slot) const { return int(std::lower_bound(m_slots.begin(), m_slots.end(), slot) - m_slots.begin()); }

} // namespace confab::tui
