// The whole client against a server in memory: connecting, reading, writing, resuming.
#include "tests/support/ClientRig.h"

#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::test;
using namespace Qt::StringLiterals;

class tst_Client : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesOnlineWithTheStoredToken();
    void showsWhatIsSaid();
    void postsAndShowsItOnce();
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

QTEST_GUILESS_MAIN(tst_Client)
#include "tst_Client.moc"
