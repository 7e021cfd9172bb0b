// The one ordered way out of a byte stream: our data frames and Beast's control frames leave whole, in the order they came.
#pragma once

#include "server/gateway/Socket.h"
#include "server/gateway/Transport.h"
#include "server/gateway/TransportWatch.h"

#include <vector>

namespace confab::server {

/// What is written is offered to the transport at once; what it does not take waits here until it can. Same thread as the transport.
class WriteFifo : public std::enable_shared_from_this<WriteFifo> {
public:
    WriteFifo(asio::io_context& context, std::unique_ptr<Transport> transport)
        : m_executor(context.get_executor()), m_transport(std::move(transport))
    {
    }

    Transport& transport() { return *m_transport; }
    /// Told of bytes that have left, also inside write(); nullptr for nobody. Must outlive this or be taken back.
    void setWatch(TransportWatch* watch) { m_watch = watch; }
    TransportWatch* watch() const { return m_watch; }

    /// From now on what Beast writes are WebSocket frames. Behind its close frame nothing may follow (RFC 6455, 5.5.1).
    void beginFrames() { m_frames = true; }
    /// Writes shared bytes; nothing is copied. Behind a close frame they go nowhere and count as done.
    Sent write(std::span<const QByteArray> pieces);
    /// Once everything written so far has left (or has failed); never inside this call. Only while something is pending.
    void afterLast(IoHandler handler);
    /// Writes bytes that live until `handler` runs; it runs once they all have left, never inside this call.
    void write(const WriteBuffers& from, IoHandler handler);
    /// Closes the transport; what waits ends with an error.
    void close();

private:
    struct Chunk {
        QByteArray bytes;
        qsizetype sent = 0;
        std::size_t reported = 0;      ///< what its handler is told
        IoHandler handler;
    };

    /// What the transport takes of it now; nothing when it is broken.
    std::optional<std::size_t> offer(std::span<const asio::const_buffer> parts);
    void wait();
    void goOn();
    void fail(error_code error);

    asio::io_context::executor_type m_executor;
    std::unique_ptr<Transport> m_transport;
    TransportWatch* m_watch = nullptr;
    std::vector<Chunk> m_chunks;       ///< empty most of the time, a handful at most
    bool m_waiting = false;
    bool m_frames = false;
    bool m_closed = false;             ///< a close frame was written
};

} // namespace confab::server
