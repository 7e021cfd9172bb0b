// A room's log without holes, whatever arrives in whatever order.
#include "shared/client/session/RoomFeed.h"
#include "tests/support/FakeTime.h"

#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr RoomId room(1);
constexpr Epoch epoch(77);

AnyEvent posted(qint64 seq)
{
    MessagePosted message;
    message.room = room;
    message.seq = Seq(seq);
    message.by = UserId(2);
    message.ts = TimeMs(1000 + seq);
    message.text = QString::number(seq);
    return message;
}

RoomState state(qint64 head, Epoch of = epoch)
{
    RoomState state;
    state.id = room;
    state.epoch = of;
    state.head = Seq(head);
    state.lastTs = TimeMs(1000 + head);
    return state;
}

SyncRoom::Reply page(qint64 from, qint64 to, qint64 head)
{
    SyncRoom::Reply reply;
    for (qint64 seq = from; seq <= to; ++seq)
        reply.ev.append(posted(seq));
    reply.head = Seq(head);
    reply.end = to >= head;
    return reply;
}

struct Feed {
    Feed()
        : feed(time,
            RoomFeed::Actions{
                .apply =
                    [this](const AnyEvent& one, bool isLive) {
                        applied.append(headOf(one).seq.value());
                        live.append(isLive);
                    },
                .sync =
                    [this](const SyncRoom& request, const RoomFeed::Synced& done) {
                        syncs.append(request.after.value());
                        answer = done;
                    },
                .reset = [this](RoomId) { ++resets; },
                .lost = [this](RoomId, Seq to) { lost.append(to.value()); },
                .jump = [this](RoomId, Seq have) { jumps.append(have.value()); },
                .moved = [this](RoomId, const RoomPosition& position) { moved.append(position.have.value()); },
                .attachAgain = [this] { ++attaches; },
            })
    {
    }
    /// As after an attach at seq `have`.
    void startAt(qint64 have)
    {
        feed.restore(room, RoomPosition{epoch, Seq(have), TimeMs(1000 + have), Seq()});
        feed.attach(state(have));
    }
    void receive(QList<qint64> seqs)
    {
        for (const qint64 seq : seqs)
            feed.receive(posted(seq), true);
    }
    qint64 have() const { return feed.position(room)->have.value(); }

    FakeTime time;
    QList<qint64> applied;
    QList<bool> live;
    QList<qint64> syncs;
    RoomFeed::Synced answer;
    QList<qint64> lost;
    QList<qint64> jumps;
    QList<qint64> moved;
    int resets = 0;
    int attaches = 0;
    RoomFeed feed;
};

using Seqs = QList<qint64>;

} // namespace

class tst_RoomFeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsAreAppliedOnceAndInOrder_data();
    void eventsAreAppliedOnceAndInOrder();
    void aGapAsksExactlyOnce();
    void theBufferIsDroppedWhenItOverflows();
    void aLongGapIsReadPageByPage();
    void lagPullsFromWhereWeAre();
    void missedEventsOfAttachAreNotLive();
    void attachWithAGapPulls();
    void attachFarBehindJumps();
    void afterAJumpTheOlderRowsAreStale();
    void aRoomSeenForTheFirstTimeStartsAtItsHead();
    void anotherLogDropsTheOldOne_data();
    void anotherLogDropsTheOldOne();
    void whatRetentionTookIsSkipped();
    void refusedRepairWaitsAndGoesOn();
    void epochChangedWhileConnectedAttachesAgain();
    void aLostConnectionForgetsTheRepair();
    void aHoleInAnAnswerDoesNotLoop();
    void anAnswerWithoutProgressDoesNotSpin();
    void haveProvesItselfByTime();
};

void tst_RoomFeed::eventsAreAppliedOnceAndInOrder_data()
{
    QTest::addColumn<Seqs>("arrived");
    QTest::addColumn<Seqs>("applied");
    QTest::newRow("in order") << Seqs{6, 7, 8} << Seqs{6, 7, 8};
    QTest::newRow("twice") << Seqs{6, 6, 7, 6, 7} << Seqs{6, 7};
    QTest::newRow("old ones") << Seqs{1, 5, 6} << Seqs{6};
    QTest::newRow("swapped") << Seqs{7, 6} << Seqs{6, 7};
    QTest::newRow("backwards") << Seqs{9, 8, 7, 6} << Seqs{6, 7, 8, 9};
    QTest::newRow("hole stays") << Seqs{6, 8, 9} << Seqs{6};
}

void tst_RoomFeed::eventsAreAppliedOnceAndInOrder()
{
    QFETCH(Seqs, arrived);
    QFETCH(Seqs, applied);
    Feed feed;
    feed.startAt(5);
    feed.receive(arrived);
    QCOMPARE(feed.applied, applied);
    QCOMPARE(feed.have(), applied.last());
}

