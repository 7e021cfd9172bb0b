// Tab: what is offered at the cursor, in which order, and what it replaces.
#include "shared/client/commands/CompletionModel.h"
#include "tests/unit/client/CommandStage.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

class tst_Completer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void offersWhatFits_data();
    void offersWhatFits();
    void recentSpeakersComeFirst();
    void oneselfIsNotOffered();
    void commandsCarryTheirUsage();
    void forbiddenCommandsAreHidden();
    void blankThatFollowsIsReused();
    void everyCursorIsFine();
    void modelShowsTheCandidates();
};

/// People: ben (José Ben), bob, eve (member), zoë out of the room. Rooms: lobby, garden, "my attic". The | is the cursor.
static void furnish(CommandStage& stage)
{
    stage.store.putRoom(StoreScene::roomState(garden, u"garden"_s));
    protocol::RoomState attic = StoreScene::roomState(RoomId{10}, u"my attic"_s);
    attic.topic = u"old things"_s;
    attic.title = QString{};
    stage.store.putRoom(attic);
    stage.store.putPerson({UserId{20}, u"zoe"_s, u"Zoë"_s});
    stage.store.putPerson({bobId, u"bob"_s, u"Bob"_s});
    stage.store.putPerson({UserId{22}, u"ben"_s, u"José Ben"_s});
    stage.store.putPerson({UserId{23}, u"ann lou"_s, u"Ann Lou"_s});
    stage.store.putPerson({eveId, u"eve"_s, u"Eve"_s});
    stage.store.putMembers(lobby,
        {.users = {StoreScene::member(bobId, u"bob"_s, protocol::PresenceState::Online),
             StoreScene::member(eveId, u"eve"_s, protocol::PresenceState::Online)},
            .v = Version{1}});
}

void tst_Completer::offersWhatFits_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("texts");
    QTest::addColumn<int>("start");
    const QStringList none;
    QTest::newRow("command") << u"/jo|"_s << QStringList{u"/join "_s} << 0;
    QTest::newRow("commands") << u"/re|"_s << QStringList{u"/read "_s, u"/reconnect "_s, u"/reply "_s, u"/retry "_s, u"/redact "_s} << 0;
    QTest::newRow("command in any case") << u"/JO|"_s << QStringList{u"/join "_s} << 0;
    QTest::newRow("alias") << u"/tel|"_s << QStringList{u"/tell "_s} << 0;
    QTest::newRow("no command") << u"/xq|"_s << none << 0;
    QTest::newRow("a path") << u"/usr/lo|"_s << none << 0;
    QTest::newRow("name at the start") << u"bo|"_s << QStringList{u"bob: "_s} << 0;
    QTest::newRow("name at the start of a line") << u"hello\nbo|"_s << QStringList{u"bob: "_s} << 6;
    QTest::newRow("name inside") << u"ask bo|"_s << QStringList{u"@bob "_s} << 4;
    QTest::newRow("mention at the start") << u"@bo|"_s << QStringList{u"@bob "_s} << 0;
    QTest::newRow("display name") << u"ask jose|"_s << QStringList{u"@ben "_s} << 4;
    QTest::newRow("accent") << u"@ZOË|"_s << QStringList{u"@zoe "_s} << 0;
    QTest::newRow("later word of a name") << u"@lou|"_s << QStringList{u"@ann lou "_s} << 0;
    QTest::newRow("nobody") << u"xq|"_s << none << 0;
    QTest::newRow("nothing typed") << u"|"_s << none << 0;
    QTest::newRow("after a blank") << u"hello |"_s << none << 6;
    QTest::newRow("room") << u"see #ga|"_s << QStringList{u"#garden "_s} << 4;
    QTest::newRow("room with a blank") << u"see #my|"_s << QStringList{u"#\"my attic\" "_s} << 4;
    QTest::newRow("emoji") << u"nice :tad|"_s << QStringList{u"🎉 "_s} << 5;
    QTest::newRow("emoji of a command") << u"/status :tad|"_s << QStringList{u"🎉 "_s} << 8;
    QTest::newRow("lone colon") << u":|"_s << none << 0;
    QTest::newRow("rooms as argument") << u"/join |"_s << QStringList{u"#garden "_s, u"#\"my attic\" "_s, u"#lobby "_s} << 6;
    QTest::newRow("room as argument") << u"/join gar|"_s << QStringList{u"#garden "_s} << 6;
    QTest::newRow("person as argument") << u"/whois bo|"_s << QStringList{u"@bob "_s} << 7;
    QTest::newRow("quoted person as argument") << u"/whois @lou|"_s << QStringList{u"@\"ann lou\" "_s} << 7;
    QTest::newRow("text of a command") << u"/me greets bo|"_s << QStringList{u"@bob "_s} << 11;
    QTest::newRow("no person behind a blank in text") << u"/me |"_s << none << 4;
    QTest::newRow("text after the person") << u"/msg @bob ask ev|"_s << QStringList{u"@eve "_s} << 14;
    QTest::newRow("fixed word") << u"/read |"_s << QStringList{u"all "_s} << 6;
    QTest::newRow("flag") << u"/create #x --pr|"_s << QStringList{u"--private "_s} << 11;
    QTest::newRow("flag with a value") << u"/create #x --ti|"_s << QStringList{u"--title="_s} << 11;
    QTest::newRow("kind") << u"/create ch|"_s << QStringList{u"channel "_s} << 8;
    QTest::newRow("command of help") << u"/help jo|"_s << QStringList{u"join "_s} << 6;
    QTest::newRow("unknown command") << u"/xyzzy bo|"_s << none << 7;
    QTest::newRow("quoted slash is talk") << u"//x bo|"_s << QStringList{u"@bob "_s} << 4;
}

