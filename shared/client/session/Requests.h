// Questions on one connection: numbers them, keeps within the server's limit, joins what leaves in one turn, and hands each answer to who
// asked.
#pragma once

#include "shared/base/Result.h"
#include "shared/client/session/Scheduler.h"
#include "shared/protocol/Envelope.h"

#include <QList>
#include <QMap>

#include <functional>

namespace confab::client {

/// Main thread. Callbacks run at most once each: with the answer, or with Unavailable from reset(); never from inside send().
class Requests {
public:
    using Write = std::function<void(const QByteArray& frame)>;

    Requests(Scheduler& scheduler, Write write);

    /// A fresh connection: numbers start again.
    void start(protocol::Encoding encoding);
    void setLimits(const protocol::AnnouncedLimits& limits);
    /// The connection is gone: everything unanswered fails with `error`, in the order it was asked.
    void reset(const Error& error);

    /// With `lost`, reset() calls that instead of `done`: for those who ask again.
    template <typename M>
    void send(const M& message, const std::optional<ClientId>& c, std::function<void(Result<typename M::Reply>)> done,
        std::function<void()> lost = {})
    {
        ask({.encode = [message, c](protocol::Encoding encoding, quint32 id) { return protocol::encodeRequest(encoding, id, c, message); },
            .decode =
                [done = std::move(done)](protocol::Encoding encoding, const Result<QByteArrayView>& body) {
                    if (body)
                        done(protocol::decodeReply<typename M::Reply>(encoding, *body));
                    else
                        done(body.error());
                },
            .lost = std::move(lost)});
    }
    /// Fire and forget; dropped while the link is behind.
    void tell(const protocol::Typing& typing);

    /// An `ok` or `err` envelope. An answer nobody waits for is passed over.
    void answered(const protocol::RawEnvelope& envelope);
    int inFlight() const { return int(m_waiting.size()); }
    int queued() const { return int(m_queue.size()); }

private:
    struct Question {
        std::function<QByteArray(protocol::Encoding, quint32)> encode;
        std::function<void(protocol::Encoding, const Result<QByteArrayView>&)> decode;
        std::function<void()> lost;
    };

    void ask(Question question);
    void pump();
    void put(const QByteArray& envelope);
    void flush();

    Write m_write;
    Delay m_flush;
    protocol::Encoding m_encoding = protocol::Encoding::Cbor;
    protocol::AnnouncedLimits m_limits;
    quint32 m_lastId = 0;
    QList<Question> m_queue;
    QMap<quint32, Question> m_waiting; ///< ordered, so that reset() fails them in the order asked
    QList<quint32> m_tooBig;
    QByteArray m_frame;
    int m_frameEnvelopes = 0;
};

} // namespace confab::client
