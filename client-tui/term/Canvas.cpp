// Draws into a rectangle of a Grid; what falls outside the rectangle is not drawn.
#include "client-tui/term/Canvas.h"

#include "client-tui/term/Grapheme.h"

namespace confab::tui {

Canvas::Canvas(Grid& grid)
    : Canvas(grid, QRect({}, grid.size()))
{
}

Canvas::Canvas(Grid& grid, QRect area)
    : m_grid(&grid)
    , m_area(area)
    , m_clip(area & QRect({}, grid.size()))
{
}

Canvas Canvas::part(QRect area) const
{
    Canvas canvas(*m_grid, area.translated(m_area.topLeft()));
    canvas.m_clip &= m_clip;
    return canvas;
}

int Canvas::put(QPoint at, QStringView text, const Style& style) const
{
    const QPoint start = at + m_area.topLeft();
    int column = start.x();
    const int end = m_clip.x() + m_clip.width();
    ClusterWalker walker(text);
    while (const auto cluster = walker.next()) {
        if (cluster->width == 0)
            continue;
        if (column + cluster->width > end)
            break;
        setCluster(column, start.y(), *cluster, style);
        column += cluster->width;
    }
    return column - start.x();
}

void Canvas::setCluster(int column, int row, const Cluster& cluster, const Style& style) const
{
    if (m_clip.contains(QPoint(column, row))) {
        m_grid->set(row, column, cluster.text == u"\t" ? QStringView(u" ") : cluster.text, cluster.width, style);
        return;
    }
    // The visible right half of a wide cluster that starts left of the canvas.
    if (cluster.width == 2 && m_clip.contains(QPoint(column + 1, row)))
        m_grid->set(row, column + 1, u" ", 1, style);
}

void Canvas::putPadded(QPoint at, int columns, QStringView text, const Style& style) const
{
    put(at, padded(text, columns), style);
}

int Canvas::putRight(int right, int row, QStringView text, const Style& style) const
{
    const QString shown = elided(text, right);
    const int start = right - textWidth(shown);
    put({start, row}, shown, style);
    return start;
}

void Canvas::fill(QRect area, const Style& style, char16_t glyph) const
{
    const QRect target = area.translated(m_area.topLeft()) & m_clip;
    for (int row = target.top(); row <= target.bottom(); ++row) {
        for (int column = target.left(); column <= target.right(); ++column)
            m_grid->set(row, column, QStringView(&glyph, 1), 1, style);
    }
}

void Canvas::horizontalLine(QPoint at, int columns, const Style& style, char16_t glyph) const
{
    fill(QRect(at, QSize(columns, 1)), style, glyph);
}

void Canvas::verticalLine(QPoint at, int rows, const Style& style, char16_t glyph) const
{
    fill(QRect(at, QSize(1, rows)), style, glyph);
}

void Canvas::restyle(QRect area, const Style& style) const
{
    const QRect target = area.translated(m_area.topLeft()) & m_clip;
    for (int row = target.top(); row <= target.bottom(); ++row) {
        for (int column = target.left(); column <= target.right(); ++column)
            m_grid->restyle(row, column, style);
    }
}

} // namespace confab::tui
