// A rounded surface with a soft shadow, floating over the other widgets of a window.
#include "client-desktop/views/popup/PopupFrame.h"

#include <QEvent>
#include <QPainter>

namespace confab::desktop {

PopupFrame::PopupFrame(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_content(new QVBoxLayout(this))
{
    m_content->setSpacing(0);
    fitMargins();
    connect(&look, &Look::changed, this, [this] { update(); });
    hide();
}

int PopupFrame::shadowWidth() const { return fontMetrics().height() / 3; }

int PopupFrame::radius() const { return fontMetrics().height() / 2; }

void PopupFrame::fitMargins()
{
    const int margin = shadowWidth() + fontMetrics().height() / 4;
    m_content->setContentsMargins(margin, margin, margin, margin);
}

void PopupFrame::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitMargins();
}

void PopupFrame::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int depth = shadowWidth();
    const QRectF surface = QRectF(rect()).adjusted(depth, depth, -depth, -depth);
    painter.setPen(Qt::NoPen);
    QColor shade = palette().color(QPalette::Shadow);
    shade.setAlphaF(m_look.theme().isDark ? 0.09F : 0.05F);
    painter.setBrush(shade);
    // Many thin layers: darker where they overlap, near the surface.
    for (int step = depth; step > 0; --step)
        painter.drawRoundedRect(
            surface.adjusted(-step, -step + depth / 3.0, step, step).intersected(rect()), radius() + step, radius() + step);
    painter.setPen(m_look.color(Token::Separator));
    painter.setBrush(m_look.color(Token::Field));
    painter.drawRoundedRect(surface.adjusted(0.5, 0.5, -0.5, -0.5), radius(), radius());
}

} // namespace confab::desktop
