// The whole client against a server in memory: connecting, reading, resuming.
#include "tests/support/ClientRig.h"

#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

class tst_Client : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesOnlineWithTheStoredToken();
    void withoutATokenItAsksForOne();
    void signingInStoresTheToken();
    void aRevokedSessionLeavesNothingBehind();
    void signOutForgetsTheToken();
    void showsWhatIsSaid();
    void tellsLiveMessagesOfOthersOnly();
    void readsOffline();
    void catchesUpAfterAReconnect();
    void repairsAGapInTheMiddle();
    void jumpsWhenFarBehindAndLearnsOldChanges();
    void resetDropsRowsAndKeepsTheOutbox();
    void roomsThatAreGoneAreErased();
    void loadsOlderFromTheCacheAndThenFromTheServer();
    void olderLinesMayBeAskedForWhileOthersCome();
    void aRoomSeenFirstFillsFromTheServer();
};

void tst_Client::comesOnlineWithTheStoredToken()
{
    ClientRig rig;
    rig.start();
    QVERIFY(rig.online());
    QCOMPARE(rig.client->store().self().name, u"ann"_s);
    QCOMPARE(rig.client->store().rooms(), (QList{RoomId(1), RoomId(2)}));
}

void tst_Client::withoutATokenItAsksForOne()
{
    ClientRig rig;
    rig.secrets.secrets.clear();
    rig.start();
    QCOMPARE(rig.client->state().phase, ConnectionPhase::Stopped);
    QCOMPARE(rig.client->state().why, StopReason::NeedsSignIn);
    QCOMPARE(rig.transport->opens, 0);
}

void tst_Client::signingInStoresTheToken()
{
    ClientRig rig;
    rig.secrets.secrets.clear();
    rig.start();
    QSignalSpy signedIn(rig.client.get(), &Client::signedIn);
    rig.client->signIn(Credentials{.method = AuthMethod::Password, .user = u"ann"_s, .secret = rig.server.password});
    rig.time.settle();
    QCOMPARE(signedIn.count(), 1);
    QVERIFY(rig.online());
    QCOMPARE(rig.secrets.secrets.value(u"test ann@127.0.0.1:7600"_s), u"token-ann"_s);
    rig.start();
    QVERIFY(rig.online());
}

void tst_Client::aRevokedSessionLeavesNothingBehind()
{
    ClientRig rig;
    rig.start();
    rig.server.say(RoomId(1), u"hello"_s);
    rig.time.settle();
    rig.server.closeAll(4006);
    rig.time.settle();
    QCOMPARE(rig.client->state().why, StopReason::Revoked);
    QVERIFY(rig.client->store().rooms().isEmpty());
    QVERIFY(rig.secrets.secrets.isEmpty());
    rig.start();
    QVERIFY(rig.client->store().rooms().isEmpty());
}

void tst_Client::signOutForgetsTheToken()
{
    ClientRig rig;
    rig.start();
    rig.client->signOut();
    rig.time.settle();
    QCOMPARE(rig.client->state().phase, ConnectionPhase::Offline);
    QVERIFY(rig.secrets.secrets.isEmpty());
}

void tst_Client::showsWhatIsSaid()
{
    ClientRig rig;
    rig.start();
    rig.server.say(RoomId(1), u"hello"_s);
    rig.time.settle();
    QCOMPARE(rig.shown(), QStringList{u"hello"_s});
}

void tst_Client::tellsLiveMessagesOfOthersOnly()
{
    ClientRig rig;
    rig.start();
    rig.transport->cut();
    rig.server.say(RoomId(1), u"while away"_s);
    rig.time.settle();
    QVERIFY(rig.online());
    QSignalSpy arrived(rig.client.get(), &Client::messageArrived);
    rig.client->post(RoomId(1), u"mine"_s);
    rig.server.say(RoomId(1), u"live"_s);
    rig.time.settle();
    QCOMPARE(rig.shown(), (QStringList{u"while away"_s, u"live"_s, u"mine"_s}));
    QCOMPARE(arrived.count(), 1);
    QCOMPARE(arrived.first().first().value<MessagePosted>().text, u"live"_s);
}

void tst_Client::readsOffline()
{
    ClientRig rig;
    rig.start();
    for (int i = 0; i < 5; ++i)
        rig.server.say(RoomId(1), u"line %1"_s.arg(i));
    rig.time.settle();
    rig.quit();
    rig.boot();
    rig.transport->refuseConnections = true;
    rig.random = 1'000'000;
    rig.client->start();
    QCOMPARE(rig.client->store().rooms().size(), 2);
    QCOMPARE(rig.client->store().room(RoomId(1))->name, u"lobby"_s);
    QCOMPARE(rig.client->store().self().name, u"ann"_s);
    rig.client->openRoom(RoomId(1));
    QCOMPARE(rig.shown().size(), 5);
    QCOMPARE(rig.shown().last(), u"line 4"_s);
    QCOMPARE(rig.client->store().room(RoomId(1))->unread, 5);
    rig.time.settle();
    QVERIFY(!rig.online());
}

