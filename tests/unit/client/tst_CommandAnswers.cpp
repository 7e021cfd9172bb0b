// Commands that ask the server: the request they send and what they make of the answer.
#include "tests/unit/client/CommandStage.h"

#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

class tst_CommandAnswers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void joinByName();
    void joinOfAnUnknownRoomSaysHowToMakeIt();
    void leaveAsksAndTells();
    void createReadsItsArguments_data();
    void createReadsItsArguments();
    void messageOpensOrMakesTheConversation();
    void topicShowsAndChanges();
    void whoListsMembers();
    void listShowsTheDirectory();
    void inviteAddsPeopleAndMakesLinks();
    void kickFindsThePerson();
    void nickAndSessions();
    void whoisAsksTheServerWhenNeeded();
    void outboxIsListedAndHandled();
    void pingMeasures();
    void answersOfTheServerAreSafe();
    void durableRequestsSayThatTheyWait();
};

void tst_CommandAnswers::joinByName()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/join #\"my attic\""_s));
    QCOMPARE(stage.sent<protocol::JoinRoom>().name, u"my attic"_s);
    stage.answer<protocol::JoinRoom>(protocol::RoomReply{.room = StoreScene::roomState(RoomId{12}, u"my attic"_s), .dup = {}});
    QCOMPARE(stage.frontEnd.done, QStringList{u"show 12"_s});
}

void tst_CommandAnswers::joinOfAnUnknownRoomSaysHowToMakeIt()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/join attic"_s));
    stage.answer<protocol::JoinRoom>(Error{ErrorCode::NoSuchRoom, u"no such room"_s});
    QCOMPARE(stage.frontEnd.warned.size(), 1);
    QVERIFY(stage.frontEnd.warned.first().contains(u"/create #attic"_s));
}

void tst_CommandAnswers::leaveAsksAndTells()
{
    CommandStage stage;
    stage.store.putRoom(StoreScene::roomState(garden, u"garden"_s));
    QVERIFY(stage.type(u"/leave #garden too hot here"_s));
    QCOMPARE(stage.sent<protocol::LeaveRoom>().room, garden);
    QCOMPARE(stage.sent<protocol::LeaveRoom>().reason, u"too hot here"_s);
    stage.answer<protocol::LeaveRoom>(protocol::DoneReply{});
    QCOMPARE(stage.frontEnd.said, QStringList{u"You left #garden."_s});
    QVERIFY(stage.type(u"/part"_s));
    QCOMPARE(stage.sent<protocol::LeaveRoom>().room, lobby);
    stage.answer<protocol::LeaveRoom>(Error{ErrorCode::Forbidden, u"no"_s});
    QCOMPARE(stage.frontEnd.warned.size(), 1);
}

void tst_CommandAnswers::createReadsItsArguments_data()
{
    using protocol::RoomKind;
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("isPublic");
    QTest::addColumn<QString>("topic");
    QTest::newRow("plain") << u"/create #garden"_s << u"garden"_s << int(RoomKind::Group) << true << QString{};
    QTest::newRow("without sign") << u"/create garden"_s << u"garden"_s << int(RoomKind::Group) << true << QString{};
    QTest::newRow("channel") << u"/create channel #news"_s << u"news"_s << int(RoomKind::Channel) << true << QString{};
    QTest::newRow("private") << u"/create private #us"_s << u"us"_s << int(RoomKind::Group) << false << QString{};
    QTest::newRow("private flag") << u"/create #us --private"_s << u"us"_s << int(RoomKind::Group) << false << QString{};
    QTest::newRow("topic") << u"/create #g --private --topic Plants and --tools"_s << u"g"_s << int(RoomKind::Group) << false
                           << u"Plants and --tools"_s;
    QTest::newRow("called channel") << u"/create #channel"_s << u"channel"_s << int(RoomKind::Group) << true << QString{};
}

