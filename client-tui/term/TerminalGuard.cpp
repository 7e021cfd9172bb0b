// Holds a tty in raw mode and gives it back whatever happens: normally, by signals and in crashes.
#include "client-tui/term/TerminalGuard.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace confab::tui {

namespace {

    // Signal handlers get no argument of ours, so what they need lives here; nothing outside this file sees it.
    struct Held {
        std::atomic<bool> isTaken{false};
        std::atomic<bool> isEngaged{false};
        std::atomic<int> signalWriteFd{-1};
        std::atomic<int> unheardTerminations{0};
        int fd = -1;
        int foundFlags = -1;
        termios found{};
        std::array<char, 256> leaveSequence{};
        size_t leaveLength = 0;
        std::array<char, 32768> signalStack{};
    };
    Held held;

    constexpr std::array caughtSignals{SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT};
    constexpr std::array crashSignals{SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
    constexpr int patienceMs = 200;

    void writePatiently(int fd, const char* bytes, size_t length)
    {
        while (length > 0) {
            const ssize_t written = ::write(fd, bytes, length);
            if (written > 0) {
                bytes += written;
                length -= static_cast<size_t>(written);
            } else if (written < 0 && errno == EAGAIN) {
                pollfd one{fd, POLLOUT, 0};
                if (::poll(&one, 1, patienceMs) <= 0)
                    return;
            } else if (written == 0 || errno != EINTR) {
                return;
            }
        }
    }

    /// Async-signal-safe, and only the first caller does it.
    void restoreTerminal()
    {
        if (!held.isEngaged.exchange(false))
            return;
        // A background process must not be stopped here: it could never finish.
        sigset_t blocked;
        sigset_t before;
        sigemptyset(&blocked);
        sigaddset(&blocked, SIGTTOU);
        ::sigprocmask(SIG_BLOCK, &blocked, &before);
        writePatiently(held.fd, held.leaveSequence.data(), held.leaveLength);
        // Not TCSAFLUSH: it would wait for a stalled terminal. Answers still on their way are not for the shell.
        ::tcflush(held.fd, TCIFLUSH);
        ::tcsetattr(held.fd, TCSANOW, &held.found);
        if (held.foundFlags >= 0)
            ::fcntl(held.fd, F_SETFL, held.foundFlags);
        ::sigprocmask(SIG_SETMASK, &before, nullptr);
    }

    void setHandler(int signal, void (*handler)(int), int flags)
    {
        struct sigaction action {};
        action.sa_handler = handler;
        action.sa_flags = flags;
        sigemptyset(&action.sa_mask);
        ::sigaction(signal, &action, nullptr);
    }

    void onCrash(int signal)
    {
        restoreTerminal();
        ::raise(signal); // SA_RESETHAND made the default action ours again
    }

    void onSignal(int signal)
    {
        const int savedErrno = errno;
        const bool isTermination = signal == SIGTERM || signal == SIGHUP;
        // Whoever insists while nobody listens wants the process gone.
        if (isTermination && ++held.unheardTerminations >= 3) {
            restoreTerminal();
            setHandler(signal, SIG_DFL, 0);
            ::raise(signal);
        }
        const char byte = static_cast<char>(signal);
        if (::write(held.signalWriteFd, &byte, 1) < 0) {
            // The pipe is full: the reader has plenty to do already.
        }
        errno = savedErrno;
    }

    void restoreAtExit()
    {
        restoreTerminal();
    }

} // namespace

bool TerminalGuard::take(int fd, const QByteArray& leaveSequence, int foundFlags)
{
    if (m_isTaken || !::isatty(fd) || static_cast<size_t>(leaveSequence.size()) > held.leaveSequence.size())
        return false;
    if (held.isTaken.exchange(true))
        return false;
    std::array<int, 2> ends{};
    if (::tcgetattr(fd, &held.found) != 0 || ::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) != 0) {
        held.isTaken = false;
        return false;
    }
    m_isTaken = true;
    m_readFd = ends[0];
    m_writeFd = ends[1];
    held.fd = fd;
    held.foundFlags = foundFlags;
    held.signalWriteFd = m_writeFd;
    held.unheardTerminations = 0;
    held.leaveLength = static_cast<size_t>(leaveSequence.size());
    std::copy(leaveSequence.begin(), leaveSequence.end(), held.leaveSequence.begin());

    static const bool isRegistered = std::atexit(restoreAtExit) == 0;
    Q_UNUSED(isRegistered)
    stack_t stack{};
    stack.ss_sp = held.signalStack.data();
    stack.ss_size = held.signalStack.size();
    ::sigaltstack(&stack, nullptr); // a stack overflow has no room for its own handler
    for (const int signal : caughtSignals)
        setHandler(signal, onSignal, SA_RESTART);
    for (const int signal : crashSignals)
        setHandler(signal, onCrash, static_cast<int>(SA_RESETHAND) | SA_NODEFER | SA_ONSTACK);
    return true;
}

void TerminalGuard::release()
{
    if (!m_isTaken)
        return;
    restoreTerminal();
    for (const int signal : caughtSignals)
        setHandler(signal, SIG_DFL, 0);
    for (const int signal : crashSignals)
        setHandler(signal, SIG_DFL, 0);
    held.signalWriteFd = -1;
    ::close(m_readFd);
    ::close(m_writeFd);
    m_readFd = m_writeFd = -1;
    m_isTaken = false;
    held.isTaken = false;
}

void TerminalGuard::engage()
{
    termios raw = held.found;
    raw.c_iflag &= ~static_cast<tcflag_t>(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXOFF);
    raw.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    raw.c_cflag &= ~static_cast<tcflag_t>(CSIZE | PARENB);
    raw.c_cflag |= CS8;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    held.isEngaged = true;
    ::tcsetattr(held.fd, TCSANOW, &raw);
    if (held.foundFlags >= 0)
        ::fcntl(held.fd, F_SETFL, held.foundFlags | O_NONBLOCK);
}

void TerminalGuard::restore()
{
    if (m_isTaken)
        restoreTerminal();
}

bool TerminalGuard::isEngaged() const
{
    return m_isTaken && held.isEngaged;
}

QByteArray TerminalGuard::takeSignals() const
{
    QByteArray signalNumbers(64, '\0');
    const ssize_t count = ::read(m_readFd, signalNumbers.data(), static_cast<size_t>(signalNumbers.size()));
    held.unheardTerminations = 0;
    signalNumbers.truncate(std::max<ssize_t>(0, count));
    return signalNumbers;
}

void TerminalGuard::stopProcess()
{
    setHandler(SIGTSTP, SIG_DFL, 0);
    ::raise(SIGTSTP);
    setHandler(SIGTSTP, onSignal, SA_RESTART);
}

} // namespace confab::tui
