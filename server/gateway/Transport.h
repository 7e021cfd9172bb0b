// Bytes to and from a peer: TCP now, TLS later, behind one type so that Beast is instantiated once.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <memory>
#include <optional>
#include <span>

namespace confab::server {

namespace asio = boost::asio;
using boost::system::error_code;

/// A one-shot completion handler whose type is forgotten; move-only.
class IoHandler {
public:
    IoHandler() = default;
    template <typename Handler>
        requires(!std::is_same_v<std::remove_cvref_t<Handler>, IoHandler>)
    explicit IoHandler(Handler&& handler) : m_call(std::make_unique<Call<std::remove_cvref_t<Handler>>>(std::forward<Handler>(handler)))
    {
    }

    explicit operator bool() const { return m_call != nullptr; }

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

/// The pieces of one write by value, where a view of somebody's array would dangle.
class WriteBuffers {
public:
    static constexpr std::size_t most = 16;

    bool isFull() const { return m_count == most; }
    void add(asio::const_buffer one) { m_parts[m_count++] = one; }
    std::span<const asio::const_buffer> parts() const { return {m_parts.data(), m_count}; }

private:
    std::array<asio::const_buffer, most> m_parts;
    std::size_t m_count = 0;
};

/// A connected byte stream. All calls and completions on the thread that runs its io_context; completions never run inside the call.
class Transport {
public:
    virtual ~Transport() = default;
    virtual void readSome(asio::mutable_buffer into, IoHandler handler) = 0;
    /// Hands over what can be taken without waiting: how much that was (0: nothing now), or nothing when the stream is broken.
    virtual std::optional<std::size_t> writeNow(std::span<const asio::const_buffer> from) = 0;
    /// When writeNow would take something. At most one at a time.
    virtual void whenWritable(IoHandler handler) = 0;
    /// We send nothing more; what the kernel holds still leaves.
    virtual void shutdownSend() = 0;
    /// Pending reads and writes end with an error.
    virtual void close() = 0;
};

/// Says goodbye on the byte level: sends nothing more and throws away what still comes, until the peer closes or the transport
/// is closed. Closing at once would make the kernel reset the connection and could destroy our last bytes on their way.
void linger(Transport& transport, IoHandler done);

} // namespace confab::server
