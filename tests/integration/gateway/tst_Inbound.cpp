// Frames from clients: what is taken, what is answered with an error, what ends the connection, and when reading stops.
#include "tests/integration/gateway/GatewayBench.h"

#include <QTest>

using namespace confab;
using namespace confab::test;
using namespace Qt::StringLiterals;

class tst_Inbound : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void frameIsTakenOrEndsTheConnection_data();
    void frameIsTakenOrEndsTheConnection();
    void cborRequestIsTaken();
    void wrongRequestIsAnsweredAndTheConnectionStays_data();
    void wrongRequestIsAnsweredAndTheConnectionStays();
    void wrongTypingIsPassedOver();
    void severalEnvelopesInOneFrameAreTakenInOrder();
    void codePointMayBeSplitBetweenFragments();
    void pingBetweenFragmentsIsAnswered();
    void largestMessageIsTaken();
    void announcedSizeAloneIsRefused_data();
    void announcedSizeAloneIsRefused();
    void fragmentsTogetherOverTheLimitAreRefused();
    void announcedFrameThatNeverComesIsCutOff();
    void slowFrameIsCutOff();
    void silentConnectionIsCutOff();
    void pongsKeepAConnection();
    void connectionWithoutAuthIsClosed();
    void identifiedConnectionStays();
    void readingStopsAtTheRequestsInFlight();
    void answersWrittenFreeRequestsInFlight();
    void fullCoreIsOfferedAgainWithoutLoss();
    void endOfConnectionIsToldOnce();
};

void tst_Inbound::frameIsTakenOrEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("closeCode");   // 0: taken as one request
    const auto text = [](const QByteArray& payload) { return RawClient::frame(RawClient::text, payload); };
    QTest::newRow("a request") << text(R"({"t":"ping","i":1})") << 0;
    QTest::newRow("with an empty body") << text(R"({"t":"ping","i":1,"d":{}})") << 0;
    QTest::newRow("no JSON") << text("hello") << 4002;
    QTest::newRow("cut JSON") << text(R"({"t":"ping","i":1)") << 4002;
    QTest::newRow("a list") << text("[1]") << 4002;
    QTest::newRow("no type") << text(R"({"i":1})") << 4002;
    QTest::newRow("a key twice") << text(R"({"t":"ping","t":"ping","i":1})") << 4002;
    QTest::newRow("unknown member") << text(R"({"t":"ping","i":1,"x":1})") << 4002;
    QTest::newRow("a negative id") << text(R"({"t":"ping","i":-1})") << 4002;
    QTest::newRow("a fraction as id") << text(R"({"t":"ping","i":1.5})") << 4002;
    QTest::newRow("nested too deep") << text("{\"t\":\"ping\",\"i\":1,\"d\":" + QByteArray(20'000, '[') + '}') << 4002;
    QTest::newRow("NUL in text") << text(R"({"t":"p\u0000g","i":1})") << 4002;
    QTest::newRow("behind an envelope") << text(R"({"t":"ping","i":1} x)") << 4002;
    QTest::newRow("binary on a text connection") << RawClient::frame(RawClient::binary, R"({"t":"ping","i":1})") << 4002;
    QTest::newRow("invalid UTF-8") << text("{\"t\":\"\xff\",\"i\":1}") << 1007;
    QTest::newRow("cut UTF-8") << text("{\"t\":\"\xc3") << 1007;
    QTest::newRow("unmasked frame") << QByteArray("\x81\x02hi", 4) << 1002;
    QTest::newRow("reserved opcode") << RawClient::frame(3, "x") << 1002;
    QTest::newRow("continuation of nothing") << RawClient::frame(0, "x") << 1002;
}

void tst_Inbound::frameIsTakenOrEndsTheConnection()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, closeCode);
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    client.send(bytes);
    if (closeCode == 0) {
        QCOMPARE(bench.core.waitFor<server::RequestArrived>(1).size(), std::size_t(1));
        return;
    }
    QCOMPARE(client.readCloseCode(), closeCode);
    QVERIFY(bench.core.all<server::RequestArrived>().empty());
    QCOMPARE(bench.core.waitFor<server::ConnectionClosed>(1).size(), std::size_t(1));
    QTRY_VERIFY(bench.gateway.metrics().contains("confab_closes_total{code=\"" + QByteArray::number(closeCode) + "\"} 1\n"));
}

