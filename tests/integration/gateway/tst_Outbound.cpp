// What the core says, on real sockets: who gets which bytes, joined writes, slow readers, farewells.
#include "tests/integration/gateway/GatewayBench.h"

#include <QTest>

using namespace confab;
using namespace confab::test;
using namespace Qt::StringLiterals;
using protocol::Encoding;

namespace {

constexpr RoomId room{11};

server::PublishToRoom posted(qint64 seq, const QByteArray& json, const QByteArray& cbor = "c")
{
    server::PublishToRoom one;
    one.room = room;
    one.seq = Seq(seq);
    one.json = json;
    one.cbor = cbor;
    return one;
}

server::PublishToRoom push(server::DeliveryClass deliveryClass, const QByteArray& json)
{
    server::PublishToRoom one;
    one.room = room;
    one.deliveryClass = deliveryClass;
    one.json = json;
    return one;
}

} // namespace

class tst_Outbound : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listenersOfTheRoomGetTheirEncoding();
    void authorsConnectionsGetTheAuthorsBytes();
    void exceptedConnectionGetsNothing();
    void watcherHearsEventsOnly();
    void watcherThatJoinsHearsAll();
    void anotherPersonHearsNothingOfTheFormersRooms();
    void unsubscribedConnectionGetsNothingMore();
    void itemsOfOneCallKeepTheirOrder();
    void itemsOfOneCallLeaveAsOneMessage();
    void answersAndEventsReachTheRightThread();
    void slowReaderIsTreatedByClass();
    void slowReaderIsDroppedOverTheLimit();
    void readerThatStopsIsDropped();
    void largeAnswersNeverDropAConnection();
    void farewellComesBeforeTheClose();
    void closedConnectionHearsNothingMore();
};

void tst_Outbound::listenersOfTheRoomGetTheirEncoding()
{
    GatewayBench bench;
    RawClient json;
    RawClient cbor;
    RawClient elsewhere;
    const auto a = bench.open(json);
    const auto b = bench.open(cbor, Encoding::Cbor);
    const auto c = bench.open(elsewhere);
    QVERIFY(a && b && c);
    bench.gateway.deliver({server::Subscribe{*a, room}, server::Subscribe{*b, room}, server::Subscribe{*c, RoomId(12)}});
    bench.gateway.deliver({posted(1, "json bytes", "cbor bytes")});
    bench.gateway.deliver({server::SendPush{*c, server::DeliveryClass::A, {}, {}, "only this"}});
    const auto first = json.readMessage();
    QVERIFY(first);
    QCOMPARE(first->opcode, RawClient::text);
    QCOMPARE(first->payload, QByteArray("json bytes"));
    const auto second = cbor.readMessage();
    QVERIFY(second);
    QCOMPARE(second->opcode, RawClient::binary);
    QCOMPARE(second->payload, QByteArray("cbor bytes"));
    const auto third = elsewhere.readMessage();
    QVERIFY(third);
    QCOMPARE(third->payload, QByteArray("only this"));
}

void tst_Outbound::authorsConnectionsGetTheAuthorsBytes()
{
    GatewayBench bench;
    RawClient author;
    RawClient other;
    const auto a = bench.open(author);
    const auto b = bench.open(other);
    QVERIFY(a && b);
    server::PublishToRoom one = posted(1, "for others");
    one.author = UserId(3);
    one.authorJson = "with c";
    bench.gateway.deliver(
        {server::Identify{*a, UserId(3)}, server::Identify{*b, UserId(4)}, server::Subscribe{*a, room}, server::Subscribe{*b, room}, one});
    QCOMPARE(author.readMessage().value_or(RawFrame{}).payload, QByteArray("with c"));
    QCOMPARE(other.readMessage().value_or(RawFrame{}).payload, QByteArray("for others"));
    one.authorJson.clear();
    bench.gateway.deliver({one});
    QCOMPARE(author.readMessage().value_or(RawFrame{}).payload, QByteArray("for others"));
}

