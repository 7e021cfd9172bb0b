// How the input falls onto the screen: rows, and the cell of the cursor.
#include "client-tui/input/InputLayout.h"

#include "client-tui/term/Grapheme.h"

#include <algorithm>

namespace confab::tui {

InputLayout layOut(QStringView text, qsizetype cursor, int columns)
{
    columns = std::max(2, columns);
    InputLayout layout;
    layout.rows.append(InputLayout::Row{});
    int column = 0;
    const auto startRow = [&](qsizetype at) {
        layout.rows.append(InputLayout::Row{at, 0});
        column = 0;
    };
    const auto markCursor = [&](qsizetype at) {
        if (at == cursor) {
            layout.cursorRow = static_cast<int>(layout.rows.size()) - 1;
            layout.cursorColumn = column;
        }
    };
    ClusterWalker walker(text);
    while (const auto cluster = walker.next()) {
        const qsizetype end = cluster->start + cluster->text.size();
        // A full row ends before what follows, so that a cursor behind it has a cell of its own.
        const bool isFull = column + cluster->width > columns || (column == columns && cursor == cluster->start);
        if (isFull)
            startRow(cluster->start);
        markCursor(cluster->start);
        if (cluster->text == u"\n") {
            startRow(end);
            continue;
        }
        layout.rows.last().length = end - layout.rows.last().start;
        column += cluster->width;
    }
    if (column == columns && cursor == text.size())
        startRow(text.size());
    markCursor(text.size());
    return layout;
}

} // namespace confab::tui
