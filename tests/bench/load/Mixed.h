// An hour (or a day) of what people do, to see whether the server grows.
#pragma once

#include "tests/bench/load/Load.h"

#include <QTextStream>

namespace confab::bench {

struct MixedResult {
    double memoryGrowth = 0;  ///< of resident memory: the last quarter's median over that of the second quarter, less one
    int descriptorGrowth = 0; ///< the same of open descriptors, as a difference
    qint64 posts = 0;         ///< acknowledged
    Tally tally;
};

/// `plan.rate` acts per second by the senders: mostly posts, also edits, deletions, pages of history, read markers, typing. Each minute
/// one in a hundred leaves and comes back, and somebody stops reading for a while. A line per minute on `out`.
Result<MixedResult> measureMixed(const Places& places, protocol::Encoding encoding, const LoadPlan& plan, int minutes, QTextStream& out);

} // namespace confab::bench