void tst_Inbound::cborRequestIsTaken()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client, protocol::Encoding::Cbor));
    const QByteArray one = protocol::encodeRequest(protocol::Encoding::Cbor, 5, {}, protocol::Ping{});
    client.send(RawClient::frame(RawClient::binary, one + one));
    QCOMPARE(bench.core.waitFor<server::RequestArrived>(2).size(), std::size_t(2));
    client.send(RawClient::frame(RawClient::binary, QByteArray::fromHex("9b00000001000000000a")));   // a list of 2^32
    QCOMPARE(client.readCloseCode(), 4002);
}

void tst_Inbound::wrongRequestIsAnsweredAndTheConnectionStays_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("unknown type") << QByteArray(R"({"t":"dance","i":9})") << QByteArray("bad_type");
    QTest::newRow("missing field") << QByteArray(R"({"t":"read","i":9,"d":{"room":1}})") << QByteArray("bad_arg");
    QTest::newRow("wrong type of a field") << QByteArray(R"({"t":"room.history","i":9,"d":{"room":"one","limit":1}})")
                                           << QByteArray("bad_arg");
    QTest::newRow("unknown field") << QByteArray(R"({"t":"ping","i":9,"d":{"x":1}})") << QByteArray("bad_arg");
    QTest::newRow("durable without c") << QByteArray(R"({"t":"room.leave","i":9,"d":{"room":1}})") << QByteArray("bad_arg");
}

void tst_Inbound::wrongRequestIsAnsweredAndTheConnectionStays()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, code);
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    client.sendText(request);
    const auto answer = client.readMessage();
    QVERIFY(answer);
    QVERIFY2(answer->payload.startsWith(R"({"t":"err","r":9,)") && answer->payload.contains("\"code\":\"" + code + '"'),
        answer->payload.constData());
    client.sendText(R"({"t":"ping","i":10})");
    QCOMPARE(bench.core.waitFor<server::RequestArrived>(1).size(), std::size_t(1));
}

void tst_Inbound::wrongTypingIsPassedOver()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    client.sendText(R"({"t":"typing","d":{"room":1}})");
    client.sendText(R"({"t":"ping","i":1})");
    const auto requests = bench.core.waitFor<server::RequestArrived>(1);
    QCOMPARE(requests.size(), std::size_t(1));
    QVERIFY(requests[0].request.type->key == protocol::Ping::type);
}

void tst_Inbound::severalEnvelopesInOneFrameAreTakenInOrder()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    client.sendText("{\"t\":\"ping\",\"i\":1}\n{\"t\":\"dance\",\"i\":2}\n{\"t\":\"ping\",\"i\":3}");
    const auto requests = bench.core.waitFor<server::RequestArrived>(2);
    QCOMPARE(requests.size(), std::size_t(2));
    QCOMPARE(requests[0].request.id.value_or(0), 1u);
    QCOMPARE(requests[1].request.id.value_or(0), 3u);
    QVERIFY(requests[0].connection == *id);
    const auto answer = client.readMessage();
    QVERIFY(answer && answer->payload.contains("\"r\":2"));
}

void tst_Inbound::codePointMayBeSplitBetweenFragments()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    client.send(RawClient::frame(RawClient::text, "{\"t\":\"people\",\"i\":1,\"d\":{\"q\":\"caf\xc3", false));
    client.send(RawClient::frame(0, "", false));
    client.send(RawClient::frame(0, "\xa9\"}}"));
    const auto requests = bench.core.waitFor<server::RequestArrived>(1);
    QCOMPARE(requests.size(), std::size_t(1));
    QCOMPARE(requests[0].request.as<protocol::FindPeople>().q, u"café"_s);
}

