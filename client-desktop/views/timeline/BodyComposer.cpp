// One block after the other, from top to bottom.
#include "client-desktop/views/timeline/BodyComposer.h"

#include "client-desktop/theme/EmojiRanges.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace confab::desktop {

using client::Block;
using client::BlockKind;
using client::Span;
using client::SpanStyle;

namespace {

constexpr int jumboEmoji = 3; // a message of so few emoji and nothing else is drawn large
constexpr qreal jumboScale = 2.2;
constexpr qreal headingScales[] = {1.3, 1.18, 1.08};

QString textOf(const Block& block)
{
    QString text;
    for (const Span& span : block.spans)
        text += span.text;
    return text;
}

bool isFewEmoji(const QList<Block>& blocks)
{
    if (blocks.size() != 1 || blocks[0].kind != BlockKind::Paragraph || blocks[0].quoteDepth > 0 || blocks[0].listDepth > 0)
        return false;
    const QString text = textOf(blocks[0]).trimmed();
    const QList<EmojiRange> emoji = text.size() < 64 ? findEmoji(text) : QList<EmojiRange>();
    return emoji.size() == 1 && emoji[0].length == text.size() && emoji[0].clusters <= jumboEmoji;
}

} // namespace

BodyComposer::BodyComposer(MessageLayout& layout, const TimelineStyle& style, const BodyOptions& options)
    : m_layout(layout)
    , m_style(style)
    , m_options(options)
    , m_y(options.column.top())
{
}

qreal BodyComposer::compose(const QList<Block>& blocks)
{
    m_isJumbo = m_options.lead.isEmpty() && isFewEmoji(blocks);
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        const Block& block = blocks[i];
        const qreal before = m_y;
        if (i > 0)
            m_y += gapBefore(block);
        const Indent indent = indentOf(block);
        const bool isLast = i == blocks.size() - 1;
        const qreal top = m_y;
        if (i > 0)
            join(block.blankBefore ? QStringLiteral("\n\n") : QStringLiteral("\n"));
        if (block.kind == BlockKind::ListItem)
            addMarker(block, indent);
        if (block.kind == BlockKind::Rule)
            addRule(indent);
        else if (block.kind == BlockKind::CodeBlock)
            addCode(block, indent);
        else
            addText(block, indent, isLast);
        addQuoteBars(block, before, top);
        if (isLast && (block.kind == BlockKind::CodeBlock || block.kind == BlockKind::Rule))
            addEnding();
        m_previous = &block;
    }
    if (blocks.isEmpty() && (!m_options.ending.isEmpty() || !m_options.lead.isEmpty()))
        addText(Block{}, indentOf(Block{}), true);
    return m_y;
}

qreal BodyComposer::gapBefore(const Block& block) const
{
    const bool isTight = block.kind == BlockKind::ListItem && m_previous && m_previous->listDepth > 0;
    const bool isCode = block.kind == BlockKind::CodeBlock || (m_previous && m_previous->kind == BlockKind::CodeBlock);
    if (isCode)
        return m_style.line * 0.35;
    if (block.kind == BlockKind::Heading)
        return m_style.line * 0.4;
    return block.blankBefore ? m_style.line * 0.55 : isTight ? m_style.line * 0.08 : m_style.line * 0.12;
}

BodyComposer::Indent BodyComposer::indentOf(const Block& block) const
{
    const qreal step = m_style.letter * 3;
    const qreal left = std::min(block.quoteDepth * m_style.line * 0.75 + block.listDepth * step, m_options.column.width() * 0.6);
    return {m_options.column.left() + left, std::max(m_options.column.width() - left, m_style.letter * 4)};
}

void BodyComposer::addQuoteBars(const Block& block, qreal gapTop, qreal top)
{
    const qreal thickness = std::max<qreal>(2, std::round(m_style.line * 0.14));
    for (int depth = 0; depth < block.quoteDepth; ++depth) {
        const qreal from = m_previous && m_previous->quoteDepth > depth ? gapTop : top;
        const qreal left =
            std::min(m_options.column.left() + depth * m_style.line * 0.75, m_options.column.left() + m_options.column.width() * 0.6);
        m_layout.m_shapes.append({Shape::Kind::Bar, {left, from, thickness, m_y - from}, m_style.color(Token::QuoteBar)});
    }
}

void BodyComposer::addMarker(const Block& block, const Indent& indent)
{
    const QString marker = block.number < 0 ? QStringLiteral("•") : QStringLiteral("%1.").arg(block.number);
    Part part;
    part.role = PartRole::Marker;
    part.text = flow({{marker, colored(m_style.color(Token::Quiet))}}, flowOptions(m_style.body, m_style.textWidth), part.size);
    const qreal space = m_style.letter * 0.8;
    part.at = {std::max(m_options.column.left(), indent.left - space - part.size.width()), m_y};
    append(std::move(part), marker);
    join(QStringLiteral(" "));
}

void BodyComposer::addRule(const Indent& indent)
{
    const qreal height = m_style.line * 0.8;
    m_layout.m_shapes.append(
        {Shape::Kind::Line, {indent.left, std::round(m_y + height / 2), indent.width, 1}, m_style.color(Token::Separator)});
    m_y += height;
}

