// The rooms as an item model, those that want attention first.
#pragma once

#include "shared/client/store/Store.h"

#include <QAbstractListModel>

namespace confab::client {

/// none < activity < mention < direct; a direct room with unread lines always wants an answer.
enum class UnreadLevel : quint8 { None, Activity, Mention, Direct };

UnreadLevel unreadLevel(const Room& room);

enum class RoomOrder : quint8 {
    Attention, ///< mentions and direct, then unread, then the rest; by name within
    Name,      ///< rooms by name, then direct rooms by name: numbers stay put
    Grouped,   ///< direct rooms, then the others; within a group by attention, muted rooms with the rest
};

enum class RoomGroup : quint8 { Direct, Rooms };

RoomGroup roomGroup(const Room& room);
/// Muted rooms ask for no attention.
bool isMuted(const Room& room, TimeMs now);

class RoomListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        LabelRole = Qt::DisplayRole,
        RoomIdRole = Qt::UserRole + 1, ///< qint64
        KindRole,                      ///< int(protocol::RoomKind)
        TopicRole,
        UnreadRole,      ///< qint64
        MentionsRole,    ///< qint64
        LevelRole,       ///< int(UnreadLevel)
        HasDraftRole,    ///< bool
        LastTimeRole,    ///< qint64, ms
        GroupRole,       ///< int(RoomGroup)
        StartsGroupRole, ///< bool: the row above is of another group; means something in RoomOrder::Grouped
        MutedRole,       ///< bool
    };

    explicit RoomListModel(Store& store, RoomOrder order = RoomOrder::Attention, QObject* parent = nullptr);

    void setOrder(RoomOrder order);
    /// While held, rows keep their places (new rooms still come in); releasing sorts.
    void setHeld(bool held);
    bool isHeld() const { return m_held; }

    /// Requires 0 <= row < rowCount().
    RoomId roomAt(int row) const;
    /// -1 when it is not listed.
    int rowOf(RoomId room) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    struct Item {
        RoomId id;
        int rank = 0;
        QString folded;
    };

    Item itemOf(RoomId room) const;
    static bool precedes(const Item& one, const Item& other);
    void add(RoomId room);
    void remove(RoomId room);
    void update(RoomId room);
    void place(int row);
    void touch(int row);
    void sortAll();

    Store& m_store;
    QList<Item> m_items;
    RoomOrder m_order;
    bool m_held = false;
};

} // namespace confab::client
