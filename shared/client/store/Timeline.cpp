// Where a line goes, and what is folded into it.
#include "shared/client/store/Timeline.h"

#include <algorithm>

namespace confab::client {

Timeline::Timeline(QObject* parent)
    : QObject(parent)
{
}

int Timeline::firstAfter(Seq seq) const
{
    const auto end = m_rows.cbegin() + logSize();
    return int(
        std::upper_bound(m_rows.cbegin(), end, seq, [](Seq one, const TimelineRow& row) { return one < row.seq; }) - m_rows.cbegin());
}

int Timeline::indexOf(Seq seq) const
{
    // A gap that is about to close may carry the seq of a line; it stands before the line.
    const int row = firstAfter(seq) - 1;
    return row >= 0 && m_rows.at(row).seq == seq && m_rows.at(row).kind != RowKind::Gap ? row : -1;
}

int Timeline::indexOfPending(const ClientId& c) const
{
    for (int row = logSize(); row < size(); ++row) {
        if (m_rows.at(row).c == c)
            return row;
    }
    return -1;
}

int Timeline::lastTalk(int nth, bool ownOnly) const
{
    for (int row = logSize() - 1; row >= 0; --row) {
        const TimelineRow& line = m_rows.at(row);
        if (line.kind == RowKind::Gap)
            return -1;
        if (line.isTalk() && !line.deleted && (line.own || !ownOnly) && --nth <= 0)
            return row;
    }
    return -1;
}

void Timeline::insertRows(int at, const QList<TimelineRow>& rows)
{
    const int last = at + int(rows.size()) - 1;
    Q_EMIT rowsAboutToBeInserted(at, last);
    m_rows.insert(at, rows.size(), TimelineRow{});
    std::copy(rows.cbegin(), rows.cend(), m_rows.begin() + at);
    Q_EMIT rowsInserted(at, last);
}

void Timeline::removeRows(int first, int last)
{
    Q_EMIT rowsAboutToBeRemoved(first, last);
    for (int row = first; row <= last; ++row) {
        const TimelineRow& line = m_rows.at(row);
        m_gaps -= line.kind == RowKind::Gap ? 1 : 0;
        if (line.c && !line.isPending())
            m_seqOf.remove(*line.c);
    }
    m_pending -= std::max(0, last + 1 - std::max(first, logSize()));
    m_rows.remove(first, last - first + 1);
    Q_EMIT rowsRemoved(first, last);
}

void Timeline::append(TimelineRow row)
{
    const Seq seq = row.seq;
    place(std::move(row));
    advance(seq);
    trim();
}

void Timeline::advance(Seq seq)
{
    if (!m_hasStart) {
        m_hasStart = true;
        m_start = seq;
        if (seq.value() <= 1)
            setHasOlder(false);
    }
    m_upTo = std::max(m_upTo, seq);
}

void Timeline::place(TimelineRow row)
{
    if (const int at = indexOf(row.seq); at >= 0)
        renew(at, std::move(row));
    else
        placeNew(std::move(row));
}

void Timeline::renew(int at, TimelineRow row)
{
    if (row.c && !m_rows.at(at).c) {
        // The page came without it; the event that has it also ends the pending row.
        m_rows[at].c = row.c;
        m_seqOf.insert(*row.c, row.seq);
        if (const int pending = indexOfPending(*row.c); pending >= 0)
            removeRows(pending, pending);
    }
    if (row.rev <= m_rows.at(at).rev)
        return;
    row.c = m_rows.at(at).c;
    row.change = m_rows.at(at).change;
    const Seq seq = row.seq;
    const Seq rev = row.rev;
    m_rows[at] = std::move(row);
    settleChanges(seq, rev, std::nullopt);
    Q_EMIT rowsChanged(at, at);
}

void Timeline::placeNew(TimelineRow row)
{
    complete(row);
    const int pending = pendingFor(row);
    if (pending >= 0) {
        if (!row.c)
            row.c = m_rows.at(pending).c;
        m_sentAs.remove(*row.c);
    }
    if (row.c)
        m_seqOf.insert(*row.c, row.seq);
    const int at = firstAfter(row.seq);
    if (pending >= 0 && pending == at) {
        m_rows[at] = std::move(row);
        --m_pending;
        Q_EMIT rowsChanged(at, at);
        return;
    }
    if (pending >= 0)
        removeRows(pending, pending);
    insertRows(at, {row});
}

void Timeline::complete(TimelineRow& row)
{
    if (const auto known = m_remembered.find(row.seq); known != m_remembered.end()) {
        if (known->second.rev > row.rev && row.isTalk())
            fold(row, known->second);
        m_remembered.erase(known);
    }
    settleChanges(row.seq, row.rev, std::nullopt);
    row.change = changeOf(row.seq);
}

int Timeline::pendingFor(const TimelineRow& row) const
{
    if (row.c)
        return indexOfPending(*row.c);
    for (auto sent = m_sentAs.cbegin(); sent != m_sentAs.cend(); ++sent) {
        if (sent.value() == row.seq)
            return indexOfPending(sent.key());
    }
    return -1;
}

void Timeline::merge(const QList<TimelineRow>& page)
{
    QList<TimelineRow> run;
    int at = 0;
    const auto flush = [&] {
        if (!run.isEmpty())
            insertRows(at, run);
        run.clear();
    };
    for (TimelineRow row : page) {
        if (!run.isEmpty() && (firstAfter(row.seq) != at || row.seq <= run.constLast().seq))
            flush();
        if (indexOf(row.seq) >= 0 || pendingFor(row) >= 0) {
            flush();
            place(std::move(row));
            continue;
        }
        at = run.isEmpty() ? firstAfter(row.seq) : at;
        complete(row);
        if (row.c)
            m_seqOf.insert(*row.c, row.seq);
        run.append(std::move(row));
    }
    flush();
}

int Timeline::apply(const LineChange& change)
{
    advance(change.rev);
    settleChanges(change.of, change.rev, change.c);
    const int at = indexOf(change.of);
    if (at < 0) {
        remember(change);
        return -1;
    }
    if (!m_rows.at(at).isTalk() || change.rev <= m_rows.at(at).rev)
        return -1;
    fold(m_rows[at], change);
    Q_EMIT rowsChanged(at, at);
    return at;
}

void Timeline::fold(TimelineRow& row, const LineChange& change)
{
    row.rev = change.rev;
    if (row.deleted)
        return;
    row.deleted = change.deletes;
    row.edited = !change.deletes;
    row.text = change.text;
    row.rawText = row.own ? change.rawText : QString{};
    row.mentionsMe = change.mentionsMe;
}

void Timeline::remember(const LineChange& change)
{
    LineChange& known = m_remembered[change.of];
    if (known.rev < change.rev && !known.deletes)
        known = change;
    if (m_remembered.size() > maxRemembered)
        m_remembered.erase(m_remembered.begin());
}

void Timeline::forget(Seq upTo)
{
    Q_EMIT aboutToBeReset();
    int count = firstAfter(upTo);
    if (count > 0 && m_rows.at(count - 1).kind == RowKind::Gap && m_rows.at(count - 1).until > upTo)
        m_rows[--count].seq = Seq{upTo.value() + 1};
    for (int row = 0; row < count; ++row) {
        const TimelineRow& line = m_rows.at(row);
        if (line.rev > upTo && line.isTalk())
            remember({line.seq, line.rev, line.deleted, line.text, line.rawText, line.mentionsMe, std::nullopt});
        m_gaps -= line.kind == RowKind::Gap ? 1 : 0;
        if (line.c)
            m_seqOf.remove(*line.c);
    }
    m_rows.remove(0, count);
    m_start = Seq{upTo.value() + 1};
    m_hasStart = m_upTo > upTo;
    m_upTo = std::max(m_upTo, upTo);
    m_hasOlder = true;
    Q_EMIT wasReset();
    Q_EMIT hasOlderChanged();
}

void Timeline::restart()
{
    Q_EMIT aboutToBeReset();
    m_rows.remove(0, logSize());
    m_gaps = 0;
    m_seqOf.clear();
    m_remembered.clear();
    m_start = {};
    m_upTo = {};
    m_hasStart = false;
    m_hasOlder = true;
    Q_EMIT wasReset();
    Q_EMIT hasOlderChanged();
}

void Timeline::rename(UserId person, const QString& name)
{
    int first = -1;
    for (int row = 0; row <= size(); ++row) {
        const bool isTheirs = row < size() && m_rows.at(row).by == person && m_rows.at(row).name != name;
        if (isTheirs) {
            m_rows[row].name = name;
            first = first < 0 ? row : first;
        } else if (first >= 0) {
            Q_EMIT rowsChanged(first, row - 1);
            first = -1;
        }
    }
}

} // namespace confab::client
