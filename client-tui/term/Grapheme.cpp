// How text falls into grapheme clusters, and how many terminal columns each of them takes.
#include "client-tui/term/Grapheme.h"

#include "client-tui/term/WidthTable.h"

#include <algorithm>

namespace confab::tui {

namespace {

    bool isPrintableAscii(QChar c)
    {
        return c.unicode() >= 0x20 && c.unicode() < 0x7F;
    }

    quint8 propertiesOf(char32_t code)
    {
        if (code >= 0x20 && code < 0x7F)
            return code >= U'0' && code <= U'9' ? widths::emoji : 0;
        const auto* range = std::lower_bound(std::begin(widths::ranges), std::end(widths::ranges), code,
            [](const widths::Range& one, char32_t wanted) { return one.last < wanted; });
        return range != std::end(widths::ranges) && range->first <= code ? range->properties : 0;
    }

    bool isRegional(char32_t code)
    {
        return code >= 0x1F1E6 && code <= 0x1F1FF;
    }

    int widthOf(quint8 properties)
    {
        if (properties & widths::zeroWidth)
            return 0;
        return properties & widths::wide ? 2 : 1;
    }

    /// The code point at a position; sets `length` to its UTF-16 units. A lone surrogate stands for itself.
    char32_t codeAt(QStringView text, qsizetype position, qsizetype& length)
    {
        const QChar first = text[position];
        length = 1;
        if (first.isHighSurrogate() && position + 1 < text.size() && text[position + 1].isLowSurrogate()) {
            length = 2;
            return QChar::surrogateToUcs4(first, text[position + 1]);
        }
        return first.unicode();
    }

    /// The line around a position: clusters never reach over a line feed, so segmenting a line is enough.
    QPair<qsizetype, qsizetype> lineAround(QStringView text, qsizetype position)
    {
        const qsizetype before = position > 0 ? text.lastIndexOf(u'\n', position - 1) : -1;
        const qsizetype after = text.indexOf(u'\n', position);
        return {before + 1, after < 0 ? text.size() : after};
    }

} // namespace

int cellWidth(QStringView cluster)
{
    if (cluster.isEmpty())
        return 0;
    if (cluster.size() == 1 && (isPrintableAscii(cluster[0]) || cluster[0] == u'\t'))
        return 1;
    qsizetype length = 0;
    qsizetype position = 0;
    quint8 base = 0;
    int width = 0;
    while (position < cluster.size() && width == 0) {
        base = propertiesOf(codeAt(cluster, position, length));
        width = widthOf(base);
        position += length;
    }
    if (width == 1 && (base & widths::emoji) && cluster.indexOf(u'\uFE0F', position) >= 0)
        return 2;
    return width;
}

int textWidth(QStringView text)
{
    int width = 0;
    ClusterWalker walker(text);
    while (const auto cluster = walker.next())
        width += cluster->width;
    return width;
}

bool isRisky(QStringView cluster)
{
    if (cluster.isEmpty() || (cluster.size() == 1 && isPrintableAscii(cluster[0])))
        return false;
    qsizetype length = 0;
    const char32_t base = codeAt(cluster, 0, length);
    if (propertiesOf(base) & (widths::unsure | widths::zeroWidth) || isRegional(base))
        return true;
    // Up to two common accents on a base are drawn alike everywhere; any longer sequence is not.
    const QStringView marks = cluster.mid(length);
    return marks.size() > 2 || std::any_of(marks.begin(), marks.end(), [](QChar c) { return c < u'\u0300' || c > u'\u036F'; });
}

ClusterWalker::ClusterWalker(QStringView text, qsizetype from)
    : m_text(text)
    , m_position(from)
{
}

bool ClusterWalker::isPlainAt(qsizetype position) const
{
    return isPrintableAscii(m_text[position])
        && (position + 1 == m_text.size() || isPrintableAscii(m_text[position + 1]) || m_text[position + 1] == u'\n');
}

std::optional<Cluster> ClusterWalker::next()
{
    if (m_position >= m_text.size())
        return std::nullopt;
    const qsizetype start = m_position;
    if (isPlainAt(start)) {
        ++m_position;
        return Cluster{m_text.mid(start, 1), start, 1};
    }
    if (!m_finder)
        m_finder.emplace(QTextBoundaryFinder::Grapheme, m_text);
    m_finder->setPosition(start);
    const qsizetype end = m_finder->toNextBoundary();
    m_position = end > start ? end : m_text.size();
    const QStringView cluster = m_text.mid(start, m_position - start);
    return Cluster{cluster, start, cellWidth(cluster)};
}

qsizetype nextBoundary(QStringView text, qsizetype position)
{
    if (position >= text.size())
        return text.size();
    if (text[position] == u'\n')
        return position + 1;
    const auto [start, end] = lineAround(text, position);
    ClusterWalker walker(text.mid(start, end - start), position - start);
    const auto cluster = walker.next();
    return cluster ? position + cluster->text.size() : text.size();
}

qsizetype previousBoundary(QStringView text, qsizetype position)
{
    if (position <= 0)
        return 0;
    const QChar before = text[position - 1];
    if (before == u'\n')
        return position - 1;
    if (isPrintableAscii(before) && (position == 1 || isPrintableAscii(text[position - 2])))
        return position - 1;
    const auto [start, end] = lineAround(text, position);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text.mid(start, end - start));
    finder.setPosition(position - start);
    return start + std::max<qsizetype>(0, finder.toPreviousBoundary());
}

qsizetype fittingLength(QStringView text, int columns)
{
    int used = 0;
    ClusterWalker walker(text);
    while (const auto cluster = walker.next()) {
        if (used + cluster->width > columns)
            return cluster->start;
        used += cluster->width;
    }
    return text.size();
}

QString elided(QStringView text, int columns)
{
    if (columns <= 0)
        return {};
    if (fittingLength(text, columns) == text.size())
        return text.toString();
    return text.left(fittingLength(text, columns - 1)).toString() + u'…';
}

QString padded(QStringView text, int columns)
{
    QString result = elided(text, columns);
    const int missing = columns - textWidth(result);
    return missing > 0 ? result + QString(missing, u' ') : result;
}

} // namespace confab::tui
