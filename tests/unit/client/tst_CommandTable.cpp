// Slash commands: what each line does, what it never does, and that help, manual and table agree.
#include "tests/unit/client/CommandStage.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

class tst_CommandTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRowIsComplete();
    void manualIsFresh();
    void issueCommandsAreThere();
    void everyCommandExplainsItself();

    void linesDoWhatTheySay_data();
    void linesDoWhatTheySay();
    void wrongLinesAreErrors_data();
    void wrongLinesAreErrors();
    void unknownCommandsAreNeverTalk_data();
    void unknownCommandsAreNeverTalk();
    void talkNeedsARoom();
    void tooLongTextIsRefused();

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

void tst_CommandTable::everyRowIsComplete()
{
    const CommandTable table;
    static const QRegularExpression name(u"^[a-z]+$"_s);
    QSet<QString> names;
    for (const Command& one : table.all()) {
        QVERIFY2(!one.summary.isEmpty() && !one.summary.contains(u'\n'), qPrintable(one.name));
        QVERIFY2(one.run, qPrintable(one.name));
        QVERIFY2(one.example.isEmpty() || one.example.startsWith(u'/' + one.name), qPrintable(one.name));
        QVERIFY2(one.usage.isEmpty() == one.example.isEmpty() || one.example.isEmpty(), qPrintable(one.name));
        QVERIFY2(!one.synopsis().trimmed().endsWith(u'/'), qPrintable(one.name));
        for (const QString& alias : QStringList{one.name} + one.aliases) {
            QVERIFY2(name.match(alias).hasMatch(), qPrintable(alias));
            QVERIFY2(!names.contains(alias), qPrintable(alias));
            names.insert(alias);
            QCOMPARE(table.find(alias), &one);
            QCOMPARE(table.find(u'/' + alias.toUpper()), &one);
        }
    }
    QVERIFY(names.size() > 50);
    QVERIFY(!table.find(u"nonsense"));
}

void tst_CommandTable::manualIsFresh()
{
    const QString path = QString::fromUtf8(CONFAB_SOURCE_DIR) + u"/shared/client/commands/COMMANDS.md"_s;
    const QByteArray fresh = CommandTable().manual().toUtf8();
    QFile file(path);
    if (qEnvironmentVariableIsSet("CONFAB_UPDATE_GOLDEN")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(fresh), fresh.size());
        file.close();
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), "run with CONFAB_UPDATE_GOLDEN=1");
    QVERIFY2(file.readAll() == fresh, "COMMANDS.md is old: run with CONFAB_UPDATE_GOLDEN=1");
}

void tst_CommandTable::issueCommandsAreThere()
{
    const CommandTable table;
    for (const QString& one : u"join leave create list msg me topic who nick away back edit delete help connect quit"_s.split(u' '))
        QVERIFY2(table.find(one), qPrintable(one));
}

void tst_CommandTable::everyCommandExplainsItself()
{
    const CommandTable table;
    const QString all = table.helpText({});
    for (const Command& one : table.all()) {
        QVERIFY2(all.contains(one.synopsis()), qPrintable(one.name));
        const QString help = table.helpText(one.name);
        QVERIFY(help.contains(one.summary));
        for (const QString& alias : one.aliases)
            QVERIFY2(help.contains(u'/' + alias), qPrintable(alias));
        CommandStage stage;
        QVERIFY(stage.type(u'/' + one.name + u" --help"_s));
        QCOMPARE(stage.frontEnd.done, QStringList{u"help "_s + one.name});
        QVERIFY(stage.actions.done.isEmpty() && stage.actions.asked.isEmpty());
    }
    QVERIFY(table.helpText(u"jion"_s).contains(u"/join"_s));
}

