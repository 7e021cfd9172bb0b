// Offering bytes to the transport and keeping the rest in order.
#include "server/gateway/WriteFifo.h"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

namespace confab::server {

namespace {

constexpr std::size_t mostParts = WriteBuffers::most;

/// Beast writes a control frame as one piece.
bool isCloseFrame(std::span<const asio::const_buffer> parts)
{
    constexpr uchar wholeClose = 0x88;
    return !parts.empty() && *static_cast<const uchar*>(parts.front().data()) == wholeClose;
}

} // namespace

std::optional<std::size_t> WriteFifo::offer(std::span<const asio::const_buffer> parts)
{
    const auto taken = m_transport->writeNow(parts);
    if (taken && *taken > 0 && m_watch)
        m_watch->bytesLeft(*taken);
    return taken;
}

Sent WriteFifo::write(std::span<const QByteArray> pieces)
{
    if (m_closed)
        return Sent::Done;
    std::size_t gone = 0;
    if (m_chunks.empty()) {
        std::array<asio::const_buffer, mostParts> parts;
        std::size_t count = 0;
        std::size_t offered = 0;
        for (const QByteArray& one : pieces.first(std::min(pieces.size(), mostParts))) {
            parts[count++] = asio::const_buffer(one.constData(), std::size_t(one.size()));
            offered += std::size_t(one.size());
        }
        const auto taken = offer({parts.data(), count});
        if (!taken)
            return Sent::Failed;
        gone = *taken;
        if (gone == offered && count == pieces.size())
            return Sent::Done;
    }
    for (const QByteArray& one : pieces) {
        const std::size_t sent = std::min(gone, std::size_t(one.size()));
        gone -= sent;
        if (sent < std::size_t(one.size()))
            m_chunks.push_back({one, qsizetype(sent), 0, {}});
    }
    wait();
    return Sent::Pending;
}

void WriteFifo::afterLast(IoHandler handler)
{
    Q_ASSERT(!m_chunks.empty() && !m_chunks.back().handler);
    m_chunks.back().handler = std::move(handler);
}

void WriteFifo::write(const WriteBuffers& from, IoHandler handler)
{
    m_closed = m_closed || (m_frames && isCloseFrame(from.parts()));
    const std::size_t size = asio::buffer_size(from.parts());
    std::size_t gone = 0;
    if (m_chunks.empty()) {
        const auto taken = offer(from.parts());
        if (!taken || *taken == size) {
            const error_code error = taken ? error_code() : error_code(asio::error::broken_pipe);
            asio::post(m_executor, [error, size = taken.value_or(0), done = std::move(handler)]() mutable { done(error, size); });
            return;
        }
        gone = *taken;
    }
    // Small and rare: copied, so that a chunk is a chunk whoever wrote it.
    QByteArray rest(qsizetype(size - gone), Qt::Uninitialized);
    char* at = rest.data();
    for (asio::const_buffer part : from.parts()) {
        const std::size_t skipped = std::min(gone, part.size());
        gone -= skipped;
        part += skipped;
        at = std::copy_n(static_cast<const char*>(part.data()), part.size(), at);
    }
    m_chunks.push_back({rest, 0, size, std::move(handler)});
    wait();
}

void WriteFifo::wait()
{
    if (std::exchange(m_waiting, true))
        return;
    m_transport->whenWritable(IoHandler([self = shared_from_this()](error_code error, std::size_t) {
        self->m_waiting = false;
        if (error)
            self->fail(error);
        else
            self->goOn();
    }));
}

void WriteFifo::goOn()
{
    std::array<asio::const_buffer, mostParts> parts;
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(m_chunks.size(), mostParts); ++i) {
        const Chunk& one = m_chunks[i];
        parts[count++] = asio::const_buffer(one.bytes.constData() + one.sent, std::size_t(one.bytes.size() - one.sent));
    }
    if (count == 0)
        return;
    const auto taken = offer({parts.data(), count});
    if (!taken) {
        fail(asio::error::broken_pipe);
        return;
    }
    std::size_t gone = *taken;
    std::size_t whole = 0;
    std::vector<Chunk> finished;
    for (; whole < m_chunks.size(); ++whole) {
        Chunk& one = m_chunks[whole];
        const std::size_t sent = std::min(gone, std::size_t(one.bytes.size() - one.sent));
        gone -= sent;
        one.sent += qsizetype(sent);
        if (one.sent < one.bytes.size())
            break;
        if (one.handler)
            finished.push_back(std::move(one));
    }
    m_chunks.erase(m_chunks.begin(), m_chunks.begin() + qsizetype(whole));
    if (m_chunks.empty())
        m_chunks = std::vector<Chunk>();
    else
        wait();
    // Last, because they may write again or end all this.
    for (Chunk& one : finished)
        one.handler({}, one.reported);
}

void WriteFifo::fail(error_code error)
{
    for (Chunk& one : std::exchange(m_chunks, {})) {
        if (one.handler)
            asio::post(m_executor, [error, done = std::move(one.handler)]() mutable { done(error, 0); });
    }
}

void WriteFifo::close()
{
    m_transport->close();
    fail(asio::error::operation_aborted);
}

} // namespace confab::server
