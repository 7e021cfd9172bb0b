// A WebSocket frame of the server as bytes (RFC 6455, 5.2): unmasked, text or binary, and never in fragments, because clients of
// Qt 6.4 cannot read text that is split inside a character.
#pragma once

#include "shared/protocol/Wire.h"

#include <QByteArray>
#include <QVarLengthArray>

namespace confab::server {

inline constexpr qsizetype mostFrameHead = 10;

/// The head of a data frame with that much payload: 2, 4 or 10 bytes at `into`; returns how many.
qsizetype writeFrameHead(char* into, protocol::Encoding encoding, qsizetype payload);

/// Wire bytes in their order: whole frames, or the head of one and its payload. Implicitly shared, so that listeners share them.
using WirePieces = QVarLengthArray<QByteArray, 8>;

} // namespace confab::server
