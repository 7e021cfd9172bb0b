// One line of plain text that gives way: elided when there is no room, whole in its tooltip.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QLabel>

namespace confab::desktop {

/// Never taken for rich text. Screen readers get the whole text. Newlines are drawn as blanks.
class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    /// `look` outlives it.
    ElidedLabel(const Look& look, Token token, QWidget* parent = nullptr);

    /// The whole text; hides QLabel::setText to keep tooltip and accessibility in step.
    void setText(const QString& text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showToolTip();

    const Look& m_look;
    Token m_token;
};

} // namespace confab::desktop
