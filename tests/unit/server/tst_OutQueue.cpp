// Joining, withholding and dropping at the exact thresholds.
#include "server/gateway/OutQueue.h"

#include <QTest>
#include <QtEndian>

using namespace confab;
using namespace confab::server;
using protocol::Encoding;

Q_DECLARE_METATYPE(confab::server::DeliveryClass)

namespace {

constexpr OutQueueThresholds standard;

QByteArray bytes(qsizetype size, char c = 'x')
{
    return QByteArray(size, c);
}

/// Fills the backlog with pushes that are never withheld.
void fill(OutQueue& queue, qint64 size)
{
    queue.addPush(DeliveryClass::A, {}, {}, WaitingEnvelope(bytes(size)));
}

QByteArray lag(RoomId room, Seq head)
{
    return protocol::encodePush(Encoding::Json, protocol::LagPush{room, head});
}

/// The payloads of whole frames.
QList<QByteArray> payloads(const QByteArray& wire)
{
    QList<QByteArray> found;
    for (qsizetype at = 0; at < wire.size();) {
        const int length = quint8(wire[at + 1]);
        const qsizetype head = length < 126 ? 2 : length == 126 ? 4 : 10;
        const qsizetype size = length < 126 ? length
            : length == 126               ? qFromBigEndian<quint16>(wire.constData() + at + 2)
                                          : qsizetype(qFromBigEndian<quint64>(wire.constData() + at + 2));
        found.append(wire.mid(at + head, size));
        at += head + size;
    }
    return found;
}

/// The messages of one write.
QList<QByteArray> take(OutQueue& queue)
{
    SharedFrames frames;
    WirePieces pieces;
    queue.take(frames, pieces);
    QByteArray wire;
    for (const QByteArray& one : pieces)
        wire += one;
    return payloads(wire);
}

QByteArray takeMessage(OutQueue& queue)
{
    const auto messages = take(queue);
    return messages.size() == 1 ? messages.first() : QByteArray("not one message");
}

/// Sends everything that waits; the messages.
QList<QByteArray> drain(OutQueue& queue)
{
    QList<QByteArray> messages;
    while (!queue.isEmpty()) {
        messages += take(queue);
        queue.written();
    }
    return messages;
}

} // namespace

class tst_OutQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitingEnvelopesLeaveAsOneMessage_data();
    void waitingEnvelopesLeaveAsOneMessage();
    void oneMessageCarriesAtMost64Envelopes();
    void oneMessageCarriesAtMost256KiB();
    void largeEnvelopeLeavesAlone();
    void largeSingleEnvelopeIsNotCopied();
    void frameSaysItsKindAndLength_data();
    void frameSaysItsKindAndLength();
    void backlogOfSmallMessagesLeavesAsOneWrite();
    void oneWriteHasABound();
    void listenersOfTheSameEnvelopesShareOneFrame();
    void keptFrameIsNeverMistakenForANewEnvelope();
    void trimmedQueueGoesOn();
    void backlogCountsUntilWritten();
    void writtenTellsTheAnswers();
    void pushAtAThreshold_data();
    void pushAtAThreshold();
    void withheldRoomGetsLagOnceDrained();
    void otherRoomsEventsAreStillPushedAfterwards();
    void withheldRoomStaysWithheldUntilResumed();
    void resumeBelowTheNewestSaysLagAgain();
    void resumeBeforeLagWasSaidNeedsNoLag();
    void forgottenRoomGetsNoLag();
    void droppedPresenceIsReportedOnce();
    void repliesAreNeverBacklog();
    void overflowIsOverOneMebibyte();
    void clearKeepsTheBooksRight();
};

void tst_OutQueue::waitingEnvelopesLeaveAsOneMessage_data()
{
    QTest::addColumn<int>("encoding");
    QTest::addColumn<QByteArray>("joined");
    QTest::newRow("json lines") << int(Encoding::Json) << QByteArray("aa\nb\nccc");
    QTest::newRow("cbor sequence") << int(Encoding::Cbor) << QByteArray("aabccc");
}

