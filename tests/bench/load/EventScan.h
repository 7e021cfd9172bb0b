// Finding the durable events in a received message without decoding them: at millions of deliveries a second the reader must cost
// less than what it measures.
#pragma once

#include "shared/protocol/Wire.h"

#include <string_view>

namespace confab::bench {

/// One envelope of a message.
struct EnvelopeSeen {
    bool isEvent = false;
    bool isMessage = false; ///< an event of kind message
    qint64 room = 0;        ///< of an event
    qint64 seq = 0;         ///< of an event
    std::string_view text;  ///< of an event of kind message, as it stands on the wire
    std::string_view whole;
};

/// Takes the first envelope off `rest`. False at the end, or when it cannot be read (then `rest` is not empty).
bool nextEnvelope(protocol::Encoding encoding, std::string_view& rest, EnvelopeSeen& seen);

} // namespace confab::bench