void tst_RoomFeed::aGapAsksExactlyOnce()
{
    Feed feed;
    feed.startAt(5);
    feed.receive({8, 9, 10});
    QCOMPARE(feed.syncs, Seqs{5});
    feed.answer(page(6, 9, 9));
    QCOMPARE(feed.applied, (Seqs{6, 7, 8, 9, 10}));
    QCOMPARE(feed.syncs, Seqs{5});
    QVERIFY(!feed.feed.isRepairing(room));
}

void tst_RoomFeed::theBufferIsDroppedWhenItOverflows()
{
    Feed feed;
    feed.startAt(5);
    for (qint64 seq = 7; seq <= 7 + RoomFeed::maxBuffered; ++seq)
        feed.receive({seq});
    feed.receive({264, 265});
    feed.answer(page(6, 205, 263));
    QCOMPARE(feed.syncs, (Seqs{5, 205}));
    feed.answer(page(206, 263, 263));
    QCOMPARE(feed.applied.size(), 260);
    QCOMPARE(feed.have(), 265);
}

void tst_RoomFeed::aLongGapIsReadPageByPage()
{
    Feed feed;
    feed.startAt(0);
    feed.receive({500});
    feed.answer(page(1, 200, 500));
    feed.answer(page(201, 400, 500));
    QCOMPARE(feed.syncs, (Seqs{0, 200, 400}));
    feed.answer(page(401, 500, 500));
    QCOMPARE(feed.syncs.size(), 3);
    QCOMPARE(feed.have(), 500);
}

void tst_RoomFeed::lagPullsFromWhereWeAre()
{
    Feed feed;
    feed.startAt(5);
    feed.feed.lag(room, Seq(9));
    feed.feed.lag(room, Seq(9));
    QCOMPARE(feed.syncs, Seqs{5});
    feed.answer(page(6, 9, 9));
    QCOMPARE(feed.have(), 9);
    feed.feed.lag(room, Seq(9));
    QVERIFY2(feed.syncs.size() == 2, "also without anything missed: only an answer that reaches the head makes the server push again");
}

void tst_RoomFeed::missedEventsOfAttachAreNotLive()
{
    Feed feed;
    feed.feed.restore(room, RoomPosition{epoch, Seq(5), TimeMs(1005), Seq()});
    RoomState missed = state(7);
    missed.ev = {posted(6), posted(7)};
    feed.feed.attach(missed);
    feed.receive({8});
    QCOMPARE(feed.applied, (Seqs{6, 7, 8}));
    QCOMPARE(feed.live, (QList<bool>{false, false, true}));
    QVERIFY(feed.syncs.isEmpty());
}

void tst_RoomFeed::attachWithAGapPulls()
{
    Feed feed;
    feed.feed.restore(room, RoomPosition{epoch, Seq(5), TimeMs(1005), Seq()});
    RoomState missed = state(105);
    missed.gap = true;
    feed.feed.attach(missed);
    feed.receive({106});
    QCOMPARE(feed.syncs, Seqs{5});
    feed.answer(page(6, 105, 105));
    QCOMPARE(feed.have(), 106);
}

void tst_RoomFeed::attachFarBehindJumps()
{
    Feed feed;
    feed.feed.restore(room, RoomPosition{epoch, Seq(5), TimeMs(1005), Seq()});
    RoomState missed = state(5000);
    missed.gap = true;
    feed.feed.attach(missed);
    QCOMPARE(feed.jumps, Seqs{5});
    QVERIFY(feed.syncs.isEmpty());
    feed.receive({5001, 5002});
    feed.feed.jumped(room, Seq(5001));
    QCOMPARE(feed.moved.last(), 5001);
    QVERIFY2(feed.syncs == Seqs{5000}, "one event back, to learn the time of our own position");
    feed.answer(page(5001, 5002, 5002));
    QCOMPARE(feed.applied, Seqs{5002});
    QCOMPARE(feed.have(), 5002);
}

void tst_RoomFeed::afterAJumpTheOlderRowsAreStale()
{
    Feed feed;
    feed.feed.restore(room, RoomPosition{epoch, Seq(5), TimeMs(1005), Seq()});
    RoomState missed = state(5000);
    missed.gap = true;
    feed.feed.attach(missed);
    feed.feed.jumped(room, Seq(5000));
    QCOMPARE(feed.feed.position(room)->staleFrom, Seq(5));
    feed.feed.freshened(room);
    QVERIFY(!feed.feed.position(room)->staleFrom.isValid());
}

void tst_RoomFeed::aRoomSeenForTheFirstTimeStartsAtItsHead()
{
    Feed feed;
    feed.feed.attach(state(40));
    QCOMPARE(feed.have(), 40);
    QCOMPARE(feed.moved, Seqs{40});
    QCOMPARE(feed.resets, 0);
    feed.receive({41});
    QCOMPARE(feed.applied, Seqs{41});
    QVERIFY(feed.syncs.isEmpty());
}

