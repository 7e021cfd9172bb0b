// Names, presence and typing, and finding people and rooms by what is typed.
#include "tests/unit/client/StoreScene.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

class tst_StorePeople : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void newNameShowsEverywhere();
    void cachedNameDoesNotReplaceACurrentOne();
    void peopleAreFound_data();
    void peopleAreFound();
    void roomsAreFound_data();
    void roomsAreFound();

    void presenceFollowsVersions();
    void joinsAndLeavesChangeTheMembers();
    void typingEndsByTime();
    void typingEndsWithTheMessage();
    void ownTypingIsNotShown();
    void lostConnectionForgetsPresence();
};

void tst_StorePeople::newNameShowsEverywhere()
{
    StoreScene scene;
    scene.store.putRoom(StoreScene::direct(garden, {bobId, u"bob"_s, u"Bob"_s}));
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s));
    scene.store.putMembers(
        lobby, {.users = {StoreScene::member(bobId, u"Bob"_s, protocol::PresenceState::Online)}, .v = Version{1}, .total = 1, .online = 1});
    QSignalSpy changed(&scene.store, &Store::rowsChanged);
    scene.store.putPerson({bobId, u"bob"_s, u"Robert"_s});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(scene.lines().at(0).name, u"Robert"_s);
    QCOMPARE(scene.store.members(lobby).find(bobId)->display, u"Robert"_s);
    QCOMPARE(scene.store.roomLabel(garden), u"Robert"_s);
    scene.store.putPerson({annId, u"ann"_s, u"Anna"_s});
    QCOMPARE(scene.store.self().display, u"Anna"_s);
    scene.store.receive(StoreScene::message(2, bobId, u"@Anna"_s));
    QVERIFY(scene.lines().at(1).mentionsMe);
}

void tst_StorePeople::cachedNameDoesNotReplaceACurrentOne()
{
    StoreScene scene;
    scene.store.putPerson({bobId, u"bob"_s, u"Robert"_s});
    scene.store.putHistory(lobby, {.items = {StoreScene::item(StoreScene::message(1, bobId, u"x"_s))}, .fromCache = true});
    QCOMPARE(scene.lines().at(0).name, u"Robert"_s);
}

void tst_StorePeople::peopleAreFound_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<qint64>("found");
    QTest::newRow("name") << u"bob"_s << qint64(2);
    QTest::newRow("sign") << u"@bob"_s << qint64(2);
    QTest::newRow("case") << u"BOB"_s << qint64(2);
    QTest::newRow("display name") << u"jose"_s << qint64(4);
    QTest::newRow("two of that name") << u"Sam"_s << qint64(0);
    QTest::newRow("nobody") << u"carl"_s << qint64(0);
    QTest::newRow("nothing") << QString{} << qint64(0);
}

void tst_StorePeople::peopleAreFound()
{
    QFETCH(QString, typed);
    QFETCH(qint64, found);
    StoreScene scene;
    scene.store.putPerson({bobId, u"bob"_s, u"Robert"_s});
    scene.store.putPerson({UserId{4}, u"jj"_s, u"José"_s});
    scene.store.putPerson({UserId{5}, u"sam1"_s, u"Sam"_s});
    scene.store.putPerson({UserId{6}, u"sam2"_s, u"Sam"_s});
    const auto person = scene.store.findPerson(typed);
    QCOMPARE(person ? person->id.value() : 0, found);
}

void tst_StorePeople::roomsAreFound_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<qint64>("found");
    QTest::newRow("name") << u"lobby"_s << qint64(7);
    QTest::newRow("sign") << u"#lobby"_s << qint64(7);
    QTest::newRow("case") << u"#Lobby"_s << qint64(7);
    QTest::newRow("person") << u"@bob"_s << qint64(8);
    QTest::newRow("a room is no person") << u"#bob"_s << qint64(0);
    QTest::newRow("none") << u"attic"_s << qint64(0);
    QTest::newRow("nothing") << QString{} << qint64(0);
}

void tst_StorePeople::roomsAreFound()
{
    QFETCH(QString, typed);
    QFETCH(qint64, found);
    StoreScene scene;
    scene.store.putRoom(StoreScene::direct(garden, {bobId, u"bob"_s, u"Bob"_s}));
    QCOMPARE(scene.store.findRoom(typed).value(), found);
}

