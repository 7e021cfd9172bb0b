// Frames and envelopes, once for all message types.
#include "shared/protocol/Envelope.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace confab::protocol {

namespace {

/// The body of `err`.
struct ErrorBody {
    QString code;
    QString message;
    std::optional<QString> field;
    std::optional<TimeMs> until;
    std::optional<qint64> retryMs;

    static constexpr auto fields()
    {
        using M = ErrorBody;
        return std::tuple{protocol::field(1, "code", &M::code), protocol::field(2, "message", &M::message),
                          protocol::field(3, "field", &M::field), protocol::field(4, "until", &M::until),
                          protocol::field(5, "retryMs", &M::retryMs)};
    }
};

constexpr qint64 maxRequestId = 0xffffffff;

} // namespace

FrameReader::FrameReader(Encoding encoding, QByteArrayView frame) : m_encoding(encoding), m_rest(frame) { }

Result<std::optional<RawEnvelope>> FrameReader::next()
{
    if (m_rest.isEmpty())
        return std::optional<RawEnvelope>();
    QByteArrayView one = m_rest;
    if (m_encoding == Encoding::Json) {
        const qsizetype lineEnd = m_rest.indexOf('\n');
        one = lineEnd < 0 ? m_rest : m_rest.first(lineEnd);
    }
    qsizetype used = 0;
    auto read = this->read(one, used);
    if (!read) {
        m_rest = {};
        return read.error();
    }
    m_rest = m_encoding == Encoding::Json ? m_rest.sliced(std::min(one.size() + 1, m_rest.size())) : m_rest.sliced(used);
    return std::optional<RawEnvelope>(std::move(*read));
}

Result<RawEnvelope> FrameReader::read(QByteArrayView one, qsizetype& used)
{
    auto reader = makeReader(m_encoding, one);
    RawEnvelope envelope;
    bool hasType = false;
    KeyRead key;
    qint64 number = 0;
    ClientId c;
    if (!reader->beginObject())
        return Error{ErrorCode::BadFrame, u"an envelope is an object"_s};
    while (reader->nextKey(key)) {
        bool fine = true;
        if (key.is(envelope::type)) {
            fine = !hasType && reader->name(envelope.type);
            hasType = true;
        } else if (key.is(envelope::id)) {
            fine = !envelope.id && reader->integer(number) && number >= 0 && number <= maxRequestId;
            envelope.id = number;
        } else if (key.is(envelope::reply)) {
            fine = !envelope.reply && reader->integer(number) && number >= 0 && number <= maxRequestId;
            envelope.reply = number;
        } else if (key.is(envelope::clientId)) {
            fine = !envelope.c && reader->clientId(c);
            envelope.c = c;
        } else if (key.is(envelope::body)) {
            fine = envelope.body.isEmpty() && reader->skip(envelope.body);
        } else {
            return Error{ErrorCode::BadFrame, u"unknown member “%1” of an envelope"_s.arg(key.text().left(40))};
        }
        if (reader->failed())
            return Error{ErrorCode::BadFrame, reader->error().message};
        if (!fine)
            return Error{ErrorCode::BadFrame, u"member “%1” of an envelope is wrong or stands twice"_s.arg(key.text())};
    }
    if (reader->failed())
        return Error{ErrorCode::BadFrame, reader->error().message};
    if (!hasType)
        return Error{ErrorCode::BadFrame, u"an envelope needs a type"_s};
    used = reader->position();
    if (m_encoding == Encoding::Json && reader->peek() != ValueType::End)
        return Error{ErrorCode::BadFrame, u"something stands behind an envelope on its line"_s};
    return envelope;
}

Result<Done> decodeBody(Encoding encoding, QByteArrayView body, const Schema& schema, void* into, UnknownKeys unknown)
{
    if (body.isEmpty())
        body = encoding == Encoding::Json ? QByteArrayView("{}") : QByteArrayView("\xa0", 1);
    auto reader = makeReader(encoding, body);
    if (!decodeObject(*reader, schema, into, unknown))
        return reader->error();
    return Done{};
}

