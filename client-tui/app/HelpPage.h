// The help: keys and commands, read from the tables that make them work.
#pragma once

#include "client-tui/views/TextOverlay.h"
#include "shared/client/commands/CommandTable.h"

namespace confab::tui {

QList<TextOverlay::Line> helpPage(const client::CommandTable& commands);

} // namespace confab::tui
