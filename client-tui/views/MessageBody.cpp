// A message's text as lines with looks: Markdown, links and mentions, wrapped to a width.
#include "client-tui/views/MessageBody.h"

#include "client-tui/term/Grapheme.h"
#include "shared/client/text/Markdown.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::Block;
using client::BlockKind;
using client::Span;
using client::SpanStyle;

namespace {

constexpr int ruleColumns = 24;

Style overlaid(Style base, const Style& top)
{
    if (top.foreground.kind() != Color::Kind::Default)
        base.foreground = top.foreground;
    base.bold = base.bold || top.bold;
    base.italic = base.italic || top.italic;
    base.underline = base.underline || top.underline;
    base.strike = base.strike || top.strike;
    return base;
}

Style styleOf(const Theme& theme, Style base, client::SpanStyles styles)
{
    if (styles & SpanStyle::Code)
        base = overlaid(base, theme.code);
    if (styles & SpanStyle::Link)
        base = overlaid(base, theme.link);
    base.bold = base.bold || (styles & SpanStyle::Bold);
    base.italic = base.italic || (styles & SpanStyle::Italic);
    base.strike = base.strike || (styles & SpanStyle::Strike);
    return base;
}

class BodyWriter {
public:
    BodyWriter(const Theme& theme, const BodyOptions& options)
        : m_theme(theme)
        , m_options(options)
    {
    }

    void write(const Block& block, bool isFirst, bool isLast)
    {
        if (block.blankBefore && !isFirst)
            m_lines.append(Pieces());
        const Lead lead = leadOf(block);
        const int columns = std::max(4, m_options.columns - widthOf(lead.first));
        if (block.kind == BlockKind::Rule) {
            m_lines.append(lead.first + Pieces{Piece{QString(std::min(columns, ruleColumns), u'─'), m_theme.dim, {}, {}}});
            return;
        }
        Pieces text = piecesOf(block);
        const bool isCode = block.kind == BlockKind::CodeBlock;
        if (isLast && !isCode)
            addEnding(text);
        Pieces start = lead.first;
        for (const Pieces& line : wrapped(text, columns, isCode ? Wrap::Columns : Wrap::Words)) {
            m_lines.append(start + line);
            start = lead.rest;
        }
        if (isLast && isCode && !m_options.ending.text.isEmpty())
            m_lines.append(Pieces{m_options.ending});
    }

    QList<Pieces> take() { return std::move(m_lines); }

private:
    /// What stands before the first line of a block, and before its other lines; equally wide.
    struct Lead {
        Pieces first;
        Pieces rest;
    };

    Lead leadOf(const Block& block) const
    {
        Pieces common;
        if (block.quoteDepth > 0)
            common.append(Piece{u"▎ "_s.repeated(block.quoteDepth), m_theme.dim, {}, {}});
        if (block.listDepth > 1)
            common.append(Piece{u"  "_s.repeated(block.listDepth - 1), m_options.base, {}, {}});
        if (block.kind == BlockKind::CodeBlock) {
            common.append(Piece{u"┊ "_s, m_theme.dim, {}, {}});
            return {common, common};
        }
        if (block.kind != BlockKind::ListItem)
            return {common + (block.listDepth > 0 ? Pieces{Piece{u"  "_s, m_options.base, {}, {}}} : Pieces()), common};
        const QString marker = block.number < 0 ? u"• "_s : u"%1. "_s.arg(block.number);
        return {common + Pieces{Piece{marker, m_theme.dim, {}, {}}},
            common + Pieces{Piece{QString(textWidth(marker), u' '), m_options.base, {}, {}}}};
    }

    Pieces piecesOf(const Block& block) const
    {
        Style base = m_options.base;
        if (block.quoteDepth > 0)
            base = overlaid(base, m_theme.quote);
        if (block.kind == BlockKind::CodeBlock)
            base = overlaid(base, m_theme.code);
        Pieces pieces;
        for (const Span& span : block.spans) {
            const Style style = styleOf(m_theme, base, span.style);
            const bool isPlainTalk =
                !(span.style & SpanStyle::Code) && !(span.style & SpanStyle::Link) && block.kind != BlockKind::CodeBlock;
            if (isPlainTalk && m_options.mentions)
                appendWithMentions(pieces, span.text, style);
            else
                pieces.append(Piece{span.text, style, span.target, span.target.isEmpty() ? QString() : m_options.linkGroup});
        }
        return pieces;
    }

    void appendWithMentions(Pieces& pieces, const QString& text, const Style& style) const
    {
        qsizetype at = 0;
        for (const client::Mention& mention : m_options.mentions->find(text)) {
            pieces.append(Piece{text.mid(at, mention.start - at), style, {}, {}});
            pieces.append(Piece{text.mid(mention.start, mention.length), overlaid(style, m_theme.mention), {}, {}});
            at = mention.start + mention.length;
        }
        pieces.append(Piece{text.mid(at), style, {}, {}});
    }

    void addEnding(Pieces& text) const
    {
        if (m_options.ending.text.isEmpty())
            return;
        text.append(Piece{u" "_s, m_options.base, {}, {}});
        text.append(m_options.ending);
    }

    const Theme& m_theme;
    const BodyOptions& m_options;
    QList<Pieces> m_lines;
};

} // namespace

QList<Pieces> layOutBody(const Theme& theme, const QString& text, const BodyOptions& options)
{
    BodyWriter writer(theme, options);
    const QList<Block> blocks = client::parseMarkdown(text);
    for (qsizetype i = 0; i < blocks.size(); ++i)
        writer.write(blocks[i], i == 0, i == blocks.size() - 1);
    QList<Pieces> lines = writer.take();
    if (lines.isEmpty())
        lines.append(options.ending.text.isEmpty() ? Pieces() : Pieces{options.ending});
    return lines;
}

} // namespace confab::tui
