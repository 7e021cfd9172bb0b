// The only place where bytes meet the kernel.
#include "server/gateway/TcpTransport.h"

#include <boost/asio/post.hpp>

#include <cstring>

namespace confab::server {

namespace {

class TcpTransport final : public Transport {
public:
    explicit TcpTransport(TcpSocket&& socket) : m_socket(std::move(socket)) { }

    void readSome(asio::mutable_buffer into, IoHandler handler) override
    {
        m_socket.async_read_some(asio::mutable_buffers_1(into), std::move(handler));
    }

    void writeSome(const WriteBuffers& from, IoHandler handler) override
    {
        m_socket.async_write_some(from, std::move(handler));
    }

    void shutdownSend() override
    {
        error_code ignored;
        m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }

    void close() override
    {
        error_code ignored;
        m_socket.close(ignored);
    }

private:
    TcpSocket m_socket;
};

struct Discarded {
    explicit Discarded(IoHandler handler) : done(std::move(handler)) { }
    IoHandler done;
    std::array<char, 1024> bytes;
};

void discardMore(Transport& transport, std::unique_ptr<Discarded> state)
{
    const asio::mutable_buffer into(state->bytes.data(), state->bytes.size());
    transport.readSome(into, IoHandler([&transport, state = std::move(state)](error_code error, std::size_t) mutable {
        if (error)
            state->done(error, 0);
        else
            discardMore(transport, std::move(state));
    }));
}

} // namespace

void linger(Transport& transport, IoHandler done)
{
    transport.shutdownSend();
    discardMore(transport, std::make_unique<Discarded>(std::move(done)));
}

std::unique_ptr<Transport> makeTcpTransport(TcpSocket&& socket)
{
    return std::make_unique<TcpTransport>(std::move(socket));
}

void TransportStream::startRead(asio::mutable_buffer into, IoHandler handler)
{
    if (!m_early.empty()) {
        const std::size_t bytes = std::min(into.size(), m_early.size());
        memcpy(into.data(), m_early.data(), bytes);
        m_early.erase(0, bytes);
        if (m_early.empty())
            m_early.shrink_to_fit();
        asio::post(m_executor, [bytes, watch = m_watch.get(), taken = std::move(handler)]() mutable {
            if (watch->read)
                watch->read(bytes);
            taken(error_code(), bytes);
        });
        return;
    }
    m_transport->readSome(into, IoHandler([watch = m_watch.get(), taken = std::move(handler)](error_code error, std::size_t bytes) mutable {
        if (bytes > 0 && watch->read)
            watch->read(bytes);
        taken(error, bytes);
    }));
}

void TransportStream::startWrite(const WriteBuffers& from, IoHandler handler)
{
    m_transport->writeSome(
        from, IoHandler([watch = m_watch.get(), taken = std::move(handler)](error_code error, std::size_t bytes) mutable {
            if (bytes > 0 && watch->written)
                watch->written(bytes);
            taken(error, bytes);
        }));
}

void teardown(boost::beast::role_type, TransportStream& stream, error_code& error)
{
    stream.transport().shutdownSend();
    error = {};
}

void beast_close_socket(TransportStream& stream)
{
    stream.transport().close();
}

} // namespace confab::server
