// A terminal screen as an SVG picture, for the README: the same cells that a terminal would show.
#pragma once

#include "client-tui/term/Grid.h"

#include <QByteArray>

namespace confab::test {

/// The grid in a window frame on a dark background. The same grid gives the same bytes.
QByteArray svgOf(const tui::Grid& grid, const QString& title);

} // namespace confab::test
