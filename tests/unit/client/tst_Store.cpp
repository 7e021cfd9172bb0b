// What events do to the picture both clients draw, what is counted as unread, and what never gets in.
#include "tests/unit/client/StoreScene.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

class tst_Store : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void postedMessageAppearsAtTheEnd_data();
    void postedMessageAppearsAtTheEnd();
    void knownEventChangesNothing();
    void outOfOrderPagesAreOrdered();
    void editReplacesTheText();
    void editBeforeItsMessageIsRemembered();
    void deletedLineKeepsNothing();
    void staleEditDoesNotUndoANewerOne();
    void editOfADeletedLineShowsNothing();
    void eventsOfUnknownRoomsAreIgnored();

    void othersMessagesCount();
    void missedEventsAreNotCountedTwice();
    void deletionLowersTheCount();
    void readMarkIsTaken();
    void unreadEqualsARecount_data();
    void unreadEqualsARecount();
    void mentionsAreSeen_data();
    void mentionsAreSeen();

    void hostileTextNeverGetsIn();
    void topicAndNameFollowEvents();
    void topicOfAMissedEventIsNotTakenBack();
};

void tst_Store::postedMessageAppearsAtTheEnd_data()
{
    QTest::addColumn<QString>("body");
    QTest::newRow("plain") << u"hello"_s;
    QTest::newRow("emoji") << u"👋🏽"_s;
    QTest::newRow("right to left") << u"שלום"_s;
    QTest::newRow("lines") << u"one\ntwo"_s;
}

void tst_Store::postedMessageAppearsAtTheEnd()
{
    QFETCH(QString, body);
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, u"first"_s));
    QSignalSpy inserted(&scene.store, &Store::rowsInserted);
    scene.store.receive(StoreScene::message(2, bobId, body));
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 1);
    const TimelineRow& row = scene.lines().rows().constLast();
    QCOMPARE(row.text, body);
    QCOMPARE(row.name, u"Bob"_s);
    QVERIFY(!row.own);
    QVERIFY(row.rawText.isEmpty());
}

void tst_Store::knownEventChangesNothing()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, u"once"_s));
    QSignalSpy inserted(&scene.store, &Store::rowsInserted);
    QSignalSpy changed(&scene.store, &Store::rowsChanged);
    scene.store.receive(StoreScene::message(1, bobId, u"twice"_s));
    QCOMPARE(scene.texts(), QStringList{u"once"_s});
    QCOMPARE(scene.store.room(lobby)->unread, 1);
    QCOMPARE(inserted.count() + changed.count(), 0);
}

void tst_Store::outOfOrderPagesAreOrdered()
{
    StoreScene scene;
    HistoryPage page{
        .items = {StoreScene::item(StoreScene::message(5, bobId, u"five"_s)), StoreScene::item(StoreScene::message(2, bobId, u"two"_s))},
        .place = HistoryPlace::Newer,
        .upto = Seq{6}};
    scene.store.putHistory(lobby, page);
    scene.store.putHistory(lobby, {.items = {StoreScene::item(StoreScene::message(1, bobId, u"one"_s))}, .place = HistoryPlace::Older});
    QCOMPARE(scene.texts(), (QStringList{u"one"_s, u"two"_s, u"five"_s}));
    QCOMPARE(scene.lines().upTo(), Seq{6});
}

void tst_Store::editReplacesTheText()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, annId, u"helo"_s));
    QSignalSpy changed(&scene.store, &Store::rowsChanged);
    scene.store.receive(StoreScene::edited(2, annId, 1, u"hello"_s));
    const TimelineRow& row = scene.lines().at(0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(row.text, u"hello"_s);
    QCOMPARE(row.rawText, u"hello"_s);
    QVERIFY(row.edited);
    QCOMPARE(row.rev, Seq{2});
    QCOMPARE(scene.lines().size(), 1);
}

