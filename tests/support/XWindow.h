// A window on a VirtualDisplay as a person uses it: keys, mouse, size, and what it looks like.
#pragma once

#include "tests/support/VirtualDisplay.h"

#include <QRect>

namespace confab::test {

/// Every call is bounded in time. The display must outlive the window.
class XWindow {
public:
    /// No window yet.
    explicit XWindow(const VirtualDisplay& display)
        : m_display(display)
    {
    }

    /// Waits for a showing window of the process whose title matches the regular expression. False after the limit.
    bool find(qint64 processId, const QString& title, int limitMs = 20'000);
    /// True while some showing window of the process has such a title: dialogs and popups too.
    bool exists(qint64 processId, const QString& title) const;
    /// Gives the window the keyboard and waits until it has it.
    bool activate();
    bool hasFocus() const;
    /// The size of what is inside the frame, in screen pixels; waits until the window has it.
    bool resize(QSize size);
    /// Where the window's inside is on the screen; empty when it is gone.
    QRect area() const;
    QString title() const;

    /// Types as on a keyboard, into whatever has the keyboard.
    bool type(const QString& text);
    /// Keys by their X names, pressed one after the other: "ctrl+k", "alt+Up", "Return".
    bool keys(const QStringList& names);
    /// At a place inside the window, or on the screen.
    bool click(QPoint inside);
    bool clickOnScreen(QPoint place);
    /// Turns the wheel over a place inside the window: up when `notches` is positive.
    bool wheel(QPoint inside, int notches);
    /// What the screen shows where the window is.
    QImage picture() const;

private:
    QByteArray run(const QStringList& arguments, bool* worked = nullptr) const;
    bool done(const QStringList& arguments) const;

    const VirtualDisplay& m_display;
    QString m_id;
};

} // namespace confab::test
