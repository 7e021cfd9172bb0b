// How bytes leave on real sockets: frames whole and in order, control frames between them, the end behind them, memory bounded.
#include "tests/integration/gateway/GatewayBench.h"

#include <QTest>

using namespace confab;
using namespace confab::test;
using namespace Qt::StringLiterals;
using protocol::Encoding;

namespace {

constexpr RoomId room{11};
constexpr int slow = 8192;                       ///< a receive buffer that is full at once
constexpr qsizetype big = 700 * 1024;            ///< more than the kernel takes for a reader that does not read

qint64 counted(const GatewayBench& bench, const QByteArray& name)
{
    const QByteArray text = bench.gateway.metrics();
    const qsizetype at = text.indexOf('\n' + name + ' ') + name.size() + 2;
    return text.mid(at, text.indexOf('\n', at) - at).toLongLong();
}

server::PublishToRoom posted(qint64 seq, const QByteArray& json, const QByteArray& cbor)
{
    server::PublishToRoom one;
    one.room = room;
    one.seq = Seq(seq);
    one.json = json;
    one.cbor = cbor;
    return one;
}

} // namespace

class tst_Writing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pongWaitsForTheEndOfAFrame();
    void answerToACloseIsTheLastFrame();
    void closeComesBehindWhatIsQueued();
    void orderSurvivesPartialWrites();
    void slowReadersBytesWaitInTheQueue();
    void everyListenerGetsItsOwnBytes();
    void answersOfOneReadAreAnsweredBeyondTheLimitInFlight();
    void cutConnectionWithAWriteOnItsWayEndsOnce();
    void gatewayStopsWithWritesOnTheirWay();
};

void tst_Writing::pongWaitsForTheEndOfAFrame()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client, Encoding::Json, slow);
    QVERIFY(id);
    bench.gateway.deliver({server::SendReply{*id, QByteArray(big, 'a')}});
    QTRY_VERIFY(counted(bench, "confab_frames_out_total") == 2);
    const qint64 before = counted(bench, "confab_bytes_in_total");
    client.send(RawClient::frame(RawClient::pinging, "are you there"));
    QTRY_VERIFY(counted(bench, "confab_bytes_in_total") > before);
    bench.gateway.deliver({server::SendReply{*id, QByteArray(big, 'b')}});
    const auto first = client.readFrame();
    QVERIFY(first);
    QCOMPARE(first->opcode, RawClient::text);
    QVERIFY(first->payload == QByteArray(big, 'a'));
    const auto second = client.readFrame();
    QVERIFY(second);
    QCOMPARE(second->opcode, 10);
    QCOMPARE(second->payload, QByteArray("are you there"));
    const auto third = client.readFrame();
    QVERIFY(third);
    QCOMPARE(third->opcode, RawClient::text);
    QVERIFY(third->payload == QByteArray(big, 'b'));
}

void tst_Writing::answerToACloseIsTheLastFrame()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client, Encoding::Json, slow);
    QVERIFY(id);
    bench.gateway.deliver({server::SendReply{*id, QByteArray(big, 'a')}});
    QTRY_VERIFY(counted(bench, "confab_frames_out_total") == 2);
    const qint64 before = counted(bench, "confab_bytes_in_total");
    client.send(RawClient::frame(RawClient::closing, QByteArray::fromHex("03e8")));
    QTRY_VERIFY(counted(bench, "confab_bytes_in_total") > before);
    bench.gateway.deliver({server::SendReply{*id, "after the close frame"}});
    const auto first = client.readFrame();
    QVERIFY(first && first->payload == QByteArray(big, 'a'));
    const auto second = client.readFrame();
    QVERIFY(second);
    QCOMPARE(second->opcode, RawClient::closing);
    QCOMPARE(second->payload, QByteArray::fromHex("03e8"));
    QVERIFY(!client.readFrame(2000));
    QCOMPARE(bench.core.waitFor<server::ConnectionClosed>(1).size(), std::size_t(1));
    QTRY_COMPARE(counted(bench, "confab_closes_total{code=\"1000\"}"), 1);
}

void tst_Writing::closeComesBehindWhatIsQueued()
{
    server::GatewayOptions options;
    options.deadlines.closeMs = 4000;
    GatewayBench bench(options);
    RawClient client;
    const auto id = bench.open(client, Encoding::Json, slow);
    QVERIFY(id);
    bench.gateway.deliver({server::SendReply{*id, QByteArray(big, 'a')}});
    bench.gateway.deliver({server::SendReply{*id, QByteArray(big, 'b')}, server::SendReply{*id, "c"},
        server::CloseConnection{*id, 4006, u"revoked"_s, "farewell"}});
    QVERIFY(client.readMessage().value_or(RawFrame{}).payload == QByteArray(big, 'a'));
    QVERIFY(client.readMessage().value_or(RawFrame{}).payload == QByteArray(big, 'b'));
    QCOMPARE(client.readMessage().value_or(RawFrame{}).payload, QByteArray("c\nfarewell"));
    QCOMPARE(client.readCloseCode(), 4006);
}

