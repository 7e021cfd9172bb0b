// Keeps the rooms sorted one move at a time.
#include "shared/client/models/RoomListModel.h"

#include "shared/client/text/SearchFold.h"

#include <algorithm>

namespace confab::client {

UnreadLevel unreadLevel(const Room& room)
{
    if (room.unread == 0)
        return UnreadLevel::None;
    if (room.isDirect())
        return UnreadLevel::Direct;
    return room.mentions > 0 ? UnreadLevel::Mention : UnreadLevel::Activity;
}

RoomGroup roomGroup(const Room& room) { return room.isDirect() ? RoomGroup::Direct : RoomGroup::Rooms; }

bool isMuted(const Room& room, TimeMs now) { return room.mutedUntil && *room.mutedUntil > now; }

RoomListModel::RoomListModel(Store& store, RoomOrder order, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
    , m_order(order)
{
    for (const RoomId room : m_store.rooms())
        m_items.append(itemOf(room));
    std::sort(m_items.begin(), m_items.end(), precedes);
    connect(&m_store, &Store::roomAdded, this, &RoomListModel::add);
    connect(&m_store, &Store::roomRemoved, this, &RoomListModel::remove);
    connect(&m_store, &Store::roomChanged, this, &RoomListModel::update);
    connect(&m_store, &Store::unreadChanged, this, &RoomListModel::update);
}

RoomListModel::Item RoomListModel::itemOf(RoomId room) const
{
    const Room* state = m_store.room(room);
    Q_ASSERT(state);
    Item item{room, 0, foldForSearch(m_store.roomLabel(room))};
    if (m_order == RoomOrder::Name) {
        item.rank = state->isDirect() ? 1 : 0;
        return item;
    }
    switch (unreadLevel(*state)) {
    case UnreadLevel::Direct:
    case UnreadLevel::Mention:
        item.rank = 0;
        break;
    case UnreadLevel::Activity:
        item.rank = 1;
        break;
    case UnreadLevel::None:
        item.rank = 2;
        break;
    }
    if (m_order == RoomOrder::Grouped) {
        if (isMuted(*state, m_store.clock().now()))
            item.rank = 2;
        item.rank += 3 * int(roomGroup(*state));
    }
    return item;
}

bool RoomListModel::precedes(const Item& one, const Item& other)
{
    return std::tie(one.rank, one.folded, one.id) < std::tie(other.rank, other.folded, other.id);
}

int RoomListModel::rowOf(RoomId room) const
{
    const auto found = std::find_if(m_items.cbegin(), m_items.cend(), [room](const Item& one) { return one.id == room; });
    return found != m_items.cend() ? int(found - m_items.cbegin()) : -1;
}

RoomId RoomListModel::roomAt(int row) const { return m_items.at(row).id; }

void RoomListModel::add(RoomId room)
{
    const Item item = itemOf(room);
    const int row = int(std::lower_bound(m_items.cbegin(), m_items.cend(), item, precedes) - m_items.cbegin());
    beginInsertRows({}, row, row);
    m_items.insert(row, item);
    endInsertRows();
    touch(row + 1);
}

void RoomListModel::remove(RoomId room)
{
    const int row = rowOf(room);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_items.removeAt(row);
    endRemoveRows();
    touch(row);
}

void RoomListModel::update(RoomId room)
{
    const int row = rowOf(room);
    if (row < 0 || !m_store.room(room))
        return;
    if (!m_held) {
        m_items[row] = itemOf(room);
        place(row);
    }
    const QModelIndex where = index(rowOf(room));
    Q_EMIT dataChanged(where, where);
}

void RoomListModel::place(int row)
{
    const Item item = m_items.at(row);
    // All others are in order; held rows that were released are sorted as a whole first.
    const auto smaller = std::count_if(m_items.cbegin(), m_items.cend(), [&](const Item& one) { return precedes(one, item); });
    const int target = int(smaller);
    if (target == row)
        return;
    beginMoveRows({}, row, row, {}, target > row ? target + 1 : target);
    m_items.move(row, target);
    endMoveRows();
    touch(target);
    touch(target + 1);
    touch(target > row ? row : row + 1);
}

void RoomListModel::touch(int row)
{
    if (row < m_items.size())
        Q_EMIT dataChanged(index(row), index(row), {StartsGroupRole});
}

void RoomListModel::setOrder(RoomOrder order)
{
    if (m_order == order)
        return;
    m_order = order;
    sortAll();
}

void RoomListModel::setHeld(bool held)
{
    if (m_held == held)
        return;
    m_held = held;
    if (!held)
        sortAll();
}

void RoomListModel::sortAll()
{
    QList<Item> sorted;
    for (const Item& one : std::as_const(m_items))
        sorted.append(itemOf(one.id));
    std::sort(sorted.begin(), sorted.end(), precedes);
    const bool isSame =
        std::equal(sorted.cbegin(), sorted.cend(), m_items.cbegin(), [](const Item& a, const Item& b) { return a.id == b.id; });
    if (isSame) {
        m_items = sorted;
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    const QList<Item> old = std::exchange(m_items, sorted);
    for (const QModelIndex& one : before)
        after.append(index(rowOf(old.at(one.row()).id)));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

int RoomListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_items.size()); }

QVariant RoomListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RoomId id = m_items.at(index.row()).id;
    const Room* room = m_store.room(id);
    if (!room) // on its way out: the store has forgotten it, the row goes next
        return {};
    switch (role) {
    case LabelRole:
        return m_store.roomLabel(id);
    case RoomIdRole:
        return id.value();
    case KindRole:
        return int(room->kind);
    case TopicRole:
        return room->topic;
    case UnreadRole:
        return room->unread;
    case MentionsRole:
        return room->mentions;
    case LevelRole:
        return int(unreadLevel(*room));
    case HasDraftRole:
        return !room->draft.isEmpty();
    case LastTimeRole:
        return room->lastTs.value();
    case GroupRole:
        return int(roomGroup(*room));
    case StartsGroupRole: {
        const Room* above = index.row() > 0 ? m_store.room(m_items.at(index.row() - 1).id) : nullptr;
        return !above || roomGroup(*above) != roomGroup(*room);
    }
    case MutedRole:
        return isMuted(*room, m_store.clock().now());
    default:
        return {};
    }
}

QHash<int, QByteArray> RoomListModel::roleNames() const
{
    return {{LabelRole, "label"}, {RoomIdRole, "room"}, {KindRole, "kind"}, {TopicRole, "topic"}, {UnreadRole, "unread"},
        {MentionsRole, "mentions"}, {LevelRole, "level"}, {HasDraftRole, "hasDraft"}, {LastTimeRole, "lastTime"}, {GroupRole, "group"},
        {StartsGroupRole, "startsGroup"}, {MutedRole, "muted"}};
}

} // namespace confab::client