void tst_RoomFeed::anotherLogDropsTheOldOne_data()
{
    QTest::addColumn<qint64>("head");
    QTest::addColumn<qint64>("epochNow");
    QTest::addColumn<bool>("told");
    QTest::newRow("told reset") << qint64(40) << epoch.value() << true;
    QTest::newRow("another epoch") << qint64(40) << qint64(78) << false;
    QTest::newRow("we are ahead") << qint64(3) << epoch.value() << false;
}

void tst_RoomFeed::anotherLogDropsTheOldOne()
{
    QFETCH(qint64, head);
    QFETCH(qint64, epochNow);
    QFETCH(bool, told);
    Feed feed;
    feed.startAt(5);
    feed.receive({9});
    RoomState other = state(head, Epoch(epochNow));
    if (told)
        other.reset = true;
    feed.feed.attach(other);
    QCOMPARE(feed.resets, 1);
    QCOMPARE(feed.have(), head);
    QCOMPARE(feed.feed.position(room)->epoch, Epoch(epochNow));
    feed.answer(page(6, 9, 9));
    QVERIFY2(feed.applied.isEmpty(), "an answer about the old log is not applied");
}

void tst_RoomFeed::whatRetentionTookIsSkipped()
{
    Feed feed;
    feed.startAt(5);
    feed.receive({60});
    SyncRoom::Reply reply = page(51, 60, 60);
    reply.lost = LostRange{Seq(6), Seq(50)};
    feed.answer(reply);
    QCOMPARE(feed.lost, Seqs{50});
    QCOMPARE(feed.applied.first(), 51);
    QCOMPARE(feed.have(), 60);
    QVERIFY(!feed.feed.isRepairing(room));
}

void tst_RoomFeed::refusedRepairWaitsAndGoesOn()
{
    Feed feed;
    feed.startAt(5);
    feed.receive({7});
    feed.answer(Error{ErrorCode::Rate, {}, {}, {}, 700});
    feed.time.advance(699);
    QCOMPARE(feed.syncs.size(), 1);
    feed.time.advance(1);
    QCOMPARE(feed.syncs, (Seqs{5, 5}));
    feed.answer(page(6, 7, 7));
    QCOMPARE(feed.have(), 7);
}

void tst_RoomFeed::epochChangedWhileConnectedAttachesAgain()
{
    Feed feed;
    feed.startAt(5);
    feed.receive({7});
    feed.answer(Error{ErrorCode::EpochChanged, {}});
    QCOMPARE(feed.attaches, 1);
    QVERIFY(!feed.feed.isRepairing(room));
}

void tst_RoomFeed::aLostConnectionForgetsTheRepair()
{
    Feed feed;
    feed.startAt(5);
    feed.receive({7});
    const auto late = feed.answer;
    feed.feed.connectionLost();
    late(page(6, 7, 7));
    QVERIFY(feed.applied.isEmpty());
    feed.feed.attach(state(7));
    QCOMPARE(feed.syncs, (Seqs{5, 5}));
    feed.answer(page(6, 7, 7));
    QCOMPARE(feed.applied, (Seqs{6, 7}));
}

void tst_RoomFeed::aHoleInAnAnswerDoesNotLoop()
{
    Feed feed;
    feed.startAt(5);
    feed.receive({9});
    feed.answer(page(8, 9, 9));
    QVERIFY(feed.applied.isEmpty());
    QCOMPARE(feed.jumps, Seqs{5});
    QCOMPARE(feed.syncs.size(), 1);
}

void tst_RoomFeed::anAnswerWithoutProgressDoesNotSpin()
{
    Feed feed;
    feed.startAt(5);
    feed.receive({9});
    SyncRoom::Reply nothing;
    nothing.head = Seq(5);
    nothing.end = true;
    feed.answer(nothing);
    QCOMPARE(feed.syncs.size(), 1);
    feed.time.advance(10'000);
    QVERIFY(feed.syncs.size() == 2);
}

void tst_RoomFeed::haveProvesItselfByTime()
{
    Feed feed;
    feed.startAt(5);
    feed.receive({6});
    QCOMPARE(feed.feed.have().size(), 1);
    QCOMPARE(feed.feed.have().first().seq, Seq(6));
    QCOMPARE(feed.feed.have().first().ts, TimeMs(1006));
    feed.receive({9});
    feed.feed.jumped(room, Seq(20));
    QVERIFY2(feed.feed.have().isEmpty(), "no time of an event is known at seq 20");
}

QTEST_GUILESS_MAIN(tst_RoomFeed)
#include "tst_RoomFeed.moc"
