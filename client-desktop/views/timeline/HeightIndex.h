// The heights of all rows of a timeline and their running sums: which row is at a height, and where a row begins.
#pragma once

#include <QtGlobal>

#include <vector>

namespace confab::desktop {

/// A Fenwick tree. Looking up, changing one row and appending cost O(log n); inserting and removing in the middle O(n) plain additions.
/// Heights are pixels and not negative. All rows are given as indexes that exist.
class HeightIndex {
public:
    int count() const { return int(m_heights.size()); }
    int height(int row) const { return m_heights[size_t(row)]; }
    qint64 total() const { return top(count()); }
    /// The sum of the heights of all rows before this one; requires 0 <= row <= count().
    qint64 top(int row) const;
    /// The row that covers y: the last one whose top is at or above y among those that have a height, clamped to the first and last row.
    /// -1 when there are no rows.
    int rowAt(qint64 y) const;

    void set(int row, int height);
    void append(int height);
    void insert(int row, const std::vector<int>& heights);
    void remove(int first, int last);
    void reset(std::vector<int> heights);

private:
    void rebuild();

    std::vector<int> m_heights;
    std::vector<qint64> m_tree; // m_tree[i - 1] is the sum of the lowest-set-bit(i) rows that end with row i - 1
};

} // namespace confab::desktop
