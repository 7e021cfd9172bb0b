// The byte stream below HTTP and WebSocket as Beast sees it.
#pragma once

#include "server/gateway/WriteFifo.h"

#include <boost/beast/websocket/teardown.hpp>

namespace confab::server {

/// The AsyncStream that Beast sees. Movable. Serves bytes that were read too early first.
class TransportStream {
public:
    using executor_type = asio::io_context::executor_type;

    TransportStream(asio::io_context& context, std::unique_ptr<Transport> transport)
        : m_executor(context.get_executor()), m_out(std::make_shared<WriteFifo>(context, std::move(transport)))
    {
    }

    executor_type get_executor() const noexcept { return m_executor; }
    /// The way out; stays where it is when the stream is moved.
    WriteFifo& out() { return *m_out; }
    /// Bytes that belong in front of everything still to be read.
    void unread(const QByteArray& bytes) { m_early = bytes; }

    template <typename Buffers, typename Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler)
    {
        startRead(firstOf(buffers), IoHandler(std::forward<Handler>(handler)));
    }

    template <typename Buffers, typename Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler)
    {
        WriteBuffers parts;
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto at = asio::buffer_sequence_begin(buffers); at != end && !parts.isFull(); ++at) {
            if (asio::const_buffer one(*at); one.size() > 0)
                parts.add(one);
        }
        m_out->write(parts, IoHandler(std::forward<Handler>(handler)));
    }

private:
    template <typename Buffers>
    static asio::mutable_buffer firstOf(const Buffers& buffers)
    {
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto at = asio::buffer_sequence_begin(buffers); at != end; ++at) {
            if (asio::mutable_buffer one(*at); one.size() > 0)
                return one;
        }
        return {};
    }

    void startRead(asio::mutable_buffer into, IoHandler handler);

    executor_type m_executor;
    std::shared_ptr<WriteFifo> m_out;
    QByteArray m_early;
};

// Found by Beast through argument-dependent lookup.

template <typename Handler>
void async_teardown(boost::beast::role_type, TransportStream& stream, Handler&& handler)
{
    if (stream.out().watch())
        stream.out().watch()->beginsLingering();
    linger(stream.out().transport(),
        IoHandler([taken = std::forward<Handler>(handler)](error_code, std::size_t) mutable { taken(error_code()); }));
}

void teardown(boost::beast::role_type, TransportStream& stream, error_code& error);
void beast_close_socket(TransportStream& stream);

} // namespace confab::server
