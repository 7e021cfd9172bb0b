// A terminal that remembers the last frame, so that a screen is a string and a golden test is a diff.
#pragma once

#include "client-tui/term/Terminal.h"

namespace confab::tui {

class FakeTerminal : public Terminal {
    Q_OBJECT
public:
    explicit FakeTerminal(QSize size = {80, 24}, QObject* parent = nullptr);

    QSize size() const override { return m_size; }
    void present(const Grid& grid, Cursor cursor) override;
    void redraw() override { ++m_redraws; }
    void setTitle(const QString& title) override { m_title = title; }
    void bell() override { ++m_bells; }
    void copy(const QString& text) override { m_clipboard = text; }
    void setMouse(bool enabled) override { m_mouse = enabled; }
    void suspend() override { ++m_suspensions; }

    const Grid& grid() const { return m_grid; }
    Cursor cursor() const { return m_cursor; }
    /// The screen as lines joined by "\n", trailing blanks of each line removed.
    QString glyphs() const;
    /// A map beside glyphs(): one letter per column, '.' for the plain style, 'a', 'b', … in order of appearance, and below it
    /// one line per letter saying what it means.
    QString styles() const;
    int frames() const { return m_frames; }
    int redraws() const { return m_redraws; }
    int bells() const { return m_bells; }
    int suspensions() const { return m_suspensions; }
    bool mouse() const { return m_mouse; }
    QString title() const { return m_title; }
    QString clipboard() const { return m_clipboard; }

    void press(Key key) { Q_EMIT inputReceived(InputEvent{key}); }
    /// Presses keys by name, separated by blanks: "Ctrl+A Alt+Shift+B Enter". An unknown name ends the test.
    void press(const QString& keys);
    /// Types text, one key per code point.
    void type(const QString& text);
    void paste(const QString& text) { Q_EMIT inputReceived(InputEvent{Paste{text, false}}); }
    void setFocused(bool focused) { Q_EMIT inputReceived(InputEvent{Focus{focused}}); }
    void resize(QSize size);
    void close(int signal) { Q_EMIT closed(signal); }

private:
    QSize m_size;
    Grid m_grid;
    Cursor m_cursor;
    QString m_title;
    QString m_clipboard;
    int m_frames = 0;
    int m_redraws = 0;
    int m_bells = 0;
    int m_suspensions = 0;
    bool m_mouse = false;
};

/// "blue on default, bold", "" for the plain style: how styles() and theme tests name a look.
QString styleText(const Style& style);

} // namespace confab::tui
