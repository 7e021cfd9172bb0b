// The room list as people read it: filtered, with names for screen readers and the presence of the other person in a direct room.
#include "client-desktop/delegates/RoomRows.h"

#include "client-desktop/delegates/Marks.h"
#include "shared/client/text/SearchFold.h"

#include <QTextDocument>

namespace confab::desktop {

using namespace Qt::StringLiterals;
using client::RoomListModel;

RoomRows::RoomRows(client::Store& store, RoomListModel& rooms, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_store(store)
    , m_rooms(rooms)
{
    setSourceModel(&rooms);
    m_presenceChanged.setSingleShot(true);
    m_presenceChanged.setInterval(0);
    connect(&m_presenceChanged, &QTimer::timeout, this, [this] {
        for (int row = 0; row < rowCount(); ++row) {
            const QModelIndex at = index(row, 0);
            if (at.data(PeerRole).toLongLong() != 0)
                Q_EMIT dataChanged(at, at, {PeerStateRole});
        }
    });
    connect(&store, &client::Store::membersChanged, this, &RoomRows::forgetPresence);
}

void RoomRows::forgetPresence()
{
    m_isPresenceKnown = false;
    // One pass for a burst of changes.
    m_presenceChanged.start();
}

void RoomRows::setFilter(const QString& text)
{
    const QString folded = client::foldForSearch(text.trimmed());
    m_filter = folded.startsWith(u'#') ? folded.sliced(1) : folded;
    invalidateFilter();
}

bool RoomRows::filterAcceptsRow(int row, const QModelIndex&) const
{
    return m_filter.isEmpty() || client::foldForSearch(m_rooms.index(row).data().toString()).contains(m_filter);
}

int RoomRows::rowOf(RoomId room) const
{
    const int row = m_rooms.rowOf(room);
    return row < 0 ? -1 : mapFromSource(m_rooms.index(row)).row();
}

RoomId RoomRows::roomAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rooms.roomAt(mapToSource(index(row, 0)).row()) : RoomId();
}

const client::Room* RoomRows::roomOf(const QModelIndex& index) const
{
    return index.isValid() ? m_store.room(roomAt(index.row())) : nullptr;
}

QVariant RoomRows::data(const QModelIndex& index, int role) const
{
    const client::Room* room = roomOf(index);
    if (!room)
        return QSortFilterProxyModel::data(index, role);
    switch (role) {
    case Qt::DisplayRole:
        return plainLabel(*room);
    case Qt::AccessibleTextRole:
        return spoken(index, *room);
    case Qt::ToolTipRole:
        return toolTip(*room);
    case PeerRole:
        return room->isDirect() && room->peer ? room->peer->id.value() : 0;
    case PeerStateRole:
        return peerState(*room);
    case PublicRole:
        return room->isPublic;
    case PillRole:
        return client::isMuted(*room, m_store.clock().now()) ? 0 : room->isDirect() ? room->unread : room->mentions;
    case RoomListModel::StartsGroupRole: {
        // The row above in the source may be filtered out.
        const client::Room* above = index.row() > 0 ? m_store.room(roomAt(index.row() - 1)) : nullptr;
        return !above || client::roomGroup(*above) != client::roomGroup(*room);
    }
    default:
        return QSortFilterProxyModel::data(index, role);
    }
}

QVariant RoomRows::peerState(const client::Room& room) const
{
    if (!room.isDirect() || !room.peer)
        return {};
    if (!m_isPresenceKnown) {
        m_presence.clear();
        for (const RoomId id : m_store.rooms()) {
            const client::MemberList& list = m_store.members(id);
            if (list.state() != client::MembersState::Fresh)
                continue;
            for (const protocol::Member& one : list.members())
                m_presence.insert(one.id, one.state);
        }
        m_isPresenceKnown = true;
    }
    const auto found = m_presence.constFind(room.peer->id);
    return found == m_presence.constEnd() ? QVariant() : QVariant(int(*found));
}

QString RoomRows::plainLabel(const client::Room& room) const
{
    const QString label = m_store.roomLabel(room.id);
    return !room.isDirect() && label.size() > 1 && label.startsWith(u'#') ? label.sliced(1) : label;
}

QString RoomRows::spoken(const QModelIndex& index, const client::Room& room) const
{
    QStringList parts{plainLabel(room)};
    const QVariant state = index.data(PeerStateRole);
    if (state.isValid())
        parts.append(presenceWord(protocol::PresenceState(state.toInt())));
    if (room.unread > 0)
        parts.append(tr("%1 unread").arg(countText(room.unread)));
    if (room.mentions == 1)
        parts.append(tr("1 mention"));
    else if (room.mentions > 1)
        parts.append(tr("%1 mentions").arg(countText(room.mentions)));
    if (client::isMuted(room, m_store.clock().now()))
        parts.append(tr("muted"));
    if (!room.draft.isEmpty())
        parts.append(tr("draft"));
    return parts.join(u", "_s);
}

QString RoomRows::toolTip(const client::Room& room) const
{
    QString text = m_store.roomLabel(room.id);
    const QString about = room.topic.isEmpty() ? room.title : room.topic;
    if (!about.isEmpty() && about != text && about != plainLabel(room))
        text += u'\n' + about;
    return Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal);
}

} // namespace confab::desktop
