// The whole client against a server in memory: what follows the person, and what lies on the disk.
#include "tests/support/ClientRig.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

class tst_ClientState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readMarkersWaitForTheServer();
    void draftsAreSentOnceAndTheLocalOneWins();
    void typingIsToldSparingly();
    void presenceIsToldAgainAfterAReconnect();
    void aDamagedCacheIsToldOf();
    void twoProgramsOfOneAccountDoNotShareAnOutbox();
    void aKilledSecondProgramsOutboxIsAdopted();
    void everythingWorksInJsonToo();
};

void tst_ClientState::readMarkersWaitForTheServer()
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

void tst_ClientState::draftsAreSentOnceAndTheLocalOneWins()
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

void tst_ClientState::typingIsToldSparingly()
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

void tst_ClientState::presenceIsToldAgainAfterAReconnect()
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

void tst_ClientState::aDamagedCacheIsToldOf()
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

void tst_ClientState::twoProgramsOfOneAccountDoNotShareAnOutbox()
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

void tst_ClientState::aKilledSecondProgramsOutboxIsAdopted()
{
    ClientRig rig;
    rig.start();
    auto first = std::move(rig.client);
    rig.boot();
    rig.transport->refuseConnections = true;
    rig.random = 1'000'000;
    rig.client->start();
    const ClientId c = rig.client->post(RoomId(1), u"left behind"_s);
    rig.quit();
    first.reset();
    rig.random = 0;
    rig.boot();
    rig.client->start();
    QVERIFY(rig.client->outbox().find(c));
    rig.time.settle();
    QCOMPARE(rig.server.texts(RoomId(1)), QStringList{u"left behind"_s});
    rig.start();
    QCOMPARE(rig.server.texts(RoomId(1)).size(), 1);
}

void tst_ClientState::everythingWorksInJsonToo()
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

QTEST_GUILESS_MAIN(tst_ClientState)
#include "tst_ClientState.moc"
