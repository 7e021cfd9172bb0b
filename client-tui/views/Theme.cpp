// The look of every part of the screen, by meaning: views never name a colour.
#include "client-tui/views/Theme.h"

#include "shared/client/text/NickColour.h"

#include <QByteArray>
#include <QList>

namespace confab::tui {

namespace {

/// Colour numbers of one palette: for dark and light backgrounds in 256 colours, and in 16.
struct Palette {
    int quiet, line, time, yellow, red, green, code, quote, link;
    int barBack, barText, barStrong, barQuiet, barYellow, barRed, barGreen;
    int selectedBack, selectedText;
};

constexpr Palette darkPalette{.quiet = 245,
    .line = 239,
    .time = 243,
    .yellow = 221,
    .red = 203,
    .green = 114,
    .code = 180,
    .quote = 250,
    .link = 117,
    .barBack = 236,
    .barText = 252,
    .barStrong = 255,
    .barQuiet = 246,
    .barYellow = 221,
    .barRed = 210,
    .barGreen = 114,
    .selectedBack = 238,
    .selectedText = 255};
constexpr Palette lightPalette{.quiet = 243,
    .line = 250,
    .time = 244,
    .yellow = 130,
    .red = 160,
    .green = 28,
    .code = 94,
    .quote = 239,
    .link = 25,
    .barBack = 253,
    .barText = 236,
    .barStrong = 16,
    .barQuiet = 241,
    .barYellow = 94,
    .barRed = 124,
    .barGreen = 22,
    .selectedBack = 251,
    .selectedText = 16};

void paint256(Theme& theme, const Palette& p)
{
    const auto on = [](int foreground) { return Style{.foreground = Color::indexed(foreground)}; };
    const auto onBar = [&p](int foreground) {
        return Style{.foreground = Color::indexed(foreground), .background = Color::indexed(p.barBack)};
    };
    theme.dim = on(p.quiet);
    theme.border = on(p.line);
    theme.time = on(p.time);
    theme.mention = on(p.yellow);
    theme.code = on(p.code);
    theme.quote = on(p.quote);
    theme.link = on(p.link);
    theme.unreadLine = on(p.red);
    theme.good = on(p.green);
    theme.warning = on(p.yellow);
    theme.alert = on(p.red);
    theme.bar = onBar(p.barText);
    theme.barStrong = onBar(p.barStrong);
    theme.barDim = onBar(p.barQuiet);
    theme.barGood = onBar(p.barGreen);
    theme.barWarning = onBar(p.barYellow);
    theme.barAlert = onBar(p.barRed);
    theme.barMention = onBar(p.barYellow);
    theme.selected = Style{.foreground = Color::indexed(p.selectedText), .background = Color::indexed(p.selectedBack)};
}

/// Only colours that people can read on black and on white, and a bar that brings both of its colours.
void paint16(Theme& theme, bool isDark)
{
    const auto on = [](int foreground) { return Style{.foreground = Color::ansi(foreground)}; };
    const auto onBar = [](int foreground) { return Style{.foreground = Color::ansi(foreground), .background = Color::ansi(4)}; };
    theme.dim = Style{.dim = true};
    theme.border = Style{.dim = true};
    theme.time = Style{.dim = true};
    theme.mention = on(isDark ? 11 : 5);
    theme.code = on(6);
    theme.quote = Style{};
    theme.link = on(isDark ? 14 : 4);
    theme.unreadLine = on(isDark ? 9 : 1);
    theme.good = on(2);
    theme.warning = on(isDark ? 11 : 5);
    theme.alert = on(isDark ? 9 : 1);
    theme.bar = onBar(15);
    theme.barStrong = onBar(15);
    theme.barDim = onBar(7);
    theme.barGood = onBar(15);
    theme.barWarning = onBar(11);
    theme.barAlert = onBar(11);
    theme.barMention = onBar(11);
    theme.selected = Style{.reverse = true};
}

void paintMono(Theme& theme)
{
    const Style bar{.reverse = true};
    theme.dim = theme.time = theme.border = Style{.dim = true};
    theme.bar = theme.barStrong = theme.barDim = theme.barGood = theme.barWarning = theme.barAlert = theme.barMention = bar;
    theme.selected = bar;
}

} // namespace

Theme makeTheme(const ThemeOptions& options)
{
    Theme theme;
    theme.options = options;
    if (options.colors == ColorDepth::None)
        paintMono(theme);
    else if (options.colors == ColorDepth::Ansi16)
        paint16(theme, options.isDark);
    else
        paint256(theme, options.isDark ? darkPalette : lightPalette);

    theme.strong.bold = theme.ownNick.bold = theme.mention.bold = theme.alert.bold = theme.failed.bold = true;
    theme.barStrong.bold = theme.barAlert.bold = theme.barMention.bold = theme.barWarning.bold = theme.selected.bold = true;
    theme.link.underline = true;
    theme.dayLine = theme.dim;
    theme.pending = theme.dim;
    theme.failed = theme.alert;
    theme.heading = theme.dim;
    theme.prompt = theme.good;
    return theme;
}

Style Theme::nick(UserId user) const
{
    const int hue = client::nickHue(static_cast<quint64>(user.value()));
    if (options.colors == ColorDepth::None)
        return {};
    if (options.colors == ColorDepth::Ansi16)
        return Style{.foreground = Color::ansi(client::nickAnsi16(hue, options.isDark))};
    const client::Rgb background = options.isDark ? client::Rgb{28, 28, 28} : client::Rgb{255, 255, 255};
    return Style{.foreground = Color::indexed(client::nickXterm256(hue, background))};
}

std::optional<bool> isDarkBackground(QByteArrayView answer)
{
    const QByteArray text = answer.toByteArray();
    if (!text.startsWith("11;rgb:"))
        return std::nullopt;
    const QList<QByteArray> parts = text.mid(7).split('/');
    if (parts.size() != 3)
        return std::nullopt;
    double light = 0;
    constexpr double weights[] = {0.299, 0.587, 0.114};
    for (qsizetype i = 0; i < 3; ++i) {
        bool isNumber = false;
        const int value = parts[i].toInt(&isNumber, 16);
        if (!isNumber || parts[i].size() > 4)
            return std::nullopt;
        const int most = (1 << (4 * parts[i].size())) - 1;
        light += weights[i] * value / most;
    }
    return light < 0.5;
}

} // namespace confab::tui
