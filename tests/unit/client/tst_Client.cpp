// The whole client against a server in memory: connecting, reading, writing, resuming.
#include "tests/support/ClientRig.h"

#include <QFile>
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
    // signing in
    void comesOnlineWithTheStoredToken();
    void withoutATokenItAsksForOne();
    void signingInStoresTheToken();
    void aRevokedSessionLeavesNothingBehind();
    void signOutForgetsTheToken();
    // reading
    void showsWhatIsSaid();
    void tellsLiveMessagesOfOthersOnly();
    void readsOffline();
    void catchesUpAfterAReconnect();
    void repairsAGapInTheMiddle();
    void jumpsWhenFarBehindAndLearnsOldChanges();
    void resetDropsRowsAndKeepsTheOutbox();
    void roomsThatAreGoneAreErased();
    void loadsOlderFromTheCacheAndThenFromTheServer();
    void aRoomSeenFirstFillsFromTheServer();
    // writing
    void postsAndShowsItOnce();
    void postsOnceInEveryMeetingOrder_data();
    void postsOnceInEveryMeetingOrder();
    void whatWasWrittenOfflineGoesOutInOrder();
    void unsentEntriesSurviveARestart();
    void anAnswerLostWithTheLinkIsNotDoneTwice();
    void rateLimitsOnlyDelay();
    void editsAndDeletes();
    void refusedPostsStayVisible();
    void anotherServerDoesNotGetOldEntries();
    // requests
    void plainRequestsFailWhenTheLinkGoes();
    void durableRequestsAreRepeatedWithTheSameId();
    void stopAnswersEveryQuestion();
    void joiningPutsTheRoomInPlaceFirst();
    // state that follows the person
    void readMarkersWaitForTheServer();
    void draftsAreSentOnceAndTheLocalOneWins();
    void typingIsToldSparingly();
    void presenceIsToldAgainAfterAReconnect();
    // files
    void aDamagedCacheIsToldOf();
    void twoProgramsOfOneAccountDoNotShareAnOutbox();
    void everythingWorksInJsonToo();
};

void tst_Client::comesOnlineWithTheStoredToken()
{
    ClientRig rig;
    rig.start();
    QVERIFY(rig.online());
    QCOMPARE(rig.client->store().self().name, u"ann"_s);
    QCOMPARE(rig.client->store().rooms(), (QList{RoomId(1), RoomId(2)}));
}

void tst_Client::showsWhatIsSaid()
{
    ClientRig rig;
    rig.start();
    rig.server.say(RoomId(1), u"hello"_s);
    rig.time.settle();
    QCOMPARE(rig.shown(), QStringList{u"hello"_s});
}