void tst_CommandAnswers::createReadsItsArguments()
{
    QFETCH(QString, line);
    QFETCH(QString, name);
    QFETCH(int, kind);
    QFETCH(bool, isPublic);
    QFETCH(QString, topic);
    CommandStage stage;
    QVERIFY(stage.type(line));
    const auto request = stage.sent<protocol::CreateRoom>();
    QCOMPARE(request.name, name);
    QCOMPARE(int(request.kind), kind);
    QCOMPARE(request.isPublic, isPublic);
    QCOMPARE(request.topic.value_or(QString{}), topic);
    stage.answer<protocol::CreateRoom>(protocol::RoomReply{.room = StoreScene::roomState(RoomId{12}, name), .dup = {}});
    QCOMPARE(stage.frontEnd.done, QStringList{u"show 12"_s});
}

void tst_CommandAnswers::messageOpensOrMakesTheConversation()
{
    CommandStage stage;
    stage.store.putPerson({eveId, u"eve"_s, u"Eve"_s});
    QVERIFY(stage.type(u"/msg @eve hello"_s));
    QCOMPARE(stage.sent<protocol::DirectRoom>().user, eveId);
    stage.answer<protocol::DirectRoom>(protocol::RoomReply{.room = StoreScene::direct(RoomId{12}, {eveId, u"eve"_s, u"Eve"_s}), .dup = {}});
    QCOMPARE(stage.actions.done, QStringList{u"post 12 hello"_s});
    QVERIFY(stage.frontEnd.done.isEmpty());

    QVERIFY(stage.type(u"/query carl"_s));
    QCOMPARE(stage.sent<protocol::DirectRoom>().name, u"carl"_s);
    stage.answer<protocol::DirectRoom>(
        protocol::RoomReply{.room = StoreScene::direct(RoomId{13}, {UserId{9}, u"carl"_s, u"Carl"_s}), .dup = {}});
    QCOMPARE(stage.frontEnd.done, QStringList{u"show 13"_s});

    QVERIFY(stage.type(u"/w @eve,carl hi"_s));
    QCOMPARE(stage.actions.asked.size(), 2);
}

void tst_CommandAnswers::topicShowsAndChanges()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/topic"_s));
    QCOMPARE(stage.frontEnd.said, QStringList{u"#lobby has no topic."_s});
    QVERIFY(stage.type(u"/topic Release on   Friday"_s));
    QCOMPARE(stage.sent<protocol::SetRoom>().topic, u"Release on   Friday"_s);
    QCOMPARE(stage.sent<protocol::SetRoom>().room, lobby);
    QVERIFY(!stage.sent<protocol::SetRoom>().name);
    stage.answer<protocol::SetRoom>(protocol::DoneReply{});
    QVERIFY(stage.type(u"/topic --clear"_s));
    QCOMPARE(stage.sent<protocol::SetRoom>().topic, QString{});
}

void tst_CommandAnswers::whoListsMembers()
{
    using protocol::PresenceState;
    CommandStage stage;
    QVERIFY(stage.type(u"/who"_s));
    QCOMPARE(stage.sent<protocol::ListMembers>().room, lobby);
    const QList<protocol::Member> users{StoreScene::member(eveId, u"eve"_s, PresenceState::Away),
        StoreScene::member(bobId, u"bob"_s, PresenceState::Online, protocol::RoomRole::Owner)};
    stage.answer<protocol::ListMembers>(protocol::ListMembers::Reply{.users = users, .v = Version{1}, .total = 2, .online = 2});
    QVERIFY2(stage.frontEnd.said.last().contains(u"bob · owner · online"_s), qPrintable(stage.frontEnd.said.last()));
    QVERIFY(stage.frontEnd.said.last().indexOf(u"bob"_s) < stage.frontEnd.said.last().indexOf(u"eve"_s));
    stage.store.putMembers(lobby, {.users = users, .v = Version{1}, .total = 2, .online = 2});
    QVERIFY(stage.type(u"/names"_s));
    QVERIFY(stage.actions.asked.isEmpty());
    QCOMPARE(stage.frontEnd.said.size(), 2);
}

void tst_CommandAnswers::listShowsTheDirectory()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/list gar --joined"_s));
    QCOMPARE(stage.sent<protocol::ListRooms>().pattern, u"gar"_s);
    QCOMPARE(stage.sent<protocol::ListRooms>().joined, true);
    protocol::RoomListing one;
    one.id = garden;
    one.name = u"garden"_s;
    one.isPublic = true;
    one.memberCount = 3;
    one.topic = u"plants"_s;
    stage.answer<protocol::ListRooms>(protocol::ListRooms::Reply{.rooms = {one}, .next = {}});
    QVERIFY2(stage.frontEnd.said.last().contains(u"#garden · 3 members"_s) && stage.frontEnd.said.last().contains(u"plants"_s),
        qPrintable(stage.frontEnd.said.last()));
    QVERIFY(stage.type(u"/rooms"_s));
    QVERIFY(stage.frontEnd.said.last().contains(u"#lobby"_s));
}

