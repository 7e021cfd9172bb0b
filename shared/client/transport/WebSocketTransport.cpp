// QWebSocket behind the Transport interface.
#include "shared/client/transport/WebSocketTransport.h"

#include "shared/base/Log.h"

#include <QNetworkRequest>
#include <QSslError>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

using namespace Qt::StringLiterals;

namespace confab::client {

WebSocketTransport::WebSocketTransport(QObject* parent)
    : Transport(parent)
{
}

WebSocketTransport::~WebSocketTransport() { drop(); }

void WebSocketTransport::open(const QUrl& url, protocol::Encoding encoding)
{
    drop();
    m_encoding = encoding;
    m_ended = false;
    m_tlsError.clear();
    // A new socket each time: nothing of an earlier connection can arrive late.
    m_socket = std::make_unique<QWebSocket>(QString(), QWebSocketProtocol::VersionLatest);
    QWebSocket* socket = m_socket.get();
    socket->setMaxAllowedIncomingFrameSize(maxReceiveBytes);
    socket->setMaxAllowedIncomingMessageSize(maxReceiveBytes);

    connect(socket, &QWebSocket::connected, this, [this, socket] {
        const QString wanted = m_encoding == protocol::Encoding::Json ? u"confab1.json"_s : u"confab1.cbor"_s;
        if (socket->subprotocol() != wanted) {
            socket->abort();
            end(4001, tr("This address answers, but it speaks no Confab protocol that this program knows."));
            return;
        }
        Q_EMIT opened();
    });
    connect(socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) { Q_EMIT received(text.toUtf8()); });
    connect(socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& bytes) { Q_EMIT received(bytes); });
    connect(socket, &QWebSocket::pong, this, &Transport::alive);
    connect(socket, &QWebSocket::bytesWritten, this, [this] { Q_EMIT backlogChanged(backlog()); });
    // Remembered for the message only: without ignoreSslErrors() Qt ends the connection.
    connect(socket, &QWebSocket::sslErrors, this, [this](const QList<QSslError>& errors) {
        if (!errors.isEmpty())
            m_tlsError = errors.first().errorString();
    });
    // Qt says `disconnected` also when it never connected, and before it says why; so without a close code the end is told one turn later.
    const auto endUntold = [this, socket] {
        QMetaObject::invokeMethod(
            this,
            [this, socket] {
                if (socket == m_socket.get())
                    end(closedWithoutCode, m_tlsError.isEmpty() ? socket->errorString() : m_tlsError);
            },
            Qt::QueuedConnection);
    };
    connect(socket, &QWebSocket::disconnected, this, [this, socket, endUntold] {
        if (socket->closeCode() != QWebSocketProtocol::CloseCodeNormal || !socket->closeReason().isEmpty())
            end(int(socket->closeCode()), socket->closeReason());
        else
            endUntold();
    });
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto failed = &QWebSocket::errorOccurred;
#else
    const auto failed = qOverload<QAbstractSocket::SocketError>(&QWebSocket::error);
#endif
    connect(socket, failed, this, endUntold);

    QWebSocketHandshakeOptions handshake;
    handshake.setSubprotocols({encoding == protocol::Encoding::Json ? u"confab1.json"_s : u"confab1.cbor"_s});
    socket->open(QNetworkRequest(url), handshake);
}

void WebSocketTransport::send(const QByteArray& frame)
{
    if (m_ended || !m_socket || m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    if (frame.size() > maxSendBytes) {
        qCWarning(logNet) << "a frame of" << frame.size() << "bytes was not sent";
        return;
    }
    if (m_encoding == protocol::Encoding::Json)
        m_socket->sendTextMessage(QString::fromUtf8(frame));
    else
        m_socket->sendBinaryMessage(frame);
    Q_EMIT backlogChanged(backlog());
}

void WebSocketTransport::close(int code)
{
    if (m_ended || !m_socket)
        return;
    // Its own signals may come from inside close(), and our word is already given.
    m_socket->disconnect(this);
    m_socket->close(QWebSocketProtocol::CloseCode(code));
    // The other side may never answer the goodbye: the owner hears of the end now.
    QMetaObject::invokeMethod(
        this,
        [this, code, socket = m_socket.get()] {
            if (socket == m_socket.get())
                end(code, {});
        },
        Qt::QueuedConnection);
}

void WebSocketTransport::abort()
{
    if (m_ended || !m_socket)
        return;
    QWebSocket* socket = m_socket.get();
    QMetaObject::invokeMethod(
        this,
        [this, socket] {
            if (socket == m_socket.get())
                end(closedWithoutCode, {});
        },
        Qt::QueuedConnection);
    socket->blockSignals(true);
    socket->abort();
}

qint64 WebSocketTransport::backlog() const { return m_socket ? m_socket->bytesToWrite() : 0; }

void WebSocketTransport::end(int code, const QString& reason)
{
    if (m_ended)
        return;
    m_ended = true;
    Q_EMIT closed(code, reason);
}

void WebSocketTransport::drop()
{
    m_ended = true;
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    // open() may be called from one of the socket's own signals.
    m_socket.release()->deleteLater();
}

} // namespace confab::client
