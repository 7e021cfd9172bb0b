// One row of a small list: a name, a quiet hint at the other end, and a count of what is unread.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QStyledItemDelegate>

namespace confab::desktop {

/// Draws plain text only, whatever the names hold. Mirrors itself in right-to-left layouts.
class PopupRowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// Which roles hold what; -1: nothing does.
    struct Roles {
        int label = Qt::DisplayRole;
        int hint = -1;
        int badge = -1;       ///< qint64; 0 shows none
        int badgeIsLoud = -1; ///< bool: a mention or a direct message
    };

    /// `look` outlives it.
    PopupRowDelegate(const Look& look, const Roles& roles, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    static int rowHeight(const QFont& font);
    /// What a label takes, with the gap behind it.
    int labelWidth(const QFont& font, const QModelIndex& index) const;
    /// What the row would take if it had all the room.
    int naturalWidth(const QFont& font, const QModelIndex& index) const;
    /// Hints begin this far from the start of the labels, one below the other; 0: each stands at the far end of its row.
    void setHintColumn(int width) { m_hintColumn = width; }

private:
    int paintBadge(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, const QRect& room) const;

    const Look& m_look;
    Roles m_roles;
    int m_hintColumn = 0;
};

} // namespace confab::desktop
