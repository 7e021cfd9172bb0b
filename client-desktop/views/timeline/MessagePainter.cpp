// From the back to the front: tint, shapes, text, marks.
#include "client-desktop/views/timeline/MessagePainter.h"

#include "shared/client/text/DisplayTime.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace confab::desktop {

namespace {

QColor faded(QColor color, qreal strength)
{
    color.setAlphaF(float(color.alphaF() * strength));
    return color;
}

void paintBackground(QPainter& painter, const MessageLayout& layout, const TimelineStyle& style, const RowState& state)
{
    const QRectF body(0, layout.bodyTop(), style.width, layout.height() - layout.bodyTop());
    const bool isMention = layout.content().row.mentionsMe && !layout.content().row.deleted;
    if (isMention) {
        painter.fillRect(body, style.color(Token::Mentioned));
        const qreal thickness = std::max<qreal>(2, std::round(style.line * 0.16));
        painter.fillRect(
            QRectF(style.isMirrored ? style.width - thickness : 0, body.top(), thickness, body.height()), style.color(Token::Accent));
    } else if (state.isHovered && layout.content().row.isTalk()) {
        painter.fillRect(body, faded(style.color(Token::Hover), 0.55));
    }
    if (state.flash > 0)
        painter.fillRect(body, faded(style.color(Token::TextSelection), state.flash));
}

void paintShape(QPainter& painter, const Shape& shape, const TimelineStyle& style)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(shape.color);
    switch (shape.kind) {
    case Shape::Kind::Box:
        painter.drawRoundedRect(shape.rect, style.line * 0.25, style.line * 0.25);
        break;
    case Shape::Kind::Disc:
        painter.drawEllipse(shape.rect);
        break;
    case Shape::Kind::Bar:
        painter.drawRoundedRect(shape.rect, shape.rect.width() / 2, shape.rect.width() / 2);
        break;
    case Shape::Kind::Line:
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.drawRect(shape.rect);
        painter.setRenderHint(QPainter::Antialiasing, true);
        break;
    }
}

/// Code that goes on beyond the edge fades there, with a thumb below that says how far.
void paintOverflow(QPainter& painter, const Part& part, const TimelineStyle& style)
{
    const qreal hidden = part.hiddenWidth();
    if (hidden <= 0)
        return;
    const qreal fade = style.line * 1.6;
    const QColor back = style.color(Token::CodeBack);
    const auto shade = [&](const QRectF& rect, bool isRight) {
        QLinearGradient gradient(rect.topLeft(), rect.topRight());
        gradient.setColorAt(isRight ? 1 : 0, back);
        gradient.setColorAt(isRight ? 0 : 1, faded(back, 0));
        painter.fillRect(rect, gradient);
    };
    if (part.scroll < hidden)
        shade({part.clip.right() - fade, part.clip.top(), fade, part.clip.height()}, true);
    if (part.scroll > 0)
        shade({part.clip.left(), part.clip.top(), fade, part.clip.height()}, false);
    const qreal seen = part.clip.width() / (part.clip.width() + hidden);
    const qreal thumb = std::max(part.clip.width() * seen, style.line);
    const qreal left = part.clip.left() + (part.clip.width() - thumb) * (part.scroll / hidden);
    const qreal thickness = std::max<qreal>(2, std::round(style.line * 0.16));
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(style.color(Token::Quiet), 0.6));
    painter.drawRoundedRect(QRectF(left, part.clip.bottom() + style.line * 0.14, thumb, thickness), thickness / 2, thickness / 2);
}