void tst_Store::editBeforeItsMessageIsRemembered()
{
    StoreScene scene;
    scene.store.receive(StoreScene::edited(9, bobId, 3, u"new"_s));
    scene.store.receive(StoreScene::deleted(10, bobId, 4));
    QCOMPARE(scene.lines().size(), 0);
    // A page that was read before the changes happened.
    scene.store.putHistory(lobby,
        {.items = {StoreScene::item(StoreScene::message(3, bobId, u"old"_s)), StoreScene::item(StoreScene::message(4, bobId, u"gone"_s))}});
    QCOMPARE(scene.texts(), (QStringList{u"new"_s, QString{}}));
    QVERIFY(scene.lines().at(0).edited);
    QVERIFY(scene.lines().at(1).deleted);
}

void tst_Store::deletedLineKeepsNothing()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, annId, u"secret"_s));
    scene.store.receive(StoreScene::edited(2, annId, 1, u"secret too"_s));
    scene.store.receive(StoreScene::deleted(3, annId, 1));
    const TimelineRow& row = scene.lines().at(0);
    QVERIFY(row.deleted);
    QVERIFY(!row.edited);
    QCOMPARE(row.text, QString{});
    QCOMPARE(row.rawText, QString{});

    protocol::HistoryItem tombstone = StoreScene::item(StoreScene::message(4, annId, u"left over"_s), 5);
    tombstone.deleted = true;
    scene.store.putHistory(lobby, {.items = {tombstone}, .place = HistoryPlace::Newer, .upto = Seq{5}});
    QCOMPARE(scene.lines().at(1).text, QString{});
    QCOMPARE(scene.lines().at(1).rawText, QString{});
}

void tst_Store::staleEditDoesNotUndoANewerOne()
{
    StoreScene scene;
    protocol::HistoryItem one = StoreScene::item(StoreScene::message(1, bobId, u"newest"_s), 8);
    one.edited = TimeMs{5};
    scene.store.putHistory(lobby, {.items = {one}, .place = HistoryPlace::Newer, .upto = Seq{8}});
    scene.store.receive(StoreScene::edited(6, bobId, 1, u"older"_s));
    QCOMPARE(scene.lines().at(0).text, u"newest"_s);
    scene.store.putHistory(lobby, {.items = {StoreScene::item(StoreScene::message(1, bobId, u"oldest"_s), 4)}});
    QCOMPARE(scene.lines().at(0).text, u"newest"_s);
}

void tst_Store::editOfADeletedLineShowsNothing()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s));
    scene.store.receive(StoreScene::deleted(2, bobId, 1));
    scene.store.receive(StoreScene::edited(3, bobId, 1, u"back again"_s));
    QCOMPARE(scene.lines().at(0).text, QString{});
}

void tst_Store::eventsOfUnknownRoomsAreIgnored()
{
    StoreScene scene;
    QSignalSpy inserted(&scene.store, &Store::rowsInserted);
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s, {}, garden));
    QCOMPARE(inserted.count(), 0);
    QVERIFY(!scene.store.room(garden));
}

void tst_Store::othersMessagesCount()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, u"one"_s));
    scene.store.receive(StoreScene::message(2, annId, u"own"_s));
    scene.store.receive(StoreScene::headed(protocol::SystemLine{}, 3, UserId{}));
    scene.store.receive(StoreScene::message(4, eveId, u"hi @ann"_s));
    QCOMPARE(scene.store.room(lobby)->unread, 2);
    QCOMPARE(scene.store.room(lobby)->mentions, 1);
}

void tst_Store::missedEventsAreNotCountedTwice()
{
    StoreScene scene;
    protocol::RoomState state = StoreScene::roomState();
    state.head = Seq{12};
    state.read = Seq{9};
    state.unread = 3;
    scene.store.putRoom(state);
    QSignalSpy arrived(&scene.store, &Store::messageArrived);
    for (int seq = 10; seq <= 12; ++seq) {
        scene.store.receive(StoreScene::message(seq, bobId, u"x"_s));
        QCOMPARE(scene.store.room(lobby)->unread, 3);
    }
    QCOMPARE(arrived.count(), 0);
    scene.store.receive(StoreScene::message(13, bobId, u"x"_s));
    QCOMPARE(scene.store.room(lobby)->unread, 4);
    QCOMPARE(arrived.count(), 1);
}

