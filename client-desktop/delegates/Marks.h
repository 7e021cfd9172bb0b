// Small things that rows are made of: measures, presence marks and pills with a count.
#pragma once

#include "client-desktop/theme/Look.h"
#include "shared/protocol/messages/Common.h"

#include <QFont>
#include <QPainter>

namespace confab::desktop {

/// All in multiples of the font's height, in device-independent pixels.
struct RowMeasures {
    explicit RowMeasures(const QFont& font);

    int em;      ///< height of a line of text
    int row;     ///< height of a row
    int heading; ///< height of a group's heading
    int pad;     ///< from the edge to the content
    int gap;     ///< between neighbours
    int glyph;   ///< side of a glyph
    int badge;   ///< height of a pill
};

/// One word for screen readers, tooltips and headings: "online".
QString presenceWord(protocol::PresenceState state);

/// A shape of its own for each state: disc, half disc, disc with a bar, ring. `back` is the colour behind it.
void drawPresence(QPainter& painter, const QRectF& box, protocol::PresenceState state, const Look& look, const QColor& back);

/// One line of text in the painter's font and pen at the leading or trailing edge (or the middle) of a box, elided. The side follows the
/// layout, the order of the words the text itself: a name in another script flips nothing around it. Answers the width used.
int drawLine(QPainter& painter, const QRect& box, Qt::LayoutDirection layout, const QString& text, Qt::Alignment side = Qt::AlignLeft);

/// "999+" from the number on where the server stops to count.
QString countText(qint64 count);
/// The font a pill is written in.
QFont badgeFont(const QFont& font);
int badgeWidth(const QFont& font, const QString& text);
void drawBadge(QPainter& painter, const QRect& box, const QFont& font, const QString& text, const Look& look);

/// At most two letters that stand for a name: "rc" for "reading-club". Never empty for a name with a letter or digit.
QString initials(const QString& name);

} // namespace confab::desktop
