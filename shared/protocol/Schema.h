// From a struct with fields() to its codec: a table built once per message type, walked by one encoder and one decoder.
//
// A message declares each field on one line: field(number, "name", &Struct::member, limit). Name, number, type, necessity and
// limit stand there and nowhere else. std::optional<T> means: may be missing on the wire.
#pragma once

#include "shared/protocol/Wire.h"

#include <QList>

#include <span>
#include <tuple>

namespace confab::protocol {

/// What a field may hold at most. Zero means: no limit of that sort.
struct Limit {
    qint64 bytes = 0;    ///< of text, in UTF-8
    qint64 chars = 0;    ///< of text, in code points
    qint64 items = 0;    ///< of a list
    qint64 value = 0;    ///< of a number; 2^53-1 when zero
    bool zero = false;   ///< an id that may be 0 ("before the first", "nobody")
};
constexpr Limit maxBytes(qint64 n) { return {.bytes = n}; }
constexpr Limit maxChars(qint64 n) { return {.chars = n}; }
constexpr Limit maxItems(qint64 n) { return {.items = n}; }
constexpr Limit maxValue(qint64 n) { return {.value = n}; }
constexpr Limit orZero() { return {.zero = true}; }

template <typename Struct, typename T>
struct Field {
    Key key;
    T Struct::*member;
    Limit limit;
};

template <typename Struct, typename Base, typename T>
    requires std::is_base_of_v<Base, Struct>
constexpr Field<Struct, T> field(int number, std::string_view name, T Base::*member, Limit limit = {})
{
    return {{name, number}, static_cast<T Struct::*>(member), limit};
}

template <typename T, typename Struct>
constexpr Field<Struct, T> field(int number, std::string_view name, T Struct::*member, Limit limit = {})
{
    return {{name, number}, member, limit};
}

struct Schema;

/// How one wire type is coded; one constant per C++ type, found by CodecFor<T>.
struct Codec {
    bool optional = false;
    bool (*present)(const void* value) = nullptr;   ///< only for optional types
    void (*encode)(Writer& writer, const void* value) = nullptr;
    bool (*decode)(Reader& reader, void* value, const Limit& limit) = nullptr;
    QString (*describe)(const Limit& limit) = nullptr;
};

struct FieldSpec {
    Key key;
    Limit limit;
    const Codec* codec = nullptr;
    std::size_t offset = 0;

