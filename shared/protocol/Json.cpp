// Compact JSON out, strict JSON in.
#include "shared/protocol/Json.h"

#include "shared/base/Limits.h"

#include <QUtf8StringView>

#include <array>
#include <charconv>

using namespace Qt::StringLiterals;

namespace confab::protocol {

namespace {

constexpr qsizetype usualBytes = 256;   ///< of an envelope with a line of text; larger ones grow

} // namespace

void JsonWriter::separate()
{
    if (!m_first)
        m_out += ',';
    m_first = false;
}

void JsonWriter::close(char bracket)
{
    m_out += bracket;
    m_first = false;
}

void JsonWriter::beginObject(int)
{
    if (m_out.isEmpty())
        m_out.reserve(usualBytes);
    separate();
    m_out += '{';
    m_first = true;
}

void JsonWriter::key(const Key& key)
{
    separate();
    m_out += '"';
    m_out.append(key.name.data(), qsizetype(key.name.size()));
    m_out += "\":";
    m_first = true;   // the value follows without a comma
}

void JsonWriter::endObject() { close('}'); }

void JsonWriter::beginArray(int)
{
    separate();
    m_out += '[';
    m_first = true;
}

void JsonWriter::endArray() { close(']'); }

void JsonWriter::integer(qint64 value)
{
    separate();
    std::array<char, 24> digits;
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    m_out.append(digits.data(), end - digits.data());
}

void JsonWriter::boolean(bool value)
{
    separate();
    m_out += value ? "true" : "false";
}

void JsonWriter::text(QStringView value)
{
    static constexpr char hexDigits[] = "0123456789abcdef";
    separate();
    m_out += '"';
    const QByteArray utf8 = value.toUtf8();
    qsizetype from = 0;
    for (qsizetype at = 0; at < utf8.size(); ++at) {
        const auto byte = quint8(utf8[at]);
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        m_out.append(utf8.constData() + from, at - from);
        from = at + 1;
        if (byte == '"' || byte == '\\') {
            m_out += '\\';
            m_out += char(byte);
        } else if (byte == '\n') {
            m_out += "\\n";
        } else {
            m_out += "\\u00";
            m_out += hexDigits[byte >> 4];
            m_out += hexDigits[byte & 15];
        }
    }
    m_out.append(utf8.constData() + from, utf8.size() - from);
    m_out += '"';
}

void JsonWriter::clientId(const ClientId& value)
{
    separate();
    m_out += '"';
    m_out += value.text();
    m_out += '"';
}

void JsonWriter::name(const Key& value)
{
    separate();
    m_out += '"';
    m_out.append(value.name.data(), qsizetype(value.name.size()));
    m_out += '"';
}

void JsonWriter::raw(QByteArrayView encoded)
{
    separate();
    m_out.append(encoded.data(), encoded.size());
}

JsonReader::JsonReader(QByteArrayView bytes) : m_bytes(bytes)
{
    if (!QUtf8StringView(bytes.data(), bytes.size()).isValidUtf8())
        fail(ErrorCode::BadFrame, u"the frame is not valid UTF-8"_s);
}

void JsonReader::blanks()
{
    while (m_at < m_bytes.size() && (m_bytes[m_at] == ' ' || m_bytes[m_at] == '\t' || m_bytes[m_at] == '\n' || m_bytes[m_at] == '\r'))
        ++m_at;
}

bool JsonReader::malformed()
{
    return fail(ErrorCode::BadFrame, u"malformed JSON at byte %1"_s.arg(m_at));
}

ValueType JsonReader::peek()
{
    if (failed())
        return ValueType::Bad;
    blanks();
    if (m_at >= m_bytes.size())
        return ValueType::End;
    switch (m_bytes[m_at]) {
    case '{': return ValueType::Object;
    case '[': return ValueType::Array;
    case '"': return ValueType::Text;
    case 't':
    case 'f': return ValueType::Boolean;
    case 'n': return ValueType::Null;
    default: break;
    }
    const qsizetype start = m_at;
    bool whole = false;
    QByteArrayView digits;
    if (!number(whole, digits))
        return ValueType::Bad;
    m_at = start;
    return whole ? ValueType::Integer : ValueType::Fraction;
}

bool JsonReader::open(char bracket)
{
    if (failed())
        return false;
    blanks();
    if (m_at >= m_bytes.size() || m_bytes[m_at] != bracket)
        return fail(ErrorCode::BadArg, bracket == '{' ? u"an object is expected"_s : u"a list is expected"_s);
    if (m_levels.size() >= limits::jsonDepth)
        return fail(ErrorCode::BadFrame, u"nested deeper than %1"_s.arg(limits::jsonDepth));
    ++m_at;
    m_levels.append({bracket, true});
    return true;
}

bool JsonReader::beginObject() { return open('{'); }
bool JsonReader::beginArray() { return open('['); }

bool JsonReader::nextKey(KeyRead& key)
{
    if (!nextElement())
        return false;
    QString name;
    if (peek() != ValueType::Text)
        return malformed();
    if (!text(name))
        return false;
    blanks();
    if (m_at >= m_bytes.size() || m_bytes[m_at] != ':')
        return malformed();
    ++m_at;
    key.name = name.toUtf8();
    key.number = -1;
    return true;
}

bool JsonReader::nextElement()
{
    if (failed() || m_levels.isEmpty())
        return false;
    Level& level = m_levels.last();
    const char end = level.bracket == '{' ? '}' : ']';
    blanks();
    if (m_at >= m_bytes.size())
        return malformed();
    if (m_bytes[m_at] == end) {
        ++m_at;
        m_levels.removeLast();
        return false;
    }
    if (!level.first) {
        if (m_bytes[m_at] != ',')
            return malformed();
        ++m_at;
        blanks();
        if (m_at >= m_bytes.size() || m_bytes[m_at] == end)
            return malformed();
    }
    level.first = false;
    return true;
}

bool JsonReader::number(bool& whole, QByteArrayView& digits)
{
    const auto isDigit = [this] { return m_at < m_bytes.size() && m_bytes[m_at] >= '0' && m_bytes[m_at] <= '9'; };
    const qsizetype start = m_at;
    if (m_at < m_bytes.size() && m_bytes[m_at] == '-')
        ++m_at;
    if (!isDigit())
        return malformed();
    if (m_bytes[m_at] == '0')
        ++m_at;
    else
        while (isDigit())
            ++m_at;
    if (isDigit())
        return malformed();
    whole = true;
    if (m_at < m_bytes.size() && m_bytes[m_at] == '.') {
        whole = false;
        ++m_at;
        if (!isDigit())
            return malformed();
        while (isDigit())
            ++m_at;
    }
    if (m_at < m_bytes.size() && (m_bytes[m_at] == 'e' || m_bytes[m_at] == 'E')) {
        whole = false;
        ++m_at;
        if (m_at < m_bytes.size() && (m_bytes[m_at] == '+' || m_bytes[m_at] == '-'))
            ++m_at;
        if (!isDigit())
            return malformed();
        while (isDigit())
            ++m_at;
    }
    digits = m_bytes.sliced(start, m_at - start);
    return true;
}

bool JsonReader::integer(qint64& value)
{
    if (peek() != ValueType::Integer)
        return fail(ErrorCode::BadArg, u"a whole number is expected"_s);
    bool whole = false;
    QByteArrayView digits;
    if (!number(whole, digits))
        return false;
    bool fits = false;
    value = digits.size() > 17 ? 0 : digits.toByteArray().toLongLong(&fits);
    if (!fits || value > limits::maxInteger || value < -limits::maxInteger)
        return fail(ErrorCode::BadArg, u"the number is out of range"_s);
    return true;
}

bool JsonReader::literal(QByteArrayView word)
{
    if (m_bytes.size() - m_at < word.size() || m_bytes.sliced(m_at, word.size()) != word)
        return malformed();
    m_at += word.size();
    return true;
}

bool JsonReader::boolean(bool& value)
{
    if (peek() != ValueType::Boolean)
        return fail(ErrorCode::BadArg, u"true or false is expected"_s);
    value = m_bytes[m_at] == 't';
    return literal(value ? QByteArrayView("true") : QByteArrayView("false"));
}

bool JsonReader::hex4(char16_t& unit)
{
    if (m_bytes.size() - m_at < 4)
        return malformed();
    unsigned value = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = m_bytes[m_at++];
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0)
            return malformed();
        value = value * 16 + unsigned(digit);
    }
    unit = char16_t(value);
    return true;
}