Result<Request> decodeRequest(Encoding encoding, const RawEnvelope& envelope)
{
    Request request;
    request.type = findRequestType(envelope.type);
    if (!request.type)
        return Error{ErrorCode::BadType, u"no request is called “%1”"_s.arg(envelope.type.text().left(40))};
    if (envelope.reply)
        return Error{ErrorCode::BadArg, u"a request has no r"_s, u"r"_s};
    if (envelope.id)
        request.id = quint32(*envelope.id);
    else if (request.type->key != Typing::type)
        return Error{ErrorCode::BadArg, u"a request needs an id"_s, u"i"_s};
    if (request.type->durable && !envelope.c)
        return Error{ErrorCode::BadArg, u"a durable request needs a client-made id"_s, u"c"_s};
    if (!request.type->durable && envelope.c)
        return Error{ErrorCode::BadArg, u"only durable requests carry a client-made id"_s, u"c"_s};
    request.c = envelope.c;
    auto body = request.type->make();
    TRY(decodeBody(encoding, envelope.body, *request.type->schema(), body.get(), UnknownKeys::Refuse));
    request.body = std::move(body);
    return request;
}

Error decodeError(Encoding encoding, QByteArrayView bytes)
{
    ErrorBody body;
    if (auto decoded = decodeBody(encoding, bytes, schemaOf<ErrorBody>(), &body, UnknownKeys::Ignore); !decoded)
        return Error{ErrorCode::Internal, u"the server's error could not be read"_s};
    Error error{ErrorCode::Internal, body.message, body.field.value_or(QString()), std::nullopt, body.retryMs};
    for (const ErrorCodeName& one : errorCodeNames) {
        if (body.code == QLatin1StringView(one.name.data(), qsizetype(one.name.size())))
            error.code = one.code;
    }
    if (body.until)
        error.untilMs = body.until->value();
    return error;
}

QByteArray encodeError(Encoding encoding, quint32 id, const Error& error)
{
    ErrorBody body{errorName(error.code), error.message, std::nullopt, std::nullopt, error.retryMs};
    if (!error.field.isEmpty())
        body.field = error.field;
    if (error.untilMs)
        body.until = TimeMs(*error.untilMs);
    return encodeEnvelope(encoding, envelope::error, std::nullopt, id, std::nullopt, schemaOf<ErrorBody>(), &body);
}

Result<std::optional<AnyPush>> decodePush(Encoding encoding, const RawEnvelope& envelope)
{
    std::optional<AnyPush> push;
    std::optional<Error> error;
    forEachType(AllPushes{}, [&]<typename P>() {
        if (push || error || !envelope.type.is(P::type))
            return;
        P one;
        if (auto decoded = decodeBody(encoding, envelope.body, schemaOf<P>(), &one, UnknownKeys::Ignore); decoded)
            push = std::move(one);
        else
            error = decoded.error();
    });
    if (error)
        return *error;
    return push;
}

Result<AnyEvent> decodeEvent(Encoding encoding, QByteArrayView body)
{
    return decodeValue<AnyEvent>(encoding, body);
}

QByteArray encodeEvent(Encoding encoding, const AnyEvent& event)
{
    auto writer = makeWriter(encoding);
    writer->beginObject(2);
    writer->key(envelope::type);
    writer->name(envelope::event);
    writer->key(envelope::body);
    encodeEventBody(*writer, event);
    writer->endObject();
    return writer->take();
}

QByteArray encodeEnvelope(Encoding encoding, const Key& type, std::optional<quint32> id, std::optional<quint32> reply,
    const std::optional<ClientId>& c, const Schema& schema, const void* body)
{
    auto writer = makeWriter(encoding);
    writer->beginObject(2 + (id ? 1 : 0) + (reply ? 1 : 0) + (c ? 1 : 0));
    writer->key(envelope::type);
    writer->name(type);
    if (id) {
        writer->key(envelope::id);
        writer->integer(*id);
    }
    if (reply) {
        writer->key(envelope::reply);
        writer->integer(*reply);
    }
    if (c) {
        writer->key(envelope::clientId);
        writer->clientId(*c);
    }
    writer->key(envelope::body);
    encodeObject(*writer, schema, body);
    writer->endObject();
    return writer->take();
}

QByteArray contentHash(const Request& request)
{
    auto writer = makeWriter(Encoding::Cbor);
    writer->name(request.type->key);
    encodeObject(*writer, *request.type->schema(), request.body.get());
    return QCryptographicHash::hash(writer->take(), QCryptographicHash::Blake2b_160).first(16);
}

} // namespace confab::protocol
