// What stands where the timeline would be while no room is open: two lines on how to go on.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QWidget>

namespace confab::desktop {

class EmptyPage final : public QWidget {
    Q_OBJECT
public:
    /// `look` outlives it.
    explicit EmptyPage(const Look& look, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Look& m_look;
};

} // namespace confab::desktop
