// flock on a file in the data folder; the file's text is only a note.
#include "server/app/LockFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

Error failure(const QString& path, int code)
{
    return Error{ErrorCode::Unavailable, u"cannot write %1: %2"_s.arg(path, QString::fromLocal8Bit(strerror(code)).toLower())};
}

LockFile::Holder readNote(QFile& file)
{
    const QList<QByteArray> lines = file.readAll().split('\n');
    LockFile::Holder holder;
    holder.processId = lines.value(0).toLongLong();
    holder.address = QString::fromUtf8(lines.value(1));
    holder.port = lines.value(2).toUShort();
    return holder;
}

} // namespace

QString LockFile::pathIn(const QString& folder)
{
    return folder + u"/confabd.lock"_s;
}

LockFile::~LockFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<Done> LockFile::take(const QString& folder)
{
    if (QFileInfo(folder).isFile())
        return Error{ErrorCode::Unavailable, u"the data folder %1 is a file"_s.arg(folder)};
    if (!QDir(folder).exists()) {
        if (!QDir().mkpath(folder))
            return Error{ErrorCode::Unavailable, u"cannot make the data folder %1"_s.arg(folder)};
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    const QString path = pathIn(folder);
    m_descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_descriptor < 0)
        return failure(path, errno);
    if (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        const auto holder = holderOf(folder);
        const QString who = holder && holder->processId > 0 ? u" (process %1)"_s.arg(holder->processId) : QString();
        return Error{ErrorCode::Busy, u"another confabd%1 already serves the data folder %2"_s.arg(who, folder)};
    }
    note({}, 0);
    return Done{};
}

void LockFile::note(const QString& address, quint16 port)
{
    QByteArray text = QByteArray::number(qint64(::getpid())) + '\n';
    if (port != 0)
        text += address.toUtf8() + '\n' + QByteArray::number(port) + '\n';
    // Only a note: a full disk must not keep the server from running.
    if (::ftruncate(m_descriptor, 0) != 0 || ::pwrite(m_descriptor, text.constData(), size_t(text.size()), 0) != text.size())
        return;
}

std::optional<LockFile::Holder> LockFile::holderOf(const QString& folder)
{
    QFile file(pathIn(folder));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    if (::flock(file.handle(), LOCK_SH | LOCK_NB) == 0)
        return std::nullopt;
    return readNote(file);
}

} // namespace confab::server
