// The one encoder and the one decoder of all messages, and the codecs of the scalar types.
#include "shared/protocol/Schema.h"

#include "shared/base/Limits.h"

#include <QVarLengthArray>

using namespace Qt::StringLiterals;

namespace confab::protocol {

UnknownKeys& unknownKeysOfThisThread()
{
    thread_local UnknownKeys mode = UnknownKeys::Refuse;
    return mode;
}

void encodeObject(Writer& writer, const Schema& schema, const void* object, const std::pair<Key, Key>* head)
{
    if (schema.compact) {
        writer.beginArray(int(schema.fields.size()));
        for (const FieldSpec& one : schema.fields)
            one.codec->encode(writer, one.in(object));
        writer.endArray();
        return;
    }
    const auto isPresent = [object](const FieldSpec& one) { return !one.codec->optional || one.codec->present(one.in(object)); };
    const auto count = std::count_if(schema.fields.begin(), schema.fields.end(), isPresent);
    writer.beginObject(int(count) + (head ? 1 : 0));
    if (head) {
        writer.key(head->first);
        writer.name(head->second);
    }
    for (const FieldSpec& one : schema.fields) {
        if (!isPresent(one))
            continue;
        writer.key(one.key);
        one.codec->encode(writer, one.in(object));
    }
    writer.endObject();
}

namespace {

bool decodeField(Reader& reader, const FieldSpec& one, void* object)
{
    reader.pushField(one.key);
    const bool decoded = one.codec->decode(reader, one.in(object), one.limit);
    reader.popField();
    return decoded;
}

bool decodeCompact(Reader& reader, const Schema& schema, void* object)
{
    if (!reader.beginArray())
        return false;
    for (const FieldSpec& one : schema.fields) {
        if (!reader.nextElement())
            return reader.fail(ErrorCode::BadArg, u"a list of %1 values is expected"_s.arg(schema.fields.size()));
        if (!decodeField(reader, one, object))
            return false;
    }
    if (reader.nextElement())
        return reader.fail(ErrorCode::BadArg, u"a list of %1 values is expected"_s.arg(schema.fields.size()));
    return !reader.failed();
}

} // namespace

bool decodeObject(Reader& reader, const Schema& schema, void* object, UnknownKeys unknown, const Key* except)
{
    unknownKeysOfThisThread() = unknown;
    if (schema.compact)
        return decodeCompact(reader, schema, object);
    if (!reader.beginObject())
        return false;
    QVarLengthArray<bool, 24> seen(schema.fields.size());
    std::fill(seen.begin(), seen.end(), false);
    KeyRead key;
    QByteArrayView ignored;
    while (reader.nextKey(key)) {
        if (except && key.is(*except)) {
            if (!reader.skip(ignored))
                return false;
            continue;
        }
        const auto found = std::find_if(schema.fields.begin(), schema.fields.end(), [&key](const FieldSpec& one) { return key.is(one.key); });
        if (found == schema.fields.end()) {
            if (unknown == UnknownKeys::Refuse)
                return reader.fail(ErrorCode::BadArg, u"unknown field “%1”"_s.arg(key.text().left(40)));
            if (!reader.skip(ignored))
                return false;
            continue;
        }
        const auto index = found - schema.fields.begin();
        reader.pushField(found->key);
        if (seen[index])
            return reader.fail(ErrorCode::BadArg, u"the field stands twice"_s);
        reader.popField();
        seen[index] = true;
        if (!decodeField(reader, *found, object))
            return false;
    }
    if (reader.failed())
        return false;
    for (qsizetype i = 0; i < schema.fields.size(); ++i) {
        if (!seen[i] && !schema.fields[i].codec->optional) {
            reader.pushField(schema.fields[i].key);
            return reader.fail(ErrorCode::BadArg, u"the field is missing"_s);
        }
    }
    return true;
}

bool decodeEnumerator(Reader& reader, std::span<const Key> keys, int& number)
{
    KeyRead read;
    if (!reader.name(read))
        return false;
    for (const Key& one : keys) {
        if (read.is(one)) {
            number = one.number;
            return true;
        }
    }
    return reader.fail(ErrorCode::BadArg, u"expected %1"_s.arg(describeEnumeration(keys)));
}

QString describeEnumeration(std::span<const Key> keys)
{
    QStringList names;
    for (const Key& one : keys)
        names.append(one.text());
    return u"one of "_s + names.join(u", "_s);
}

bool tooManyItems(Reader& reader, qint64 most)
{
    return reader.fail(ErrorCode::BadArg, u"more than %1 items"_s.arg(most));
}

QString describeList(const QString& of, const Limit& limit)
{
    return limit.items > 0 ? u"list (≤ %1) of %2"_s.arg(limit.items).arg(of) : u"list of "_s + of;
}

namespace {

bool checkText(Reader& reader, const QString& text, const Limit& limit)
{
    if (limit.bytes > 0 && text.size() * 3 > limit.bytes && utf8Size(text) > limit.bytes)
        return reader.fail(ErrorCode::BadArg, u"longer than %1 bytes"_s.arg(limit.bytes));
    if (limit.chars > 0 && text.size() > limit.chars) {
        const auto pairs = std::count_if(text.begin(), text.end(), [](QChar c) { return c.isLowSurrogate(); });
        if (text.size() - pairs > limit.chars)
            return reader.fail(ErrorCode::BadArg, u"longer than %1 characters"_s.arg(limit.chars));
    }
    return true;
}

bool decodeNumber(Reader& reader, qint64& value, qint64 least, qint64 most)
{
    if (!reader.integer(value))
        return false;
    if (value < least || value > most)
        return reader.fail(ErrorCode::BadArg, u"expected a number from %1 to %2"_s.arg(least).arg(most));
    return true;
}

qint64 mostOf(const Limit& limit) { return limit.value > 0 ? limit.value : limits::maxInteger; }

} // namespace

constexpr Codec integerCodec{
    .encode = [](Writer& writer, const void* value) { writer.integer(*static_cast<const qint64*>(value)); },
    .decode = [](Reader& reader, void* value, const Limit& limit) {
        return decodeNumber(reader, *static_cast<qint64*>(value), 0, mostOf(limit));
    },
    .describe = [](const Limit& limit) { return limit.value > 0 ? u"number ≤ %1"_s.arg(limit.value) : u"number"_s; }};

constexpr Codec idCodec{
    .encode = [](Writer& writer, const void* value) { writer.integer(*static_cast<const qint64*>(value)); },
    .decode = [](Reader& reader, void* value, const Limit& limit) {
        return decodeNumber(reader, *static_cast<qint64*>(value), limit.zero ? 0 : 1, mostOf(limit));
    },
    .describe = [](const Limit& limit) { return limit.zero ? u"id or 0"_s : u"id"_s; }};

constexpr Codec timeCodec{
    .encode = integerCodec.encode,
    .decode = [](Reader& reader, void* value, const Limit&) {
        return decodeNumber(reader, *static_cast<qint64*>(value), 0, limits::maxInteger);
    },
    .describe = [](const Limit&) { return u"time (ms)"_s; }};

constexpr Codec booleanCodec{
    .encode = [](Writer& writer, const void* value) { writer.boolean(*static_cast<const bool*>(value)); },
    .decode = [](Reader& reader, void* value, const Limit&) { return reader.boolean(*static_cast<bool*>(value)); },
    .describe = [](const Limit&) { return u"true or false"_s; }};

constexpr Codec textCodec{
    .encode = [](Writer& writer, const void* value) { writer.text(*static_cast<const QString*>(value)); },
    .decode = [](Reader& reader, void* value, const Limit& limit) {
        auto& text = *static_cast<QString*>(value);
        return reader.text(text) && checkText(reader, text, limit);
    },
    .describe = [](const Limit& limit) {
        if (limit.bytes > 0)
            return u"text ≤ %1 bytes"_s.arg(limit.bytes);
        return limit.chars > 0 ? u"text ≤ %1 characters"_s.arg(limit.chars) : u"text"_s;
    }};

constexpr Codec clientIdCodec{
    .encode = [](Writer& writer, const void* value) { writer.clientId(*static_cast<const ClientId*>(value)); },
    .decode = [](Reader& reader, void* value, const Limit&) { return reader.clientId(*static_cast<ClientId*>(value)); },
    .describe = [](const Limit&) { return u"client-made id"_s; }};

} // namespace confab::protocol
