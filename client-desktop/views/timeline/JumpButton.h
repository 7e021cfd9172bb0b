// The round button over the timeline that leads to the newest message and says how many are new.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QAbstractButton>

namespace confab::desktop {

class JumpButton final : public QAbstractButton {
    Q_OBJECT
public:
    explicit JumpButton(const Look& look, QWidget* parent);

    /// Named "Jump to latest, 3 new" for those who hear it.
    void setCount(int count);
    int newCount() const { return m_count; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Look& m_look;
    int m_count = -1;
};

} // namespace confab::desktop
