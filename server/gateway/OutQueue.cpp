// Queueing, withholding and joining of one connection's outbound envelopes.
#include "server/gateway/OutQueue.h"

#include <algorithm>

namespace confab::server {

void OutQueue::add(const WaitingEnvelope& envelope)
{
    m_used = true;
    m_waiting.push_back(envelope);
    (envelope.isReply() ? m_replyBytes : m_backlog) += envelope.bytes().size();
}

void OutQueue::addReply(const QByteArray& bytes)
{
    add(WaitingEnvelope(bytes, true));
}

OutQueue::Taken OutQueue::addPush(DeliveryClass deliveryClass, RoomId room, Seq seq, const WaitingEnvelope& envelope)
{
    if (deliveryClass == DeliveryClass::C && m_backlog > m_thresholds->dropTyping)
        return Taken::Dropped;
    const bool full = m_backlog > m_thresholds->withhold;
    if (deliveryClass == DeliveryClass::B) {
        const bool stale = std::ranges::find(m_stale, room) != m_stale.end();
        if (full && !stale)
            m_stale.push_back(room);
        if (full || stale)
            return Taken::Dropped;
    }
    if (deliveryClass == DeliveryClass::A && seq.isValid()) {
        if (Lagging* known = lagging(room)) {
            known->head = std::max(known->head, seq);
            return Taken::Withheld;
        }
        if (full) {
            m_lagging.push_back({room, seq, false});
            return Taken::Withheld;
        }
    }
    add(envelope);
    return Taken::Queued;
}

void OutQueue::take(SharedFrames& frames, WirePieces& out)
{
    Q_ASSERT(!isEmpty() && !m_writing);
    m_writing = true;
    do {
        takeMessage(frames, out);
    } while (!isEmpty() && m_takenMessages < oneWriteMessages && m_takenPushBytes + m_takenReplyBytes < oneWriteBytes);
    dropTaken();
}

void OutQueue::takeMessage(SharedFrames& frames, WirePieces& out)
{
    const qsizetype separator = m_encoding == protocol::Encoding::Json ? 1 : 0;
    qsizetype payload = 0;
    std::size_t last = m_first;
    for (; last < m_waiting.size() && last - m_first < std::size_t(limits::outFrameEnvelopes); ++last) {
        const WaitingEnvelope& one = m_waiting[last];
        const qsizetype size = one.bytes().size();
        const qsizetype more = size + (last == m_first ? 0 : separator);
        if (last != m_first && payload + more > limits::outFrameBytes)
            break;
        payload += more;
        (one.isReply() ? m_takenReplyBytes : m_takenPushBytes) += size;
        m_takenReplies += one.isReply() ? 1 : 0;
    }
    frames.appendFrame(m_encoding, std::span(m_waiting).subspan(m_first, last - m_first), payload, out);
    ++m_takenMessages;
    m_takenEnvelopes += int(last - m_first);
    m_first = last;
}

void OutQueue::dropTaken()
{
    // What a burst needed for a while must not stay with thousands of idle connections; smaller vectors are trim()'s.
    constexpr std::size_t burst = 1024;
    if (isEmpty()) {
        m_first = 0;
        if (m_waiting.capacity() > burst)
            m_waiting = std::vector<WaitingEnvelope>();
        else
            m_waiting.clear();
        return;
    }
    for (std::size_t i = m_first - std::size_t(m_takenEnvelopes); i < m_first; ++i)
        m_waiting[i] = {};
    if (m_first > burst) {
        m_waiting.erase(m_waiting.begin(), m_waiting.begin() + qsizetype(m_first));
        m_first = 0;
    }
}

int OutQueue::written()
{
    m_writing = false;
    m_backlog -= std::exchange(m_takenPushBytes, 0);
    m_replyBytes -= std::exchange(m_takenReplyBytes, 0);
    m_takenMessages = m_takenEnvelopes = 0;
    if (!m_lagging.empty())
        tellLag();
    return std::exchange(m_takenReplies, 0);
}

void OutQueue::trim()
{
    if (!std::exchange(m_used, false) && m_waiting.empty())
        m_waiting = std::vector<WaitingEnvelope>();
}

void OutQueue::tellLag()
{
    if (m_backlog >= m_thresholds->resume)
        return;
    for (Lagging& one : m_lagging) {
        if (!std::exchange(one.told, true))
            add(WaitingEnvelope(protocol::encodePush(m_encoding, protocol::LagPush{one.room, one.head})));
    }
}

std::vector<RoomId> OutQueue::takeStaleRooms()
{
    if (m_stale.empty() || m_backlog >= m_thresholds->resume)
        return {};
    return std::exchange(m_stale, {});
}

void OutQueue::resume(RoomId room, Seq upto)
{
    Lagging* known = lagging(room);
    if (!known)
        return;
    if (known->head <= upto) {
        forget(room);
        return;
    }
    known->told = false;
    tellLag();
}

void OutQueue::forget(RoomId room)
{
    std::erase_if(m_lagging, [room](const Lagging& one) { return one.room == room; });
    std::erase(m_stale, room);
}

bool OutQueue::isWithheld(RoomId room) const
{
    return std::ranges::any_of(m_lagging, [room](const Lagging& one) { return one.room == room; });
}

OutQueue::Lagging* OutQueue::lagging(RoomId room)
{
    const auto found = std::ranges::find(m_lagging, room, &Lagging::room);
    return found == m_lagging.end() ? nullptr : &*found;
}

void OutQueue::clear()
{
    for (std::size_t i = m_first; i < m_waiting.size(); ++i)
        (m_waiting[i].isReply() ? m_replyBytes : m_backlog) -= m_waiting[i].bytes().size();
    m_waiting = std::vector<WaitingEnvelope>();
    m_first = 0;
}

} // namespace confab::server
