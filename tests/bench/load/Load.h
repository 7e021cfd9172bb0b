// Posting into rooms at a fixed rate or with a fixed number outstanding, and what came of it.
#pragma once

#include "tests/bench/load/Stage.h"

namespace confab::bench {

/// What is asked for.
struct LoadPlan {
    int connections = 1000;
    int rooms = 1;       ///< connection i is in room i modulo rooms
    int senders = 10;    ///< the first so many connections post
    double rate = 50;    ///< open loop: posts per second in all; latency counts from the time a post was due
    int outstanding = 0; ///< > 0: closed loop instead, so many posts without an answer in all
    int length = 100;    ///< characters of a message's text
    int slow = 0;        ///< the last so many connections never read
    double warmUp = 2;   ///< seconds before counting begins
    double seconds = 8;  ///< seconds that count
};

/// What was seen in the seconds that count.
struct LoadResult {
    double deliveries = 0; ///< per second, at those who read
    double posts = 0;      ///< answered per second
    double cpuUs = 0;      ///< processor time of the server per delivery, all threads, in microseconds
    double p50 = 0;        ///< milliseconds from due (or sent) to delivered
    double p99 = 0;
    qint64 memory = 0;  ///< resident bytes of the server at the end
    qint64 missing = 0; ///< deliveries that never came although the generator waited until nothing had come for 10 s
    qint64 surplus = 0; ///< deliveries of what nobody posted
    int slowClosed = 0; ///< of those who did not read, by the server
    Tally tally;        ///< without what came after the slow ones read again
    /// Everything arrived once, in order, and nobody was refused or lost.
    bool isComplete() const { return missing + surplus + tally.gaps + tally.repeats + tally.strays + tally.refused + tally.lost == 0; }
};

/// Prepares a stage and runs the plan.
Result<LoadResult> measureLoad(Stage::Kind kind, const Places& places, protocol::Encoding encoding, const LoadPlan& plan);
/// In one line, with everything that is not as it should be.
QString describe(const LoadResult& result);

} // namespace confab::bench
