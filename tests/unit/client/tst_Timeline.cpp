// Pending rows, pages of history, gaps and limits of one room's lines.
#include "tests/unit/client/StoreScene.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

class tst_Timeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eventReplacesThePendingRowInPlace();
    void eventBeforeItsPendingRowWins();
    void pendingRowsKeepTheirOrder();
    void answeredPostWaitsForItsEvent();
    void answeredPostGoesWhenItsEventCameWithoutId();
    void failedPostShowsWhy();
    void discardedPostGoes();
    void pendingEditStandsBesideItsLine();

    void olderPageComesInFront();
    void wholeHistoryHasNothingOlder();
    void replacePageKeepsNewerLines();
    void changesTouchLoadedLinesOnly();
    void gapClosesFromBothEndsAndInTheMiddle();
    void pageThatTouchesNothingLeavesAGap();
    void hiddenTimelineIsTrimmed();
    void shownTimelineIsNotTrimmedBeforeSomebodyLooks();
    void anotherEpochDropsTheLinesButNotTheOutbox();
    void removedRoomLeavesNoLine();
};

void tst_Timeline::eventReplacesThePendingRowInPlace()
{
    StoreScene scene;
    scene.store.putPending(StoreScene::pending(1, u"mine"_s));
    QCOMPARE(scene.lines().pendingCount(), 1);
    QVERIFY(scene.lines().at(0).isPending());
    QSignalSpy inserted(&scene.store, &Store::rowsInserted);
    QSignalSpy removed(&scene.store, &Store::rowsRemoved);
    scene.store.receive(StoreScene::message(1, annId, u"mine"_s, cid(1)));
    QCOMPARE(inserted.count() + removed.count(), 0);
    QCOMPARE(scene.lines().size(), 1);
    QCOMPARE(scene.lines().pendingCount(), 0);
    QCOMPARE(scene.lines().at(0).seq, Seq{1});
    QVERIFY(!scene.lines().at(0).isPending());
}

void tst_Timeline::eventBeforeItsPendingRowWins()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, annId, u"mine"_s, cid(1)));
    scene.store.putPending(StoreScene::pending(1, u"mine"_s));
    QCOMPARE(scene.lines().size(), 1);
    QCOMPARE(scene.lines().pendingCount(), 0);
}

void tst_Timeline::pendingRowsKeepTheirOrder()
{
    StoreScene scene;
    scene.store.putPending(StoreScene::pending(1, u"a"_s));
    scene.store.putPending(StoreScene::pending(2, u"b"_s));
    scene.store.putPending(StoreScene::pending(3, u"c"_s));
    scene.store.receive(StoreScene::message(1, bobId, u"other"_s));
    QCOMPARE(scene.texts(), (QStringList{u"other"_s, u"a"_s, u"b"_s, u"c"_s}));
    scene.store.receive(StoreScene::message(2, annId, u"b"_s, cid(2)));
    QCOMPARE(scene.texts(), (QStringList{u"other"_s, u"b"_s, u"a"_s, u"c"_s}));
    QCOMPARE(scene.lines().pendingCount(), 2);
    QCOMPARE(scene.lines().indexOfPending(cid(3)), 3);
}

void tst_Timeline::answeredPostWaitsForItsEvent()
{
    StoreScene scene;
    scene.store.putPending(StoreScene::pending(1, u"mine"_s));
    scene.store.updatePending(cid(1), PendingState::Sent, {}, Seq{4});
    QCOMPARE(scene.lines().at(0).pending, PendingState::Sent);
    // History does not say what a line was sent as.
    scene.store.putHistory(
        lobby, {.items = {StoreScene::item(StoreScene::message(4, annId, u"mine"_s))}, .place = HistoryPlace::Newer, .upto = Seq{4}});
    QCOMPARE(scene.lines().size(), 1);
    QCOMPARE(scene.lines().pendingCount(), 0);
}

void tst_Timeline::answeredPostGoesWhenItsEventCameWithoutId()
{
    StoreScene scene;
    scene.store.putPending(StoreScene::pending(1, u"mine"_s));
    scene.store.putHistory(
        lobby, {.items = {StoreScene::item(StoreScene::message(4, annId, u"mine"_s))}, .place = HistoryPlace::Newer, .upto = Seq{4}});
    QCOMPARE(scene.lines().size(), 2);
    scene.store.updatePending(cid(1), PendingState::Sent, {}, Seq{4});
    QCOMPARE(scene.lines().size(), 1);
    QVERIFY(!scene.lines().at(0).isPending());
}

void tst_Timeline::failedPostShowsWhy()
{
    StoreScene scene;
    scene.store.putPending(StoreScene::pending(1, u"mine"_s));
    scene.store.updatePending(cid(1), PendingState::Failed, {ErrorCode::Muted, u"muted\x1b[31m"_s});
    const TimelineRow& row = scene.lines().at(0);
    QCOMPARE(row.pending, PendingState::Failed);
    QCOMPARE(row.error.code, ErrorCode::Muted);
    QVERIFY(!row.error.message.contains(u'\x1b'));
}

