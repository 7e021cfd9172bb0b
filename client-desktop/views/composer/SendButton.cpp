// The round button that sends what was written.
#include "client-desktop/views/composer/SendButton.h"

#include <QPainter>
#include <QPainterPath>

#include <utility>

namespace confab::desktop {

SendButton::SendButton(const Look& look, QWidget* parent)
    : QAbstractButton(parent)
    , m_look(look)
{
    setAccessibleName(tr("Send"));
    setToolTip(tr("Send (Enter)"));
    // A click must not take the keyboard away from the text.
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&look, &Look::changed, this, [this] { update(); });
}

void SendButton::setReady(bool isReady)
{
    if (std::exchange(m_isReady, isReady) != isReady)
        update();
}

void SendButton::setObstacle(const QString& reason)
{
    if (std::exchange(m_obstacle, reason) == reason)
        return;
    setToolTip(reason.isEmpty() ? tr("Send (Enter)") : reason);
    setAccessibleDescription(reason);
    update();
}

QSize SendButton::sizeHint() const
{
    const int side = fontMetrics().height() * 9 / 5;
    return {side, side};
}

void SendButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal side = std::min(width(), height());
    const QRectF disc(QPointF((width() - side) / 2.0, (height() - side) / 2.0), QSizeF(side, side));
    const bool isLit = m_isReady && m_obstacle.isEmpty() && isEnabled();
    const bool isHot = underMouse() || isDown();
    painter.setPen(Qt::NoPen);
    if (isLit)
        painter.setBrush(isHot ? m_look.color(Token::Link) : m_look.color(Token::Accent));
    else
        painter.setBrush(isHot ? QBrush(m_look.color(Token::Hover)) : QBrush(Qt::NoBrush));
    painter.drawEllipse(disc.adjusted(2, 2, -2, -2));
    if (hasFocus()) {
        painter.setPen(QPen(m_look.color(isLit ? Token::Strong : Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1));
    }

    painter.translate(disc.center());
    painter.scale(layoutDirection() == Qt::RightToLeft ? -side : side, side);
    QPainterPath plane;
    plane.moveTo(-0.2, -0.22);
    plane.lineTo(0.27, 0);
    plane.lineTo(-0.2, 0.22);
    plane.lineTo(-0.13, 0.035);
    plane.lineTo(0.06, 0);
    plane.lineTo(-0.13, -0.035);
    plane.closeSubpath();
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look.color(isLit ? Token::OnAccent : Token::Quiet));
    painter.drawPath(plane);
}

} // namespace confab::desktop
