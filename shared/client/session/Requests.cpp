// Numbering, pacing and joining of requests on one connection.
#include "shared/client/session/Requests.h"

#include "shared/base/Limits.h"
#include "shared/base/Log.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace confab::client {

using protocol::Encoding;

Requests::Requests(Scheduler& scheduler, Write write)
    : m_write(std::move(write))
    , m_flush(scheduler)
{
}

void Requests::start(Encoding encoding)
{
    Q_ASSERT(m_waiting.isEmpty() && m_queue.isEmpty());
    m_encoding = encoding;
    m_limits = {};
    m_lastId = 0;
    m_frame.clear();
    m_frameEnvelopes = 0;
    m_flush.stop();
}

void Requests::setLimits(const protocol::AnnouncedLimits& announced)
{
    m_limits = announced;
    m_limits.requestsInFlight = std::clamp<qint64>(announced.requestsInFlight, 1, 1024);
    m_limits.frameBytes = std::clamp<qint64>(announced.frameBytes, 1024, limits::frameBytes);
    pump();
}

void Requests::reset(const Error& error)
{
    m_flush.stop();
    m_frame.clear();
    m_frameEnvelopes = 0;
    m_tooBig.clear();
    // Taken out first: callbacks may ask new questions, which belong to the next connection.
    const auto waiting = std::exchange(m_waiting, {});
    const auto queue = std::exchange(m_queue, {});
    const auto fail = [&](const Question& question) {
        if (question.lost)
            question.lost();
        else
            question.decode(m_encoding, error);
    };
    for (const Question& question : waiting)
        fail(question);
    for (const Question& question : queue)
        fail(question);
}

void Requests::tell(const protocol::Typing& typing)
{
    if (m_queue.isEmpty())
        put(protocol::encodeRequest(m_encoding, std::nullopt, std::nullopt, typing));
}

void Requests::answered(const protocol::RawEnvelope& envelope)
{
    if (*envelope.reply <= 0 || *envelope.reply > std::numeric_limits<quint32>::max())
        return;
    const auto found = m_waiting.find(quint32(*envelope.reply));
    if (found == m_waiting.end()) {
        qCInfo(logClientSession) << "an answer nobody waits for:" << *envelope.reply;
        return;
    }
    const Question question = *found;
    m_waiting.erase(found);
    if (envelope.type.is(protocol::envelope::ok))
        question.decode(m_encoding, envelope.body);
    else
        question.decode(m_encoding, protocol::decodeError(m_encoding, envelope.body));
    pump();
}

void Requests::ask(Question question)
{
    m_queue.append(std::move(question));
    pump();
}

void Requests::pump()
{
    while (!m_queue.isEmpty() && m_waiting.size() < m_limits.requestsInFlight) {
        Question question = m_queue.takeFirst();
        const quint32 id = ++m_lastId;
        const QByteArray envelope = question.encode(m_encoding, id);
        m_waiting.insert(id, std::move(question));
        if (envelope.size() > m_limits.frameBytes) {
            // The server would close the connection, and a durable request would then close every next one too.
            m_tooBig.append(id);
            m_flush.startOnce(0, [this] { flush(); });
        } else {
            put(envelope);
        }
    }
}

void Requests::put(const QByteArray& envelope)
{
    const qsizetype separator = m_encoding == Encoding::Json && !m_frame.isEmpty() ? 1 : 0;
    if (m_frameEnvelopes > 0
        && (m_frame.size() + separator + envelope.size() > m_limits.frameBytes || m_frameEnvelopes >= limits::outFrameEnvelopes)) {
        m_frameEnvelopes = 0;
        m_write(std::exchange(m_frame, {}));
    }
    if (m_encoding == Encoding::Json && !m_frame.isEmpty())
        m_frame += '\n';
    m_frame += envelope;
    ++m_frameEnvelopes;
    m_flush.startOnce(0, [this] { flush(); });
}

void Requests::flush()
{
    m_flush.stop();
    if (m_frameEnvelopes > 0) {
        m_frameEnvelopes = 0;
        m_write(std::exchange(m_frame, {}));
    }
    for (const quint32 id : std::exchange(m_tooBig, {})) {
        if (const auto question = m_waiting.constFind(id); question != m_waiting.constEnd()) {
            const Question refused = *question;
            m_waiting.erase(question);
            refused.decode(m_encoding, Error{ErrorCode::TooBig, u"this is larger than the server takes"_s});
        }
    }
}

} // namespace confab::client
