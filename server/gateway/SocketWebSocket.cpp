// The WebSocket half of a socket: the one place where Beast's stream is instantiated. Slow to compile; keep it short.
#include "server/gateway/SocketStreams.h"

#include "server/gateway/Handshake.h"

#include <boost/beast/websocket/stream.hpp>

namespace confab::server {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

namespace {

constexpr std::size_t smallChunk = 384;   // most requests; every idle connection waits with that much
constexpr std::size_t largeChunk = 16 * 1024;

/// The code that was exchanged when reading ended with `error`.
int closeCodeOf(const error_code& error, const WebSocketStream& stream)
{
    if (error == websocket::error::closed)
        return stream.reason().code == websocket::close_code::none ? 1005 : int(stream.reason().code);
    if (error == websocket::error::bad_frame_payload)
        return 1007;
    if (error.category() == websocket::make_error_code(websocket::error::closed).category())
        return 1002;
    return 0;
}

} // namespace

Socket::Streams::Streams(TransportStream&& one) : raw(std::make_unique<TransportStream>(std::move(one))) { }
Socket::Streams::~Streams() = default;

TransportStream& Socket::Streams::bytes()
{
    return webSocket ? webSocket->next_layer() : *raw;
}

std::shared_ptr<Socket> makeSocket(TransportStream&& stream, qint64 maxMessageBytes)
{
    return std::make_shared<Socket>(std::make_unique<Socket::Streams>(std::move(stream)), maxMessageBytes);
}

Socket::Socket(std::unique_ptr<Streams> streams, qint64 maxMessageBytes)
    : m_out(streams->bytes().out())
    , m_streams(std::move(streams))
    , m_maxMessageBytes(maxMessageBytes)
{
    m_out.setWatch(this);
}

Socket::~Socket()
{
    m_out.setWatch(nullptr);
}

void Socket::upgrade(protocol::Encoding encoding)
{
    http::request<http::empty_body> request;
    request.method(http::verb::get);
    request.version(unsigned(head().version));
    for (const HttpField& one : head().fields)
        request.insert(beast::string_view(one.name.constData(), std::size_t(one.name.size())),
            beast::string_view(one.value.constData(), std::size_t(one.value.size())));
    m_out.beginFrames();
    m_streams->raw->unread(m_inbound.first(std::exchange(m_used, 0)));
    m_streams->webSocket = std::make_unique<WebSocketStream>(std::move(*m_streams->raw));
    m_streams->raw.reset();
    m_inbound = {};
    m_head = {};
    m_partial = false;
    WebSocketStream& stream = *m_streams->webSocket;
    stream.read_message_max(0);   // the limit is kept here, with our own close code
    stream.set_option(websocket::stream_base::decorator([encoding](websocket::response_type& response) {
        response.set(http::field::server, "confabd");
        response.set(http::field::sec_websocket_protocol, subprotocolName(encoding).toStdString());
    }));
    stream.control_callback([this](websocket::frame_type, beast::string_view) {
        if (m_used == 0)
            m_partial = false;
    });
    stream.async_accept(request, [self = shared_from_this()](error_code error) {
        if (self->m_events)
            self->m_events->upgraded(!error);
    });
}

void Socket::readMessage()
{
    WebSocketStream& stream = *m_streams->webSocket;
    const std::size_t want = std::clamp(stream.read_size_hint(smallChunk), smallChunk, largeChunk);
    if (m_used == 0)
        m_inbound.reserve(qsizetype(want));   // exactly: resize() alone would round up to twice as much
    if (m_inbound.size() < m_used + qsizetype(want))
        m_inbound.resize(m_used + qsizetype(want));
    stream.async_read_some(asio::buffer(m_inbound.data() + m_used, want),
        [self = shared_from_this()](error_code error, std::size_t bytes) {
            self->onMessagePart(bytes, error ? closeCodeOf(error, *self->m_streams->webSocket) : -1);
        });
}

void Socket::onMessagePart(std::size_t bytes, int closeCode)
{
    if (!m_events)
        return;
    if (closeCode >= 0) {
        m_events->readEnded(quint16(closeCode));
        return;
    }
    m_used += qsizetype(bytes);
    const bool done = m_streams->webSocket->is_message_done();
    // The frame's head tells how much is still to come, so that no more than the first piece of a giant is ever kept.
    const qint64 announced = done ? 0 : qint64(m_streams->webSocket->read_size_hint(1));
    if (announced > m_maxMessageBytes - m_used) {
        m_events->messageTooBig();
        return;
    }
    if (!done) {
        readMessage();
        return;
    }
    m_inbound.truncate(std::exchange(m_used, 0));
    m_partial = false;
    const QByteArray message = std::exchange(m_inbound, {});
    m_events->messageRead(message, m_streams->webSocket->got_text());
}

void Socket::ping()
{
    if (std::exchange(m_pinging, true))
        return;
    m_streams->webSocket->async_ping({}, [self = shared_from_this()](error_code) { self->m_pinging = false; });
}

void Socket::close(quint16 code, const QByteArray& reason)
{
    const websocket::close_reason why(
        websocket::close_code(code), beast::string_view(reason.constData(), std::size_t(std::min<qsizetype>(reason.size(), 120))));
    m_streams->webSocket->async_close(why, [self = shared_from_this()](error_code) {
        if (self->m_events)
            self->m_events->closed();
    });
}

} // namespace confab::server
