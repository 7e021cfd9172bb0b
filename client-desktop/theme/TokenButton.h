// A push button painted from tokens: the one to press first, a plain one, and one on the banner.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QPushButton>

namespace confab::desktop {

/// Behaves like any QPushButton; only its looks are ours. Follows the theme by itself.
class TokenButton final : public QPushButton {
    Q_OBJECT
public:
    enum class Kind : quint8 {
        Primary,  ///< filled with Accent
        Plain,    ///< outlined
        OnBanner, ///< outlined in the banner's ink
    };

    /// `look` outlives it.
    TokenButton(const Look& look, Kind kind, const QString& text = {}, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Look& m_look;
    Kind m_kind;
};

} // namespace confab::desktop