void tst_Store::deletionLowersTheCount()
{
    StoreScene scene;
    protocol::RoomState state = StoreScene::roomState();
    state.head = Seq{10};
    state.read = Seq{2};
    state.unread = 5;
    scene.store.putRoom(state);
    // Of a line that is not loaded.
    scene.store.receive(StoreScene::deleted(11, bobId, 6));
    QCOMPARE(scene.store.room(lobby)->unread, 4);
    // Of one's own, and of one before the marker.
    scene.store.receive(StoreScene::deleted(12, annId, 7));
    scene.store.receive(StoreScene::deleted(13, bobId, 1));
    QCOMPARE(scene.store.room(lobby)->unread, 4);
    scene.store.receive(StoreScene::message(14, bobId, u"x"_s));
    scene.store.receive(StoreScene::deleted(15, bobId, 14));
    QCOMPARE(scene.store.room(lobby)->unread, 4);
}

void tst_Store::readMarkIsTaken()
{
    StoreScene scene;
    for (int seq = 1; seq <= 5; ++seq)
        scene.store.receive(StoreScene::message(seq, bobId, u"x"_s));
    QSignalSpy changed(&scene.store, &Store::unreadChanged);
    scene.store.setRead({.room = lobby, .seq = Seq{3}, .unread = 2, .mentions = 0});
    QCOMPARE(scene.store.room(lobby)->unread, 2);
    QVERIFY(changed.count() > 0);
    // Marked unread again from here.
    scene.store.setRead({.room = lobby, .seq = Seq{1}, .unread = 4, .mentions = 0});
    QCOMPARE(scene.store.room(lobby)->unread, 4);
    QCOMPARE(scene.store.room(lobby)->read, Seq{1});
}

void tst_Store::unreadEqualsARecount_data()
{
    QTest::addColumn<uint>("seed");
    for (uint seed = 1; seed <= 30; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_Store::unreadEqualsARecount()
{
    QFETCH(uint, seed);
    QRandomGenerator random(seed);
    StoreScene scene;
    struct Said {
        bool own = false;
        bool deleted = false;
    };
    std::map<qint64, Said> truth;
    qint64 read = 0;
    const auto unreadAfter = [&](qint64 marker) {
        return std::count_if(
            truth.upper_bound(marker), truth.end(), [](const auto& one) { return !one.second.own && !one.second.deleted; });
    };
    for (qint64 seq = 1; seq <= 120; ++seq) {
        const quint32 what = random.bounded(10u);
        if (what == 0 && !truth.empty()) {
            auto victim = std::next(truth.begin(), random.bounded(int(truth.size())));
            scene.store.receive(StoreScene::deleted(seq, victim->second.own ? annId : bobId, victim->first));
            victim->second.deleted = true;
        } else {
            const bool own = what < 4;
            truth[seq] = {own, false};
            scene.store.receive(StoreScene::message(seq, own ? annId : bobId, u"x"_s));
        }
        if (what == 9) {
            read = random.bounded(int(seq)) + 1;
            scene.store.setRead({.room = lobby, .seq = Seq{read}, .unread = qint64(unreadAfter(read)), .mentions = 0});
        }
        QCOMPARE(scene.store.room(lobby)->unread, qint64(unreadAfter(read)));
    }
}

void tst_Store::mentionsAreSeen_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("seen");
    QTest::newRow("name") << u"hello @ann"_s << true;
    QTest::newRow("display name") << u"hello @Ann Lee!"_s << true;
    QTest::newRow("address") << u"ann: look"_s << true;
    QTest::newRow("everybody") << u"@room lunch"_s << true;
    QTest::newRow("another word") << u"@annual report"_s << false;
    QTest::newRow("code") << u"`@ann`"_s << false;
    QTest::newRow("no sign") << u"I met ann"_s << false;
}

void tst_Store::mentionsAreSeen()
{
    QFETCH(QString, text);
    QFETCH(bool, seen);
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, text));
    scene.store.receive(StoreScene::message(2, annId, text));
    QCOMPARE(scene.lines().at(0).mentionsMe, seen);
    QVERIFY(!scene.lines().at(1).mentionsMe);
}

