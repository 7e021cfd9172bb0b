// The conversation: a scroll area that lays out only what shows, and never moves what somebody reads.
#pragma once

#include "client-desktop/theme/Look.h"
#include "client-desktop/views/timeline/RowActions.h"
#include "client-desktop/views/timeline/TimelineSelection.h"

#include <QAbstractScrollArea>
#include <QTimer>
#include <QUrl>

class QMenu;

namespace confab::desktop {

class HoverBar;
class JumpButton;
class TimelineKeys;
class TimelinePointer;

/// The lines of the room's log on the screen, both ends included, and the first gap among them; 0 for none.
struct LinesInSight {
    Seq oldest;
    Seq newest;
    Seq gap;
    bool comesFromBelow = false; ///< the gap stands above all lines that are seen
};

/// Follows one room of the store at a time and keeps the place in every other. The store and the look outlive it. It asks for nothing by
/// itself: after moved() the owner looks at newestSeen() and wantsOlder(). Accessible name: "Messages" (see TimelineAccessible.h).
class TimelineView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    TimelineView(client::Store& store, const Look& look, QWidget* parent = nullptr);
    ~TimelineView() override;

    /// Where it was left; at the unread line if more than a page is unread; else at the end. An invalid id shows nothing.
    void showRoom(RoomId room);
    RoomId room() const;
    void jumpToLatest();
    /// False when nothing is unread.
    bool jumpToUnread();
    /// Scrolls to a line and flashes it; false when it is not loaded.
    bool showMessage(Seq seq);
    /// Towards the end when positive.
    void scrollPages(double pages);
    bool isAtBottom() const;
    /// The newest line whose bottom edge is within the view while it was watched; 0 when none.
    Seq newestSeen() const;
    /// There are older lines, and the view is within two pages of the oldest that is loaded.
    bool wantsOlder() const;
    LinesInSight linesInSight() const;
    /// The message the keyboard is on.
    std::optional<Seq> selectedMessage() const;
    /// A line for this person alone, such as the answer of a slash command. Stays where it was printed for as long as the view lives, at
    /// most 200 in a room. The text may be hostile.
    void addLocal(RoomId room, protocol::Severity severity, const QString& text);
    QString selectedText() const;
    void copySelection();
    /// The unread line goes where the read marker is now.
    void takeUnreadLine();
    /// Whether somebody is looking: the window has focus and the person is active. What arrives unwatched is not seen, and gets a new
    /// unread line. Initially true.
    void setWatched(bool watched);

    /// How many rows were laid out since the view was made.
    qint64 layoutsMade() const;
    /// Rows, positions and layouts, settled: for accessibility, tests and dumps.
    TimelineScene& scene() const;
    const TimelineSelection& selection() const { return m_selection; }
    /// The row the keyboard is on, or -1.
    int currentRow() const;
    void setCurrentRow(int row);
    /// What a person can do with a row now.
    QList<RowAction> actionsOf(int row) const;
    /// Does one of them. Ignored where it does not apply.
    void act(RowAction action, int row);
    /// Selects [from, to) of a row's text.
    void select(int row, int from, int to);

Q_SIGNALS:
    /// What is visible changed; at most once per turn of the event loop.
    void moved();
    void gapWanted(confab::Seq from, confab::Seq until);
    void retryRequested(confab::ClientId c);
    void discardRequested(confab::ClientId c);
    void editPendingRequested(confab::ClientId c);
    void replyRequested(confab::Seq seq);
    void editRequested(confab::Seq seq);
    void deleteRequested(confab::Seq seq);
    /// The original of a reply is not loaded.
    void messageWanted(confab::Seq seq);
    /// The real target under the pointer; empty when there is none.
    void linkHovered(const QString& target);
    /// http, https, mailto or confab only.
    void linkActivated(const QUrl& url);
    /// Printable text typed here: it belongs to the composer.
    void textTyped(const QString& text);
    /// Also when the view gets the focus with a current row.
    void currentRowChanged(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    static constexpr int stickyDayMs = 1500; ///< how long the day floats after scrolling

    void connectScene();
    void connectInput();
    void refresh();
    void settleAndTell();
    void restyle();
    void syncBar();
    void barMoved(int value);
    void placeButton();
    void measureSome();
    void flash(const RowKey& key);
    void paintRows(QPainter& painter, const QRect& area);
    void paintEmpty(QPainter& painter);
    void paintHead(QPainter& painter);
    void paintStickyDay(QPainter& painter);
    void placeHoverBar();
    void openLink(const QString& target);
    void addLinks(QMenu& menu, const QStringList& links);
    void showMenu(int row, const QString& link, QPoint globalPosition);
    RowRights rights() const;
    void activateZone(int row, ZoneKind kind, const QString& text);
    bool showToolTip(QPoint position, QPoint globalPosition);

    client::Store& m_store;
    const Look& m_look;
    std::unique_ptr<TimelineScene> m_scene;
    TimelineSelection m_selection;
    TimelinePointer* m_pointer;
    TimelineKeys* m_keys;
    JumpButton* m_jump;
    HoverBar* m_hoverBar;
    QTimer m_movedTimer;
    QTimer m_idleTimer;
    QTimer m_flashTimer;
    QTimer m_stickyTimer;
    RowKey m_flashed;
    qreal m_flashStrength = 0;
    int m_barValue = 0;
    bool m_isSyncing = false;
};

} // namespace confab::desktop
