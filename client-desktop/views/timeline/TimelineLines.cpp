// Keeps local lines in their places between the rows of the model, and says which rows a change reaches.
#include "client-desktop/views/timeline/TimelineLines.h"

#include "shared/client/text/DisplayTime.h"
#include "shared/client/text/Markdown.h"
#include "shared/client/text/Sanitiser.h"

#include <algorithm>

namespace confab::desktop {

using client::RowKind;
using client::TimelineRow;

namespace {

constexpr int namesInRun = 3;
constexpr qint64 runSpan =
    64; // a run of joins and leaves ends where the seq reaches a multiple of this, so that looking for its ends is cheap
constexpr int quoteLength = 300;
constexpr int sentPostsSearched = 100;

} // namespace

TimelineLines::TimelineLines(client::Store& store, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_model(store)
{
    connectModel();
}

void TimelineLines::connectModel()
{
    connect(
        &m_model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) { rowsInserted(first, last); });
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
        [this](const QModelIndex&, int first, int last) { m_going = pieces(first, last); });
    connect(
        &m_model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) { rowsRemoved(first, last); });
    connect(&m_model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& from, const QModelIndex& to) {
        Q_EMIT changed(rowOfModel(from.row()), rowOfModel(to.row()));
        tellRunAround(from.row());
        tellRunAround(to.row() + 1);
    });
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, &TimelineLines::aboutToBeReset);
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        m_slots = findSlots();
        m_unreadRow = -1;
        Q_EMIT wasReset();
    });
}

/// Rows of the model as rows of ours: local lines between them cut them into pieces.
QList<TimelineLines::Piece> TimelineLines::pieces(int first, int last) const
{
    QList<Piece> found;
    for (int row = first; row <= last;) {
        const auto local = std::upper_bound(m_slots.begin(), m_slots.end(), row);
        const int end = local == m_slots.end() ? last : std::min(last, *local - 1);
        found.append({rowOfModel(row), rowOfModel(end)});
        row = end + 1;
    }
    return found;
}

void TimelineLines::rowsInserted(int first, int last)
{
    m_slots = findSlots();
    if (m_unreadRow >= first)
        m_unreadRow += last - first + 1;
    for (const Piece& piece : pieces(first, last))
        Q_EMIT inserted(piece.first, piece.last);
    tellRunAround(first);
    tellRunAround(last + 1);
}

void TimelineLines::rowsRemoved(int first, int last)
{
    m_slots = findSlots();
    if (m_unreadRow >= first)
        m_unreadRow = m_unreadRow > last ? m_unreadRow - (last - first + 1) : -1;
    const QList<Piece> gone = std::exchange(m_going, {});
    for (auto piece = gone.crbegin(); piece != gone.crend(); ++piece)
        Q_EMIT removed(piece->first, piece->last);
    tellRunAround(first);
}

void TimelineLines::setRoom(RoomId room) { m_model.setRoom(room); }

void TimelineLines::addLocal(RoomId room, protocol::Severity severity, const QString& text)
{
    Local local{++m_lastLocal, {}, {}};
    const client::Timeline& timeline = m_store.timeline(room);
    if (const int logged = timeline.size() - timeline.pendingCount(); logged > 0)
        local.after = std::max(timeline.at(logged - 1).seq, timeline.at(logged - 1).until);
    local.row.kind = RowKind::System;
    local.row.severity = severity;
    local.row.text = client::safeBody(text);
    local.row.ts = m_store.clock().now();

    QList<Local>& lines = m_locals[room];
    const bool isShown = room == m_model.room();
    if (lines.size() >= localLinesKept) {
        const int row = isShown ? rowOf({RowKey::Kind::Local, lines.constFirst().id, {}}) : -1;
        lines.removeFirst();
        if (row >= 0) {
            m_slots = findSlots();
            Q_EMIT removed(row, row);
        }
    }
    lines.append(local);
    if (!isShown)
        return;
    m_slots = findSlots();
    const int row = rowOf({RowKey::Kind::Local, local.id, {}});
    Q_EMIT inserted(row, row);
    if (row + 1 < count())
        Q_EMIT changed(row + 1, row + 1);
}

