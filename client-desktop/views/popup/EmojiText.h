// Draws and formats text so that emoji come from the colour font, also where the text font has outlines of its own for them.
#pragma once

#include <QFont>
#include <QRect>
#include <QString>
#include <QTextLayout>

class QPainter;

namespace confab::desktop {

/// The format of emoji beside text in `font`. Qt 6.4 takes the first font that has the sign, so the colour font has to be named.
[[nodiscard]] QTextCharFormat emojiFormat(const QFont& font);
/// findEmoji() as formats for a QTextLayout.
[[nodiscard]] QList<QTextLayout::FormatRange> emojiFormats(const QString& text, const QFont& font);

/// How wide drawLine() draws the text when there is room.
[[nodiscard]] int lineWidth(const QString& text, const QFont& font);
/// One line of plain text in the painter's pen, vertically centred, cut with an ellipsis at its end when it does not fit. `alignment` is
/// Qt::AlignLeft or Qt::AlignRight as seen on the screen; base direction is the text's own. Line breaks are drawn as blanks.
void drawLine(QPainter& painter, const QRect& where, const QString& text, const QFont& font, Qt::Alignment alignment);

} // namespace confab::desktop
