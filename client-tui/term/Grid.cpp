// A screen in memory: rows and columns of cells, each holding one grapheme cluster and its style.
#include "client-tui/term/Grid.h"

#include "client-tui/term/Grapheme.h"

#include <algorithm>
#include <bit>

namespace confab::tui {

namespace {

    /// FNV-1a: the same text must give the same number in every grid of every run.
    quint64 contentHash(QStringView text)
    {
        quint64 hash = 0xCBF29CE484222325U;
        for (const QChar c : text) {
            hash = (hash ^ c.unicode()) * 0x100000001B3U;
        }
        return hash;
    }

    QStringView withinLimit(QStringView cluster)
    {
        if (cluster.size() <= Grid::clusterLimit)
            return cluster;
        const QStringView cut = cluster.left(Grid::clusterLimit);
        return cut.back().isHighSurrogate() ? cut.chopped(1) : cut;
    }

} // namespace

quint64 Cell::fingerprint() const
{
    const auto mixed = [](quint64 hash, quint64 value) {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
        return hash ^ (hash >> 29U);
    };
    const auto bits = [](Color color) { return quint64{std::bit_cast<quint32>(color)}; };
    const quint64 flags = quint64{m_style.bold} | quint64{m_style.dim} << 1U | quint64{m_style.italic} << 2U
        | quint64{m_style.underline} << 3U | quint64{m_style.reverse} << 4U | quint64{m_style.strike} << 5U;
    quint64 hash = mixed(m_length, std::bit_cast<quint64>(m_units));
    hash = mixed(hash, bits(m_style.foreground) << 32U | bits(m_style.background));
    return mixed(hash, quint64{m_style.link} << 32U | flags << 8U | m_width);
}

Grid::Grid(QSize size)
{
    reset(size);
}

void Grid::reset(QSize size)
{
    m_rows = std::max(0, size.height());
    m_columns = std::max(0, size.width());
    m_cells.assign(static_cast<size_t>(m_rows) * static_cast<size_t>(m_columns), Cell{});
    m_longClusters.clear();
    m_links.clear();
}

void Grid::clear(const Style& style)
{
    Cell blank;
    blank.m_style = style;
    std::fill(m_cells.begin(), m_cells.end(), blank);
    m_longClusters.clear();
    m_links.clear();
}

void Grid::set(int row, int column, QStringView cluster, int width, const Style& style)
{
    if (row < 0 || row >= m_rows || column < 0 || width < 1 || width > 2 || column + width > m_columns)
        return;
    blankHalvesAround(row, column, width);
    Cell cell;
    cell.m_style = style;
    cell.m_width = static_cast<quint8>(width);
    if (width == 2 || cluster != u" ")
        store(cell, withinLimit(cluster));
    at(row, column) = cell;
    if (width == 2) {
        Cell half;
        half.m_style = style;
        half.m_width = 0;
        at(row, column + 1) = half;
    }
}

void Grid::blankHalvesAround(int row, int column, int width)
{
    const auto blank = [](Cell& cell) {
        Cell empty;
        empty.m_style = cell.m_style;
        cell = empty;
    };
    if (at(row, column).isContinuation())
        blank(at(row, column - 1));
    const int after = column + width;
    if (after < m_columns && at(row, after).isContinuation())
        blank(at(row, after));
}

void Grid::store(Cell& cell, QStringView cluster)
{
    if (cluster.isEmpty())
        return;
    cell.m_risky = tui::isRisky(cluster);
    if (cluster.size() <= Cell::inlineUnits) {
        std::copy(cluster.utf16(), cluster.utf16() + cluster.size(), cell.m_units.begin());
        cell.m_length = static_cast<quint8>(cluster.size());
        return;
    }
    quint64 key = contentHash(cluster);
    // Two texts under one number would need to be made on purpose; they only must not be mixed up.
    while (m_longClusters.contains(key) && m_longClusters.value(key) != cluster)
        ++key;
    if (!m_longClusters.contains(key))
        m_longClusters.insert(key, cluster.toString());
    cell.m_units = std::bit_cast<std::array<char16_t, Cell::inlineUnits>>(key);
    cell.m_length = Cell::interned;
}

void Grid::restyle(int row, int column, const Style& style)
{
    if (row < 0 || row >= m_rows || column < 0 || column >= m_columns)
        return;
    at(row, column).m_style = style;
    if (at(row, column).isContinuation() && column > 0)
        at(row, column - 1).m_style = style;
    else if (at(row, column).width() == 2)
        at(row, column + 1).m_style = style;
}

QStringView Grid::text(int row, int column) const
{
    const Cell& one = cell(row, column);
    if (one.isContinuation())
        return {};
    if (one.m_length == 0)
        return u" ";
    if (one.m_length != Cell::interned)
        return QStringView(one.m_units.data(), one.m_length);
    const auto found = m_longClusters.constFind(std::bit_cast<quint64>(one.m_units));
    return found == m_longClusters.cend() ? QStringView() : QStringView(*found);
}

QString Grid::rowText(int row) const
{
    int end = m_columns;
    while (end > 0 && cell(row, end - 1).isBlank() && !cell(row, end - 1).isContinuation())
        --end;
    QString line;
    for (int column = 0; column < end; ++column)
        line += text(row, column);
    return line;
}

LinkId Grid::addLink(const QString& uri, const QString& group)
{
    if (uri.isEmpty())
        return 0;
    const quint64 hash = contentHash(QString(group + u'\n' + uri));
    LinkId id = static_cast<LinkId>(hash ^ (hash >> 32U));
    while (id == 0 || (m_links.contains(id) && m_links.value(id) != uri))
        ++id;
    m_links.insert(id, uri);
    return id;
}

void Grid::scrollRows(int top, int bottom, int lines)
{
    if (top < 0 || bottom >= m_rows || top > bottom || lines == 0)
        return;
    const auto from = m_cells.begin() + static_cast<std::ptrdiff_t>(offset(top, 0));
    const auto to = m_cells.begin() + static_cast<std::ptrdiff_t>(offset(bottom, 0)) + m_columns;
    const std::ptrdiff_t shift = static_cast<std::ptrdiff_t>(std::min(std::abs(lines), bottom - top + 1)) * m_columns;
    if (lines > 0) {
        std::move(from + shift, to, from);
        std::fill(to - shift, to, Cell{});
    } else {
        std::move_backward(from, to - shift, to);
        std::fill(from, from + shift, Cell{});
    }
}

} // namespace confab::tui
