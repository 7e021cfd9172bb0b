// Reading through the stream, and the goodbyes that Beast asks for.
#include "server/gateway/TransportStream.h"

#include <cstring>

namespace confab::server {

void TransportStream::startRead(asio::mutable_buffer into, IoHandler handler)
{
    TransportWatch* watch = m_out->watch();
    if (!m_early.isEmpty()) {
        const std::size_t bytes = std::min(into.size(), std::size_t(m_early.size()));
        memcpy(into.data(), m_early.constData(), bytes);
        m_early = m_early.mid(qsizetype(bytes));
        asio::post(m_executor, [bytes, watch, taken = std::move(handler)]() mutable {
            if (watch)
                watch->bytesCame(bytes);
            taken(error_code(), bytes);
        });
        return;
    }
    m_out->transport().readSome(into, IoHandler([watch, taken = std::move(handler)](error_code error, std::size_t bytes) mutable {
        if (bytes > 0 && watch)
            watch->bytesCame(bytes);
        taken(error, bytes);
    }));
}

void teardown(boost::beast::role_type, TransportStream& stream, error_code& error)
{
    stream.out().transport().shutdownSend();
    error = {};
}

void beast_close_socket(TransportStream& stream)
{
    stream.out().close();
}

} // namespace confab::server
