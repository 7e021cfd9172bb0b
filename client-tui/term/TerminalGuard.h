// Holds a tty in raw mode and gives it back whatever happens: normally, by signals and in crashes.
#pragma once

#include <QByteArray>

namespace confab::tui {

/// Process-wide by nature: at most one exists at a time. Signals arrive as bytes in a pipe; crashes restore the terminal from
/// inside the handler, with async-signal-safe calls only, and then take their course.
class TerminalGuard {
public:
    TerminalGuard() = default;
    ~TerminalGuard() { release(); }
    Q_DISABLE_COPY_MOVE(TerminalGuard)

    /// Remembers the tty's settings and installs the handlers. `leaveSequence` (under 256 bytes) is what undoes our modes.
    /// With `foundFlags`, the descriptor is shared with others: it is non-blocking while engaged and has these flags otherwise.
    /// False when the descriptor is no terminal or another guard exists.
    [[nodiscard]] bool take(int fd, const QByteArray& leaveSequence, int foundFlags = -1);
    /// Undoes take(); restores the tty if it is engaged.
    void release();

    /// Raw mode: no echo, no line editing, no signals from keys, no flow control, no output processing.
    void engage();
    /// The tty as it was found, and the leave sequence. Waits at most 200 ms for a stalled terminal. Nothing when not engaged.
    void restore();
    bool isEngaged() const;

    /// Readable when signals came; takeSignals() returns their numbers, in order.
    int signalFd() const { return m_readFd; }
    QByteArray takeSignals() const;
    /// Stops the process as SIGTSTP does by default; returns after SIGCONT.
    void stopProcess();

private:
    int m_readFd = -1;
    int m_writeFd = -1;
    bool m_isTaken = false;
};

} // namespace confab::tui
