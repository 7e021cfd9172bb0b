// Starting confab on a virtual display and asking it what it shows.
#include "tests/support/DesktopProgram.h"

#include "tests/support/ServerProcess.h"
#include "tests/support/WireClient.h"

#include <QFile>
#include <QRegularExpression>

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
    m_profile = arguments.value(arguments.indexOf(u"--profile"_s) + 1);
    m_lists.clear();
    m_fields.clear();
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

Accessible DesktopProgram::field(const QString& name, int limitMs)
{
    Accessible& known = m_fields[name];
    if (known.isShowing())
        return known;
    WireClient::waitUntil(
        [&] {
            const auto fits = [&](const Accessible& one) { return one.name() == name && one.interfaces().contains(u"EditableText"_s); };
            known = m_tree.findAll(fits, 1).value(0);
            return known.isValid();
        },
        limitMs);
    return known;
}

bool DesktopProgram::hasInput(const QString& text, int limitMs)
{
    const Accessible input = field(u"Message"_s, limitMs);
    return WireClient::waitUntil([&] { return input.text() == text; }, limitMs);
}

bool DesktopProgram::isTitled(const QString& start, int limitMs) const
{
    static const QRegularExpression count(u"^\\(\\d+\\) "_s);
    return WireClient::waitUntil([&] { return m_window.title().remove(count).startsWith(start); }, limitMs);
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
    QByteArray said;
    for (const QString& path : {m_display.folder() + u"/confab.log"_s, m_profile + u"/confab/confab.log"_s}) {
        QFile log(path);
        if (log.open(QIODevice::ReadOnly))
            said += log.readAll().right(2000);
    }
    if (!isRunning()) {
        const bool crashed = m_process && m_process->exitStatus() == QProcess::CrashExit;
        return (crashed ? "\nit crashed, signal " : "\nit ended, code ") + QByteArray::number(m_process ? m_process->exitCode() : -1)
            + "\nit said:\n" + said;
    }
    return "\ntitle: " + m_window.title().toUtf8() + "\nmessage field: " + field(u"Message"_s, 0).text().toUtf8() + "\nmessages:\n  "
        + messages().join(u"\n  "_s).toUtf8() + "\ntree:\n" + m_tree.dump().toUtf8() + "\nit said:\n" + said;
}

} // namespace confab::test
