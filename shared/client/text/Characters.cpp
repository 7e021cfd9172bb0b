// What the sanitiser needs to know about single characters; ranges are from Unicode 15.
#include "shared/client/text/Characters.h"

namespace confab::client {

namespace {

bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

} // namespace

char32_t nextCodePoint(QStringView text, qsizetype& at)
{
    const QChar unit = text[at++];
    if (!unit.isSurrogate())
        return unit.unicode();
    if (unit.isHighSurrogate() && at < text.size() && text[at].isLowSurrogate())
        return QChar::surrogateToUcs4(unit, text[at++]);
    return character::replacement;
}

bool isControl(char32_t c) { return c < 0x20 || within(c, 0x7F, 0x9F); }

bool isLineBreak(char32_t c) { return c == character::nextLine || c == 0x2028 || c == 0x2029; }

bool isEmbedding(char32_t c) { return c == 0x202A || c == 0x202B; }

bool isOverride(char32_t c) { return c == 0x202D || c == 0x202E; }

bool isIsolate(char32_t c) { return within(c, 0x2066, 0x2068); }

bool isTag(char32_t c) { return within(c, 0xE0000, 0xE0FFF) && !isVariationSelector(c); }

bool isVariationSelector(char32_t c) { return within(c, 0xFE00, 0xFE0F) || within(c, 0xE0100, 0xE01EF); }

bool isEmojiModifier(char32_t c) { return within(c, 0x1F3FB, 0x1F3FF); }

bool isPictograph(char32_t c)
{
    return within(c, 0x1F000, 0x1FAFF) || within(c, 0x2190, 0x21FF) || within(c, 0x2300, 0x23FF) || within(c, 0x2600, 0x27BF)
        || within(c, 0x2B00, 0x2BFF) || c == 0xA9 || c == 0xAE || c == 0x203C || c == 0x2049 || c == 0x2122 || c == 0x2139 || c == 0x3030
        || c == 0x303D || c == 0x3297 || c == 0x3299;
}

bool isInvisibleFiller(char32_t c)
{
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x2800 || c == 0x3164 || c == 0xFFA0;
}

bool isPrependedMark(char32_t c)
{
    return within(c, 0x0600, 0x0605) || c == 0x06DD || c == 0x070F || within(c, 0x0890, 0x0891) || c == 0x08E2 || c == 0x110BD
        || c == 0x110CD || within(c, 0x13430, 0x1343F);
}

bool extendsCluster(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Mark_Enclosing:
        return true;
    default:
        return c == character::zeroWidthNonJoiner || isEmojiModifier(c) || c == 0xFF9E || c == 0xFF9F || within(c, 0x1160, 0x11FF)
            || within(c, 0xD7B0, 0xD7FB);
    }
}

bool isLeadingJamo(char32_t c) { return within(c, 0x1100, 0x115F) || within(c, 0xA960, 0xA97C); }

qsizetype flagTagsLength(QStringView text, qsizetype at)
{
    constexpr int longestRegion = 6;
    qsizetype here = at;
    int tags = 0;
    while (here < text.size()) {
        const char32_t c = nextCodePoint(text, here);
        if (c == character::cancelTag)
            return tags >= 3 ? here - at : 0;
        if (!(within(c, 0xE0030, 0xE0039) || within(c, 0xE0061, 0xE007A)) || ++tags > longestRegion)
            return 0;
    }
    return 0;
}

} // namespace confab::client
