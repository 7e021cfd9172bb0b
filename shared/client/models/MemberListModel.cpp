// Follows one room's member list and turns its changes into single insertions, removals and moves.
#include "shared/client/models/MemberListModel.h"

#include "shared/client/text/SearchFold.h"

#include <QSet>

#include <algorithm>

namespace confab::client {

MemberGroup memberGroup(protocol::PresenceState state)
{
    switch (state) {
    case protocol::PresenceState::Online:
    case protocol::PresenceState::Busy:
        return MemberGroup::Online;
    case protocol::PresenceState::Away:
        return MemberGroup::Away;
    case protocol::PresenceState::Offline:
        break;
    }
    return MemberGroup::Offline;
}

MemberListModel::MemberListModel(Store& store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    connect(&m_store, &Store::membersChanged, this, [this](RoomId room) {
        if (room == m_room)
            follow();
    });
    connect(&m_store, &Store::roomRemoved, this, [this](RoomId room) {
        if (room == m_room)
            setRoom({});
    });
}

void MemberListModel::setRoom(RoomId room)
{
    beginResetModel();
    m_room = room;
    m_items = wanted();
    endResetModel();
}

bool MemberListModel::precedes(const Item& one, const Item& other)
{
    const auto key = [](const Item& item) {
        // Owners before admins before members.
        return std::tuple{memberGroup(item.member.state), -int(item.member.role)};
    };
    if (key(one) != key(other))
        return key(one) < key(other);
    return std::tie(one.folded, one.member.id) < std::tie(other.folded, other.member.id);
}

QList<MemberListModel::Item> MemberListModel::wanted() const
{
    QList<Item> items;
    for (const protocol::Member& one : m_store.members(m_room).members()) {
        const Item item{
            {one.id, one.name, one.display, one.role, one.state, one.status.value_or(QString{}), one.lastSeen.value_or(TimeMs{})},
            foldForSearch(one.display)};
        items.insert(std::upper_bound(items.cbegin(), items.cend(), item, precedes), item);
    }
    return items;
}

void MemberListModel::follow()
{
    const QList<Item> fresh = wanted();
    removeMissing(fresh);
    for (const Item& one : fresh)
        put(one);
}

void MemberListModel::removeMissing(const QList<Item>& fresh)
{
    QSet<UserId> kept;
    for (const Item& one : fresh)
        kept.insert(one.member.id);
    for (int row = int(m_items.size()) - 1; row >= 0; --row) {
        if (kept.contains(m_items.at(row).member.id))
            continue;
        beginRemoveRows({}, row, row);
        m_items.removeAt(row);
        endRemoveRows();
        touchBelow(row);
    }
}

void MemberListModel::put(const Item& item)
{
    const auto known = std::find_if(m_items.cbegin(), m_items.cend(), [&](const Item& one) { return one.member.id == item.member.id; });
    const int row = int(known - m_items.cbegin());
    if (known != m_items.cend() && *known == item)
        return;
    const auto before = std::count_if(
        m_items.cbegin(), m_items.cend(), [&](const Item& one) { return one.member.id != item.member.id && precedes(one, item); });
    const int target = int(before);
    if (known == m_items.cend()) {
        beginInsertRows({}, target, target);
        m_items.insert(target, item);
        endInsertRows();
        touchBelow(target + 1);
        return;
    }
    if (target != row) {
        beginMoveRows({}, row, row, {}, target > row ? target + 1 : target);
        m_items.move(row, target);
        endMoveRows();
    }
    m_items[target] = item;
    Q_EMIT dataChanged(index(target), index(target));
    touchBelow(target + 1);
    if (target != row)
        touchBelow(target > row ? row : row + 1);
}

void MemberListModel::touchBelow(int row)
{
    if (row < m_items.size())
        Q_EMIT dataChanged(index(row), index(row), {StartsGroupRole});
}

const MemberRow& MemberListModel::member(int row) const { return m_items.at(row).member; }

int MemberListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_items.size()); }

QVariant MemberListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const MemberRow& one = member(index.row());
    switch (role) {
    case DisplayNameRole:
        return one.display;
    case UserIdRole:
        return one.id.value();
    case NameRole:
        return one.name;
    case RoleRole:
        return int(one.role);
    case StateRole:
        return int(one.state);
    case GroupRole:
        return int(memberGroup(one.state));
    case StatusRole:
        return one.status;
    case LastSpokeRole:
        return m_store.lastSpoke(m_room, one.id).value();
    case LastSeenRole:
        return one.lastSeen.value();
    case StartsGroupRole:
        return index.row() == 0 || memberGroup(member(index.row() - 1).state) != memberGroup(one.state);
    default:
        return {};
    }
}

QHash<int, QByteArray> MemberListModel::roleNames() const
{
    return {{DisplayNameRole, "display"}, {UserIdRole, "user"}, {NameRole, "name"}, {RoleRole, "role"}, {StateRole, "state"},
        {GroupRole, "group"}, {StatusRole, "status"}, {LastSpokeRole, "lastSpoke"}, {LastSeenRole, "lastSeen"},
        {StartsGroupRole, "startsGroup"}};
}

} // namespace confab::client
