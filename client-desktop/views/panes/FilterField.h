// The field above a list: typing narrows it, Escape clears, Down goes into the list.
#pragma once

#include "client-desktop/theme/Icons.h"

#include <QLineEdit>

namespace confab::desktop {

class FilterField final : public QLineEdit {
    Q_OBJECT
public:
    /// `look` outlives it.
    explicit FilterField(const Look& look, QWidget* parent = nullptr);

Q_SIGNALS:
    void leftDown();
    /// Enter: the first one listed is meant.
    void accepted();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showIcon();

    Icons m_icons;
    QAction* m_glyph = nullptr;
};

} // namespace confab::desktop
