// Where a raw message has Markdown code.
#include "shared/client/text/CodeRanges.h"

#include <QHash>

namespace confab::client {

namespace {

constexpr qsizetype shortestFence = 3;

qsizetype runLength(QStringView text, qsizetype at, QChar c)
{
    qsizetype end = at;
    while (end < text.size() && text[end] == c)
        ++end;
    return end - at;
}

qsizetype lineEnd(QStringView text, qsizetype from)
{
    const qsizetype end = text.indexOf(u'\n', from);
    return end < 0 ? text.size() : end;
}

/// Length of the fence that opens on the line at `start`, or 0. Backtick fences have no backtick behind them on their line.
qsizetype fenceAt(QStringView text, qsizetype start, QChar& sign)
{
    qsizetype at = start;
    while (at < text.size() && at < start + shortestFence && text[at] == u' ')
        ++at;
    if (at == text.size() || (text[at] != u'`' && text[at] != u'~'))
        return 0;
    sign = text[at];
    const qsizetype length = runLength(text, at, sign);
    const QStringView behind = text.mid(at + length, lineEnd(text, at) - at - length);
    return length < shortestFence || (sign == u'`' && behind.contains(u'`')) ? 0 : length;
}

/// Where the block ends whose opening line ends at `openingEnd`.
qsizetype fencedEnd(QStringView text, qsizetype openingEnd, QChar sign, qsizetype length)
{
    for (qsizetype start = openingEnd + 1; start < text.size();) {
        const qsizetype end = lineEnd(text, start);
        const QStringView line = text.mid(start, end - start).trimmed();
        if (line.size() >= length && runLength(line, 0, sign) == line.size())
            return end;
        start = end + 1;
    }
    return text.size();
}

/// The last place where a run of so many backticks stands: without one further on, a run opens nothing.
QHash<qsizetype, qsizetype> lastRuns(QStringView text)
{
    QHash<qsizetype, qsizetype> last;
    for (qsizetype at = text.indexOf(u'`'); at >= 0;) {
        const qsizetype length = runLength(text, at, u'`');
        last[length] = at;
        at = text.indexOf(u'`', at + length);
    }
    return last;
}

qsizetype closingRun(QStringView text, qsizetype from, qsizetype length)
{
    for (qsizetype at = text.indexOf(u'`', from); at >= 0;) {
        const qsizetype found = runLength(text, at, u'`');
        if (found == length)
            return at + found;
        at = text.indexOf(u'`', at + found);
    }
    return text.size();
}

} // namespace

QList<TextRange> codeRanges(QStringView text)
{
    QList<TextRange> ranges;
    if (!text.contains(u'`') && !text.contains(u"~~~"))
        return ranges;
    const QHash<qsizetype, qsizetype> last = lastRuns(text);
    bool atLineStart = true;
    for (qsizetype at = 0; at < text.size();) {
        QChar sign;
        if (const qsizetype fence = atLineStart ? fenceAt(text, at, sign) : 0; fence > 0) {
            const qsizetype end = fencedEnd(text, lineEnd(text, at), sign, fence);
            ranges.append({at, end});
            at = end;
            atLineStart = false;
            continue;
        }
        atLineStart = text[at] == u'\n';
        if (text[at] != u'`') {
            ++at;
            continue;
        }
        const qsizetype length = runLength(text, at, u'`');
        const qsizetype start = at;
        const bool isEscaped = length == 1 && start > 0 && text[start - 1] == u'\\';
        at += length;
        if (!isEscaped && last.value(length, start) > start) {
            at = closingRun(text, at, length);
            ranges.append({start, at});
        }
    }
    return ranges;
}

} // namespace confab::client
