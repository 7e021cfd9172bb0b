// Reads lines from a descriptor without blocking, and stops reading while nobody wants more.
#include "client-tui/app/LineSource.h"

#include <QStringDecoder>

#include <cerrno>
#include <unistd.h>

namespace confab::tui {

using namespace Qt::StringLiterals;

LineSource::LineSource(int fd)
    : m_fd(fd)
{
}

void LineSource::start(Pieces pieces)
{
    m_pieces = pieces;
    m_notifier = std::make_unique<QSocketNotifier>(m_fd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { readSome(); });
}

std::optional<QString> LineSource::next()
{
    if (m_pieces == Pieces::Whole) {
        if (!m_hasEnded || m_buffer.isEmpty())
            return std::nullopt;
        QByteArray whole = std::exchange(m_buffer, {});
        // The end of the last line belongs to the file, not to the message.
        while (whole.endsWith('\n') || whole.endsWith('\r'))
            whole.chop(1);
        return decoded(whole);
    }
    const qsizetype end = m_buffer.indexOf('\n');
    if (end < 0 && (!m_hasEnded || m_buffer.isEmpty()))
        return std::nullopt;
    QByteArray line = end < 0 ? std::exchange(m_buffer, {}) : m_buffer.left(end);
    if (end >= 0)
        m_buffer.remove(0, end + 1);
    if (line.endsWith('\r'))
        line.chop(1);
    return decoded(line);
}

void LineSource::setPaused(bool paused)
{
    if (m_notifier && !m_hasEnded)
        m_notifier->setEnabled(!paused);
}

void LineSource::readSome()
{
    QByteArray chunk(chunkBytes, Qt::Uninitialized);
    const ssize_t count = ::read(m_fd, chunk.data(), static_cast<size_t>(chunk.size()));
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count > 0)
        m_buffer.append(chunk.constData(), count);
    const bool isTooLong = m_buffer.size() > wholeLimit && (m_pieces == Pieces::Whole || !m_buffer.contains('\n'));
    if (isTooLong) {
        m_problem = u"the input is too long for one message"_s;
        m_buffer.clear();
    }
    if (count <= 0 || isTooLong) {
        m_hasEnded = true;
        m_notifier->setEnabled(false);
    }
    Q_EMIT ready();
}

std::optional<QString> LineSource::decoded(QByteArray bytes)
{
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decode(bytes);
    if (decode.hasError())
        m_problem = u"the input is not UTF-8"_s;
    else if (text.contains(QChar(0)))
        m_problem = u"the input holds a NUL byte"_s;
    return text;
}

} // namespace confab::tui
