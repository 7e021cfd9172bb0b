// Rows in groups: the first row of a group carries its heading; marks the open row, the row under the pointer and the focused row.
#pragma once

#include "client-desktop/delegates/Marks.h"
#include "client-desktop/theme/Icons.h"

#include <QStyledItemDelegate>

namespace confab::desktop {

/// All rows are of one height, headings come on top. The heading belongs to the row in the view's geometry only: views must ask
/// headingHeight() before they take a click there for the row. A selected row is drawn as the open one; the current one gets the focus
/// ring.
class SectionDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// `look` outlives it.
    explicit SectionDelegate(const Look& look, QObject* parent = nullptr);

    /// 0 for rows that do not start a group.
    int headingHeight(const QModelIndex& index, const QFont& font) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// What a row is painted with.
    struct Row {
        QPainter& painter;
        const QStyleOptionViewItem& option;
        QModelIndex index;
        QRect box;   ///< without heading and margin, not mirrored yet
        QColor back; ///< what lies behind
        RowMeasures measures;
        bool isOpen;
    };

    virtual QString heading(const QModelIndex& index) const = 0;
    virtual bool startsGroup(const QModelIndex& index) const = 0;
    virtual void paintRow(const Row& row) const = 0;
    virtual int rowHeight(const RowMeasures& measures) const { return measures.row; }
    virtual bool hasHeadings() const { return true; }
    /// False: paintRow() shows what is open and what is under the pointer.
    virtual bool hasPlates() const { return true; }

    /// Text of one line from the leading edge on, elided; answers the width used. `box` is not mirrored.
    static int drawText(const Row& row, const QRect& box, const QString& text, const QFont& font, const QColor& color);
    static QRect mirrored(const Row& row, const QRect& box);

    const Look& look() const { return m_look; }
    const Icons& icons() const { return m_icons; }

private:
    void paintHeading(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    const Look& m_look;
    Icons m_icons;
};

} // namespace confab::desktop