void tst_Inbound::pingBetweenFragmentsIsAnswered()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    client.send(RawClient::frame(RawClient::text, R"({"t":"ping",)", false));
    client.send(RawClient::frame(RawClient::pinging, "are you there"));
    client.send(RawClient::frame(0, R"("i":1})"));
    const auto pong = client.readFrame();
    QVERIFY(pong);
    QCOMPARE(pong->opcode, 10);
    QCOMPARE(pong->payload, QByteArray("are you there"));
    QCOMPARE(bench.core.waitFor<server::RequestArrived>(1).size(), std::size_t(1));
}

void tst_Inbound::largestMessageIsTaken()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    const QByteArray request = R"({"t":"ping","i":1})";
    client.sendText(request + QByteArray(limits::frameBytes - request.size(), ' '));
    QCOMPARE(bench.core.waitFor<server::RequestArrived>(1).size(), std::size_t(1));
    client.sendText(request + QByteArray(limits::frameBytes - request.size() + 1, ' '));
    QCOMPARE(client.readCloseCode(), 4013);
}

void tst_Inbound::announcedSizeAloneIsRefused_data()
{
    QTest::addColumn<quint64>("size");
    QTest::addColumn<QByteArray>("first");
    QTest::newRow("a byte over, one byte") << quint64(limits::frameBytes + 1) << QByteArray("{");
    QTest::newRow("2^31") << (quint64(1) << 31) << QByteArray("{");
    QTest::newRow("2^63-1") << ((quint64(1) << 63) - 1) << QByteArray("{");
}

void tst_Inbound::announcedSizeAloneIsRefused()
{
    QFETCH(quint64, size);
    QFETCH(QByteArray, first);
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    client.send(RawClient::frameHead(RawClient::text, size) + first);
    QCOMPARE(client.readCloseCode(), 4013);
}

