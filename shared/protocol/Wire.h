// Writing and reading one value tree in either encoding: the two interfaces every message is coded through.
#pragma once

#include "shared/base/Error.h"
#include "shared/base/Ids.h"

#include <QByteArray>
#include <QStringList>

#include <memory>
#include <string_view>

namespace confab::protocol {

/// The two subprotocols: confab1.json (text frames) and confab1.cbor (binary frames). Same messages, same meaning.
enum class Encoding : quint8 { Json, Cbor };

/// What names a thing on the wire: the name in JSON, the number in CBOR, both for ever.
struct Key {
    std::string_view name;
    int number = 0;

    QString text() const { return QString::fromLatin1(name.data(), qsizetype(name.size())); }
    friend bool operator==(const Key&, const Key&) = default;
};

/// A key as it was read: JSON fills `name`, CBOR fills `number`.
struct KeyRead {
    QByteArray name;
    qint64 number = -1;

    bool is(const Key& key) const
    {
        return number >= 0 ? number == key.number : QByteArrayView(key.name.data(), qsizetype(key.name.size())) == name;
    }
    QString text() const { return number >= 0 ? QString::number(number) : QString::fromUtf8(name); }
};

class Writer {
public:
    virtual ~Writer() = default;
    virtual void beginObject(int size) = 0;
    virtual void key(const Key& key) = 0;
    virtual void endObject() = 0;
    virtual void beginArray(int size) = 0;
    virtual void endArray() = 0;
    virtual void integer(qint64 value) = 0;
    virtual void boolean(bool value) = 0;
    virtual void text(QStringView value) = 0;
    virtual void clientId(const ClientId& value) = 0;
    /// An enumerator, a type or a kind.
    virtual void name(const Key& value) = 0;
    /// A value that is already encoded in this writer's encoding.
    virtual void raw(QByteArrayView encoded) = 0;
    virtual QByteArray take() = 0;
};

std::unique_ptr<Writer> makeWriter(Encoding encoding);

enum class ValueType : quint8 { Object, Array, Integer, Fraction, Text, Bytes, Boolean, Null, End, Bad };

/// A strict pull reader over one frame. Each function returns false on failure, after which `error()` says why and nothing
/// more can be read. Refuses depth over limits::jsonDepth, invalid UTF-8, lone surrogates, U+0000, fractions where an integer
/// is asked for, integers beyond ±(2^53-1), lengths beyond the frame.
class Reader {
public:
    virtual ~Reader() = default;

    /// The type of the next value; End when nothing is left.
    virtual ValueType peek() = 0;
    virtual bool beginObject() = 0;
    /// Moves to the next member: true and `key` filled, or false at the end of the object (then `failed()` is false) or on failure.
    virtual bool nextKey(KeyRead& key) = 0;
    virtual bool beginArray() = 0;
    /// True when another element follows; false at the end of the array or on failure.
    virtual bool nextElement() = 0;
    virtual bool integer(qint64& value) = 0;
    virtual bool boolean(bool& value) = 0;
    virtual bool text(QString& value) = 0;
    virtual bool clientId(ClientId& value) = 0;
    virtual bool name(KeyRead& value) = 0;
    /// Passes over one value, checking its form, and gives its bytes.
    virtual bool skip(QByteArrayView& bytes) = 0;
    /// Bytes read so far.
    virtual qsizetype position() const = 0;

    bool failed() const { return m_error.has_value(); }
    Error error() const { return m_error.value_or(Error{}); }

    /// Records the first failure only; `field` is prefixed with the path of the objects that are open.
    bool fail(ErrorCode code, const QString& message);
    void pushField(const Key& key) { m_path.append(key.text()); }
    void popField() { m_path.removeLast(); }

protected:
    /// Passes over the object or list that comes next, checking the form of everything in it.
    bool skipContainer(ValueType type);

private:
    std::optional<Error> m_error;
    QStringList m_path;
};

std::unique_ptr<Reader> makeReader(Encoding encoding, QByteArrayView bytes);

/// Length of `text` in UTF-8.
qsizetype utf8Size(QStringView text);

} // namespace confab::protocol
