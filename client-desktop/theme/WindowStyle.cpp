// Fusion with quiet scroll bars: a rounded handle, no arrows, nothing at all where there is nothing to scroll.
#include "client-desktop/theme/WindowStyle.h"

#include <QAbstractScrollArea>
#include <QPainter>
#include <QStyleOptionSlider>

#include <algorithm>

namespace confab::desktop {

using namespace Qt::StringLiterals;

namespace {

int lineHeight(const QStyleOption* option, const QWidget* widget)
{
    return option ? option->fontMetrics.height() : widget ? widget->fontMetrics().height() : QFontMetrics(QFont()).height();
}

/// The ground the bar lies on: that of the scroll area around it.
QColor ground(const QWidget* bar, const QColor& otherwise)
{
    for (const QWidget* around = bar ? bar->parentWidget() : nullptr; around; around = around->parentWidget()) {
        if (const auto* area = qobject_cast<const QAbstractScrollArea*>(around))
            return area->viewport()->palette().color(area->viewport()->backgroundRole());
    }
    return otherwise;
}

QRect handle(const QStyleOptionSlider& bar, int least)
{
    const bool isUpright = bar.orientation == Qt::Vertical;
    const int room = isUpright ? bar.rect.height() : bar.rect.width();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    const qint64 whole = range + bar.pageStep;
    const int length = std::clamp(whole > 0 ? int(qint64(bar.pageStep) * room / whole) : room, std::min(least, room), room);
    const int at = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, room - length, bar.upsideDown);
    return isUpright ? QRect(bar.rect.x(), bar.rect.y() + at, bar.rect.width(), length)
                     : QRect(bar.rect.x() + at, bar.rect.y(), length, bar.rect.height());
}

} // namespace

WindowStyle::WindowStyle(const Look& look)
    : QProxyStyle(u"Fusion"_s)
    , m_look(look)
{
}

int WindowStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    if (metric == PM_ScrollBarExtent)
        return std::max(8, lineHeight(option, widget) * 3 / 4);
    if (metric == PM_ScrollBarSliderMin)
        return lineHeight(option, widget) * 2;
    return QProxyStyle::pixelMetric(metric, option, widget);
}

QRect WindowStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const
{
    const auto* bar = control == CC_ScrollBar ? qstyleoption_cast<const QStyleOptionSlider*>(option) : nullptr;
    if (!bar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    const QRect grip = handle(*bar, pixelMetric(PM_ScrollBarSliderMin, option, widget));
    const bool isUpright = bar->orientation == Qt::Vertical;
    QRect found;
    switch (part) {
    case SC_ScrollBarGroove:
        found = bar->rect;
        break;
    case SC_ScrollBarSlider:
        found = grip;
        break;
    case SC_ScrollBarSubPage:
        found = isUpright ? QRect(bar->rect.topLeft(), QPoint(bar->rect.right(), grip.top() - 1))
                          : QRect(bar->rect.topLeft(), QPoint(grip.left() - 1, bar->rect.bottom()));
        break;
    case SC_ScrollBarAddPage:
        found = isUpright ? QRect(QPoint(bar->rect.left(), grip.bottom() + 1), bar->rect.bottomRight())
                          : QRect(QPoint(grip.right() + 1, bar->rect.top()), bar->rect.bottomRight());
        break;
    default:
        return {}; // no arrows
    }
    return visualRect(bar->direction, bar->rect, found);
}

void WindowStyle::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    const auto* bar = control == CC_ScrollBar ? qstyleoption_cast<const QStyleOptionSlider*>(option) : nullptr;
    if (!bar)
        return QProxyStyle::drawComplexControl(control, option, painter, widget);
    painter->fillRect(bar->rect, ground(widget, m_look.color(Token::Window)));
    if (bar->minimum >= bar->maximum)
        return;
    const bool isHeld = (bar->activeSubControls & SC_ScrollBarSlider) && (bar->state & (State_Sunken | State_MouseOver));
    const qreal margin = bar->fontMetrics.height() / 6.0;
    const QRectF grip = QRectF(subControlRect(control, option, SC_ScrollBarSlider, widget)).adjusted(margin, margin, -margin, -margin);
    const qreal radius = std::min(grip.width(), grip.height()) / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_look.color(isHeld ? Token::Quiet : Token::Offline));
    painter->drawRoundedRect(grip, radius, radius);
    painter->restore();
}

} // namespace confab::desktop
