// Turns md4c's callbacks into blocks and spans.
#include "shared/client/text/BlockBuilder.h"

#include "shared/client/text/Links.h"
#include "shared/client/text/MarkdownSource.h"

#include <algorithm>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

QString decoded(const MD_CHAR* text, MD_SIZE size) { return QString::fromUtf8(text, static_cast<qsizetype>(size)); }

QString decoded(const MD_ATTRIBUTE& attribute) { return attribute.text == nullptr ? QString() : decoded(attribute.text, attribute.size); }

/// Markdown takes the arm of the most quoted face in the world for an escape.
void restoreShrug(QString& text) { text.replace(u"\u00AF_(\u30C4)_/\u00AF"_s, u"\u00AF\\_(\u30C4)_/\u00AF"_s); }

} // namespace

BlockBuilder::BlockBuilder(const MarkdownSource& source, const MarkdownLimits& limits)
    : m_source(source)
    , m_limits(limits)
{
}

QList<Block> BlockBuilder::take()
{
    close();
    return std::move(m_blocks);
}

Block& BlockBuilder::open(BlockKind kind)
{
    close();
    Block block;
    block.kind = kind;
    block.quoteDepth = m_quoteDepth;
    block.listDepth = static_cast<int>(m_lists.size());
    m_blocks.append(block);
    m_isOpen = true;
    m_positionDue = true;
    m_lineStarts = kind == BlockKind::Paragraph;
    m_spanBreak = false;
    return m_blocks.last();
}

/// The open block; text of a tight list item opens it by itself.
Block& BlockBuilder::current() { return m_isOpen ? m_blocks.last() : open(BlockKind::Paragraph); }

void BlockBuilder::close()
{
    if (!m_isOpen)
        return;
    m_isOpen = false;
    Block& block = m_blocks.last();
    if (block.kind == BlockKind::CodeBlock) {
        if (!block.spans.isEmpty() && block.spans.last().text.endsWith(u'\n'))
            block.spans.last().text.chop(1);
        return;
    }
    for (Span& span : block.spans) {
        if (!span.style.testFlag(SpanStyle::Code))
            restoreShrug(span.text);
    }
    linkInvites(block);
}

/// Makes the marker of an item visible before its first content. `offset` is that content's place in the source, or -1.
void BlockBuilder::showDueItem(qsizetype offset)
{
    if (m_lists.isEmpty() || !m_lists.last().itemDue)
        return;
    ListLevel& list = m_lists.last();
    list.itemDue = false;
    Block& block = open(BlockKind::ListItem);
    if (list.next < 0)
        return;
    const int written = offset >= 0 ? m_source.itemNumber(offset) : -1;
    block.number = written >= 0 ? written : list.next;
    list.next = block.number + 1;
    m_seen += QString::number(block.number) + u' ';
}

void BlockBuilder::takePosition(qsizetype offset)
{
    if (!m_positionDue || offset < 0)
        return;
    m_positionDue = false;
    Block& block = m_blocks.last();
    block.blankBefore = m_blocks.size() > 1 && m_source.isBlankAbove(offset, block.kind == BlockKind::CodeBlock ? 2 : 1);
}

/// Quotes and lists, together, may nest as deep as the limit.
bool BlockBuilder::enterContainer()
{
    showDueItem(-1);
    close();
    return m_quoteDepth + m_lists.size() < m_limits.depth;
}

bool BlockBuilder::enterBlock(MD_BLOCKTYPE type, void* detail)
{
    switch (type) {
    case MD_BLOCK_QUOTE:
        if (!enterContainer())
            return false;
        ++m_quoteDepth;
        return true;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL: {
        if (!enterContainer())
            return false;
        const bool isOrdered = type == MD_BLOCK_OL;
        const int first = isOrdered ? static_cast<int>(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start) : -1;
        m_lists.append({.next = first, .itemDue = false});
        return true;
    }
    case MD_BLOCK_LI:
        close();
        m_lists.last().itemDue = true;
        return true;
    case MD_BLOCK_HR:
        showDueItem(-1);
        open(BlockKind::Rule);
        close();
        return true;
    case MD_BLOCK_H:
        showDueItem(-1);
        open(BlockKind::Heading).level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        return true;
    case MD_BLOCK_CODE: {
        showDueItem(-1);
        const QString words = decoded(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->info).trimmed();
        open(BlockKind::CodeBlock).language = words;
        m_seen += words;
        return true;
    }
    case MD_BLOCK_P:
        close();
        if (m_lists.isEmpty() || !m_lists.last().itemDue)
            open(BlockKind::Paragraph);
        return true;
    default:
        return true;
    }
}

bool BlockBuilder::leaveBlock(MD_BLOCKTYPE type)
{
    if (type == MD_BLOCK_LI)
        showDueItem(-1);
    close();
    if (type == MD_BLOCK_QUOTE)
        --m_quoteDepth;
    else if (type == MD_BLOCK_UL || type == MD_BLOCK_OL)
        m_lists.removeLast();
    return true;
}

