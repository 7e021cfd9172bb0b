// The catalogue as data, and the coding of durable events by kind.
#include "shared/protocol/Catalog.h"

#include "shared/protocol/Envelope.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace confab::protocol {

const QList<RequestType>& requestTypes()
{
    static const QList<RequestType> all = [] {
        QList<RequestType> list;
        forEachType(AllRequests{}, [&list]<typename M>() {
            list.append({M::type, M::durable, M::about, [] { return &schemaOf<M>(); }, [] { return &schemaOf<typename M::Reply>(); },
                [] { return std::shared_ptr<void>(std::make_shared<M>()); }});
        });
        return list;
    }();
    return all;
}

const RequestType* findRequestType(const KeyRead& key)
{
    static const auto byName = [] {
        QHash<QByteArray, const RequestType*> index;
        for (const RequestType& one : requestTypes())
            index.insert(QByteArray(one.key.name.data(), qsizetype(one.key.name.size())), &one);
        return index;
    }();
    static const auto byNumber = [] {
        QHash<qint64, const RequestType*> index;
        for (const RequestType& one : requestTypes())
            index.insert(one.key.number, &one);
        return index;
    }();
    return key.number >= 0 ? byNumber.value(key.number) : byName.value(key.name);
}

const RequestType* findRequestType(const Key& key)
{
    return findRequestType(KeyRead{{}, key.number});
}

void encodeEventBody(Writer& writer, const AnyEvent& event)
{
    std::visit(
        [&writer]<typename E>(const E& one) {
            if constexpr (std::is_same_v<E, UnknownEvent>) {
                writer.raw(one.raw);
            } else {
                const std::pair<Key, Key> head{envelope::eventKind, E::kind};
                encodeObject(writer, schemaOf<E>(), &one, &head);
            }
        },
        event);
}

namespace {

/// The head alone, for events of unknown kind.
struct HeadOnly : EventHead {
    static constexpr auto fields() { return headFields<HeadOnly>(); }
};

/// Finds the kind of an encoded event; it need not be its first member.
bool findKind(Reader& reader, KeyRead& kind)
{
    KeyRead key;
    QByteArrayView ignored;
    bool found = false;
    if (!reader.beginObject())
        return false;
    while (reader.nextKey(key)) {
        if (key.is(envelope::eventKind)) {
            if (!reader.name(kind))
                return false;
            found = true;
        } else if (!reader.skip(ignored)) {
            return false;
        }
    }
    return reader.failed() || found || reader.fail(ErrorCode::BadArg, u"an event needs a kind"_s);
}

} // namespace

bool decodeEventBody(Reader& reader, AnyEvent& event)
{
    QByteArrayView bytes;
    if (!reader.skip(bytes))
        return false;
    // Views of both encodings start differently: a JSON object with a brace, a CBOR map with major type 5.
    const Encoding encoding = bytes.front() == '{' ? Encoding::Json : Encoding::Cbor;
    const auto passError = [&reader](const Error& error) { return reader.fail(error.code, error.message); };

    KeyRead kind;
    auto scan = makeReader(encoding, bytes);
    if (!findKind(*scan, kind))
        return passError(scan->error());

    const UnknownKeys outer = unknownKeysOfThisThread();
    auto body = makeReader(encoding, bytes);
    bool known = false;
    forEachType(DurableEvents{}, [&]<typename E>() {
        if (known || !kind.is(E::kind))
            return;
        known = true;
        E one;
        decodeObject(*body, schemaOf<E>(), &one, UnknownKeys::Ignore, &envelope::eventKind);
        event = std::move(one);
    });
    if (!known) {
        HeadOnly head;
        decodeObject(*body, schemaOf<HeadOnly>(), &head, UnknownKeys::Ignore, &envelope::eventKind);
        UnknownEvent unknown;
        static_cast<EventHead&>(unknown) = head;
        unknown.kindName = kind.text();
        unknown.raw = bytes.toByteArray();
        unknown.encoding = encoding;
        event = std::move(unknown);
    }
    unknownKeysOfThisThread() = outer;
    return !body->failed() || passError(body->error());
}

} // namespace confab::protocol