void tst_CommandTable::linesDoWhatTheySay_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("shown");
    const QString no;
    QTest::newRow("talk") << u"hello  there"_s << u"post 7 hello  there"_s << no;
    QTest::newRow("emoji") << u"well done :tada:"_s << u"post 7 well done 🎉"_s << no;
    QTest::newRow("literal slash") << u"//usr is full"_s << u"post 7 /usr is full"_s << no;
    QTest::newRow("a pasted path") << u"/usr/bin/env"_s << u"post 7 /usr/bin/env"_s << no;
    QTest::newRow("lines") << u"one\ntwo"_s << u"post 7 one\ntwo"_s << no;
    QTest::newRow("nothing") << u"  "_s << no << no;
    QTest::newRow("lone slash") << u"/"_s << no << u"help "_s;
    QTest::newRow("me") << u"/me waves"_s << u"post 7 * waves"_s << no;
    QTest::newRow("me help") << u"/me help"_s << u"post 7 * help"_s << no;
    QTest::newRow("any case") << u"/ME waves"_s << u"post 7 * waves"_s << no;
    QTest::newRow("say") << u"/say :tada:"_s << u"post 7 :tada:"_s << no;
    QTest::newRow("shrug") << u"/shrug why"_s << u"post 7 why ¯\\\\\\_(ツ)\\_/¯"_s << no;
    QTest::newRow("reply") << u"/reply yes"_s << u"post 7 re 4 yes"_s << no;
    QTest::newRow("reply to the second last") << u"/r ^2 yes"_s << u"post 7 re 1 yes"_s << no;
    QTest::newRow("reply to the selected") << u"/r - yes"_s << u"post 7 re 2 yes"_s << no;
    QTest::newRow("edit") << u"/edit new words"_s << u"edit 3 new words"_s << no;
    QTest::newRow("edit a number") << u"/edit 2 apples"_s << u"edit 3 2 apples"_s << no;
    QTest::newRow("edit the second last") << u"/edit ^2 new"_s << u"edit 2 new"_s << no;
    QTest::newRow("edit the selected") << u"/edit - new"_s << u"edit 2 new"_s << no;
    QTest::newRow("edit brings the text back") << u"/edit"_s << no << u"input /edit my secnd"_s;
    QTest::newRow("edit brings an older text back") << u"/edit ^2"_s << no << u"input /edit ^2 my first"_s;
    QTest::newRow("substitute") << u"/s secnd/second"_s << u"edit 3 my second"_s << no;
    QTest::newRow("substitute as a path") << u"/s/secnd/second/"_s << u"edit 3 my second"_s << no;
    QTest::newRow("substitute with blanks") << u"/s/my secnd/our second"_s << u"edit 3 our second"_s << no;
    QTest::newRow("substitute a slash") << u"/s/my/a\\/b/"_s << u"edit 3 a/b secnd"_s << no;
    QTest::newRow("delete") << u"/delete"_s << u"remove 3"_s << no;
    QTest::newRow("undo") << u"/undo"_s << u"remove 3"_s << no;
    QTest::newRow("delete the selected") << u"/delete -"_s << u"remove 2"_s << no;
    QTest::newRow("join a room one is in") << u"/join #garden"_s << no << u"show 8"_s;
    QTest::newRow("join without sign") << u"/j garden"_s << no << u"show 8"_s;
    QTest::newRow("go") << u"/go gard"_s << no << u"show 8"_s;
    QTest::newRow("go to a person") << u"/go @bob"_s << no << u"show 9"_s;
    QTest::newRow("next") << u"/next"_s << no << u"step 1"_s;
    QTest::newRow("prev") << u"/prev"_s << no << u"step -1"_s;
    QTest::newRow("conversation") << u"/msg @bob"_s << no << u"show 9"_s;
    QTest::newRow("message") << u"/msg bob hello :tada:"_s << u"post 9 hello 🎉"_s << no;
    QTest::newRow("history") << u"/history"_s << u"older 7"_s << no;
    QTest::newRow("away") << u"/away lunch"_s << u"presence 2 lunch"_s << no;
    QTest::newRow("away without words") << u"/away"_s << u"presence 2 -"_s << no;
    QTest::newRow("back") << u"/back"_s << u"presence 1 "_s << no;
    QTest::newRow("busy") << u"/dnd"_s << u"presence 3 -"_s << no;
    QTest::newRow("status") << u"/status :coffee: at four"_s << u"presence 1 ☕ at four"_s << no;
    QTest::newRow("no status") << u"/status clear"_s << u"presence 1 "_s << no;
    QTest::newRow("read") << u"/read"_s << u"read 7 4"_s << no;
    QTest::newRow("connect") << u"/connect chat.local:7600"_s << no << u"connect chat.local:7600"_s;
    QTest::newRow("disconnect") << u"/disconnect"_s << u"disconnect"_s << no;
    QTest::newRow("reconnect") << u"/reconnect"_s << u"reconnect"_s << no;
    QTest::newRow("quit") << u"/quit bye all"_s << no << u"quit"_s;
    QTest::newRow("help") << u"/help"_s << no << u"help "_s;
    QTest::newRow("help of a command") << u"/help /join"_s << no << u"help join"_s;
    QTest::newRow("help by a word") << u"/join help"_s << no << u"help join"_s;
}

