// Where a raw message has Markdown code, so that short codes and mentions leave it alone; internal to this folder.
#pragma once

#include <QList>
#include <QStringView>

namespace confab::client {

struct TextRange {
    qsizetype start = 0;
    qsizetype end = 0; // behind the last unit

    bool operator==(const TextRange&) const = default;
};

/// Inline code and fenced blocks, delimiters included, in order. Linear in the length of the text.
[[nodiscard]] QList<TextRange> codeRanges(QStringView text);

} // namespace confab::client
