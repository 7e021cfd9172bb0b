// A running confab: its window for keys and mouse, its accessible tree for what it shows.
#pragma once

#include "tests/support/SessionBus.h"
#include "tests/support/XWindow.h"

namespace confab::test {

/// Every wait is bounded. Display and bus outlive it.
class DesktopProgram {
public:
    DesktopProgram(const VirtualDisplay& display, SessionBus& bus);
    /// Kills what still runs.
    ~DesktopProgram();

    /// Starts it, waits for window and accessible tree, gives the window the keyboard and, when not empty, this size in screen pixels.
    bool start(const QStringList& arguments, QSize size = {}, qreal scale = 1);
    /// kill -9, waits for the end.
    void kill();
    /// Ctrl+Q as a person does it. The exit code, -1 when it did not end in time.
    int quit();
    bool isRunning() const { return m_process && m_process->state() == QProcess::Running; }
    qint64 processId() const { return m_process ? m_process->processId() : 0; }

    XWindow& window() { return m_window; }
    const Accessible& tree() const { return m_tree; }

    /// The list of this name; found again when the page has changed.
    Accessible list(const QString& name);
    /// What is in sight of the list "Messages", top to bottom, as a screen reader says it.
    QStringList messages();
    /// Waits until one message in sight holds this, or none does.
    bool shows(const QString& part, int limitMs = 15'000);
    bool hides(const QString& part, int limitMs = 15'000);
    /// The row of the list "Rooms" that begins with this label: "ops, 1 unread". Empty when there is none.
    QString roomRow(const QString& label);
    /// The text field of this name; found again when the page has changed.
    Accessible field(const QString& name, int limitMs = 15'000);
    /// Waits until the message field holds exactly this.
    bool hasInput(const QString& text, int limitMs = 15'000);
    /// Waits until the title bar begins with this, the number of mentions before it left out.
    bool isTitled(const QString& start, int limitMs = 15'000) const;
    /// Types and presses Return, and waits until the message field is empty again.
    bool say(const QString& text);

    /// Waits until the picture stands still (3 s at most) and keeps it.
    bool keepPicture(const QString& file) const;
    /// What it logged and said on standard error, what it showed and what was reachable, for the message of a failing test.
    QByteArray state();

private:
    const VirtualDisplay& m_display;
    SessionBus& m_bus;
    std::unique_ptr<QProcess> m_process;
    XWindow m_window;
    Accessible m_tree;
    QString m_profile;
    QHash<QString, Accessible> m_lists; // walking the tree takes long, asking what was found before does not
    QHash<QString, Accessible> m_fields;
};

} // namespace confab::test
