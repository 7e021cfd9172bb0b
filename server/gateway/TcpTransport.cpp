// The only place where bytes meet the kernel.
#include "server/gateway/TcpTransport.h"

#include <cerrno>

#include <sys/socket.h>

namespace confab::server {

namespace {

class TcpTransport final : public Transport {
public:
    explicit TcpTransport(TcpSocket&& socket) : m_socket(std::move(socket)) { }

    void readSome(asio::mutable_buffer into, IoHandler handler) override
    {
        m_socket.async_read_some(asio::mutable_buffers_1(into), std::move(handler));
    }

    std::optional<std::size_t> writeNow(std::span<const asio::const_buffer> from) override
    {
        // One piece is the rule, and send() is cheaper than sendmsg().
        const ssize_t sent = from.size() == 1
            ? ::send(m_socket.native_handle(), from.front().data(), from.front().size(), MSG_DONTWAIT | MSG_NOSIGNAL)
            : sendParts(from);
        if (sent >= 0)
            return std::size_t(sent);
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ENOBUFS)
            return 0;
        return std::nullopt;
    }

    void whenWritable(IoHandler handler) override
    {
        m_socket.async_wait(TcpSocket::wait_write, [taken = std::move(handler)](error_code error) mutable { taken(error, 0); });
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
    ssize_t sendParts(std::span<const asio::const_buffer> from)
    {
        std::array<iovec, WriteBuffers::most> parts;
        const std::size_t count = std::min(from.size(), parts.size());
        for (std::size_t i = 0; i < count; ++i)
            parts[i] = {const_cast<void*>(from[i].data()), from[i].size()};
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        return ::sendmsg(m_socket.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    }

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

} // namespace confab::server
