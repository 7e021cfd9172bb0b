// The streams inside a Socket: bytes before the upgrade, WebSocket after it.
#pragma once

#include "server/gateway/Socket.h"
#include "server/gateway/TransportStream.h"

#include <boost/beast/websocket/stream_fwd.hpp>

namespace confab::server {

/// Instantiated in SocketWebSocket.cpp alone.
using WebSocketStream = boost::beast::websocket::stream<TransportStream, false>;

struct Socket::Streams {
    explicit Streams(TransportStream&& one);
    ~Streams();

    /// The byte stream, wherever it is now.
    TransportStream& bytes();

    std::unique_ptr<TransportStream> raw;
    std::unique_ptr<WebSocketStream> webSocket;
};

std::shared_ptr<Socket> makeSocket(TransportStream&& stream, qint64 maxMessageBytes);

} // namespace confab::server