void tst_Inbound::fragmentsTogetherOverTheLimitAreRefused()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    client.send(RawClient::frame(RawClient::text, QByteArray(40'000, ' '), false));
    client.send(RawClient::frameHead(0, 40'000) + "  ");
    QCOMPARE(client.readCloseCode(), 4013);
}

void tst_Inbound::announcedFrameThatNeverComesIsCutOff()
{
    server::GatewayOptions options;
    options.deadlines.frameMs = 150;
    GatewayBench bench(options);
    RawClient client;
    QVERIFY(bench.open(client));
    client.send(RawClient::frameHead(RawClient::text, quint64(1) << 40));
    QCOMPARE(client.readCloseCode(), 4009);
}

void tst_Inbound::slowFrameIsCutOff()
{
    server::GatewayOptions options;
    options.deadlines.frameMs = 200;
    options.deadlines.idleMs = 30'000;
    GatewayBench bench(options);
    RawClient client;
    QVERIFY(bench.open(client));
    // A byte now and then keeps the connection alive, but not the frame.
    QElapsedTimer waited;
    waited.start();
    client.send(RawClient::frameHead(RawClient::text, 1000));
    int code = 0;
    while (code == 0 && waited.elapsed() < 5000) {
        client.send("x");
        code = client.readCloseCode(30);
    }
    QCOMPARE(code, 4009);
}

void tst_Inbound::silentConnectionIsCutOff()
{
    server::GatewayOptions options;
    options.deadlines.idleMs = 200;
    GatewayBench bench(options);
    RawClient client;
    QVERIFY(bench.open(client));
    QCOMPARE(client.readCloseCode(), 4009);
}

void tst_Inbound::pongsKeepAConnection()
{
    server::GatewayOptions options;
    options.deadlines.pingMs = 50;
    options.deadlines.idleMs = 300;
    options.deadlines.frameMs = 200;
    GatewayBench bench(options);
    RawClient client;
    QVERIFY(bench.open(client));
    QElapsedTimer waited;
    waited.start();
    int pings = 0;
    while (waited.elapsed() < 700) {
        const auto ping = client.readFrame(500);
        QVERIFY(ping);
        QCOMPARE(ping->opcode, RawClient::pinging);
        client.send(RawClient::frame(10, ping->payload));
        ++pings;
    }
    QVERIFY(pings >= 5);
}

void tst_Inbound::connectionWithoutAuthIsClosed()
{
    server::GatewayOptions options;
    options.deadlines.authMs = 150;
    GatewayBench bench(options);
    RawClient client;
    QVERIFY(client.connectTo(bench.gateway.port()));
    QCOMPARE(client.upgrade("confab1.json"), 101);
    QCOMPARE(client.readCloseCode(), 4003);
}

void tst_Inbound::identifiedConnectionStays()
{
    server::GatewayOptions options;
    options.deadlines.authMs = 150;
    GatewayBench bench(options);
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    QCOMPARE(client.readCloseCode(400), 0);
    client.sendText(R"({"t":"ping","i":1})");
    QCOMPARE(bench.core.waitFor<server::RequestArrived>(1).size(), std::size_t(1));
}

void tst_Inbound::readingStopsAtTheRequestsInFlight()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    QByteArray frame;
    for (int i = 1; i <= 100; ++i)
        frame += "{\"t\":\"ping\",\"i\":" + QByteArray::number(i) + "}\n";
    client.sendText(frame.chopped(1));
    client.sendText(R"({"t":"ping","i":101})");
    QCOMPARE(bench.core.waitFor<server::RequestArrived>(33, 200).size(), std::size_t(limits::requestsInFlight));
}

void tst_Inbound::answersWrittenFreeRequestsInFlight()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    for (int i = 1; i <= 100; ++i)
        client.sendText("{\"t\":\"ping\",\"i\":" + QByteArray::number(i) + '}');
    for (quint32 i = 1; i <= 100; ++i) {
        const auto requests = bench.core.waitFor<server::RequestArrived>(i);
        QVERIFY(requests.size() >= i);
        QCOMPARE(requests[i - 1].request.id.value_or(0), i);
        bench.gateway.deliver(
            {server::SendReply{*id, protocol::encodeReply(protocol::Encoding::Json, i, protocol::Ping::Reply{TimeMs(1)})}});
        const auto answer = client.readMessage();
        QVERIFY(answer && answer->payload.contains("\"r\":" + QByteArray::number(i) + ','));
    }
}

void tst_Inbound::fullCoreIsOfferedAgainWithoutLoss()
{
    GatewayBench bench;
    RawClient client;
    QVERIFY(bench.open(client));
    bench.core.setFull(true);
    for (int i = 1; i <= 3; ++i)
        client.sendText("{\"t\":\"ping\",\"i\":" + QByteArray::number(i) + '}');
    QTRY_VERIFY(bench.core.refusals() >= 3);
    QVERIFY(bench.core.all<server::RequestArrived>().empty());
    bench.core.setFull(false);
    const auto requests = bench.core.waitFor<server::RequestArrived>(3);
    QCOMPARE(requests.size(), std::size_t(3));
    for (quint32 i = 0; i < 3; ++i)
        QCOMPARE(requests[i].request.id.value_or(0), i + 1);
}

void tst_Inbound::endOfConnectionIsToldOnce()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    client.send(RawClient::frame(RawClient::closing, QByteArray::fromHex("03e9")));
    QCOMPARE(client.readCloseCode(), 1001);
    QVERIFY(client.waitForEnd());
    bench.gateway.deliver({server::CloseConnection{*id, 4010, u"too late"_s, {}}});
    QTRY_COMPARE(bench.gateway.connectionCount(), 0);
    QCOMPARE(bench.core.all<server::ConnectionClosed>().size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(tst_Inbound)
#include "tst_Inbound.moc"