void tst_OutQueue::waitingEnvelopesLeaveAsOneMessage()
{
    QFETCH(int, encoding);
    QFETCH(QByteArray, joined);
    OutQueue queue(Encoding(encoding), standard);
    queue.addReply("aa");
    queue.addPush(DeliveryClass::A, RoomId(1), Seq(1), WaitingEnvelope("b"));
    queue.addPush(DeliveryClass::C, RoomId(1), {}, WaitingEnvelope("ccc"));
    QCOMPARE(takeMessage(queue), joined);
    QCOMPARE(queue.envelopesTaken(), 3);
    QVERIFY(queue.isEmpty());
    QVERIFY(queue.isWriting());
}

void tst_OutQueue::oneMessageCarriesAtMost64Envelopes()
{
    OutQueue queue(Encoding::Json, standard);
    for (int i = 0; i < 150; ++i)
        queue.addPush(DeliveryClass::A, {}, {}, WaitingEnvelope("x"));
    const auto messages = drain(queue);
    QCOMPARE(messages.size(), 3);
    QCOMPARE(messages[0].count('x'), 64);
    QCOMPARE(messages[2].count('x'), 22);
}

void tst_OutQueue::oneMessageCarriesAtMost256KiB()
{
    OutQueue queue(Encoding::Json, standard);
    for (int i = 0; i < 3; ++i)
        queue.addReply(bytes(100 * 1024));
    const auto messages = drain(queue);
    QCOMPARE(messages.size(), 2);
    QCOMPARE(messages[0].size(), 200 * 1024 + 1);
    for (const QByteArray& one : messages)
        QVERIFY(one.size() <= limits::outFrameBytes);
    // The separator counts: two halves do not fit with a line end between them.
    queue.addReply(bytes(limits::outFrameBytes / 2));
    queue.addReply(bytes(limits::outFrameBytes / 2));
    QCOMPARE(drain(queue).size(), 2);
}

void tst_OutQueue::largeEnvelopeLeavesAlone()
{
    OutQueue queue(Encoding::Json, standard);
    queue.addReply("a");
    queue.addReply(bytes(300 * 1024));
    queue.addReply("b");
    const auto messages = drain(queue);
    QCOMPARE(messages.size(), 3);
    QCOMPARE(messages[1].size(), 300 * 1024);
}

void tst_OutQueue::largeSingleEnvelopeIsNotCopied()
{
    OutQueue queue(Encoding::Json, standard);
    const QByteArray shared = bytes(SharedFrames::copiedPayload + 1);
    queue.addPush(DeliveryClass::A, {}, {}, WaitingEnvelope(shared));
    SharedFrames frames;
    WirePieces pieces;
    queue.take(frames, pieces);
    QCOMPARE(pieces.size(), 2);
    QVERIFY(pieces[1].constData() == shared.constData());
}

void tst_OutQueue::frameSaysItsKindAndLength_data()
{
    QTest::addColumn<int>("encoding");
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("head");
    const int json = int(Encoding::Json);
    const int cbor = int(Encoding::Cbor);
    QTest::newRow("empty") << json << 0 << QByteArray::fromHex("8100");
    QTest::newRow("text") << json << 125 << QByteArray::fromHex("817d");
    QTest::newRow("binary") << cbor << 125 << QByteArray::fromHex("827d");
    QTest::newRow("two bytes of length") << json << 126 << QByteArray::fromHex("817e007e");
    QTest::newRow("most of two bytes") << cbor << 65535 << QByteArray::fromHex("827effff");
    QTest::newRow("eight bytes of length") << json << 65536 << QByteArray::fromHex("817f0000000000010000");
}

void tst_OutQueue::frameSaysItsKindAndLength()
{
    QFETCH(int, encoding);
    QFETCH(int, size);
    QFETCH(QByteArray, head);
    SharedFrames frames;
    WirePieces pieces;
    const WaitingEnvelope one(bytes(size), true);
    frames.appendFrame(Encoding(encoding), {&one, 1}, size, pieces);
    QByteArray wire;
    for (const QByteArray& piece : pieces)
        wire += piece;
    QCOMPARE(wire.size(), head.size() + size);
    QCOMPARE(wire.first(head.size()), head);
    QCOMPARE(wire.sliced(head.size()), one.bytes());
}

