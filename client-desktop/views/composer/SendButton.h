// The round button that sends what was written.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QAbstractButton>

namespace confab::desktop {

/// Always clickable; looks idle while there is nothing to send.
class SendButton : public QAbstractButton {
    Q_OBJECT
public:
    /// `look` outlives it.
    SendButton(const Look& look, QWidget* parent);

    void setReady(bool isReady);
    /// Why the text cannot be sent; empty when it can.
    void setObstacle(const QString& reason);
    QString obstacle() const { return m_obstacle; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Look& m_look;
    bool m_isReady = false;
    QString m_obstacle;
};

} // namespace confab::desktop
