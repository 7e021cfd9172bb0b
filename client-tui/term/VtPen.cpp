// The escape sequences that change colours, attributes and hyperlinks.
#include "client-tui/term/VtPen.h"

#include <array>

namespace confab::tui {

namespace {

    struct AttributeCode {
        bool Style::*member;
        char on;
        const char* off;
    };

    constexpr std::array<AttributeCode, 6> attributes{{
        {&Style::bold, '1', "22"},
        {&Style::dim, '2', "22"},
        {&Style::italic, '3', "23"},
        {&Style::underline, '4', "24"},
        {&Style::reverse, '7', "27"},
        {&Style::strike, '9', "29"},
    }};

    void append(QByteArray& parameters, const QByteArray& more)
    {
        if (!parameters.isEmpty())
            parameters += ';';
        parameters += more;
    }

    QByteArray colorParameter(Color color, bool isBackground)
    {
        const int shift = isBackground ? 10 : 0;
        switch (color.kind()) {
        case Color::Kind::Default:
            break;
        case Color::Kind::Ansi16:
            return QByteArray::number(color.index() < 8 ? 30 + shift + color.index() : 82 + shift + color.index());
        case Color::Kind::Indexed256:
            return QByteArray::number(38 + shift) + ";5;" + QByteArray::number(color.index());
        case Color::Kind::Rgb:
            return QByteArray::number(38 + shift) + ";2;" + QByteArray::number(color.red()) + ';' + QByteArray::number(color.green()) + ';'
                + QByteArray::number(color.blue());
        }
        return QByteArray::number(39 + shift);
    }

    /// Parameters that lead from a look to another without a reset.
    QByteArray stepwise(const Style& from, const Style& to)
    {
        QByteArray parameters;
        // Bold and dim share their off switch, so one may have to be switched on again.
        const bool losesWeight = (from.bold && !to.bold) || (from.dim && !to.dim);
        if (losesWeight)
            append(parameters, "22");
        for (const AttributeCode& one : attributes) {
            const bool sharesOff = one.member == &Style::bold || one.member == &Style::dim;
            const bool had = from.*one.member && !(sharesOff && losesWeight);
            if (to.*one.member && !had)
                append(parameters, QByteArray(1, one.on));
            else if (had && !(to.*one.member))
                append(parameters, one.off);
        }
        if (!(from.foreground == to.foreground))
            append(parameters, colorParameter(to.foreground, false));
        if (!(from.background == to.background))
            append(parameters, colorParameter(to.background, true));
        return parameters;
    }

} // namespace

QByteArray penChange(const Style& from, const Style& to, ColorDepth depth)
{
    Style before = from;
    Style after = to;
    for (Style* one : {&before, &after}) {
        one->foreground = reduced(one->foreground, depth);
        one->background = reduced(one->background, depth);
        one->link = 0;
    }
    if (before == after)
        return {};
    const QByteArray direct = stepwise(before, after);
    const QByteArray fresh = stepwise({}, after);
    const QByteArray& best = fresh.size() + 2 <= direct.size() || fresh.isEmpty() ? fresh : direct;
    if (&best == &direct)
        return "\x1B[" + direct + 'm';
    return fresh.isEmpty() ? QByteArray("\x1B[m") : "\x1B[;" + fresh + 'm';
}

QByteArray linkChange(LinkId id, const QString& uri)
{
    constexpr qsizetype longestUri = 2000;
    constexpr char digits[] = "0123456789ABCDEF";
    QByteArray safe;
    const QByteArray bytes = uri.toUtf8();
    for (const char one : bytes) {
        const auto value = static_cast<unsigned char>(one);
        if (value > 0x20 && value < 0x7F) {
            safe += one;
        } else {
            safe += '%';
            safe += digits[value >> 4U];
            safe += digits[value & 15U];
        }
    }
    if (id == 0 || safe.isEmpty() || safe.size() > longestUri)
        return "\x1B]8;;\x1B\\";
    return "\x1B]8;id=" + QByteArray::number(id, 36) + ';' + safe + "\x1B\\";
}

} // namespace confab::tui
