// Who may come in: the upgrade's matrix, HTTP pages, and the bounds of heads and connections.
#include "tests/integration/gateway/GatewayBench.h"

#include <QTest>

using namespace confab;
using namespace confab::test;
using namespace Qt::StringLiterals;

class tst_Handshake : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void upgradeNeedsOriginAndSubprotocol_data();
    void upgradeNeedsOriginAndSubprotocol();
    void clientsPreferenceDecides_data();
    void clientsPreferenceDecides();
    void upgradeElsewhereIsNotFound();
    void helloComesFirst();
    void frameInTheHandshakesSegmentIsRead();
    void pagesAreServed_data();
    void pagesAreServed();
    void oneConnectionServesSeveralPages();
    void pipelinedRequestsAreAllAnswered();
    void headOverTheLimitIsRefused_data();
    void headOverTheLimitIsRefused();
    void slowHeadIsCutOff();
    void connectionsFromOneAddressAreCapped();
    void connectionsAreCappedInAll();
    void believedProxyGivesTheAddress();
    void busyPortIsAnError();
    void addressThatIsNoneIsAnError();
    void countersAreShown();
};

void tst_Handshake::upgradeNeedsOriginAndSubprotocol_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("subprotocol");
    QTest::addColumn<int>("status");
    QTest::newRow("no origin, json") << QByteArray() << QByteArray("confab1.json") << 101;
    QTest::newRow("no origin, cbor") << QByteArray() << QByteArray("confab1.cbor") << 101;
    QTest::newRow("no origin, none") << QByteArray() << QByteArray() << 400;
    QTest::newRow("no origin, other") << QByteArray() << QByteArray("chat") << 400;
    QTest::newRow("good origin, json") << QByteArray("https://chat.example") << QByteArray("confab1.json") << 101;
    QTest::newRow("good origin, none") << QByteArray("https://chat.example") << QByteArray() << 400;
    QTest::newRow("evil origin, json") << QByteArray("https://evil.example") << QByteArray("confab1.json") << 403;
    QTest::newRow("evil origin, none") << QByteArray("https://evil.example") << QByteArray() << 403;
    QTest::newRow("null origin, json") << QByteArray("null") << QByteArray("confab1.json") << 403;
    QTest::newRow("prefix of good origin") << QByteArray("https://chat.example.evil.example") << QByteArray("confab1.json") << 403;
}

void tst_Handshake::upgradeNeedsOriginAndSubprotocol()
{
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, subprotocol);
    QFETCH(int, status);
    server::GatewayOptions options;
    options.origins = {"https://chat.example"};
    GatewayBench bench(options);
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    QCOMPARE(client.upgrade(subprotocol, origin.isEmpty() ? QByteArray() : "Origin: " + origin + "\r\n"), status);
    QCOMPARE(bench.core.waitFor<server::ConnectionOpened>(1, status == 101 ? 5000 : 0).size(), std::size_t(status == 101 ? 1 : 0));
}

void tst_Handshake::clientsPreferenceDecides_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QByteArray>("agreed");
    QTest::newRow("json first") << QByteArray("confab1.json, confab1.cbor") << QByteArray("confab1.json");
    QTest::newRow("cbor first") << QByteArray("confab1.cbor, confab1.json") << QByteArray("confab1.cbor");
    QTest::newRow("newer one first") << QByteArray("confab9.cbor,confab1.cbor") << QByteArray("confab1.cbor");
}

void tst_Handshake::clientsPreferenceDecides()
{
    QFETCH(QByteArray, offered);
    QFETCH(QByteArray, agreed);
    GatewayBench bench;
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    QCOMPARE(client.upgrade(offered), 101);
    QVERIFY2(client.head.contains("Sec-WebSocket-Protocol: " + agreed + "\r\n"), client.head.constData());
    const auto hello = client.readMessage();
    QVERIFY(hello);
    QCOMPARE(hello->opcode, agreed == "confab1.json" ? RawClient::text : RawClient::binary);
}

