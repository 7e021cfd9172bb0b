// What both encodings share: picking one, the first error, measuring text.
#include "shared/protocol/Wire.h"

#include "shared/protocol/Cbor.h"
#include "shared/protocol/Json.h"

namespace confab::protocol {

std::unique_ptr<Writer> makeWriter(Encoding encoding)
{
    if (encoding == Encoding::Json)
        return std::make_unique<JsonWriter>();
    return std::make_unique<CborWriter>();
}

std::unique_ptr<Reader> makeReader(Encoding encoding, QByteArrayView bytes)
{
    if (encoding == Encoding::Json)
        return std::make_unique<JsonReader>(bytes);
    return std::make_unique<CborReader>(bytes);
}

bool Reader::fail(ErrorCode code, const QString& message)
{
    if (!m_error)
        m_error = Error{code, message, m_path.join(u'.')};
    return false;
}

bool Reader::skipContainer(ValueType type)
{
    KeyRead key;
    QByteArrayView ignored;
    const bool isObject = type == ValueType::Object;
    if (!(isObject ? beginObject() : beginArray()))
        return false;
    while (isObject ? nextKey(key) : nextElement()) {
        if (!skip(ignored))
            return false;
    }
    return !failed();
}

qsizetype utf8Size(QStringView text)
{
    qsizetype size = 0;
    for (const QChar c : text) {
        const char16_t unit = c.unicode();
        if (unit < 0x80)
            size += 1;
        else if (unit < 0x800 || c.isSurrogate())
            size += 2;   // each half of a pair counts two of its four bytes
        else
            size += 3;
    }
    return size;
}

} // namespace confab::protocol