/// Lines 1 and 4 are Bob's, 2 and 3 are mine; 2 is selected; the garden and a conversation with Bob are there too.
static void furnish(CommandStage& stage)
{
    stage.store.putRoom(StoreScene::roomState(garden, u"garden"_s));
    stage.store.putRoom(StoreScene::direct(RoomId{9}, {bobId, u"bob"_s, u"Bob"_s}));
    protocol::RoomState state = StoreScene::roomState();
    state.head = Seq{0};
    stage.store.putRoom(state);
    stage.store.putHistory(lobby, {.items = {StoreScene::item(StoreScene::message(1, bobId, u"hello"_s))}, .place = HistoryPlace::Replace, .remaining = 1});
    stage.store.receive(StoreScene::message(2, annId, u"my first"_s));
    stage.store.receive(StoreScene::message(3, annId, u"my secnd"_s));
    stage.store.receive(StoreScene::message(4, bobId, u"question?"_s));
    stage.frontEnd.selected = Seq{2};
}

void tst_CommandTable::linesDoWhatTheySay()
{
    QFETCH(QString, line);
    QFETCH(QString, action);
    QFETCH(QString, shown);
    CommandStage stage;
    furnish(stage);
    const auto result = stage.type(line);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(stage.actions.done.join(u'|'), action);
    QCOMPARE(stage.frontEnd.done.join(u'|'), shown);
    QVERIFY(stage.actions.asked.isEmpty());
    QVERIFY(stage.frontEnd.warned.isEmpty());
}

void tst_CommandTable::wrongLinesAreErrors_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("words");
    QTest::newRow("me alone") << u"/me"_s << u"Usage: /me <does something>"_s;
    QTest::newRow("say alone") << u"/say"_s << u"Usage: /say"_s;
    QTest::newRow("reply alone") << u"/reply"_s << u"Usage: /reply"_s;
    QTest::newRow("reply too far back") << u"/reply ^9 x"_s << u"no such message"_s;
    QTest::newRow("edit too far back") << u"/edit ^9 x"_s << u"written no such"_s;
    QTest::newRow("substitute what is not there") << u"/s/apples/pears/"_s << u"does not contain"_s;
    QTest::newRow("substitute without form") << u"/s apples"_s << u"Usage: /s"_s;
    QTest::newRow("substitute to nothing") << u"/s/my secnd//"_s << u"needs text"_s;
    QTest::newRow("delete with words") << u"/delete that"_s << u"Usage: /delete"_s;
    QTest::newRow("join nothing") << u"/join"_s << u"Usage: /join"_s;
    QTest::newRow("join a person") << u"/join @bob"_s << u"Usage: /join"_s;
    QTest::newRow("join two") << u"/join #a #b"_s << u"Usage: /join"_s;
    QTest::newRow("leave a strange room") << u"/leave #attic"_s << u"no room called #attic"_s;
    QTest::newRow("create nothing") << u"/create --private"_s << u"Usage: /create"_s;
    QTest::newRow("create with a strange flag") << u"/create #x --foo"_s << u"Usage: /create"_s;
    QTest::newRow("go nowhere") << u"/go qqqq"_s << u"None of your rooms"_s;
    QTest::newRow("message nobody") << u"/msg"_s << u"Usage: /msg"_s;
    QTest::newRow("message a room") << u"/msg #garden hi"_s << u"Usage: /msg"_s;
    QTest::newRow("message two without words") << u"/msg @bob,@eve"_s << u"Usage: /msg"_s;
    QTest::newRow("invite nobody") << u"/invite"_s << u"Usage: /invite"_s;
    QTest::newRow("invite for no time") << u"/invite --link --for=soon"_s << u""_s;
    QTest::newRow("kick nobody") << u"/kick"_s << u"Usage: /kick"_s;
    QTest::newRow("revoke a word") << u"/sessions revoke this"_s << u"Usage: /sessions"_s;
    QTest::newRow("retry a strange number") << u"/retry 4"_s << u"no entry 4"_s;
    QTest::newRow("discard nothing named") << u"/discard"_s << u"Usage: /discard"_s;
    QTest::newRow("connect nowhere") << u"/connect"_s << u"Usage: /connect"_s;
    QTest::newRow("connect with more") << u"/connect a b"_s << u"Usage: /connect"_s;
    QTest::newRow("words after next") << u"/next room"_s << u"Usage: /next"_s;
}

void tst_CommandTable::wrongLinesAreErrors()
{
    QFETCH(QString, line);
    QFETCH(QString, words);
    CommandStage stage;
    furnish(stage);
    const auto result = stage.type(line);
    QVERIFY(!result);
    QVERIFY2(!result.error().message.isEmpty() && result.error().message.contains(words), qPrintable(result.error().message));
    QVERIFY(stage.actions.done.isEmpty() && stage.actions.asked.isEmpty() && stage.frontEnd.done.isEmpty());
}

