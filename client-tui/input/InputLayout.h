// How the input falls onto the screen: rows, and the cell of the cursor.
#pragma once

#include <QList>
#include <QStringView>

namespace confab::tui {

struct InputLayout {
    struct Row {
        qsizetype start = 0; // UTF-16 units into the text
        qsizetype length = 0;
    };
    QList<Row> rows; // at least one
    int cursorRow = 0;
    int cursorColumn = 0; // cells; always less than the given columns
};

/// Breaks the text at line breaks and after so many columns (at least 2), never inside a cluster, and says where the cursor is.
/// A row's length does not include its line break.
InputLayout layOut(QStringView text, qsizetype cursor, int columns);

} // namespace confab::tui