void tst_Handshake::upgradeElsewhereIsNotFound()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    QCOMPARE(client.upgrade("confab1.json", {}, "/ws"), 404);
}

void tst_Handshake::helloComesFirst()
{
    GatewayBench bench;
    QVERIFY(bench.started);
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    QCOMPARE(client.upgrade("confab1.json"), 101);
    const auto hello = client.readMessage();
    QVERIFY(hello);
    QVERIFY2(hello->payload.startsWith(R"({"t":"hello",)"), hello->payload.constData());
}

void tst_Handshake::frameInTheHandshakesSegmentIsRead()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    client.send(RawClient::upgradeHead("confab1.json") + RawClient::frame(RawClient::text, R"({"t":"ping","i":1})")
        + RawClient::frame(RawClient::text, R"({"t":"ping","i":2})"));
    QCOMPARE(client.readStatus(), 101);
    const auto requests = bench.core.waitFor<server::RequestArrived>(2);
    QCOMPARE(requests.size(), std::size_t(2));
    QCOMPARE(requests[1].request.id.value_or(0), 2u);
}

void tst_Handshake::pagesAreServed_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::newRow("a page") << QByteArray("GET") << QByteArray("/healthz") << 200;
    QTest::newRow("with a query") << QByteArray("GET") << QByteArray("/healthz?now") << 200;
    QTest::newRow("head only") << QByteArray("HEAD") << QByteArray("/healthz") << 200;
    QTest::newRow("unknown") << QByteArray("GET") << QByteArray("/etc/passwd") << 404;
    QTest::newRow("root") << QByteArray("GET") << QByteArray("/") << 404;
    QTest::newRow("posting") << QByteArray("POST") << QByteArray("/healthz") << 405;
    QTest::newRow("socket path without upgrade") << QByteArray("GET") << QByteArray("/v1/ws") << 400;
}

void tst_Handshake::pagesAreServed()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(int, status);
    GatewayBench bench;
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    QCOMPARE(client.request(path, method), status);
    if (status == 200 && method == "GET")
        QCOMPARE(client.body, QByteArray("ok\n"));
}

void tst_Handshake::oneConnectionServesSeveralPages()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    QCOMPARE(client.request("/healthz"), 200);
    QCOMPARE(client.request("/nothing"), 404);
    QCOMPARE(client.request("/healthz", "GET", "Connection: close\r\n"), 200);
    QVERIFY(client.waitForEnd());
}

void tst_Handshake::pipelinedRequestsAreAllAnswered()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    const QByteArray one = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    client.send(one + one + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
    QCOMPARE(client.readStatus(), 200);
    client.readUntil("ok\n");
    QCOMPARE(client.readStatus(), 200);
    client.readUntil("ok\n");
    QCOMPARE(client.readStatus(), 404);
}

void tst_Handshake::headOverTheLimitIsRefused_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    QByteArray lines;
    for (int i = 0; i < 70; ++i)
        lines += "X-" + QByteArray::number(i) + ": 1\r\n";
    QTest::newRow("70 lines") << "GET /healthz HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n" << 431;
    QTest::newRow("20 KiB in one line") << "GET /healthz HTTP/1.1\r\nX: " + QByteArray(20'000, 'x') + "\r\n\r\n" << 431;
    QTest::newRow("endless target") << "GET /" + QByteArray(40'000, 'a') << 431;
    QTest::newRow("a body") << QByteArray("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody") << 413;
    QTest::newRow("a chunked body") << QByteArray("POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n") << 413;
    QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n") << 400;
    QTest::newRow("control bytes") << QByteArray("GET /healthz HTTP/1.1\r\nX: a\x01\r\n\r\n") << 400;
}

void tst_Handshake::headOverTheLimitIsRefused()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    GatewayBench bench;
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    client.send(head);
    QCOMPARE(client.readStatus(), status);
    QVERIFY(client.waitForEnd());
}

