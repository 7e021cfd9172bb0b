// Rows in groups: the first row of a group carries its heading; marks the open row, the row under the pointer and the focused row.
#include "client-desktop/delegates/SectionDelegate.h"

#include <algorithm>

namespace confab::desktop {

SectionDelegate::SectionDelegate(const Look& look, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_look(look)
    , m_icons(look)
{
}

int SectionDelegate::headingHeight(const QModelIndex& index, const QFont& font) const
{
    if (!startsGroup(index))
        return 0;
    const RowMeasures measures(font);
    if (hasHeadings())
        return measures.heading;
    return measures.gap;
}

QSize SectionDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const RowMeasures measures(option.font);
    return {measures.em * 3, rowHeight(measures) + headingHeight(index, option.font)};
}

void SectionDelegate::paintHeading(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const RowMeasures measures(option.font);
    QRect box = option.rect;
    box.setHeight(headingHeight(index, option.font));
    if (!hasHeadings()) {
        if (index.row() == 0)
            return;
        painter.setPen(m_look.color(Token::Separator));
        painter.drawLine(box.left() + measures.pad, box.center().y(), box.right() - measures.pad, box.center().y());
        return;
    }
    // The words stand near the rows they are about.
    box.adjust(measures.pad, measures.heading - measures.em * 3 / 2, -measures.pad, 0);
    painter.setFont(badgeFont(option.font));
    painter.setPen(m_look.color(Token::Quiet));
    drawLine(painter, box, option.direction, heading(index));
}

void SectionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const RowMeasures measures(option.font);
    painter->save();
    painter->setLayoutDirection(option.direction);
    const int heading = headingHeight(index, option.font);
    if (heading > 0)
        paintHeading(*painter, option, index);

    QRect box = option.rect;
    box.setTop(box.top() + heading);
    const int margin = std::max(2, measures.em / 4);
    const QRectF plate = QRectF(box).adjusted(margin, 0.5, -margin, -0.5);
    const qreal radius = measures.em / 3.0;
    const bool isOpen = option.state & QStyle::State_Selected;
    const bool isHovered = option.state & QStyle::State_MouseOver;
    QColor back = m_look.color(Token::Window);
    painter->setRenderHint(QPainter::Antialiasing);
    if (hasPlates() && (isOpen || isHovered)) {
        back = m_look.color(isOpen ? Token::Selected : Token::Hover);
        painter->setPen(Qt::NoPen);
        painter->setBrush(back);
        painter->drawRoundedRect(plate, radius, radius);
    }
    paintRow({*painter, option, index, box, back, measures, isOpen});
    if (option.state & QStyle::State_HasFocus) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(m_look.color(Token::Accent), 2));
        painter->drawRoundedRect(plate.adjusted(1, 1, -1, -1), radius, radius);
    }
    painter->restore();
}

int SectionDelegate::drawText(const Row& row, const QRect& box, const QString& text, const QFont& font, const QColor& color)
{
    row.painter.setFont(font);
    row.painter.setPen(color);
    return drawLine(row.painter, mirrored(row, box), row.option.direction, text);
}

QRect SectionDelegate::mirrored(const Row& row, const QRect& box) { return QStyle::visualRect(row.option.direction, row.box, box); }

} // namespace confab::desktop
