// Small CBOR out, strict CBOR in.
#include "shared/protocol/Cbor.h"

#include "shared/base/Limits.h"

#include <QUtf8StringView>

using namespace Qt::StringLiterals;

namespace confab::protocol {

namespace {

enum Major { Unsigned = 0, Negative = 1, ByteString = 2, TextString = 3, ArrayOf = 4, MapOf = 5, Simple = 7 };
constexpr quint8 falseByte = 0xf4;
constexpr quint8 trueByte = 0xf5;
constexpr quint8 nullByte = 0xf6;
constexpr qsizetype usualCborBytes = 192; ///< of an envelope with a line of text; larger ones grow

} // namespace

void CborWriter::head(int major, quint64 value)
{
    if (m_out.isEmpty())
        m_out.reserve(usualCborBytes);
    const int top = major << 5;
    int extra = 0;
    if (value < 24) {
        m_out += char(top | int(value));
    } else if (value <= 0xff) {
        m_out += char(top | 24);
        extra = 1;
    } else if (value <= 0xffff) {
        m_out += char(top | 25);
        extra = 2;
    } else if (value <= 0xffffffff) {
        m_out += char(top | 26);
        extra = 4;
    } else {
        m_out += char(top | 27);
        extra = 8;
    }
    for (int shift = (extra - 1) * 8; shift >= 0; shift -= 8)
        m_out += char(quint8(value >> shift));
}

void CborWriter::integer(qint64 value)
{
    if (value >= 0)
        head(Unsigned, quint64(value));
    else
        head(Negative, quint64(-(value + 1)));
}

void CborWriter::text(QStringView value)
{
    const QByteArray utf8 = value.toUtf8();
    head(TextString, quint64(utf8.size()));
    m_out += utf8;
}

void CborWriter::clientId(const ClientId& value)
{
    head(ByteString, ClientId::byteCount);
    m_out += value.bytes();
}

bool CborReader::malformed()
{
    return fail(ErrorCode::BadFrame, u"malformed CBOR at byte %1"_s.arg(m_at));
}

ValueType CborReader::peek()
{
    if (failed())
        return ValueType::Bad;
    if (m_at >= m_bytes.size())
        return ValueType::End;
    const auto byte = quint8(m_bytes[m_at]);
    switch (byte >> 5) {
    case Unsigned:
    case Negative: return ValueType::Integer;
    case ByteString: return ValueType::Bytes;
    case TextString: return ValueType::Text;
    case ArrayOf: return ValueType::Array;
    case MapOf: return ValueType::Object;
    case Simple: break;
    default: return ValueType::Bad;
    }
    if (byte == falseByte || byte == trueByte)
        return ValueType::Boolean;
    if (byte == nullByte)
        return ValueType::Null;
    return byte == 0xf9 || byte == 0xfa || byte == 0xfb ? ValueType::Fraction : ValueType::Bad;
}

bool CborReader::head(int& major, quint64& value)
{
    if (failed() || m_at >= m_bytes.size())
        return malformed();
    const auto byte = quint8(m_bytes[m_at++]);
    major = byte >> 5;
    const int low = byte & 31;
    if (low < 24) {
        value = quint64(low);
        return true;
    }
    if (low > 27)
        return malformed();
    const int extra = 1 << (low - 24);
    if (m_bytes.size() - m_at < extra)
        return malformed();
    value = 0;
    for (int i = 0; i < extra; ++i)
        value = value << 8 | quint8(m_bytes[m_at++]);
    return true;
}

bool CborReader::open(int wanted)
{
    if (peek() != (wanted == MapOf ? ValueType::Object : ValueType::Array))
        return fail(ErrorCode::BadArg, wanted == MapOf ? u"an object is expected"_s : u"a list is expected"_s);
    if (m_left.size() >= limits::jsonDepth)
        return fail(ErrorCode::BadFrame, u"nested deeper than %1"_s.arg(limits::jsonDepth));
    int major = 0;
    quint64 count = 0;
    if (!head(major, count))
        return false;
    // Each element takes at least a byte (a member of a map two), so a larger count is a lie.
    const quint64 least = wanted == MapOf ? 2 : 1;
    if (count > quint64(m_bytes.size() - m_at) / least)
        return malformed();
    m_left.append(count);
    return true;
}

bool CborReader::nextElement()
{
    if (failed() || m_left.isEmpty())
        return false;
    if (m_left.last() == 0) {
        m_left.removeLast();
        return false;
    }
    --m_left.last();
    return true;
}

bool CborReader::nextKey(KeyRead& key)
{
    return nextElement() && name(key);
}

bool CborReader::integer(qint64& value)
{
    if (peek() != ValueType::Integer)
        return fail(ErrorCode::BadArg, u"a whole number is expected"_s);
    int major = 0;
    quint64 raw = 0;
    if (!head(major, raw))
        return false;
    if (raw > quint64(limits::maxInteger))
        return fail(ErrorCode::BadArg, u"the number is out of range"_s);
    value = major == Unsigned ? qint64(raw) : -qint64(raw) - 1;
    return true;
}

bool CborReader::boolean(bool& value)
{
    if (peek() != ValueType::Boolean)
        return fail(ErrorCode::BadArg, u"true or false is expected"_s);
    value = quint8(m_bytes[m_at++]) == trueByte;
    return true;
}

bool CborReader::text(QString& value)
{
    if (peek() != ValueType::Text)
        return fail(ErrorCode::BadArg, u"text is expected"_s);
    int major = 0;
    quint64 size = 0;
    if (!head(major, size))
        return false;
    if (size > quint64(m_bytes.size() - m_at))
        return malformed();
    const QByteArrayView bytes = m_bytes.sliced(m_at, qsizetype(size));
    m_at += qsizetype(size);
    if (!QUtf8StringView(bytes.data(), bytes.size()).isValidUtf8())
        return fail(ErrorCode::BadArg, u"text is not valid UTF-8"_s);
    if (bytes.contains('\0'))
        return fail(ErrorCode::BadArg, u"text must not contain U+0000"_s);
    value = QString::fromUtf8(bytes);
    return true;
}

bool CborReader::clientId(ClientId& value)
{
    if (peek() != ValueType::Bytes)
        return fail(ErrorCode::BadArg, u"a client-made id is 16 bytes"_s);
    int major = 0;
    quint64 size = 0;
    if (!head(major, size))
        return false;
    if (size > quint64(m_bytes.size() - m_at))
        return malformed();
    const auto id = ClientId::fromBytes(m_bytes.sliced(m_at, qsizetype(size)));
    m_at += qsizetype(size);
    if (!id)
        return fail(ErrorCode::BadArg, u"a client-made id is 16 bytes"_s);
    value = *id;
    return true;
}

bool CborReader::name(KeyRead& value)
{
    qint64 number = 0;
    if (!integer(number))
        return false;
    if (number < 0)
        return fail(ErrorCode::BadArg, u"names are numbers from 0 on"_s);
    value.name.clear();
    value.number = number;
    return true;
}

bool CborReader::skip(QByteArrayView& bytes)
{
    const qsizetype start = m_at;
    if (!skipValue())
        return false;
    bytes = m_bytes.sliced(start, m_at - start);
    return true;
}

bool CborReader::skipValue()
{
    int major = 0;
    quint64 value = 0;
    QString ignored;
    switch (peek()) {
    case ValueType::Object: return skipContainer(ValueType::Object);
    case ValueType::Array: return skipContainer(ValueType::Array);
    case ValueType::Integer:
    case ValueType::Fraction:
    case ValueType::Boolean:
    case ValueType::Null: return head(major, value);
    case ValueType::Text: return text(ignored);
    case ValueType::Bytes:
        if (!head(major, value))
            return false;
        if (value > quint64(m_bytes.size() - m_at))
            return malformed();
        m_at += qsizetype(value);
        return true;
    case ValueType::End:
    case ValueType::Bad: break;
    }
    return malformed();
}

} // namespace confab::protocol
