// A stable colour for every account: id to hue, hue to a readable colour on a given background, in true colour, 256 and 16 colours.
#pragma once

#include <QStringView>
#include <QtGlobal>

namespace confab::client {

struct Rgb {
    quint8 red = 0;
    quint8 green = 0;
    quint8 blue = 0;

    bool operator==(const Rgb&) const = default;
};

/// The contrast every nick colour keeps against its background (WCAG 2.1, normal text).
inline constexpr double minNickContrast = 4.5;

/// Hue in degrees, 0 to 359, evenly spread even over consecutive ids; the same on every machine and for ever.
[[nodiscard]] int nickHue(quint64 id);
[[nodiscard]] int nickHue(QStringView id);

/// The colour of a hue: fixed lightness and chroma (OKLCH) for dark or light backgrounds, moved only as far as contrast or the sRGB gamut
/// force it. Contrast against `background` is at least minNickContrast for every background.
[[nodiscard]] Rgb nickColour(int hue, Rgb background);

/// The xterm palette index (16 to 255) nearest to nickColour() that keeps minNickContrast against `background`.
[[nodiscard]] int nickXterm256(int hue, Rgb background);

/// A palette index 0 to 15 from a set that people can read on dark or light terminals (never dark blue on black, never yellow on white).
[[nodiscard]] int nickAnsi16(int hue, bool darkBackground);

/// WCAG contrast ratio, 1 to 21.
[[nodiscard]] double contrastRatio(Rgb one, Rgb other);

/// What xterm shows for a palette index 0 to 255.
[[nodiscard]] Rgb xtermColour(int index);

} // namespace confab::client
