// A small button with one glyph, painted from tokens; can stay pressed.
#include "client-desktop/theme/IconButton.h"

#include <QStyleOptionToolButton>

namespace confab::desktop {

IconButton::IconButton(const Look& look, Icon icon, const QString& name, QWidget* parent)
    : QToolButton(parent)
    , m_look(look)
    , m_icons(look)
    , m_icon(icon)
{
    setAccessibleName(name);
    setToolTip(name);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

QSize IconButton::sizeHint() const
{
    const int side = fontMetrics().height() * 15 / 8;
    return {side, side};
}

void IconButton::paintEvent(QPaintEvent*)
{
    QStyleOptionToolButton option;
    initStyleOption(&option);
    const bool isHot = option.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    const int em = fontMetrics().height();
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    const qreal radius = em / 3.0;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isEnabled() && (isHot || isChecked())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_look.color(isChecked() ? Token::Selected : Token::Hover));
        painter.drawRoundedRect(box, radius, radius);
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_look.color(Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, radius, radius);
    }
    QRectF glyph(0, 0, em * 1.2, em * 1.2);
    glyph.moveCenter(QRectF(rect()).center());
    m_icons.paint(painter, glyph, m_icon, !isEnabled() ? Token::Quiet : isChecked() ? Token::OnSelected : Token::Text);
}

} // namespace confab::desktop
