// Every answer asks first whether the line is still there.
#include "client-desktop/views/timeline/AccessibleLine.h"

#include "client-desktop/views/timeline/RowWords.h"

#include <QWindow>

#include <algorithm>

namespace confab::desktop {

int AccessibleLine::row() const { return m_scene ? m_scene->lines().rowOf(m_key) : -1; }

QWindow* AccessibleLine::window() const { return m_view ? m_view->window()->windowHandle() : nullptr; }

QAccessibleInterface* AccessibleLine::parent() const { return m_view ? QAccessible::queryAccessibleInterface(m_view.data()) : nullptr; }

QString AccessibleLine::text(QAccessible::Text what) const
{
    if (!isValid())
        return {};
    if (what == QAccessible::Name)
        return spokenName(content());
    return what == QAccessible::Description ? spokenDescription(content()) : QString();
}

/// Of the row's top left corner, on the screen.
QPoint AccessibleLine::origin() const { return m_view->viewport()->mapToGlobal(QPoint(0, m_view->scene().yOf(row()))); }

QRect AccessibleLine::rect() const
{
    if (!isValid())
        return {};
    return {origin(), QSize(m_view->viewport()->width(), m_view->scene().scroll().heightOf(row()))};
}

QAccessible::State AccessibleLine::state() const
{
    QAccessible::State state;
    const int here = row();
    if (here < 0) {
        state.invalid = true;
        return state;
    }
    const TimelineScroll& scroll = m_view->scene().scroll();
    state.focusable = true;
    state.selectable = true;
    state.readOnly = true;
    state.multiLine = true;
    state.selectableText = true;
    state.focused = m_view->hasFocus() && m_view->currentRow() == here;
    state.selected = !m_view->selection().isEmpty() && m_view->selection().rangeIn(here).to > 0;
    state.offscreen = here < scroll.firstVisible() || here > scroll.lastVisible();
    // A line told by the one above it takes no space and is not there to hear.
    state.invisible = !m_view->isVisible() || m_view->scene().lines().content(here).isHidden;
    return state;
}

void* AccessibleLine::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TextInterface)
        return static_cast<QAccessibleTextInterface*>(this);
    if (type == QAccessible::ActionInterface)
        return static_cast<QAccessibleActionInterface*>(this);
    return nullptr;
}

void AccessibleLine::selection(int index, int* start, int* end) const
{
    *start = 0;
    *end = 0;
    if (index != 0 || selectionCount() == 0)
        return;
    const TimelineSelection::Range range = m_view->selection().rangeIn(row());
    *start = range.from;
    *end = range.to;
}

int AccessibleLine::selectionCount() const
{
    if (!isValid() || m_view->selection().isEmpty())
        return 0;
    const TimelineSelection::Range range = m_view->selection().rangeIn(row());
    return range.from < range.to ? 1 : 0;
}

void AccessibleLine::addSelection(int start, int end)
{
    if (isValid())
        m_view->select(row(), start, end);
}

void AccessibleLine::removeSelection(int index)
{
    if (index == 0 && selectionCount() > 0)
        m_view->select(row(), 0, 0);
}

void AccessibleLine::setSelection(int index, int start, int end)
{
    if (index == 0)
        addSelection(start, end);
}

QString AccessibleLine::text(int start, int end) const
{
    if (!isValid())
        return {};
    const QString all = m_view->scene().layout(row()).text();
    const int length = int(all.size());
    const int from = std::clamp(start, 0, length);
    const int to = end < 0 ? length : std::clamp(end, from, length);
    return all.mid(from, to - from);
}

int AccessibleLine::characterCount() const { return isValid() ? int(m_view->scene().layout(row()).text().size()) : 0; }

QRect AccessibleLine::characterRect(int offset) const
{
    if (!isValid())
        return {};
    const QRectF rect = m_view->scene().layout(row()).rectOf(offset);
    return rect.isNull() ? QRect() : rect.toAlignedRect().translated(origin());
}

int AccessibleLine::offsetAtPoint(const QPoint& point) const
{
    if (!isValid() || !rect().contains(point))
        return -1;
    return m_view->scene().layout(row()).positionAt(point - origin());
}

void AccessibleLine::scrollToSubstring(int, int)
{
    if (isValid())
        m_view->scene().ensureVisible(row());
}

QString AccessibleLine::attributes(int, int* start, int* end) const
{
    *start = 0;
    *end = characterCount();
    return {};
}

QStringList AccessibleLine::actionNames() const
{
    if (!isValid())
        return {};
    QStringList names{setFocusAction()};
    for (const RowAction action : m_view->actionsOf(row()))
        names.append(labelOf(action));
    return names;
}

QString AccessibleLine::localizedActionName(const QString& name) const
{
    return name == setFocusAction() ? QAccessibleActionInterface::localizedActionName(name) : name;
}

void AccessibleLine::doAction(const QString& name)
{
    if (!isValid())
        return;
    if (name == setFocusAction()) {
        m_view->scene().ensureVisible(row());
        m_view->setCurrentRow(row());
        m_view->setFocus();
        return;
    }
    for (const RowAction action : m_view->actionsOf(row())) {
        if (labelOf(action) == name)
            return m_view->act(action, row());
    }
}

} // namespace confab::desktop
