// How a cell looks: colours and attributes, independent of what a terminal can show.
#pragma once

#include <QtGlobal>

namespace confab::tui {

/// A colour as the theme means it; the writer brings it down to what the terminal can show.
class Color {
public:
    enum class Kind : quint8 { Default, Ansi16, Indexed256, Rgb };

    constexpr Color() = default;
    /// One of the 16 colours of the terminal's own palette; 8..15 are the bright ones.
    static constexpr Color ansi(int index) { return Color(Kind::Ansi16, static_cast<quint8>(index & 15), 0, 0); }
    /// One of the 256 xterm colours.
    static constexpr Color indexed(int index) { return Color(Kind::Indexed256, static_cast<quint8>(index & 255), 0, 0); }
    static constexpr Color rgb(int red, int green, int blue)
    {
        return Color(Kind::Rgb, static_cast<quint8>(red & 255), static_cast<quint8>(green & 255), static_cast<quint8>(blue & 255));
    }

    constexpr Kind kind() const { return m_kind; }
    /// The palette index of Ansi16 and Indexed256.
    constexpr int index() const { return m_a; }
    constexpr int red() const { return m_a; }
    constexpr int green() const { return m_b; }
    constexpr int blue() const { return m_c; }

    constexpr bool operator==(const Color&) const = default;

private:
    constexpr Color(Kind kind, quint8 a, quint8 b, quint8 c)
        : m_kind(kind)
        , m_a(a)
        , m_b(b)
        , m_c(c)
    {
    }

    Kind m_kind = Kind::Default;
    quint8 m_a = 0;
    quint8 m_b = 0;
    quint8 m_c = 0;
};

/// Names a hyperlink inside one Grid (see Grid::addLink); 0 is no link.
using LinkId = quint32;

/// The look of one cell: `Style{.foreground = Color::ansi(4), .bold = true}`.
struct Style {
    Color foreground;
    Color background;
    LinkId link = 0;
    bool bold = false;
    bool dim = false;
    bool italic = false;
    bool underline = false;
    bool reverse = false;
    bool strike = false;

    constexpr bool operator==(const Style&) const = default;
};

} // namespace confab::tui
