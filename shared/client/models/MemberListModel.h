// One room's members as an item model: online, away, offline; within these by role, then by name.
#pragma once

#include "shared/client/store/Store.h"

#include <QAbstractListModel>

namespace confab::client {

enum class MemberGroup : quint8 { Online, Away, Offline };

/// Busy people are online.
MemberGroup memberGroup(protocol::PresenceState state);

struct MemberRow {
    UserId id;
    QString name; ///< the unique name
    QString display;
    protocol::RoomRole role = protocol::RoomRole::Member;
    protocol::PresenceState state = protocol::PresenceState::Offline;
    QString status;
    TimeMs lastSeen; ///< 0 when unknown or online

    bool operator==(const MemberRow&) const = default;
};

class MemberListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        DisplayNameRole = Qt::DisplayRole,
        UserIdRole = Qt::UserRole + 1, ///< qint64
        NameRole,                      ///< the unique name
        RoleRole,                      ///< int(protocol::RoomRole)
        StateRole,                     ///< int(protocol::PresenceState)
        GroupRole,                     ///< int(MemberGroup)
        StatusRole,
        LastSpokeRole,   ///< qint64 ms, 0 when never
        LastSeenRole,    ///< qint64 ms, 0 when unknown
        StartsGroupRole, ///< bool: first row of its group
    };

    explicit MemberListModel(Store& store, QObject* parent = nullptr);

    RoomId room() const { return m_room; }
    /// An invalid id empties the model.
    void setRoom(RoomId room);

    /// Requires 0 <= row < rowCount().
    const MemberRow& member(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    struct Item {
        MemberRow member;
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
