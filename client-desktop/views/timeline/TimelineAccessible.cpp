// The list itself: hands out its items by index and lets go of those whose lines have gone.
#include "client-desktop/views/timeline/TimelineAccessible.h"

#include "client-desktop/views/timeline/AccessibleLine.h"
#include "client-desktop/views/timeline/Announcement.h"
#include "client-desktop/views/timeline/JumpButton.h"

#include <QAccessibleWidget>

namespace confab::desktop {

namespace {

/// Children are the rows, then the jump button while it shows, then the announcement.
class AccessibleTimeline final : public QAccessibleWidget {
public:
    explicit AccessibleTimeline(TimelineView& view)
        : QAccessibleWidget(&view, QAccessible::List)
        , m_view(view)
        , m_scene(&view.scene())
    {
        const TimelineScene* scene = m_scene;
        QObject::connect(scene, &TimelineScene::rowsRemoved, &m_context, [this] { dropGone(); });
        QObject::connect(scene, &TimelineScene::rowsChanged, &m_context, [this] { dropGone(); });
        QObject::connect(scene, &TimelineScene::wasReset, &m_context, [this] { dropGone(); });
        QObject::connect(&view, &TimelineView::currentRowChanged, &m_context, [this](int row) { tellFocus(row); });
    }
    ~AccessibleTimeline() override
    {
        for (const QAccessible::Id id : std::as_const(m_ids))
            QAccessible::deleteAccessibleInterface(id);
    }

    bool isValid() const override { return m_scene && QAccessibleWidget::isValid(); }
    int childCount() const override { return isValid() ? rowCount() + int(others().size()) : 0; }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        if (index < rowCount())
            return line(index);
        return QAccessible::queryAccessibleInterface(others().at(index - rowCount()));
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        if (!child || !isValid())
            return -1;
        if (const auto* item = dynamic_cast<const AccessibleLine*>(child))
            return item->row();
        const qsizetype other = others().indexOf(qobject_cast<QWidget*>(child->object()));
        return other < 0 ? -1 : rowCount() + int(other);
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        if (!isValid())
            return nullptr;
        for (QWidget* other : others()) {
            if (QAccessibleInterface* child = QAccessible::queryAccessibleInterface(other); child && child->rect().contains(x, y))
                return child;
        }
        const QPoint inside = m_view.viewport()->mapFromGlobal(QPoint(x, y));
        const int row = m_view.viewport()->rect().contains(inside) ? m_view.scene().rowAt(inside.y()) : -1;
        return row < 0 ? nullptr : line(row);
    }
    QAccessibleInterface* focusChild() const override
    {
        if (!isValid())
            return nullptr;
        if (m_view.hasFocus() && m_view.currentRow() >= 0)
            return line(m_view.currentRow());
        return QAccessibleWidget::focusChild();
    }

private:
    int rowCount() const { return m_scene->lines().count(); }
    QList<QWidget*> others() const
    {
        QList<QWidget*> found;
        if (auto* jump = m_view.findChild<JumpButton*>(QString(), Qt::FindDirectChildrenOnly); jump && jump->isVisible())
            found.append(jump);
        if (auto* announcement = m_view.findChild<Announcement*>(QString(), Qt::FindDirectChildrenOnly))
            found.append(announcement);
        return found;
    }

    QAccessibleInterface* line(int row) const
    {
        const RowKey key = m_scene->lines().keyOf(row);
        if (const auto known = m_ids.constFind(key); known != m_ids.cend()) {
            if (QAccessibleInterface* item = QAccessible::accessibleInterface(*known))
                return item;
        }
        auto* item = new AccessibleLine(m_view, key); // Qt's registry owns it
        m_ids.insert(key, QAccessible::registerAccessibleInterface(item));
        return item;
    }

    /// A post that was sent is the same item under another key; items without a line go, told to who listens.
    void dropGone()
    {
        QHash<RowKey, QAccessible::Id> kept;
        for (auto [key, id] : std::as_const(m_ids).asKeyValueRange()) {
            auto* item = static_cast<AccessibleLine*>(QAccessible::accessibleInterface(id));
            if (!item)
                continue;
            const int row = item->row();
            const RowKey now = row >= 0 ? m_scene->lines().keyOf(row) : RowKey();
            if (row >= 0 && !kept.contains(now)) {
                item->setKey(now);
                kept.insert(now, id);
                continue;
            }
            QAccessibleEvent gone(item, QAccessible::ObjectDestroyed);
            QAccessible::updateAccessibility(&gone);
            QAccessible::deleteAccessibleInterface(id);
        }
        m_ids = kept;
    }

    void tellFocus(int row) const
    {
        if (row < 0 || row >= rowCount() || !m_view.hasFocus())
            return;
        QAccessibleEvent focus(line(row), QAccessible::Focus);
        QAccessible::updateAccessibility(&focus);
    }

    TimelineView& m_view;
    QPointer<TimelineScene> m_scene; // goes first when the view is destroyed
    QObject m_context;               // ends the connections with this object
    mutable QHash<RowKey, QAccessible::Id> m_ids;
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object)
{
    if (auto* view = qobject_cast<TimelineView*>(object))
        return new AccessibleTimeline(*view); // Qt's registry owns it
    if (auto* announcement = qobject_cast<Announcement*>(object))
        return new QAccessibleWidget(announcement, QAccessible::Notification);
    return nullptr;
}

} // namespace

void installTimelineAccessibility()
{
    QAccessible::removeFactory(makeAccessible);
    QAccessible::installFactory(makeAccessible);
}

} // namespace confab::desktop
