// One function per family of keys.
#include "client-desktop/views/timeline/TimelineKeys.h"

#include <QKeyEvent>

namespace confab::desktop {

TimelineKeys::TimelineKeys(TimelineScene& scene, TimelineSelection& selection, QObject* parent)
    : QObject(parent)
    , m_scene(scene)
    , m_selection(selection)
{
}

int TimelineKeys::current() const { return m_scene.lines().rowOf(m_current); }

void TimelineKeys::setCurrent(int row)
{
    const RowKey key = row >= 0 ? m_scene.lines().keyOf(row) : RowKey();
    if (key == m_current)
        return;
    m_current = key;
    Q_EMIT currentChanged(row);
    Q_EMIT repaintWanted();
}

void TimelineKeys::startFrom(int row)
{
    setCurrent(-1);
    m_start = m_scene.lines().keyOf(row);
}

bool TimelineKeys::press(const QKeyEvent& event)
{
    m_scene.settle();
    if (pressScrolling(event) || pressAction(event))
        return true;
    const QString text = event.text();
    const bool isPlain = !(event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (isPlain && !text.isEmpty() && text.at(0).isPrint()) {
        Q_EMIT textTyped(text);
        return true;
    }
    return false;
}

bool TimelineKeys::pressScrolling(const QKeyEvent& event)
{
    const bool extends = event.modifiers() & Qt::ShiftModifier;
    const bool hasOthers = event.modifiers() & (Qt::AltModifier | Qt::MetaModifier);
    if (hasOthers)
        return false;
    if (event.matches(QKeySequence::Copy)) {
        Q_EMIT copyWanted();
        return true;
    }
    if (event.matches(QKeySequence::SelectAll)) {
        m_selection.selectAll();
        Q_EMIT repaintWanted();
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Up:
        return move(-1, extends);
    case Qt::Key_Down:
        return move(1, extends);
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        // Ctrl with them changes the room: not ours.
        if (event.modifiers() & Qt::ControlModifier)
            return false;
        Q_EMIT pagesWanted(event.key() == Qt::Key_PageUp ? -1 : 1);
        return true;
    case Qt::Key_Home:
        m_scene.scrollToTop();
        return true;
    case Qt::Key_End:
        m_scene.scrollToEnd();
        return true;
    case Qt::Key_Escape:
        if (m_selection.isEmpty())
            return false;
        m_selection.clear();
        Q_EMIT repaintWanted();
        return true;
    default:
        return false;
    }
}

bool TimelineKeys::move(int step, bool extends)
{
    const int count = m_scene.lines().count();
    int row = current();
    if (row < 0) {
        const int start = m_scene.lines().rowOf(std::exchange(m_start, RowKey()));
        return count > 0 && goTo(start >= 0 ? start : std::max(m_scene.scroll().lastVisible(), 0), extends);
    }
    do
        row += step;
    while (row >= 0 && row < count && m_scene.lines().content(row).isHidden);
    return goTo(row < 0 || row >= count ? current() : row, extends);
}

bool TimelineKeys::goTo(int row, bool extends)
{
    if (extends) {
        const int from = current() >= 0 ? current() : row;
        if (m_selection.isEmpty())
            m_selection.selectRows(from, row);
        else
            m_selection.extendTo(row, 0);
    } else {
        m_selection.clear();
    }
    setCurrent(row);
    m_scene.ensureVisible(row);
    Q_EMIT repaintWanted();
    return true;
}

bool TimelineKeys::pressAction(const QKeyEvent& event)
{
    const int row = current();
    const bool isMenu = event.key() == Qt::Key_Menu || (event.key() == Qt::Key_F10 && event.modifiers() == Qt::ShiftModifier);
    if (isMenu) {
        const int meant = row >= 0 ? row : m_scene.lines().rowOf(m_start);
        if (meant >= 0)
            Q_EMIT menuWanted(meant);
        return meant >= 0;
    }
    if (row < 0 || event.modifiers() & ~Qt::KeypadModifier)
        return false;
    const RowContent content = m_scene.lines().content(row);
    const bool isPending = content.row.isPending() || content.row.change;
    std::optional<RowAction> action;
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        action = defaultAction(content);
        break;
    case Qt::Key_R:
        action = RowAction::Reply;
        break;
    case Qt::Key_E:
        action = isPending ? RowAction::EditPending : RowAction::Edit;
        break;
    case Qt::Key_C:
        action = RowAction::CopyText;
        break;
    case Qt::Key_Delete:
        action = isPending ? RowAction::Discard : RowAction::Delete;
        break;
    default:
        return false;
    }
    if (action)
        Q_EMIT actionWanted(*action, row);
    return true;
}

} // namespace confab::desktop
