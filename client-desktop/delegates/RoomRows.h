// The room list as people read it: filtered, with names for screen readers and the presence of the other person in a direct room.
#pragma once

#include "shared/client/models/RoomListModel.h"

#include <QSortFilterProxyModel>
#include <QTimer>

namespace confab::desktop {

/// On a client::RoomListModel in RoomOrder::Grouped; its roles, and what follows here. DisplayRole is the label without "#",
/// AccessibleTextRole "general, 3 unread, 1 mention, draft", ToolTipRole is safe rich text.
class RoomRows final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    enum Role {
        PeerStateRole = Qt::UserRole + 100, ///< int(protocol::PresenceState) of the other person; invalid when unknown or no direct room
        PeerRole,                           ///< qint64, the other person's id; 0 when no direct room
        PublicRole,                         ///< bool
        PillRole,                           ///< qint64: mentions, or lines of a direct room; 0 when muted
    };

    RoomRows(client::Store& store, client::RoomListModel& rooms, QObject* parent = nullptr);

    /// Case and accents make no difference; empty shows all.
    void setFilter(const QString& text);
    /// -1 when it is not listed.
    int rowOf(RoomId room) const;
    /// Invalid when there is no such row.
    RoomId roomAt(int row) const;

    QVariant data(const QModelIndex& index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    const client::Room* roomOf(const QModelIndex& index) const;
    QVariant peerState(const client::Room& room) const;
    QString plainLabel(const client::Room& room) const;
    QString spoken(const QModelIndex& index, const client::Room& room) const;
    QString toolTip(const client::Room& room) const;
    void forgetPresence();

    client::Store& m_store;
    client::RoomListModel& m_rooms;
    QString m_filter; // folded
    mutable QHash<UserId, protocol::PresenceState> m_presence;
    mutable bool m_isPresenceKnown = false;
    QTimer m_presenceChanged;
};

} // namespace confab::desktop
