// Draws and formats text so that emoji come from the colour font, also where the text font has outlines of its own for them.
#include "client-desktop/views/popup/EmojiText.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextBoundaryFinder>
#include <QTextCharFormat>

#include <algorithm>
#include <cmath>

namespace confab::desktop {

using namespace Qt::StringLiterals;

namespace {

constexpr char32_t colourSelector = 0xFE0F;
constexpr char32_t textSelector = 0xFE0E;
constexpr qreal endless = 100'000; // wider than any screen

struct Span {
    char32_t first;
    char32_t last;
};

// Signs that Unicode wants as pictures by default (Emoji_Presentation); above U+1F300 everything is.
constexpr Span pictures[] = {
    {0x231A, 0x231B},
    {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},
    {0x23F3, 0x23F3},
    {0x25FD, 0x25FE},
    {0x2614, 0x2615},
    {0x2648, 0x2653},
    {0x267F, 0x267F},
    {0x2693, 0x2693},
    {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},
    {0x26BD, 0x26BE},
    {0x26C4, 0x26C5},
    {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},
    {0x26EA, 0x26EA},
    {0x26F2, 0x26F3},
    {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},
    {0x26FD, 0x26FD},
    {0x2705, 0x2705},
    {0x270A, 0x270B},
    {0x2728, 0x2728},
    {0x274C, 0x274C},
    {0x274E, 0x274E},
    {0x2753, 0x2755},
    {0x2757, 0x2757},
    {0x2795, 0x2797},
    {0x27B0, 0x27B0},
    {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},
    {0x2B50, 0x2B50},
    {0x2B55, 0x2B55},
    {0x1F004, 0x1F004},
    {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E},
    {0x1F191, 0x1F19A},
    {0x1F1E6, 0x1F202},
    {0x1F21A, 0x1F21A},
    {0x1F22F, 0x1F22F},
    {0x1F232, 0x1F23A},
    {0x1F250, 0x1F251},
    {0x1F300, 0x1FAFF},
};

bool isPicture(char32_t c)
{
    const auto* span =
        std::lower_bound(std::begin(pictures), std::end(pictures), c, [](const Span& one, char32_t wanted) { return one.last < wanted; });
    return span != std::end(pictures) && span->first <= c;
}

bool isEmoji(QStringView cluster)
{
    const QList<uint> points = cluster.toUcs4();
    if (points.isEmpty() || points.contains(uint(textSelector)))
        return false;
    return points.contains(uint(colourSelector)) || isPicture(points.constFirst());
}

/// Most text: nothing in it can begin an emoji.
bool isPlain(const QString& text)
{
    return std::none_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() >= 0x203C; });
}

/// Laid out on one endless line.
void layOut(QTextLayout& layout)
{
    QTextOption option(Qt::AlignLeft | Qt::AlignAbsolute);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFormats(emojiFormats(layout.text(), layout.font()));
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(endless);
    layout.endLayout();
}

QString singleLine(QString text) { return text.replace(u'\n', u' '); }

} // namespace

QList<EmojiRun> emojiRuns(const QString& text)
{
    QList<EmojiRun> runs;
    if (isPlain(text))
        return runs;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype start = 0;
    for (qsizetype end = finder.toNextBoundary(); end > start; start = end, end = finder.toNextBoundary()) {
        if (!isEmoji(QStringView(text).mid(start, end - start)))
            continue;
        if (!runs.isEmpty() && runs.constLast().start + runs.constLast().length == start)
            runs.last().length += end - start;
        else
            runs.append({start, end - start});
    }
    return runs;
}

QTextCharFormat emojiFormat(const QFont& font)
{
    QTextCharFormat format;
    format.setFontFamilies(QStringList{u"Noto Color Emoji"_s, font.family()});
    return format;
}

QList<QTextLayout::FormatRange> emojiFormats(const QString& text, const QFont& font)
{
    QList<QTextLayout::FormatRange> formats;
    for (const EmojiRun& run : emojiRuns(text))
        formats.append({int(run.start), int(run.length), emojiFormat(font)});
    return formats;
}

int lineWidth(const QString& text, const QFont& font)
{
    QTextLayout layout(singleLine(text), font);
    layOut(layout);
    return int(std::ceil(layout.lineAt(0).naturalTextWidth()));
}

void drawLine(QPainter& painter, const QRect& where, const QString& text, const QFont& font, Qt::Alignment alignment)
{
    const QFontMetrics metrics(font);
    const QString whole = singleLine(text);
    QString shown = whole;
    int width = lineWidth(shown, font);
    // The metrics know nothing of the emoji font, so the cut is tried again a little earlier.
    for (int room = where.width(), tries = 0; width > where.width() && tries < 4; ++tries) {
        shown = metrics.elidedText(whole, Qt::ElideRight, room);
        width = lineWidth(shown, font);
        room -= std::max(1, width - where.width());
    }
    QTextLayout layout(shown, font);
    layOut(layout);
    const QTextLine line = layout.lineAt(0);
    const int left = alignment.testFlag(Qt::AlignRight) ? where.right() + 1 - width : where.left();
    painter.save();
    painter.setClipRect(where, Qt::IntersectClip);
    layout.draw(&painter, QPointF(left, where.top() + (where.height() - line.height()) / 2));
    painter.restore();
}

} // namespace confab::desktop
