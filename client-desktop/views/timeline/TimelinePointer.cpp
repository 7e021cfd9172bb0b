// Turns mouse events into selections, clicks and hovers.
#include "client-desktop/views/timeline/TimelinePointer.h"

#include <QApplication>
#include <QMouseEvent>
#include <QStyleHints>
#include <QWidget>

#include <algorithm>

namespace confab::desktop {

namespace {

constexpr int scrollIntervalMs = 30;

} // namespace

TimelinePointer::TimelinePointer(TimelineScene& scene, TimelineSelection& selection, QWidget& surface)
    : QObject(&surface)
    , m_scene(scene)
    , m_selection(selection)
    , m_surface(surface)
{
}

QPointF TimelinePointer::inside(int row, QPoint position) const { return QPointF(position) - QPointF(0, m_scene.yOf(row)); }

int TimelinePointer::nearestRow(int y) const
{
    if (m_scene.lines().count() == 0)
        return -1;
    const int row = m_scene.rowAt(std::clamp(y, 0, std::max(0, m_surface.height() - 1)));
    if (row >= 0)
        return row;
    return y <= m_scene.yOf(0) ? 0 : m_scene.lines().count() - 1;
}

void TimelinePointer::press(const QMouseEvent& event)
{
    m_scene.settle();
    const QPoint position = event.position().toPoint();
    hover(position);
    m_pressedLink = m_link;
    m_pressedAt = position;
    const int row = nearestRow(position.y());
    if (row < 0 || event.button() == Qt::RightButton)
        return;
    m_hasPressed = true;
    if (event.button() != Qt::LeftButton)
        return;
    const MessageLayout& layout = m_scene.layout(row);
    if (layout.zoneAt(inside(row, position)))
        return;
    const bool isTriple =
        event.timestamp() - quint64(m_doubleClickedAt) < quint64(QGuiApplication::styleHints()->mouseDoubleClickInterval());
    if (event.modifiers() & Qt::ShiftModifier)
        m_selection.extendTo(row, layout.positionAt(inside(row, position)));
    else
        m_selection.begin(row, layout.positionAt(inside(row, position)),
            m_doubleClickedAt > 0 && isTriple ? TimelineSelection::Unit::Message : TimelineSelection::Unit::Letter);
    m_doubleClickedAt = 0;
    m_isDragging = true;
    Q_EMIT rowPressed(row);
    Q_EMIT repaintWanted();
}

void TimelinePointer::doubleClick(const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    m_scene.settle();
    const QPoint position = event.position().toPoint();
    const int row = nearestRow(position.y());
    if (row < 0 || m_scene.layout(row).zoneAt(inside(row, position)))
        return;
    m_doubleClickedAt = qint64(event.timestamp());
    m_selection.begin(row, m_scene.layout(row).positionAt(inside(row, position)), TimelineSelection::Unit::Word);
    m_isDragging = true;
    Q_EMIT repaintWanted();
    Q_EMIT selectionMade();
}

void TimelinePointer::move(const QMouseEvent& event)
{
    m_scene.settle();
    const QPoint position = event.position().toPoint();
    if (m_isDragging)
        dragTo(position);
    else
        hover(position);
}

void TimelinePointer::dragTo(QPoint position)
{
    m_at = position;
    const bool isOutside = position.y() < 0 || position.y() >= m_surface.height();
    if (isOutside && !m_scrollTimer.isActive())
        m_scrollTimer.start(scrollIntervalMs, this);
    else if (!isOutside)
        m_scrollTimer.stop();
    extendTo(position);
}

void TimelinePointer::extendTo(QPoint position)
{
    const int row = nearestRow(position.y());
    if (row < 0)
        return;
    m_selection.extendTo(row, m_scene.layout(row).positionAt(inside(row, position)));
    Q_EMIT repaintWanted();
}

void TimelinePointer::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_scrollTimer.timerId())
        return QObject::timerEvent(event);
    const int beyond = m_at.y() < 0 ? m_at.y() : m_at.y() - m_surface.height() + 1;
    m_scene.scrollBy(std::clamp(beyond, -m_surface.height() / 4, m_surface.height() / 4));
    m_scene.settle();
    extendTo(m_at);
}

void TimelinePointer::release(const QMouseEvent& event)
{
    m_scrollTimer.stop();
    const bool wasDragging = std::exchange(m_isDragging, false);
    const bool hasPressed = std::exchange(m_hasPressed, false);
    const QPoint position = event.position().toPoint();
    m_scene.settle();
    hover(position);
    if (wasDragging && !m_selection.isEmpty()) {
        Q_EMIT selectionMade();
        return;
    }
    const bool isClick = hasPressed && (position - m_pressedAt).manhattanLength() < QApplication::startDragDistance();
    if (!isClick || (event.button() != Qt::LeftButton && event.button() != Qt::MiddleButton))
        return;
    if (!m_link.isEmpty() && m_link == m_pressedLink) {
        Q_EMIT linkClicked(m_link);
        return;
    }
    const Zone* zone = m_row >= 0 && event.button() == Qt::LeftButton ? m_scene.layout(m_row).zoneAt(inside(m_row, position)) : nullptr;
    if (zone)
        Q_EMIT zoneClicked(m_row, zone->kind, QString(zone->text));
}

void TimelinePointer::leave()
{
    m_at = {-1, -1};
    m_row = -1;
    setLink({});
    Q_EMIT repaintWanted();
}

void TimelinePointer::renew()
{
    if (!m_isDragging && m_at.y() >= 0)
        hover(m_at);
}

void TimelinePointer::hover(QPoint position)
{
    const int before = m_row;
    m_at = position;
    m_row = m_scene.lines().count() > 0 ? m_scene.rowAt(position.y()) : -1;
    Qt::CursorShape shape = Qt::ArrowCursor;
    QString link;
    bool hasZones = false;
    if (m_row >= 0) {
        const MessageLayout& layout = m_scene.layout(m_row);
        const QPointF point = inside(m_row, position);
        link = layout.linkAt(point);
        hasZones = !layout.zones().isEmpty();
        shape = !link.isEmpty() || layout.zoneAt(point) ? Qt::PointingHandCursor
            : layout.isTextAt(point)                    ? Qt::IBeamCursor
                                                        : Qt::ArrowCursor;
    }
    if (m_surface.cursor().shape() != shape)
        m_surface.setCursor(shape);
    setLink(link);
    if (before != m_row || hasZones)
        Q_EMIT repaintWanted();
}

void TimelinePointer::setLink(const QString& link)
{
    if (std::exchange(m_link, link) != link)
        Q_EMIT linkHovered(link);
}

} // namespace confab::desktop