    const void* in(const void* object) const { return static_cast<const char*>(object) + offset; }
    void* in(void* object) const { return static_cast<char*>(object) + offset; }
};

struct Schema {
    QList<FieldSpec> fields;
    bool compact = false;   ///< written as a list by position instead of an object with keys
};

/// Unknown keys are refused in requests and ignored in everything a server says.
enum class UnknownKeys : quint8 { Refuse, Ignore };

/// `head`, when given, is written as the first member of the object (the kind of a durable event).
void encodeObject(Writer& writer, const Schema& schema, const void* object, const std::pair<Key, Key>* head = nullptr);
/// `except` is a key to pass over (the kind of a durable event).
bool decodeObject(Reader& reader, const Schema& schema, void* object, UnknownKeys unknown, const Key* except = nullptr);

/// The schema of a struct with fields(); built on first use, any thread.
template <typename T>
const Schema& schemaOf();

/// How nested structs treat unknown keys follows the outermost decode; it is kept here for the thread that decodes.
UnknownKeys& unknownKeysOfThisThread();

extern const Codec integerCodec, booleanCodec, textCodec, clientIdCodec, idCodec, timeCodec;

template <typename T>
struct CodecFor {
    static_assert(sizeof(T) == 0, "no wire form for this type: give it fields(), enumKeys() or a CodecFor specialisation");
};

template <> struct CodecFor<qint64> { static const Codec& codec() { return integerCodec; } };
template <> struct CodecFor<bool> { static const Codec& codec() { return booleanCodec; } };
template <> struct CodecFor<QString> { static const Codec& codec() { return textCodec; } };
template <> struct CodecFor<ClientId> { static const Codec& codec() { return clientIdCodec; } };
template <> struct CodecFor<TimeMs> { static const Codec& codec() { return timeCodec; } };
template <typename Tag> struct CodecFor<Id<Tag>> {
    static_assert(sizeof(Id<Tag>) == sizeof(qint64));
    static const Codec& codec() { return idCodec; }
};

/// An enumeration on the wire: `constexpr std::array enumKeys(E)` gives {enumerator, name}; the number is the enumerator's value.
template <typename E>
struct EnumKey {
    E value;
    std::string_view name;
};

template <typename T>
concept WireEnum = std::is_enum_v<T> && requires { enumKeys(T{}); };
template <typename T>
concept WireStruct = requires { T::fields(); };

bool decodeEnumerator(Reader& reader, std::span<const Key> keys, int& number);
QString describeEnumeration(std::span<const Key> keys);

template <WireEnum E>
struct CodecFor<E> {
    static constexpr auto keys = [] {
        constexpr auto named = enumKeys(E{});
        std::array<Key, named.size()> all{};
        for (std::size_t i = 0; i < named.size(); ++i)
            all[i] = Key{named[i].name, int(named[i].value)};
        return all;
    }();
    static const Key& keyOf(E value)
    {
        for (const Key& one : keys) {
            if (one.number == int(value))
                return one;
        }
        return keys.front();
    }
    static const Codec& codec()
    {
        static constexpr Codec one{
            .encode = [](Writer& writer, const void* value) { writer.name(keyOf(*static_cast<const E*>(value))); },
            .decode = [](Reader& reader, void* value, const Limit&) {
                int number = 0;
                if (!decodeEnumerator(reader, keys, number))
                    return false;
                *static_cast<E*>(value) = E(number);
                return true;
            },
            .describe = [](const Limit&) { return describeEnumeration(keys); }};
        return one;
    }
};

template <WireStruct T>
struct CodecFor<T> {
    static const Codec& codec()
    {
        static constexpr Codec one{
            .encode = [](Writer& writer, const void* value) { encodeObject(writer, schemaOf<T>(), value); },
            .decode = [](Reader& reader, void* value, const Limit&) {
                return decodeObject(reader, schemaOf<T>(), value, unknownKeysOfThisThread());
            },
            .describe = [](const Limit&) { return T::describe(); }};
        return one;
    }
};

template <typename T>
struct CodecFor<std::optional<T>> {
    static const Codec& codec()
    {
        static constexpr Codec one{
            .optional = true,
            .present = [](const void* value) { return static_cast<const std::optional<T>*>(value)->has_value(); },
            .encode = [](Writer& writer, const void* value) {
                CodecFor<T>::codec().encode(writer, &**static_cast<const std::optional<T>*>(value));
            },
            .decode = [](Reader& reader, void* value, const Limit& limit) {
                auto& held = *static_cast<std::optional<T>*>(value);
                held.emplace();
                return CodecFor<T>::codec().decode(reader, &*held, limit);
            },
            .describe = [](const Limit& limit) { return CodecFor<T>::codec().describe(limit); }};
        return one;
    }
};

bool tooManyItems(Reader& reader, qint64 most);
QString describeList(const QString& of, const Limit& limit);

template <typename T>
struct CodecFor<QList<T>> {
    static const Codec& codec()
    {
        static constexpr Codec one{
            .encode = [](Writer& writer, const void* value) {
                const auto& list = *static_cast<const QList<T>*>(value);
                writer.beginArray(int(list.size()));
                for (const T& item : list)
                    CodecFor<T>::codec().encode(writer, &item);
                writer.endArray();
            },
            .decode = [](Reader& reader, void* value, const Limit& limit) {
                auto& list = *static_cast<QList<T>*>(value);
                list.clear();
                if (!reader.beginArray())
                    return false;
                while (reader.nextElement()) {
                    if (limit.items > 0 && list.size() >= limit.items)
                        return tooManyItems(reader, limit.items);
                    list.emplaceBack();
                    if (!CodecFor<T>::codec().decode(reader, &list.last(), limit))
                        return false;
                }
                return !reader.failed();
            },
            .describe = [](const Limit& limit) { return describeList(CodecFor<T>::codec().describe(limit), limit); }};
        return one;
    }
};

template <typename T>
const Schema& schemaOf()
{
    static const Schema schema = [] {
        Schema made;
        if constexpr (requires { T::compact; })
            made.compact = T::compact;
        const T instance{};
        const char* base = reinterpret_cast<const char*>(&instance);
        std::apply(
            [&](const auto&... one) {
                (made.fields.append(FieldSpec{one.key, one.limit,
                     &CodecFor<std::remove_cvref_t<decltype(instance.*(one.member))>>::codec(),
                     std::size_t(reinterpret_cast<const char*>(&(instance.*(one.member))) - base)}),
                    ...);
            },
            T::fields());
        return made;
    }();
    return schema;
}

} // namespace confab::protocol
