// The line one writes on, with its prompt; grows with the text.
#pragma once

#include "client-tui/term/Canvas.h"
#include "client-tui/views/Theme.h"

#include <QString>

namespace confab::tui {

struct InputContent {
    QString prompt = QStringLiteral("›");
    QString text;
    qsizetype cursor = 0;   // UTF-16 units
    bool isSecret = false;  // shown as dots
    bool isEditing = false; // an old message, not a new one
    QString hint;           // shown dim while the text is empty
};

/// Rows the text takes at this width, at least 1.
int inputRows(const InputContent& content, int columns);

/// Draws as many rows as the canvas has, around the cursor; returns the cursor's cell in the canvas.
QPoint drawInput(const Canvas& canvas, const Theme& theme, const InputContent& content);

} // namespace confab::tui