void tst_CommandAnswers::inviteAddsPeopleAndMakesLinks()
{
    CommandStage stage;
    stage.store.putRoom(StoreScene::roomState(garden, u"garden"_s));
    stage.store.putPerson({eveId, u"eve"_s, u"Eve"_s});
    QVERIFY(stage.type(u"/invite @eve @carl #garden #lobby"_s));
    QCOMPARE(stage.actions.asked.size(), 4);
    const auto first = std::any_cast<protocol::AddToRoom>(stage.actions.asked.first().message);
    QCOMPARE(first.user, eveId);
    QCOMPARE(first.room, garden);
    QCOMPARE(std::any_cast<protocol::AddToRoom>(stage.actions.asked.last().message).name, u"carl"_s);
    stage.actions.asked.clear();

    QVERIFY(stage.type(u"/invite --link --for=2h --uses=3"_s));
    const auto invite = stage.sent<protocol::CreateInvite>();
    QCOMPARE(invite.room, lobby);
    QCOMPARE(invite.seconds, 7200);
    QCOMPARE(invite.uses, 3);
    stage.answer<protocol::CreateInvite>(protocol::CreateInvite::Reply{.id = InviteId{1}, .invite = u"confab-xyz"_s, .expires = {}});
    QVERIFY(stage.frontEnd.said.last().contains(u"confab-xyz"_s));
}

void tst_CommandAnswers::kickFindsThePerson()
{
    CommandStage stage;
    stage.store.putPerson({eveId, u"eve"_s, u"Eve"_s});
    QVERIFY(stage.type(u"/kick @eve too loud"_s));
    QCOMPARE(stage.sent<protocol::RemoveFromRoom>().user, eveId);
    QCOMPARE(stage.sent<protocol::RemoveFromRoom>().reason, u"too loud"_s);
    stage.actions.asked.clear();

    QVERIFY(stage.type(u"/kick @carl"_s));
    stage.answer<protocol::FindPeople>(
        protocol::FindPeople::Reply{.users = {{UserId{8}, u"carla"_s, u"Carla"_s}, {UserId{9}, u"carl"_s, u"Carl"_s}}});
    QCOMPARE(stage.sent<protocol::RemoveFromRoom>().user, UserId{9});
    stage.actions.asked.clear();

    QVERIFY(stage.type(u"/kick @nobody"_s));
    stage.answer<protocol::FindPeople>(protocol::FindPeople::Reply{});
    QVERIFY(stage.frontEnd.warned.last().contains(u"nobody"_s));
    QVERIFY(stage.actions.asked.isEmpty());
}

void tst_CommandAnswers::nickAndSessions()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/nick Ann from the office"_s));
    QCOMPARE(stage.sent<protocol::SetProfile>().display, u"Ann from the office"_s);
    stage.answer<protocol::SetProfile>(protocol::SetProfile::Reply{.user = {annId, u"ann"_s, u"Ann from the office"_s}, .dup = {}});
    QCOMPARE(stage.frontEnd.said.last(), u"You are Ann from the office now."_s);
    QVERIFY(stage.type(u"/sessions"_s));
    stage.answer<protocol::ListSessions>(
        protocol::ListSessions::Reply{.sessions = {{.id = SessionId{12}, .device = u"laptop"_s, .kind = u"desktop"_s, .current = true}}});
    QVERIFY(stage.frontEnd.said.last().startsWith(u"12 · laptop"_s));
    QVERIFY(stage.type(u"/sessions revoke 12"_s));
    QCOMPARE(stage.sent<protocol::RevokeSession>().session, SessionId{12});
}

void tst_CommandAnswers::whoisAsksTheServerWhenNeeded()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/whois @ann"_s));
    QVERIFY(stage.frontEnd.said.last().contains(u"Ann Lee (@ann)"_s));
    QVERIFY(stage.frontEnd.said.last().contains(u"That is you"_s));
    QVERIFY(stage.type(u"/whois @carl"_s));
    QCOMPARE(stage.sent<protocol::FindPeople>().q, u"carl"_s);
}

