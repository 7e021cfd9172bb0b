// The little bar at the corner of the message under the pointer: reply, and everything else.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QWidget>

namespace confab::desktop {

/// For the mouse alone: keys and the context menu do the same, so it takes no focus and is not told to screen readers.
class HoverBar final : public QWidget {
    Q_OBJECT
public:
    HoverBar(const Look& look, QWidget* parent);

    QSize sizeHint() const override;

Q_SIGNALS:
    void replyClicked();
    void moreClicked(QPoint globalPosition);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    enum class Spot : quint8 { None, Reply, More };

    Spot spotAt(QPoint position) const;
    QRectF rectOf(Spot spot) const;
    void paintReply(QPainter& painter, QPointF middle, qreal size) const;
    void paintMore(QPainter& painter, QPointF middle, qreal size) const;

    const Look& m_look;
    Spot m_hovered = Spot::None;
};

} // namespace confab::desktop