void tst_Outbound::exceptedConnectionGetsNothing()
{
    GatewayBench bench;
    RawClient writer;
    RawClient reader;
    const auto a = bench.open(writer);
    const auto b = bench.open(reader);
    QVERIFY(a && b);
    server::PublishToRoom typing = push(server::DeliveryClass::C, "typing");
    typing.except = *a;
    bench.gateway.deliver({server::Subscribe{*a, room}, server::Subscribe{*b, room}, typing, server::SendReply{*a, "reply"}});
    QCOMPARE(reader.readMessage().value_or(RawFrame{}).payload, QByteArray("typing"));
    QCOMPARE(writer.readMessage().value_or(RawFrame{}).payload, QByteArray("reply"));
}

void tst_Outbound::watcherHearsEventsOnly()
{
    GatewayBench bench;
    RawClient member;
    RawClient watcher;
    const auto a = bench.open(member);
    const auto b = bench.open(watcher);
    QVERIFY(a && b);
    bench.gateway.deliver({server::Subscribe{*a, room}, server::Subscribe{*b, room, server::ListenerKind::Watcher},
        push(server::DeliveryClass::B, "presence"), push(server::DeliveryClass::C, "typing"), posted(1, "event")});
    QCOMPARE(member.readMessage().value_or(RawFrame{}).payload, QByteArray("presence\ntyping\nevent"));
    QCOMPARE(watcher.readMessage().value_or(RawFrame{}).payload, QByteArray("event"));
}

void tst_Outbound::watcherThatJoinsHearsAll()
{
    using server::ListenerKind;
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    bench.gateway.deliver({server::Subscribe{*id, room, ListenerKind::Watcher}, push(server::DeliveryClass::B, "before"),
        server::Subscribe{*id, room, ListenerKind::Member}, push(server::DeliveryClass::B, "joined"),
        server::Subscribe{*id, room, ListenerKind::Watcher}, push(server::DeliveryClass::B, "still a member"), posted(1, "event"),
        server::Unsubscribe{*id, room}, posted(2, "gone"), server::SendReply{*id, "reply"}});
    QCOMPARE(client.readMessage().value_or(RawFrame{}).payload, QByteArray("joined\nstill a member\nevent\nreply"));
}

void tst_Outbound::anotherPersonHearsNothingOfTheFormersRooms()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    const RoomId watched(12);
    server::PublishToRoom elsewhere = posted(1, "watched");
    elsewhere.room = watched;
    bench.gateway.deliver({server::Identify{*id, UserId(3)}, server::Subscribe{*id, room},
        server::Subscribe{*id, watched, server::ListenerKind::Watcher}, server::Identify{*id, UserId(3)}, posted(1, "mine"),
        server::Identify{*id, UserId(4)}, posted(2, "the former's"), elsewhere, server::SendReply{*id, "reply"}});
    QCOMPARE(client.readMessage().value_or(RawFrame{}).payload, QByteArray("mine\nwatched\nreply"));
}

void tst_Outbound::unsubscribedConnectionGetsNothingMore()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    bench.gateway.deliver({server::Subscribe{*id, room}, posted(1, "one"), server::Unsubscribe{*id, room}, posted(2, "two"),
        server::SendReply{*id, "reply"}});
    QCOMPARE(client.readMessage().value_or(RawFrame{}).payload, QByteArray("one\nreply"));
}

void tst_Outbound::itemsOfOneCallKeepTheirOrder()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    QByteArray expected;
    std::vector<server::Outbound> batch{server::Subscribe{*id, room}};
    for (int i = 1; i <= 500; ++i) {
        const QByteArray text = QByteArray::number(i);
        if (i % 2 == 0)
            batch.push_back(posted(i, text));
        else
            batch.push_back(server::SendReply{*id, text});
        expected += text + '\n';
    }
    bench.gateway.deliver(std::move(batch));
    QByteArray got;
    while (got.size() < expected.size()) {
        const auto message = client.readMessage();
        QVERIFY(message);
        QVERIFY(message->payload.count('\n') < limits::outFrameEnvelopes);
        got += message->payload + '\n';
    }
    QCOMPARE(got, expected);
}

