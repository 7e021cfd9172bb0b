// Two descriptors of our own for a terminal, non-blocking, so that the shell's stay as they are.
#include "client-tui/term/TtyPair.h"

#include <QByteArray>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace confab::tui {

namespace {

    constexpr QSize fallbackSize{80, 24};
    constexpr QSize largestSize{1000, 500};

    int reopened(int fd, int flags)
    {
        const QByteArray path = "/proc/self/fd/" + QByteArray::number(fd);
        return ::open(path.constData(), flags | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    }

} // namespace

bool TtyPair::open(int inputFd, int outputFd)
{
    if (isOpen() || !::isatty(inputFd) || !::isatty(outputFd))
        return false;
    m_readFd = reopened(inputFd, O_RDONLY);
    m_writeFd = reopened(outputFd, O_RDWR);
    if (m_readFd >= 0 && m_writeFd >= 0)
        return true;
    // After `su` the terminal belongs to somebody else and cannot be opened again: share the caller's.
    close();
    m_readFd = ::fcntl(inputFd, F_DUPFD_CLOEXEC, 3);
    m_writeFd = ::fcntl(outputFd, F_DUPFD_CLOEXEC, 3);
    if (m_readFd < 0 || m_writeFd < 0) {
        close();
        return false;
    }
    m_foundFlags = ::fcntl(m_writeFd, F_GETFL);
    ::fcntl(m_readFd, F_SETFL, ::fcntl(m_readFd, F_GETFL) | O_NONBLOCK);
    return true;
}

void TtyPair::close()
{
    if (m_foundFlags >= 0)
        ::fcntl(m_readFd, F_SETFL, ::fcntl(m_readFd, F_GETFL) & ~O_NONBLOCK);
    m_foundFlags = -1;
    for (int* fd : {&m_readFd, &m_writeFd}) {
        if (*fd >= 0)
            ::close(*fd);
        *fd = -1;
    }
}

QSize TtyPair::size() const
{
    winsize window{};
    if (::ioctl(m_writeFd, TIOCGWINSZ, &window) != 0 || window.ws_col == 0 || window.ws_row == 0)
        return fallbackSize;
    return QSize(window.ws_col, window.ws_row).boundedTo(largestSize);
}

bool TtyPair::isForeground() const
{
    const pid_t foreground = ::tcgetpgrp(m_writeFd);
    return foreground < 0 || foreground == ::getpgrp(); // not our controlling terminal: nobody can take it
}

bool TtyPair::hasInput() const
{
    int bytes = 0;
    return ::ioctl(m_readFd, FIONREAD, &bytes) == 0 && bytes > 0;
}

} // namespace confab::tui
