// A screen that nobody sees, with a window manager, for tests that need windows, focus, a keyboard and a mouse.
#pragma once

#include <QImage>
#include <QProcess>
#include <QSize>
#include <QTemporaryDir>

namespace confab::test {

/// What every program of a test's desktop is started with: ends with the test, however the test ends.
std::unique_ptr<QProcess> makeBoundProcess(const QProcessEnvironment& environment, const QString& errorFile);
/// SIGTERM, and SIGKILL when that is not enough.
void endProcess(QProcess& process);

class VirtualDisplay {
public:
    VirtualDisplay();
    /// Ends the window manager and the X server.
    ~VirtualDisplay();

    /// Programs and folders of this class that are not installed, for the reason of a skip; empty when all are there.
    static QString missing();

    /// Starts Xvfb on a free display and openbox in it, and waits for both. False: see errors().
    bool start(QSize size = {1280, 800});
    /// ":7"
    QString name() const { return m_name; }
    QSize size() const { return m_size; }
    /// What a program on this display is started with: the display, folders of its own for settings, state and run time, and nothing of
    /// the desktop or the test runner this test may have been started from.
    QProcessEnvironment environment() const;
    /// What the monitor would show now.
    QImage picture() const;
    QByteArray errors() const;
    /// A folder that lives as long as this, for files of the programs on it.
    QString folder() const { return m_folder.path(); }

private:
    bool startServer();
    bool startWindowManager();

    QTemporaryDir m_folder;
    QSize m_size;
    QString m_name;
    std::unique_ptr<QProcess> m_server;
    std::unique_ptr<QProcess> m_windowManager;
};

} // namespace confab::test