void tst_Handshake::slowHeadIsCutOff()
{
    server::GatewayOptions options;
    options.deadlines.headMs = 150;
    GatewayBench bench(options);
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    client.send("GET /healthz HTTP/1.1\r\nHos");
    QVERIFY(client.waitForEnd(3000));
    QTRY_COMPARE(bench.gateway.connectionCount(), 0);
}

void tst_Handshake::connectionsFromOneAddressAreCapped()
{
    server::GatewayOptions options;
    options.maxConnectionsPerAddress = 2;
    GatewayBench bench(options);
    RawClient first;
    RawClient second;
    RawClient third;
    QVERIFY(bench.open(first));
    QVERIFY(bench.open(second));
    QVERIFY(third.connectTo(bench.gateway.port()));
    QVERIFY(third.waitForEnd());
    first.send(RawClient::frame(RawClient::closing, QByteArray::fromHex("03e8")));
    QCOMPARE(first.readCloseCode(), 1000);
    QVERIFY(first.waitForEnd());
    QTRY_COMPARE(bench.gateway.connectionCount(), 1);
    RawClient fourth;
    QVERIFY(bench.open(fourth));
}

void tst_Handshake::connectionsAreCappedInAll()
{
    server::GatewayOptions options;
    options.maxConnections = 1;
    GatewayBench bench(options);
    RawClient first;
    RawClient second;
    QVERIFY(bench.open(first));
    QVERIFY(second.connectTo(bench.gateway.port()));
    QVERIFY(second.waitForEnd());
}

void tst_Handshake::believedProxyGivesTheAddress()
{
    server::GatewayOptions options;
    options.trustedProxies = {u"127.0.0.1"_s};
    options.maxConnectionsPerAddress = 1;
    GatewayBench bench(options);
    RawClient first;
    RawClient same;
    RawClient other;
    QVERIFY(first.connectTo(bench.gateway.port()));
    QCOMPARE(first.upgrade("confab1.json", "X-Forwarded-For: 10.0.0.1, 192.0.2.7\r\n"), 101);
    QCOMPARE(bench.core.waitFor<server::ConnectionOpened>(1).at(0).address, u"192.0.2.7"_s);
    QVERIFY(same.connectTo(bench.gateway.port()));
    QCOMPARE(same.upgrade("confab1.json", "X-Forwarded-For: 192.0.2.7\r\n"), 429);
    QVERIFY(other.connectTo(bench.gateway.port()));
    QCOMPARE(other.upgrade("confab1.json", "X-Forwarded-For: 2001:db8::1\r\n"), 101);
}

void tst_Handshake::busyPortIsAnError()
{
    GatewayBench bench;
    server::GatewayOptions options;
    options.port = bench.gateway.port();
    SystemClock clock;
    FakeCore core;
    server::Gateway second(options, clock, {}, {});
    const auto started = second.start(core);
    QVERIFY(!started);
    QVERIFY2(started.error().message.contains(u"address already in use"), qPrintable(started.error().message));
}

void tst_Handshake::addressThatIsNoneIsAnError()
{
    server::GatewayOptions options;
    options.address = u"localhost:"_s;
    SystemClock clock;
    FakeCore core;
    server::Gateway gateway(options, clock, {}, {});
    const auto started = gateway.start(core);
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::BadArg);
}

void tst_Handshake::countersAreShown()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    QVERIFY2(bench.gateway.metrics().contains("\nconfab_websockets 1\n"), bench.gateway.metrics().constData());
    client.send(RawClient::frame(RawClient::closing, QByteArray::fromHex("03e8")));
    QVERIFY(client.waitForEnd());
    QTRY_VERIFY(bench.gateway.metrics().contains("confab_closes_total{code=\"1000\"} 1\n"));
    QVERIFY(bench.gateway.metrics().contains("\nconfab_websockets 0\n"));
}

QTEST_GUILESS_MAIN(tst_Handshake)
#include "tst_Handshake.moc"
