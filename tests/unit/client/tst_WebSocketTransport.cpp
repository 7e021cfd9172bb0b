// The real socket: subprotocols, both encodings, every way a connection can end.
#include "shared/client/Client.h"
#include "shared/client/transport/WebSocketTransport.h"
#include "tests/support/ClientRig.h"
#include "tests/support/FakeSocketServer.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

struct Rig {
    Rig()
    {
        server.addRoom(RoomId(1), u"lobby"_s);
        socket.listen();
    }

    SystemClock clock;
    FakeServer server{clock};
    FakeSocketServer socket{server};
    WebSocketTransport transport;
    QSignalSpy opened{&transport, &Transport::opened};
    QSignalSpy received{&transport, &Transport::received};
    QSignalSpy closed{&transport, &Transport::closed};
};

} // namespace

class tst_WebSocketTransport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensAndHearsHello_data();
    void opensAndHearsHello();
    void tellsTheServersCloseCode();
    void tellsOnceThatNobodyListens();
    void tellsWhenTheServerDies();
    void refusesAServerWithoutOurProtocol();
    void refusesAWebServer();
    void ourGoodbyeReachesTheServer();
    void abortIsToldOnceAndNotFromInside();
    void aFreshOpenSilencesTheOldSocket();
    void aHugeMessageEndsTheConnection();
    void wssToAnUnencryptedServerFails();
    void aClientTalksOverARealSocket_data();
    void aClientTalksOverARealSocket();
    void aClientComesBackWhenTheServerDoes();
};

void tst_WebSocketTransport::opensAndHearsHello_data()
{
    QTest::addColumn<int>("encoding");
    QTest::newRow("json") << int(Encoding::Json);
    QTest::newRow("cbor") << int(Encoding::Cbor);
}

void tst_WebSocketTransport::opensAndHearsHello()
{
    QFETCH(int, encoding);
    Rig rig;
    rig.transport.open(rig.socket.url(), Encoding(encoding));
    QCOMPARE(rig.opened.count(), 0);
    QTRY_COMPARE(rig.received.count(), 1);
    QCOMPARE(rig.opened.count(), 1);
    FrameReader reader(Encoding(encoding), rig.received.first().first().toByteArray());
    const auto envelope = reader.next();
    QVERIFY(envelope.hasValue());
    const auto push = decodePush(Encoding(encoding), **envelope);
    QVERIFY(std::holds_alternative<Hello>(**push));
}

void tst_WebSocketTransport::tellsTheServersCloseCode()
{
    Rig rig;
    rig.transport.open(rig.socket.url(), Encoding::Cbor);
    QTRY_COMPARE(rig.received.count(), 1);
    rig.server.closeAll(4006, u"revoked elsewhere"_s);
    QTRY_COMPARE(rig.closed.count(), 1);
    QCOMPARE(rig.closed.first().at(0).toInt(), 4006);
    QCOMPARE(rig.closed.first().at(1).toString(), u"revoked elsewhere"_s);
    QTRY_COMPARE(rig.server.linkCount(), 0);
    QCOMPARE(rig.closed.count(), 1);
}

void tst_WebSocketTransport::tellsOnceThatNobodyListens()
{
    Rig rig;
    const QUrl url = rig.socket.url();
    rig.socket.stop();
    rig.transport.open(url, Encoding::Cbor);
    QCOMPARE(rig.closed.count(), 0);
    QTRY_COMPARE(rig.closed.count(), 1);
    QCOMPARE(rig.closed.first().at(0).toInt(), closedWithoutCode);
    QVERIFY(!rig.closed.first().at(1).toString().isEmpty());
    QCOMPARE(rig.opened.count(), 0);
}

void tst_WebSocketTransport::tellsWhenTheServerDies()
{
    Rig rig;
    rig.transport.open(rig.socket.url(), Encoding::Cbor);
    QTRY_COMPARE(rig.received.count(), 1);
    rig.socket.stop();
    QTRY_COMPARE(rig.closed.count(), 1);
}

void tst_WebSocketTransport::refusesAServerWithoutOurProtocol()
{
    Rig rig;
    rig.socket.setSubprotocols({u"chat"_s});
    rig.transport.open(rig.socket.url(), Encoding::Cbor);
    QTRY_COMPARE(rig.closed.count(), 1);
    QCOMPARE(rig.opened.count(), 0);
    QCOMPARE(rig.received.count(), 0);
}

void tst_WebSocketTransport::refusesAWebServer()
{
    QTcpServer web;
    QVERIFY(web.listen(QHostAddress::LocalHost));
    connect(&web, &QTcpServer::newConnection, this, [&web] {
        QTcpSocket* socket = web.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"); });
    });
    WebSocketTransport transport;
    QSignalSpy closed(&transport, &Transport::closed);
    transport.open(QUrl(u"ws://127.0.0.1:%1/v1/ws"_s.arg(web.serverPort())), Encoding::Cbor);
    QTRY_COMPARE(closed.count(), 1);
}

void tst_WebSocketTransport::ourGoodbyeReachesTheServer()
{
    Rig rig;
    rig.transport.open(rig.socket.url(), Encoding::Cbor);
    QTRY_COMPARE(rig.received.count(), 1);
    rig.transport.close(1000);
    QCOMPARE(rig.closed.count(), 0);
    QTRY_COMPARE(rig.closed.count(), 1);
    QTRY_COMPARE(rig.server.linkCount(), 0);
    QCOMPARE(rig.closed.count(), 1);
}