void TimelineLines::setUnreadRow(int modelRow)
{
    if (modelRow == m_unreadRow)
        return;
    for (const int one : {std::exchange(m_unreadRow, modelRow), modelRow}) {
        if (one >= 0 && one < m_model.rowCount())
            Q_EMIT changed(rowOfModel(one), rowOfModel(one));
    }
}

void TimelineLines::setExpanded(const RowKey& key)
{
    m_expanded[room()].append(key);
    if (const int row = rowOf(key); row >= 0)
        Q_EMIT changed(row, row);
}

const QList<TimelineLines::Local>& TimelineLines::locals() const
{
    const auto found = m_locals.constFind(m_model.room());
    return found == m_locals.cend() ? m_noLocals : *found;
}

QList<int> TimelineLines::findSlots() const
{
    QList<int> found;
    int least = 0;
    for (const Local& line : locals()) {
        int low = least;
        int high = m_model.rowCount();
        while (low < high) {
            const int middle = (low + high) / 2;
            const TimelineRow& row = m_model.line(middle);
            if (!row.isPending() && row.seq <= line.after)
                low = middle + 1;
            else
                high = middle;
        }
        found.append(low);
        least = low;
    }
    return found;
}

TimelineLines::Place TimelineLines::place(int row) const
{
    // The i-th local line is row m_slots[i] + i.
    int low = 0;
    int high = int(m_slots.size());
    while (low < high) {
        const int middle = (low + high) / 2;
        if (m_slots[middle] + middle < row)
            low = middle + 1;
        else
            high = middle;
    }
    const bool isLocal = low < m_slots.size() && m_slots[low] + low == row;
    return {row - low, isLocal ? low : -1};
}

int TimelineLines::rowOfModel(int modelRow) const
{
    return modelRow + int(std::upper_bound(m_slots.begin(), m_slots.end(), modelRow) - m_slots.begin());
}

const TimelineRow& TimelineLines::line(int row) const
{
    const Place at = place(row);
    return at.local >= 0 ? locals().at(at.local).row : m_model.line(at.model);
}

RowKey TimelineLines::keyOf(int row) const
{
    const Place at = place(row);
    if (at.local >= 0)
        return {RowKey::Kind::Local, locals().at(at.local).id, {}};
    const TimelineRow& line = m_model.line(at.model);
    if (line.isPending())
        return {RowKey::Kind::Pending, 0, line.c.value_or(ClientId())};
    return RowKey::logged(line.seq);
}

int TimelineLines::rowOf(const RowKey& key) const
{
    if (!room().isValid() || !key.isValid())
        return -1;
    if (key.kind == RowKey::Kind::Local) {
        for (int i = 0; i < int(m_slots.size()); ++i) {
            if (locals().at(i).id == key.number)
                return m_slots[i] + i;
        }
        return -1;
    }
    const client::Timeline& timeline = m_store.timeline(room());
    int row = key.kind == RowKey::Kind::Logged ? timeline.indexOf(Seq(key.number)) : timeline.indexOfPending(key.c);
    if (row < 0 && key.kind == RowKey::Kind::Pending) {
        // It may have been sent meanwhile.
        for (int i = timeline.size() - 1; i >= 0 && i >= timeline.size() - sentPostsSearched && row < 0; --i)
            row = timeline.at(i).c == key.c ? i : -1;
    }
    if (row < 0 && key.kind == RowKey::Kind::Logged) {
        const int near = timeline.firstAfter(Seq(key.number)) - 1;
        row = near >= 0 && timeline.at(near).kind == RowKind::Gap && timeline.at(near).seq.value() == key.number ? near : -1;
    }
    return row < 0 ? -1 : rowOfModel(row);
}

int TimelineLines::rowAfter(Seq seq) const
{
    if (!room().isValid())
        return 0;
    const int row = m_store.timeline(room()).firstAfter(seq);
    return row < m_model.rowCount() ? rowOfModel(row) : count();
}

bool TimelineLines::joinsPrevious(int modelRow) const
{
    if (modelRow <= 0 || modelRow >= m_model.rowCount())
        return false;
    const TimelineRow& one = m_model.line(modelRow);
    const TimelineRow& above = m_model.line(modelRow - 1);
    const auto comesOrGoes = [](const TimelineRow& row) { return row.kind == RowKind::Join || row.kind == RowKind::Leave; };
    return comesOrGoes(one) && comesOrGoes(above) && one.seq.value() / runSpan == above.seq.value() / runSpan && modelRow != m_unreadRow
        && !m_model.startsDay(modelRow) && !std::binary_search(m_slots.begin(), m_slots.end(), modelRow);
}