void tst_Client::catchesUpAfterAReconnect()
{
    ClientRig rig;
    rig.start();
    rig.client->openRoom(RoomId(1));
    rig.server.say(RoomId(1), u"one"_s);
    rig.time.settle();
    rig.transport->cut();
    for (int i = 0; i < 3; ++i)
        rig.server.say(RoomId(1), u"missed %1"_s.arg(i));
    rig.time.settle();
    QVERIFY(rig.online());
    QCOMPARE(rig.shown(), (QStringList{u"one"_s, u"missed 0"_s, u"missed 1"_s, u"missed 2"_s}));
    QCOMPARE(rig.server.count(SyncRoom::type), 0);
    rig.transport->cut();
    for (int i = 0; i < 120; ++i)
        rig.server.say(RoomId(1), u"many %1"_s.arg(i));
    rig.time.settle();
    QCOMPARE(rig.shown().size(), 124);
    QCOMPARE(rig.server.count(SyncRoom::type), 1);
}

void tst_Client::repairsAGapInTheMiddle()
{
    ClientRig rig;
    rig.start();
    rig.server.say(RoomId(1), u"1"_s);
    rig.server.mute = true;
    rig.server.say(RoomId(1), u"2"_s);
    rig.server.say(RoomId(1), u"3"_s);
    rig.server.mute = false;
    rig.server.say(RoomId(1), u"4"_s);
    rig.server.say(RoomId(1), u"5"_s);
    rig.time.settle();
    QCOMPARE(rig.shown(), (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s}));
    QCOMPARE(rig.server.count(SyncRoom::type), 1);
}

void tst_Client::jumpsWhenFarBehindAndLearnsOldChanges()
{
    ClientRig rig;
    rig.start();
    rig.client->openRoom(RoomId(1));
    rig.server.say(RoomId(1), u"old one"_s);
    rig.server.say(RoomId(1), u"old secret"_s);
    rig.time.settle();
    rig.transport->cut();
    for (int i = 0; i < 1500; ++i)
        rig.server.say(RoomId(1), u"n %1"_s.arg(i));
    MessageDeleted deleted;
    deleted.by = UserId(2);
    deleted.of = Seq(2);
    rig.server.append(RoomId(1), deleted);
    rig.time.settle();
    QVERIFY(rig.online());
    QCOMPARE(rig.shown().last(), u"n 1499"_s);
    QVERIFY2(rig.server.count(SyncRoom::type) <= 1, "events are skipped, not read one by one");
    QCOMPARE(rig.server.count(RoomChanges::type), 1);
    // What was loaded stays, and gets its changes; a gap is between.
    const Timeline& timeline = rig.client->store().timeline(RoomId(1));
    QCOMPARE(rig.shown().mid(0, 2), (QStringList{u"old one"_s, u"-"_s}));
    QCOMPARE(timeline.at(2).kind, RowKind::Gap);
    QCOMPARE(timeline.at(2).seq, Seq(3));
    for (int i = 0; i < 40 && timeline.gapAt(Seq(3)) >= 0; ++i) {
        rig.client->loadGap(RoomId(1), Seq(3), GapEnd::Upper);
        rig.time.settle();
    }
    QCOMPARE(rig.shown().size(), 1502);
    QCOMPARE(rig.shown().mid(0, 3), (QStringList{u"old one"_s, u"-"_s, u"n 0"_s}));
    rig.server.say(RoomId(1), u"live again"_s);
    rig.time.settle();
    QCOMPARE(rig.shown().last(), u"live again"_s);
}

