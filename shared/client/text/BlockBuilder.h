// Turns md4c's callbacks into blocks and spans; internal to Markdown.cpp.
#pragma once

#include "shared/client/text/Markdown.h"

#include <QString>

#include <md4c.h>

namespace confab::client {

class MarkdownSource;

/// One parse. Every callback answers whether the limits still hold; after a `false` the result is of no use.
class BlockBuilder {
public:
    BlockBuilder(const MarkdownSource& source, const MarkdownLimits& limits);

    [[nodiscard]] bool enterBlock(MD_BLOCKTYPE type, void* detail);
    [[nodiscard]] bool leaveBlock(MD_BLOCKTYPE type);
    [[nodiscard]] bool enterSpan(MD_SPANTYPE type, void* detail);
    [[nodiscard]] bool leaveSpan(MD_SPANTYPE type);
    [[nodiscard]] bool addText(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size);

    /// All text that reached the result, link targets, titles and list numbers included, in source order.
    [[nodiscard]] const QString& seen() const { return m_seen; }
    [[nodiscard]] QList<Block> take();

private:
    struct ListLevel {
        int next = -1;        // number of the next item, -1 for bullets
        bool itemDue = false; // an item has begun and shows nothing yet
    };
    struct OpenLink {
        QString url; // as written
        QString title;
        qsizetype firstSpan = 0;
    };

    Block& open(BlockKind kind);
    Block& current();
    void close();
    void showDueItem(qsizetype offset);
    void takePosition(qsizetype offset);
    bool enterContainer();
    bool append(const QString& text, SpanStyles styles, const QString& target = {});
    bool finishLink(const OpenLink& link);
    void linkInvites(Block& block);
    [[nodiscard]] SpanStyles styles() const;

    const MarkdownSource& m_source;
    MarkdownLimits m_limits;
    QList<Block> m_blocks;
    QList<ListLevel> m_lists;
    QList<OpenLink> m_links;
    QString m_seen;
    int m_quoteDepth = 0;
    int m_spanCount = 0;
    int m_bold = 0;
    int m_italic = 0;
    int m_strike = 0;
    int m_code = 0;
    bool m_isOpen = false;
    bool m_positionDue = false; // the open block has no source position yet
    bool m_lineStarts = false;  // the next text begins a line of a paragraph
    bool m_spanBreak = false;   // the next text must not join the span before it
};

} // namespace confab::client
