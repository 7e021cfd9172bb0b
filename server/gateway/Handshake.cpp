// Origin, path and subprotocol rules, and the few HTTP answers the gateway gives.
#include "server/gateway/Handshake.h"

#include <QHostAddress>

namespace confab::server {

namespace {

HttpPage plainPage(int status, const QByteArray& sentence)
{
    return {status, "text/plain; charset=utf-8", sentence + '\n'};
}

QByteArrayView reasonPhrase(int status)
{
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 413: return "Content Too Large";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    default: return "Error";
    }
}

bool isAllowedOrigin(const HttpHead& head, const QList<QByteArray>& origins)
{
    const auto origin = head.field("Origin");
    if (!origin || origins.contains("*"))
        return true;
    for (const QByteArray& allowed : origins) {
        if (origin->compare(allowed, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

std::optional<protocol::Encoding> agreedEncoding(const HttpHead& head)
{
    for (const QByteArray& offered : head.list("Sec-WebSocket-Protocol")) {
        for (const auto encoding : {protocol::Encoding::Json, protocol::Encoding::Cbor}) {
            if (offered == subprotocolName(encoding))
                return encoding;
        }
    }
    return std::nullopt;
}

} // namespace

QByteArray subprotocolName(protocol::Encoding encoding)
{
    return encoding == protocol::Encoding::Json ? "confab1.json" : "confab1.cbor";
}

Admission admit(const HttpHead& head, const QList<QByteArray>& origins, const HttpPageSource& pages)
{
    if (head.isUpgrade) {
        if (head.path() != webSocketPath)
            return {std::nullopt, plainPage(404, "WebSockets are at /v1/ws.")};
        if (!isAllowedOrigin(head, origins))
            return {std::nullopt, plainPage(403, "This origin is not allowed here.")};
        const auto encoding = agreedEncoding(head);
        if (!encoding)
            return {std::nullopt, plainPage(400, "Ask for the subprotocol confab1.json or confab1.cbor.")};
        return {encoding, {}};
    }
    if (head.path() == webSocketPath)
        return {std::nullopt, plainPage(400, "This address speaks WebSocket only.")};
    if (head.method != "GET" && head.method != "HEAD")
        return {std::nullopt, plainPage(405, "Only GET is known here.")};
    if (auto page = pages ? pages(head.path()) : std::nullopt)
        return {std::nullopt, std::move(*page)};
    return {std::nullopt, plainPage(404, "There is nothing here.")};
}

QByteArray httpResponse(const HttpPage& page, bool keepAlive, bool headOnly)
{
    QByteArray out = "HTTP/1.1 " + QByteArray::number(page.status) + ' ' + reasonPhrase(page.status).toByteArray() + "\r\n";
    out += "Server: confabd\r\nContent-Type: " + page.type + "\r\nContent-Length: " + QByteArray::number(page.body.size()) + "\r\n";
    out += "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n";
    if (page.status == 405)
        out += "Allow: GET, HEAD\r\n";
    out += keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    if (!headOnly)
        out += page.body;
    return out;
}

std::optional<QString> forwardedAddress(const HttpHead& head)
{
    const QList<QByteArray> hops = head.list("X-Forwarded-For");
    if (hops.isEmpty())
        return std::nullopt;
    QHostAddress address;
    if (!address.setAddress(QString::fromLatin1(hops.last())))
        return std::nullopt;
    return address.toString();
}

} // namespace confab::server
