// Starting Xvfb and openbox, and waiting until they can be used.
#include "tests/support/VirtualDisplay.h"

#include "tests/support/ScreenShot.h"
#include "tests/support/WireClient.h"

#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

constexpr int displayStartMs = 20'000;
constexpr int displayEndMs = 5'000;

/// A click focuses and raises. No keys and no menus of its own: every key is the program's. No frames: what xdotool says of a window's
/// place is off by the frame's.
constexpr auto windowManagerConfig = R"(<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <placement><policy>Smart</policy><center>yes</center></placement>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <keyboard><chainQuitKey>C-A-S-g</chainQuitKey></keyboard>
  <mouse>
    <context name="Client">
      <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
    </context>
  </mouse>
  <applications><application class="*"><decor>no</decor></application></applications>
</openbox_config>
)";

} // namespace

std::unique_ptr<QProcess> makeBoundProcess(const QProcessEnvironment& environment, const QString& errorFile)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment);
    process->setStandardErrorFile(errorFile, QIODevice::Append);
    process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    return process;
}

void endProcess(QProcess& process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.terminate();
    if (process.waitForFinished(displayEndMs))
        return;
    process.kill();
    process.waitForFinished(displayEndMs);
}

VirtualDisplay::VirtualDisplay() = default;

VirtualDisplay::~VirtualDisplay()
{
    if (m_windowManager)
        endProcess(*m_windowManager);
    if (m_server)
        endProcess(*m_server);
}

QString VirtualDisplay::missing()
{
    QStringList absent;
    for (const QString& program : {u"Xvfb"_s, u"openbox"_s, u"xdotool"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            absent.append(program);
    }
    return absent.join(u", "_s);
}

bool VirtualDisplay::start(QSize size)
{
    m_size = size;
    for (const QString& one : {u"run"_s, u"config"_s, u"data"_s, u"cache"_s, u"screen"_s, u"home"_s}) {
        if (!QDir().mkpath(m_folder.filePath(one)))
            return false;
    }
    QFile::setPermissions(m_folder.filePath(u"run"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return startServer() && startWindowManager();
}

bool VirtualDisplay::startServer()
{
    m_server = makeBoundProcess(QProcessEnvironment::systemEnvironment(), m_folder.filePath(u"errors.log"_s));
    // Without -noreset the server starts anew when its last client leaves: the first question of a waiting test could take openbox with it.
    m_server->start(u"Xvfb"_s,
        {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"%1x%2x24"_s.arg(m_size.width()).arg(m_size.height()), u"-nolisten"_s, u"tcp"_s,
            u"-noreset"_s, u"-dpi"_s, u"96"_s, u"-fbdir"_s, m_folder.filePath(u"screen"_s)});
    QElapsedTimer waited;
    waited.start();
    while (!m_server->canReadLine() && waited.elapsed() < displayStartMs) {
        if (!m_server->waitForReadyRead(100) && m_server->state() == QProcess::NotRunning)
            return false;
    }
    m_name = u':' + QString::fromUtf8(m_server->readLine().trimmed());
    return m_name.size() > 1;
}

bool VirtualDisplay::startWindowManager()
{
    QFile config(m_folder.filePath(u"openbox.xml"_s));
    if (!config.open(QIODevice::WriteOnly) || config.write(windowManagerConfig) < 0)
        return false;
    config.close();
    m_windowManager = makeBoundProcess(environment(), m_folder.filePath(u"errors.log"_s));
    m_windowManager->start(u"openbox"_s, {u"--sm-disable"_s, u"--config-file"_s, config.fileName()});
    if (!m_windowManager->waitForStarted(displayStartMs))
        return false;
    // xdotool answers this only when a window manager has announced itself on the root window.
    const auto isAnswered = [this](const QStringList& arguments) {
        QProcess ask;
        ask.setProcessEnvironment(environment());
        ask.start(u"xdotool"_s, arguments);
        return ask.waitForFinished(displayEndMs) && ask.exitCode() == 0;
    };
    // The pointer waits in the corner, where nothing shows a tooltip for it and no picture shows it.
    return WireClient::waitUntil([&] { return isAnswered({u"get_num_desktops"_s}); }, displayStartMs)
        && isAnswered({u"mousemove"_s, u"0"_s, u"0"_s});
}

QProcessEnvironment VirtualDisplay::environment() const
{
    QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    for (const QString& name : all.keys()) {
        if (name.startsWith(u"QT_"_s) || name.startsWith(u"XDG_"_s) || name.startsWith(u"WAYLAND_"_s) || name.startsWith(u"DBUS_"_s)
            || name.startsWith(u"LC_"_s) || name.startsWith(u"LANG"_s) || name.startsWith(u"CONFAB_"_s))
            all.remove(name);
    }
    all.insert(u"DISPLAY"_s, m_name);
    all.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    all.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    all.insert(u"HOME"_s, m_folder.filePath(u"home"_s));
    all.insert(u"XDG_RUNTIME_DIR"_s, m_folder.filePath(u"run"_s));
    all.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
    all.insert(u"XDG_DATA_HOME"_s, m_folder.filePath(u"data"_s));
    all.insert(u"XDG_CACHE_HOME"_s, m_folder.filePath(u"cache"_s));
    return all;
}

QImage VirtualDisplay::picture() const { return readWindowDump(m_folder.filePath(u"screen/Xvfb_screen0"_s)); }

QByteArray VirtualDisplay::errors() const
{
    QFile file(m_folder.filePath(u"errors.log"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll().right(4000) : QByteArray();
}

} // namespace confab::test
