// A terminal that remembers the last frame, so that a screen is a string and a golden test is a diff.
#include "client-tui/term/FakeTerminal.h"

#include "client-tui/input/KeyMap.h"

#include <QStringList>

namespace confab::tui {

using namespace Qt::StringLiterals;

namespace {

    QString colorText(Color color)
    {
        static constexpr const char* names[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};
        switch (color.kind()) {
        case Color::Kind::Default:
            break;
        case Color::Kind::Ansi16:
            return (color.index() < 8 ? u""_s : u"bright "_s) + QLatin1StringView(names[color.index() & 7]);
        case Color::Kind::Indexed256:
            return u"color %1"_s.arg(color.index());
        case Color::Kind::Rgb:
            return u"rgb %1,%2,%3"_s.arg(color.red()).arg(color.green()).arg(color.blue());
        }
        return u"default"_s;
    }

} // namespace

QString styleText(const Style& style)
{
    if (style == Style{})
        return {};
    QStringList words{colorText(style.foreground) + u" on "_s + colorText(style.background)};
    const auto add = [&words](bool isOn, const QString& word) {
        if (isOn)
            words += word;
    };
    add(style.bold, u"bold"_s);
    add(style.dim, u"dim"_s);
    add(style.italic, u"italic"_s);
    add(style.underline, u"underline"_s);
    add(style.reverse, u"reverse"_s);
    add(style.strike, u"strike"_s);
    add(style.link != 0, u"link"_s);
    return words.join(u", "_s);
}

FakeTerminal::FakeTerminal(QSize size, QObject* parent)
    : Terminal(parent)
    , m_size(size)
    , m_grid(size)
{
}

void FakeTerminal::present(const Grid& grid, Cursor cursor)
{
    m_grid = grid;
    m_cursor = cursor;
    ++m_frames;
}

QString FakeTerminal::glyphs() const
{
    QStringList lines;
    for (int row = 0; row < m_grid.rows(); ++row)
        lines += m_grid.rowText(row);
    return lines.join(u'\n');
}

QString FakeTerminal::styles() const
{
    QStringList looks;
    QStringList lines;
    for (int row = 0; row < m_grid.rows(); ++row) {
        QString line;
        for (const Cell& cell : m_grid.row(row)) {
            const QString look = styleText(cell.style());
            if (!look.isEmpty() && !looks.contains(look))
                looks += look;
            const int letter = look.isEmpty() ? -1 : static_cast<int>(looks.indexOf(look));
            line += letter < 0 ? u'.' : QChar(letter < 26 ? u'a' + letter : u'A' + (letter - 26) % 26);
        }
        lines += line;
    }
    for (qsizetype index = 0; index < looks.size(); ++index)
        lines += QChar(index < 26 ? u'a' + static_cast<int>(index) : u'A' + static_cast<int>(index - 26) % 26) + u": "_s + looks[index];
    return lines.join(u'\n');
}

void FakeTerminal::press(const QString& keys)
{
    for (const QString& name : keys.split(u' ', Qt::SkipEmptyParts)) {
        const std::optional<Key> key = keyFromText(name);
        if (!key)
            qFatal("FakeTerminal: no key is called %s", qPrintable(name));
        press(*key);
    }
}

void FakeTerminal::type(const QString& text)
{
    const auto codes = text.toUcs4();
    for (const char32_t code : codes)
        press(Key{KeyCode::Character, code, {}});
}

void FakeTerminal::resize(QSize size)
{
    m_size = size;
    Q_EMIT resized(size);
}

} // namespace confab::tui