void tst_Timeline::discardedPostGoes()
{
    StoreScene scene;
    scene.store.putPending(StoreScene::pending(1, u"a"_s));
    scene.store.putPending(StoreScene::pending(2, u"b"_s));
    QSignalSpy removed(&scene.store, &Store::rowsRemoved);
    scene.store.removePending(cid(1));
    scene.store.removePending(cid(1));
    QCOMPARE(removed.count(), 1);
    QCOMPARE(scene.texts(), QStringList{u"b"_s});
    QCOMPARE(scene.lines().pendingCount(), 1);
}

void tst_Timeline::pendingEditStandsBesideItsLine()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, annId, u"old"_s));
    Pending change = StoreScene::pending(1, u"new"_s);
    change.kind = PendingKind::Edit;
    change.of = Seq{1};
    scene.store.putPending(change);
    QCOMPARE(scene.lines().at(0).text, u"old"_s);
    QVERIFY(scene.lines().at(0).change);
    QCOMPARE(scene.lines().at(0).change->text, u"new"_s);
    scene.store.updatePending(cid(1), PendingState::Sent, {}, Seq{2});
    QCOMPARE(scene.lines().at(0).change->state, PendingState::Sent);
    scene.store.receive(StoreScene::edited(2, annId, 1, u"new"_s));
    QCOMPARE(scene.lines().at(0).text, u"new"_s);
    QVERIFY(!scene.lines().at(0).change);
}

void tst_Timeline::olderPageComesInFront()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(10, bobId, u"ten"_s));
    QVERIFY(scene.lines().hasOlder());
    QCOMPARE(scene.lines().coveredFrom(), Seq{10});
    QSignalSpy inserted(&scene.store, &Store::rowsInserted);
    scene.store.putHistory(lobby,
        {.items = {StoreScene::item(StoreScene::message(8, bobId, u"eight"_s)), StoreScene::item(StoreScene::message(9, bobId, u"nine"_s))},
            .remaining = 7});
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 0);
    QCOMPARE(inserted.first().at(2).toInt(), 1);
    QCOMPARE(scene.texts(), (QStringList{u"eight"_s, u"nine"_s, u"ten"_s}));
    QCOMPARE(scene.lines().coveredFrom(), Seq{8});
    QVERIFY(scene.lines().hasOlder());
}

void tst_Timeline::wholeHistoryHasNothingOlder()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(10, bobId, u"ten"_s));
    scene.store.putHistory(lobby, {.items = {StoreScene::item(StoreScene::message(9, bobId, u"nine"_s))}, .remaining = 0});
    QVERIFY(!scene.lines().hasOlder());
    QCOMPARE(scene.lines().coveredFrom(), Seq{1});
}

void tst_Timeline::replacePageKeepsNewerLines()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(2, bobId, u"two"_s));
    scene.store.receive(StoreScene::message(30, bobId, u"thirty"_s));
    scene.store.receive(StoreScene::edited(31, bobId, 2, u"two again"_s));
    // The page was read before 30 and 31 happened.
    scene.store.putHistory(lobby,
        {.items = {StoreScene::item(StoreScene::message(2, bobId, u"two"_s)),
             StoreScene::item(StoreScene::message(20, bobId, u"twenty"_s))},
            .place = HistoryPlace::Replace,
            .remaining = 1,
            .upto = Seq{29}});
    QCOMPARE(scene.texts(), (QStringList{u"two again"_s, u"twenty"_s, u"thirty"_s}));
    QCOMPARE(scene.lines().coveredFrom(), Seq{2});
    QCOMPARE(scene.lines().upTo(), Seq{31});
}

void tst_Timeline::changesTouchLoadedLinesOnly()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(5, bobId, u"five"_s));
    scene.store.putHistory(lobby,
        {.items = {StoreScene::item(StoreScene::message(3, bobId, u"three"_s), 9),
             StoreScene::item(StoreScene::message(5, bobId, u"five again"_s), 9)},
            .place = HistoryPlace::Changes});
    QCOMPARE(scene.texts(), QStringList{u"five again"_s});
}