void tst_OutQueue::backlogOfSmallMessagesLeavesAsOneWrite()
{
    OutQueue queue(Encoding::Json, standard);
    for (int i = 0; i < 65; ++i)
        queue.addPush(DeliveryClass::A, {}, {}, WaitingEnvelope("x"));
    queue.addReply("y");
    const auto messages = take(queue);
    QCOMPARE(messages.size(), 2);
    QCOMPARE(messages[1], QByteArray("x\ny"));
    QCOMPARE(queue.messagesTaken(), 2);
    QCOMPARE(queue.envelopesTaken(), 66);
    QCOMPARE(queue.backlog(), 65);
    QCOMPARE(queue.written(), 1);
    QCOMPARE(queue.backlog(), 0);
}

void tst_OutQueue::oneWriteHasABound()
{
    OutQueue queue(Encoding::Json, standard);
    for (int i = 0; i < 64 * (OutQueue::oneWriteMessages + 1); ++i)
        queue.addReply("x");
    QCOMPARE(take(queue).size(), OutQueue::oneWriteMessages);
    QVERIFY(!queue.isEmpty());
    queue.written();
    QCOMPARE(drain(queue).size(), 1);
    queue.addReply(bytes(OutQueue::oneWriteBytes));
    for (int i = 0; i < 64; ++i)
        queue.addReply("x");
    QCOMPARE(take(queue).size(), 1);
}

void tst_OutQueue::listenersOfTheSameEnvelopesShareOneFrame()
{
    SharedFrames frames;
    const WaitingEnvelope one(bytes(100, 'a'));
    const WaitingEnvelope two(bytes(100, 'b'));
    const WaitingEnvelope equal(bytes(100, 'b'));
    const auto frameOf = [&](Encoding encoding, const std::vector<WaitingEnvelope>& waiting) {
        OutQueue queue(encoding, standard);
        for (const WaitingEnvelope& each : waiting)
            queue.addPush(DeliveryClass::A, RoomId(1), Seq(1), each);
        WirePieces pieces;
        queue.take(frames, pieces);
        return pieces.size() == 1 ? pieces[0] : QByteArray();
    };
    const QByteArray first = frameOf(Encoding::Json, {one, two});
    QCOMPARE(payloads(first), QList{one.bytes() + '\n' + two.bytes()});
    QVERIFY(frameOf(Encoding::Json, {one, two}).constData() == first.constData());
    QCOMPARE(frames.made(), 1);
    QCOMPARE(payloads(frameOf(Encoding::Cbor, {one, two})), QList{one.bytes() + two.bytes()});
    QCOMPARE(payloads(frameOf(Encoding::Json, {two, one})), QList{two.bytes() + '\n' + one.bytes()});
    QCOMPARE(payloads(frameOf(Encoding::Json, {one})), QList{one.bytes()});
    QCOMPARE(payloads(frameOf(Encoding::Json, {one, equal})), QList{one.bytes() + '\n' + two.bytes()});
    QCOMPARE(frames.made(), 5);
    QVERIFY(frameOf(Encoding::Json, {one, two}).constData() == first.constData());
    frames.clear();
    QVERIFY(frameOf(Encoding::Json, {one, two}).constData() != first.constData());
}

void tst_OutQueue::keptFrameIsNeverMistakenForANewEnvelope()
{
    // Freed memory is given out again at the same address at once: what frames are found by must not be freed.
    SharedFrames frames;
    for (int i = 0; i < 100; ++i) {
        OutQueue queue(Encoding::Json, standard);
        queue.addPush(DeliveryClass::A, RoomId(1), Seq(i + 1), WaitingEnvelope(QByteArray::number(i)));
        WirePieces pieces;
        queue.take(frames, pieces);
        QCOMPARE(payloads(pieces[0]), QList{QByteArray::number(i)});
    }
}

void tst_OutQueue::trimmedQueueGoesOn()
{
    OutQueue queue(Encoding::Json, standard);
    queue.addReply("a");
    queue.trim();
    queue.trim();
    queue.addReply("b");
    QCOMPARE(takeMessage(queue), QByteArray("a\nb"));
    queue.trim();
    queue.trim();
    queue.written();
    queue.addReply("c");
    QCOMPARE(takeMessage(queue), QByteArray("c"));
}

