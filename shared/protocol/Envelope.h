// The outermost layer: frames of one or more envelopes, each a request, an answer, a push or a durable event.
//
// All functions are pure and may be called from any thread.
#pragma once

#include "shared/base/Result.h"
#include "shared/protocol/Catalog.h"

namespace confab::protocol {

/// An envelope whose body is not decoded yet; the views point into the frame.
struct RawEnvelope {
    KeyRead type;
    std::optional<qint64> id;            ///< i: request id, uint32
    std::optional<qint64> reply;         ///< r: the id answered
    std::optional<ClientId> c;
    QByteArrayView body;                 ///< empty when the envelope has none
};

/// Splits one WebSocket message into its envelopes. `frame` must outlive the reader and its envelopes.
class FrameReader {
public:
    FrameReader(Encoding encoding, QByteArrayView frame);
    /// The next envelope, or nothing at the end of the frame. After an error nothing more can be read.
    Result<std::optional<RawEnvelope>> next();

private:
    Result<RawEnvelope> read(QByteArrayView one, qsizetype& used);

    Encoding m_encoding;
    QByteArrayView m_rest;
    bool m_validText = true;
};

/// A decoded request; `body` points to an object of the C++ type that `type` names.
struct Request {
    const RequestType* type = nullptr;
    std::optional<quint32> id;
    std::optional<ClientId> c;
    std::shared_ptr<const void> body;

    template <typename M>
    const M& as() const
    {
        Q_ASSERT(type && type->key == M::type);
        return *static_cast<const M*>(body.get());
    }
};

/// Strict: unknown types, unknown or missing fields, a durable request without `c`, a request without `i` (but typing) are errors.
Result<Request> decodeRequest(Encoding encoding, const RawEnvelope& envelope);

/// Decodes the body of an answer of known type. Unknown keys are ignored.
template <typename Reply>
Result<Reply> decodeReply(Encoding encoding, QByteArrayView body);
/// The body of an `err` envelope; a code this program does not know becomes Internal.
Error decodeError(Encoding encoding, QByteArrayView body);
/// A push of the catalogue; nothing when its type is unknown to this program.
Result<std::optional<AnyPush>> decodePush(Encoding encoding, const RawEnvelope& envelope);
/// The body of an `ev` envelope.
Result<AnyEvent> decodeEvent(Encoding encoding, QByteArrayView body);

template <typename M>
QByteArray encodeRequest(Encoding encoding, std::optional<quint32> id, const std::optional<ClientId>& c, const M& request);
template <typename Reply>
QByteArray encodeReply(Encoding encoding, quint32 id, const Reply& reply);
QByteArray encodeError(Encoding encoding, quint32 id, const Error& error);
template <typename P>
QByteArray encodePush(Encoding encoding, const P& push);
QByteArray encodeEvent(Encoding encoding, const AnyEvent& event);

/// The content hash that is kept with (author, c): equal content gives equal bytes. 16 bytes.
QByteArray contentHash(const Request& request);

// ---- the parts that know no type ----

QByteArray encodeEnvelope(Encoding encoding, const Key& type, std::optional<quint32> id, std::optional<quint32> reply,
    const std::optional<ClientId>& c, const Schema& schema, const void* body);
Result<Done> decodeBody(Encoding encoding, QByteArrayView body, const Schema& schema, void* into, UnknownKeys unknown);

template <typename Reply>
Result<Reply> decodeReply(Encoding encoding, QByteArrayView body)
{
    Reply reply;
    TRY(decodeBody(encoding, body, schemaOf<Reply>(), &reply, UnknownKeys::Ignore));
    return reply;
}

template <typename M>
QByteArray encodeRequest(Encoding encoding, std::optional<quint32> id, const std::optional<ClientId>& c, const M& request)
{
    return encodeEnvelope(encoding, M::type, id, std::nullopt, c, schemaOf<M>(), &request);
}

template <typename Reply>
QByteArray encodeReply(Encoding encoding, quint32 id, const Reply& reply)
{
    return encodeEnvelope(encoding, envelope::ok, std::nullopt, id, std::nullopt, schemaOf<Reply>(), &reply);
}

template <typename P>
QByteArray encodePush(Encoding encoding, const P& push)
{
    return encodeEnvelope(encoding, P::type, std::nullopt, std::nullopt, std::nullopt, schemaOf<P>(), &push);
}

/// One body alone, without envelope: how records are kept in caches and outboxes.
template <typename T>
QByteArray encodeValue(Encoding encoding, const T& value)
{
    auto writer = makeWriter(encoding);
    CodecFor<T>::codec().encode(*writer, &value);
    return writer->take();
}

template <typename T>
Result<T> decodeValue(Encoding encoding, QByteArrayView bytes)
{
    unknownKeysOfThisThread() = UnknownKeys::Ignore;
    auto reader = makeReader(encoding, bytes);
    T value{};
    if (!CodecFor<T>::codec().decode(*reader, &value, Limit{}))
        return reader->error();
    return value;
}

} // namespace confab::protocol
