// One room's timeline as an item model: rows are lines; day, group and unread marks are roles of a line.
#pragma once

#include "shared/client/store/Store.h"

#include <QAbstractListModel>
#include <QPointer>

namespace confab::client {

/// Follows the store's timeline row by row. The unread line stands still while one looks at the room: it is taken from the read marker
/// when the room is set and by takeUnreadLine().
class TimelineModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        TextRole = Qt::DisplayRole,
        KindRole = Qt::UserRole + 1, ///< int(RowKind)
        SeqRole,                     ///< qint64, 0 for pending posts
        NameRole,                    ///< QString
        AuthorRole,                  ///< qint64
        TimeRole,                    ///< qint64, ms since the epoch
        OwnRole,                     ///< bool
        EditedRole,                  ///< bool
        DeletedRole,                 ///< bool
        MentionsMeRole,              ///< bool
        PendingRole,                 ///< int(PendingState)
        StartsDayRole,               ///< bool: first line of its local day
        StartsGroupRole,             ///< bool: name and time are to be shown
        FirstUnreadRole,             ///< bool: the unread line stands above
    };

    /// Lines of one author closer than this form a group.
    static constexpr qint64 groupMs = 5 * 60 * 1000;

    explicit TimelineModel(Store& store, QObject* parent = nullptr);

    RoomId room() const { return m_room; }
    /// An invalid id empties the model.
    void setRoom(RoomId room);
    void takeUnreadLine();
    /// The row above which the unread line stands, or -1.
    int firstUnreadRow() const;

    /// The line itself. Requires 0 <= row < rowCount().
    const TimelineRow& line(int row) const;
    bool startsDay(int row) const;
    bool startsGroup(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    void changed(int first, int last, const QList<int>& roles = {});
    void marksChanged(int row);
    void connectTimeline();

    Store& m_store;
    QPointer<Timeline> m_timeline;
    RoomId m_room;
    Seq m_readUpTo;
    int m_firstUnread = -1;
    void followUnread();
    int findFirstUnread() const;
};

} // namespace confab::client
