// Finds the emoji in a text, so that they can be drawn with a colour font.
#pragma once

#include <QList>
#include <QStringView>

namespace confab::desktop {

struct EmojiRange {
    int start = 0;
    int length = 0;
    int clusters = 0; ///< how many emoji stand side by side here

    bool operator==(const EmojiRange&) const = default;
};

/// Runs of whole emoji, in order. Signs that are text by default (☀, ©) count only with the emoji variation selector behind them.
[[nodiscard]] QList<EmojiRange> findEmoji(QStringView text);

} // namespace confab::desktop