void tst_Outbound::itemsOfOneCallLeaveAsOneMessage()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client, Encoding::Cbor);
    QVERIFY(id);
    bench.gateway.deliver({server::Subscribe{*id, room}, server::SendReply{*id, "a"}, posted(1, "-", "b"), posted(2, "-", "c")});
    QCOMPARE(client.readMessage().value_or(RawFrame{}).payload, QByteArray("abc"));
}

void tst_Outbound::answersAndEventsReachTheRightThread()
{
    server::GatewayOptions options;
    options.threads = 3;
    GatewayBench bench(options);
    std::array<RawClient, 7> clients;
    std::vector<server::Outbound> batch;
    QSet<quint32> threads;
    for (std::size_t i = 0; i < clients.size(); ++i) {
        const auto id = bench.open(clients[i]);
        QVERIFY(id);
        threads.insert(id->gateway);
        batch.push_back(server::Subscribe{*id, room});
        batch.push_back(server::SendReply{*id, QByteArray::number(qint64(i))});
    }
    QCOMPARE(threads.size(), 3);
    batch.push_back(posted(1, "to all"));
    bench.gateway.deliver(std::move(batch));
    for (std::size_t i = 0; i < clients.size(); ++i)
        QCOMPARE(clients[i].readMessage().value_or(RawFrame{}).payload, QByteArray::number(qint64(i)) + "\nto all");
}

void tst_Outbound::slowReaderIsTreatedByClass()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client, Encoding::Json, 8192);
    QVERIFY(id);
    bench.gateway.deliver({server::Subscribe{*id, room}});
    // Nobody reads: the kernel's buffers fill, then our queue, then events of the room are withheld.
    constexpr int size = 4000;
    qint64 seq = 0;
    while (bench.gateway.metrics().contains("\nconfab_withheld_events_total 0\n")) {
        ++seq;
        bench.gateway.deliver({posted(seq, QByteArray::number(seq) + ':' + QByteArray(size, 'x'))});
        QVERIFY2(seq < 10'000, "nothing was ever withheld");
    }
    bench.gateway.deliver({push(server::DeliveryClass::C, "typing"), push(server::DeliveryClass::B, "presence"),
        server::SendPush{*id, server::DeliveryClass::A, {}, {}, "self"}});
    bench.gateway.deliver({posted(++seq, "late")});
    // Now read: every event up to the first one withheld, in order; then what is never dropped; then lag.
    qint64 last = 0;
    bool sawSelf = false;
    QByteArray lag;
    while (lag.isEmpty()) {
        const auto message = client.readMessage();
        QVERIFY(message);
        QVERIFY(message->payload.size() <= limits::outFrameBytes);
        for (const QByteArray& line : message->payload.split('\n')) {
            QVERIFY(line != "typing" && line != "presence" && line != "late");
            if (line == "self")
                sawSelf = true;
            else if (line.startsWith('{'))
                lag = line;
            else
                QCOMPARE(line.left(line.indexOf(':')).left(40), QByteArray::number(++last));
        }
    }
    QVERIFY(sawSelf);
    QVERIFY(last < seq - 1);
    QCOMPARE(lag, protocol::encodePush(Encoding::Json, protocol::LagPush{room, Seq(seq)}));
    const auto stale = bench.core.waitFor<server::PresenceStale>(1);
    QCOMPARE(stale.size(), std::size_t(1));
    QVERIFY(stale[0].connection == *id && stale[0].room == room);
    // Still withheld until a room.sync answer reached the newest.
    bench.gateway.deliver({posted(++seq, "withheld too"), server::ResumeRoom{*id, room, Seq(seq - 1)}});
    QCOMPARE(client.readMessage().value_or(RawFrame{}).payload, protocol::encodePush(Encoding::Json, protocol::LagPush{room, Seq(seq)}));
    bench.gateway.deliver({server::ResumeRoom{*id, room, Seq(seq)}, posted(seq + 1, "live again")});
    QCOMPARE(client.readMessage().value_or(RawFrame{}).payload, QByteArray("live again"));
}

