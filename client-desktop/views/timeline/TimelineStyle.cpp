// Derives every distance from the height of a line.
#include "client-desktop/views/timeline/TimelineStyle.h"

#include <QFontDatabase>
#include <QFontMetricsF>

#include <algorithm>

namespace confab::desktop {

namespace {

constexpr int readableLetters = 92;
constexpr int narrowLetters = 44; // below, the discs go
constexpr qreal smallScale = 0.87;
constexpr qreal monoScale = 0.95;

QFont emboldened(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

QFont scaledFont(const QFont& font, qreal factor)
{
    QFont result = font;
    if (font.pointSizeF() > 0)
        result.setPointSizeF(font.pointSizeF() * factor);
    else
        result.setPixelSize(std::max(1, int(font.pixelSize() * factor)));
    return result;
}

TimelineStyle::TimelineStyle(const Theme& usedTheme, const Frame& frame, const QStringList& myNames)
    : theme(usedTheme)
    , mentions(myNames)
    , body(frame.font)
    , bold(emboldened(frame.font))
    , small(scaledFont(frame.font, smallScale))
    , smallBold(emboldened(small))
    , mono(scaledFont(frame.font, monoScale))
    , emojiFamily(QStringLiteral("Noto Color Emoji"))
    , width(frame.width)
    , isMirrored(frame.isMirrored)
{
    mono.setFamilies(
        {QFontDatabase::systemFont(QFontDatabase::FixedFont).family(), QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")});
    mono.setStyleHint(QFont::Monospace);
    mono.setFixedPitch(true);
    const QFontMetricsF metrics(body);
    line = metrics.height();
    advance = line * 1.22;
    letter = metrics.averageCharWidth();
    const bool isNarrow = width < narrowLetters * letter;
    margin = line * (isNarrow ? 0.6 : 0.9);
    disc = isNarrow ? 0 : line * 2.1;
    textLeft = margin + (isNarrow ? line * 0.4 : disc + line * 0.75);
    textWidth = std::clamp(width - textLeft - margin, letter * 8, letter * readableLetters);
}

bool TimelineStyle::isSameShape(const TimelineStyle& other) const
{
    return width == other.width && isMirrored == other.isMirrored && body == other.body;
}

} // namespace confab::desktop