bool JsonReader::escape(QString& out)
{
    if (m_at >= m_bytes.size())
        return malformed();
    switch (m_bytes[m_at++]) {
    case '"': out += u'"'; return true;
    case '\\': out += u'\\'; return true;
    case '/': out += u'/'; return true;
    case 'b': out += u'\b'; return true;
    case 'f': out += u'\f'; return true;
    case 'n': out += u'\n'; return true;
    case 'r': out += u'\r'; return true;
    case 't': out += u'\t'; return true;
    case 'u': break;
    default: return malformed();
    }
    char16_t unit = 0;
    if (!hex4(unit))
        return false;
    if (unit == 0)
        return fail(ErrorCode::BadArg, u"text must not contain U+0000"_s);
    if (QChar::isLowSurrogate(unit))
        return fail(ErrorCode::BadArg, u"text must not contain a lone surrogate"_s);
    out += QChar(unit);
    if (!QChar::isHighSurrogate(unit))
        return true;
    char16_t low = 0;
    if (m_bytes.size() - m_at < 6 || m_bytes[m_at] != '\\' || m_bytes[m_at + 1] != 'u')
        return fail(ErrorCode::BadArg, u"text must not contain a lone surrogate"_s);
    m_at += 2;
    if (!hex4(low))
        return false;
    if (!QChar::isLowSurrogate(low))
        return fail(ErrorCode::BadArg, u"text must not contain a lone surrogate"_s);
    out += QChar(low);
    return true;
}

