// The byte stream below HTTP and WebSocket: TCP now, TLS later, behind one type so that Beast is instantiated once.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <array>
#include <functional>
#include <memory>

namespace confab::server {

namespace asio = boost::asio;
using boost::system::error_code;

/// A one-shot completion handler whose type is forgotten; move-only.
class IoHandler {
public:
    template <typename Handler>
        requires(!std::is_same_v<std::remove_cvref_t<Handler>, IoHandler>)
    explicit IoHandler(Handler&& handler) : m_call(std::make_unique<Call<std::remove_cvref_t<Handler>>>(std::forward<Handler>(handler)))
    {
    }

    void operator()(error_code error, std::size_t bytes)
    {
        auto call = std::move(m_call);
        call->run(call, error, bytes);
    }

private:
    struct Base {
        virtual ~Base() = default;
        /// Frees `self` before it calls, so that memory is reused by what the handler starts next.
        virtual void run(std::unique_ptr<Base>& self, error_code error, std::size_t bytes) = 0;
    };
    template <typename Handler>
    struct Call final : Base {
        explicit Call(Handler&& one) : handler(std::move(one)) { }
        explicit Call(const Handler& one) : handler(one) { }
        void run(std::unique_ptr<Base>& self, error_code error, std::size_t bytes) override
        {
            Handler taken = std::move(handler);
            self.reset();
            taken(error, bytes);
        }
        Handler handler;
    };

    std::unique_ptr<Base> m_call;
};

/// The pieces of one write, kept by value: an operation that must wait keeps its own copy of them, where a view of somebody's
/// array would dangle. Models Asio's ConstBufferSequence.
class WriteBuffers {
public:
    using value_type = asio::const_buffer;
    using const_iterator = const asio::const_buffer*;
    static constexpr std::size_t most = 16;

    bool isFull() const { return m_count == most; }
    void add(asio::const_buffer one) { m_parts[m_count++] = one; }
    const_iterator begin() const { return m_parts.data(); }
    const_iterator end() const { return m_parts.data() + m_count; }

private:
    std::array<asio::const_buffer, most> m_parts;
    std::size_t m_count = 0;
};

/// A connected byte stream. All calls and completions on the thread that runs its io_context; completions never run inside the call.
class Transport {
public:
    virtual ~Transport() = default;
    virtual void readSome(asio::mutable_buffer into, IoHandler handler) = 0;
    virtual void writeSome(const WriteBuffers& from, IoHandler handler) = 0;
    /// We send nothing more; what the kernel holds still leaves.
    virtual void shutdownSend() = 0;
    /// Pending reads and writes end with an error.
    virtual void close() = 0;
};

/// What passes through a stream, told to its owner.
struct TransportWatch {
    std::function<void(std::size_t)> read;
    std::function<void(std::size_t)> written;
    std::function<void()> lingering;       ///< the protocol is over, see linger()
};

/// The AsyncStream that Beast sees. Movable. Serves bytes that were read too early first.
class TransportStream {
public:
    using executor_type = asio::io_context::executor_type;

    TransportStream(asio::io_context& context, std::unique_ptr<Transport> transport)
        : m_executor(context.get_executor()), m_transport(std::move(transport)), m_watch(std::make_unique<TransportWatch>())
    {
    }

    executor_type get_executor() const noexcept { return m_executor; }
    Transport& transport() { return *m_transport; }
    TransportWatch& watch() { return *m_watch; }
    /// Bytes that belong in front of everything still to be read.
    void unread(std::string bytes) { m_early = std::move(bytes); }

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
        startWrite(parts, IoHandler(std::forward<Handler>(handler)));
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
    void startWrite(const WriteBuffers& from, IoHandler handler);

    executor_type m_executor;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<TransportWatch> m_watch;
    std::string m_early;
};

/// Says goodbye on the byte level: sends nothing more and throws away what still comes, until the peer closes or the transport
/// is closed. Closing at once would make the kernel reset the connection and could destroy our last bytes on their way.
void linger(Transport& transport, IoHandler done);

// Found by Beast through argument-dependent lookup.

template <typename Handler>
void async_teardown(boost::beast::role_type, TransportStream& stream, Handler&& handler)
{
    if (stream.watch().lingering)
        stream.watch().lingering();
    linger(
        stream.transport(), IoHandler([taken = std::forward<Handler>(handler)](error_code, std::size_t) mutable { taken(error_code()); }));
}

void teardown(boost::beast::role_type, TransportStream& stream, error_code& error);
void beast_close_socket(TransportStream& stream);

} // namespace confab::server
