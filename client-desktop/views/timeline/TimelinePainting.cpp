// Events of the timeline's widget: painting, size, wheel, keys, focus, tool tips.
#include "client-desktop/views/timeline/JumpButton.h"
#include "client-desktop/views/timeline/MessagePainter.h"
#include "client-desktop/views/timeline/TimelineKeys.h"
#include "client-desktop/views/timeline/TimelinePointer.h"
#include "client-desktop/views/timeline/TimelineView.h"
#include "shared/client/text/DisplayTime.h"

#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace confab::desktop {

namespace {

constexpr int degreesPerNotch = 120;
constexpr int linesPerNotch = 3;

} // namespace

void TimelineView::paintEvent(QPaintEvent* event)
{
    m_scene->settle();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_look.color(Token::Timeline));
    if (m_scene->lines().count() == 0)
        paintEmpty(painter);
    else
        paintRows(painter, event->rect());
    paintStickyDay(painter);
}

void TimelineView::paintRows(QPainter& painter, const QRect& area)
{
    paintHead(painter);
    const int current = hasFocus() ? currentRow() : -1;
    const int flashed = m_flashStrength > 0 ? m_scene->lines().rowOf(m_flashed) : -1;
    const bool hasSelection = !m_selection.isEmpty();
    for (int row = m_scene->scroll().firstVisible(); row <= m_scene->scroll().lastVisible(); ++row) {
        const int y = m_scene->yOf(row);
        if (y > area.bottom() || y + m_scene->scroll().heightOf(row) < area.top())
            continue;
        RowState state;
        state.isHovered = row == m_pointer->hoveredRow();
        state.hoveredAt = m_pointer->inside(row, m_pointer->at());
        state.hasFocusRing = row == current;
        state.flash = row == flashed ? m_flashStrength : 0;
        if (hasSelection) {
            const TimelineSelection::Range range = m_selection.rangeIn(row);
            state.selectedFrom = range.from;
            state.selectedTo = range.to;
        }
        paintRow(painter, m_scene->layout(row), m_scene->style(), state, QPointF(0, y));
    }
}

/// What stands above the oldest line that is loaded.
void TimelineView::paintHead(QPainter& painter)
{
    const int bottom = m_scene->scroll().firstVisible() == 0 ? m_scene->yOf(0) : 0;
    if (bottom <= 0)
        return;
    const QString words = m_store.timeline(room()).hasOlder() ? tr("Loading older messages…")
                                                              : tr("This is the beginning of %1").arg(m_store.roomLabel(room()));
    painter.setFont(m_scene->style().small);
    painter.setPen(m_look.color(Token::Quiet));
    const int height = std::min(bottom, m_scene->scroll().head());
    painter.drawText(QRect(0, bottom - height, viewport()->width(), height), Qt::AlignCenter, words);
}

void TimelineView::paintEmpty(QPainter& painter)
{
    if (!room().isValid())
        return;
    const bool isComing = m_store.timeline(room()).hasOlder();
    const QString words = isComing ? tr("Loading messages…") : tr("Nothing has been said in %1 yet").arg(m_store.roomLabel(room()));
    painter.setFont(m_scene->style().body);
    painter.setPen(m_look.color(Token::Quiet));
    const int margin = int(m_scene->style().margin);
    painter.drawText(viewport()->rect().adjusted(margin, 0, -margin, 0), Qt::AlignCenter | Qt::TextWordWrap, words);
}

/// While somebody scrolls, the day of the topmost line floats above it.
void TimelineView::paintStickyDay(QPainter& painter)
{
    if (!m_stickyTimer.isActive() || m_scene->isAtEnd())
        return;
    const int row = m_scene->topRow();
    // Where the day's own line can be seen, or what stands above all lines, it would say it twice.
    if (row < 0 || (m_scene->yOf(row) >= 0 && (row == 0 || !m_scene->lines().content(row).day.isEmpty())))
        return;
    const TimelineStyle& style = m_scene->style();
    const QFontMetricsF metrics(style.smallBold);
    const QString words = client::dayLabel(m_scene->lines().line(row).ts.value(), m_store.clock().now().value());
    const QSizeF size(metrics.horizontalAdvance(words) + 2 * style.line, metrics.height() * 1.7);
    const QRectF pill(std::round((viewport()->width() - size.width()) / 2), style.line * 0.5, size.width(), size.height());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_look.color(Token::Separator), 1));
    painter.setBrush(m_look.color(Token::Field));
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setFont(style.smallBold);
    painter.setPen(m_look.color(Token::Quiet));
    painter.drawText(pill, Qt::AlignCenter, words);
}

