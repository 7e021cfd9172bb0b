// Two painted buttons in a rounded frame.
#include "client-desktop/views/timeline/HoverBar.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QHoverEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace confab::desktop {

HoverBar::HoverBar(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
{
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

QSize HoverBar::sizeHint() const
{
    const int line = fontMetrics().height();
    return {line * 7 / 2, line * 8 / 5};
}

QRectF HoverBar::rectOf(Spot spot) const
{
    const QRectF inside = QRectF(rect()).adjusted(1, 1, -1, -1);
    const bool isLeft = (spot == Spot::Reply) != (layoutDirection() == Qt::RightToLeft);
    const qreal half = inside.width() / 2;
    return {isLeft ? inside.left() : inside.left() + half, inside.top(), half, inside.height()};
}

HoverBar::Spot HoverBar::spotAt(QPoint position) const
{
    if (!rect().contains(position))
        return Spot::None;
    return rectOf(Spot::Reply).contains(position) ? Spot::Reply : Spot::More;
}

bool HoverBar::event(QEvent* event)
{
    const Spot before = m_hovered;
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter)
        m_hovered = spotAt(static_cast<QHoverEvent*>(event)->position().toPoint());
    else if (event->type() == QEvent::HoverLeave)
        m_hovered = Spot::None;
    if (m_hovered != before)
        update();
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), spotAt(help->pos()) == Spot::Reply ? tr("Reply (R)") : tr("More actions"), this);
        return true;
    }
    return QWidget::event(event);
}

void HoverBar::mousePressEvent(QMouseEvent* event) { event->accept(); }

void HoverBar::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Spot spot = spotAt(event->position().toPoint());
    if (spot == Spot::Reply)
        Q_EMIT replyClicked();
    else if (spot == Spot::More)
        Q_EMIT moreClicked(mapToGlobal(rectOf(Spot::More).bottomLeft().toPoint()));
}

void HoverBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal line = QFontMetricsF(font()).height();
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(m_look.color(Token::Separator), 1));
    painter.setBrush(m_look.color(Token::Field));
    painter.drawRoundedRect(frame, line * 0.3, line * 0.3);
    if (m_hovered != Spot::None) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_look.color(Token::Hover));
        painter.drawRoundedRect(rectOf(m_hovered).adjusted(1, 1, -1, -1), line * 0.2, line * 0.2);
    }
    paintReply(painter, rectOf(Spot::Reply).center(), line * 0.42);
    paintMore(painter, rectOf(Spot::More).center(), line * 0.42);
}

void HoverBar::paintReply(QPainter& painter, QPointF middle, qreal size) const
{
    const qreal turn = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    const auto at = [&](qreal x, qreal y) { return middle + QPointF(turn * x * size, y * size); };
    QPainterPath path(at(-0.35, -0.75));
    path.lineTo(at(-0.95, -0.15));
    path.lineTo(at(-0.35, 0.45));
    path.moveTo(at(-0.9, -0.15));
    path.lineTo(at(0.25, -0.15));
    path.cubicTo(at(0.8, -0.15), at(0.95, 0.3), at(0.95, 0.8));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_look.color(m_hovered == Spot::Reply ? Token::Text : Token::Quiet), std::max<qreal>(1.3, size * 0.22),
        Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
}

void HoverBar::paintMore(QPainter& painter, QPointF middle, qreal size) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look.color(m_hovered == Spot::More ? Token::Text : Token::Quiet));
    for (const int place : {-1, 0, 1})
        painter.drawEllipse(middle + QPointF(place * size * 0.7, 0), size * 0.18, size * 0.18);
}

} // namespace confab::desktop
