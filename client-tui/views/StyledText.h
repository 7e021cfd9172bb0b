// Text with looks: pieces, wrapping by grapheme cluster, and drawing.
#pragma once

#include "client-tui/term/Canvas.h"

#include <QList>
#include <QString>

namespace confab::tui {

/// A run of text in one look. `link` is a safe target or empty; `linkGroup` ties the pieces of one wrapped link together.
struct Piece {
    QString text;
    Style style;
    QString link;
    QString linkGroup;

    bool operator==(const Piece&) const = default;
};

using Pieces = QList<Piece>;

int widthOf(const Pieces& pieces);

enum class Wrap : quint8 {
    Words,  // at blanks and between wide characters; a token longer than a line is cut
    Columns // wherever the line is full, for code
};

/// The text in lines of at most so many columns (at least 2). Line breaks in it are kept, a cluster is never split, a blank at a
/// soft break disappears. At least one line.
QList<Pieces> wrapped(const Pieces& text, int columns, Wrap mode = Wrap::Words);

/// Draws one line and returns the column after it; link targets are registered with the canvas' grid.
int draw(const Canvas& canvas, QPoint at, const Pieces& pieces);

} // namespace confab::tui
