// A disc with an arrow and a badge.
#include "client-desktop/views/timeline/JumpButton.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace confab::desktop {

JumpButton::JumpButton(const Look& look, QWidget* parent)
    : QAbstractButton(parent)
    , m_look(look)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setToolTip(tr("Jump to latest (End)"));
    setCount(0);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

void JumpButton::setCount(int count)
{
    if (count == m_count)
        return;
    m_count = count;
    setAccessibleName(count > 0 ? tr("Jump to latest, %1 new").arg(count) : tr("Jump to latest"));
    update();
}

QSize JumpButton::sizeHint() const
{
    const int line = fontMetrics().height();
    return {line * 3, line * 3};
}

void JumpButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal line = QFontMetricsF(font()).height();
    const qreal side = line * 2.2;
    const QRectF disc((width() - side) / 2, height() - side - 2, side, side);
    painter.setPen(QPen(m_look.color(hasFocus() ? Token::Accent : Token::Separator), hasFocus() ? 2 : 1));
    painter.setBrush(m_look.color(underMouse() || isDown() ? Token::Hover : Token::Field));
    painter.drawEllipse(disc);

    const QPointF middle = disc.center();
    const qreal arm = line * 0.34;
    QPainterPath arrow(middle + QPointF(-arm, -arm * 0.45));
    arrow.lineTo(middle + QPointF(0, arm * 0.55));
    arrow.lineTo(middle + QPointF(arm, -arm * 0.45));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_look.color(Token::Text), std::max<qreal>(1.5, line * 0.12), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(arrow);
    if (m_count <= 0)
        return;

    QFont badgeFont = font();
    badgeFont.setBold(true);
    if (badgeFont.pointSizeF() > 0)
        badgeFont.setPointSizeF(badgeFont.pointSizeF() * 0.85);
    const QFontMetricsF metrics(badgeFont);
    const QString words = m_count > 999 ? QStringLiteral("999+") : QString::number(m_count);
    const qreal badgeHeight = metrics.height() * 1.15;
    const qreal badgeWidth = std::max(badgeHeight, metrics.horizontalAdvance(words) + metrics.height() * 0.6);
    const QRectF badge(middle.x() - badgeWidth / 2, disc.top() - badgeHeight * 0.55, badgeWidth, badgeHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look.color(Token::Accent));
    painter.drawRoundedRect(badge, badgeHeight / 2, badgeHeight / 2);
    painter.setFont(badgeFont);
    painter.setPen(m_look.color(Token::OnAccent));
    painter.drawText(badge, Qt::AlignCenter, words);
}

} // namespace confab::desktop
