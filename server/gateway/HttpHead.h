// The head of one HTTP request as plain values, and the reader that makes it from bytes.
#pragma once

#include <QByteArray>
#include <QList>

#include <memory>
#include <optional>

namespace confab::server {

struct HttpField {
    QByteArray name;
    QByteArray value;
};

struct HttpHead {
    QByteArray method;
    QByteArray target;
    int version = 11;              ///< 10 or 11
    bool keepAlive = true;
    bool isUpgrade = false;        ///< asks for a WebSocket
    QList<HttpField> fields;

    /// The first field of that name, compared without case; nothing when there is none.
    std::optional<QByteArray> field(QByteArrayView name) const;
    /// All values of the fields of that name, split at commas and trimmed, in order.
    QList<QByteArray> list(QByteArrayView name) const;
    /// The target without its query.
    QByteArray path() const;
};

/// Collects one request head from chunks of bytes. Refuses heads over 16 KiB or 64 lines, and bodies.
class HttpHeadReader {
public:
    static constexpr int maxBytes = 16 * 1024;
    static constexpr int maxLines = 64;

    enum class State : quint8 { NeedMore, Done, Malformed, TooLarge, HasBody };

    HttpHeadReader();
    ~HttpHeadReader();
    /// Feeds more bytes; when Done, `head()` is filled and `rest()` is what came behind it.
    State feed(QByteArrayView bytes);
    bool isFresh() const { return m_bytes.isEmpty(); }
    const HttpHead& head() const { return m_head; }
    QByteArray takeRest() { return std::move(m_rest); }

private:
    State fill();

    QByteArray m_bytes;
    HttpHead m_head;
    QByteArray m_rest;
};

} // namespace confab::server
