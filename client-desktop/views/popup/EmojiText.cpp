// Draws and formats text so that emoji come from the colour font, also where the text font has outlines of its own for them.
#include "client-desktop/views/popup/EmojiText.h"

#include "client-desktop/theme/EmojiRanges.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextCharFormat>

#include <algorithm>
#include <cmath>

namespace confab::desktop {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal endless = 100'000; // wider than any screen

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

QTextCharFormat emojiFormat(const QFont& font)
{
    QTextCharFormat format;
    format.setFontFamilies(QStringList{u"Noto Color Emoji"_s, font.family()});
    return format;
}

QList<QTextLayout::FormatRange> emojiFormats(const QString& text, const QFont& font)
{
    QList<QTextLayout::FormatRange> formats;
    for (const EmojiRange& one : findEmoji(text))
        formats.append({one.start, one.length, emojiFormat(font)});
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
