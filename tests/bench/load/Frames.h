// WebSocket (RFC 6455) from the client's side, as little of it as a load generator needs.
#pragma once

#include <QtGlobal>

#include <string>
#include <string_view>

namespace confab::bench {

enum class Opcode : quint8 { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// The request that asks for an upgrade. The key is always the same, so the answer may be compared byte for byte.
std::string upgradeRequest(std::string_view path, std::string_view subprotocol);
/// The Sec-WebSocket-Accept that belongs to that key.
extern const std::string_view upgradeAccept;

/// Appends one masked frame. The mask is zero: allowed on the wire, and nothing to compute.
void appendMasked(std::string& out, Opcode opcode, std::string_view payload);
/// Appends one frame as a server sends it.
void appendUnmasked(std::string& out, Opcode opcode, std::string_view payload);

/// One frame in a buffer of received bytes.
struct FrameSeen {
    Opcode opcode = Opcode::Text;
    bool last = true;
    std::string_view payload;
    std::size_t size = 0; ///< bytes of the whole frame; 0: it is not complete yet
};
/// The frame at the beginning of `bytes`. A masked payload is unmasked in place.
FrameSeen frameAt(char* bytes, std::size_t size);

} // namespace confab::bench
