// A message's text as lines with looks: Markdown, links and mentions, wrapped to a width.
#pragma once

#include "client-tui/views/StyledText.h"
#include "client-tui/views/Theme.h"
#include "shared/client/text/Mentions.h"

namespace confab::tui {

struct BodyOptions {
    int columns = 60;
    Style base;                                      // of plain text; what Markdown says comes on top
    const client::MentionFinder* mentions = nullptr; // my names, to be marked; may be null
    QString linkGroup;                               // different for each message
    Piece ending;                                    // stands behind the last word, such as "(edited)"
};

/// At least one line.
QList<Pieces> layOutBody(const Theme& theme, const QString& text, const BodyOptions& options);

} // namespace confab::tui
