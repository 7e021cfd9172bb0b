// A pipe in memory to a FakeServer, in the turns of a FakeTime.
#pragma once

#include "shared/client/transport/Transport.h"
#include "tests/support/FakeServer.h"
#include "tests/support/FakeTime.h"

namespace confab::test {

class FakeTransport final : public client::Transport {
    Q_OBJECT
public:
    FakeTransport(FakeServer& server, FakeTime& time, QObject* parent = nullptr);
    ~FakeTransport() override;

    // ---- the client's end ----
    void open(const QUrl& url, protocol::Encoding wanted) override;
    void send(const QByteArray& frame) override;
    void close(int code) override;
    void abort() override;
    qint64 backlog() const override { return 0; }

    /// Connecting ends with an error.
    bool refuseConnections = false;
    /// The link breaks without a word, in both directions.
    void cut();
    int opens = 0;
    QList<int> closes; ///< the codes the client closed with

private:
    /// The server's end.
    class ServerEnd final : public FakeLink {
    public:
        explicit ServerEnd(FakeTransport& transport)
            : m_transport(transport)
        {
        }
        void send(const QByteArray& frame) override { m_transport.toClient(frame); }
        void close(int code, const QString& reason) override { m_transport.closeFromServer(code, reason); }

    private:
        FakeTransport& m_transport;
    };

    void toClient(const QByteArray& frame);
    void closeFromServer(int code, const QString& reason);
    void endLater(int code, const QString& reason);
    void unlink();

    FakeServer& m_server;
    FakeTime& m_time;
    ServerEnd m_end;
    quint64 m_link = 0;
    bool m_open = false;
    bool m_linked = false;
};

} // namespace confab::test
