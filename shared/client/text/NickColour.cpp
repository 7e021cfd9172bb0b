// A stable, readable colour for every account.
#include "shared/client/text/NickColour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace confab::client {

namespace {

struct Linear {
    double red = 0;
    double green = 0;
    double blue = 0;
};

struct Oklab {
    double lightness = 0;
    double a = 0;
    double b = 0;
};

double toLinear(quint8 channel)
{
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

quint8 toChannel(double linear)
{
    const double value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
    return static_cast<quint8>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

Linear linear(const Oklab& lab)
{
    const double l = std::pow(lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3);
    const double m = std::pow(lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3);
    const double s = std::pow(lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

Oklab oklab(Rgb colour)
{
    const Linear in{toLinear(colour.red), toLinear(colour.green), toLinear(colour.blue)};
    const double l = std::cbrt(0.4122214708 * in.red + 0.5363325363 * in.green + 0.0514459929 * in.blue);
    const double m = std::cbrt(0.2119034982 * in.red + 0.6806995451 * in.green + 0.1073969566 * in.blue);
    const double s = std::cbrt(0.0883024619 * in.red + 0.2817188376 * in.green + 0.6299787005 * in.blue);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

bool isInGamut(const Linear& colour)
{
    constexpr double slack = 0.0005;
    const auto fits = [](double value) { return value >= -slack && value <= 1 + slack; };
    return fits(colour.red) && fits(colour.green) && fits(colour.blue);
}

/// The most colourful sRGB colour of this lightness and hue, up to `chroma`.
Rgb fromOklch(double lightness, double chroma, int hue)
{
    const double angle = hue * std::numbers::pi / 180;
    Linear colour;
    for (double c = chroma;; c -= 0.005) {
        const double bounded = std::max(c, 0.0);
        colour = linear({lightness, bounded * std::cos(angle), bounded * std::sin(angle)});
        if (bounded == 0.0 || isInGamut(colour))
            return {toChannel(colour.red), toChannel(colour.green), toChannel(colour.blue)};
    }
}

double luminance(Rgb colour) { return 0.2126 * toLinear(colour.red) + 0.7152 * toLinear(colour.green) + 0.0722 * toLinear(colour.blue); }

/// White text wins on backgrounds darker than this luminance, black on lighter ones.
bool isDark(Rgb background) { return luminance(background) < 0.179; }

double contrast(double first, double second) { return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05); }

struct PaletteColour {
    Oklab lab;
    double luminance = 0;
};

/// The 240 colours every xterm-like palette agrees on, worked out once.
const std::array<PaletteColour, 240>& fixedPalette()
{
    static const auto palette = [] {
        std::array<PaletteColour, 240> colours;
        for (size_t index = 0; index < colours.size(); ++index) {
            const Rgb colour = xtermColour(static_cast<int>(index) + 16);
            colours[index] = {oklab(colour), luminance(colour)};
        }
        return colours;
    }();
    return palette;
}

double distance(const Oklab& one, const Oklab& other)
{
    return (one.lightness - other.lightness) * (one.lightness - other.lightness) + (one.a - other.a) * (one.a - other.a)
        + (one.b - other.b) * (one.b - other.b);
}

int wrapped(int hue) { return (hue % 360 + 360) % 360; }

quint64 mixed(quint64 value) // the finaliser of SplitMix64
{
    value += 0x9E3779B97F4A7C15;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
    return value ^ (value >> 31);
}

} // namespace

int nickHue(quint64 id) { return static_cast<int>(mixed(id) % 360); }

int nickHue(QStringView id)
{
    quint64 hash = 0xCBF29CE484222325; // FNV-1a
    for (const QChar unit : id) {
        hash = (hash ^ unit.cell()) * 0x100000001B3;
        hash = (hash ^ unit.row()) * 0x100000001B3;
    }
    return nickHue(hash);
}

Rgb nickColour(int hue, Rgb background)
{
    const bool dark = isDark(background);
    const double chroma = dark ? 0.13 : 0.15;
    const double step = dark ? 0.01 : -0.01;
    for (double lightness = dark ? 0.78 : 0.50; lightness > 0 && lightness < 1; lightness += step) {
        const Rgb colour = fromOklch(lightness, chroma, wrapped(hue));
        if (contrastRatio(colour, background) >= minNickContrast)
            return colour;
    }
    return dark ? Rgb{255, 255, 255} : Rgb{0, 0, 0};
}

int nickXterm256(int hue, Rgb background)
{
    const Oklab wanted = oklab(nickColour(hue, background));
    const double behind = luminance(background);
    int best = isDark(background) ? 231 : 16;
    double bestDistance = std::numeric_limits<double>::max();
    int index = 16;
    for (const PaletteColour& candidate : fixedPalette()) {
        const double off = distance(candidate.lab, wanted);
        if (off < bestDistance && contrast(candidate.luminance, behind) >= minNickContrast) {
            best = index;
            bestDistance = off;
        }
        ++index;
    }
    return best;
}

int nickAnsi16(int hue, bool darkBackground)
{
    // By hue from 0 (red) on. Plain red, blue and the greys are hard to read on black; the bright and the yellow, green and cyan ones on
    // white.
    static constexpr std::array<int, 9> onDark = {9, 9, 3, 11, 2, 10, 6, 14, 13};
    static constexpr std::array<int, 6> onLight = {1, 1, 1, 4, 4, 5};
    const auto position = static_cast<size_t>(wrapped(hue));
    return darkBackground ? onDark[position * onDark.size() / 360] : onLight[position * onLight.size() / 360];
}

double contrastRatio(Rgb one, Rgb other) { return contrast(luminance(one), luminance(other)); }

Rgb xtermColour(int index)
{
    static constexpr std::array<Rgb, 16> basic = {Rgb{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205},
        {0, 205, 205}, {229, 229, 229}, {127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255},
        {0, 255, 255}, {255, 255, 255}};
    if (index < 16)
        return basic[static_cast<size_t>(std::max(index, 0))];
    if (index >= 232) {
        const auto grey = static_cast<quint8>(8 + 10 * (std::min(index, 255) - 232));
        return {grey, grey, grey};
    }
    const auto level = [](int step) { return static_cast<quint8>(step == 0 ? 0 : 55 + 40 * step); };
    const int cube = index - 16;
    return {level(cube / 36), level(cube / 6 % 6), level(cube % 6)};
}

} // namespace confab::client
