// Message text to a flat list of blocks with styled spans, which both clients draw; never HTML, and no visible letter is ever lost.
#pragma once

#include <QFlags>
#include <QList>
#include <QString>

namespace confab::client {

enum class SpanStyle : quint8 { Plain = 0, Bold = 1, Italic = 2, Code = 4, Strike = 8, Link = 16 };
Q_DECLARE_FLAGS(SpanStyles, SpanStyle)
Q_DECLARE_OPERATORS_FOR_FLAGS(SpanStyles)

/// A run of text drawn in one style. `text` may hold newlines (line breaks) and tabs. `target` is set exactly when Link is:
/// an absolute http, https, mailto or confab URL in printable ASCII (encoded, host in punycode).
struct Span {
    QString text;
    SpanStyles style;
    QString target;

    bool operator==(const Span&) const = default;
};

enum class BlockKind : quint8 { Paragraph, Heading, CodeBlock, ListItem, Rule };

/// One block. Nesting is in the depths: draw `quoteDepth` bars, indent by `listDepth`, then the block.
/// A ListItem carries its marker; a Paragraph with listDepth > 0 is a further paragraph of the item above it.
struct Block {
    BlockKind kind = BlockKind::Paragraph;
    int quoteDepth = 0;       // 0 = not quoted
    int listDepth = 0;        // 1 = outermost list
    int number = -1;          // ListItem: the number as written, -1 = bullet
    int level = 0;            // Heading: 1 to 6; every span is Bold already
    bool blankBefore = false; // the writer left an empty line above
    QString language;         // CodeBlock: the words after the fence
    QList<Span> spans;        // empty for Rule

    bool operator==(const Block&) const = default;
};

struct MarkdownLimits {
    int depth = 8;          // quotes plus lists, nested
    int spans = 4096;       // of the whole message
    int length = 64 * 1024; // UTF-16 units
};

/// Runs safeBody on `text` itself, so callers pass what came from the network. Beyond a limit, or where Markdown would swallow something a
/// reader should see (a reference definition), the answer is one Paragraph with the text as typed. Entities (&amp;) are not decoded. Images
/// become links with their alt text and are never fetched. Link text naming another host than the target stays text, followed by the real
/// target as the link. Unlike in documents each line stands for itself: a line below a quote or list item belongs to neither, dashes below
/// a line are a rule, indentation stays and makes no code. Pure, thread-safe.
[[nodiscard]] QList<Block> parseMarkdown(const QString& text, const MarkdownLimits& limits = {});

/// The blocks as text without markup, for notifications, quotes and lists; blocks are separated by newlines.
[[nodiscard]] QString plainText(const QList<Block>& blocks);

/// The target as a Span may carry it, or an empty string if nothing may be opened: unknown scheme, no host, user name in a web address.
[[nodiscard]] QString safeLinkTarget(QStringView url);

/// The host a link really leads to (punycode; for mailto the part after @), for hover texts and the status line. Empty if there is none.
[[nodiscard]] QString linkHost(QStringView url);

} // namespace confab::client
