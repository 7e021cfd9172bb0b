// Numbering, pacing and joining of requests.
#include "shared/client/session/Requests.h"
#include "tests/support/FakeTime.h"

#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

struct Wire {
    explicit Wire(Encoding wanted = Encoding::Cbor)
        : encoding(wanted)
        , requests(time, [this](const QByteArray& frame) { frames.append(frame); })
    {
        requests.start(encoding);
    }

    QList<quint32> ids(int frame) const
    {
        QList<quint32> ids;
        FrameReader reader(encoding, frames.at(frame));
        while (true) {
            const auto envelope = reader.next();
            if (!envelope || !*envelope)
                return ids;
            ids.append(quint32((*envelope)->id.value_or(0)));
        }
    }
    void answer(quint32 id) { take(encodeReply(encoding, id, Ping::Reply{TimeMs(5)})); }
    void take(const QByteArray& frame)
    {
        FrameReader reader(encoding, frame);
        requests.answered(**reader.next());
    }
    void ping(QStringList* log = nullptr, const QString& name = {})
    {
        requests.send(Ping{}, std::nullopt, std::function([log, name](Result<Ping::Reply> reply) {
            if (log)
                log->append(name + (reply ? u" ok"_s : u' ' + QString(errorName(reply.error().code))));
        }));
    }

    FakeTime time;
    Encoding encoding;
    QList<QByteArray> frames;
    Requests requests;
};

} // namespace

class tst_Requests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneTurnLeavesAsOneFrame_data();
    void oneTurnLeavesAsOneFrame();
    void aFrameStaysWithinTheServersLimit();
    void aFrameHasAtMostSixtyFourEnvelopes();
    void answersFindTheirAskerInAnyOrder();
    void noMoreThanTheServersNumberIsInFlight();
    void aLostLinkFailsAllInOrderOrTellsLost();
    void questionsAskedWhileFailingWaitForTheNextLink();
    void whatTheServerWouldCloseForIsNeverSent();
    void anAnswerNobodyWaitsForIsPassedOver();
    void typingHasNoIdAndIsDroppedBehindAQueue();
};

void tst_Requests::oneTurnLeavesAsOneFrame_data()
{
    QTest::addColumn<int>("encoding");
    QTest::newRow("json") << int(Encoding::Json);
    QTest::newRow("cbor") << int(Encoding::Cbor);
}

void tst_Requests::oneTurnLeavesAsOneFrame()
{
    QFETCH(int, encoding);
    Wire wire{Encoding(encoding)};
    wire.ping();
    wire.ping();
    wire.ping();
    QVERIFY(wire.frames.isEmpty());
    wire.time.settle();
    QCOMPARE(wire.frames.size(), 1);
    QCOMPARE(wire.ids(0), (QList<quint32>{1, 2, 3}));
}

void tst_Requests::aFrameStaysWithinTheServersLimit()
{
    Wire wire;
    for (int i = 0; i < 20; ++i)
        wire.requests.send(
            PostMessage{RoomId(1), QString(7000, u'x'), {}, {}, {}}, ClientId::random(), std::function([](Result<PostMessage::Reply>) {}));
    wire.time.settle();
    QCOMPARE(wire.frames.size(), 3);
    for (const QByteArray& frame : wire.frames)
        QVERIFY(frame.size() <= limits::frameBytes);
}

void tst_Requests::aFrameHasAtMostSixtyFourEnvelopes()
{
    Wire wire;
    wire.requests.setLimits({.requestsInFlight = 100});
    for (int i = 0; i < 70; ++i)
        wire.ping();
    wire.time.settle();
    QCOMPARE(wire.frames.size(), 2);
    QCOMPARE(wire.ids(0).size(), 64);
}

void tst_Requests::answersFindTheirAskerInAnyOrder()
{
    Wire wire;
    QStringList log;
    wire.ping(&log, u"first"_s);
    wire.ping(&log, u"second"_s);
    wire.time.settle();
    wire.answer(2);
    wire.take(encodeError(wire.encoding, 1, Error{ErrorCode::Rate, u"slow"_s}));
    QCOMPARE(log, (QStringList{u"second ok"_s, u"first rate"_s}));
}

void tst_Requests::noMoreThanTheServersNumberIsInFlight()
{
    Wire wire;
    wire.requests.setLimits({.requestsInFlight = 2});
    for (int i = 0; i < 5; ++i)
        wire.ping();
    wire.time.settle();
    QCOMPARE(wire.requests.inFlight(), 2);
    QCOMPARE(wire.requests.queued(), 3);
    wire.answer(1);
    wire.time.settle();
    QCOMPARE(wire.frames.size(), 2);
    QCOMPARE(wire.ids(1), QList<quint32>{3});
}

void tst_Requests::aLostLinkFailsAllInOrderOrTellsLost()
{
    Wire wire;
    QStringList log;
    wire.requests.setLimits({.requestsInFlight = 2});
    wire.ping(&log, u"a"_s);
    wire.requests.send(
        Ping{}, std::nullopt, std::function([&](Result<Ping::Reply>) { log.append(u"never"_s); }), [&] { log.append(u"b lost"_s); });
    wire.ping(&log, u"c"_s);
    wire.requests.reset(Error{ErrorCode::Unavailable, {}});
    QCOMPARE(log, (QStringList{u"a unavailable"_s, u"b lost"_s, u"c unavailable"_s}));
    QCOMPARE(wire.requests.inFlight(), 0);
    wire.time.settle();
    QVERIFY2(wire.frames.isEmpty(), "what was not written yet is not written on the next link");
}

void tst_Requests::questionsAskedWhileFailingWaitForTheNextLink()
{
    Wire wire;
    QStringList log;
    wire.requests.send(Ping{}, std::nullopt, std::function([&](Result<Ping::Reply>) { wire.ping(&log, u"again"_s); }));
    wire.time.settle();
    wire.requests.reset(Error{ErrorCode::Unavailable, {}});
    QVERIFY(log.isEmpty());
    QCOMPARE(wire.requests.inFlight(), 1);
}

void tst_Requests::whatTheServerWouldCloseForIsNeverSent()
{
    Wire wire;
    std::optional<ErrorCode> code;
    wire.requests.send(PostMessage{RoomId(1), QString(100'000, u'x'), {}, {}, {}}, ClientId::random(),
        std::function([&](Result<PostMessage::Reply> reply) { code = reply.error().code; }));
    QVERIFY2(!code, "never from inside send()");
    wire.time.settle();
    QCOMPARE(code, std::optional(ErrorCode::TooBig));
    QVERIFY(wire.frames.isEmpty());
}

void tst_Requests::anAnswerNobodyWaitsForIsPassedOver()
{
    Wire wire;
    QStringList log;
    wire.ping(&log, u"a"_s);
    wire.time.settle();
    wire.answer(77);
    wire.answer(1);
    wire.answer(1);
    QCOMPARE(log, QStringList{u"a ok"_s});
}

void tst_Requests::typingHasNoIdAndIsDroppedBehindAQueue()
{
    Wire wire;
    wire.requests.tell(Typing{RoomId(1), true});
    wire.time.settle();
    QCOMPARE(wire.ids(0), QList<quint32>{0});
    wire.requests.setLimits({.requestsInFlight = 1});
    wire.ping();
    wire.ping();
    wire.requests.tell(Typing{RoomId(1), true});
    wire.time.settle();
    QCOMPARE(wire.ids(1), QList<quint32>{1});
}

QTEST_GUILESS_MAIN(tst_Requests)
#include "tst_Requests.moc"
