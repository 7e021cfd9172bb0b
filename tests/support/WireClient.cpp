// The test client's socket: frames in, frames out, answers by id.
#include "tests/support/WireClient.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QTimer>
#include <QWebSocketHandshakeOptions>

using namespace Qt::StringLiterals;

namespace confab::test {

using namespace protocol;

WireClient::WireClient(Encoding encoding, QObject* parent) : QObject(parent), m_encoding(encoding)
{
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) { read(text.toUtf8()); });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& bytes) { read(bytes); });
    connect(&m_socket, &QWebSocket::disconnected, this, [this] {
        const auto waiting = std::exchange(m_waiting, {});
        for (const auto& one : waiting)
            one(nullptr);
        Q_EMIT closed();
    });
}

WireClient::~WireClient()
{
    // The socket tells of its end while it is destroyed, when nobody is left to be told.
    m_socket.disconnect(this);
}

bool WireClient::open(const QUrl& url)
{
    hello.reset();
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({m_encoding == Encoding::Json ? u"confab1.json"_s : u"confab1.cbor"_s});
    m_socket.open(url, options);
    return waitUntil([this] { return hello.has_value(); });
}

Result<Authenticate::Reply> WireClient::signIn(const QUrl& url, const QString& token)
{
    if (!open(url))
        return Error{ErrorCode::Unavailable, u"no hello"_s};
    Authenticate request;
    request.method = AuthMethod::Token;
    request.token = token;
    request.device = {u"test"_s, u"test"_s, u"test"_s};
    request.client = {u"test"_s, u"1"_s};
    return ask(request);
}

void WireClient::abort()
{
    m_socket.abort();
}

void WireClient::write(const QByteArray& frame)
{
    if (m_encoding == Encoding::Json)
        m_socket.sendTextMessage(QString::fromUtf8(frame));
    else
        m_socket.sendBinaryMessage(frame);
}

void WireClient::read(const QByteArray& frame)
{
    FrameReader frames(m_encoding, frame);
    while (true) {
        const auto next = frames.next();
        if (!next || !*next)
            return;
        const RawEnvelope& envelope = **next;
        if (envelope.reply) {
            if (const auto done = m_waiting.take(quint32(*envelope.reply)))
                done(&envelope);
        } else if (envelope.type.is(envelope::event)) {
            if (const auto event = decodeEvent(m_encoding, envelope.body)) {
                events.append(*event);
                Q_EMIT eventCame(*event);
            }
        } else if (const auto push = decodePush(m_encoding, envelope); push && *push) {
            if (const auto* greeting = std::get_if<Hello>(&**push))
                hello = *greeting;
            pushes.append(**push);
        }
    }
}

bool WireClient::waitUntil(const std::function<bool()>& holds, int limitMs)
{
    QElapsedTimer waited;
    waited.start();
    QTimer tick;   // wakes the dispatcher when nothing else does
    tick.start(10);
    while (!holds()) {
        if (waited.elapsed() > limitMs)
            return false;
        QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return true;
}

} // namespace confab::test
