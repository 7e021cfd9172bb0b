// A page of text over the conversation, scrolled by keys: help.
#include "client-tui/views/TextOverlay.h"

#include "client-tui/layout/ScreenLayout.h"
#include "client-tui/term/Grapheme.h"

#include <algorithm>

namespace confab::tui {

using namespace Qt::StringLiterals;

void TextOverlay::open(const QString& title, const QList<Line>& lines)
{
    m_title = title;
    m_lines = lines;
    m_top = 0;
    m_isOpen = true;
}

QPoint TextOverlay::draw(const Canvas& canvas, const Theme& theme)
{
    canvas.fillAll(theme.text);
    const QList<Pieces> lines = layOut(theme, canvas.width());
    m_rows = canvas.height() - 1;
    m_top = std::clamp(m_top, 0, std::max(0, int(lines.size()) - m_rows));
    for (int row = 0; row < m_rows && m_top + row < lines.size(); ++row)
        tui::draw(canvas, {0, row}, lines[m_top + row]);

    const QString where = lines.size() <= m_rows ? QString() : u"%1%"_s.arg((m_top + m_rows) * 100 / lines.size());
    const Canvas bar = canvas.part(QRect(0, m_rows, canvas.width(), 1));
    bar.fillAll(theme.bar);
    const int right = where.isEmpty() ? canvas.width() - 1 : bar.putRight(canvas.width() - 1, 0, where, theme.barDim) - 1;
    bar.put({1, 0}, elided(m_title + u"  PgUp PgDn scroll · Esc closes"_s, right - 1), theme.barStrong);
    return {1, 0};
}

QList<Pieces> TextOverlay::layOut(const Theme& theme, int columns) const
{
    int leftColumns = 0;
    for (const Line& line : m_lines)
        leftColumns = std::max(leftColumns, textWidth(line.left));
    leftColumns = std::min(leftColumns, columns / 2 - 4);
    const int most = std::min(columns, ScreenLayout::textColumnsLimit);

    QList<Pieces> result;
    for (const Line& line : m_lines) {
        if (line.isHeading) {
            if (!result.isEmpty())
                result.append(Pieces());
            result.append({Piece{u" "_s + line.right, theme.strong, {}, {}}});
            continue;
        }
        if (line.left.isEmpty()) {
            for (const Pieces& one : wrapped({Piece{line.right, theme.text, {}, {}}}, most - 2))
                result.append(Pieces{Piece{u" "_s, theme.text, {}, {}}} + one);
            continue;
        }
        const QList<Pieces> lefts = wrapped({Piece{line.left, theme.prompt, {}, {}}}, leftColumns);
        const QList<Pieces> rights = wrapped({Piece{line.right, theme.text, {}, {}}}, std::max(8, most - leftColumns - 6));
        for (qsizetype i = 0; i < std::max(lefts.size(), rights.size()); ++i) {
            const Pieces left = lefts.value(i);
            Pieces whole{Piece{u"   "_s, theme.text, {}, {}}};
            whole += left;
            whole.append(Piece{QString(leftColumns - widthOf(left) + 2, u' '), theme.text, {}, {}});
            result.append(whole + rights.value(i));
        }
    }
    return result;
}

} // namespace confab::tui
