// The fake server on a real WebSocket of loopback.
#pragma once

#include "tests/support/FakeServer.h"

#include <QWebSocketServer>

namespace confab::test {

class FakeSocketServer : public QObject {
    Q_OBJECT
public:
    explicit FakeSocketServer(FakeServer& server, QObject* parent = nullptr);
    /// On a free port, or again on the same one.
    bool listen();
    void stop();
    QUrl url() const;
    /// Subprotocols offered; empty: none.
    void setSubprotocols(const QStringList& names) { m_socket.setSupportedSubprotocols(names); }

private:
    void accept();

    FakeServer& m_server;
    QWebSocketServer m_socket;
    quint16 m_port = 0;
};

} // namespace confab::test
