// Fonts, colours and distances of the timeline, all derived from one font, one theme and one width.
#pragma once

#include "client-desktop/theme/Theme.h"
#include "shared/client/text/Mentions.h"

#include <QFont>

namespace confab::desktop {

QFont scaledFont(const QFont& font, qreal factor);

/// Distances are logical pixels, measured in lines of the font; nothing here is a bare number of pixels.
struct TimelineStyle {
    struct Frame {
        QFont font;
        int width = 0;
        bool isMirrored = false; ///< right-to-left window: names and times at the right
    };

    TimelineStyle(const Theme& usedTheme, const Frame& frame, const QStringList& myNames);

    QColor color(Token token) const { return theme.color(token); }
    bool isSameShape(const TimelineStyle& other) const;

    Theme theme;
    client::MentionFinder mentions; ///< my own names
    QFont body;
    QFont bold;
    QFont small;
    QFont smallBold;
    QFont mono;
    QString emojiFamily;
    int width = 0;
    bool isMirrored = false;
    qreal line = 0;    ///< height of a line of text
    qreal advance = 0; ///< from line to line in a paragraph
    qreal letter = 0;  ///< width of an average letter
    qreal margin = 0;  ///< left and right of everything
    qreal disc = 0;    ///< diameter of the coloured initial; 0 when there is no room
    qreal textLeft = 0;
    qreal textWidth = 0; ///< no wider than people like to read
};

} // namespace confab::desktop