void BodyComposer::addCode(const Block& block, const Indent& indent)
{
    const qreal padding = m_style.line * 0.45;
    const QString text = textOf(block);
    Part part;
    part.role = PartRole::Code;
    FlowOptions options = flowOptions(m_style.mono, indent.width);
    options.wraps = false;
    options.isLeftToRight = true;
    part.text = flow({{text, colored(m_style.color(m_options.isQuiet ? Token::Quiet : Token::Text))}}, options, part.size);
    const QRectF box(indent.left, m_y, indent.width, part.size.height() + 2 * padding);
    part.at = {box.left() + padding, box.top() + padding};
    part.clip = {part.at.x(), part.at.y(), std::max<qreal>(0, box.width() - 2 * padding), part.size.height()};
    m_layout.m_shapes.append({Shape::Kind::Box, box, m_style.color(Token::CodeBack)});
    const qreal button = m_style.line * 1.3;
    m_layout.m_zones.append({ZoneKind::CopyCode, {box.right() - button - padding / 2, box.top() + padding / 3, button, button}, text});
    m_y = box.bottom();
    append(std::move(part), text);
}

void BodyComposer::addText(const Block& block, const Indent& indent, bool isLast)
{
    const QTextCharFormat base = baseFormat(block);
    QList<StyledRun> runs;
    Part part;
    QString copied;
    const auto add = [&](const QString& text) { copied += text; };
    if (!m_options.lead.isEmpty() && !m_previous) {
        runs.append({m_options.lead, m_options.leadFormat});
        add(m_options.lead);
    }
    for (const Span& span : block.spans) {
        const QTextCharFormat format = formatOf(span, base);
        if (!span.target.isEmpty())
            part.links.append({int(copied.size()), int(span.text.size()), span.target});
        if (m_options.marksMe && span.target.isEmpty() && !(span.style & SpanStyle::Code))
            appendMarked(runs, span.text, format);
        else
            runs.append({span.text, format});
        add(span.text);
    }
    if (isLast && !m_options.ending.isEmpty()) {
        QTextCharFormat quiet = colored(m_style.color(Token::Quiet));
        setFontSize(quiet, m_style.small);
        runs.append({(copied.isEmpty() ? QString() : QStringLiteral("\u2002")) + m_options.ending, quiet});
    }
    FlowOptions options = flowOptions(fontOf(block, m_isJumbo), indent.width);
    part.text = flow(runs, options, part.size);
    part.at = {indent.left, m_y};
    m_y += part.size.height();
    append(std::move(part), copied);
}

void BodyComposer::addEnding()
{
    if (m_options.ending.isEmpty())
        return;
    Part part;
    part.role = PartRole::Note;
    part.text = flow({{m_options.ending, colored(m_style.color(Token::Quiet))}}, flowOptions(m_style.small, m_style.textWidth), part.size);
    part.at = {m_options.column.left(), m_y};
    m_y += part.size.height();
    m_layout.m_parts.push_back(std::move(part));
}

void BodyComposer::join(const QString& between) { m_layout.m_text += between; }

void BodyComposer::append(Part part, const QString& copied)
{
    part.start = int(m_layout.m_text.size());
    part.length = int(copied.size());
    m_layout.m_text += copied;
    m_layout.m_parts.push_back(std::move(part));
}

QTextCharFormat BodyComposer::baseFormat(const Block& block) const
{
    const bool isQuiet = m_options.isQuiet || block.quoteDepth > 0;
    return colored(m_style.color(isQuiet ? Token::Quiet : block.kind == BlockKind::Heading ? Token::Strong : Token::Text));
}

QTextCharFormat BodyComposer::formatOf(const Span& span, const QTextCharFormat& base) const
{
    QTextCharFormat format = base;
    if (span.style & SpanStyle::Code) {
        format.setFontFamilies(m_style.mono.families());
        format.setFontFixedPitch(true);
        setFontSize(format, m_style.mono);
        format.setForeground(m_style.color(Token::Code));
        format.setBackground(m_style.color(Token::CodeBack));
    }
    if (span.style & SpanStyle::Bold)
        format.setFontWeight(QFont::DemiBold);
    if (span.style & SpanStyle::Italic)
        format.setFontItalic(true);
    if (span.style & SpanStyle::Strike)
        format.setFontStrikeOut(true);
    if (!span.target.isEmpty()) {
        format.setForeground(m_style.color(Token::Link));
        format.setFontUnderline(true);
    }
    return format;
}

void BodyComposer::appendMarked(QList<StyledRun>& runs, const QString& text, const QTextCharFormat& format) const
{
    qsizetype at = 0;
    QTextCharFormat mine = format;
    mine.setFontWeight(QFont::DemiBold);
    mine.setForeground(m_style.color(Token::Link));
    for (const client::Mention& mention : m_style.mentions.find(text)) {
        runs.append({text.mid(at, mention.start - at), format});
        runs.append({text.mid(mention.start, mention.length), mine});
        at = mention.start + mention.length;
    }
    runs.append({text.mid(at), format});
}

QFont BodyComposer::fontOf(const Block& block, bool isJumbo) const
{
    if (isJumbo)
        return scaledFont(m_style.body, jumboScale);
    if (block.kind != BlockKind::Heading)
        return m_style.body;
    return scaledFont(m_style.bold, headingScales[std::clamp(block.level, 1, 3) - 1]);
}

FlowOptions BodyComposer::flowOptions(const QFont& font, qreal width) const
{
    const qreal scale = QFontMetricsF(font).height() / m_style.line;
    return {font, m_style.emojiFamily, width, m_style.advance * scale, true, false};
}

} // namespace confab::desktop
