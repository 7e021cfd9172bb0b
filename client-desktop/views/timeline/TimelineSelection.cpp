// Two ends, each a message and a range of letters in it.
#include "client-desktop/views/timeline/TimelineSelection.h"

#include "shared/client/text/DisplayTime.h"
#include "shared/client/text/Markdown.h"

#include <QTextBoundaryFinder>

#include <algorithm>

namespace confab::desktop {

using client::RowKind;

void TimelineSelection::begin(int row, int position, Unit unit)
{
    m_unit = unit;
    m_anchor = {m_scene.lines().keyOf(row), unitAt(row, position)};
    m_head = m_anchor;
}

void TimelineSelection::extendTo(int row, int position)
{
    if (m_scene.lines().rowOf(m_anchor.key) < 0) {
        begin(row, position, m_unit);
        return;
    }
    m_head = {m_scene.lines().keyOf(row), unitAt(row, position)};
}

void TimelineSelection::selectRows(int from, int to)
{
    m_unit = Unit::Message;
    m_anchor = {m_scene.lines().keyOf(from), unitAt(from, 0)};
    m_head = {m_scene.lines().keyOf(to), unitAt(to, 0)};
}

void TimelineSelection::selectAll()
{
    if (m_scene.lines().count() > 0)
        selectRows(0, m_scene.lines().count() - 1);
}

void TimelineSelection::clear()
{
    m_anchor = {};
    m_head = {};
}

bool TimelineSelection::isEmpty() const
{
    const Rows found = rows();
    if (found.first < 0)
        return true;
    if (found.first != found.last)
        return false;
    const Range range = rangeIn(found.first);
    return range.from >= range.to;
}

TimelineSelection::Rows TimelineSelection::rows() const
{
    if (!m_anchor.key.isValid())
        return {};
    const int one = m_scene.lines().rowOf(m_anchor.key);
    const int other = m_scene.lines().rowOf(m_head.key);
    return one < 0 || other < 0 ? Rows{} : Rows{std::min(one, other), std::max(one, other)};
}

TimelineSelection::Range TimelineSelection::rangeIn(int row) const
{
    const Rows found = rows();
    if (row < found.first || row > found.last || found.first < 0)
        return {};
    const int length = int(textOf(row).size());
    if (found.first != found.last || m_unit == Unit::Message)
        return {0, length};
    const int from = std::min({m_anchor.range.from, m_head.range.from, length});
    const int to = std::min(std::max(m_anchor.range.to, m_head.range.to), length);
    return {from, to};
}

TimelineSelection::Range TimelineSelection::unitAt(int row, int position) const
{
    const QString text = textOf(row);
    position = std::clamp(position, 0, int(text.size()));
    if (m_unit == Unit::Letter)
        return {position, position};
    if (m_unit == Unit::Message)
        return {0, int(text.size())};
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, text);
    words.setPosition(std::min<qsizetype>(position, std::max<qsizetype>(text.size() - 1, 0)));
    const auto start = words.isAtBoundary() ? words.position() : words.toPreviousBoundary();
    words.setPosition(std::max<qsizetype>(start, 0));
    const auto end = words.toNextBoundary();
    return {int(std::max<qsizetype>(start, 0)), int(end < 0 ? text.size() : end)};
}

QString TimelineSelection::textOf(int row) const { return m_scene.shelf().layout(row).text(); }

QString TimelineSelection::lineOf(int row) const
{
    const client::TimelineRow& line = m_scene.lines().line(row);
    const RowContent content = m_scene.lines().content(row);
    if (content.isHidden || line.deleted || line.kind == RowKind::Gap)
        return {};
    // Not from the layout: a selection of everything must not lay everything out.
    const QString text = line.isTalk() ? client::plainText(client::parseMarkdown(line.text)) : content.sentence;
    const QString time = QStringLiteral("[%1] ").arg(client::clockLabel(line.ts.value()));
    if (line.kind == RowKind::Message)
        return time + line.name + QStringLiteral(": ") + text;
    return time + (line.kind == RowKind::Action ? QStringLiteral("* ") + line.name + u' ' : QString()) + text;
}

QString TimelineSelection::text() const
{
    const Rows found = rows();
    if (found.first < 0)
        return {};
    if (found.first == found.last) {
        const Range range = rangeIn(found.first);
        return textOf(found.first).mid(range.from, range.to - range.from);
    }
    QStringList lines;
    for (int row = found.first; row <= found.last; ++row) {
        const QString line = lineOf(row);
        if (!line.isEmpty())
            lines.append(line);
    }
    return lines.join(u'\n');
}

} // namespace confab::desktop