void tst_Completer::offersWhatFits()
{
    QFETCH(QString, typed);
    QFETCH(QStringList, texts);
    QFETCH(int, start);
    CommandStage stage;
    furnish(stage);
    const auto cursor = int(typed.indexOf(u'|'));
    typed.remove(cursor, 1);
    const Completions found = stage.table.complete(stage.actions, stage.frontEnd, typed, cursor);
    QStringList offered;
    for (const Candidate& one : found.candidates)
        offered.append(one.text);
    QCOMPARE(offered, texts);
    QCOMPARE(found.start, start);
    QCOMPARE(found.length, cursor - start);
}

void tst_Completer::recentSpeakersComeFirst()
{
    CommandStage stage;
    for (int n = 1; n <= 4; ++n)
        stage.store.putPerson({UserId{30 + n}, u"tom%1"_s.arg(n), u"Tom %1"_s.arg(n)});
    stage.store.putMembers(
        lobby, {.users = {StoreScene::member(UserId{34}, u"tom4"_s, protocol::PresenceState::Offline)}, .v = Version{1}});
    auto event = StoreScene::message(1, UserId{32}, u"x"_s);
    stage.store.receive(event);
    event = StoreScene::message(2, UserId{33}, u"x"_s);
    stage.store.receive(event);
    stage.store.putPerson({UserId{32}, u"tom2"_s, u"Tom 2"_s});
    stage.store.putPerson({UserId{33}, u"tom3"_s, u"Tom 3"_s});
    const Completions found = stage.table.complete(stage.actions, stage.frontEnd, u"tom", 3);
    QStringList labels;
    for (const Candidate& one : found.candidates)
        labels.append(one.label);
    QCOMPARE(labels, (QStringList{u"tom3"_s, u"tom2"_s, u"tom4"_s, u"tom1"_s}));
    QCOMPARE(found.candidates.last().hint, u"Tom 1"_s);
}

void tst_Completer::oneselfIsNotOffered()
{
    CommandStage stage;
    QVERIFY(stage.table.complete(stage.actions, stage.frontEnd, u"@an", 3).isEmpty());
}

void tst_Completer::commandsCarryTheirUsage()
{
    CommandStage stage;
    const Completions found = stage.table.complete(stage.actions, stage.frontEnd, u"/joi", 4);
    QCOMPARE(found.candidates.size(), 1);
    QVERIFY(found.candidates.first().hint.startsWith(u"#room"_s));
    QVERIFY(found.candidates.first().hint.contains(stage.table.find(u"join")->summary));
}

void tst_Completer::forbiddenCommandsAreHidden()
{
    CommandStage stage;
    QVERIFY(stage.table.complete(stage.actions, stage.frontEnd, u"/kic", 4).isEmpty());
    protocol::RoomState state = StoreScene::roomState();
    state.rights = {protocol::Right::RemoveUsers};
    stage.store.putRoom(state);
    QCOMPARE(stage.table.complete(stage.actions, stage.frontEnd, u"/kic", 4).candidates.size(), 1);
    stage.frontEnd.room = {};
    QVERIFY(stage.table.complete(stage.actions, stage.frontEnd, u"/kic", 4).isEmpty());
    QVERIFY(stage.table.complete(stage.actions, stage.frontEnd, u"/del", 4).isEmpty());
}

void tst_Completer::blankThatFollowsIsReused()
{
    CommandStage stage;
    furnish(stage);
    const Completions found = stage.table.complete(stage.actions, stage.frontEnd, u"ask bo about it", 6);
    QCOMPARE(found.start, 4);
    QCOMPARE(found.length, 3);
    QCOMPARE(found.candidates.first().text, u"@bob "_s);
}

void tst_Completer::everyCursorIsFine()
{
    CommandStage stage;
    furnish(stage);
    for (const QString& line : {u"/join #\"my at"_s, u"  /me @\"an"_s, u"//x :t"_s, u"\n\n@ #  :"_s, u"/"_s, u"👋🏽 @b"_s}) {
        for (int cursor = -2; cursor <= line.size() + 2; ++cursor) {
            const Completions found = stage.table.complete(stage.actions, stage.frontEnd, line, cursor);
            QVERIFY(found.start >= 0 && found.length >= 0 && found.start + found.length <= line.size());
        }
    }
}

void tst_Completer::modelShowsTheCandidates()
{
    CommandStage stage;
    CompletionModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setCompletions(stage.table.complete(stage.actions, stage.frontEnd, u"/joi", 4));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0).data().toString(), u"/join"_s);
    QCOMPARE(model.index(0).data(CompletionModel::TextRole).toString(), u"/join "_s);
    QVERIFY(!model.index(0).data(CompletionModel::HintRole).toString().isEmpty());
}

QTEST_GUILESS_MAIN(tst_Completer)
#include "tst_Completer.moc"
