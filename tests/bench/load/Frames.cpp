// Building and finding frames.
#include "tests/bench/load/Frames.h"

#include <array>
#include <cstring>

namespace confab::bench {

const std::string_view upgradeAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="; // RFC 6455, 1.3: the key and answer of its example

std::string upgradeRequest(std::string_view path, std::string_view subprotocol)
{
    std::string request = "GET ";
    request.append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ");
    request.append(subprotocol).append("\r\n\r\n");
    return request;
}

namespace {

void appendHead(std::string& out, Opcode opcode, std::size_t size, bool masked)
{
    const char mask = masked ? char(0x80) : char(0);
    out += char(0x80 | int(opcode));
    int lengthBytes = 0;
    if (size < 126) {
        out += char(mask | char(size));
    } else if (size < 65536) {
        out += char(mask | 126);
        lengthBytes = 2;
    } else {
        out += char(mask | 127);
        lengthBytes = 8;
    }
    for (int i = lengthBytes - 1; i >= 0; --i)
        out += char(size >> (8 * i));
    if (masked)
        out.append(4, '\0');
}

} // namespace

void appendMasked(std::string& out, Opcode opcode, std::string_view payload)
{
    appendHead(out, opcode, payload.size(), true);
    out.append(payload);
}

void appendUnmasked(std::string& out, Opcode opcode, std::string_view payload)
{
    appendHead(out, opcode, payload.size(), false);
    out.append(payload);
}

FrameSeen frameAt(char* bytes, std::size_t size)
{
    FrameSeen seen;
    if (size < 2)
        return seen;
    const auto byte = [bytes](std::size_t i) { return std::size_t(quint8(bytes[i])); };
    seen.opcode = Opcode(byte(0) & 0x0f);
    seen.last = (byte(0) & 0x80) != 0;
    const bool masked = (byte(1) & 0x80) != 0;
    std::size_t length = byte(1) & 0x7f;
    std::size_t at = 2;
    const std::size_t lengthBytes = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (size < at + lengthBytes + (masked ? 4 : 0))
        return seen;
    if (lengthBytes > 0) {
        length = 0;
        for (std::size_t i = 0; i < lengthBytes; ++i)
            length = length << 8 | byte(at + i);
        at += lengthBytes;
    }
    std::array<char, 4> mask{};
    if (masked) {
        memcpy(mask.data(), bytes + at, 4);
        at += 4;
    }
    if (size - at < length)
        return seen;
    if (mask != std::array<char, 4>{}) {
        for (std::size_t i = 0; i < length; ++i)
            bytes[at + i] = char(bytes[at + i] ^ mask[i % 4]);
    }
    seen.payload = {bytes + at, length};
    seen.size = at + length;
    return seen;
}

} // namespace confab::bench
