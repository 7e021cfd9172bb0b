// Drawing cells as SVG text, one run of equal style at a time.
#include "tests/support/ScreenPicture.h"

#include "shared/client/text/NickColour.h"

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

constexpr double cellWidth = 8.4;
constexpr int cellHeight = 18;
constexpr int padding = 14;
constexpr int titleHeight = 30;
constexpr auto background = "#1c1c1c";
constexpr auto foreground = "#d0d0d0";

QString colour(const tui::Color& color, const char* standard)
{
    switch (color.kind()) {
    case tui::Color::Kind::Default: break;
    case tui::Color::Kind::Ansi16:
    case tui::Color::Kind::Indexed256: {
        const client::Rgb rgb = client::xtermColour(color.index());
        return u"#%1%2%3"_s.arg(rgb.red, 2, 16, QChar(u'0')).arg(rgb.green, 2, 16, QChar(u'0')).arg(rgb.blue, 2, 16, QChar(u'0'));
    }
    case tui::Color::Kind::Rgb:
        return u"#%1%2%3"_s.arg(color.red(), 2, 16, QChar(u'0')).arg(color.green(), 2, 16, QChar(u'0')).arg(color.blue(), 2, 16, QChar(u'0'));
    }
    return QString::fromLatin1(standard);
}

QString attributes(const tui::Style& style, const QString& fill)
{
    QString text = u" fill=\"%1\""_s.arg(fill);
    if (style.bold)
        text += u" font-weight=\"bold\""_s;
    if (style.italic)
        text += u" font-style=\"italic\""_s;
    if (style.dim)
        text += u" opacity=\"0.6\""_s;
    if (style.underline || style.strike)
        text += style.underline ? u" text-decoration=\"underline\""_s : u" text-decoration=\"line-through\""_s;
    return text;
}

QString number(double value) { return QString::number(value, 'f', 1); }

/// One run: its background when it has one, then its text, stretched to its columns whatever the font.
QString run(const tui::Style& style, const QString& text, double x, int y, int columns)
{
    QString fill = colour(style.foreground, foreground);
    QString back = colour(style.background, background);
    const bool hasBack = style.reverse || style.background.kind() != tui::Color::Kind::Default;
    if (style.reverse)
        std::swap(fill, back);
    QString svg;
    if (hasBack)
        svg += u"<rect x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\" fill=\"%5\"/>\n"_s.arg(number(x)).arg(y).arg(number(columns * cellWidth + 0.3)).arg(cellHeight).arg(back);
    if (!text.trimmed().isEmpty())
        svg += u"<text x=\"%1\" y=\"%2\" textLength=\"%3\" lengthAdjust=\"spacingAndGlyphs\"%4>%5</text>\n"_s.arg(number(x))
                   .arg(y + 13).arg(number(columns * cellWidth)).arg(attributes(style, fill), text.toHtmlEscaped());
    return svg;
}

} // namespace

QByteArray svgOf(const tui::Grid& grid, const QString& title)
{
    const int width = int(grid.columns() * cellWidth) + 2 * padding;
    const int height = grid.rows() * cellHeight + titleHeight + padding;
    QString svg = u"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1\" height=\"%2\" viewBox=\"0 0 %1 %2\" role=\"img\">\n"
                  "<title>%3</title>\n<rect width=\"%1\" height=\"%2\" rx=\"8\" fill=\"%4\"/>\n"_s.arg(width).arg(height).arg(title.toHtmlEscaped(), QString::fromLatin1(background));
    int dot = padding + 4;
    for (const char* shade : {"#ff5f57", "#febc2e", "#28c840"}) {
        svg += u"<circle cx=\"%1\" cy=\"15\" r=\"5\" fill=\"%2\"/>\n"_s.arg(dot).arg(QString::fromLatin1(shade));
        dot += 18;
    }
    svg += u"<g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\" xml:space=\"preserve\">\n"_s;
    for (int row = 0; row < grid.rows(); ++row) {
        const int y = titleHeight + row * cellHeight;
        int from = 0;
        QString text;
        for (int column = 0; column <= grid.columns(); ++column) {
            const bool isEnd = column == grid.columns();
            // A wide cluster stands alone, so that fonts with other widths do not push its neighbours.
            const bool isAlone = !isEnd && (grid.cell(row, column).width() == 2 || grid.cell(row, column).isRisky());
            const bool wasAlone = column > from && (grid.cell(row, from).width() == 2 || grid.cell(row, from).isRisky());
            const bool continues = !isEnd && grid.cell(row, column).isContinuation();
            if (column > from && !continues && (isEnd || isAlone || wasAlone || !(grid.cell(row, column).style() == grid.cell(row, from).style()))) {
                svg += run(grid.cell(row, from).style(), text, padding + from * cellWidth, y, column - from);
                from = column;
                text.clear();
            }
            if (!isEnd)
                text += grid.text(row, column);
        }
    }
    return (svg + u"</g>\n</svg>\n"_s).toUtf8();
}

} // namespace confab::test
