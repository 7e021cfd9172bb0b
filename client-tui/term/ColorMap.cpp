// Brings colours down to what a terminal can show.
#include "client-tui/term/ColorMap.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>

namespace confab::tui {

namespace {

    constexpr std::array<int, 6> cubeSteps{0, 95, 135, 175, 215, 255};

    constexpr std::array<std::array<int, 3>, 16> ansiColors{{{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205},
        {0, 205, 205}, {229, 229, 229}, {127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255},
        {255, 255, 255}}};

    int distance(Color a, Color b)
    {
        const int red = a.red() - b.red();
        const int green = a.green() - b.green();
        const int blue = a.blue() - b.blue();
        return 3 * red * red + 4 * green * green + 2 * blue * blue;
    }

    int nearestStep(int value)
    {
        const auto closer = [value](int a, int b) { return std::abs(a - value) < std::abs(b - value); };
        return static_cast<int>(std::min_element(cubeSteps.begin(), cubeSteps.end(), closer) - cubeSteps.begin());
    }

    Color rgbOfIndexed(int index)
    {
        if (index < 16) {
            const auto& ansi = ansiColors[static_cast<size_t>(index)];
            return Color::rgb(ansi[0], ansi[1], ansi[2]);
        }
        if (index >= 232) {
            const int gray = 8 + 10 * (index - 232);
            return Color::rgb(gray, gray, gray);
        }
        const auto step = [](int place) { return cubeSteps[static_cast<size_t>(place % 6)]; };
        return Color::rgb(step((index - 16) / 36), step((index - 16) / 6), step(index - 16));
    }

    Color indexedOfRgb(Color color)
    {
        const int cube = 16 + 36 * nearestStep(color.red()) + 6 * nearestStep(color.green()) + nearestStep(color.blue());
        const int mean = (color.red() + color.green() + color.blue()) / 3;
        const int gray = 232 + std::clamp((mean - 3) / 10, 0, 23);
        const bool isGrayNearer = distance(rgbOfIndexed(gray), color) < distance(rgbOfIndexed(cube), color);
        return Color::indexed(isGrayNearer ? gray : cube);
    }

    Color ansiOfRgb(Color color)
    {
        int best = 0;
        int least = std::numeric_limits<int>::max();
        for (int index = 0; index < 16; ++index) {
            const int away = distance(rgbOfIndexed(index), color);
            if (away < least) {
                least = away;
                best = index;
            }
        }
        return Color::ansi(best);
    }

} // namespace

Color reduced(Color color, ColorDepth depth)
{
    switch (depth) {
    case ColorDepth::None:
        return {};
    case ColorDepth::Ansi16:
        if (color.kind() == Color::Kind::Indexed256)
            return color.index() < 16 ? Color::ansi(color.index()) : ansiOfRgb(rgbOfIndexed(color.index()));
        return color.kind() == Color::Kind::Rgb ? ansiOfRgb(color) : color;
    case ColorDepth::Indexed256:
        return color.kind() == Color::Kind::Rgb ? indexedOfRgb(color) : color;
    case ColorDepth::TrueColor:
        break;
    }
    return color;
}

} // namespace confab::tui
