// A real terminal for tests: tmux on a socket of its own, with keys sent to it and its screen read back.
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace confab::test {

class Tmux {
public:
    Tmux();
    /// Ends its own server and whatever runs in it.
    ~Tmux();

    /// A window of this size running `command` (a shell line).
    bool start(const QString& command, int columns, int rows);
    /// Names as tmux knows them: "Enter", "M-a", "C-n"; or literal text.
    void keys(const QStringList& names);
    void type(const QString& text);
    void paste(const QString& text);
    void resize(int columns, int rows);
    /// The screen as text, one line per row; with `styles` the escape sequences stay in.
    QString screen(bool styles = false);
    /// Reads the screen again and again until it contains `text`; false after the limit.
    bool shows(const QString& text, int limitMs = 15'000);
    bool hides(const QString& text, int limitMs = 15'000);
    /// True once the program in the window has ended.
    bool hasEnded(int limitMs = 15'000);
    qint64 programId();

    static bool isInstalled();

private:
    QByteArray run(const QStringList& arguments);

    QTemporaryDir m_folder;
};

} // namespace confab::test