void tst_Client::resetDropsRowsAndKeepsTheOutbox()
{
    ClientRig rig;
    rig.start();
    rig.client->openRoom(RoomId(1));
    rig.server.say(RoomId(1), u"of the old log"_s);
    rig.time.settle();
    rig.transport->refuseConnections = true;
    rig.random = 5'000;
    rig.transport->cut();
    rig.time.settle();
    rig.client->post(RoomId(1), u"written meanwhile"_s);
    rig.client->edit(RoomId(1), Seq(1), u"of what?"_s);
    rig.server.rooms[RoomId(1)].log.clear();
    rig.server.rooms[RoomId(1)].state.epoch = Epoch(5555);
    rig.server.say(RoomId(1), u"of the new log"_s);
    rig.server.refuse(EditMessage::type, Error{ErrorCode::EpochChanged, {}});
    rig.transport->refuseConnections = false;
    rig.time.advance(30'000);
    QVERIFY(rig.online());
    QCOMPARE(rig.shown(), (QStringList{u"of the new log"_s, u"written meanwhile"_s}));
    QCOMPARE(rig.client->outbox().entries().size(), 1);
    QCOMPARE(rig.client->outbox().entries().first().error.code, ErrorCode::EpochChanged);
    QCOMPARE(rig.server.all<EditMessage>().first().epoch, Epoch(1001));
}

void tst_Client::roomsThatAreGoneAreErased()
{
    ClientRig rig;
    rig.start();
    rig.server.say(RoomId(2), u"kitchen talk"_s);
    rig.time.settle();
    rig.transport->cut();
    rig.server.rooms.remove(RoomId(2));
    rig.time.settle();
    QCOMPARE(rig.client->store().rooms(), QList{RoomId(1)});
    rig.server.push(SelfPush{.left = RoomId(1)});
    rig.time.settle();
    QVERIFY(rig.client->store().rooms().isEmpty());
    rig.quit();
    rig.boot();
    rig.client->start();
    QVERIFY(rig.client->store().rooms().isEmpty());
}

void tst_Client::loadsOlderFromTheCacheAndThenFromTheServer()
{
    ClientRig rig;
    for (int i = 1; i <= 150; ++i)
        rig.server.say(RoomId(1), u"before %1"_s.arg(i));
    rig.start();
    rig.client->openRoom(RoomId(1));
    rig.time.settle();
    for (int i = 1; i <= 250; ++i)
        rig.server.say(RoomId(1), u"after %1"_s.arg(i));
    rig.time.settle();
    QCOMPARE(rig.server.count(RoomHistory::type), 1);
    rig.start();
    rig.client->openRoom(RoomId(1));
    QCOMPARE(rig.shown().size(), 200);
    rig.client->loadOlder(RoomId(1));
    QVERIFY(!rig.client->isLoadingOlder(RoomId(1)));
    QCOMPARE(rig.shown().size(), 300);
    rig.client->loadOlder(RoomId(1));
    QCOMPARE(rig.shown().size(), 350);
    QCOMPARE(rig.server.count(RoomHistory::type), 1);
    rig.client->loadOlder(RoomId(1));
    QVERIFY(rig.client->isLoadingOlder(RoomId(1)));
    rig.client->loadOlder(RoomId(1));
    rig.time.settle();
    QCOMPARE(rig.server.count(RoomHistory::type), 2);
    QCOMPARE(rig.shown().size(), 400);
    QCOMPARE(rig.shown().first(), u"before 1"_s);
    QVERIFY(!rig.client->store().timeline(RoomId(1)).hasOlder());
    rig.client->loadOlder(RoomId(1));
    rig.time.settle();
    QCOMPARE(rig.server.count(RoomHistory::type), 2);
}

void tst_Client::olderLinesMayBeAskedForWhileOthersCome()
{
    ClientRig rig;
    for (int i = 1; i <= 900; ++i)
        rig.server.say(RoomId(1), QString::number(i));
    rig.start();
    rig.client->openRoom(RoomId(1));
    rig.time.settle();
    // A view whose scroll bar reacts at once.
    QObject::connect(&rig.client->store(), &Store::rowsInserted, rig.client.get(), [&rig] { rig.client->loadOlder(RoomId(1)); });
    for (int again = 0; again < 2; ++again) {
        rig.client->loadOlder(RoomId(1));
        rig.time.settle();
        QStringList expected;
        for (int i = 1; i <= 900; ++i)
            expected.append(QString::number(i));
        QCOMPARE(rig.shown(), expected);
        // The second time they come from the cache.
        rig.start();
        rig.client->openRoom(RoomId(1));
        QObject::connect(&rig.client->store(), &Store::rowsInserted, rig.client.get(), [&rig] { rig.client->loadOlder(RoomId(1)); });
    }
}

void tst_Client::aRoomSeenFirstFillsFromTheServer()
{
    ClientRig rig;
    for (int i = 1; i <= 30; ++i)
        rig.server.say(RoomId(1), u"%1"_s.arg(i));
    rig.start();
    QVERIFY(rig.shown().isEmpty());
    rig.client->openRoom(RoomId(1));
    rig.server.say(RoomId(1), u"31"_s);
    rig.time.settle();
    QCOMPARE(rig.shown().size(), 31);
    QCOMPARE(rig.shown().last(), u"31"_s);
    QVERIFY(!rig.client->store().timeline(RoomId(1)).hasOlder());
    QCOMPARE(rig.server.count(ListMembers::type), 1);
}

QTEST_GUILESS_MAIN(tst_Client)
#include "tst_Client.moc"
