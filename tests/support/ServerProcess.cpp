// Starting, killing and administering a real confabd.
#include "tests/support/ServerProcess.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

constexpr int startMs = 30'000;
constexpr int endMs = 30'000;

} // namespace

ServerProcess::ServerProcess()
{
    QDir().mkpath(dataDir());
}

ServerProcess::~ServerProcess()
{
    kill();
}

QString ServerProcess::program(const QString& name)
{
    return QStringLiteral(CONFAB_BIN_DIR) + u'/' + name;
}

void ServerProcess::setConfig(const QByteArray& toml)
{
    QFile file(m_folder.filePath(u"confabd.toml"_s));
    m_hasConfig = file.open(QIODevice::WriteOnly) && file.write(toml) == toml.size();
}

bool ServerProcess::start()
{
    m_process = std::make_unique<QProcess>();
    m_process->setStandardErrorFile(m_folder.filePath(u"errors.log"_s), QIODevice::Append);
    QStringList arguments{u"serve"_s, u"--data"_s, dataDir(), u"--listen"_s, u"127.0.0.1:%1"_s.arg(std::max(0, m_url.port()))};
    if (m_hasConfig)
        arguments << u"--config"_s << m_folder.filePath(u"confabd.toml"_s);
    QStringList command = m_wrapper + QStringList{program(u"confabd"_s)} + arguments;
    const QString first = command.takeFirst();
    m_process->start(first, command);
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < startMs && m_process->state() != QProcess::NotRunning) {
        if (m_process->canReadLine()) {
            const QByteArray line = m_process->readLine().trimmed();
            if (line.startsWith("confabd ready ")) {
                m_url = QUrl(QString::fromUtf8(line.mid(14)));
                return m_url.isValid();
            }
            continue;
        }
        m_process->waitForReadyRead(100);
    }
    return false;
}

void ServerProcess::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished(endMs);
    m_process.reset();
}

int ServerProcess::terminate()
{
    if (!m_process)
        return -1;
    m_process->terminate();
    const bool ended = m_process->waitForFinished(endMs);
    const int code = ended && m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
    m_process.reset();
    return code;
}

int ServerProcess::admin(const QStringList& arguments, QByteArray* out, const QByteArray& input)
{
    QProcess process;
    process.setStandardErrorFile(m_folder.filePath(u"errors.log"_s), QIODevice::Append);
    process.start(program(u"confabd"_s), arguments + QStringList{u"--data"_s, dataDir()});
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(endMs) || process.exitStatus() != QProcess::NormalExit)
        return -1;
    if (out)
        *out = process.readAllStandardOutput();
    return process.exitCode();
}

QString ServerProcess::addUser(const QString& name, bool isAdmin)
{
    const QString file = m_folder.filePath(u"token-"_s + name);
    QStringList arguments{u"user"_s, u"add"_s, name, u"--token-file"_s, file};
    if (isAdmin)
        arguments << u"--admin"_s;
    QFile token(file);
    if (admin(arguments) != 0 || !token.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(token.readAll()).trimmed();
}

bool ServerProcess::setPassword(const QString& name, const QString& password)
{
    return admin({u"user"_s, u"passwd"_s, name, u"--password-stdin"_s}, nullptr, password.toUtf8() + '\n') == 0;
}

bool ServerProcess::addRoom(const QString& name, const QStringList& options)
{
    return admin(QStringList{u"room"_s, u"add"_s, name} + options) == 0;
}

bool ServerProcess::assign(const QString& room, const QStringList& people)
{
    return admin(QStringList{u"room"_s, u"assign"_s, room} + people) == 0;
}

QByteArray ServerProcess::errors() const
{
    QFile file(m_folder.filePath(u"errors.log"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().right(4000);
}

} // namespace confab::test
