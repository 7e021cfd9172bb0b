// A bare protocol client for tests: no outbox, no store, no repair; what it sends is what a test wrote.
#pragma once

#include "shared/protocol/Envelope.h"

#include <QHash>
#include <QObject>
#include <QWebSocket>

namespace confab::test {

class WireClient : public QObject {
    Q_OBJECT

public:
    explicit WireClient(protocol::Encoding encoding = protocol::Encoding::Cbor, QObject* parent = nullptr);
    ~WireClient() override;

    /// Opens and waits for hello. False when it did not come within the limit.
    bool open(const QUrl& url);
    /// open() + auth by token; the error's code is Unavailable when there is no connection.
    Result<protocol::Authenticate::Reply> signIn(const QUrl& url, const QString& token);
    void abort();
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    int closeCode() const { return int(m_socket.closeCode()); }

    /// Sends and waits for the answer.
    template <typename M>
    Result<typename M::Reply> ask(const M& request, std::optional<ClientId> c = {})
    {
        std::optional<Result<typename M::Reply>> answer;
        send(request, c, [&answer](Result<typename M::Reply> result) { answer = std::move(result); });
        waitUntil([&answer] { return answer.has_value(); });
        if (!answer)
            return Error{ErrorCode::Unavailable, QStringLiteral("no answer in time")};
        return *std::move(answer);
    }

    /// Sends; `done` is called once, with Unavailable when the connection ends first.
    template <typename M>
    void send(const M& request, std::optional<ClientId> c, std::function<void(Result<typename M::Reply>)> done)
    {
        if (M::durable && !c)
            c = ClientId::random();
        const quint32 id = ++m_lastId;
        m_waiting.insert(id, [this, done = std::move(done)](const protocol::RawEnvelope* envelope) {
            if (!envelope)
                done(Error{ErrorCode::Unavailable, QStringLiteral("the connection ended")});
            else if (envelope->type.is(protocol::envelope::error))
                done(protocol::decodeError(m_encoding, envelope->body));
            else
                done(protocol::decodeReply<typename M::Reply>(m_encoding, envelope->body));
        });
        write(protocol::encodeRequest(m_encoding, id, c, request));
    }

    void write(const QByteArray& frame);
    /// Turns the event loop until it holds, at most `limitMs`.
    static bool waitUntil(const std::function<bool()>& holds, int limitMs = 15'000);

    std::optional<protocol::Hello> hello;
    QList<protocol::AnyEvent> events;       ///< durable events as they came
    QList<protocol::AnyPush> pushes;

Q_SIGNALS:
    void eventCame(const protocol::AnyEvent& event);
    void closed();

private:
    void read(const QByteArray& frame);

    protocol::Encoding m_encoding;
    QWebSocket m_socket;
    quint32 m_lastId = 0;
    QHash<quint32, std::function<void(const protocol::RawEnvelope*)>> m_waiting;
};

} // namespace confab::test