void tst_Client::postsAndShowsItOnce()
{
    ClientRig rig;
    rig.start();
    rig.client->post(RoomId(1), u"hi all"_s);
    QCOMPARE(rig.shown(), QStringList{u"[hi all]"_s});
    rig.time.settle();
    QCOMPARE(rig.shown(), QStringList{u"hi all"_s});
    QCOMPARE(rig.server.texts(RoomId(1)), QStringList{u"hi all"_s});
    QVERIFY(rig.client->outbox().entries().isEmpty());
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
    for (int i = 0; i < 40 && rig.client->store().timeline(RoomId(1)).hasOlder(); ++i) {
        rig.client->loadOlder(RoomId(1));
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

void tst_Client::postsOnceInEveryMeetingOrder_data()
{
    QTest::addColumn<bool>("answerFirst");
    QTest::newRow("event before answer") << false;
    QTest::newRow("answer before event") << true;
}

void tst_Client::postsOnceInEveryMeetingOrder()
{
    QFETCH(bool, answerFirst);
    ClientRig rig;
    rig.server.answerFirst = answerFirst;
    rig.start();
    QList<int> rows;
    for (int i = 0; i < 5; ++i)
        rig.client->post(RoomId(1), u"%1"_s.arg(i));
    QObject::connect(&rig.client->store(), &Store::rowsChanged, rig.client.get(), [&] { rows.append(int(rig.shown().size())); });
    rig.time.settle();
    QCOMPARE(rig.shown(), (QStringList{u"0"_s, u"1"_s, u"2"_s, u"3"_s, u"4"_s}));
    QVERIFY2(std::all_of(rows.begin(), rows.end(), [](int count) { return count == 5; }), "never doubled, never missing on the way");
    QVERIFY(rig.client->outbox().entries().isEmpty());
}

void tst_Client::whatWasWrittenOfflineGoesOutInOrder()
{
    ClientRig rig;
    rig.start();
    rig.transport->refuseConnections = true;
    rig.transport->cut();
    rig.random = 1'000'000;
    rig.time.settle();
    QStringList texts;
    for (int i = 0; i < 30; ++i) {
        texts.append(u"line %1"_s.arg(i));
        rig.client->post(RoomId(1), texts.last());
    }
    QCOMPARE(rig.shown().size(), 30);
    QCOMPARE(rig.shown().first(), u"[line 0]"_s);
    rig.transport->refuseConnections = false;
    rig.time.advance(60'000);
    QCOMPARE(rig.server.texts(RoomId(1)), texts);
    QCOMPARE(rig.shown(), texts);
}

void tst_Client::unsentEntriesSurviveARestart()
{
    ClientRig rig;
    rig.start();
    rig.server.silent = true;
    rig.client->post(RoomId(1), u"a"_s);
    rig.client->post(RoomId(1), u"b"_s);
    rig.time.settle();
    rig.quit();
    rig.server.silent = false;
    rig.boot();
    rig.transport->refuseConnections = true;
    rig.random = 500;
    rig.client->start();
    QCOMPARE(rig.shown(), (QStringList{u"[a]"_s, u"[b]"_s}));
    rig.transport->refuseConnections = false;
    rig.time.advance(10'000);
    QCOMPARE(rig.shown(), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(rig.server.texts(RoomId(1)), (QStringList{u"a"_s, u"b"_s}));
}

void tst_Client::anAnswerLostWithTheLinkIsNotDoneTwice()
{
    ClientRig rig;
    rig.start();
    rig.server.mute = true;
    rig.server.hold(PostMessage::type);
    rig.client->post(RoomId(1), u"once"_s);
    rig.client->post(RoomId(1), u"twice?"_s);
    rig.time.settle();
    QCOMPARE(rig.server.texts(RoomId(1)), QStringList{u"once"_s});
    rig.transport->cut();
    rig.server.mute = false;
    rig.server.release();
    rig.time.settle();
    QVERIFY(rig.online());
    QCOMPARE(rig.server.texts(RoomId(1)), (QStringList{u"once"_s, u"twice?"_s}));
    QCOMPARE(rig.shown(), (QStringList{u"once"_s, u"twice?"_s}));
    QVERIFY(rig.client->outbox().entries().isEmpty());
}

void tst_Client::rateLimitsOnlyDelay()
{
    ClientRig rig;
    rig.start();
    for (int i = 0; i < 4; ++i)
        rig.server.refuse(PostMessage::type, Error{ErrorCode::Rate, {}, {}, {}, 400});
    for (int i = 0; i < 3; ++i)
        rig.client->post(RoomId(1), u"%1"_s.arg(i));
    rig.time.advance(399);
    QCOMPARE(rig.server.count(PostMessage::type), 1);
    rig.time.advance(5'000);
    QCOMPARE(rig.server.texts(RoomId(1)), (QStringList{u"0"_s, u"1"_s, u"2"_s}));
    QCOMPARE(rig.server.count(PostMessage::type), 7);
}

void tst_Client::editsAndDeletes()
{
    ClientRig rig;
    rig.start();
    rig.client->post(RoomId(1), u"frist"_s);
    rig.client->post(RoomId(1), u"second"_s);
    rig.time.settle();
    rig.client->edit(RoomId(1), Seq(1), u"first"_s);
    rig.client->remove(RoomId(1), Seq(2));
    rig.time.settle();
    QCOMPARE(rig.shown(), (QStringList{u"first"_s, u"-"_s}));
    QVERIFY(rig.client->outbox().entries().isEmpty());
    rig.start();
    rig.client->openRoom(RoomId(1));
    QCOMPARE(rig.shown(), (QStringList{u"first"_s, u"-"_s}));
}

void tst_Client::refusedPostsStayVisible()
{
    ClientRig rig;
    rig.start();
    rig.server.refuse(PostMessage::type, Error{ErrorCode::Muted, u"you are muted"_s});
    const ClientId c = rig.client->post(RoomId(1), u"psst"_s);
    rig.time.settle();
    QCOMPARE(rig.shown(), QStringList{u"[psst]!"_s});
    rig.start();
    QCOMPARE(rig.shown(), QStringList{u"[psst]!"_s});
    rig.client->retry(c);
    rig.time.settle();
    QCOMPARE(rig.shown(), QStringList{u"psst"_s});
    rig.server.refuse(PostMessage::type, Error{ErrorCode::Forbidden, {}});
    const ClientId other = rig.client->post(RoomId(1), u"no"_s);
    rig.time.settle();
    rig.client->discard(other);
    QCOMPARE(rig.shown(), QStringList{u"psst"_s});
}

void tst_Client::anotherServerDoesNotGetOldEntries()
{
    ClientRig rig;
    rig.start();
    rig.server.silent = true;
    rig.client->post(RoomId(1), u"for the old server"_s);
    rig.time.settle();
    rig.quit();
    rig.server.silent = false;
    rig.server.hello.server.id = u"fake-2"_s;
    rig.start();
    QVERIFY(rig.online());
    QVERIFY(rig.server.texts(RoomId(1)).isEmpty());
    QCOMPARE(rig.shown(), QStringList{u"[for the old server]!"_s});
}

void tst_Client::plainRequestsFailWhenTheLinkGoes()
{
    ClientRig rig;
    rig.start();
    QStringList log;
    const auto note = [&](const QString& name) {
        return [&log, name](Result<ListRooms::Reply> reply) { log.append(name + (reply ? u" ok"_s : u' ' + QString(errorName(reply.error().code)))); };
    };
    rig.server.silent = true;
    rig.client->request<ListRooms>({}, note(u"sent"_s));
    QVERIFY(log.isEmpty());
    rig.time.settle();
    rig.transport->refuseConnections = true;
    rig.random = 1'000'000;
    rig.transport->cut();
    rig.time.settle();
    QCOMPARE(log, QStringList{u"sent unavailable"_s});
    rig.client->request<ListRooms>({}, note(u"offline"_s));
    QCOMPARE(log.size(), 1);
    rig.time.settle();
    QCOMPARE(log.last(), u"offline unavailable"_s);
}

void tst_Client::durableRequestsAreRepeatedWithTheSameId()
{
    ClientRig rig;
    rig.start();
    int answers = 0;
    rig.server.silent = true;
    rig.client->request<SetRoom>(SetRoom{RoomId(1), {}, {}, u"topic"_s}, [&](Result<SetRoom::Reply> reply) { answers += reply ? 1 : 100; });
    rig.time.settle();
    rig.transport->cut();
    rig.server.silent = false;
    rig.time.settle();
    QCOMPARE(answers, 1);
    QList<ClientId> ids;
    for (const FakeServer::Heard& one : rig.server.heard) {
        if (one.type == u"room.set"_s)
            ids.append(*one.request.c);
    }
    QCOMPARE(ids.size(), 2);
    QCOMPARE(ids.at(0), ids.at(1));
    rig.transport->cut();
    rig.time.settle();
    QCOMPARE(answers, 1);
}

void tst_Client::stopAnswersEveryQuestion()
{
    ClientRig rig;
    rig.start();
    rig.server.silent = true;
    int failed = 0;
    rig.client->request<ListRooms>({}, [&](Result<ListRooms::Reply> reply) { failed += reply ? 100 : 1; });
    rig.client->request<SetRoom>(SetRoom{RoomId(1), {}, {}, u"topic"_s}, [&](Result<SetRoom::Reply> reply) { failed += reply ? 100 : 1; });
    rig.time.settle();
    rig.client->stop();
    rig.time.settle();
    QCOMPARE(failed, 2);
    QCOMPARE(rig.client->state().phase, ConnectionPhase::Offline);
}

void tst_Client::joiningPutsTheRoomInPlaceFirst()
{
    ClientRig rig;
    rig.start();
    rig.server.addRoom(RoomId(3), u"garden"_s);
    QString name;
    rig.client->request<JoinRoom>(JoinRoom{RoomId(3), {}}, [&](Result<JoinRoom::Reply> reply) {
        if (const Room* room = reply ? rig.client->store().room(reply->room.id) : nullptr)
            name = room->name;
    });
    rig.time.settle();
    QCOMPARE(name, u"garden"_s);
    rig.server.say(RoomId(3), u"welcome"_s);
    rig.time.settle();
    QCOMPARE(rig.shown(RoomId(3)), QStringList{u"welcome"_s});
}

void tst_Client::readMarkersWaitForTheServer()
{
    ClientRig rig;
    rig.start();
    for (int i = 0; i < 3; ++i)
        rig.server.say(RoomId(1), u"%1"_s.arg(i));
    rig.time.settle();
    QCOMPARE(rig.client->store().room(RoomId(1))->unread, 3);
    rig.client->markRead(RoomId(1), Seq(1));
    rig.client->markRead(RoomId(1), Seq(2));
    rig.client->markRead(RoomId(1), Seq(3));
    QCOMPARE(rig.client->store().room(RoomId(1))->unread, 0);
    rig.time.advance(1'000);
    QCOMPARE(rig.server.all<MarkRead>().size(), 1);
    QCOMPARE(rig.server.all<MarkRead>().first().seq, Seq(3));
    QCOMPARE(rig.server.all<MarkRead>().first().epoch, Epoch(1001));

    rig.server.say(RoomId(1), u"3"_s);
    rig.time.settle();
    rig.transport->refuseConnections = true;
    rig.random = 1'000'000;
    rig.transport->cut();
    rig.time.settle();
    rig.client->markRead(RoomId(1), Seq(4));
    rig.time.advance(400);
    rig.quit();
    rig.boot();
    rig.client->start();
    QCOMPARE(rig.client->store().room(RoomId(1))->unread, 0);
    rig.time.settle();
    QCOMPARE(rig.server.all<MarkRead>().size(), 2);
    QCOMPARE(rig.server.all<MarkRead>().last().seq, Seq(4));
}

void tst_Client::draftsAreSentOnceAndTheLocalOneWins()
{
    ClientRig rig;
    rig.start();
    rig.client->setDraft(RoomId(1), u"h"_s);
    rig.client->setDraft(RoomId(1), u"he"_s);
    rig.client->setDraft(RoomId(1), u"hello"_s);
    rig.time.advance(2'000);
    QCOMPARE(rig.server.all<SetDraft>().size(), 1);
    QCOMPARE(rig.server.all<SetDraft>().first().text, u"hello"_s);
    rig.server.push(SelfPush{.draft = Draft{RoomId(1), u"from the desktop"_s}});
    rig.time.settle();
    QCOMPARE(rig.client->store().room(RoomId(1))->draft, u"from the desktop"_s);
    rig.server.silent = true;
    rig.client->setDraft(RoomId(1), u"mine"_s);
    rig.quit();
    rig.server.silent = false;
    rig.server.rooms[RoomId(1)].state.draft = u"from the desktop"_s;
    rig.start();
    QCOMPARE(rig.client->store().room(RoomId(1))->draft, u"mine"_s);
    QCOMPARE(rig.server.all<SetDraft>().last().text, u"mine"_s);
}

void tst_Client::typingIsToldSparingly()
{
    ClientRig rig;
    rig.start();
    for (int i = 0; i < 10; ++i) {
        rig.client->setTyping(RoomId(1), true);
        rig.time.advance(500);
    }
    QCOMPARE(rig.server.all<Typing>().size(), 2);
    rig.client->setTyping(RoomId(1), false);
    rig.client->setTyping(RoomId(1), false);
    rig.time.settle();
    QCOMPARE(rig.server.all<Typing>().size(), 3);
    QVERIFY(!rig.server.all<Typing>().last().on);
}

void tst_Client::presenceIsToldAgainAfterAReconnect()
{
    ClientRig rig;
    rig.start();
    rig.client->setPresence(PresenceState::Away, u"lunch"_s);
    rig.time.settle();
    QCOMPARE(rig.server.all<SetPresence>().last().status, std::optional(u"lunch"_s));
    rig.transport->cut();
    rig.time.settle();
    QCOMPARE(rig.server.all<Attach>().last().presence, PresenceState::Away);
    QCOMPARE(rig.server.all<SetPresence>().size(), 2);
}

void tst_Client::aDamagedCacheIsToldOf()
{
    ClientRig rig;
    rig.start();
    rig.quit();
    QFile file(rig.dir.filePath(u"ann/cache.sqlite"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(9000, 'z'));
    file.close();
    rig.boot();
    QSignalSpy notices(rig.client.get(), &Client::notice);
    rig.client->start();
    rig.time.settle();
    QTRY_COMPARE(notices.count(), 1);
    QCOMPARE(notices.first().at(2).toString(), u"local.cache"_s);
    QVERIFY(rig.online());
    QCOMPARE(rig.client->store().rooms().size(), 2);
}

void tst_Client::twoProgramsOfOneAccountDoNotShareAnOutbox()
{
    ClientRig rig;
    rig.start();
    const auto first = std::move(rig.client);
    FakeTransport* firstLink = rig.transport;
    rig.random = 1'000'000;
    firstLink->refuseConnections = true;
    firstLink->cut();
    first->post(RoomId(1), u"from the first"_s);
    rig.start();
    QVERIFY(rig.online());
    QVERIFY(rig.client->outbox().entries().isEmpty());
    QVERIFY(rig.server.texts(RoomId(1)).isEmpty());
}

void tst_Client::everythingWorksInJsonToo()
{
    ClientRig rig;
    rig.encoding = Encoding::Json;
    rig.start();
    rig.client->openRoom(RoomId(1));
    rig.server.say(RoomId(1), u"Grüße\nzweite Zeile \"x\""_s);
    rig.client->post(RoomId(1), u"👋🏽"_s);
    rig.client->post(RoomId(1), u"b"_s);
    rig.time.settle();
    QCOMPARE(rig.shown(), (QStringList{u"Grüße\nzweite Zeile \"x\""_s, u"👋🏽"_s, u"b"_s}));
    rig.encoding = Encoding::Cbor;
    rig.start();
    rig.client->openRoom(RoomId(1));
    QCOMPARE(rig.shown().size(), 3);
}

QTEST_GUILESS_MAIN(tst_Client)
#include "tst_Client.moc"