void paintPart(QPainter& painter, const Part& part, const TimelineStyle& style, const RowState& state)
{
    QList<QTextLayout::FormatRange> selections;
    const int from = std::max(state.selectedFrom - part.start, 0);
    const int to = std::min(state.selectedTo - part.start, part.length);
    if (part.isSelectable() && from < to) {
        QTextCharFormat format;
        format.setBackground(style.color(Token::TextSelection));
        format.setForeground(style.color(Token::Text));
        selections.append({from, to - from, format});
    }
    if (part.clip.isNull()) {
        part.text->draw(&painter, part.at, selections);
        return;
    }
    painter.save();
    painter.setClipRect(part.clip, Qt::IntersectClip);
    part.text->draw(&painter, part.at - QPointF(part.scroll, 0), selections, part.clip);
    painter.restore();
    paintOverflow(painter, part, style);
}

/// Two sheets of paper, drawn.
void paintCopyButton(QPainter& painter, const Zone& zone, const TimelineStyle& style, bool isHovered)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.color(isHovered ? Token::Hover : Token::CodeBack));
    painter.drawRoundedRect(zone.rect, style.line * 0.2, style.line * 0.2);
    const qreal side = zone.rect.width() * 0.38;
    const qreal shift = zone.rect.width() * 0.13;
    const QPointF middle = zone.rect.center() - QPointF(side / 2, side / 2);
    painter.setPen(QPen(style.color(isHovered ? Token::Text : Token::Quiet), std::max<qreal>(1, style.line * 0.07)));
    painter.drawRoundedRect(QRectF(middle + QPointF(shift, -shift), QSizeF(side, side)), shift / 2, shift / 2);
    painter.setBrush(style.color(isHovered ? Token::Hover : Token::CodeBack));
    painter.drawRoundedRect(QRectF(middle + QPointF(-shift, shift), QSizeF(side, side)), shift / 2, shift / 2);
}

void paintZones(QPainter& painter, const MessageLayout& layout, const TimelineStyle& style, const RowState& state)
{
    for (const Zone& zone : layout.zones()) {
        const bool isHovered = state.isHovered && zone.rect.contains(state.hoveredAt);
        if (zone.kind == ZoneKind::CopyCode) {
            if (state.isHovered || state.hasFocusRing)
                paintCopyButton(painter, zone, style, isHovered);
        } else if (isHovered) {
            painter.setPen(QPen(style.color(Token::Link), 1));
            painter.drawLine(zone.rect.bottomLeft(), zone.rect.bottomRight());
        }
    }
}

/// Lines of a group hide their time; it shows in the margin under the pointer.
void paintHoverTime(QPainter& painter, const MessageLayout& layout, const TimelineStyle& style)
{
    const RowContent& content = layout.content();
    if (content.startsGroup || style.disc <= 0 || content.row.kind == client::RowKind::Gap)
        return;
    const qreal left = style.isMirrored ? style.width - style.margin - style.disc : style.margin;
    painter.setFont(style.small);
    painter.setPen(style.color(Token::Quiet));
    const QRectF rect(left - style.margin / 2, layout.bodyTop() + style.line * 0.1, style.disc + style.margin, style.advance);
    if (content.row.isTalk())
        painter.drawText(rect, Qt::AlignCenter, client::clockLabel(content.row.ts.value()));
}

} // namespace

void paintRow(QPainter& painter, const MessageLayout& layout, const TimelineStyle& style, const RowState& state, QPointF at)
{
    if (layout.height() <= 0)
        return;
    painter.save();
    painter.translate(at);
    painter.setRenderHint(QPainter::Antialiasing, true);
    paintBackground(painter, layout, style, state);
    for (const Shape& shape : layout.shapes())
        paintShape(painter, shape, style);
    painter.setPen(style.color(Token::Text));
    for (const Part& part : layout.parts())
        paintPart(painter, part, style, state);
    paintZones(painter, layout, style, state);
    if (state.isHovered || state.hasFocusRing)
        paintHoverTime(painter, layout, style);
    if (state.hasFocusRing) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(style.color(Token::Accent), 2));
        painter.drawRoundedRect(
            QRectF(2, layout.bodyTop() + 1, style.width - 4, layout.height() - layout.bodyTop() - 2), style.line * 0.2, style.line * 0.2);
    }
    painter.restore();
}

} // namespace confab::desktop
