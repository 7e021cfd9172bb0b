// The colours of every part of the window, by meaning: one table for light and one for dark. Views never name a colour.
#include "client-desktop/theme/Theme.h"

#include "shared/client/text/NickColour.h"

#include <algorithm>

namespace confab::desktop {

namespace {

struct Row {
    Token token;
    QRgb light;
    QRgb dark;
};

constexpr Row table[] = {
    {Token::Window, 0xfff3f4f6, 0xff1b1d22},
    {Token::Timeline, 0xffffffff, 0xff22252b},
    {Token::Field, 0xffffffff, 0xff2a2e36},
    {Token::Hover, 0xffe9ecf1, 0xff2d313a},
    {Token::Selected, 0xffd5e3fb, 0xff2f4468},
    {Token::Mentioned, 0xfffff4d6, 0xff3a3322},
    {Token::CodeBack, 0xffeef0f4, 0xff1a1c21},
    {Token::Banner, 0xfffbe9c6, 0xff4a3a17},
    {Token::Separator, 0xffd4d8df, 0xff383d47},
    {Token::Text, 0xff1c1f26, 0xffe4e7ec},
    {Token::Quiet, 0xff5c6470, 0xffa0a8b5},
    {Token::Strong, 0xff0b0d11, 0xffffffff},
    {Token::Link, 0xff0b57b8, 0xff82b4ff},
    {Token::Code, 0xff8a3b12, 0xffe6b58a},
    {Token::OnSelected, 0xff10203c, 0xffffffff},
    {Token::OnBanner, 0xff4a3300, 0xffffe3a6},
    {Token::Good, 0xff176b35, 0xff7fd49a},
    {Token::Warning, 0xff7a4d00, 0xfff0c060},
    {Token::Alert, 0xffb3201f, 0xffff8f89},
    {Token::Accent, 0xff2563c9, 0xff5b93f0},
    {Token::OnAccent, 0xffffffff, 0xff0b1322},
    {Token::Badge, 0xffc62828, 0xfff07070},
    {Token::OnBadge, 0xffffffff, 0xff1a0505},
    {Token::Unread, 0xffc62828, 0xffff7b74},
    {Token::QuoteBar, 0xff848d9a, 0xff7d8695},
    {Token::Online, 0xff1f8a47, 0xff58c27a},
    {Token::Away, 0xffa56a00, 0xffe0ad45},
    {Token::Busy, 0xffc62828, 0xffff7b74},
    {Token::Offline, 0xff78808c, 0xff8a929f},
    {Token::TextSelection, 0xffb8d4fb, 0xff38557f},
};
static_assert(std::size(table) == tokenCount, "each token has one row");

client::Rgb rgb(const QColor& color)
{
    return {quint8(color.red()), quint8(color.green()), quint8(color.blue())};
}

} // namespace

Theme makeTheme(bool isDark)
{
    Theme theme;
    theme.isDark = isDark;
    for (const Row& row : table)
        theme.colors[size_t(row.token)] = QColor(isDark ? row.dark : row.light);
    return theme;
}

QColor Theme::nick(UserId person) const
{
    const int hue = client::nickHue(static_cast<quint64>(person.value()));
    // The surface that leaves the least room is the one to be readable on.
    const client::Rgb color = client::nickColour(hue, rgb(isDark ? this->color(Token::Mentioned) : this->color(Token::Hover)));
    return QColor(color.red, color.green, color.blue);
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) { palette.setColor(role, color(token)); };
    set(QPalette::Window, Token::Window);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Base, Token::Field);
    set(QPalette::AlternateBase, Token::Hover);
    set(QPalette::Text, Token::Text);
    set(QPalette::PlaceholderText, Token::Quiet);
    set(QPalette::Button, Token::Hover);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::BrightText, Token::Alert);
    set(QPalette::Highlight, Token::Accent);
    set(QPalette::HighlightedText, Token::OnAccent);
    set(QPalette::Link, Token::Link);
    set(QPalette::LinkVisited, Token::Link);
    set(QPalette::ToolTipBase, Token::Field);
    set(QPalette::ToolTipText, Token::Text);
    set(QPalette::Mid, Token::Separator);
    set(QPalette::Midlight, Token::Separator);
    palette.setColor(QPalette::Light, color(Token::Field));
    palette.setColor(QPalette::Dark, color(Token::Separator));
    palette.setColor(QPalette::Shadow, isDark ? QColor(Qt::black) : color(Token::QuoteBar));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(Token::Quiet));
    return palette;
}

} // namespace confab::desktop
