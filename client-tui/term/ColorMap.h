// Brings colours down to what a terminal can show.
#pragma once

#include "client-tui/term/Style.h"

namespace confab::tui {

enum class ColorDepth : quint8 { None, Ansi16, Indexed256, TrueColor };

/// The nearest colour a terminal of this depth has; Default for None.
Color reduced(Color color, ColorDepth depth);

} // namespace confab::tui