void tst_Outbound::slowReaderIsDroppedOverTheLimit()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client, Encoding::Json, 8192);
    QVERIFY(id);
    for (int i = 0; i < 2000 && bench.core.all<server::ConnectionClosed>().empty(); ++i)
        bench.gateway.deliver({server::SendPush{*id, server::DeliveryClass::A, {}, {}, QByteArray(4000, 'x')}});
    QCOMPARE(bench.core.waitFor<server::ConnectionClosed>(1).size(), std::size_t(1));
    QTRY_VERIFY(bench.gateway.metrics().contains("confab_closes_total{code=\"4008\"} 1\n"));
}

void tst_Outbound::readerThatStopsIsDropped()
{
    server::GatewayOptions options;
    options.deadlines.stallMs = 200;
    GatewayBench bench(options);
    RawClient client;
    const auto id = bench.open(client, Encoding::Json, 8192);
    QVERIFY(id);
    bench.gateway.deliver({server::Subscribe{*id, room}});
    for (int i = 1; i <= 100; ++i)
        bench.gateway.deliver({posted(i, QByteArray(6000, 'x'))});
    QCOMPARE(bench.core.waitFor<server::ConnectionClosed>(1).size(), std::size_t(1));
    QTRY_VERIFY(bench.gateway.metrics().contains("confab_closes_total{code=\"4008\"} 1\n"));
}

void tst_Outbound::largeAnswersNeverDropAConnection()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client, Encoding::Json, 8192);
    QVERIFY(id);
    constexpr int answers = 16;
    bench.gateway.deliver({server::Subscribe{*id, room}});
    for (int i = 0; i < answers; ++i)
        bench.gateway.deliver({server::SendReply{*id, QByteArray(limits::attachBytes, 'r')}});
    bench.gateway.deliver({posted(1, "pushed behind them")});
    QByteArray last;
    for (int i = 0; i <= answers; ++i)
        last = client.readMessage().value_or(RawFrame{}).payload;
    QCOMPARE(last, QByteArray("pushed behind them"));
    QVERIFY(bench.core.all<server::ConnectionClosed>().empty());
}

void tst_Outbound::farewellComesBeforeTheClose()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    bench.gateway.deliver({server::SendReply{*id, "reply"}, server::CloseConnection{*id, 4006, u"revoked"_s, "farewell"}});
    QCOMPARE(client.readMessage().value_or(RawFrame{}).payload, QByteArray("reply\nfarewell"));
    QCOMPARE(client.readCloseCode(), 4006);
    QCOMPARE(bench.core.waitFor<server::ConnectionClosed>(1).size(), std::size_t(1));
}

void tst_Outbound::closedConnectionHearsNothingMore()
{
    GatewayBench bench;
    RawClient client;
    const auto id = bench.open(client);
    QVERIFY(id);
    bench.gateway.deliver({server::Subscribe{*id, room}, server::CloseConnection{*id, 1000, {}, {}}, posted(1, "too late"),
        server::SendReply{*id, "too late"}});
    QCOMPARE(client.readCloseCode(), 1000);
    client.sendText(R"({"t":"ping","i":1})");
    client.waitForEnd();
    QVERIFY(bench.core.all<server::RequestArrived>().empty());
}

QTEST_GUILESS_MAIN(tst_Outbound)
#include "tst_Outbound.moc"
