// Jumps to old lines of a long room, and the gaps they leave.
#include "tests/unit/client/LongRoom.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

class tst_TimelineWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aJumpShowsTheLineBetweenGaps();
    void aJumpToNothingSaysSo_data();
    void aJumpToNothingSaysSo();
    void aJumpIntoAnUnopenedRoomLoadsItFirst();
    void aJumpMovesNoMarker();
    void aJumpAfterAGreatAbsenceLearnsChangesFirst();
    void gapsCloseOfflineFromTheCache();
    void whatIsNotHereNeedsAConnection();
    void gapsAskedTwiceAreFilledOnce();
};

void tst_TimelineWindow::aJumpShowsTheLineBetweenGaps()
{
    LongRoom rig(1000);
    TimelineModel model(rig.client->store());
    model.setRoom(room);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Shadow shadow(model);
    const int shown = rig.lines().size();
    bool isInside = true;
    bool wasAnswered = false;
    rig.client->openAt(room, Seq(300), [&](const Result<Done>& result) {
        QVERIFY(!isInside);
        QVERIFY(result);
        wasAnswered = true;
    });
    isInside = false;
    rig.time.settle();
    QVERIFY(wasAnswered);
    QVERIFY(rig.lines().indexOf(Seq(300)) >= 0);
    QCOMPARE(rig.lines().size(), shown + limits::historyMessages + 1);
    QCOMPARE(rig.lines().start(), Seq(250));
    QCOMPARE(gaps(rig.lines()), 1);
    QCOMPARE(fault(rig.lines(), folded(rig.server)), QString());
    // Here already: nothing is asked.
    const int asked = rig.server.count(RoomHistory::type);
    QVERIFY(rig.openAt(301));
    QCOMPARE(rig.server.count(RoomHistory::type), asked);
    QVERIFY(rig.openAt(3));
    QCOMPARE(gaps(rig.lines()), 2);
    QVERIFY(!rig.lines().hasOlder());
    const TimelineRow gap = rig.lines().at(rig.lines().gapAt(Seq(500)));
    QVERIFY(rig.loadGap(gap.seq, GapEnd::Lower));
    QVERIFY(rig.lines().isCovered(gap.seq));
    QCOMPARE(rig.lines().at(rig.lines().gapAt(Seq(500))).seq, Seq(gap.seq.value() + limits::historyMessages));
    QVERIFY(rig.loadGap(Seq(500), GapEnd::Upper));
    QCOMPARE(rig.lines().at(rig.lines().gapAt(Seq(600))).until, Seq(gap.until.value() - limits::historyMessages));
    rig.loadAll();
    QCOMPARE(rig.lines().size(), 1000);
    QCOMPARE(fault(rig.lines(), folded(rig.server)), QString());
    QCOMPARE(shadow.fault(), QString());
}

void tst_TimelineWindow::aJumpToNothingSaysSo_data()
{
    QTest::addColumn<int>("seq");
    QTest::newRow("an edit") << 501;
    QTest::newRow("not said yet") << 5000;
    QTest::newRow("an edit that is loaded") << 899;
    QTest::newRow("no seq") << 0;
}

void tst_TimelineWindow::aJumpToNothingSaysSo()
{
    QFETCH(int, seq);
    LongRoom rig(0);
    for (int i = 1; i <= 900; ++i) {
        MessageEdited edited;
        edited.by = UserId(2);
        edited.of = Seq(3);
        edited.text = u"edit %1"_s.arg(i);
        if (i == 501 || i == 899)
            rig.server.append(room, edited);
        else
            rig.server.say(room, QString::number(i));
    }
    LongRoom fresh(0);
    fresh.server.rooms = rig.server.rooms;
    fresh.start();
    fresh.client->openRoom(room);
    fresh.time.settle();
    const Result<Done> answer = fresh.openAt(seq);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::NoSuchMessage);
    QCOMPARE(fault(fresh.lines(), folded(fresh.server)), QString());
}

void tst_TimelineWindow::aJumpIntoAnUnopenedRoomLoadsItFirst()
{
    ClientRig rig;
    for (int i = 1; i <= 500; ++i)
        rig.server.say(room, QString::number(i));
    rig.start();
    bool isThere = false;
    rig.client->openAt(room, Seq(20), [&isThere](const Result<Done>& result) { isThere = bool(result); });
    rig.client->openRoom(room);
    rig.time.settle();
    QVERIFY(isThere);
    const Timeline& lines = rig.client->store().timeline(room);
    QVERIFY(lines.indexOf(Seq(20)) >= 0);
    QVERIFY(lines.indexOf(Seq(500)) >= 0);
    QCOMPARE(fault(lines, folded(rig.server)), QString());
}