void tst_StorePeople::presenceFollowsVersions()
{
    using protocol::PresenceState;
    StoreScene scene;
    protocol::PresencePush push{.room = lobby, .v = Version{5}, .online = 2};
    QVERIFY(scene.store.applyPresence(push)); // nobody asked for the members yet
    scene.store.putMembers(
        lobby, {.users = {StoreScene::member(bobId, u"bob"_s, PresenceState::Offline)}, .v = Version{5}, .total = 2, .online = 1});
    push.v = Version{6};
    push.join = {StoreScene::member(eveId, u"eve"_s, PresenceState::Online)};
    push.update = {StoreScene::member(bobId, u"bob"_s, PresenceState::Away)};
    QVERIFY(scene.store.applyPresence(push));
    QCOMPARE(scene.store.members(lobby).members().size(), 2);
    QCOMPARE(scene.store.members(lobby).find(bobId)->state, PresenceState::Away);
    QCOMPARE(scene.store.members(lobby).online(), 2);

    push = {.room = lobby, .v = Version{6}, .online = 9};
    QVERIFY(scene.store.applyPresence(push)); // old news
    QCOMPARE(scene.store.members(lobby).online(), 2);

    push = {.room = lobby, .v = Version{7}, .online = 1, .leave = {eveId}};
    QVERIFY(scene.store.applyPresence(push));
    QCOMPARE(scene.store.members(lobby).find(eveId)->state, PresenceState::Offline);
    QVERIFY(scene.store.members(lobby).find(eveId)->lastSeen);

    push = {.room = lobby, .v = Version{8}, .online = 1500};
    QVERIFY(scene.store.applyPresence(push));             // a crowd is only counted
    push = {.room = lobby, .v = Version{9}, .online = 3}; // comes for pushes that were dropped
    QVERIFY(!scene.store.applyPresence(push));
    scene.store.putMembers(lobby, {.users = {}, .v = Version{9}, .total = 2, .online = 1});

    push = {.room = lobby, .v = Version{11}, .online = 3, .leave = {bobId}};
    QVERIFY(!scene.store.applyPresence(push));
    QCOMPARE(scene.store.members(lobby).state(), MembersState::Stale);
    push.v = Version{12};
    QVERIFY(!scene.store.applyPresence(push));
}

void tst_StorePeople::joinsAndLeavesChangeTheMembers()
{
    StoreScene scene;
    scene.store.putMembers(
        lobby, {.users = {StoreScene::member(bobId, u"bob"_s, protocol::PresenceState::Online)}, .v = Version{1}, .total = 1, .online = 1});
    protocol::MembersJoined joined;
    joined.people = {{eveId, u"eve"_s, u"Eve"_s}};
    scene.store.receive(StoreScene::headed(joined, 1, eveId));
    QVERIFY(scene.store.members(lobby).find(eveId));
    QCOMPARE(scene.store.room(lobby)->memberCount, 2);
    QCOMPARE(scene.lines().at(0).text, u"Eve joined"_s);
    QCOMPARE(scene.lines().at(0).people, QList<UserId>{eveId});

    protocol::MemberRemoved removed;
    removed.user = {eveId, u"eve"_s, u"Eve"_s};
    removed.reason = u"noise"_s;
    scene.store.receive(StoreScene::headed(removed, 2, bobId));
    QVERIFY(!scene.store.members(lobby).find(eveId));
    QCOMPARE(scene.store.room(lobby)->memberCount, 1);
    QCOMPARE(scene.lines().at(1).text, u"Eve was removed by Bob (noise)"_s);

    protocol::MembersLeft left;
    left.people = {{bobId, u"bob"_s, u"Bob"_s}};
    scene.store.receive(StoreScene::headed(left, 3, bobId));
    QCOMPARE(scene.store.members(lobby).members().size(), 0);
    QCOMPARE(scene.store.members(lobby).online(), 0);
}

void tst_StorePeople::typingEndsByTime()
{
    StoreScene scene;
    QSignalSpy changed(&scene.store, &Store::typingChanged);
    scene.store.putTyping({.room = lobby, .user = bobId, .name = u"Bob"_s, .ttl = 6000});
    scene.clock.advance(3000);
    scene.store.putTyping({.room = lobby, .user = eveId, .name = u"Eve"_s, .ttl = 6000});
    QCOMPARE(scene.store.typing(lobby), (QList<UserId>{bobId, eveId}));
    scene.clock.advance(3000);
    QCOMPARE(scene.store.typing(lobby), QList<UserId>{eveId});
    scene.store.expireTyping();
    QCOMPARE(changed.count(), 3);
    scene.store.putTyping({.room = lobby, .user = eveId, .name = u"Eve"_s, .ttl = 0});
    QCOMPARE(scene.store.typing(lobby), QList<UserId>{});
    QCOMPARE(changed.count(), 4);
}

void tst_StorePeople::typingEndsWithTheMessage()
{
    StoreScene scene;
    scene.store.putTyping({.room = lobby, .user = bobId, .name = u"Bob"_s, .ttl = 6000});
    scene.store.receive(StoreScene::message(1, bobId, u"done"_s));
    QCOMPARE(scene.store.typing(lobby), QList<UserId>{});
}

void tst_StorePeople::ownTypingIsNotShown()
{
    StoreScene scene;
    scene.store.putTyping({.room = lobby, .user = annId, .name = u"Ann"_s, .ttl = 6000});
    QCOMPARE(scene.store.typing(lobby), QList<UserId>{});
}

void tst_StorePeople::lostConnectionForgetsPresence()
{
    StoreScene scene;
    scene.store.putMembers(lobby, {.users = {}, .v = Version{1}});
    scene.store.putTyping({.room = lobby, .user = bobId, .name = u"Bob"_s, .ttl = 6000});
    scene.store.forgetPresence();
    QCOMPARE(scene.store.members(lobby).state(), MembersState::Stale);
    QCOMPARE(scene.store.typing(lobby), QList<UserId>{});
}

QTEST_GUILESS_MAIN(tst_StorePeople)
#include "tst_StorePeople.moc"
