// A small terminal in memory for tests: interprets the bytes a program writes and shows what a person would see.
#include "tests/support/VtScreen.h"

#include "client-tui/term/FakeTerminal.h"
#include "client-tui/term/Grapheme.h"

#include <algorithm>

namespace confab::test {

using namespace Qt::StringLiterals;
using tui::Color;
using tui::Style;

VtScreen::VtScreen(QSize size, Widths widths)
    : m_rows(size.height())
    , m_columns(size.width())
    , m_widths(widths)
    , m_cells(static_cast<qsizetype>(size.height()) * size.width())
    , m_bottom(size.height() - 1)
{
}

void VtScreen::write(QByteArrayView bytes)
{
    for (const char byte : bytes) {
        switch (m_state) {
        case State::Ground:
            takeGround(byte);
            break;
        case State::Escape:
            takeEscape(byte);
            break;
        case State::Csi:
            takeCsi(byte);
            break;
        case State::Osc:
            if (byte == '\x07')
                runOsc();
            else if (byte == '\x1B')
                m_state = State::OscEscape;
            else
                m_sequence += byte;
            break;
        case State::OscEscape:
            if (byte != '\\')
                m_problems += u"unfinished OSC"_s;
            runOsc();
            break;
        }
    }
}

void VtScreen::takeGround(char byte)
{
    const auto value = static_cast<unsigned char>(byte);
    if (value >= 0x80 || !m_utf8.isEmpty()) {
        m_utf8 += byte;
        const auto lead = static_cast<unsigned char>(m_utf8[0]);
        const qsizetype length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (m_utf8.size() == length) {
            const auto codes = QString::fromUtf8(m_utf8).toUcs4();
            m_utf8.clear();
            if (codes.size() != 1 || (codes[0] >= 0x80 && codes[0] < 0xA0))
                m_problems += u"bad UTF-8 or C1"_s;
            else
                print(codes[0]);
        }
        return;
    }
    m_canJoin = m_canJoin && value >= 0x20;
    switch (byte) {
    case '\x1B':
        m_state = State::Escape;
        break;
    case '\r':
        m_column = 0;
        break;
    case '\n':
        lineFeed();
        break;
    case '\b':
        m_column = std::max(0, m_column - 1);
        break;
    case '\a':
        ++m_bells;
        break;
    default:
        if (value < 0x20 || value == 0x7F)
            m_problems += u"control byte %1"_s.arg(value);
        else
            print(value);
    }
}

void VtScreen::takeEscape(char byte)
{
    m_state = State::Ground;
    m_sequence.clear();
    if (byte == '[')
        m_state = State::Csi;
    else if (byte == ']')
        m_state = State::Osc;
    else if (byte == 'M')
        reverseIndex();
    else if (byte != '\\')
        m_problems += u"ESC %1"_s.arg(QLatin1Char(byte));
}

void VtScreen::takeCsi(char byte)
{
    if (byte < 0x40) {
        m_sequence += byte;
        return;
    }
    m_state = State::Ground;
    const bool isPrivate = !m_sequence.isEmpty() && (m_sequence[0] == '?' || m_sequence[0] == '>' || m_sequence[0] == '<');
    const char mark = isPrivate ? m_sequence[0] : '\0';
    QList<int> numbers;
    for (const QByteArray& one : (isPrivate ? m_sequence.mid(1) : m_sequence).split(';'))
        numbers += one.toInt();
    if (mark == '?')
        runPrivate(byte, numbers);
    else if (mark == '\0')
        runCsi(byte, numbers);
    else if (byte != 'u') // pushing and popping keyboard modes
        m_problems += u"CSI %1%2"_s.arg(QLatin1StringView(m_sequence)).arg(QLatin1Char(byte));
}

void VtScreen::runPrivate(char final, const QList<int>& numbers)
{
    for (const int mode : numbers) {
        if (final == 'h')
            m_modes.insert(mode);
        else if (final == 'l')
            m_modes.remove(mode);
        else if (final != 'p') // questions need no answer here
            m_problems += u"CSI ? %1"_s.arg(QLatin1Char(final));
    }
}

void VtScreen::runCsi(char final, const QList<int>& numbers)
{
    const int first = numbers.value(0);
    switch (final) {
    case 'm':
        runSgr(numbers);
        break;
    case 'K':
        runErase(m_row, first == 0 ? m_column : 0, first == 1 ? m_column : m_columns - 1);
        break;
    case 'J':
        for (int row = 0; row < m_rows; ++row) {
            const bool isAll = first >= 2 || (first == 0 && row > m_row) || (first == 1 && row < m_row);
            if (isAll)
                runErase(row, 0, m_columns - 1);
            else if (row == m_row)
                runErase(row, first == 0 ? m_column : 0, first == 1 ? m_column : m_columns - 1);
        }
        break;
    case 'r':
        m_top = std::max(1, first) - 1;
        m_bottom = (numbers.value(1) > 0 ? numbers.value(1) : m_rows) - 1;
        if (m_bottom >= m_rows || m_top >= m_bottom)
            m_problems += u"bad scroll region %1..%2"_s.arg(m_top).arg(m_bottom);
        m_row = m_column = 0;
        m_canJoin = false;
        break;
    case 'n':
    case 't':
    case 'c':
        break; // questions and window titles
    default:
        runMove(final, std::max(1, first), numbers);
    }
}

void VtScreen::runMove(char final, int count, const QList<int>& numbers)
{
    switch (final) {
    case 'H':
        m_row = count - 1;
        m_column = std::max(1, numbers.value(1)) - 1;
        break;
    case 'A':
        m_row -= count;
        break;
    case 'B':
        m_row += count;
        break;
    case 'C':
        m_column += count;
        break;
    case 'D':
        m_column -= count;
        break;
    case 'G':
        m_column = count - 1;
        break;
    default:
        m_problems += u"CSI %1%2"_s.arg(QLatin1StringView(m_sequence)).arg(QLatin1Char(final));
    }
    if (m_row < 0 || m_row >= m_rows || m_column < 0 || m_column >= m_columns)
        m_problems += u"moved outside to %1,%2"_s.arg(m_row).arg(m_column);
    m_row = std::clamp(m_row, 0, m_rows - 1);
    m_column = std::clamp(m_column, 0, m_columns - 1);
    m_canJoin = false;
}

void VtScreen::runErase(int row, int from, int to)
{
    for (int column = from; column <= to; ++column) {
        blank(row, column);
        Cell empty;
        empty.style.background = m_pen.background; // most terminals erase with the background colour
        at(row, column) = empty;
    }
}

Color VtScreen::extendedColor(const QList<int>& numbers, qsizetype& index)
{
    if (numbers.value(index + 1) == 5) {
        index += 2;
        return Color::indexed(numbers.value(index));
    }
    index += 4;
    return Color::rgb(numbers.value(index - 2), numbers.value(index - 1), numbers.value(index));
}

void VtScreen::runSgr(const QList<int>& numbers)
{
    for (qsizetype index = 0; index < numbers.size(); ++index) {
        const int code = numbers[index];
        if (code == 0)
            m_pen = {};
        else if (code == 1)
            m_pen.bold = true;
        else if (code == 2)
            m_pen.dim = true;
        else if (code == 22)
            m_pen.bold = m_pen.dim = false;
        else if (code == 3 || code == 23)
            m_pen.italic = code == 3;
        else if (code == 4 || code == 24)
            m_pen.underline = code == 4;
        else if (code == 7 || code == 27)
            m_pen.reverse = code == 7;
        else if (code == 9 || code == 29)
            m_pen.strike = code == 9;
        else if (code == 38)
            m_pen.foreground = extendedColor(numbers, index);
        else if (code == 48)
            m_pen.background = extendedColor(numbers, index);
        else if (code >= 30 && code <= 39)
            m_pen.foreground = code == 39 ? Color() : Color::ansi(code - 30);
        else if (code >= 40 && code <= 49)
            m_pen.background = code == 49 ? Color() : Color::ansi(code - 40);
        else if (code >= 90 && code <= 97)
            m_pen.foreground = Color::ansi(code - 82);
        else if (code >= 100 && code <= 107)
            m_pen.background = Color::ansi(code - 92);
        else
            m_problems += u"SGR %1"_s.arg(code);
    }
}

void VtScreen::runOsc()
{
    m_state = State::Ground;
    const qsizetype end = m_sequence.indexOf(';');
    const QByteArray number = m_sequence.left(end);
    const QByteArray rest = m_sequence.mid(end + 1);
    if (number == "8")
        m_link = QString::fromUtf8(rest.mid(rest.indexOf(';') + 1));
    else if (number == "0" || number == "2")
        m_title = QString::fromUtf8(rest);
}

bool VtScreen::joins(char32_t code)
{
    if (!m_canJoin)
        return false;
    const QString joined = at(m_last.y(), m_last.x()).text + QString::fromUcs4(&code, 1);
    return tui::nextBoundary(joined, 0) == joined.size();
}

void VtScreen::print(char32_t code)
{
    const QString text = QString::fromUcs4(&code, 1);
    const int own = tui::cellWidth(text);
    if (m_widths == Widths::CodePoints ? own == 0 : joins(code)) {
        if (!m_canJoin)
            return;
        const QString joined = at(m_last.y(), m_last.x()).text + text;
        m_column = m_last.x();
        m_row = m_last.y();
        place(joined, m_widths == Widths::CodePoints ? at(m_row, m_column).width : tui::cellWidth(joined));
        return;
    }
    if (own == 0) {
        m_problems += u"zero width U+%1"_s.arg(code, 4, 16);
        return;
    }
    place(text, own);
}

void VtScreen::place(const QString& text, int width)
{
    const int column = std::min(m_column, m_columns - width);
    for (int covered = column; covered < column + width; ++covered)
        blank(m_row, covered);
    at(m_row, column) = Cell{text, width, m_pen, m_link};
    if (width == 2)
        at(m_row, column + 1) = Cell{QString(), 0, m_pen, m_link};
    m_last = {column, m_row};
    m_canJoin = true;
    m_column = std::min(column + width, m_columns - 1); // autowrap is off
}

void VtScreen::blank(int row, int column)
{
    const auto clear = [](Cell& cell) { cell = Cell{u" "_s, 1, cell.style, cell.link}; };
    if (at(row, column).width == 0 && column > 0)
        clear(at(row, column - 1));
    if (at(row, column).width == 2 && column + 1 < m_columns)
        clear(at(row, column + 1));
    clear(at(row, column));
}

void VtScreen::lineFeed()
{
    if (m_row == m_bottom)
        scrollUp(m_top, m_bottom);
    else
        m_row = std::min(m_row + 1, m_rows - 1);
}

void VtScreen::reverseIndex()
{
    if (m_row == m_top)
        scrollDown(m_top, m_bottom);
    else
        m_row = std::max(m_row - 1, 0);
}

void VtScreen::scrollUp(int top, int bottom)
{
    std::move(m_cells.begin() + (top + 1) * m_columns, m_cells.begin() + (bottom + 1) * m_columns, m_cells.begin() + top * m_columns);
    runErase(bottom, 0, m_columns - 1);
}

void VtScreen::scrollDown(int top, int bottom)
{
    std::move_backward(m_cells.begin() + top * m_columns, m_cells.begin() + bottom * m_columns, m_cells.begin() + (bottom + 1) * m_columns);
    runErase(top, 0, m_columns - 1);
}

QString VtScreen::glyphs() const
{
    QStringList lines;
    for (int row = 0; row < m_rows; ++row) {
        QString line;
        for (int column = 0; column < m_columns; ++column)
            line += at(row, column).text;
        while (line.endsWith(u' '))
            line.chop(1);
        lines += line;
    }
    return lines.join(u'\n');
}

QString VtScreen::differenceTo(const tui::Grid& grid, tui::ColorDepth depth) const
{
    if (grid.size() != QSize(m_columns, m_rows))
        return u"sizes differ"_s;
    for (int row = 0; row < m_rows; ++row) {
        for (int column = 0; column < m_columns; ++column) {
            const bool isTrusted = m_widths == Widths::Clusters || !grid.cell(row, column).isRisky();
            const bool isRiskyHalf = m_widths == Widths::CodePoints && grid.cell(row, column).isContinuation() && grid.cell(row, column - 1).isRisky();
            const QString difference = isTrusted && !isRiskyHalf ? cellDifference(grid, row, column, depth) : QString();
            if (!difference.isEmpty())
                return u"row %1 column %2: %3"_s.arg(row).arg(column).arg(difference);
        }
    }
    return {};
}

QString VtScreen::cellDifference(const tui::Grid& grid, int row, int column, tui::ColorDepth depth) const
{
    const Cell& shown = at(row, column);
    const QString text = grid.text(row, column).toString();
    if (shown.text != text)
        return u"shows '%1' instead of '%2'"_s.arg(shown.text, text);
    Style style = grid.cell(row, column).style();
    const QString link = grid.linkUri(style.link);
    style.link = 0;
    style.foreground = tui::reduced(style.foreground, depth);
    style.background = tui::reduced(style.background, depth);
    if (!(shown.style == style))
        return u"'%1' looks [%2] instead of [%3]"_s.arg(text, tui::styleText(shown.style), tui::styleText(style));
    return shown.link == link ? QString() : u"'%1' links to '%2' instead of '%3'"_s.arg(text, shown.link, link);
}

} // namespace confab::test
