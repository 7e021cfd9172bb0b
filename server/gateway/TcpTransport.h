// Plain TCP as a Transport.
#pragma once

#include "server/gateway/Transport.h"

#include <boost/asio/ip/tcp.hpp>

namespace confab::server {

using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

std::unique_ptr<Transport> makeTcpTransport(TcpSocket&& socket);

} // namespace confab::server