int TimelineLines::runHead(int modelRow) const
{
    while (joinsPrevious(modelRow))
        --modelRow;
    return modelRow;
}

int TimelineLines::runEnd(int modelRow) const
{
    while (joinsPrevious(modelRow + 1))
        ++modelRow;
    return modelRow;
}

/// Which row of a run of joins and leaves tells the story depends on its neighbours.
void TimelineLines::tellRunAround(int modelRow)
{
    for (const int one : {modelRow - 1, modelRow}) {
        if (one < 0 || one >= m_model.rowCount())
            continue;
        const RowKind kind = m_model.line(one).kind;
        if (kind == RowKind::Join || kind == RowKind::Leave)
            Q_EMIT changed(rowOfModel(runHead(one)), rowOfModel(runEnd(one)));
    }
}

QString TimelineLines::runSentence(int modelRow) const
{
    // The last word counts: who came and went again is not worth a mention twice.
    QList<UserId> joined;
    QList<UserId> left;
    for (int i = modelRow; i <= runEnd(modelRow); ++i) {
        const TimelineRow& row = m_model.line(i);
        for (const UserId person : row.people) {
            joined.removeAll(person);
            left.removeAll(person);
            (row.kind == RowKind::Join ? joined : left).append(person);
        }
    }
    const auto names = [this](const QList<UserId>& people) {
        QStringList shown;
        for (const UserId person : people.first(std::min<qsizetype>(people.size(), namesInRun)))
            shown += client::isolated(m_store.displayName(person));
        const int others = int(people.size() - shown.size());
        const QString list = shown.join(QStringLiteral(", "));
        if (others == 1)
            return tr("%1 and 1 other").arg(list);
        if (others > 0)
            return tr("%1 and %2 others").arg(list, QString::number(others));
        const QString last = shown.takeLast();
        return shown.isEmpty() ? last : tr("%1 and %2").arg(shown.join(QStringLiteral(", ")), last);
    };
    QStringList sentences;
    if (!joined.isEmpty())
        sentences += tr("%1 joined").arg(names(joined));
    if (!left.isEmpty())
        sentences += tr("%1 left").arg(names(left));
    return sentences.join(QStringLiteral(" · "));
}

void TimelineLines::fillQuote(RowContent& content) const
{
    const client::Timeline& timeline = m_store.timeline(room());
    const int original = timeline.indexOf(*content.row.replyTo);
    if (original < 0) {
        content.quoteText = tr("an older message");
        return;
    }
    const TimelineRow& row = timeline.at(original);
    content.quoteName = row.name;
    const auto firstLine = [&row] { return client::plainText(client::parseMarkdown(row.text.left(quoteLength))).section(u'\n', 0, 0); };
    content.quoteText = row.deleted ? tr("message deleted") : firstLine();
}

RowContent TimelineLines::content(int row) const
{
    const Place at = place(row);
    RowContent content;
    content.row = line(row);
    content.isLocal = at.local >= 0;
    if (content.isLocal) {
        content.sentence = content.row.text;
        return content;
    }
    content.isFirstUnread = at.model == m_unreadRow;
    if (m_model.startsDay(at.model))
        content.day = client::dayLabel(content.row.ts.value(), m_store.clock().now().value());
    if (content.row.isTalk()) {
        const bool isBelowLocal = std::binary_search(m_slots.begin(), m_slots.end(), at.model);
        content.startsGroup = m_model.startsGroup(at.model) || isBelowLocal || content.isFirstUnread;
        content.isExpanded = m_expanded.value(room()).contains(keyOf(row));
        if (content.row.replyTo)
            fillQuote(content);
    } else if (content.row.kind == RowKind::Join || content.row.kind == RowKind::Leave) {
        content.isHidden = joinsPrevious(at.model);
        if (!content.isHidden)
            content.sentence = runEnd(at.model) > at.model ? runSentence(at.model) : content.row.text;
    } else {
        content.sentence = content.row.text;
    }
    return content;
}

} // namespace confab::desktop
