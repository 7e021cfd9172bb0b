// The message a connection is working through. Private to Connection's two files.
#pragma once

#include "server/gateway/Connection.h"

namespace confab::server {

/// One WebSocket message, kept until all its requests were taken by the core.
struct Connection::Input {
    Input(protocol::Encoding encoding, const QByteArray& message) : frame(message), reader(encoding, frame) { }

    QByteArray frame;
    protocol::FrameReader reader;
    std::optional<Inbound> waiting;    ///< decoded, but the core's inbox was full
    bool waitingHasId = false;
};

} // namespace confab::server
