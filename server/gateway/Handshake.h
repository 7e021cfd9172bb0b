// Who may come in: the decision over one HTTP request, from its head alone.
#pragma once

#include "server/gateway/HttpHead.h"
#include "shared/protocol/Wire.h"

#include <QList>

#include <functional>

namespace confab::server {

/// One answer to a plain HTTP request.
struct HttpPage {
    int status = 200;
    QByteArray type = "text/plain; charset=utf-8";
    QByteArray body;
};

/// The page at a path, or nothing (404). Called on gateway threads.
using HttpPageSource = std::function<std::optional<HttpPage>(const QByteArray& path)>;

/// Either an upgrade with the agreed encoding or a page to send.
struct Admission {
    std::optional<protocol::Encoding> upgrade;
    HttpPage page;
};

inline constexpr auto webSocketPath = "/v1/ws";

/// "confab1.json" or "confab1.cbor".
QByteArray subprotocolName(protocol::Encoding encoding);

/// An upgrade is admitted on webSocketPath only, with an Origin of the list or none, and with a subprotocol that both sides
/// know, in the client's order of preference. Anything else is a page: 400, 403, 404, 405 or what `pages` gives.
Admission admit(const HttpHead& head, const QList<QByteArray>& origins, const HttpPageSource& pages);

/// The bytes of an answer. `headOnly` leaves out the body but not its length.
QByteArray httpResponse(const HttpPage& page, bool keepAlive, bool headOnly);

/// The address a trusted proxy speaks for: the last of X-Forwarded-For, or nothing when there is none or it is no address.
std::optional<QString> forwardedAddress(const HttpHead& head);

} // namespace confab::server
