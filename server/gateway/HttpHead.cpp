// Parsing of request heads with Beast's parser, on bytes that were collected here so that their size and lines are bounded first.
#include "server/gateway/HttpHead.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace confab::server {

namespace http = boost::beast::http;

namespace {

QByteArray bytesOf(boost::beast::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

} // namespace

std::optional<QByteArray> HttpHead::field(QByteArrayView name) const
{
    for (const HttpField& one : fields) {
        if (one.name.compare(name, Qt::CaseInsensitive) == 0)
            return one.value;
    }
    return std::nullopt;
}

QList<QByteArray> HttpHead::list(QByteArrayView name) const
{
    QList<QByteArray> all;
    for (const HttpField& one : fields) {
        if (one.name.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        for (const QByteArray& part : one.value.split(',')) {
            if (const QByteArray value = part.trimmed(); !value.isEmpty())
                all.append(value);
        }
    }
    return all;
}

QByteArray HttpHead::path() const
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? target : target.first(query);
}

HttpHeadReader::HttpHeadReader() = default;
HttpHeadReader::~HttpHeadReader() = default;

HttpHeadReader::State HttpHeadReader::feed(QByteArrayView bytes)
{
    const qsizetype searchFrom = std::max<qsizetype>(0, m_bytes.size() - 3);
    m_bytes += bytes;
    const qsizetype end = m_bytes.indexOf("\r\n\r\n", searchFrom);
    const QByteArrayView head = QByteArrayView(m_bytes).first(end < 0 ? m_bytes.size() : end + 4);
    if (head.size() > maxBytes || head.count('\n') > maxLines)
        return State::TooLarge;
    if (end < 0)
        return State::NeedMore;
    return fill();
}

HttpHeadReader::State HttpHeadReader::fill()
{
    http::request_parser<http::empty_body> parser;
    parser.header_limit(maxBytes);
    boost::system::error_code error;
    const std::size_t used = parser.put(boost::asio::const_buffer(m_bytes.constData(), std::size_t(m_bytes.size())), error);
    if (error || !parser.is_header_done()) {
        // empty_body itself refuses a body that has begun to arrive.
        return error == http::error::unexpected_body ? State::HasBody : State::Malformed;
    }
    if (parser.chunked() || parser.content_length().value_or(0) > 0)
        return State::HasBody;
    const auto& request = parser.get();
    m_head.method = bytesOf(request.method_string());
    m_head.target = bytesOf(request.target());
    m_head.version = int(request.version());
    m_head.keepAlive = request.keep_alive();
    m_head.isUpgrade = boost::beast::websocket::is_upgrade(request);
    for (const auto& one : request)
        m_head.fields.append({bytesOf(one.name_string()), bytesOf(one.value())});
    m_rest = m_bytes.sliced(qsizetype(used));
    m_bytes.clear();
    return State::Done;
}

} // namespace confab::server