void tst_WebSocketTransport::abortIsToldOnceAndNotFromInside()
{
    Rig rig;
    rig.transport.open(rig.socket.url(), Encoding::Cbor);
    QTRY_COMPARE(rig.received.count(), 1);
    rig.transport.abort();
    rig.transport.abort();
    QCOMPARE(rig.closed.count(), 0);
    QTRY_COMPARE(rig.closed.count(), 1);
    QCOMPARE(rig.closed.first().at(0).toInt(), closedWithoutCode);
    rig.transport.open(rig.socket.url(), Encoding::Cbor);
    QTRY_COMPARE(rig.opened.count(), 2);
    QCOMPARE(rig.closed.count(), 1);
}

void tst_WebSocketTransport::aFreshOpenSilencesTheOldSocket()
{
    Rig rig;
    rig.transport.open(rig.socket.url(), Encoding::Cbor);
    QTRY_COMPARE(rig.received.count(), 1);
    rig.transport.open(rig.socket.url(), Encoding::Cbor);
    QTRY_COMPARE(rig.received.count(), 2);
    QTRY_COMPARE(rig.server.linkCount(), 1);
    QCOMPARE(rig.closed.count(), 0);
}

void tst_WebSocketTransport::aHugeMessageEndsTheConnection()
{
    Rig rig;
    rig.transport.open(rig.socket.url(), Encoding::Cbor);
    QTRY_COMPARE(rig.received.count(), 1);
    rig.server.rooms[RoomId(1)].state.topic = QString(3'000'000, u'y');
    rig.transport.send(encodeRequest(Encoding::Cbor, 1, {}, Attach{}));
    QTRY_COMPARE(rig.closed.count(), 1);
    QCOMPARE(rig.received.count(), 1);
}

void tst_WebSocketTransport::wssToAnUnencryptedServerFails()
{
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    connect(&plain, &QTcpServer::newConnection, this, [&plain] {
        QTcpSocket* socket = plain.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    });
    WebSocketTransport transport;
    QSignalSpy opened(&transport, &Transport::opened);
    QSignalSpy closed(&transport, &Transport::closed);
    transport.open(QUrl(u"wss://127.0.0.1:%1/v1/ws"_s.arg(plain.serverPort())), Encoding::Cbor);
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(opened.count(), 0);
    QVERIFY(!closed.first().at(1).toString().isEmpty());
}

void tst_WebSocketTransport::aClientTalksOverARealSocket_data() { opensAndHearsHello_data(); }

void tst_WebSocketTransport::aClientTalksOverARealSocket()
{
    QFETCH(int, encoding);
    Rig rig;
    const auto scheduler = makeEventLoopScheduler();
    MemorySecrets secrets(*scheduler);
    ClientOptions options;
    options.url = rig.socket.url();
    options.account = u"ann"_s;
    options.device = {u"d"_s, u"d"_s, u"test"_s};
    options.about = {u"t"_s, u"1"_s};
    options.encoding = Encoding(encoding);
    secrets.secrets.insert(u"test ann@127.0.0.1:%1"_s.arg(options.url.port()), u"token-ann"_s);
    Client client(options, rig.clock, std::make_unique<WebSocketTransport>(), secrets);
    client.start();
    QTRY_VERIFY(client.state().isOnline());
    QStringList texts;
    for (int i = 0; i < 100; ++i) {
        texts.append(u"line %1 grün 👋"_s.arg(i));
        client.post(RoomId(1), texts.last());
    }
    QTRY_VERIFY(client.outbox().entries().isEmpty());
    QCOMPARE(rig.server.texts(RoomId(1)), texts);
    QTRY_COMPARE(client.store().timeline(RoomId(1)).size(), 100);
    client.stop();
    QTRY_COMPARE(rig.server.linkCount(), 0);
}

void tst_WebSocketTransport::aClientComesBackWhenTheServerDoes()
{
    Rig rig;
    const auto scheduler = makeEventLoopScheduler();
    MemorySecrets secrets(*scheduler);
    ClientOptions options;
    options.url = rig.socket.url();
    options.account = u"ann"_s;
    options.device = {u"d"_s, u"d"_s, u"test"_s};
    options.about = {u"t"_s, u"1"_s};
    options.random = [](quint32 below) { return std::min<quint32>(20, below - 1); };
    secrets.secrets.insert(u"test ann@127.0.0.1:%1"_s.arg(options.url.port()), u"token-ann"_s);
    Client client(options, rig.clock, std::make_unique<WebSocketTransport>(), secrets);
    client.start();
    QTRY_VERIFY(client.state().isOnline());
    rig.socket.stop();
    QTRY_VERIFY(!client.state().isOnline());
    client.post(RoomId(1), u"meanwhile"_s);
    QVERIFY(rig.socket.listen());
    QTRY_VERIFY(client.state().isOnline());
    QTRY_COMPARE(rig.server.texts(RoomId(1)), QStringList{u"meanwhile"_s});
}

QTEST_GUILESS_MAIN(tst_WebSocketTransport)
#include "tst_WebSocketTransport.moc"
