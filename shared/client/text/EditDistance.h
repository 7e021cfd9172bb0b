// How many slips of the finger lie between two short words; internal to this folder.
#pragma once

#include <QStringView>

namespace confab::client {

/// Damerau-Levenshtein distance (optimal string alignment): insert, delete, replace, swap neighbours. Anything above `limit` reads as limit
/// + 1.
[[nodiscard]] int editDistance(QStringView one, QStringView other, int limit);

} // namespace confab::client
