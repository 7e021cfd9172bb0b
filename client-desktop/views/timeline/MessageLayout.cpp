// What is where in a laid-out row.
#include "client-desktop/views/timeline/MessageLayout.h"

#include <algorithm>
#include <limits>

namespace confab::desktop {

namespace {

QRectF boxOf(const Part& part) { return part.clip.isNull() ? QRectF(part.at, part.size) : part.clip; }

/// The nearest line of a part to a height within it.
QTextLine lineAt(const Part& part, qreal y)
{
    const int count = part.text->lineCount();
    for (int i = 0; i < count; ++i) {
        const QTextLine line = part.text->lineAt(i);
        if (y < line.y() + line.height() || i == count - 1)
            return line;
    }
    return {};
}

} // namespace

const Part* MessageLayout::nearestPart(QPointF point) const
{
    const Part* nearest = nullptr;
    qreal least = std::numeric_limits<qreal>::max();
    for (const Part& part : m_parts) {
        if (!part.isSelectable())
            continue;
        const QRectF box = boxOf(part);
        const qreal below = std::max<qreal>(0, point.y() - box.bottom());
        const qreal above = std::max<qreal>(0, box.top() - point.y());
        const qreal beside = std::max<qreal>(0, std::max(box.left() - point.x(), point.x() - box.right()));
        // Lines count for more than columns: the pointer right of a list item means the item, not the line below.
        const qreal distance = (below + above) * 1000 + beside;
        if (distance < least) {
            least = distance;
            nearest = &part;
        }
    }
    return nearest;
}

QString MessageLayout::linkAt(QPointF point) const
{
    for (const Part& part : m_parts) {
        if (part.links.isEmpty() || !boxOf(part).contains(point))
            continue;
        const QPointF inside = point - part.at + QPointF(part.scroll, 0);
        const QTextLine line = lineAt(part, inside.y());
        if (!line.isValid() || !line.naturalTextRect().contains(inside))
            continue;
        const int position = line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
        for (const LinkRange& link : part.links) {
            if (position >= link.start && position < link.start + link.length)
                return link.target;
        }
    }
    return {};
}

const Zone* MessageLayout::zoneAt(QPointF point) const
{
    const auto found = std::find_if(m_zones.cbegin(), m_zones.cend(), [&](const Zone& zone) { return zone.rect.contains(point); });
    return found == m_zones.cend() ? nullptr : &*found;
}

bool MessageLayout::isTextAt(QPointF point) const
{
    return std::any_of(
        m_parts.begin(), m_parts.end(), [&](const Part& part) { return part.isSelectable() && boxOf(part).contains(point); });
}

int MessageLayout::positionAt(QPointF point) const
{
    const Part* part = nearestPart(point);
    if (!part)
        return 0;
    const QPointF inside = point - part->at + QPointF(part->scroll, 0);
    if (inside.y() < 0)
        return part->start;
    const QTextLine line = lineAt(*part, inside.y());
    if (!line.isValid() || inside.y() > part->size.height())
        return part->start + part->length;
    return part->start + std::min(line.xToCursor(inside.x()), part->length);
}

QRectF MessageLayout::rectOf(int position) const
{
    for (const Part& part : m_parts) {
        if (!part.isSelectable() || position < part.start || position >= part.start + std::max(1, part.length))
            continue;
        const int inside = position - part.start;
        const QTextLine line = part.text->lineForTextPosition(inside);
        if (!line.isValid())
            return {};
        const qreal left = line.cursorToX(inside);
        const qreal right = line.cursorToX(inside, QTextLine::Trailing);
        const QRectF rect(std::min(left, right), line.y(), std::abs(right - left), line.height());
        return rect.translated(part.at - QPointF(part.scroll, 0));
    }
    return {};
}

bool MessageLayout::scrollCode(QPointF point, qreal pixels)
{
    for (Part& part : m_parts) {
        if (part.clip.isNull() || !part.clip.contains(point) || part.hiddenWidth() <= 0)
            continue;
        const qreal moved = std::clamp(part.scroll + pixels, qreal(0), part.hiddenWidth());
        const bool hasMoved = moved != part.scroll;
        part.scroll = moved;
        return hasMoved;
    }
    return false;
}

} // namespace confab::desktop
