// Frames that many connections send: made once, shared by all whose waiting envelopes are the same.
#pragma once

#include "server/gateway/WaitingEnvelope.h"
#include "server/gateway/WireFrame.h"

#include <array>
#include <span>
#include <vector>

namespace confab::server {

/// One thread; all connections of it use the same one. Listeners of a room wait for the same envelopes, so the frame that was
/// joined for the first of them serves all others.
class SharedFrames {
public:
    /// Single envelopes over this are not copied: the frame is a head and the envelope itself.
    static constexpr qsizetype copiedPayload = 16 * 1024;

    /// Appends the frame of these envelopes (joined as PROTOCOL.md says) to `out`. `payload` is their size with separators.
    void appendFrame(protocol::Encoding encoding, std::span<const WaitingEnvelope> envelopes, qsizetype payload, WirePieces& out);
    /// Lets go of what is kept. Buffers in use stay with their users.
    void clear();
    /// Frames joined so far, those found again not counted.
    qint64 made() const { return m_count; }

private:
    struct Made {
        protocol::Encoding encoding = protocol::Encoding::Json;
        std::vector<WaitingEnvelope> envelopes;
        QByteArray frame;

        bool isOf(protocol::Encoding wanted, std::span<const WaitingEnvelope> waiting) const;
    };

    std::array<Made, 8> m_made;
    std::size_t m_last = 0;                  ///< found or made last, looked at first
    qint64 m_count = 0;
};

} // namespace confab::server
