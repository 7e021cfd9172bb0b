// A screen in memory: rows and columns of cells, each holding one grapheme cluster and its style.
#pragma once

#include "client-tui/term/Style.h"

#include <QHash>
#include <QPoint>
#include <QSize>
#include <QString>
#include <QStringView>

#include <array>
#include <span>
#include <vector>

namespace confab::tui {

/// One column of one row. A wide cluster owns two: its own cell (width 2) and a continuation (width 0) right of it.
/// Cells of different grids may be compared: equal cells look equal.
class Cell {
public:
    /// 1 or 2; 0 for the right half of a wide cluster.
    int width() const { return m_width; }
    bool isContinuation() const { return m_width == 0; }
    /// A space, or the right half of nothing, in whatever style.
    bool isBlank() const { return m_length == 0; }
    /// Whether the terminal's cursor must not be trusted after this cell (see Grapheme.h).
    bool isRisky() const { return m_risky; }
    const Style& style() const { return m_style; }

    bool operator==(const Cell&) const = default;
    /// Equal cells have equal fingerprints, in all grids.
    quint64 fingerprint() const;

private:
    friend class Grid;
    static constexpr int inlineUnits = 4;
    static constexpr quint8 interned = 255;

    // Up to four UTF-16 units, or the 64-bit content hash under which the grid keeps a longer cluster.
    std::array<char16_t, inlineUnits> m_units{};
    Style m_style;
    quint8 m_length = 0;
    quint8 m_width = 1;
    bool m_risky = false;
};

/// Where the hardware cursor goes after a frame.
struct Cursor {
    QPoint position; // x = column, y = row, from 0
    bool visible = true;

    bool operator==(const Cursor&) const = default;
};

/// A value type; copying a 200×50 grid is a few hundred kilobytes and cheap enough per frame.
class Grid {
public:
    /// Clusters longer than this (UTF-16 units) are cut: nobody needs them, and they are how a screen gets attacked.
    static constexpr int clusterLimit = 32;

    explicit Grid(QSize size = {});

    QSize size() const { return {m_columns, m_rows}; }
    int rows() const { return m_rows; }
    int columns() const { return m_columns; }

    /// Gives all cells back to blanks in this style and forgets links; with a size, also changes the size.
    void clear(const Style& style = {});
    void reset(QSize size);

    /// Puts one cluster of this many columns (1 or 2). Half-covered wide neighbours become blanks. Outside positions, and a
    /// wide cluster in the last column, are ignored. An empty cluster or a space is a blank. Most callers want Canvas::put.
    void set(int row, int column, QStringView cluster, int width, const Style& style);
    /// Changes the style only, both halves of a wide cluster alike.
    void restyle(int row, int column, const Style& style);

    const Cell& cell(int row, int column) const { return m_cells[offset(row, column)]; }
    std::span<const Cell> row(int row) const { return {m_cells.data() + offset(row, 0), static_cast<size_t>(m_columns)}; }
    /// The cluster of a cell: " " for a blank, empty for a continuation. Valid until the grid changes.
    QStringView text(int row, int column) const;
    /// The whole row as a string, trailing blanks removed.
    QString rowText(int row) const;

    /// Registers a link target for styles of this grid. The same uri and group give the same id in every grid; pieces of one
    /// wrapped link share a group. Ids are forgotten by clear().
    LinkId addLink(const QString& uri, const QString& group = {});
    QString linkUri(LinkId link) const { return m_links.value(link); }

    /// Moves rows top..bottom (inclusive) up by n lines (down when n is negative); uncovered rows become blank.
    void scrollRows(int top, int bottom, int lines);

    bool operator==(const Grid& other) const { return size() == other.size() && m_cells == other.m_cells; }

private:
    size_t offset(int row, int column) const { return static_cast<size_t>(row) * static_cast<size_t>(m_columns) + static_cast<size_t>(column); }
    Cell& at(int row, int column) { return m_cells[offset(row, column)]; }
    void blankHalvesAround(int row, int column, int width);
    void store(Cell& cell, QStringView cluster);

    int m_rows = 0;
    int m_columns = 0;
    std::vector<Cell> m_cells;
    QHash<quint64, QString> m_longClusters;
    QHash<LinkId, QString> m_links;
};

} // namespace confab::tui
