// Message text to a flat list of blocks: the parts around the parser.
#include "shared/client/text/Markdown.h"

#include "shared/client/text/BlockBuilder.h"
#include "shared/client/text/MarkdownSource.h"
#include "shared/client/text/Sanitiser.h"

#include <md4c.h>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

BlockBuilder& builder(void* user) { return *static_cast<BlockBuilder*>(user); }

int toStatus(bool isWithinLimits)
{
    return isWithinLimits ? 0 : 1; // anything but 0 ends md_parse
}

int enterBlock(MD_BLOCKTYPE type, void* detail, void* user) { return toStatus(builder(user).enterBlock(type, detail)); }

int leaveBlock(MD_BLOCKTYPE type, void*, void* user) { return toStatus(builder(user).leaveBlock(type)); }

int enterSpan(MD_SPANTYPE type, void* detail, void* user) { return toStatus(builder(user).enterSpan(type, detail)); }

int leaveSpan(MD_SPANTYPE type, void*, void* user) { return toStatus(builder(user).leaveSpan(type)); }

int addText(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) { return toStatus(builder(user).addText(type, text, size)); }

QList<Block> asTyped(const QString& text)
{
    Block block;
    block.spans.append({.text = text, .style = {}, .target = {}});
    return {block};
}

} // namespace

QList<Block> parseMarkdown(const QString& text, const MarkdownLimits& limits)
{
    const QString safe = safeBody(text);
    if (safe.trimmed().isEmpty())
        return {};
    if (safe.size() > limits.length)
        return asTyped(safe);

    const MarkdownSource source(withLinesApart(safe));
    BlockBuilder blocks(source, limits);
    const MD_PARSER parser = {
        .abi_version = 0,
        .flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS
            | MD_FLAG_PERMISSIVEWWWAUTOLINKS,
        .enter_block = &enterBlock,
        .leave_block = &leaveBlock,
        .enter_span = &enterSpan,
        .leave_span = &leaveSpan,
        .text = &addText,
        .debug_log = nullptr,
        .syntax = nullptr,
    };
    const int status = md_parse(source.bytes().constData(), static_cast<MD_SIZE>(source.bytes().size()), &parser, &blocks);
    if (status != 0 || !keepsEveryLetter(safe, blocks.seen()))
        return asTyped(safe);
    return blocks.take();
}

QString plainText(const QList<Block>& blocks)
{
    QString out;
    for (const Block& block : blocks) {
        if (!out.isEmpty())
            out += u'\n';
        if (block.kind == BlockKind::ListItem)
            out += block.number >= 0 ? QString::number(block.number) + u". "_s : u"\u2022 "_s;
        for (const Span& span : block.spans)
            out += span.text;
    }
    return out;
}

} // namespace confab::client
