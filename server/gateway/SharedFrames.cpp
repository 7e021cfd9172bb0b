// Building frames and finding them again.
#include "server/gateway/SharedFrames.h"

#include <QtEndian>

#include <algorithm>

namespace confab::server {

namespace {

QByteArray joinedFrame(protocol::Encoding encoding, std::span<const WaitingEnvelope> envelopes, qsizetype payload)
{
    QByteArray frame(mostFrameHead + payload, Qt::Uninitialized);
    const qsizetype head = writeFrameHead(frame.data(), encoding, payload);
    char* at = frame.data() + head;
    for (const WaitingEnvelope& one : envelopes) {
        if (&one != envelopes.data() && encoding == protocol::Encoding::Json)
            *at++ = '\n';
        at = std::copy(one.bytes().cbegin(), one.bytes().cend(), at);
    }
    Q_ASSERT(at == frame.constData() + head + payload);
    frame.truncate(head + payload);
    return frame;
}

} // namespace

qsizetype writeFrameHead(char* into, protocol::Encoding encoding, qsizetype payload)
{
    constexpr uchar whole = 0x80;
    into[0] = char(whole | (encoding == protocol::Encoding::Json ? 1 : 2));
    if (payload < 126) {
        into[1] = char(payload);
        return 2;
    }
    if (payload < 65536) {
        into[1] = 126;
        qToBigEndian(quint16(payload), into + 2);
        return 4;
    }
    into[1] = 127;
    qToBigEndian(quint64(payload), into + 2);
    return 10;
}

bool SharedFrames::Made::isOf(protocol::Encoding wanted, std::span<const WaitingEnvelope> waiting) const
{
    return !envelopes.empty() && encoding == wanted && std::ranges::equal(envelopes, waiting);
}

void SharedFrames::appendFrame(
    protocol::Encoding encoding, std::span<const WaitingEnvelope> envelopes, qsizetype payload, WirePieces& out)
{
    if (envelopes.size() == 1 && payload > copiedPayload) {
        QByteArray head(mostFrameHead, Qt::Uninitialized);
        head.truncate(writeFrameHead(head.data(), encoding, payload));
        out.append(head);
        out.append(envelopes.front().bytes());
        return;
    }
    // An answer is for one connection alone; keeping it would push out what others still want.
    if (std::ranges::any_of(envelopes, &WaitingEnvelope::isReply)) {
        ++m_count;
        out.append(joinedFrame(encoding, envelopes, payload));
        return;
    }
    for (std::size_t i = 0; i < m_made.size(); ++i) {
        const std::size_t at = (m_last + i) % m_made.size();
        if (m_made[at].isOf(encoding, envelopes)) {
            m_last = at;
            out.append(m_made[at].frame);
            return;
        }
    }
    m_last = std::size_t(m_count++) % m_made.size();
    Made& fresh = m_made[m_last];
    fresh.encoding = encoding;
    fresh.envelopes.assign(envelopes.begin(), envelopes.end());
    fresh.frame = joinedFrame(encoding, envelopes, payload);
    out.append(fresh.frame);
}

void SharedFrames::clear()
{
    for (Made& one : m_made)
        one = {};
}

} // namespace confab::server
