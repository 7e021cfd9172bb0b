// The Markdown source as chat needs it.
#include "shared/client/text/MarkdownSource.h"

#include "shared/client/text/Characters.h"
#include "shared/client/text/CodeRanges.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>

namespace confab::client {

namespace {

enum class LineShape : quint8 { Blank, Plain, Indented, Quote, ListItem, Underline };

bool isListMarker(QStringView line)
{
    qsizetype at = 0;
    if (line[0] == u'-' || line[0] == u'*' || line[0] == u'+') {
        at = 1;
    } else {
        while (at < line.size() && at < 9 && line[at] >= u'0' && line[at] <= u'9')
            ++at;
        if (at == 0 || at == line.size() || (line[at] != u'.' && line[at] != u')'))
            return false;
        ++at;
    }
    return at == line.size() || line[at].isSpace();
}

LineShape shapeOf(QStringView line)
{
    const QStringView text = line.trimmed();
    if (text.isEmpty())
        return LineShape::Blank;
    if (text[0] == u'>')
        return LineShape::Quote;
    const bool isUnderline =
        (text[0] == u'-' || text[0] == u'=') && std::all_of(text.begin(), text.end(), [&](QChar c) { return c == text[0]; });
    if (isUnderline)
        return LineShape::Underline;
    if (isListMarker(text))
        return LineShape::ListItem;
    return line[0].isSpace() ? LineShape::Indented : LineShape::Plain;
}

bool mustBeParted(LineShape above, LineShape below)
{
    switch (above) {
    case LineShape::Quote:
        return below != LineShape::Quote && below != LineShape::Blank;
    case LineShape::ListItem:
        return below == LineShape::Plain || below == LineShape::Underline;
    case LineShape::Plain:
    case LineShape::Indented:
        return below == LineShape::Underline;
    case LineShape::Blank:
    case LineShape::Underline:
        return false;
    }
    return false;
}

/// The next character a reader would miss: anything but blanks, ASCII punctuation and invisible characters.
std::optional<char32_t> nextLetter(QStringView text, qsizetype& at)
{
    while (at < text.size()) {
        const char32_t c = nextCodePoint(text, at);
        const bool isMarkup = c < 0x80 && !QChar::isLetterOrNumber(c);
        if (!isMarkup && !QChar::isSpace(c) && QChar::category(c) != QChar::Other_Format)
            return c;
    }
    return std::nullopt;
}

} // namespace

QString withLinesApart(const QString& text)
{
    if (!text.contains(u'\n'))
        return text;
    const QList<TextRange> code = codeRanges(text);
    auto nextCode = code.cbegin();
    QString out;
    LineShape above = LineShape::Blank;
    for (qsizetype start = 0; start <= text.size();) {
        const qsizetype found = text.indexOf(u'\n', start);
        const qsizetype end = found < 0 ? text.size() : found;
        const QStringView line = QStringView(text).mid(start, end - start);
        while (nextCode != code.cend() && nextCode->end <= start)
            ++nextCode;
        const bool continuesCode = nextCode != code.cend() && nextCode->start < start;
        const LineShape shape = shapeOf(line);
        if (!continuesCode && mustBeParted(above, shape))
            out += u'\n';
        out += line;
        if (found >= 0)
            out += u'\n';
        above = continuesCode ? LineShape::Blank : shape;
        start = end + 1;
    }
    return out;
}

MarkdownSource::MarkdownSource(const QString& text)
    : m_bytes(text.toUtf8())
{
}

qsizetype MarkdownSource::offsetOf(const char* pointer) const
{
    const char* begin = m_bytes.constData();
    const bool isInside = std::greater_equal<>()(pointer, begin) && std::less_equal<>()(pointer, begin + m_bytes.size());
    return isInside ? pointer - begin : -1;
}

qsizetype MarkdownSource::lineStart(qsizetype offset) const { return offset == 0 ? 0 : m_bytes.lastIndexOf('\n', offset - 1) + 1; }

QString MarkdownSource::indentation(qsizetype offset) const
{
    const qsizetype start = lineStart(offset);
    qsizetype end = start;
    while (end < offset && (m_bytes[end] == ' ' || m_bytes[end] == '\t'))
        ++end;
    return QString::fromLatin1(m_bytes.constData() + start, end - start);
}

bool MarkdownSource::isBlankAbove(qsizetype offset, int linesAbove) const
{
    qsizetype start = lineStart(offset);
    qsizetype end = start;
    for (int line = 0; line < linesAbove; ++line) {
        if (start == 0)
            return false;
        end = start - 1;
        start = lineStart(end);
    }
    const std::string_view line(m_bytes.constData() + start, static_cast<size_t>(end - start));
    return line.find_first_not_of(" \t>") == std::string_view::npos;
}

int MarkdownSource::itemNumber(qsizetype offset) const
{
    constexpr std::string_view skipped = " \t*_~`[!<\\";
    constexpr int mostDigits = 9; // CommonMark's own bound
    qsizetype at = offset;
    while (at > 0 && skipped.find(m_bytes[at - 1]) != std::string_view::npos)
        --at;
    if (at == 0 || (m_bytes[at - 1] != '.' && m_bytes[at - 1] != ')'))
        return -1;
    const qsizetype end = --at;
    while (at > 0 && end - at < mostDigits && m_bytes[at - 1] >= '0' && m_bytes[at - 1] <= '9')
        --at;
    return end > at ? m_bytes.mid(at, end - at).toInt() : -1;
}

bool keepsEveryLetter(const QString& text, const QString& seen)
{
    qsizetype inText = 0;
    qsizetype inSeen = 0;
    while (const auto wanted = nextLetter(text, inText)) {
        std::optional<char32_t> found;
        do {
            found = nextLetter(seen, inSeen);
        } while (found && *found != *wanted);
        if (!found)
            return false;
    }
    return true;
}

} // namespace confab::client
