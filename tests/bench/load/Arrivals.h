// People who come: members who attach, newcomers who join, and what they cost while they are idle.
#pragma once

#include "tests/bench/load/Stage.h"

namespace confab::bench {

struct ArrivalResult {
    double seconds = 0;    ///< until the last one had everything
    double cpuSeconds = 0; ///< of the server, meanwhile
    double kilobytes = 0;  ///< resident memory per connection afterwards; only of attach
};

/// `people` members of `rooms` rooms attach with their tokens to a server that has just started: from the first connect to the
/// last answer, `atOnce` of them unfinished at a time.
Result<ArrivalResult> measureAttach(const Places& places, protocol::Encoding encoding, int people, int rooms, int atOnce = 512);
/// `people` who are connected and in no room ask at the same moment to be let into one: until each has its answer and has been
/// told of all who came after it. With the reference each says one line to all instead.
Result<ArrivalResult> measureJoin(Stage::Kind kind, const Places& places, protocol::Encoding encoding, int people);
/// The reference's memory per connection.
Result<ArrivalResult> measureIdleReference(protocol::Encoding encoding, int people);

} // namespace confab::bench
