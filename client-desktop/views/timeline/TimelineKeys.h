// What keys do in the timeline: the current message, selecting whole messages, scrolling, and one key per action.
#pragma once

#include "client-desktop/views/timeline/RowActions.h"
#include "client-desktop/views/timeline/TimelineSelection.h"

class QKeyEvent;

namespace confab::desktop {

class TimelineKeys final : public QObject {
    Q_OBJECT
public:
    TimelineKeys(TimelineScene& scene, TimelineSelection& selection, QObject* parent);

    /// Whether the key meant something here.
    bool press(const QKeyEvent& event);

    /// The row the keyboard is on, or -1. Follows its message.
    int current() const;
    /// -1 for none.
    void setCurrent(int row);
    /// Where the arrow keys begin when no row is current: a click shows where somebody is, but typing goes on in the composer.
    void startFrom(int row);

Q_SIGNALS:
    void currentChanged(int row);
    void repaintWanted();
    void actionWanted(confab::desktop::RowAction action, int row);
    void menuWanted(int row);
    void pagesWanted(double pages);
    void copyWanted();
    void textTyped(const QString& text);

private:
    bool move(int step, bool extends);
    bool goTo(int row, bool extends);
    bool pressScrolling(const QKeyEvent& event);
    bool pressAction(const QKeyEvent& event);

    TimelineScene& m_scene;
    TimelineSelection& m_selection;
    RowKey m_current;
    RowKey m_start;
};

} // namespace confab::desktop