void TimelineView::resizeEvent(QResizeEvent*)
{
    m_scene->setViewport(viewport()->height());
    if (!m_scene->shelf().hasStyle() || m_scene->style().width != viewport()->width())
        restyle();
    placeButton();
    refresh();
}

void TimelineView::placeButton()
{
    m_jump->resize(m_jump->sizeHint());
    const int gap = fontMetrics().height() / 2;
    const QRect area = viewport()->geometry();
    const int left = layoutDirection() == Qt::RightToLeft ? area.left() + gap : area.right() - gap - m_jump->width();
    m_jump->move(left, area.bottom() - gap - m_jump->height());
    m_jump->raise();
}

void TimelineView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::StyleChange)
        restyle();
}

void TimelineView::wheelEvent(QWheelEvent* event)
{
    const bool isSideways = event->modifiers() & Qt::ShiftModifier || std::abs(event->angleDelta().x()) > std::abs(event->angleDelta().y());
    const qreal notch = m_scene->style().advance * linesPerNotch / degreesPerNotch;
    const QPoint turned = event->angleDelta();
    const QPoint pixels = event->pixelDelta();
    event->accept();
    if (isSideways) {
        m_scene->settle();
        const int row = m_scene->rowAt(event->position().toPoint().y());
        const int angle = turned.x() != 0 ? turned.x() : turned.y();
        const qreal distance = !pixels.isNull() ? pixels.x() : angle * notch;
        if (row >= 0 && m_scene->layout(row).scrollCode(m_pointer->inside(row, event->position().toPoint()), -distance))
            viewport()->update();
        return;
    }
    const int distance = !pixels.isNull() ? pixels.y() : int(std::lround(turned.y() * notch));
    if (distance == 0)
        return;
    m_stickyTimer.start(stickyDayMs);
    m_scene->settle();
    m_scene->scrollBy(-distance);
    settleAndTell();
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    if (!m_keys->press(*event))
        event->ignore(); // not the scroll area's: it would move the bar
}

void TimelineView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    const bool isByKey =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
    m_scene->settle();
    if (isByKey && currentRow() < 0 && m_scene->scroll().lastVisible() >= 0)
        m_keys->setCurrent(m_scene->scroll().lastVisible());
    else if (currentRow() >= 0)
        Q_EMIT currentRowChanged(currentRow());
    viewport()->update();
}

void TimelineView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Keyboard)
        return; // the menu key is one of ours
    m_scene->settle();
    const QPoint position = viewport()->mapFromGlobal(event->globalPos());
    const int row = m_scene->rowAt(position.y());
    if (row < 0)
        return;
    m_keys->startFrom(row);
    showMenu(row, m_scene->layout(row).linkAt(m_pointer->inside(row, position)), event->globalPos());
}

bool TimelineView::viewportEvent(QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        m_pointer->press(*static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::MouseMove:
        m_pointer->move(*static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::MouseButtonRelease:
        m_pointer->release(*static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::MouseButtonDblClick:
        m_pointer->doubleClick(*static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::Leave:
        m_pointer->leave();
        return true;
    case QEvent::ToolTip: {
        const auto* help = static_cast<QHelpEvent*>(event);
        return showToolTip(help->pos(), help->globalPos());
    }
    default:
        return QAbstractScrollArea::viewportEvent(event);
    }
}

bool TimelineView::showToolTip(QPoint position, QPoint globalPosition)
{
    m_scene->settle();
    const int row = m_scene->rowAt(position.y());
    QString words;
    if (row >= 0) {
        const MessageLayout& layout = m_scene->layout(row);
        const QPointF point = m_pointer->inside(row, position);
        const bool isInMargin = !layout.isTextAt(point) && point.y() >= layout.bodyTop();
        words = layout.linkAt(point);
        if (words.isEmpty() && isInMargin && layout.content().row.kind != client::RowKind::Gap)
            words = client::fullLabel(layout.content().row.ts.value());
    }
    if (words.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(globalPosition, u"<span>"_qs + words.toHtmlEscaped() + u"</span>"_qs, viewport());
    return true;
}

} // namespace confab::desktop
