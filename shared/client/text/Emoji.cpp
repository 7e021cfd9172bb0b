// Short codes such as :tada: to emoji and back.
#include "shared/client/text/Emoji.h"

#include "shared/client/text/CodeRanges.h"
#include "shared/client/text/EmojiTable.h"

#include <algorithm>
#include <iterator>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestCode = 32;

constexpr bool isSorted()
{
    for (size_t index = 1; index < std::size(emojiTable); ++index) {
        if (!(emojiTable[index - 1].shortcode < emojiTable[index].shortcode))
            return false;
    }
    return true;
}
static_assert(isSorted(), "emojiTable must be sorted by short code and free of doubles");

QLatin1StringView latin(std::string_view text) { return QLatin1StringView(text.data(), static_cast<qsizetype>(text.size())); }

const EmojiRow* firstNotBelow(std::string_view code)
{
    return std::lower_bound(std::begin(emojiTable), std::end(emojiTable), code,
        [](const EmojiRow& row, std::string_view wanted) { return row.shortcode < wanted; });
}

QByteArray codeBytes(QStringView shortcode)
{
    if (shortcode.startsWith(u':'))
        shortcode = shortcode.mid(1);
    if (shortcode.endsWith(u':'))
        shortcode.chop(1);
    return shortcode.size() > longestCode ? QByteArray() : shortcode.toUtf8().toLower();
}

bool isCodeCharacter(QChar c) { return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'_' || c == u'+' || c == u'-'); }

/// A code may begin at the start, behind a blank, an opening sign, or another emoji; not inside words, times, paths and URLs.
bool mayBeginBehind(QChar before)
{
    return before.isSpace() || (before.unicode() >= 0x80 && !before.isLetterOrNumber()) || u"([{\"'*_~>|,;!-"_s.contains(before);
}

/// The emoji whose code spans [colon, end of code], with `end` set behind the closing colon.
std::optional<QString> codeAt(const QString& text, qsizetype colon, qsizetype& end)
{
    qsizetype at = colon + 1;
    while (at < text.size() && at - colon <= longestCode && isCodeCharacter(text[at]))
        ++at;
    if (at == colon + 1 || at >= text.size() || text[at] != u':')
        return std::nullopt;
    const auto found = emojiFor(QStringView(text).mid(colon, at + 1 - colon));
    if (found)
        end = at + 1;
    return found;
}

} // namespace

std::optional<QString> emojiFor(QStringView shortcode)
{
    const QByteArray code = codeBytes(shortcode);
    const std::string_view wanted(code.constData(), static_cast<size_t>(code.size()));
    const EmojiRow* row = firstNotBelow(wanted);
    if (wanted.empty() || row == std::end(emojiTable) || row->shortcode != wanted)
        return std::nullopt;
    return row->text.toString();
}

QList<EmojiEntry> emojiWithPrefix(QStringView prefix, int max)
{
    const QByteArray code = codeBytes(prefix);
    const std::string_view wanted(code.constData(), static_cast<size_t>(code.size()));
    QList<EmojiEntry> found;
    for (const EmojiRow* row = firstNotBelow(wanted); row != std::end(emojiTable) && row->shortcode.substr(0, wanted.size()) == wanted;
         ++row)
        found.append({QString(latin(row->shortcode)), row->text.toString()});
    std::stable_sort(found.begin(), found.end(),
        [](const EmojiEntry& one, const EmojiEntry& other) { return one.shortcode.size() < other.shortcode.size(); });
    if (found.size() > max)
        found.resize(std::max(max, 0));
    return found;
}

QString shortcodeFor(QStringView emoji)
{
    constexpr QChar emojiStyle(u'\uFE0F');
    const auto bare = [](QStringView text) { return text.endsWith(emojiStyle) ? text.chopped(1) : text; };
    const auto* row = std::find_if(std::begin(emojiTable), std::end(emojiTable),
        [&](const EmojiRow& one) { return one.isPreferred && bare(one.text) == bare(emoji); });
    return row == std::end(emojiTable) ? QString() : QString(latin(row->shortcode));
}

QString expandShortcodes(const QString& text)
{
    if (text.count(u':') < 2)
        return text;
    const QList<TextRange> code = codeRanges(text);
    auto nextCode = code.cbegin();
    QString out;
    qsizetype copied = 0;
    qsizetype emojiEnd = 0;
    for (qsizetype at = text.indexOf(u':'); at >= 0; at = text.indexOf(u':', at)) {
        while (nextCode != code.cend() && nextCode->end <= at)
            ++nextCode;
        if (nextCode != code.cend() && nextCode->start <= at) {
            at = nextCode->end;
            continue;
        }
        qsizetype end = at + 1;
        const bool mayBegin = at == 0 || at == emojiEnd || mayBeginBehind(text[at - 1]);
        if (const auto emoji = mayBegin ? codeAt(text, at, end) : std::nullopt) {
            out += QStringView(text).mid(copied, at - copied);
            out += *emoji;
            copied = emojiEnd = end;
        }
        at = end;
    }
    if (copied == 0)
        return text;
    out += QStringView(text).mid(copied);
    return out;
}

} // namespace confab::client