void tst_Writing::orderSurvivesPartialWrites()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client, Encoding::Json, slow);
    QVERIFY(id);
    // Long and short ones, in writes of their own and together, read with the writer ahead.
    QByteArray expected;
    constexpr int count = 400;
    std::vector<server::Outbound> batch;
    for (int i = 0; i < count; ++i) {
        const QByteArray text = QByteArray::number(i) + QByteArray((i * 7919) % (i % 10 == 0 ? 40'000 : 300), 'x');
        expected += text + '\n';
        batch.push_back(server::SendReply{*id, text});
        if (i % 3 == 0)
            bench.gateway.deliver(std::exchange(batch, {}));
    }
    bench.gateway.deliver(std::move(batch));
    QByteArray got;
    while (got.size() < expected.size()) {
        const auto message = client.readMessage();
        QVERIFY(message);
        got += message->payload + '\n';
    }
    QVERIFY(got == expected);
}

void tst_Writing::slowReadersBytesWaitInTheQueue()
{
    GatewayBench bench;
    RawClient client;
    RawClient other;
    const auto id = bench.open(client, Encoding::Json, slow);
    const auto second = bench.open(other);
    QVERIFY(id && second);
    const qint64 before = counted(bench, "confab_bytes_out_total");
    constexpr int count = 100;
    for (int i = 0; i < count; ++i)
        bench.gateway.deliver({server::SendPush{*id, server::DeliveryClass::A, {}, {}, QByteArray(8000, 'x')}});
    bench.gateway.deliver({server::SendReply{*second, "all is tried"}});
    QCOMPARE(other.readMessage().value_or(RawFrame{}).payload, QByteArray("all is tried"));
    // The kernel keeps what TCP_NOTSENT_LOWAT allows, one more segment and the reader's buffer; the rest is counted as backlog.
    const qint64 taken = counted(bench, "confab_bytes_out_total") - before;
    QVERIFY2(taken < 192 * 1024, QByteArray::number(taken).constData());
    // So that the limit of a connection is met by what nobody reads, however it was handed over.
    for (int i = 0; i < count; ++i)
        bench.gateway.deliver({server::SendPush{*id, server::DeliveryClass::A, {}, {}, QByteArray(8000, 'x')}});
    QTRY_COMPARE(counted(bench, "confab_closes_total{code=\"4008\"}"), 1);
}

void tst_Writing::everyListenerGetsItsOwnBytes()
{
    GatewayBench bench;
    std::array<RawClient, 8> clients;
    std::vector<server::Outbound> batch;
    const UserId author(3);
    for (std::size_t i = 0; i < clients.size(); ++i) {
        const auto id = bench.open(clients[i], i % 2 == 0 ? Encoding::Json : Encoding::Cbor);
        QVERIFY(id);
        batch.push_back(server::Identify{*id, i < 2 ? author : UserId(qint64(10 + i))});
        batch.push_back(server::Subscribe{*id, room});
        if (i == 7)
            batch.push_back(server::SendReply{*id, "reply"});
    }
    server::PublishToRoom own = posted(1, "json", "cbor");
    own.author = author;
    own.authorJson = "json with c";
    own.authorCbor = "cbor with c";
    batch.push_back(own);
    batch.push_back(posted(2, "more json", "more cbor"));
    bench.gateway.deliver(std::move(batch));
    const std::array<QByteArray, 8> expected{"json with c\nmore json", "cbor with cmore cbor", "json\nmore json", "cbormore cbor",
        "json\nmore json", "cbormore cbor", "json\nmore json", "replycbormore cbor"};
    for (std::size_t i = 0; i < clients.size(); ++i) {
        const auto message = clients[i].readMessage();
        QVERIFY(message);
        QCOMPARE(message->payload, expected[i]);
        QCOMPARE(message->opcode, i % 2 == 0 ? RawClient::text : RawClient::binary);
    }
}

void tst_Writing::answersOfOneReadAreAnsweredBeyondTheLimitInFlight()
{
    // Requests that the gateway itself answers free their place when the answer has left, which may be at once.
    server::GatewayOptions options;
    options.requestsInFlight = 2;
    GatewayBench bench(options);
    RawClient client;
    QVERIFY(bench.open(client));
    QByteArray requests;
    constexpr int count = 50;
    for (int i = 1; i <= count; ++i)
        requests += "{\"t\":\"dance\",\"i\":" + QByteArray::number(i) + "}\n";
    client.sendText(requests.chopped(1));
    int answered = 0;
    while (answered < count) {
        const auto message = client.readMessage();
        QVERIFY(message);
        for (const QByteArray& line : message->payload.split('\n'))
            QVERIFY(line.contains("\"r\":" + QByteArray::number(++answered) + ','));
    }
}

void tst_Writing::cutConnectionWithAWriteOnItsWayEndsOnce()
{
    GatewayBench bench;
    auto client = std::make_unique<RawClient>();
    const auto id = bench.open(*client, Encoding::Json, slow);
    QVERIFY(id);
    bench.gateway.deliver({server::SendReply{*id, QByteArray(big, 'a')}, server::SendReply{*id, QByteArray(big, 'b')}});
    QTRY_VERIFY(counted(bench, "confab_frames_out_total") == 2);
    client.reset();
    QCOMPARE(bench.core.waitFor<server::ConnectionClosed>(1).size(), std::size_t(1));
    QTRY_COMPARE(counted(bench, "confab_connections"), 0);
    QCOMPARE(counted(bench, "confab_closes_total{code=\"1006\"}"), 1);
    QCOMPARE(bench.core.all<server::ConnectionClosed>().size(), std::size_t(1));
}

void tst_Writing::gatewayStopsWithWritesOnTheirWay()
{
    RawClient client;
    {
        GatewayBench bench;
        const auto id = bench.open(client, Encoding::Json, slow);
        QVERIFY(id);
        bench.gateway.deliver({server::SendReply{*id, QByteArray(big, 'a')}});
        QTRY_VERIFY(counted(bench, "confab_frames_out_total") == 2);
        client.send(RawClient::frame(RawClient::pinging, "answered behind the frame"));
    }
    // Nothing is left that keeps the socket open (or, under AddressSanitizer, its memory).
    QVERIFY(!client.readFrame());
    QVERIFY(client.waitForEnd());
}

QTEST_GUILESS_MAIN(tst_Writing)
#include "tst_Writing.moc"