void tst_OutQueue::backlogCountsUntilWritten()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, 1000);
    takeMessage(queue);
    QCOMPARE(queue.backlog(), 1000);
    fill(queue, 10);
    QCOMPARE(queue.backlog(), 1010);
    queue.written();
    QCOMPARE(queue.backlog(), 10);
}

void tst_OutQueue::writtenTellsTheAnswers()
{
    OutQueue queue(Encoding::Json, standard);
    queue.addReply("a");
    queue.addPush(DeliveryClass::A, {}, {}, WaitingEnvelope("b"));
    queue.addReply("c");
    takeMessage(queue);
    QCOMPARE(queue.written(), 2);
    QCOMPARE(queue.replyBytes(), 0);
}

void tst_OutQueue::pushAtAThreshold_data()
{
    QTest::addColumn<qint64>("backlog");
    QTest::addColumn<DeliveryClass>("deliveryClass");
    QTest::addColumn<bool>("durable");
    QTest::addColumn<int>("taken");
    const int queued = int(OutQueue::Taken::Queued);
    const int withheld = int(OutQueue::Taken::Withheld);
    const int dropped = int(OutQueue::Taken::Dropped);
    QTest::newRow("C at 64 KiB") << standard.dropTyping << DeliveryClass::C << false << queued;
    QTest::newRow("C over 64 KiB") << standard.dropTyping + 1 << DeliveryClass::C << false << dropped;
    QTest::newRow("B over 64 KiB") << standard.dropTyping + 1 << DeliveryClass::B << false << queued;
    QTest::newRow("B at 256 KiB") << standard.withhold << DeliveryClass::B << false << queued;
    QTest::newRow("B over 256 KiB") << standard.withhold + 1 << DeliveryClass::B << false << dropped;
    QTest::newRow("event at 256 KiB") << standard.withhold << DeliveryClass::A << true << queued;
    QTest::newRow("event over 256 KiB") << standard.withhold + 1 << DeliveryClass::A << true << withheld;
    QTest::newRow("other A over 256 KiB") << standard.withhold + 1 << DeliveryClass::A << false << queued;
}

void tst_OutQueue::pushAtAThreshold()
{
    QFETCH(qint64, backlog);
    QFETCH(DeliveryClass, deliveryClass);
    QFETCH(bool, durable);
    QFETCH(int, taken);
    OutQueue queue(Encoding::Json, standard);
    fill(queue, backlog);
    QCOMPARE(int(queue.addPush(deliveryClass, RoomId(1), durable ? Seq(5) : Seq(), WaitingEnvelope("x"))), taken);
}

void tst_OutQueue::withheldRoomGetsLagOnceDrained()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, standard.withhold + 1);
    takeMessage(queue);
    for (const int seq : {5, 6, 7})
        queue.addPush(DeliveryClass::A, RoomId(1), Seq(seq), WaitingEnvelope("ev"));
    queue.addPush(DeliveryClass::A, RoomId(2), Seq(9), WaitingEnvelope("ev"));
    QVERIFY(queue.isEmpty());
    queue.written();
    QCOMPARE(takeMessage(queue), lag(RoomId(1), Seq(7)) + '\n' + lag(RoomId(2), Seq(9)));
    queue.written();
    QVERIFY(queue.isEmpty());
}

void tst_OutQueue::otherRoomsEventsAreStillPushedAfterwards()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, standard.withhold + 1);
    takeMessage(queue);
    queue.addPush(DeliveryClass::A, RoomId(1), Seq(5), WaitingEnvelope("ev"));
    queue.written();
    drain(queue);
    QVERIFY(queue.isWithheld(RoomId(1)));
    QCOMPARE(int(queue.addPush(DeliveryClass::A, RoomId(2), Seq(1), WaitingEnvelope("ev"))), int(OutQueue::Taken::Queued));
}

