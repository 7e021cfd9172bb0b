// Breaks lines with QTextLayout and puts their baselines at even distances.
#include "client-desktop/views/timeline/TextFlow.h"

#include "client-desktop/theme/EmojiRanges.h"
#include "client-desktop/views/timeline/TimelineStyle.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace confab::desktop {

namespace {

constexpr qreal unbounded = 1 << 24;
constexpr qreal emojiScale = 1.15; // the colour font draws small
constexpr qreal tallerByFar = 1.45;

QList<QTextLayout::FormatRange> formatsOf(const QList<StyledRun>& runs, QString& text)
{
    QList<QTextLayout::FormatRange> formats;
    for (const StyledRun& run : runs) {
        if (!run.text.isEmpty() && !run.format.isEmpty())
            formats.append({int(text.size()), int(run.text.size()), run.format});
        text += run.text;
    }
    text.replace(u'\n', QChar::LineSeparator);
    return formats;
}

/// Text fonts hold monochrome emoji and would win; the run's own format stays below the font's name.
void addEmoji(const QString& text, const FlowOptions& options, QList<QTextLayout::FormatRange>& formats)
{
    for (const EmojiRange& range : findEmoji(text)) {
        QTextLayout::FormatRange emoji{range.start, range.length, {}};
        const auto own = std::find_if(formats.cbegin(), formats.cend(),
            [&](const auto& one) { return one.start <= range.start && range.start < one.start + one.length; });
        if (own != formats.cend())
            emoji.format = own->format;
        emoji.format.setFontFamilies(QStringList{options.emojiFamily} + options.font.families());
        setFontSize(emoji.format, scaledFont(options.font, emojiScale));
        emoji.format.setFontItalic(false);
        emoji.format.setFontWeight(QFont::Normal);
        formats.append(emoji);
    }
}

bool isRightToLeft(const QTextLayout& layout, const QTextLine& line)
{
    // The line's own paragraph ends at a line separator, but Qt takes the whole text's direction: so do we.
    return layout.text().isRightToLeft() && line.isValid();
}

} // namespace

QTextCharFormat colored(const QColor& color)
{
    QTextCharFormat format;
    format.setForeground(color);
    return format;
}

void setFontSize(QTextCharFormat& format, const QFont& font)
{
    if (font.pointSizeF() > 0)
        format.setFontPointSize(font.pointSizeF());
    else
        format.setProperty(QTextFormat::FontPixelSize, font.pixelSize());
}

std::unique_ptr<QTextLayout> flow(const QList<StyledRun>& runs, const FlowOptions& options, QSizeF& size)
{
    QString text;
    QList<QTextLayout::FormatRange> formats = formatsOf(runs, text);
    addEmoji(text, options, formats);
    auto layout = std::make_unique<QTextLayout>(text, options.font);
    QTextOption option(Qt::AlignLeft | Qt::AlignAbsolute);
    option.setWrapMode(options.wraps ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::ManualWrap);
    option.setTextDirection(options.isLeftToRight ? Qt::LeftToRight : Qt::LayoutDirectionAuto);
    option.setTabStopDistance(QFontMetricsF(options.font).horizontalAdvance(u' ') * 4);
    layout->setTextOption(option);
    layout->setFormats(formats);

    const QFontMetricsF metrics(options.font);
    const qreal room = std::max<qreal>(0, options.advance - metrics.height()) / 2;
    qreal y = 0;
    qreal widest = 0;
    layout->beginLayout();
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        line.setLineWidth(options.wraps ? options.width : unbounded);
        const bool isTall = line.height() > metrics.height() * tallerByFar;
        line.setPosition({0, isTall ? y + room : y + room + metrics.ascent() - line.ascent()});
        y += isTall ? std::ceil(line.height() + 2 * room) : options.advance;
        widest = std::max(widest, line.naturalTextWidth());
    }
    layout->endLayout();
    for (int i = 0; i < layout->lineCount(); ++i) {
        QTextLine line = layout->lineAt(i);
        if (!options.isLeftToRight && isRightToLeft(*layout, line))
            line.setPosition({widest - line.naturalTextWidth(), line.y()});
    }
    size = {std::ceil(widest), y};
    return layout;
}

std::unique_ptr<QTextLayout> flowLine(const QString& text, const QTextCharFormat& format, const FlowOptions& options, QSizeF& size)
{
    FlowOptions single = options;
    single.wraps = false;
    const QString cut = QFontMetricsF(options.font).elidedText(text, Qt::ElideRight, options.width);
    return flow({{cut, format}}, single, size);
}

} // namespace confab::desktop