void tst_CommandAnswers::outboxIsListedAndHandled()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/outbox"_s));
    QCOMPARE(stage.frontEnd.said.last(), u"Everything has been sent."_s);
    Pending failed = StoreScene::pending(2, u"second\nline"_s);
    failed.state = PendingState::Failed;
    failed.error = {ErrorCode::Muted, u"muted"_s};
    stage.actions.waiting = {StoreScene::pending(1, u"first"_s), failed};
    QVERIFY(stage.type(u"/outbox"_s));
    QVERIFY(stage.frontEnd.said.last().startsWith(u"1. #lobby · first · waiting\n2. #lobby · second"_s));
    QVERIFY(stage.type(u"/discard 1"_s));
    QVERIFY(stage.type(u"/discard all"_s));
    QCOMPARE(stage.actions.done, (QStringList{u"discard 1"_s, u"discard 2"_s}));
    stage.actions.waiting.removeLast();
    QVERIFY(stage.type(u"/retry"_s));
    QCOMPARE(stage.frontEnd.said.last(), u"Nothing has failed."_s);
}

void tst_CommandAnswers::pingMeasures()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/ping"_s));
    stage.clock.advance(42);
    stage.answer<protocol::Ping>(protocol::Ping::Reply{});
    QVERIFY(stage.frontEnd.said.last().contains(u"42 ms"_s));
    QVERIFY(stage.type(u"/version"_s));
    QVERIFY(stage.frontEnd.said.last().contains(u"test 1"_s));
}

void tst_CommandAnswers::answersOfTheServerAreSafe()
{
    const QString evil = u"x\x1b[2J\u202ey"_s;
    CommandStage stage;
    protocol::RoomListing listing;
    listing.id = garden;
    listing.name = evil;
    listing.topic = evil;
    QVERIFY(stage.type(u"/list"_s));
    stage.answer<protocol::ListRooms>(protocol::ListRooms::Reply{.rooms = {listing}, .next = {}});
    QVERIFY(stage.type(u"/who"_s));
    protocol::Member member = StoreScene::member(eveId, evil, protocol::PresenceState::Online);
    member.status = evil;
    stage.answer<protocol::ListMembers>(protocol::ListMembers::Reply{.users = {member}, .v = {}, .total = 1, .online = 1});
    QVERIFY(stage.type(u"/nick x"_s));
    stage.answer<protocol::SetProfile>(protocol::SetProfile::Reply{.user = {annId, evil, evil}, .dup = {}});
    QVERIFY(stage.type(u"/sessions"_s));
    stage.answer<protocol::ListSessions>(protocol::ListSessions::Reply{.sessions = {{.id = SessionId{1}, .device = evil, .kind = evil}}});
    QVERIFY(stage.type(u"/invite --link"_s));
    stage.answer<protocol::CreateInvite>(protocol::CreateInvite::Reply{.id = InviteId{1}, .invite = evil, .expires = {}});
    QVERIFY(stage.type(u"/ping"_s));
    stage.answer<protocol::Ping>(Error{ErrorCode::Internal, evil});
    QVERIFY(stage.type(u"/join \"x\x1b[2J\""_s));
    stage.answer<protocol::JoinRoom>(Error{ErrorCode::NoSuchRoom, evil});
    const QStringList all = stage.frontEnd.said + stage.frontEnd.warned;
    QCOMPARE(all.size(), 7);
    for (const QString& one : all)
        QVERIFY2(!one.contains(u'\x1b') && !one.contains(u'\u202e'), qPrintable(one));
}

void tst_CommandAnswers::durableRequestsSayThatTheyWait()
{
    CommandStage stage;
    stage.actions.online = false;
    QVERIFY(stage.type(u"/topic x"_s));
    QCOMPARE(stage.frontEnd.said.size(), 1);
    QVERIFY(stage.type(u"hello"_s));
    QCOMPARE(stage.frontEnd.said.size(), 1);
}

QTEST_GUILESS_MAIN(tst_CommandAnswers)
#include "tst_CommandAnswers.moc"
