// Fusion with quiet scroll bars: a rounded handle, no arrows, nothing at all where there is nothing to scroll.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QProxyStyle>

namespace confab::desktop {

/// For QApplication::setStyle, which takes it over. `look` outlives the application's widgets.
class WindowStyle final : public QProxyStyle {
public:
    explicit WindowStyle(const Look& look);

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const override;
    void drawComplexControl(
        ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const override;

private:
    const Look& m_look;
};

} // namespace confab::desktop
