// The pipe as a WebSocket: Qt's client with its limits set.
#pragma once

#include "shared/client/transport/Transport.h"

#include <memory>

class QWebSocket;

namespace confab::client {

/// wss:// uses Qt's strict defaults: a certificate the system does not trust ends the attempt; no error is ever ignored.
class WebSocketTransport final : public Transport {
    Q_OBJECT
public:
    explicit WebSocketTransport(QObject* parent = nullptr);
    ~WebSocketTransport() override;

    void open(const QUrl& url, protocol::Encoding encoding) override;
    void send(const QByteArray& frame) override;
    void close(int code) override;
    void abort() override;
    qint64 backlog() const override;

private:
    void end(int code, const QString& reason);
    void drop();

    std::unique_ptr<QWebSocket> m_socket;
    protocol::Encoding m_encoding = protocol::Encoding::Cbor;
    bool m_ended = true; ///< closed() was told or nothing was opened
    QString m_tlsError;
};

} // namespace confab::client
