// The terminal as the rest of the client sees it: a size, frames out, events in.
#pragma once

#include "client-tui/input/InputEvent.h"
#include "client-tui/term/Grid.h"

#include <QObject>
#include <QSize>

namespace confab::tui {

/// VtTerminal drives a real one, FakeTerminal remembers. All on the thread that owns the object.
class Terminal : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Columns × rows; changes just before resized().
    virtual QSize size() const = 0;

    /// Shows this frame. Never blocks: while a slow terminal still swallows an older frame, only the newest one is kept.
    /// A grid of another size than size() is cut or padded.
    virtual void present(const Grid& grid, Cursor cursor) = 0;

    /// Forgets what is believed to be on the screen and paints the last frame anew (Ctrl+L).
    virtual void redraw() = 0;

    virtual void setTitle(const QString& title) = 0;
    virtual void bell() = 0;
    /// Hands text to the clipboard of the person's own machine (OSC 52, write only); at most 64 KiB, more is ignored.
    virtual void copy(const QString& text) = 0;
    /// Mouse reports on or off; off at the start.
    virtual void setMouse(bool enabled) = 0;
    /// Gives the terminal back and stops the process as Ctrl+Z does; returns when it is continued.
    virtual void suspend() = 0;

Q_SIGNALS:
    void resized(QSize size);
    void inputReceived(const confab::tui::InputEvent& event);
    /// SIGTERM, SIGHUP or a lost terminal. The screen is already restored: save and quit.
    void closed(int signal);
};

} // namespace confab::tui
