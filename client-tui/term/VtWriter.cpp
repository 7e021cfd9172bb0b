// Turns the difference between two frames into the bytes that change one into the other on a terminal.
#include "client-tui/term/VtWriter.h"

#include "client-tui/term/VtPen.h"

#include <algorithm>
#include <utility>

namespace confab::tui {

namespace {

    constexpr int unknown = -1;
    constexpr int leastScrollGain = 40; // cells; below, repainting is as cheap as moving the region about

    bool isPlainBlank(const Cell& cell)
    {
        return cell == Cell{};
    }

    /// The column behind the last cell that is not a blank in the plain style.
    int contentEnd(std::span<const Cell> row)
    {
        size_t end = row.size();
        while (end > 0 && isPlainBlank(row[end - 1]))
            --end;
        return static_cast<int>(end);
    }

    bool isSafeToWrite(char32_t code)
    {
        const bool isControl = code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
        const bool isBidiControl = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
        return !isControl && !isBidiControl;
    }

    QByteArray shorter(const QByteArray& a, const QByteArray& b)
    {
        return b.size() < a.size() ? b : a;
    }

} // namespace

VtCapabilities capabilitiesFromEnvironment()
{
    const QByteArray term = qgetenv("TERM");
    const QByteArray colorTerm = qgetenv("COLORTERM");
    VtCapabilities result;
    if (!qgetenv("NO_COLOR").isEmpty() || term.isEmpty() || term == "dumb" || term.startsWith("vt"))
        result.colors = ColorDepth::None;
    else if (colorTerm == "truecolor" || colorTerm == "24bit" || term.endsWith("-direct"))
        result.colors = ColorDepth::TrueColor;
    else
        result.colors = term.contains("256color") ? ColorDepth::Indexed256 : ColorDepth::Ansi16;
    result.hasHyperlinks = term != "linux" && term != "dumb" && !term.startsWith("vt");
    result.hasScrollRegions = term != "dumb";
    return result;
}

VtWriter::VtWriter(VtCapabilities capabilities)
    : m_capabilities(capabilities)
{
}

QByteArray VtWriter::frame(const Grid& grid, Cursor cursor)
{
    m_out.clear();
    const bool wasKnown = m_isKnown && m_shown.size() == grid.size();
    if (!wasKnown)
        startAnew(grid.size());
    else if (m_capabilities.hasScrollRegions)
        scroll(grid);
    for (int row = 0; row < grid.rows(); ++row)
        paintRow(grid, row);
    setLink(grid, 0);
    m_shown = grid;

    // Without synchronised output a cursor that runs over the screen flickers; a few cells it may visit.
    const bool hides = m_isCursorVisible && !m_capabilities.hasSynchronizedOutput && m_out.size() > 64;
    if (hides) {
        m_out.prepend("\x1B[?25l");
        m_isCursorVisible = false;
    }
    placeCursor(cursor);
    if (!m_out.isEmpty() && m_capabilities.hasSynchronizedOutput)
        m_out = "\x1B[?2026h" + m_out + "\x1B[?2026l";
    return std::exchange(m_out, {});
}

void VtWriter::startAnew(QSize size)
{
    m_out += m_capabilities.hasHyperlinks ? "\x1B[?25l\x1B[r\x1B[0m\x1B]8;;\x1B\\\x1B[H\x1B[2J" : "\x1B[?25l\x1B[r\x1B[0m\x1B[H\x1B[2J";
    m_shown.reset(size);
    m_pen = {};
    m_position = {0, 0};
    m_isCursorVisible = false;
    m_isKnown = true;
}

void VtWriter::scroll(const Grid& grid)
{
    const int rows = grid.rows();
    int different = 0;
    for (int row = 0; row < rows && different < 3; ++row)
        different += std::ranges::equal(grid.row(row), m_shown.row(row)) ? 0 : 1;
    if (different < 3)
        return;

    const auto fingerprints = [rows](const Grid& of) {
        std::vector<quint64> all;
        for (int row = 0; row < rows; ++row) {
            quint64 hash = 0;
            for (const Cell& cell : of.row(row))
                hash = hash * 0x100000001B3U + cell.fingerprint();
            all.push_back(hash);
        }
        return all;
    };
    const std::vector<quint64> before = fingerprints(m_shown);
    const std::vector<quint64> after = fingerprints(grid);
    std::vector<int> weights; // what painting a row of the new frame costs, in cells
    for (int row = 0; row < rows; ++row)
        weights.push_back(static_cast<int>(std::ranges::count_if(grid.row(row), [](const Cell& cell) { return !isPlainBlank(cell); })));

    Band best;
    for (int lines = 1; lines < rows; ++lines) {
        for (const int signedLines : {lines, -lines}) {
            const Band band = bandFor(signedLines, before, after, weights);
            if (band.gain > best.gain)
                best = band;
        }
    }
    if (best.gain < leastScrollGain)
        return;
    setPen({});
    m_out += "\x1B[" + QByteArray::number(best.top + 1) + ';' + QByteArray::number(best.bottom + 1) + 'r';
    m_out += "\x1B[" + QByteArray::number((best.lines > 0 ? best.bottom : best.top) + 1) + 'H';
    for (int line = 0; line < std::abs(best.lines); ++line)
        m_out += best.lines > 0 ? "\n" : "\x1BM";
    m_out += "\x1B[r";
    m_position = {0, 0};
    m_shown.scrollRows(best.top, best.bottom, best.lines);
}

VtWriter::Band VtWriter::bandFor(
    int lines, const std::vector<quint64>& before, const std::vector<quint64>& after, const std::vector<int>& weights) const
{
    const int rows = static_cast<int>(after.size());
    const auto isSame = [&](int row, int beforeRow) { return after[static_cast<size_t>(row)] == before[static_cast<size_t>(beforeRow)]; };
    const auto weight = [&](int row) { return weights[static_cast<size_t>(row)]; };
    const int first = std::max(0, -lines);
    const int last = std::min(rows, rows - lines); // new rows with a counterpart in the shown frame
    Band best;
    for (int start = first; start < last; ++start) {
        if (!isSame(start, start + lines))
            continue;
        Band band{.top = start, .bottom = start, .lines = lines};
        int end = start;
        for (; end < last && isSame(end, end + lines); ++end)
            band.gain += isSame(end, end) ? 0 : weight(end);
        band.top = std::min(start, start + lines);
        band.bottom = std::max(end - 1, end - 1 + lines);
        // Rows the region takes along and leaves blank, although they were right before.
        for (int row = band.top; row <= band.bottom; ++row) {
            if ((row < start || row >= end) && isSame(row, row))
                band.gain -= weight(row);
        }
        if (band.gain > best.gain)
            best = band;
        start = end;
    }
    return best;
}

void VtWriter::paintRow(const Grid& grid, int row)
{
    const auto wanted = grid.row(row);
    const auto shown = m_shown.row(row);
    if (std::ranges::equal(wanted, shown))
        return;
    const auto at = [](std::span<const Cell> cells, int column) -> const Cell& { return cells[static_cast<size_t>(column)]; };
    const int end = contentEnd(wanted);
    const int shownEnd = contentEnd(shown);
    // Once a risky cluster comes or goes, nobody knows what stands right of it: the rest of the row is painted anew.
    bool isTainted = false;
    for (int column = 0; column < end;) {
        if (!isTainted && at(wanted, column) == at(shown, column)) {
            ++column;
            continue;
        }
        if (at(wanted, column).isContinuation())
            --column;
        if (!isTainted && (at(wanted, column).isRisky() || at(shown, column).isRisky())) {
            isTainted = true;
            if (column < shownEnd)
                eraseToEnd(row, column);
        }
        const bool clearsFirst = at(wanted, column).isRisky() && !(at(wanted, column).style() == Style{});
        paintCell(grid, row, column, clearsFirst);
        column += at(wanted, column).width();
    }
    if (end < grid.columns() && (isTainted || shownEnd > end))
        eraseToEnd(row, end);
}

bool VtWriter::bridgeGap(const Grid& grid, int row, int column)
{
    constexpr int longestGap = 4;
    if (m_position.y() != row || m_position.x() < 0 || m_position.x() >= column || column - m_position.x() > longestGap)
        return false;
    for (int between = m_position.x(); between < column; ++between) {
        const QStringView text = grid.text(row, between);
        if (text.size() != 1 || text[0] < u' ' || text[0] > u'~' || !(grid.cell(row, between).style() == m_pen))
            return false;
    }
    for (int between = m_position.x(); between < column; ++between)
        writeText(grid.text(row, between));
    m_position.setX(column);
    return true;
}

void VtWriter::paintCell(const Grid& grid, int row, int column, bool clearsFirst)
{
    const Cell& cell = grid.cell(row, column);
    if (!bridgeGap(grid, row, column))
        moveTo(row, column);
    setLink(grid, cell.style().link);
    setPen(cell.style());
    if (clearsFirst) {
        // A terminal that draws it narrower must not leave a hole in the background.
        m_out += QByteArray(cell.width(), ' ');
        m_position = {unknown, 0};
        moveTo(row, column);
    }
    writeText(grid.text(row, column));
    const int next = column + cell.width();
    m_position = cell.isRisky() || next >= grid.columns() ? QPoint(unknown, 0) : QPoint(next, row);
}

void VtWriter::writeText(QStringView text)
{
    if (text.size() == 1 && text[0] >= u' ' && text[0] <= u'~') {
        m_out += static_cast<char>(text[0].unicode());
        return;
    }
    const auto codes = text.toUcs4(); // lone surrogates become U+FFFD
    for (const char32_t code : codes)
        m_out += isSafeToWrite(code) ? QString::fromUcs4(&code, 1).toUtf8() : QByteArray("?");
}

void VtWriter::eraseToEnd(int row, int column)
{
    moveTo(row, column);
    setPen({});
    m_out += "\x1B[K";
}

void VtWriter::moveTo(int row, int column)
{
    if (m_position == QPoint(column, row))
        return;
    QByteArray best = "\x1B[";
    if (row > 0 || column > 0)
        best += QByteArray::number(row + 1);
    if (column > 0)
        best += ';' + QByteArray::number(column + 1);
    best += 'H';
    if (m_position.x() >= 0 && row >= m_position.y() && row - m_position.y() <= 3) {
        // Line feeds keep the column and, without a scroll region, never scroll above the last row.
        const QByteArray down(row - m_position.y(), '\n');
        const int right = column - m_position.x();
        const auto count = [](int steps) { return steps == 1 ? QByteArray() : QByteArray::number(steps); };
        if (right == 0)
            best = shorter(best, down);
        else if (right > 0)
            best = shorter(best, down + "\x1B[" + count(right) + 'C');
        else
            best = shorter(best, down + "\x1B[" + count(-right) + 'D');
        if (column == 0)
            best = shorter(best, '\r' + down);
    }
    m_out += best;
    m_position = {column, row};
}

void VtWriter::setPen(const Style& style)
{
    m_out += penChange(m_pen, style, m_capabilities.colors);
    const LinkId link = m_pen.link;
    m_pen = style;
    m_pen.link = link;
}

void VtWriter::setLink(const Grid& grid, LinkId link)
{
    if (m_pen.link == link)
        return;
    if (m_capabilities.hasHyperlinks)
        m_out += linkChange(link, grid.linkUri(link));
    m_pen.link = link;
}

void VtWriter::placeCursor(Cursor cursor)
{
    if (cursor.visible) {
        const QPoint last(std::max(0, m_shown.columns() - 1), std::max(0, m_shown.rows() - 1));
        moveTo(std::clamp(cursor.position.y(), 0, last.y()), std::clamp(cursor.position.x(), 0, last.x()));
    }
    if (cursor.visible != m_isCursorVisible)
        m_out += cursor.visible ? "\x1B[?25h" : "\x1B[?25l";
    m_isCursorVisible = cursor.visible;
}

} // namespace confab::tui
