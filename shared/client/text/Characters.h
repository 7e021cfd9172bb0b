// What the sanitiser needs to know about single characters; internal to this folder.
#pragma once

#include <QChar>
#include <QStringView>

namespace confab::client {

namespace character {
inline constexpr char32_t tab = 0x09;
inline constexpr char32_t newline = 0x0A;
inline constexpr char32_t carriageReturn = 0x0D;
inline constexpr char32_t nextLine = 0x85;
inline constexpr char32_t softHyphen = 0xAD;
inline constexpr char32_t zeroWidthSpace = 0x200B;
inline constexpr char32_t zeroWidthNonJoiner = 0x200C;
inline constexpr char32_t zeroWidthJoiner = 0x200D;
inline constexpr char32_t wordJoiner = 0x2060;
inline constexpr char32_t popEmbedding = 0x202C;
inline constexpr char32_t firstStrongIsolate = 0x2068;
inline constexpr char32_t popIsolate = 0x2069;
inline constexpr char32_t byteOrderMark = 0xFEFF;
inline constexpr char32_t objectReplacement = 0xFFFC;
inline constexpr char32_t replacement = 0xFFFD;
inline constexpr char32_t blackFlag = 0x1F3F4;
inline constexpr char32_t cancelTag = 0xE007F;
} // namespace character

/// The code point at `at`, which moves behind it. A lone surrogate reads as U+FFFD. Requires at < text.size().
[[nodiscard]] char32_t nextCodePoint(QStringView text, qsizetype& at);

[[nodiscard]] bool isControl(char32_t c);           // C0, DEL, C1
[[nodiscard]] bool isLineBreak(char32_t c);         // NEL, U+2028, U+2029 (LF and CR are the caller's)
[[nodiscard]] bool isEmbedding(char32_t c);         // LRE, RLE
[[nodiscard]] bool isOverride(char32_t c);          // LRO, RLO
[[nodiscard]] bool isIsolate(char32_t c);           // LRI, RLI, FSI
[[nodiscard]] bool isTag(char32_t c);               // plane 14 tags and the unassigned ignorables around them
[[nodiscard]] bool isVariationSelector(char32_t c); // VS1 to VS256
[[nodiscard]] bool isEmojiModifier(char32_t c);     // skin tones
[[nodiscard]] bool isPictograph(char32_t c);        // may stand in an emoji sequence
[[nodiscard]] bool isInvisibleFiller(char32_t c);   // letters and symbols that draw nothing
[[nodiscard]] bool isPrependedMark(char32_t c);     // visible format characters such as the Arabic number sign
/// Draws onto the cluster before it: marks, non-joiner, skin tones, half-width voicing, vowel and final Jamo.
[[nodiscard]] bool extendsCluster(char32_t c);
[[nodiscard]] bool isLeadingJamo(char32_t c);

/// Length in UTF-16 units of the tag characters that make a flag of the black flag just before `at` (cancel tag included), or 0.
[[nodiscard]] qsizetype flagTagsLength(QStringView text, qsizetype at);

} // namespace confab::client
