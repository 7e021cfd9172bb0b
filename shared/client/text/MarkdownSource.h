// The Markdown source as chat needs it, and questions about where in it something stands; internal to this folder.
#pragma once

#include <QByteArray>
#include <QString>

namespace confab::client {

/// Adds empty lines so that a line after a quote or a list belongs to neither, and dashes under a line are a rule and not a heading:
/// in a chat each line stands for itself. Code is left alone.
[[nodiscard]] QString withLinesApart(const QString& text);

/// The UTF-8 text md4c reads; its callbacks point into it.
class MarkdownSource {
public:
    explicit MarkdownSource(const QString& text);

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }
    /// The offset of a pointer from a callback, or -1 if it points elsewhere (md4c's own constants).
    [[nodiscard]] qsizetype offsetOf(const char* pointer) const;
    /// Blanks and tabs at the start of the line in which `offset` stands.
    [[nodiscard]] QString indentation(qsizetype offset) const;
    /// Whether the line `linesAbove` above is empty but for quote signs; false above the first line.
    [[nodiscard]] bool isBlankAbove(qsizetype offset, int linesAbove) const;
    /// The number of the ordered list item whose text starts at `offset`, or -1.
    [[nodiscard]] int itemNumber(qsizetype offset) const;

private:
    [[nodiscard]] qsizetype lineStart(qsizetype offset) const;

    QByteArray m_bytes;
};

/// Whether all letters, digits and symbols of `text` stand in `seen`, in the same order.
[[nodiscard]] bool keepsEveryLetter(const QString& text, const QString& seen);

} // namespace confab::client
