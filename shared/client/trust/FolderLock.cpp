// flock() on a file in the folder.
#include "shared/client/trust/FolderLock.h"

#include "shared/client/trust/PrivateFiles.h"

#include <QFile>
#include <QObject>

#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace confab::client {

namespace {

constexpr int mostInstances = 64;

} // namespace

FolderLock::~FolderLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : m_file(std::exchange(other.m_file, -1))
{
}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept
{
    std::swap(m_file, other.m_file);
    return *this;
}

Result<FolderLock> FolderLock::take(const QString& folder)
{
    TRY(makePrivateFolder(folder));
    const QString path = folder + u"/lock"_s;
    TRY(makePrivateFile(path));
    FolderLock lock;
    lock.m_file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC);
    if (lock.m_file < 0 || ::flock(lock.m_file, LOCK_EX | LOCK_NB) != 0)
        return Error{ErrorCode::Busy, QObject::tr("another program uses %1").arg(folder)};
    return lock;
}

Result<QString> FolderLock::takeFree(const QString& folder, FolderLock& lock)
{
    for (int instance = 1; instance <= mostInstances; ++instance) {
        const QString candidate = instance == 1 ? folder : u"%1/instance-%2"_s.arg(folder).arg(instance);
        auto taken = take(candidate);
        if (taken) {
            lock = std::move(*taken);
            return candidate;
        }
        if (taken.error().code != ErrorCode::Busy)
            return taken.error();
    }
    return Error{ErrorCode::Busy, QObject::tr("too many programs use %1").arg(folder)};
}

} // namespace confab::client
