// Requests: from a WebSocket message to the core's inbox, with the bounds that keep one client from filling it.
#include "server/gateway/ConnectionInput.h"

using namespace Qt::StringLiterals;

namespace confab::server {

bool Connection::mayTakeRequests() const
{
    return m_inFlight < m_host.shared().options.requestsInFlight && m_queue.replyBytes() <= limits::outFrameBytes;
}

void Connection::messageRead(const QByteArray& message, bool isText)
{
    m_reading = false;
    m_partialSince = 0;
    if (m_phase != Phase::Open)
        return;
    add(m_host.counters().framesIn);
    if (isText != (m_encoding == protocol::Encoding::Json)) {
        refuse(4002, isText ? u"this connection speaks binary"_s : u"this connection speaks text"_s);
        return;
    }
    m_input = std::make_unique<Input>(m_encoding, message);
    readInput();
    flush();
}

void Connection::messageTooBig()
{
    m_reading = false;
    refuse(4013, u"a message may have %1 bytes"_s.arg(m_host.shared().options.messageBytes));
}

void Connection::readInput()
{
    while (m_input && m_phase == Phase::Open) {
        if (!mayTakeRequests()) {
            add(m_host.counters().readPauses);
            return;
        }
        if (!takeNextEnvelope())
            return;
    }
    if (m_phase != Phase::Open || m_reading || !mayTakeRequests())
        return;
    // Time that passed while nothing was read here is not the client's silence.
    m_lastByte = now();
    m_reading = true;
    m_socket->readMessage();
}

/// False when it has to wait or the connection closes.
bool Connection::takeNextEnvelope()
{
    if (!m_input->waiting) {
        auto envelope = m_input->reader.next();
        if (!envelope) {
            refuse(4002, envelope.error().message);
            return false;
        }
        if (!*envelope) {
            m_input.reset();
            return true;
        }
        auto request = protocol::decodeRequest(m_encoding, **envelope);
        if (!request) {
            add(m_host.counters().refusedRequests);
            if (const auto id = (*envelope)->id)
                addOwnReply(quint32(*id), request.error());
            return true;
        }
        m_input->waitingHasId = request->id.has_value();
        m_input->waiting = RequestArrived{m_id, std::move(*request)};
    }
    if (!m_host.shared().core->enqueue(std::move(*m_input->waiting))) {
        add(m_host.counters().readPauses);
        m_host.stalled(*this);
        return false;
    }
    m_input->waiting.reset();
    m_inFlight += m_input->waitingHasId ? 1 : 0;
    add(m_host.counters().requestsIn);
    return true;
}

void Connection::addOwnReply(quint32 request, const Error& error)
{
    // Counted like a request of the core, so that bad requests in a row are bounded too.
    ++m_inFlight;
    m_queue.addReply(protocol::encodeError(m_encoding, request, error));
}

void Connection::retry()
{
    if (m_phase != Phase::Open)
        return;
    readInput();
    flush();
}

} // namespace confab::server
