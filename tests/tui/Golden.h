// Compares a screen with its stored picture: glyphs, looks and cursor in files of their own.
#pragma once

#include "client-tui/term/FakeTerminal.h"

#include <QString>

namespace confab::test {

/// Empty when the screen equals tests/tui/golden/<name>.{txt,style}; otherwise says where it differs. With CONFAB_UPDATE_GOLDEN=1 writes
/// the files instead.
QString compareWithGolden(const tui::FakeTerminal& terminal, const QString& name);

} // namespace confab::test
