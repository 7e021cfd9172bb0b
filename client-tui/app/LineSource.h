// Reads lines from a descriptor without blocking, and stops reading while nobody wants more.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QString>

#include <memory>
#include <optional>

namespace confab::tui {

/// UTF-8; a line's own end (\n or \r\n) is not part of it. Holds at most a chunk more than is asked for.
class LineSource : public QObject {
    Q_OBJECT
public:
    enum class Pieces : quint8 { Lines, Whole };
    static constexpr qsizetype chunkBytes = 64 * 1024;
    static constexpr qsizetype wholeLimit = 1 << 20;

    /// `fd` is not owned.
    explicit LineSource(int fd);

    void start(Pieces pieces);
    /// The next line, or nothing at the moment.
    std::optional<QString> next();
    void setPaused(bool paused);
    /// Everything was read and handed out.
    bool atEnd() const { return m_hasEnded && m_buffer.isEmpty(); }
    /// Everything was read; some of it may still be here.
    bool hasEnded() const { return m_hasEnded; }
    /// What went wrong, once; empty when nothing.
    QString problem() { return std::exchange(m_problem, {}); }

Q_SIGNALS:
    /// There may be lines, or the end.
    void ready();

private:
    void readSome();
    std::optional<QString> decoded(QByteArray bytes);

    int m_fd;
    Pieces m_pieces = Pieces::Lines;
    QByteArray m_buffer;
    QString m_problem;
    bool m_hasEnded = false;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace confab::tui
