// The conversation of the room that is shown: where it is scrolled to, and how it is drawn.
#pragma once

#include "client-tui/views/TimelineRenderer.h"

#include <QHash>

namespace confab::tui {

/// Draws from the store; keeps only where the person looks. What is read never moves by itself: the place is an item and a line in
/// it, not a number of lines, and new messages move the view only when it stands at its end.
class TimelineView {
public:
    explicit TimelineView(client::Store& store);

    void setTheme(const Theme& theme) { m_renderer.setTheme(theme); }
    /// Shows another room, where it was left. An invalid id empties the view.
    void setRoom(RoomId room);
    RoomId room() const { return m_model.room(); }
    const client::TimelineModel& model() const { return m_model; }

    void draw(const Canvas& canvas);

    /// By screen lines, up when negative.
    void scrollLines(int lines);
    /// By the height of the last drawing, less two lines for the eye to hold on to.
    void scrollPages(double pages);
    void scrollToTop();
    void scrollToBottom();
    /// The unread line near the top; false when there is none.
    bool scrollToUnread();
    bool isAtBottom() const { return !m_anchor; }
    /// The view's top is the oldest line that is loaded: older ones are wanted.
    bool wantsOlder() const { return m_touchesTop; }
    /// The newest line whose end is on the screen; 0 when none.
    Seq newestSeen() const { return m_newestSeen; }
    /// The oldest and the newest line of which something is on the screen; 0 when none.
    Seq oldestInSight() const { return m_oldestInSight; }
    Seq newestInSight() const { return m_newestInSight; }
    /// The gap one has come to: it is on the screen, or right above it.
    struct GapInSight {
        Seq from;
        bool comesFromBelow = false; ///< its newest lines are wanted first
    };
    const std::optional<GapInSight>& gapInSight() const { return m_gapInSight; }

    /// Adds a line for this person alone behind what is there.
    void addLocal(RoomId room, protocol::Severity severity, const QString& text);
    void clearLocal(RoomId room);
    /// Whether somebody is looking. What arrives before their eyes needs no unread line; when they look away, the line goes where the
    /// read marker is.
    void setWatched(bool watched);
    /// Names or roles changed: lay out anew.
    void forgetLayout() { m_renderer.forget(); }

private:
    /// The first line on the screen: `line` counts from the item's own first line; day and unread lines above it are negative.
    struct Anchor {
        Seq seq;
        qint64 local = 0; // instead of seq: a local line
        int line = 0;
    };
    struct RoomPlace {
        std::optional<Anchor> anchor;
        Seq newestAtLeaving;
    };
    struct Position {
        TimelineItem item;
        int line = 0; // from the first of all its lines
    };
    struct Drawn {
        Pieces line;
        Seq endOf; // the row that is completely shown with this line
    };

    TimelineItems items() const;
    RenderedItem render(const TimelineItem& item) { return m_renderer.render(item, locals()); }
    const QList<LocalLine>& locals() const;
    Seq newestSeq() const;
    std::optional<Position> positionOf(const Anchor& anchor);
    std::optional<Position> topOfBottom(int rows);
    std::optional<Position> top();
    void moveTo(const std::optional<Position>& position);
    std::optional<Position> moved(Position position, int lines);
    bool fillsScreen(const Position& position);
    QList<Drawn> linesFrom(const Position& position, int rows);
    void noteInSight(const TimelineItem& item);
    bool isGap(const TimelineItem& item) const;
    Pieces beginning() const;
    QString newBelow() const;
    void takeUnreadLine();
    int unreadRow() const;

    client::Store& m_store;
    client::TimelineModel m_model;
    TimelineRenderer m_renderer;
    QHash<RoomId, QList<LocalLine>> m_locals;
    QList<LocalLine> m_noLocals; // stays empty
    QHash<RoomId, RoomPlace> m_places;
    std::optional<Anchor> m_anchor; // nothing: at the end
    Seq m_newestAtLeaving;          // when the end was left
    Seq m_newestSeen;
    Seq m_oldestInSight;
    Seq m_newestInSight;
    std::optional<GapInSight> m_gapInSight;
    qint64 m_lastLocal = 0;
    Seq m_watchedUpTo; // arrived before somebody's eyes
    bool m_isWatched = true;
    bool m_expectsLine = false; // there is a line, or will be: it stays put while somebody reads
    int m_rows = 1;
    bool m_touchesTop = false;
};

} // namespace confab::tui
