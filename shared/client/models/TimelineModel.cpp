// Follows one timeline row by row and works out which neighbours' marks change with it.
#include "shared/client/models/TimelineModel.h"

#include "shared/client/text/DisplayTime.h"

#include <algorithm>

namespace confab::client {

namespace {

bool startsItsDay(const TimelineRow& above, const TimelineRow& row) { return localDay(above.ts.value()) != localDay(row.ts.value()); }

} // namespace

TimelineModel::TimelineModel(Store& store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    connect(&m_store, &Store::roomRemoved, this, [this](RoomId room) {
        if (room == m_room)
            setRoom({});
    });
}

void TimelineModel::setRoom(RoomId room)
{
    beginResetModel();
    if (m_timeline)
        m_timeline->disconnect(this);
    m_room = room;
    m_timeline = room.isValid() ? &m_store.timeline(room) : nullptr;
    const Room* state = m_store.room(room);
    m_readUpTo = state ? state->read : Seq{};
    m_firstUnread = findFirstUnread();
    if (m_timeline)
        connectTimeline();
    endResetModel();
}

void TimelineModel::connectTimeline()
{
    const Timeline* lines = m_timeline;
    connect(lines, &Timeline::rowsAboutToBeInserted, this, [this](int first, int last) { beginInsertRows({}, first, last); });
    connect(lines, &Timeline::rowsInserted, this, [this](int first, int last) {
        // Before anybody hears of the rows: they ask at once.
        m_firstUnread += m_firstUnread >= first ? last - first + 1 : 0;
        endInsertRows();
        marksChanged(last + 1);
        followUnread();
    });
    connect(lines, &Timeline::rowsAboutToBeRemoved, this, [this](int first, int last) { beginRemoveRows({}, first, last); });
    connect(lines, &Timeline::rowsRemoved, this, [this](int first, int last) {
        if (m_firstUnread > last)
            m_firstUnread -= last - first + 1;
        else if (m_firstUnread >= first)
            m_firstUnread = -1;
        endRemoveRows();
        marksChanged(first);
        followUnread();
    });
    connect(lines, &Timeline::rowsChanged, this, [this](int first, int last) {
        changed(first, last);
        marksChanged(last + 1);
        followUnread();
    });
    connect(lines, &Timeline::aboutToBeReset, this, [this] { beginResetModel(); });
    connect(lines, &Timeline::wasReset, this, [this] {
        m_firstUnread = findFirstUnread();
        endResetModel();
    });
}

void TimelineModel::changed(int first, int last, const QList<int>& roles)
{
    if (first < rowCount())
        Q_EMIT dataChanged(index(first), index(std::min(last, rowCount() - 1)), roles);
}

/// Day and group marks of a row depend on the rows above it; those below a gap on what is above the gap.
void TimelineModel::marksChanged(int row)
{
    int last = row;
    while (last < rowCount() - 1 && line(last).kind == RowKind::Gap)
        ++last;
    changed(row, last, {StartsDayRole, StartsGroupRole});
}

void TimelineModel::takeUnreadLine()
{
    const Room* state = m_store.room(m_room);
    m_readUpTo = state ? state->read : Seq{};
    followUnread();
}

int TimelineModel::findFirstUnread() const
{
    if (!m_timeline)
        return -1;
    const int end = m_timeline->size() - m_timeline->pendingCount();
    for (int row = m_timeline->firstAfter(m_readUpTo); row < end; ++row) {
        const TimelineRow& one = m_timeline->at(row);
        if (one.isTalk() && !one.own && !one.deleted)
            return row;
    }
    return -1;
}

void TimelineModel::followUnread()
{
    const int row = findFirstUnread();
    if (row == m_firstUnread)
        return;
    const int before = std::exchange(m_firstUnread, row);
    for (const int one : {before, row}) {
        if (one >= 0)
            changed(one, one, {FirstUnreadRole});
    }
}

int TimelineModel::firstUnreadRow() const { return m_firstUnread; }

const TimelineRow& TimelineModel::line(int row) const
{
    Q_ASSERT(m_timeline);
    return m_timeline->at(row);
}

/// A gap has no day of its own.
bool TimelineModel::startsDay(int row) const
{
    if (line(row).kind == RowKind::Gap)
        return false;
    int above = row - 1;
    while (above >= 0 && line(above).kind == RowKind::Gap)
        --above;
    return above < 0 || startsItsDay(line(above), line(row));
}

bool TimelineModel::startsGroup(int row) const
{
    if (row == 0 || startsDay(row))
        return true;
    const TimelineRow& above = line(row - 1);
    const TimelineRow& one = line(row);
    const bool isSameVoice = one.kind == RowKind::Message && above.kind == RowKind::Message && one.by == above.by;
    return !isSameVoice || one.ts.value() - above.ts.value() >= groupMs;
}

int TimelineModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_timeline ? 0 : m_timeline->size(); }

QVariant TimelineModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TimelineRow& one = line(index.row());
    switch (role) {
    case TextRole:
        return one.text;
    case KindRole:
        return int(one.kind);
    case SeqRole:
        return one.seq.value();
    case NameRole:
        return one.name;
    case AuthorRole:
        return one.by.value();
    case TimeRole:
        return one.ts.value();
    case OwnRole:
        return one.own;
    case EditedRole:
        return one.edited;
    case DeletedRole:
        return one.deleted;
    case MentionsMeRole:
        return one.mentionsMe;
    case PendingRole:
        return int(one.pending);
    case StartsDayRole:
        return startsDay(index.row());
    case StartsGroupRole:
        return startsGroup(index.row());
    case FirstUnreadRole:
        return index.row() == m_firstUnread;
    default:
        return {};
    }
}

QHash<int, QByteArray> TimelineModel::roleNames() const
{
    return {{TextRole, "text"}, {KindRole, "kind"}, {SeqRole, "seq"}, {NameRole, "name"}, {AuthorRole, "author"}, {TimeRole, "time"},
        {OwnRole, "own"}, {EditedRole, "edited"}, {DeletedRole, "deleted"}, {MentionsMeRole, "mentionsMe"}, {PendingRole, "pending"},
        {StartsDayRole, "startsDay"}, {StartsGroupRole, "startsGroup"}, {FirstUnreadRole, "firstUnread"}};
}

} // namespace confab::client
