// What the timeline shows now, without a widget: the room's rows, where they stand, what has been seen, and where other rooms were left.
#pragma once

#include "client-desktop/views/timeline/LayoutShelf.h"
#include "client-desktop/views/timeline/TimelineScroll.h"

namespace confab::desktop {

/// Changes of the store are taken at once but nothing is laid out before settle(), which all that asks for positions must call first.
/// Main thread.
class TimelineScene final : public QObject {
    Q_OBJECT
public:
    explicit TimelineScene(client::Store& store, QObject* parent = nullptr);

    TimelineLines& lines() { return m_lines; }
    const TimelineLines& lines() const { return m_lines; }
    LayoutShelf& shelf() { return m_shelf; }
    const TimelineScroll& scroll() const { return m_scroll; }
    RoomId room() const { return m_lines.room(); }

    void setStyle(const TimelineStyle& style);
    const TimelineStyle& style() const { return m_shelf.style(); }
    void setViewport(int height);
    void showRoom(RoomId room);
    void addLocal(RoomId room, protocol::Severity severity, const QString& text);
    void settle();
    /// Lays out a few rows that are close. False when there is nothing to do.
    bool measureAhead(int most) { return m_shelf.hasStyle() && m_scroll.measureAhead(most); }

    // ---- what a person does ----

    void scrollBy(int pixels);
    void scrollTo(qint64 position);
    void scrollToEnd();
    void scrollToTop() { scrollTo(0); }
    bool jumpToUnread();
    /// Into the upper third; false when it is not loaded.
    bool showLine(Seq seq);
    /// As little as needed.
    void ensureVisible(int row);
    void setWatched(bool watched);
    void takeUnreadLine();

    // ---- after settle() ----

    bool isAtEnd() const { return m_scroll.isAtEnd(); }
    Seq newestSeen() const { return m_newestSeen; }
    bool wantsOlder() const;
    /// Lines of others further down that came since the end was left and were not seen yet.
    int newBelow() const;
    /// The topmost row on the screen that takes space; -1 for none.
    int topRow() const;
    /// The row at y on the screen; -1 for none.
    int rowAt(int y) const;
    int yOf(int row) const { return m_scroll.yOf(row); }
    /// Of a row on the screen, valid until the next call.
    MessageLayout& layout(int row) { return m_shelf.layout(row); }

Q_SIGNALS:
    /// Rows or positions are not what they were: settle and paint.
    void changed();
    void rowsInserted(int first, int last);
    void rowsRemoved(int first, int last);
    void rowsChanged(int first, int last);
    void wasReset();

private:
    /// Where a room was left.
    struct Place {
        bool isAtEnd = true;
        RowKey key;
        int y = 0;
        Seq newestBefore;
    };

    void connectLines();
    void savePlace();
    void restorePlace();
    void open();
    void followUnread();
    int unreadRow() const;
    Seq newestSeq() const;
    void takeSeen();

    client::Store& m_store;
    TimelineLines m_lines;
    LayoutShelf m_shelf;
    TimelineScroll m_scroll;
    QHash<RoomId, Place> m_places;
    Seq m_newestBefore; // what comes later is new below: seen, or there when the end was left
    Seq m_newestSeen;
    Seq m_watchedUpTo; // arrived before somebody's eyes
    bool m_isWatched = true;
    bool m_expectsLine = false; // there is a line, or will be: it stays put while somebody reads
    bool m_isOpening = false;   // nobody has scrolled yet, and the unread line has not been shown
};

} // namespace confab::desktop
