// Starting confab on a virtual display and asking it what it shows.
#include "tests/support/DesktopProgram.h"

#include "tests/support/ServerProcess.h"
#include "tests/support/WireClient.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

constexpr int programEndMs = 15'000;
constexpr int stillMs = 3'000;
constexpr int stillPictures = 5;

} // namespace

DesktopProgram::DesktopProgram(const VirtualDisplay& display, SessionBus& bus)
    : m_display(display)
    , m_bus(bus)
    , m_window(display)
{
}

DesktopProgram::~DesktopProgram() { kill(); }

bool DesktopProgram::start(const QStringList& arguments, QSize size, qreal scale)
{
    QProcessEnvironment environment = m_bus.environment();
    if (scale > 1)
        environment.insert(u"QT_SCALE_FACTOR"_s, QString::number(scale));
    m_lists.clear();
    m_process = makeBoundProcess(environment, m_display.folder() + u"/confab.log"_s);
    m_process->start(ServerProcess::program(u"confab"_s), arguments);
    if (!m_process->waitForStarted() || !m_window.find(processId(), u"Confab"_s))
        return false;
    if (!size.isEmpty() && !m_window.resize(size))
        return false;
    m_tree = m_bus.application(processId());
    return m_tree.isValid() && m_window.activate();
}

void DesktopProgram::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished(programEndMs);
    m_process.reset();
}

int DesktopProgram::quit()
{
    m_window.keys({u"ctrl+q"_s});
    const bool ended = WireClient::waitUntil([this] { return !isRunning(); }, programEndMs);
    const int code = ended && m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
    if (ended)
        m_process.reset();
    return code;
}

Accessible DesktopProgram::list(const QString& name)
{
    Accessible& known = m_lists[name];
    if (!known.isShowing())
        known = m_tree.findNow(u"list"_s, name);
    return known;
}

QStringList DesktopProgram::messages() { return list(u"Messages"_s).showingNames(); }

bool DesktopProgram::shows(const QString& part, int limitMs)
{
    return WireClient::waitUntil([&] { return !messages().filter(part).isEmpty(); }, limitMs);
}

bool DesktopProgram::hides(const QString& part, int limitMs)
{
    return WireClient::waitUntil([&] { return messages().filter(part).isEmpty(); }, limitMs);
}

QString DesktopProgram::roomRow(const QString& label)
{
    for (const QString& name : list(u"Rooms"_s).showingNames()) {
        if (name == label || name.startsWith(label + u','))
            return name;
    }
    return {};
}

Accessible DesktopProgram::field(const QString& name, int limitMs) const
{
    Accessible found;
    WireClient::waitUntil(
        [&] {
            found =
                m_tree.findAll([&](const Accessible& one) { return one.name() == name && one.interfaces().contains(u"EditableText"_s); }, 1)
                    .value(0);
            return found.isValid();
        },
        limitMs);
    return found;
}

bool DesktopProgram::hasInput(const QString& text, int limitMs) const
{
    const Accessible input = field(u"Message"_s, limitMs);
    return WireClient::waitUntil([&] { return input.text() == text; }, limitMs);
}

bool DesktopProgram::isTitled(const QString& start, int limitMs) const
{
    return WireClient::waitUntil([&] { return m_window.title().startsWith(start); }, limitMs);
}

bool DesktopProgram::say(const QString& text)
{
    return m_window.type(text) && hasInput(text) && m_window.keys({u"Return"_s}) && hasInput(QString());
}

bool DesktopProgram::keepPicture(const QString& file) const
{
    QImage last;
    int same = 0;
    WireClient::waitUntil(
        [&] {
            QImage now = m_window.picture();
            same = now == last ? same + 1 : 0;
            last = std::move(now);
            return same >= stillPictures;
        },
        stillMs);
    return last.save(file);
}

QByteArray DesktopProgram::state()
{
    QFile log(m_display.folder() + u"/confab.log"_s);
    const QByteArray said = log.open(QIODevice::ReadOnly) ? log.readAll().right(2000) : QByteArray();
    return "\ntitle: " + m_window.title().toUtf8() + "\nmessages:\n  " + messages().join(u"\n  "_s).toUtf8() + "\ntree:\n"
        + m_tree.dump().toUtf8() + "\nstandard error:\n" + said;
}

} // namespace confab::test
