// What must not happen under load: refused returns, lost acknowledgements, others paying for those who do not read.
#pragma once

#include "tests/bench/load/Load.h"

namespace confab::bench {

/// The same load without and with `slow` people who never read.
struct SlowReadersResult {
    LoadResult without;
    LoadResult with;
};
Result<SlowReadersResult> measureSlowReaders(const Places& places, protocol::Encoding encoding, LoadPlan plan, int slow);

/// `people` lose their server to kill -9, it starts again, they come back as clients do (full jitter, 1 s doubling).
struct StormResult {
    double secondsDown = 0; ///< from the kill to the server's ready line
    double secondsBack = 0; ///< from the kill to the last attach
    qint64 attempts = 0;    ///< connections tried
    qint64 refused = 0;     ///< requests that were answered with an error, and connections that were accepted and ended
};
Result<StormResult> measureStorm(const Places& places, protocol::Encoding encoding, int people, int rooms);

/// SIGTERM while `plan` (closed loop) runs; then every post is repeated with its id at the server's next start.
struct DrainResult {
    int exitCode = -1;
    double seconds = 0;      ///< from the signal to the end
    qint64 acknowledged = 0; ///< before the end
    qint64 unanswered = 0;   ///< sent, and the connection ended first
    qint64 lost = 0;         ///< acknowledged and not there afterwards
    qint64 refused = 0;      ///< answered with an error, while the server was there
};
Result<DrainResult> measureDrain(const Places& places, protocol::Encoding encoding, const LoadPlan& plan);

} // namespace confab::bench
