// What the mouse does in the timeline: hovering, clicking links and buttons, selecting text with a drag that scrolls at the edges.
#pragma once

#include "client-desktop/views/timeline/TimelineSelection.h"

#include <QBasicTimer>
#include <QPoint>

class QMouseEvent;
class QWidget;

namespace confab::desktop {

class TimelinePointer final : public QObject {
    Q_OBJECT
public:
    /// `surface` is where rows are painted; its events are handed in.
    TimelinePointer(TimelineScene& scene, TimelineSelection& selection, QWidget& surface);

    void press(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    void release(const QMouseEvent& event);
    void doubleClick(const QMouseEvent& event);
    void leave();
    /// Rows moved under a pointer that stands still.
    void renew();

    int hoveredRow() const { return m_row; }
    bool isDragging() const { return m_isDragging; }
    QPoint at() const { return m_at; }
    QString link() const { return m_link; }
    /// In the coordinates of a row.
    QPointF inside(int row, QPoint position) const;

Q_SIGNALS:
    void repaintWanted();
    void rowPressed(int row);
    void zoneClicked(int row, confab::desktop::ZoneKind kind, const QString& text);
    void linkClicked(const QString& target);
    void linkHovered(const QString& target);
    void selectionMade();

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    void hover(QPoint position);
    void setLink(const QString& link);
    void dragTo(QPoint position);
    int nearestRow(int y) const;
    void extendTo(QPoint position);

    TimelineScene& m_scene;
    TimelineSelection& m_selection;
    QWidget& m_surface;
    QBasicTimer m_scrollTimer;
    QPoint m_at{-1, -1};
    QPoint m_pressedAt;
    qint64 m_doubleClickedAt = 0;
    QString m_link;
    QString m_pressedLink;
    int m_row = -1;
    bool m_isDragging = false;
    bool m_hasPressed = false;
};

} // namespace confab::desktop