void tst_OutQueue::withheldRoomStaysWithheldUntilResumed()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, standard.withhold + 1);
    queue.addPush(DeliveryClass::A, RoomId(1), Seq(5), WaitingEnvelope("ev"));
    drain(queue);
    QCOMPARE(int(queue.addPush(DeliveryClass::A, RoomId(1), Seq(6), WaitingEnvelope("ev"))), int(OutQueue::Taken::Withheld));
    QVERIFY(queue.isEmpty());
    queue.resume(RoomId(1), Seq(6));
    QVERIFY(queue.isEmpty());
    QCOMPARE(int(queue.addPush(DeliveryClass::A, RoomId(1), Seq(7), WaitingEnvelope("ev"))), int(OutQueue::Taken::Queued));
}

void tst_OutQueue::resumeBelowTheNewestSaysLagAgain()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, standard.withhold + 1);
    queue.addPush(DeliveryClass::A, RoomId(1), Seq(5), WaitingEnvelope("ev"));
    drain(queue);
    queue.addPush(DeliveryClass::A, RoomId(1), Seq(6), WaitingEnvelope("ev"));
    queue.resume(RoomId(1), Seq(5));
    QCOMPARE(takeMessage(queue), lag(RoomId(1), Seq(6)));
    QVERIFY(queue.isWithheld(RoomId(1)));
}

void tst_OutQueue::resumeBeforeLagWasSaidNeedsNoLag()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, standard.withhold + 1);
    queue.addPush(DeliveryClass::A, RoomId(1), Seq(5), WaitingEnvelope("ev"));
    queue.resume(RoomId(1), Seq(5));
    takeMessage(queue);
    queue.written();
    QVERIFY(queue.isEmpty());
}

void tst_OutQueue::forgottenRoomGetsNoLag()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, standard.withhold + 1);
    queue.addPush(DeliveryClass::A, RoomId(1), Seq(5), WaitingEnvelope("ev"));
    queue.addPush(DeliveryClass::B, RoomId(1), {}, WaitingEnvelope("presence"));
    queue.forget(RoomId(1));
    takeMessage(queue);
    queue.written();
    QVERIFY(queue.isEmpty());
    QVERIFY(queue.takeStaleRooms().empty());
}

void tst_OutQueue::droppedPresenceIsReportedOnce()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, standard.withhold + 1);
    queue.addPush(DeliveryClass::B, RoomId(1), {}, WaitingEnvelope("presence"));
    queue.addPush(DeliveryClass::B, RoomId(1), {}, WaitingEnvelope("presence"));
    QVERIFY(queue.takeStaleRooms().empty());
    drain(queue);
    QCOMPARE(int(queue.addPush(DeliveryClass::B, RoomId(1), {}, WaitingEnvelope("with a hole before it"))), int(OutQueue::Taken::Dropped));
    QCOMPARE(queue.takeStaleRooms(), std::vector{RoomId(1)});
    QVERIFY(queue.takeStaleRooms().empty());
    QCOMPARE(int(queue.addPush(DeliveryClass::B, RoomId(1), {}, WaitingEnvelope("fresh"))), int(OutQueue::Taken::Queued));
}

void tst_OutQueue::repliesAreNeverBacklog()
{
    OutQueue queue(Encoding::Json, standard);
    for (int i = 0; i < 8; ++i)
        queue.addReply(bytes(limits::attachBytes));
    QCOMPARE(queue.backlog(), 0);
    QVERIFY(!queue.overflows());
    QCOMPARE(queue.replyBytes(), 8 * limits::attachBytes);
    QCOMPARE(int(queue.addPush(DeliveryClass::A, RoomId(1), Seq(1), WaitingEnvelope("ev"))), int(OutQueue::Taken::Queued));
}

void tst_OutQueue::overflowIsOverOneMebibyte()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, standard.close);
    QVERIFY(!queue.overflows());
    fill(queue, 1);
    QVERIFY(queue.overflows());
}

void tst_OutQueue::clearKeepsTheBooksRight()
{
    OutQueue queue(Encoding::Json, standard);
    fill(queue, 100);
    takeMessage(queue);
    fill(queue, 50);
    queue.addReply("reply");
    queue.clear();
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.backlog(), 100);
    QCOMPARE(queue.replyBytes(), 0);
    queue.written();
    QCOMPARE(queue.backlog(), 0);
}

QTEST_GUILESS_MAIN(tst_OutQueue)
#include "tst_OutQueue.moc"