void tst_Store::hostileTextNeverGetsIn()
{
    const QString evil = u"a\x1b]52;c;AAAA\x07"
                         u"b\u202ec\u0085d\x9b"
                         u"31m"_s;
    const auto isSafe = [](const QString& text) {
        return std::none_of(text.cbegin(), text.cend(),
            [](QChar c) { return (c < u' ' && c != u'\n' && c != u'\t') || (c >= u'\x7f' && c <= u'\x9f') || c == u'\u202e'; });
    };
    StoreScene scene;
    protocol::RoomState state = StoreScene::direct(garden, {eveId, evil, evil});
    state.name = evil;
    state.title = evil;
    state.topic = evil;
    state.draft = evil;
    scene.store.putRoom(state);
    const Room* room = scene.store.room(garden);
    for (const QString& one :
        {room->name, room->title, room->topic, room->draft, room->peer->display, room->peer->name, scene.store.roomLabel(garden)})
        QVERIFY2(isSafe(one) && !one.isEmpty(), qPrintable(one));

    const protocol::User evilUser{eveId, evil, evil};
    QList<protocol::AnyEvent> events;
    const auto add = [&](auto event) {
        event = StoreScene::headed(event, events.size() + 1, eveId);
        event.name = evil;
        events.append(event);
    };
    protocol::MessagePosted posted;
    posted.text = evil;
    add(posted);
    add(posted);  // this one stays as it was posted
    protocol::MessageEdited edit;
    edit.of = Seq{1};
    edit.text = evil;
    add(edit);
    protocol::MembersJoined joined;
    joined.people = {evilUser};
    add(joined);
    protocol::MembersLeft left;
    left.people = {evilUser};
    left.reason = evil;
    add(left);
    protocol::MemberRemoved removed;
    removed.user = evilUser;
    removed.reason = evil;
    add(removed);
    protocol::TopicChanged topic;
    topic.topic = evil;
    add(topic);
    protocol::RoomRenamed renamed;
    renamed.roomName = evil;
    renamed.title = evil;
    add(renamed);
    protocol::SystemLine line;
    line.text = evil;
    add(line);
    protocol::UnknownEvent unknown;
    unknown.kindName = evil;
    add(unknown);
    for (const protocol::AnyEvent& one : events)
        scene.store.receive(one);
    protocol::Member member = StoreScene::member(eveId, evil, protocol::PresenceState::Online);
    member.status = evil;
    scene.store.putMembers(lobby, {.users = {member}, .v = Version{1}});
    scene.store.putPending(StoreScene::pending(1, evil));

    QCOMPARE(scene.lines().size(), 10);
    for (const TimelineRow& one : scene.lines().rows())
        QVERIFY2(isSafe(one.text) && isSafe(one.name) && !one.text.isEmpty(), qPrintable(one.text));
    const protocol::Member* listed = scene.store.members(lobby).find(eveId);
    QVERIFY(isSafe(listed->display) && isSafe(listed->name) && isSafe(*listed->status));
    QVERIFY(isSafe(scene.store.room(lobby)->topic) && isSafe(scene.store.room(lobby)->name));
    QVERIFY(isSafe(scene.store.displayName(eveId)));
}

void tst_Store::topicAndNameFollowEvents()
{
    StoreScene scene;
    protocol::TopicChanged topic;
    topic.topic = u"plants"_s;
    scene.store.receive(StoreScene::headed(topic, 1, bobId));
    protocol::RoomRenamed renamed;
    renamed.roomName = u"green"_s;
    scene.store.receive(StoreScene::headed(renamed, 2, bobId));
    QCOMPARE(scene.store.room(lobby)->topic, u"plants"_s);
    QCOMPARE(scene.store.roomLabel(lobby), u"#green"_s);
    QCOMPARE(scene.lines().at(0).text, u"Bob changed the topic to: plants"_s);
    QCOMPARE(scene.lines().at(1).text, u"Bob renamed the room to #green"_s);
}

void tst_Store::topicOfAMissedEventIsNotTakenBack()
{
    StoreScene scene;
    protocol::RoomState state = StoreScene::roomState();
    state.head = Seq{5};
    state.topic = u"newest"_s;
    scene.store.putRoom(state);
    protocol::TopicChanged topic;
    topic.topic = u"older"_s;
    scene.store.receive(StoreScene::headed(topic, 3, bobId));
    QCOMPARE(scene.store.room(lobby)->topic, u"newest"_s);
    QCOMPARE(scene.lines().size(), 1);
}

QTEST_GUILESS_MAIN(tst_Store)
#include "tst_Store.moc"
