// Starting dbus-daemon and at-spi2's launcher, and listening on the accessibility bus.
#include "tests/support/SessionBus.h"

#include "tests/support/WireClient.h"

#include <QDBusConnectionInterface>
#include <QDBusReply>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

constexpr int busStartMs = 20'000;
constexpr int busCallMs = 5'000;
const QString registry = u"org.a11y.atspi.Registry"_s;

/// No service folders: nothing of the machine is started behind the test's back.
constexpr auto busConfig = R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path=%1</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
)";

QString launcherProgram()
{
    return QStandardPaths::findExecutable(u"at-spi-bus-launcher"_s, {u"/usr/libexec"_s, u"/usr/lib/at-spi2-core"_s});
}

} // namespace

SessionBus::SessionBus(const VirtualDisplay& display)
    : m_display(display)
    , m_connectionName(u"accessibility-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_accessibility(QString())
{
}

SessionBus::~SessionBus()
{
    QDBusConnection::disconnectFromBus(m_connectionName);
    if (m_launcher)
        endProcess(*m_launcher);
    if (m_bus)
        endProcess(*m_bus);
}

QString SessionBus::missing()
{
    QStringList absent;
    if (QStandardPaths::findExecutable(u"dbus-daemon"_s).isEmpty())
        absent.append(u"dbus-daemon"_s);
    if (launcherProgram().isEmpty())
        absent.append(u"at-spi-bus-launcher"_s);
    return absent.join(u", "_s);
}

QProcessEnvironment SessionBus::environment() const
{
    QProcessEnvironment all = m_display.environment();
    all.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, m_address);
    all.insert(u"QT_LINUX_ACCESSIBILITY_ALWAYS_ON"_s, u"1"_s);
    all.insert(u"GSETTINGS_BACKEND"_s, u"memory"_s);
    return all;
}

bool SessionBus::start() { return startBus() && startAccessibility(); }

bool SessionBus::startBus()
{
    QFile config(m_display.folder() + u"/session-bus.xml"_s);
    const QString socket = m_display.folder() + u"/run/bus"_s;
    if (!config.open(QIODevice::WriteOnly) || config.write(QString::fromUtf8(busConfig).arg(socket).toUtf8()) < 0)
        return false;
    config.close();
    m_bus = makeBoundProcess(m_display.environment(), m_display.folder() + u"/errors.log"_s);
    m_bus->start(u"dbus-daemon"_s, {u"--nofork"_s, u"--nopidfile"_s, u"--print-address"_s, u"--config-file"_s, config.fileName()});
    QElapsedTimer waited;
    waited.start();
    while (!m_bus->canReadLine() && waited.elapsed() < busStartMs) {
        if (!m_bus->waitForReadyRead(100) && m_bus->state() == QProcess::NotRunning)
            return false;
    }
    m_address = QString::fromUtf8(m_bus->readLine().trimmed());
    return !m_address.isEmpty();
}

bool SessionBus::startAccessibility()
{
    m_launcher = makeBoundProcess(environment(), m_display.folder() + u"/errors.log"_s);
    m_launcher->start(launcherProgram(), {u"--launch-immediately"_s, u"--a11y=1"_s});
    if (!m_launcher->waitForStarted(busStartMs))
        return false;
    const QString sessionName = m_connectionName + u"-session"_s;
    QString address;
    {
        QDBusConnection session = QDBusConnection::connectToBus(m_address, sessionName);
        const bool answered = WireClient::waitUntil(
            [&] {
                const QDBusReply<QString> reply =
                    session.call(QDBusMessage::createMethodCall(u"org.a11y.Bus"_s, u"/org/a11y/bus"_s, u"org.a11y.Bus"_s, u"GetAddress"_s),
                        QDBus::Block, busCallMs);
                address = reply.value();
                return reply.isValid() && !address.isEmpty();
            },
            busStartMs);
        if (!answered)
            address.clear();
    }
    QDBusConnection::disconnectFromBus(sessionName);
    if (address.isEmpty())
        return false;
    m_accessibility = QDBusConnection::connectToBus(address, m_connectionName);
    if (!m_accessibility.isConnected())
        return false;
    // The registry is started by the bus, by its name.
    const QDBusReply<uint> started =
        m_accessibility.call(QDBusMessage::createMethodCall(
                                 u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, u"StartServiceByName"_s)
                << registry << uint(0),
            QDBus::Block, busStartMs);
    return started.isValid();
}

Accessible SessionBus::application(qint64 processId, int limitMs)
{
    Accessible found;
    const Accessible root(m_accessibility, registry, u"/org/a11y/atspi/accessible/root"_s);
    WireClient::waitUntil(
        [&] {
            for (const Accessible& one : root.children()) {
                const QDBusReply<uint> owner = m_accessibility.interface()->servicePid(one.service());
                if (owner.isValid() && qint64(owner.value()) == processId)
                    found = one;
            }
            return found.isValid();
        },
        limitMs);
    return found;
}

bool SessionBus::countEvents()
{
    for (const QString& kind : {u"object:"_s, u"window:"_s, u"focus:"_s}) {
        const QDBusMessage answer = m_accessibility.call(
            QDBusMessage::createMethodCall(registry, u"/org/a11y/atspi/registry"_s, registry, u"RegisterEvent"_s) << kind, QDBus::Block,
            busCallMs);
        if (answer.type() == QDBusMessage::ErrorMessage)
            return false;
    }
    for (const QString& kind : {u"Object"_s, u"Window"_s, u"Focus"_s}) {
        if (!m_accessibility.connect(QString(), QString(), u"org.a11y.atspi.Event."_s + kind, QString(), this, SLOT(onEvent(QDBusMessage))))
            return false;
    }
    return true;
}

int SessionBus::eventCount(const QString& leftOut) const
{
    int count = 0;
    for (auto one = m_events.begin(); one != m_events.end(); ++one)
        count += one.key() == leftOut ? 0 : one.value();
    return count;
}

QString SessionBus::eventSummary() const
{
    QStringList parts;
    for (auto one = m_events.begin(); one != m_events.end(); ++one)
        parts.append(u"%1 %2"_s.arg(one.key()).arg(one.value()));
    parts.sort();
    return parts.join(u", "_s);
}

void SessionBus::onEvent(const QDBusMessage& event)
{
    const QString detail = event.arguments().value(0).toString();
    ++m_events[detail.isEmpty() ? event.member() : event.member() + u':' + detail];
}

} // namespace confab::test
