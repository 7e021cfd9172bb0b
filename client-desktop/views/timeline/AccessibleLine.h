// One line of the timeline for screen readers; internal to TimelineAccessible.cpp.
#pragma once

#include "client-desktop/views/timeline/TimelineView.h"

#include <QAccessible>
#include <QPointer>

namespace confab::desktop {

/// Finds its row by key at every call: a client may hold it for longer than the line lives.
class AccessibleLine final : public QAccessibleInterface, public QAccessibleTextInterface, public QAccessibleActionInterface {
public:
    AccessibleLine(TimelineView& view, const RowKey& key)
        : m_view(&view)
        , m_scene(&view.scene())
        , m_key(key)
    {
    }

    const RowKey& key() const { return m_key; }
    void setKey(const RowKey& key) { m_key = key; }
    /// The row now, or -1.
    int row() const;

    bool isValid() const override { return row() >= 0; }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override;
    QAccessibleInterface* parent() const override;
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text what) const override;
    void setText(QAccessible::Text, const QString&) override { }
    QRect rect() const override;
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override;
    void* interface_cast(QAccessible::InterfaceType type) override;

    void selection(int index, int* start, int* end) const override;
    int selectionCount() const override;
    void addSelection(int start, int end) override;
    void removeSelection(int index) override;
    void setSelection(int index, int start, int end) override;
    int cursorPosition() const override { return 0; }
    void setCursorPosition(int) override { }
    QString text(int start, int end) const override;
    int characterCount() const override;
    QRect characterRect(int offset) const override;
    int offsetAtPoint(const QPoint& point) const override;
    void scrollToSubstring(int start, int end) override;
    QString attributes(int offset, int* start, int* end) const override;

    QStringList actionNames() const override;
    QString localizedActionName(const QString& name) const override;
    void doAction(const QString& name) override;
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    RowContent content() const { return m_view->scene().lines().content(row()); }
    QPoint origin() const;

    QPointer<TimelineView> m_view;
    QPointer<TimelineScene> m_scene; // goes first when the view is destroyed
    RowKey m_key;
};

} // namespace confab::desktop