void tst_TimelineWindow::aJumpMovesNoMarker()
{
    LongRoom rig(1000);
    rig.client->markRead(room, Seq(1000));
    rig.time.advance(1000);
    rig.server.say(room, u"news"_s);
    rig.time.settle();
    QCOMPARE(rig.client->store().room(room)->unread, 1);
    QSignalSpy unread(&rig.client->store(), &Store::unreadChanged);
    QVERIFY(rig.openAt(100));
    rig.client->lookAt(room, Seq(90), Seq(110));
    rig.loadAll();
    rig.time.advance(5000);
    QCOMPARE(unread.count(), 0);
    QCOMPARE(rig.client->store().room(room)->read, Seq(1000));
    QCOMPARE(rig.client->store().room(room)->unread, 1);
}

void tst_TimelineWindow::aJumpAfterAGreatAbsenceLearnsChangesFirst()
{
    LongRoom rig(400);
    rig.loadAll();
    // On the disk, but no longer in memory.
    rig.start();
    rig.client->openRoom(room);
    rig.time.settle();
    QCOMPARE(rig.lines().indexOf(Seq(2)), -1);
    rig.loseConnection();
    for (int i = 401; i <= 1600; ++i)
        rig.server.say(room, QString::number(i));
    for (const int of : {2, 390}) {
        MessageDeleted deleted;
        deleted.by = UserId(2);
        deleted.of = Seq(of);
        rig.server.append(room, deleted);
    }
    rig.server.hold(RoomChanges::type);
    rig.comeBack();
    // What is being read stays, with a gap to the newest lines.
    QVERIFY(rig.lines().indexOf(Seq(390)) >= 0);
    QVERIFY(rig.lines().gapAt(Seq(401)) >= 0);
    QVERIFY(rig.lines().indexOf(Seq(1600)) >= 0);
    bool isThere = false;
    rig.client->openAt(room, Seq(2), [&isThere](const Result<Done>& result) { isThere = bool(result); });
    rig.time.settle();
    QVERIFY(!isThere);
    QCOMPARE(rig.lines().indexOf(Seq(2)), -1);
    rig.server.release();
    rig.time.settle();
    QVERIFY(isThere);
    QVERIFY(rig.lines().at(rig.lines().indexOf(Seq(2))).deleted);
    QVERIFY(rig.lines().at(rig.lines().indexOf(Seq(390))).deleted);
    QCOMPARE(fault(rig.lines(), folded(rig.server)), QString());
}

void tst_TimelineWindow::gapsCloseOfflineFromTheCache()
{
    LongRoom rig(1200);
    rig.loadAll();
    QCOMPARE(rig.lines().size(), 1200);
    rig.loseConnection();
    rig.quit();
    rig.boot();
    rig.client->start();
    rig.transport->refuseConnections = true;
    rig.client->openRoom(room);
    const auto heard = rig.server.heard.size();
    QVERIFY(rig.openAt(40));
    QCOMPARE(gaps(rig.lines()), 1);
    QVERIFY(rig.openAt(600));
    QCOMPARE(gaps(rig.lines()), 2);
    QCOMPARE(rig.openAt(1500).error().code, ErrorCode::NoSuchMessage);
    rig.loadAll();
    QCOMPARE(rig.lines().size(), 1200);
    QCOMPARE(fault(rig.lines(), folded(rig.server)), QString());
    QCOMPARE(rig.server.heard.size(), heard);
}

void tst_TimelineWindow::whatIsNotHereNeedsAConnection()
{
    LongRoom rig(1200);
    QVERIFY(rig.openAt(600));
    rig.loseConnection();
    QCOMPARE(rig.openAt(10).error().code, ErrorCode::Unavailable);
    const Seq gap = rig.lines().at(rig.lines().gapAt(Seq(900))).seq;
    QCOMPARE(rig.loadGap(gap, GapEnd::Upper).error().code, ErrorCode::Unavailable);
    QVERIFY(rig.lines().indexOf(Seq(600)) >= 0);
    rig.comeBack();
    QVERIFY(rig.loadGap(gap, GapEnd::Upper));
    QVERIFY(rig.openAt(10));
    QCOMPARE(fault(rig.lines(), folded(rig.server)), QString());
}

void tst_TimelineWindow::gapsAskedTwiceAreFilledOnce()
{
    LongRoom rig(1000);
    QVERIFY(rig.openAt(300));
    const Seq gap = rig.lines().at(rig.lines().gapAt(Seq(500))).seq;
    const int asked = rig.server.count(RoomHistory::type);
    int answers = 0;
    for (int i = 0; i < 3; ++i)
        rig.client->loadGap(room, gap, GapEnd::Upper, [&answers](const Result<Done>& result) { answers += result ? 1 : 100; });
    QVERIFY(rig.client->isLoadingGap(room, gap));
    rig.time.settle();
    QVERIFY(!rig.client->isLoadingGap(room, gap));
    QCOMPARE(answers, 3);
    QCOMPARE(rig.server.count(RoomHistory::type), asked + 1);
    // Nothing is missing there (any more).
    QVERIFY(rig.loadGap(Seq(990), GapEnd::Upper));
    QCOMPARE(rig.server.count(RoomHistory::type), asked + 1);
}

QTEST_GUILESS_MAIN(tst_TimelineWindow)
#include "tst_TimelineWindow.moc"
