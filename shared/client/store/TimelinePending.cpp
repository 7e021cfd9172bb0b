// The part of a timeline that the outbox drives: posts at the end, edits and deletions beside their lines.
#include "shared/client/store/Timeline.h"

#include <algorithm>

namespace confab::client {

void Timeline::putPending(const TimelineRow& row)
{
    Q_ASSERT(row.c && row.isPending());
    if (m_seqOf.contains(*row.c))
        return;
    if (const int at = indexOfPending(*row.c); at >= 0) {
        m_rows[at] = row;
        Q_EMIT rowsChanged(at, at);
        return;
    }
    Q_EMIT rowsAboutToBeInserted(size(), size());
    m_rows.append(row);
    ++m_pending;
    Q_EMIT rowsInserted(size() - 1, size() - 1);
}

void Timeline::putPendingChange(Seq of, const PendingChange& change)
{
    const auto known = std::find_if(m_changes.begin(), m_changes.end(), [&](const Change& one) { return one.change.c == change.c; });
    if (known != m_changes.end())
        known->change = change;
    else
        m_changes.append({of, change, {}});
    showChange(of);
}

bool Timeline::updatePending(const ClientId& c, PendingState state, const Error& error, Seq seq)
{
    if (const int at = indexOfPending(c); at >= 0) {
        if (state == PendingState::Sent && indexOf(seq) >= 0) {
            m_seqOf.insert(c, seq);
            m_rows[indexOf(seq)].c = c;
            removeRows(at, at);
            return true;
        }
        if (state == PendingState::Sent)
            m_sentAs.insert(c, seq);
        m_rows[at].pending = state;
        m_rows[at].error = error;
        Q_EMIT rowsChanged(at, at);
        return true;
    }
    for (Change& one : m_changes) {
        if (one.change.c != c)
            continue;
        const Seq of = one.of;
        one.change.state = state;
        one.change.error = error;
        one.seq = seq;
        if (const int at = indexOf(of); at >= 0)
            settleChanges(of, m_rows.at(at).rev, std::nullopt);
        showChange(of);
        return true;
    }
    return false;
}

bool Timeline::removePending(const ClientId& c)
{
    m_sentAs.remove(c);
    if (const int at = indexOfPending(c); at >= 0) {
        removeRows(at, at);
        return true;
    }
    const auto known = std::find_if(m_changes.begin(), m_changes.end(), [&](const Change& one) { return one.change.c == c; });
    if (known == m_changes.end())
        return false;
    const Seq of = known->of;
    m_changes.erase(known);
    showChange(of);
    return true;
}

void Timeline::settleChanges(Seq of, Seq rev, const std::optional<ClientId>& c)
{
    const auto isSettled = [&](const Change& one) {
        return (c && one.change.c == *c) || (one.of == of && one.change.state == PendingState::Sent && one.seq.isValid() && one.seq <= rev);
    };
    if (m_changes.removeIf(isSettled) > 0)
        showChange(of);
}

std::optional<PendingChange> Timeline::changeOf(Seq of) const
{
    const auto last = std::find_if(m_changes.crbegin(), m_changes.crend(), [&](const Change& one) { return one.of == of; });
    return last != m_changes.crend() ? std::optional(last->change) : std::nullopt;
}

void Timeline::showChange(Seq of)
{
    const int at = indexOf(of);
    if (at < 0)
        return;
    const std::optional<PendingChange> change = changeOf(of);
    if (m_rows.at(at).change == change)
        return;
    m_rows[at].change = change;
    Q_EMIT rowsChanged(at, at);
}

} // namespace confab::client
