// Sockets in front of a FakeServer.
#include "tests/support/FakeSocketServer.h"

#include <QWebSocket>

#include <memory>

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

class SocketLink final : public QObject, public FakeLink {
public:
    SocketLink(QWebSocket* socket, FakeServer& server, QObject* parent)
        : QObject(parent)
        , m_socket(socket)
        , m_server(server)
    {
        socket->setParent(this);
        encoding = socket->subprotocol() == u"confab1.json"_s ? protocol::Encoding::Json : protocol::Encoding::Cbor;
        connect(socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) { m_server.take(this, text.toUtf8()); });
        connect(socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& bytes) { m_server.take(this, bytes); });
        connect(socket, &QWebSocket::disconnected, this, [this] { deleteLater(); });
        m_server.join(this);
    }
    ~SocketLink() override { m_server.leave(this); }

    void send(const QByteArray& frame) override
    {
        if (encoding == protocol::Encoding::Json)
            m_socket->sendTextMessage(QString::fromUtf8(frame));
        else
            m_socket->sendBinaryMessage(frame);
    }
    void close(int code, const QString& reason) override { m_socket->close(QWebSocketProtocol::CloseCode(code), reason); }

private:
    QWebSocket* m_socket;
    FakeServer& m_server;
};

} // namespace

FakeSocketServer::FakeSocketServer(FakeServer& server, QObject* parent)
    : QObject(parent)
    , m_server(server)
    , m_socket(u"fake"_s, QWebSocketServer::NonSecureMode)
{
    m_socket.setSupportedSubprotocols({u"confab1.json"_s, u"confab1.cbor"_s});
    connect(&m_socket, &QWebSocketServer::newConnection, this, &FakeSocketServer::accept);
}

bool FakeSocketServer::listen()
{
    const bool listening = m_socket.listen(QHostAddress::LocalHost, m_port);
    m_port = m_socket.serverPort();
    return listening;
}

void FakeSocketServer::stop()
{
    m_socket.close();
    // The links die with their sockets, without a goodbye.
    const auto links = findChildren<QObject*>(QString(), Qt::FindDirectChildrenOnly);
    for (QObject* link : links) {
        if (auto* socket = link->findChild<QWebSocket*>()) {
            m_server.leave(dynamic_cast<SocketLink*>(link));
            socket->abort();
        }
    }
}

QUrl FakeSocketServer::url() const { return QUrl(u"ws://127.0.0.1:%1/v1/ws"_s.arg(m_port)); }

void FakeSocketServer::accept()
{
    while (QWebSocket* socket = m_socket.nextPendingConnection())
        new SocketLink(socket, m_server, this);
}

} // namespace confab::test