bool BlockBuilder::enterSpan(MD_SPANTYPE type, void* detail)
{
    switch (type) {
    case MD_SPAN_STRONG:
        ++m_bold;
        break;
    case MD_SPAN_EM:
        ++m_italic;
        break;
    case MD_SPAN_DEL:
        ++m_strike;
        break;
    case MD_SPAN_CODE:
        ++m_code;
        break;
    case MD_SPAN_A:
    case MD_SPAN_IMG: {
        // A link that opens an item has no text yet from which to learn the number: its text will tell.
        const bool itemDue = !m_lists.isEmpty() && m_lists.last().itemDue;
        OpenLink link;
        link.firstSpan = m_isOpen && !itemDue ? m_blocks.last().spans.size() : 0;
        if (type == MD_SPAN_A) {
            link.url = decoded(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
            link.title = decoded(static_cast<MD_SPAN_A_DETAIL*>(detail)->title);
        } else {
            link.url = decoded(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
            link.title = decoded(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->title);
        }
        m_links.append(link);
        m_spanBreak = true;
        break;
    }
    default:
        break;
    }
    return true;
}

bool BlockBuilder::leaveSpan(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_STRONG:
        --m_bold;
        break;
    case MD_SPAN_EM:
        --m_italic;
        break;
    case MD_SPAN_DEL:
        --m_strike;
        break;
    case MD_SPAN_CODE:
        --m_code;
        break;
    case MD_SPAN_A:
    case MD_SPAN_IMG:
        return finishLink(m_links.takeLast());
    default:
        break;
    }
    return true;
}

bool BlockBuilder::addText(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size)
{
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        m_lineStarts = true;
        return append(u"\n"_s, styles());
    }
    const qsizetype offset = m_source.offsetOf(text);
    showDueItem(offset);
    Block& block = current();
    takePosition(offset);
    const QString added = decoded(text, size);
    m_seen += added;
    if (m_lineStarts && offset >= 0) {
        m_lineStarts = false;
        const bool isOnItsOwn = block.quoteDepth == 0 && block.listDepth == 0 && block.kind == BlockKind::Paragraph;
        if (const QString blanks = isOnItsOwn ? m_source.indentation(offset) : QString(); !blanks.isEmpty() && !append(blanks, {}))
            return false;
    }
    return append(added, styles());
}

SpanStyles BlockBuilder::styles() const
{
    SpanStyles styles;
    const bool isHeading = m_isOpen && m_blocks.last().kind == BlockKind::Heading;
    const bool isCodeBlock = m_isOpen && m_blocks.last().kind == BlockKind::CodeBlock;
    styles.setFlag(SpanStyle::Bold, m_bold > 0 || isHeading);
    styles.setFlag(SpanStyle::Italic, m_italic > 0);
    styles.setFlag(SpanStyle::Strike, m_strike > 0);
    styles.setFlag(SpanStyle::Code, m_code > 0 || isCodeBlock);
    return styles;
}

bool BlockBuilder::append(const QString& text, SpanStyles styles, const QString& target)
{
    QList<Span>& spans = current().spans;
    const bool joins = !m_spanBreak && !spans.isEmpty() && spans.last().style == styles && spans.last().target == target;
    m_spanBreak = false;
    if (joins) {
        spans.last().text += text;
        return true;
    }
    spans.append({.text = text, .style = styles, .target = target});
    return ++m_spanCount <= m_limits.spans;
}

/// Decides what becomes of the link whose text has just ended: a link, or text with the real target behind it.
bool BlockBuilder::finishLink(const OpenLink& link)
{
    showDueItem(-1);
    m_seen += link.url + link.title;
    QList<Span>& spans = current().spans;
    QString text;
    for (qsizetype index = link.firstSpan; index < spans.size(); ++index)
        text += spans[index].text;
    const bool isInsideLink = !m_links.isEmpty();
    const QString target = isInsideLink ? QString() : safeLinkTarget(link.url);
    const bool isLie = !target.isEmpty() && namesAnotherHost(text, target);
    m_spanBreak = true;

    bool fits = true;
    if (target.isEmpty()) {
        if (!link.url.isEmpty() && text != link.url && u"mailto:"_s + text != link.url)
            fits = append((text.isEmpty() ? u"(%1)"_s : u" (%1)"_s).arg(link.url), styles());
    } else if (isLie) {
        fits = append(u" ("_s, styles());
        fits = append(target, styles() | SpanStyle::Link, target) && fits;
        fits = append(u")"_s, styles()) && fits;
    } else if (text.trimmed().isEmpty()) {
        fits = append(target, styles() | SpanStyle::Link, target);
    } else {
        for (qsizetype index = link.firstSpan; index < spans.size(); ++index) {
            spans[index].style |= SpanStyle::Link;
            spans[index].target = target;
        }
    }
    if (!link.title.isEmpty())
        fits = append(u" \"%1\""_s.arg(link.title), styles()) && fits;
    m_spanBreak = m_spanBreak || isInsideLink;
    return fits;
}

/// Our own invites are pasted bare, and md4c knows only the schemes of the web.
void BlockBuilder::linkInvites(Block& block)
{
    constexpr QStringView scheme = u"confab:";
    for (qsizetype index = 0; index < block.spans.size(); ++index) {
        const Span span = block.spans[index];
        const qsizetype start = span.text.indexOf(scheme);
        if (start < 0 || span.style.testAnyFlags(SpanStyle::Link | SpanStyle::Code))
            continue;
        if (start > 0 && span.text[start - 1].isLetterOrNumber())
            continue;
        const auto ends = [](QChar c) { return c.isSpace() || u"<>\"'()[]{}"_s.contains(c); };
        const qsizetype end = std::find_if(span.text.cbegin() + start, span.text.cend(), ends) - span.text.cbegin();
        const QString url = span.text.mid(start, end - start);
        const QString target = safeLinkTarget(url);
        if (target.isEmpty() || m_spanCount + 2 > m_limits.spans)
            continue;
        m_spanCount += 2;
        block.spans.remove(index);
        if (end < span.text.size())
            block.spans.insert(index, {.text = span.text.mid(end), .style = span.style, .target = {}});
        block.spans.insert(index, {.text = url, .style = span.style | SpanStyle::Link, .target = target});
        if (start > 0)
            block.spans.insert(index++, {.text = span.text.first(start), .style = span.style, .target = {}});
    }
}

} // namespace confab::client
