// The whole client against a server in memory: writing and asking, whatever happens to the connection.
#include "tests/support/ClientRig.h"

#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

class tst_ClientWriting : public QObject {
    Q_OBJECT

private Q_SLOTS:
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
    void plainRequestsFailWhenTheLinkGoes();
    void durableRequestsAreRepeatedWithTheSameId();
    void stopAnswersEveryQuestion();
    void joiningPutsTheRoomInPlaceFirst();
};

void tst_ClientWriting::postsAndShowsItOnce()
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

void tst_ClientWriting::postsOnceInEveryMeetingOrder_data()
{
    QTest::addColumn<bool>("answerFirst");
    QTest::newRow("event before answer") << false;
    QTest::newRow("answer before event") << true;
}

void tst_ClientWriting::postsOnceInEveryMeetingOrder()
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

void tst_ClientWriting::whatWasWrittenOfflineGoesOutInOrder()
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

void tst_ClientWriting::unsentEntriesSurviveARestart()
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

void tst_ClientWriting::anAnswerLostWithTheLinkIsNotDoneTwice()
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

void tst_ClientWriting::rateLimitsOnlyDelay()
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

void tst_ClientWriting::editsAndDeletes()
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

void tst_ClientWriting::refusedPostsStayVisible()
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

void tst_ClientWriting::anotherServerDoesNotGetOldEntries()
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

void tst_ClientWriting::plainRequestsFailWhenTheLinkGoes()
{
    ClientRig rig;
    rig.start();
    QStringList log;
    const auto note = [&](const QString& name) {
        return [&log, name](Result<ListRooms::Reply> reply) {
            log.append(name + (reply ? u" ok"_s : u' ' + QString(errorName(reply.error().code))));
        };
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

void tst_ClientWriting::durableRequestsAreRepeatedWithTheSameId()
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

void tst_ClientWriting::stopAnswersEveryQuestion()
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

void tst_ClientWriting::joiningPutsTheRoomInPlaceFirst()
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

QTEST_GUILESS_MAIN(tst_ClientWriting)
#include "tst_ClientWriting.moc"
