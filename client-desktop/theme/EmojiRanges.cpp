// Walks grapheme clusters and asks of each whether it is drawn as a picture by default.
#include "client-desktop/theme/EmojiRanges.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>

namespace confab::desktop {

namespace {

constexpr char32_t emojiSelector = 0xFE0F;
constexpr char32_t textSelector = 0xFE0E;
constexpr char32_t keycap = 0x20E3;

struct Range {
    char32_t first;
    char32_t last;
};

/// Emoji_Presentation below U+1F000 (Unicode 15).
constexpr std::array pictures = {Range{0x231A, 0x231B}, Range{0x23E9, 0x23EC}, Range{0x23F0, 0x23F0}, Range{0x23F3, 0x23F3},
    Range{0x25FD, 0x25FE}, Range{0x2614, 0x2615}, Range{0x2648, 0x2653}, Range{0x267F, 0x267F}, Range{0x2693, 0x2693},
    Range{0x26A1, 0x26A1}, Range{0x26AA, 0x26AB}, Range{0x26BD, 0x26BE}, Range{0x26C4, 0x26C5}, Range{0x26CE, 0x26CE},
    Range{0x26D4, 0x26D4}, Range{0x26EA, 0x26EA}, Range{0x26F2, 0x26F3}, Range{0x26F5, 0x26F5}, Range{0x26FA, 0x26FA},
    Range{0x26FD, 0x26FD}, Range{0x2705, 0x2705}, Range{0x270A, 0x270B}, Range{0x2728, 0x2728}, Range{0x274C, 0x274C},
    Range{0x274E, 0x274E}, Range{0x2753, 0x2755}, Range{0x2757, 0x2757}, Range{0x2795, 0x2797}, Range{0x27B0, 0x27B0},
    Range{0x27BF, 0x27BF}, Range{0x2B1B, 0x2B1C}, Range{0x2B50, 0x2B50}, Range{0x2B55, 0x2B55}};

bool isPictureByDefault(char32_t c)
{
    if (c >= 0x1F000)
        return (c >= 0x1F1E6 && c <= 0x1F1FF) || (c >= 0x1F300 && c <= 0x1FAFF) || c == 0x1F004 || c == 0x1F0CF || c == 0x1F18E
            || (c >= 0x1F191 && c <= 0x1F19A) || (c >= 0x1F200 && c <= 0x1F265);
    const auto after =
        std::upper_bound(pictures.begin(), pictures.end(), c, [](char32_t one, const Range& range) { return one < range.first; });
    return after != pictures.begin() && c <= std::prev(after)->last;
}

bool isEmoji(QStringView cluster)
{
    const QList<uint> points = cluster.toUcs4();
    if (points.isEmpty() || points.contains(textSelector))
        return false;
    return isPictureByDefault(points[0]) || (points.size() > 1 && (points.contains(emojiSelector) || points.contains(keycap)));
}

/// Most text has none: no cluster needs to be looked at.
bool mayHold(QStringView text)
{
    return std::any_of(text.begin(), text.end(),
        [](QChar c) { return c.isSurrogate() || (c.unicode() >= 0x20E3 && c.unicode() < 0x2E80) || c.unicode() == 0xFE0F; });
}

} // namespace

QList<EmojiRange> findEmoji(QStringView text)
{
    QList<EmojiRange> found;
    if (!mayHold(text))
        return found;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text.data(), text.size());
    qsizetype at = 0;
    for (qsizetype next = finder.toNextBoundary(); next > at; next = finder.toNextBoundary()) {
        if (isEmoji(text.sliced(at, next - at))) {
            if (!found.isEmpty() && found.constLast().start + found.constLast().length == at) {
                found.last().length += int(next - at);
                ++found.last().clusters;
            } else {
                found.append({int(at), int(next - at), 1});
            }
        }
        at = next;
    }
    return found;
}

} // namespace confab::desktop
