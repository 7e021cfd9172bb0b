// Starting and ending the servers under test.
#include "tests/bench/load/Subject.h"

#include "tests/bench/load/Clocks.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QUrl>

#include <signal.h>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

constexpr int startMs = 60'000;
constexpr int endMs = 60'000;

} // namespace

Subject::Subject(const Places& places)
    : m_places(places)
{
}

Subject::~Subject() { kill(); }

std::unique_ptr<Subject> Subject::confab(const Places& places)
{
    auto made = std::unique_ptr<Subject>(new Subject(places));
    made->m_folder = std::make_unique<QTemporaryDir>(places.folder + u"/confab-bench-XXXXXX"_s);
    return made;
}

std::unique_ptr<Subject> Subject::reference() { return std::unique_ptr<Subject>(new Subject({})); }

Result<Done> Subject::start()
{
    QString program = QCoreApplication::applicationFilePath();
    QStringList arguments{u"reference"_s};
    if (!isReference()) {
        program = m_places.confabd;
        arguments = {
            u"serve"_s, u"--data"_s, m_folder->path(), u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port), u"--config"_s, m_places.config};
        m_process.setStandardErrorFile(m_folder->filePath(u"errors.log"_s), QIODevice::Append);
    }
    m_process.setChildProcessModifier([] {
        freeProcessors();
        prctl(PR_SET_PDEATHSIG, SIGKILL); // a server without its generator serves nobody
    });
    m_process.start(program, arguments);
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < startMs && m_process.state() != QProcess::NotRunning) {
        if (!m_process.canReadLine()) {
            m_process.waitForReadyRead(100);
            continue;
        }
        const QString line = QString::fromUtf8(m_process.readLine()).trimmed();
        if (const auto at = line.indexOf(u" ready "); at >= 0) {
            m_port = quint16(QUrl(line.mid(at + 7)).port(0));
            return Done{};
        }
    }
    return Error{ErrorCode::Unavailable, u"%1 did not start: %2"_s.arg(program, errors())};
}

Result<std::vector<Account>> Subject::accounts(int count)
{
    std::vector<Account> made;
    if (isReference()) {
        for (int i = 1; i <= count; ++i)
            made.push_back({"member" + std::to_string(i), {}});
        return made;
    }
    const QString file = m_folder->filePath(u"tokens"_s);
    QProcess command;
    command.start(m_places.confabd,
        {u"user"_s, u"add"_s, u"member"_s, u"--count"_s, QString::number(count), u"--tokens"_s, file, u"--data"_s, m_folder->path()});
    if (!command.waitForFinished(startMs) || command.exitCode() != 0)
        return Error{ErrorCode::Unavailable, u"confabd user add failed: %1"_s.arg(QString::fromUtf8(command.readAllStandardError()))};
    QFile tokens(file);
    if (!tokens.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, u"cannot read %1"_s.arg(file)};
    while (!tokens.atEnd()) {
        const QList<QByteArray> parts = tokens.readLine().trimmed().split(' ');
        if (parts.size() == 2)
            made.push_back({parts[0].toStdString(), parts[1].toStdString()});
    }
    return made;
}

void Subject::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(endMs);
}

void Subject::terminate() { ::kill(process(), SIGTERM); }

int Subject::waitForEnd()
{
    if (!m_process.waitForFinished(endMs))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QString Subject::errors() const
{
    if (isReference())
        return {};
    QFile file(m_folder->filePath(u"errors.log"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

} // namespace confab::bench
