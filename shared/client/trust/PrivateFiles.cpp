// Modes are set by the calls that make things and once more afterwards, because the umask can only take bits away.
#include "shared/client/trust/PrivateFiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace confab::client {

namespace {

Error systemError(const QString& what, const QString& path)
{
    return Error{ErrorCode::Unavailable, u"%1 %2: %3"_s.arg(what, path, QString::fromLocal8Bit(strerror(errno)))};
}

} // namespace

Result<Done> makePrivateFolder(const QString& path)
{
    const QFileInfo folder(QDir::cleanPath(path));
    if (!QDir().mkpath(folder.path()))
        return systemError(u"cannot make the folder"_s, folder.path());
    const QByteArray name = QFile::encodeName(folder.filePath());
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST)
        return systemError(u"cannot make the folder"_s, folder.filePath());
    if (!QFileInfo(folder.filePath()).isDir())
        return Error{ErrorCode::Unavailable, u"%1 is no folder"_s.arg(folder.filePath())};
    if (::chmod(name.constData(), 0700) != 0)
        return systemError(u"cannot make private the folder"_s, folder.filePath());
    return Done{};
}

Result<PrivateFile> makePrivateFile(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    const bool existed = QFile::exists(path);
    const int file = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return systemError(u"cannot open"_s, path);
    struct stat about { };
    const bool known = ::fstat(file, &about) == 0;
    const bool open = known && (about.st_mode & 077) != 0;
    const bool done = known && (!(open || (about.st_mode & 0600) != 0600) || ::fchmod(file, 0600) == 0);
    const Error error = done ? Error{} : systemError(u"cannot make private"_s, path);
    ::close(file);
    if (!done)
        return error;
    if (!existed)
        return PrivateFile::Made;
    return open ? PrivateFile::WasOpen : PrivateFile::WasPrivate;
}

} // namespace confab::client
