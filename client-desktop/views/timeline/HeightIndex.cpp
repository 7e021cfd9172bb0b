// Sums over powers of two, after Peter Fenwick.
#include "client-desktop/views/timeline/HeightIndex.h"

#include <bit>

namespace confab::desktop {

namespace {

size_t lowestBit(size_t i) { return i & (~i + 1); }

} // namespace

qint64 HeightIndex::top(int row) const
{
    qint64 sum = 0;
    for (size_t i = size_t(row); i > 0; i -= lowestBit(i))
        sum += m_tree[i - 1];
    return sum;
}

int HeightIndex::rowAt(qint64 y) const
{
    if (m_heights.empty())
        return -1;
    const size_t size = m_heights.size();
    size_t row = 0;
    qint64 left = y;
    for (size_t step = std::bit_floor(size); step > 0; step /= 2) {
        if (row + step <= size && m_tree[row + step - 1] <= left) {
            row += step;
            left -= m_tree[row - 1];
        }
    }
    return int(row < size ? row : size - 1);
}

void HeightIndex::set(int row, int height)
{
    const qint64 change = qint64(height) - m_heights[size_t(row)];
    if (change == 0)
        return;
    m_heights[size_t(row)] = height;
    for (size_t i = size_t(row) + 1; i <= m_tree.size(); i += lowestBit(i))
        m_tree[i - 1] += change;
}

void HeightIndex::append(int height)
{
    m_heights.push_back(height);
    const size_t i = m_heights.size();
    qint64 sum = height;
    for (size_t child = i - 1; child > i - lowestBit(i); child -= lowestBit(child))
        sum += m_tree[child - 1];
    m_tree.push_back(sum);
}

void HeightIndex::insert(int row, const std::vector<int>& heights)
{
    if (row == count()) {
        for (const int height : heights)
            append(height);
        return;
    }
    m_heights.insert(m_heights.begin() + row, heights.begin(), heights.end());
    rebuild();
}

void HeightIndex::remove(int first, int last)
{
    m_heights.erase(m_heights.begin() + first, m_heights.begin() + last + 1);
    rebuild();
}

void HeightIndex::reset(std::vector<int> heights)
{
    m_heights = std::move(heights);
    rebuild();
}

void HeightIndex::rebuild()
{
    m_tree.assign(m_heights.begin(), m_heights.end());
    for (size_t i = 1; i <= m_tree.size(); ++i) {
        const size_t parent = i + lowestBit(i);
        if (parent <= m_tree.size())
            m_tree[parent - 1] += m_tree[i - 1];
    }
}

} // namespace confab::desktop