void tst_Timeline::gapClosesFromBothEndsAndInTheMiddle()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, u"one"_s));
    scene.store.putGap(lobby, Seq{2}, Seq{9});
    scene.store.receive(StoreScene::message(10, bobId, u"ten"_s));
    QCOMPARE(scene.lines().size(), 3);
    QCOMPARE(scene.lines().coveredFrom(), Seq{10});
    const auto put = [&scene](qint64 from, qint64 to, const QList<int>& seqs) {
        HistoryPage page{.place = HistoryPlace::Span, .upto = Seq{to}, .from = Seq{from}};
        for (const int seq : seqs)
            page.items.append(StoreScene::item(StoreScene::message(seq, bobId, QString::number(seq))));
        scene.store.putHistory(lobby, page);
    };
    const auto told = [&scene] {
        QStringList all;
        for (const TimelineRow& one : scene.lines().rows())
            all.append(
                one.kind == RowKind::Gap ? u"%1-%2"_s.arg(one.seq.value()).arg(one.until.value()) : QString::number(one.seq.value()));
        return all.join(u' ');
    };
    QCOMPARE(told(), u"1 2-9 10"_s);
    put(9, 9, {9});
    QCOMPARE(told(), u"1 2-8 9 10"_s);
    put(2, 3, {3});
    QCOMPARE(told(), u"1 3 4-8 9 10"_s);
    put(6, 6, {6});
    QCOMPARE(told(), u"1 3 4-5 6 7-8 9 10"_s);
    QCOMPARE(scene.lines().coveredFrom(), Seq{9});
    QCOMPARE(scene.lines().gapAt(Seq{8}), 4);
    QVERIFY(scene.lines().isCovered(Seq{2}));
    QVERIFY(!scene.lines().isCovered(Seq{5}));
    // Nothing but edits was in it.
    put(7, 8, {});
    QCOMPARE(told(), u"1 3 4-5 6 9 10"_s);
    put(1, 10, {1, 3, 5, 6, 9, 10});
    QCOMPARE(told(), u"1 3 5 6 9 10"_s);
    QCOMPARE(scene.lines().coveredFrom(), Seq{1});
}

void tst_Timeline::pageThatTouchesNothingLeavesAGap()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(50, bobId, u"fifty"_s));
    scene.store.putHistory(lobby,
        {.items = {StoreScene::item(StoreScene::message(20, bobId, u"twenty"_s))},
            .place = HistoryPlace::Span,
            .upto = Seq{21},
            .from = Seq{20}});
    QCOMPARE(scene.lines().size(), 3);
    QCOMPARE(scene.lines().at(1).seq, Seq{22});
    QCOMPARE(scene.lines().at(1).until, Seq{49});
    QCOMPARE(scene.lines().start(), Seq{20});
    QVERIFY(scene.lines().hasOlder());
    QVERIFY(scene.lines().isPeek(Seq{10}, Seq{20}));
    QVERIFY(scene.lines().isPeek(Seq{20}, Seq{22}));
    QVERIFY(!scene.lines().isPeek(Seq{20}, Seq{50}));
    QVERIFY(!scene.lines().isPeek(Seq{19}, Seq{20}));
}

void tst_Timeline::hiddenTimelineIsTrimmed()
{
    StoreScene scene;
    const int count = Timeline::maxRows + Timeline::trimSlack + 1;
    for (int seq = 1; seq <= count; ++seq)
        scene.store.receive(StoreScene::message(seq, bobId, u"x"_s));
    QCOMPARE(scene.lines().size(), Timeline::maxRows);
    QVERIFY(scene.lines().hasOlder());
    QCOMPARE(scene.lines().coveredFrom(), scene.lines().at(0).seq);
    QCOMPARE(scene.lines().at(0).seq, Seq{count - Timeline::maxRows + 1});
    QCOMPARE(scene.store.room(lobby)->unread, limits::unreadShown);
}

void tst_Timeline::shownTimelineIsNotTrimmedBeforeSomebodyLooks()
{
    StoreScene scene;
    scene.store.setShown(lobby, true);
    const int count = Timeline::maxRows + Timeline::trimSlack + 1;
    for (int seq = 1; seq <= count; ++seq)
        scene.store.receive(StoreScene::message(seq, bobId, u"x"_s));
    QCOMPARE(scene.lines().size(), count);
    scene.store.setShown(lobby, false);
    QCOMPARE(scene.lines().size(), Timeline::maxRows);
}

void tst_Timeline::anotherEpochDropsTheLinesButNotTheOutbox()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, u"old log"_s));
    scene.store.putPending(StoreScene::pending(1, u"mine"_s));
    protocol::RoomState state = StoreScene::roomState();
    state.epoch = Epoch{2};
    QSignalSpy reset(&scene.store, &Store::timelineReset);
    scene.store.putRoom(state);
    QCOMPARE(reset.count(), 1);
    QCOMPARE(scene.texts(), QStringList{u"mine"_s});
    scene.store.receive(StoreScene::message(1, bobId, u"new log"_s));
    QCOMPARE(scene.texts(), (QStringList{u"new log"_s, u"mine"_s}));
}

void tst_Timeline::removedRoomLeavesNoLine()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s));
    QSignalSpy removed(&scene.store, &Store::roomRemoved);
    scene.store.removeRoom(lobby);
    QCOMPARE(removed.count(), 1);
    QVERIFY(!scene.store.room(lobby));
    QCOMPARE(scene.lines().size(), 0);
}

QTEST_GUILESS_MAIN(tst_Timeline)
#include "tst_Timeline.moc"
