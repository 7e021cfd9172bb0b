// How many slips of the finger lie between two short words.
#include "shared/client/text/EditDistance.h"

#include <QList>

#include <algorithm>
#include <cstdlib>

namespace confab::client {

int editDistance(QStringView one, QStringView other, int limit)
{
    if (std::abs(one.size() - other.size()) > limit)
        return limit + 1;
    QList<int> beforeLast(other.size() + 1);
    QList<int> last(other.size() + 1);
    QList<int> row(other.size() + 1);
    for (qsizetype column = 0; column <= other.size(); ++column)
        last[column] = static_cast<int>(column);
    for (qsizetype line = 1; line <= one.size(); ++line) {
        row[0] = static_cast<int>(line);
        for (qsizetype column = 1; column <= other.size(); ++column) {
            const bool same = one[line - 1] == other[column - 1];
            row[column] = std::min({last[column] + 1, row[column - 1] + 1, last[column - 1] + (same ? 0 : 1)});
            const bool swapped = line > 1 && column > 1 && one[line - 1] == other[column - 2] && one[line - 2] == other[column - 1];
            if (swapped)
                row[column] = std::min(row[column], beforeLast[column - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return std::min(last[other.size()], limit + 1);
}

} // namespace confab::client