void tst_CommandTable::unknownCommandsAreNeverTalk_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("near");
    QTest::newRow("slip") << u"/jion #lobby"_s << u"/join"_s;
    QTest::newRow("blank in front") << u"  /tpoic secret"_s << u"/topic"_s;
    QTest::newRow("nothing near") << u"/xyzzy my password"_s << u""_s;
    QTest::newRow("escape") << u"/\x1b[31m"_s << u""_s;
    QTest::newRow("not ASCII") << u"/größe"_s << u""_s;
}

void tst_CommandTable::unknownCommandsAreNeverTalk()
{
    QFETCH(QString, line);
    QFETCH(QString, near);
    CommandStage stage;
    const auto result = stage.type(line);
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(near), qPrintable(result.error().message));
    QVERIFY(!result.error().message.contains(u'\x1b'));
    QVERIFY(stage.actions.done.isEmpty() && stage.actions.asked.isEmpty());
}

void tst_CommandTable::talkNeedsARoom()
{
    CommandStage stage;
    stage.frontEnd.room = {};
    for (const QString& line : {u"hello"_s, u"/me waves"_s, u"/edit x"_s, u"/kick @bob"_s, u"/leave"_s, u"/topic x"_s, u"/who"_s}) {
        const auto result = stage.type(line);
        QVERIFY2(!result && result.error().code == ErrorCode::NoSuchRoom, qPrintable(line));
    }
    QVERIFY(stage.actions.done.isEmpty() && stage.actions.asked.isEmpty());
}

void tst_CommandTable::tooLongTextIsRefused()
{
    CommandStage stage;
    QVERIFY(stage.type(QString(limits::messageBytes, u'x')));
    const auto result = stage.type(QString(limits::messageBytes / 2, u'é') + u"x"_s);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::TooBig);
    QCOMPARE(stage.actions.done.size(), 1);
}

void tst_CommandTable::joinByName()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/join #\"my attic\""_s));
    QCOMPARE(stage.sent<protocol::JoinRoom>().name, u"my attic"_s);
    stage.answer<protocol::JoinRoom>(protocol::RoomReply{.room = StoreScene::roomState(RoomId{12}, u"my attic"_s), .dup = {}});
    QCOMPARE(stage.frontEnd.done, QStringList{u"show 12"_s});
}

void tst_CommandTable::joinOfAnUnknownRoomSaysHowToMakeIt()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/join attic"_s));
    stage.answer<protocol::JoinRoom>(Error{ErrorCode::NoSuchRoom, u"no such room"_s});
    QCOMPARE(stage.frontEnd.warned.size(), 1);
    QVERIFY(stage.frontEnd.warned.first().contains(u"/create #attic"_s));
}

void tst_CommandTable::leaveAsksAndTells()
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

void tst_CommandTable::createReadsItsArguments_data()
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
    QTest::newRow("topic") << u"/create #g --private --topic Plants and --tools"_s << u"g"_s << int(RoomKind::Group) << false << u"Plants and --tools"_s;
    QTest::newRow("called channel") << u"/create #channel"_s << u"channel"_s << int(RoomKind::Group) << true << QString{};
}

void tst_CommandTable::createReadsItsArguments()
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

void tst_CommandTable::messageOpensOrMakesTheConversation()
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
    stage.answer<protocol::DirectRoom>(protocol::RoomReply{.room = StoreScene::direct(RoomId{13}, {UserId{9}, u"carl"_s, u"Carl"_s}), .dup = {}});
    QCOMPARE(stage.frontEnd.done, QStringList{u"show 13"_s});

    QVERIFY(stage.type(u"/w @eve,carl hi"_s));
    QCOMPARE(stage.actions.asked.size(), 2);
}

void tst_CommandTable::topicShowsAndChanges()
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

void tst_CommandTable::whoListsMembers()
{
    using protocol::PresenceState;
    CommandStage stage;
    QVERIFY(stage.type(u"/who"_s));
    QCOMPARE(stage.sent<protocol::ListMembers>().room, lobby);
    const QList<protocol::Member> users{StoreScene::member(eveId, u"eve"_s, PresenceState::Away), StoreScene::member(bobId, u"bob"_s, PresenceState::Online, protocol::RoomRole::Owner)};
    stage.answer<protocol::ListMembers>(protocol::ListMembers::Reply{.users = users, .v = Version{1}, .total = 2, .online = 2});
    QVERIFY2(stage.frontEnd.said.last().contains(u"bob · owner · online"_s), qPrintable(stage.frontEnd.said.last()));
    QVERIFY(stage.frontEnd.said.last().indexOf(u"bob"_s) < stage.frontEnd.said.last().indexOf(u"eve"_s));
    stage.store.putMembers(lobby, {.users = users, .v = Version{1}, .total = 2, .online = 2});
    QVERIFY(stage.type(u"/names"_s));
    QVERIFY(stage.actions.asked.isEmpty());
    QCOMPARE(stage.frontEnd.said.size(), 2);
}

