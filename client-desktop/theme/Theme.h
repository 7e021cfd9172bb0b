// The colours of every part of the window, by meaning: one table for light and one for dark. Views never name a colour.
#pragma once

#include "shared/base/Ids.h"

#include <QColor>
#include <QPalette>

#include <array>

namespace confab::desktop {

/// What a colour is for. Text tokens keep 4.5:1 against every surface they are drawn on, marks (glyphs, bars, dots, rings) 3:1: see
/// tst_Theme. No meaning rests on colour alone: views add a word or a shape.
enum class Token : quint8 {
    // surfaces
    Window,    ///< behind everything, side panes
    Timeline,  ///< behind messages
    Field,     ///< inputs, popups, menus
    Hover,     ///< a row or message under the pointer, on Window, Timeline or Field
    Selected,  ///< the chosen row of a list
    Mentioned, ///< behind a message that names me
    CodeBack,  ///< behind code
    Banner,    ///< the strip that tells of the connection
    Separator, ///< hairlines; decoration
    // text
    Text,
    Quiet,  ///< beside the point: times, hints, tombstones, joins
    Strong, ///< headings, unread rooms
    Link,
    Code,
    OnSelected, ///< text on Selected
    OnBanner,
    Good,
    Warning,
    Alert,
    // marks
    Accent,    ///< focus ring, default button, progress
    OnAccent,  ///< text on Accent
    Badge,     ///< pill behind a count of mentions
    OnBadge,   ///< text on Badge
    Unread,    ///< the "New" line
    QuoteBar,  ///< left of quoted text
    Online,    ///< presence marks; each has a shape of its own too
    Away,
    Busy,
    Offline,
    TextSelection, ///< behind selected text
};
inline constexpr int tokenCount = int(Token::TextSelection) + 1;

struct Theme {
    bool isDark = false;
    std::array<QColor, tokenCount> colors;

    QColor color(Token token) const { return colors[size_t(token)]; }
    /// A colour for a person, the same everywhere, readable on Timeline, Window, Hover and Mentioned.
    QColor nick(UserId person) const;
    /// The same tokens for Qt's own widgets.
    QPalette palette() const;
};

Theme makeTheme(bool isDark);

} // namespace confab::desktop
