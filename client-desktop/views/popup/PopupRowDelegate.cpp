// One row of a small list: a name, a quiet hint at the other end, and a count of what is unread.
#include "client-desktop/views/popup/PopupRowDelegate.h"

#include "client-desktop/views/popup/EmojiText.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace confab::desktop {

namespace {

int padding(const QFont& font) { return QFontMetrics(font).height() / 2; }

QFont badgeFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.85);
    font.setBold(true);
    return font;
}

} // namespace

PopupRowDelegate::PopupRowDelegate(const Look& look, const Roles& roles, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_look(look)
    , m_roles(roles)
{
}

int PopupRowDelegate::rowHeight(const QFont& font) { return QFontMetrics(font).height() * 8 / 5; }

QSize PopupRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const { return {0, rowHeight(option.font)}; }

int PopupRowDelegate::labelWidth(const QFont& font, const QModelIndex& index) const
{
    return lineWidth(index.data(m_roles.label).toString(), font) + 2 * padding(font);
}

int PopupRowDelegate::naturalWidth(const QFont& font, const QModelIndex& index) const
{
    const QString hint = m_roles.hint >= 0 ? index.data(m_roles.hint).toString() : QString();
    const int label = labelWidth(font, index);
    return hint.isEmpty() ? label : std::max(label, m_hintColumn) + lineWidth(hint, font) + 2 * padding(font);
}

int PopupRowDelegate::paintBadge(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, const QRect& room) const
{
    const qint64 count = m_roles.badge >= 0 ? index.data(m_roles.badge).toLongLong() : 0;
    if (count <= 0)
        return 0;
    const bool isLoud = index.data(m_roles.badgeIsLoud).toBool();
    const QFont font = badgeFont(option.font);
    const QFontMetrics metrics(font);
    const QString text = QString::number(count);
    const int height = metrics.height() + metrics.height() / 6;
    const int width = std::max(height, metrics.horizontalAdvance(text) + metrics.height() * 2 / 3);
    const QRect pill = QStyle::alignedRect(option.direction, Qt::AlignRight | Qt::AlignVCenter, QSize(width, height), room);
    painter.setPen(isLoud ? QPen(Qt::NoPen) : QPen(m_look.color(Token::Quiet)));
    painter.setBrush(isLoud ? QBrush(m_look.color(Token::Badge)) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), height / 2.0, height / 2.0);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter.setPen(m_look.color(isLoud ? Token::OnBadge : isSelected ? Token::OnSelected : Token::Quiet));
    painter.setFont(font);
    painter.drawText(pill, Qt::AlignCenter, text);
    return width + padding(option.font);
}

void PopupRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const int pad = padding(option.font);
    if (isSelected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_look.color(isSelected ? Token::Selected : Token::Hover));
        painter->drawRoundedRect(QRectF(option.rect), pad * 0.6, pad * 0.6);
    }

    const bool isMirrored = option.direction == Qt::RightToLeft;
    const Qt::Alignment start = isMirrored ? Qt::AlignRight : Qt::AlignLeft;
    const Qt::Alignment end = isMirrored ? Qt::AlignLeft : Qt::AlignRight;
    QRect room = option.rect.adjusted(pad, 0, -pad, 0);
    // Cuts a piece of that width off the far end.
    const auto cut = [&](int width) { isMirrored ? room.setLeft(room.left() + width) : room.setRight(room.right() - width); };
    cut(paintBadge(*painter, option, index, room));

    const QString label = index.data(m_roles.label).toString();
    const QString hint = m_roles.hint >= 0 ? index.data(m_roles.hint).toString() : QString();
    if (!hint.isEmpty()) {
        // The name comes first; a hint gets what is left, but a long name leaves it a third.
        const bool isColumn = m_hintColumn > 0;
        const int hintWidth = isColumn
            ? std::max(room.width() - m_hintColumn, 0)
            : std::min(std::max(room.width() - lineWidth(label, option.font) - 2 * pad, room.width() / 3), lineWidth(hint, option.font));
        const QRect place = QStyle::alignedRect(option.direction, Qt::AlignRight | Qt::AlignVCenter, QSize(hintWidth, room.height()), room);
        painter->setPen(m_look.color(isSelected ? Token::OnSelected : Token::Quiet));
        drawLine(*painter, place, hint, option.font, isColumn ? start : end);
        cut(hintWidth + 2 * pad);
    }
    painter->setPen(m_look.color(isSelected ? Token::OnSelected : Token::Text));
    drawLine(*painter, room, label, option.font, start);
    painter->restore();
}

} // namespace confab::desktop