bool JsonReader::text(QString& value)
{
    if (peek() != ValueType::Text)
        return fail(ErrorCode::BadArg, u"text is expected"_s);
    ++m_at;
    value.clear();
    qsizetype from = m_at;
    while (m_at < m_bytes.size()) {
        const auto byte = quint8(m_bytes[m_at]);
        if (byte == '"') {
            value += QString::fromUtf8(m_bytes.sliced(from, m_at - from));
            ++m_at;
            return true;
        }
        if (byte < 0x20)
            return malformed();
        if (byte != '\\') {
            ++m_at;
            continue;
        }
        value += QString::fromUtf8(m_bytes.sliced(from, m_at - from));
        ++m_at;
        if (!escape(value))
            return false;
        from = m_at;
    }
    return malformed();
}

bool JsonReader::clientId(ClientId& value)
{
    QString written;
    if (!text(written))
        return false;
    const auto id = ClientId::fromText(written.toLatin1());
    if (!id)
        return fail(ErrorCode::BadArg, u"a client-made id is 22 characters of base64url"_s);
    value = *id;
    return true;
}

bool JsonReader::name(KeyRead& value)
{
    QString written;
    if (!text(written))
        return false;
    value.name = written.toUtf8();
    value.number = -1;
    return true;
}

bool JsonReader::skip(QByteArrayView& bytes)
{
    blanks();
    const qsizetype start = m_at;
    if (!skipValue())
        return false;
    bytes = m_bytes.sliced(start, m_at - start);
    return true;
}

bool JsonReader::skipValue()
{
    bool whole = false;
    bool truth = false;
    QByteArrayView digits;
    QString ignored;
    switch (peek()) {
    case ValueType::Object: return skipContainer(ValueType::Object);
    case ValueType::Array: return skipContainer(ValueType::Array);
    case ValueType::Integer:
    case ValueType::Fraction: return number(whole, digits);
    case ValueType::Text: return text(ignored);
    case ValueType::Boolean: return boolean(truth);
    case ValueType::Null: return literal(QByteArrayView("null"));
    case ValueType::Bytes:
    case ValueType::End:
    case ValueType::Bad: break;
    }
    return malformed();
}

} // namespace confab::protocol
