// One room's members as an item model: online, away, offline; within these by role, then by name.
#pragma once

#include "shared/client/store/Store.h"

#include <QAbstractListModel>

namespace confab::client {

enum class MemberGroup : quint8 { Online, Away, Offline };

/// Busy people are online.
MemberGroup memberGroup(protocol::PresenceState state);

class MemberListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        DisplayNameRole = Qt::DisplayRole,
        UserIdRole = Qt::UserRole + 1,  ///< qint64
        NameRole,                       ///< the unique name
        RoleRole,                       ///< int(protocol::RoomRole)
        StateRole,                      ///< int(protocol::PresenceState)
        GroupRole,                      ///< int(MemberGroup)
        StatusRole,
        LastSpokeRole,                  ///< qint64 ms, 0 when never
        LastSeenRole,                   ///< qint64 ms, 0 when unknown
        StartsGroupRole,                ///< bool: first row of its group
    };

    explicit MemberListModel(Store& store, QObject* parent = nullptr);

    RoomId room() const { return m_room; }
    /// An invalid id empties the model.
    void setRoom(RoomId room);

    /// Requires 0 <= row < rowCount().
    const protocol::Member& member(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    struct Item {
        protocol::Member member;
        QString folded;
        bool operator==(const Item&) const = default;
    };

    static bool precedes(const Item& one, const Item& other);
    QList<Item> wanted() const;
    void follow();
    void removeMissing(const QList<Item>& fresh);
    void put(const Item& item);
    void touchBelow(int row);

    Store& m_store;
    RoomId m_room;
    QList<Item> m_items;
};

} // namespace confab::client
