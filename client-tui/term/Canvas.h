// Draws into a rectangle of a Grid; what falls outside the rectangle is not drawn.
#pragma once

#include "client-tui/term/Grid.h"

#include <QRect>
#include <QStringView>

namespace confab::tui {

struct Cluster;

/// A cheap view on a grid, passed by value. Positions are relative to the canvas' own top left corner. The grid must outlive it.
class Canvas {
public:
    explicit Canvas(Grid& grid);
    Canvas(Grid& grid, QRect area);

    int width() const { return m_area.width(); }
    int height() const { return m_area.height(); }
    QSize size() const { return m_area.size(); }
    /// Where this canvas lies in the grid: add it to a canvas position to get a Cursor position.
    QPoint origin() const { return m_area.topLeft(); }
    Grid& grid() const { return *m_grid; }

    /// A canvas for a part of this one, clipped to it.
    Canvas part(QRect area) const;

    /// Draws text on one row and returns the columns used. Stops at the right edge, never splits a wide cluster, and leaves out
    /// what has no width (controls, bidi marks): a cell holds exactly what is seen.
    int put(QPoint at, QStringView text, const Style& style = {}) const;
    /// Draws text elided with "…" and padded with blanks to exactly so many columns.
    void putPadded(QPoint at, int columns, QStringView text, const Style& style = {}) const;
    /// Draws text so that it ends before column `right`; returns the column where it starts. Text too wide is elided.
    int putRight(int right, int row, QStringView text, const Style& style = {}) const;

    void fill(QRect area, const Style& style = {}, char16_t glyph = u' ') const;
    void fillAll(const Style& style = {}, char16_t glyph = u' ') const { fill(QRect({}, size()), style, glyph); }
    /// A row or column of one glyph (one column wide).
    void horizontalLine(QPoint at, int columns, const Style& style = {}, char16_t glyph = u'─') const;
    void verticalLine(QPoint at, int rows, const Style& style = {}, char16_t glyph = u'│') const;

    /// Changes only the style of what is already there, for selections and highlights.
    void restyle(QRect area, const Style& style) const;

private:
    void setCluster(int column, int row, const Cluster& cluster, const Style& style) const;

    Grid* m_grid;
    QRect m_area; // in the grid; may reach outside
    QRect m_clip; // the part of it that may be drawn on
};

} // namespace confab::tui
