// A small button with one glyph, painted from tokens; can stay pressed.
#pragma once

#include "client-desktop/theme/Icons.h"

#include <QToolButton>

namespace confab::desktop {

/// Its name is tooltip and accessible name. Follows the theme by itself.
class IconButton final : public QToolButton {
    Q_OBJECT
public:
    /// `look` outlives it.
    IconButton(const Look& look, Icon icon, const QString& name, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Look& m_look;
    Icons m_icons;
    Icon m_icon;
};

} // namespace confab::desktop
