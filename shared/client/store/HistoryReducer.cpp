// Takes pages of folded lines, from the server or the cache, into the timelines.
#include "shared/client/store/StoreEntry.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace confab::client {

namespace {

// Edits and deletions are folded into lines, they are none.
bool isLine(const protocol::AnyEvent& event)
{
    return !std::holds_alternative<protocol::MessageEdited>(event) && !std::holds_alternative<protocol::MessageDeleted>(event);
}

void fold(TimelineRow& row, const protocol::HistoryItem& item)
{
    row.rev = std::max(row.seq, item.rev);
    row.edited = item.edited.has_value();
    if (!item.deleted.value_or(false))
        return;
    row.deleted = true;
    row.edited = false;
    row.text.clear();
    row.rawText.clear();
    row.mentionsMe = false;
}

/// What the page says of lines that are not in it.
void coverWith(Timeline& lines, const HistoryPage& page, const QList<TimelineRow>& rows)
{
    const bool isWhole = page.remaining <= 0;
    const Seq first = isWhole ? Seq{1} : rows.isEmpty() ? Seq{} : rows.constFirst().seq;
    const Seq last = rows.isEmpty() ? page.upto : std::max(page.upto, rows.constLast().seq);
    switch (page.place) {
    case HistoryPlace::Replace:
        lines.forget(last);
        if (first.isValid())
            lines.cover(first, last);
        break;
    case HistoryPlace::Older:
        if (first.isValid())
            lines.cover(first, std::max(Seq{lines.start().value() - 1}, lines.size() == lines.pendingCount() ? last : Seq{}));
        break;
    case HistoryPlace::Span:
        lines.cover(page.from, page.upto);
        break;
    case HistoryPlace::Newer:
    case HistoryPlace::Changes:
        break;
    }
}

} // namespace

void Store::putHistory(RoomId room, const HistoryPage& page)
{
    Q_ASSERT(!m_isTakingPage);
    const QScopedValueRollback taking(m_isTakingPage, true);
    Timeline& lines = timeline(room);
    Entry* entry = find(room);
    QList<TimelineRow> rows;
    for (const protocol::HistoryItem& item : page.items) {
        const protocol::EventHead& head = protocol::headOf(item.event);
        const bool isWanted = page.place != HistoryPlace::Changes || lines.indexOf(head.seq) >= 0;
        if (!isLine(item.event) || !head.seq.isValid() || !isWanted)
            continue;
        learnPeople(item.event, !page.fromCache);
        TimelineRow row = rowOf(item.event);
        fold(row, item);
        if (entry && row.isTalk())
            spoke(*entry, row.by, row.ts);
        rows.append(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const TimelineRow& one, const TimelineRow& other) { return one.seq < other.seq; });

    coverWith(lines, page, rows);
    lines.merge(rows);
    if (page.place == HistoryPlace::Newer && page.upto.isValid())
        lines.advance(page.upto);
    if (entry)
        recountUnread(*entry);
    lines.trim();
}

void Store::learnPeople(const protocol::AnyEvent& event, bool isCurrent)
{
    const protocol::EventHead& head = protocol::headOf(event);
    learnName(head.by, head.name, isCurrent);
    // The author's name is as of now; the people in the text of an old line are as they were then.
    if (const auto* joined = std::get_if<protocol::MembersJoined>(&event)) {
        for (const protocol::User& one : joined->people)
            learn(one, false);
    } else if (const auto* left = std::get_if<protocol::MembersLeft>(&event)) {
        for (const protocol::User& one : left->people)
            learn(one, false);
    } else if (const auto* removed = std::get_if<protocol::MemberRemoved>(&event)) {
        learn(removed->user, false);
    }
}

void Store::putGap(RoomId room, Seq from, Seq to) { timeline(room).putGap(from, to); }

} // namespace confab::client
