// The look of every part of the screen, by meaning: views never name a colour.
#pragma once

#include "client-tui/term/ColorMap.h"
#include "client-tui/term/Style.h"
#include "shared/base/Ids.h"

#include <QByteArrayView>

#include <optional>

namespace confab::tui {

struct ThemeOptions {
    bool isDark = true;
    ColorDepth colors = ColorDepth::Indexed256;
};

/// Text without a meaning of its own keeps the terminal's colours; a bar brings its own background and so its own foreground.
/// No meaning rests on colour alone: views add a word or a shape.
struct Theme {
    ThemeOptions options;

    Style text;
    Style dim; // beside the point: join lines, tombstones, hints
    Style border;
    Style time;
    Style strong;
    Style ownNick;
    Style mention; // my name in somebody's message, and the mark beside it
    Style code;
    Style quote;
    Style link;
    Style unreadLine;
    Style dayLine;
    Style good;
    Style warning;
    Style alert;
    Style pending;
    Style failed;

    Style bar; // title and status line
    Style barStrong;
    Style barDim;
    Style barGood;
    Style barWarning;
    Style barAlert;
    Style barMention;

    Style selected; // the row that is chosen in a list or among candidates
    Style heading;  // of a pane
    Style prompt;

    /// A colour for a person, the same everywhere and always readable on the background.
    Style nick(UserId user) const;
};

Theme makeTheme(const ThemeOptions& options);

/// Whether the terminal's answer "11;rgb:RRRR/GGGG/BBBB" tells of a dark background; nothing when it is no such answer.
std::optional<bool> isDarkBackground(QByteArrayView answer);

} // namespace confab::tui
