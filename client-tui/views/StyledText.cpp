// Text with looks: pieces, wrapping by grapheme cluster, and drawing.
#include "client-tui/views/StyledText.h"

#include "client-tui/term/Grapheme.h"

namespace confab::tui {

namespace {

/// One cluster of the text to wrap.
struct Unit {
    qsizetype piece = 0;
    qsizetype start = 0;
    qsizetype length = 0;
    int width = 0;
    bool isBlank = false;
    bool isBreak = false; // a line break of the writer
};

QList<Unit> unitsOf(const Pieces& text)
{
    QList<Unit> units;
    for (qsizetype i = 0; i < text.size(); ++i) {
        ClusterWalker walker(text[i].text);
        while (const auto cluster = walker.next()) {
            const QChar first = cluster->text.isEmpty() ? QChar() : cluster->text.front();
            units.append(Unit{i, cluster->start, cluster->text.size(), cluster->width, first == u' ' || first == u'\t',
                first == u'\n' || first == u'\r'});
        }
    }
    return units;
}

void append(Pieces& line, const Pieces& text, const Unit& unit)
{
    const Piece& from = text[unit.piece];
    const QStringView cluster = QStringView(from.text).mid(unit.start, unit.length);
    if (!line.isEmpty() && line.back().style == from.style && line.back().link == from.link && line.back().linkGroup == from.linkGroup)
        line.back().text += cluster;
    else
        line.append(Piece{cluster.toString(), from.style, from.link, from.linkGroup});
}

Pieces lineOf(const Pieces& text, const QList<Unit>& units, qsizetype from, qsizetype to)
{
    Pieces line;
    for (qsizetype i = from; i < to; ++i)
        append(line, text, units[i]);
    return line;
}

/// Where the line that starts at `from` ends, and where the next one starts.
struct Cut {
    qsizetype end = 0;
    qsizetype next = 0;
};

Cut cutLine(const QList<Unit>& units, qsizetype from, int columns, Wrap mode)
{
    int used = 0;
    qsizetype lastBreak = -1; // a line may end before this unit
    bool hasInk = false;      // a line of nothing but its own indentation is none
    for (qsizetype i = from; i < units.size(); ++i) {
        const Unit& unit = units[i];
        if (unit.isBreak)
            return {i, i + 1};
        const bool isFirst = i == from;
        if (mode == Wrap::Words && hasInk && (units[i - 1].isBlank || units[i - 1].width == 2) && !unit.isBlank)
            lastBreak = i;
        if (used + unit.width > columns && !isFirst) {
            if (mode == Wrap::Columns)
                return {i, i};
            qsizetype end = unit.isBlank || lastBreak < 0 ? i : lastBreak;
            qsizetype next = end;
            while (next < units.size() && units[next].isBlank)
                ++next;
            while (end > from && units[end - 1].isBlank)
                --end;
            // The writer's own line break right after the blanks belongs to this line.
            if (next < units.size() && units[next].isBreak && next > i)
                ++next;
            return {end, next};
        }
        used += unit.width;
        hasInk = hasInk || !unit.isBlank;
    }
    return {units.size(), units.size()};
}

} // namespace

int widthOf(const Pieces& pieces)
{
    int width = 0;
    for (const Piece& piece : pieces)
        width += textWidth(piece.text);
    return width;
}

QList<Pieces> wrapped(const Pieces& text, int columns, Wrap mode)
{
    columns = std::max(columns, 2);
    const QList<Unit> units = unitsOf(text);
    QList<Pieces> lines;
    qsizetype at = 0;
    bool endsWithBreak = units.isEmpty();
    while (at < units.size()) {
        const Cut cut = cutLine(units, at, columns, mode);
        lines.append(lineOf(text, units, at, cut.end));
        endsWithBreak = cut.next > 0 && units[cut.next - 1].isBreak;
        at = cut.next;
    }
    if (endsWithBreak)
        lines.append(Pieces());
    return lines;
}

int draw(const Canvas& canvas, QPoint at, const Pieces& pieces)
{
    for (const Piece& piece : pieces) {
        Style style = piece.style;
        if (!piece.link.isEmpty())
            style.link = canvas.grid().addLink(piece.link, piece.linkGroup);
        at.rx() += canvas.put(at, piece.text, style);
    }
    return at.x();
}

} // namespace confab::tui
