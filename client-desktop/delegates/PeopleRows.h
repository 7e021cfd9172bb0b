// A room's people as they are listed: filtered, with names for screen readers and tooltips.
#pragma once

#include "shared/client/models/MemberListModel.h"

#include <QSortFilterProxyModel>

namespace confab::desktop {

/// On a client::MemberListModel; its roles, and what follows here. AccessibleTextRole is "Ana, online, owner, at lunch", ToolTipRole is
/// safe rich text.
class PeopleRows final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    enum Role {
        GroupSizeRole = Qt::UserRole + 100, ///< int: how many rows its group has
        RoleWordRole,                       ///< "owner", "admin", or nothing
    };

    PeopleRows(const client::Store& store, client::MemberListModel& members, QObject* parent = nullptr);

    /// Looked for in display name and unique name; empty shows all.
    void setFilter(const QString& text);
    /// Requires 0 <= row < rowCount().
    const client::MemberRow& member(int row) const;

    QVariant data(const QModelIndex& index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    int groupSize(int row) const;
    QString spoken(const client::MemberRow& person) const;
    QString toolTip(const client::MemberRow& person) const;

    const client::Store& m_store;
    client::MemberListModel& m_members;
    QString m_filter; // folded
};

/// "owner", "admin", or nothing for everybody else.
QString roleWord(protocol::RoomRole role);
/// "today 14:02", "yesterday 09:10", else the date and the time.
QString lastSeenWords(TimeMs seen, TimeMs now);

} // namespace confab::desktop
