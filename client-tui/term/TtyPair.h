// Two descriptors of our own for a terminal, non-blocking, so that the shell's stay as they are.
#pragma once

#include <QSize>
#include <QtGlobal>

namespace confab::tui {

class TtyPair {
public:
    TtyPair() = default;
    ~TtyPair() { close(); }
    Q_DISABLE_COPY_MOVE(TtyPair)

    /// False when one of them is no terminal.
    [[nodiscard]] bool open(int inputFd, int outputFd);
    void close();
    bool isOpen() const { return m_readFd >= 0; }

    int readFd() const { return m_readFd; }
    int writeFd() const { return m_writeFd; }
    /// File flags to give back to the caller's descriptor; -1 when it was never touched.
    int foundFlags() const { return m_foundFlags; }

    /// Columns × rows, 80×24 when the terminal does not know.
    QSize size() const;
    /// Whether the terminal listens to our process group.
    bool isForeground() const;
    /// Whether bytes wait to be read.
    bool hasInput() const;

private:
    int m_readFd = -1;
    int m_writeFd = -1;
    int m_foundFlags = -1;
};

} // namespace confab::tui