void tst_CommandTable::listShowsTheDirectory()
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
    QVERIFY2(stage.frontEnd.said.last().contains(u"#garden · 3 members"_s) && stage.frontEnd.said.last().contains(u"plants"_s), qPrintable(stage.frontEnd.said.last()));
    QVERIFY(stage.type(u"/rooms"_s));
    QVERIFY(stage.frontEnd.said.last().contains(u"#lobby"_s));
}

void tst_CommandTable::inviteAddsPeopleAndMakesLinks()
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

void tst_CommandTable::kickFindsThePerson()
{
    CommandStage stage;
    stage.store.putPerson({eveId, u"eve"_s, u"Eve"_s});
    QVERIFY(stage.type(u"/kick @eve too loud"_s));
    QCOMPARE(stage.sent<protocol::RemoveFromRoom>().user, eveId);
    QCOMPARE(stage.sent<protocol::RemoveFromRoom>().reason, u"too loud"_s);
    stage.actions.asked.clear();

    QVERIFY(stage.type(u"/kick @carl"_s));
    stage.answer<protocol::FindPeople>(protocol::FindPeople::Reply{.users = {{UserId{8}, u"carla"_s, u"Carla"_s}, {UserId{9}, u"carl"_s, u"Carl"_s}}});
    QCOMPARE(stage.sent<protocol::RemoveFromRoom>().user, UserId{9});
    stage.actions.asked.clear();

    QVERIFY(stage.type(u"/kick @nobody"_s));
    stage.answer<protocol::FindPeople>(protocol::FindPeople::Reply{});
    QVERIFY(stage.frontEnd.warned.last().contains(u"nobody"_s));
    QVERIFY(stage.actions.asked.isEmpty());
}

void tst_CommandTable::nickAndSessions()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/nick Ann from the office"_s));
    QCOMPARE(stage.sent<protocol::SetProfile>().display, u"Ann from the office"_s);
    stage.answer<protocol::SetProfile>(protocol::SetProfile::Reply{.user = {annId, u"ann"_s, u"Ann from the office"_s}, .dup = {}});
    QCOMPARE(stage.frontEnd.said.last(), u"You are Ann from the office now."_s);
    QVERIFY(stage.type(u"/sessions"_s));
    stage.answer<protocol::ListSessions>(protocol::ListSessions::Reply{.sessions = {{.id = SessionId{12}, .device = u"laptop"_s, .kind = u"desktop"_s, .current = true}}});
    QVERIFY(stage.frontEnd.said.last().startsWith(u"12 · laptop"_s));
    QVERIFY(stage.type(u"/sessions revoke 12"_s));
    QCOMPARE(stage.sent<protocol::RevokeSession>().session, SessionId{12});
}

void tst_CommandTable::whoisAsksTheServerWhenNeeded()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/whois @ann"_s));
    QVERIFY(stage.frontEnd.said.last().contains(u"Ann Lee (@ann)"_s));
    QVERIFY(stage.frontEnd.said.last().contains(u"That is you"_s));
    QVERIFY(stage.type(u"/whois @carl"_s));
    QCOMPARE(stage.sent<protocol::FindPeople>().q, u"carl"_s);
}

void tst_CommandTable::outboxIsListedAndHandled()
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

void tst_CommandTable::pingMeasures()
{
    CommandStage stage;
    QVERIFY(stage.type(u"/ping"_s));
    stage.clock.advance(42);
    stage.answer<protocol::Ping>(protocol::Ping::Reply{});
    QVERIFY(stage.frontEnd.said.last().contains(u"42 ms"_s));
    QVERIFY(stage.type(u"/version"_s));
    QVERIFY(stage.frontEnd.said.last().contains(u"test 1"_s));
}

void tst_CommandTable::answersOfTheServerAreSafe()
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

void tst_CommandTable::durableRequestsSayThatTheyWait()
{
    CommandStage stage;
    stage.actions.online = false;
    QVERIFY(stage.type(u"/topic x"_s));
    QCOMPARE(stage.frontEnd.said.size(), 1);
    QVERIFY(stage.type(u"hello"_s));
    QCOMPARE(stage.frontEnd.said.size(), 1);
}

QTEST_GUILESS_MAIN(tst_CommandTable)
#include "tst_CommandTable.moc"
