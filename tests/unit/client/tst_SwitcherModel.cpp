// What the quick switcher finds, and in which order.
#include "shared/client/models/SwitcherModel.h"
#include "tests/unit/client/CommandStage.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

namespace {

constexpr RoomId general{20};
constexpr RoomId genealogy{21};
constexpr RoomId withBob{9};
constexpr UserId anton{41};

/// lobby, garden, general ("Everything"), genealogy, a conversation with Bob; Eve and Anton without one. Ann is oneself.
struct Places : CommandStage {
    SwitcherModel model{store, table};

    Places()
    {
        for (const auto& [id, name] : {std::pair{garden, u"garden"_s}, {general, u"general"_s}, {genealogy, u"genealogy"_s}}) {
            protocol::RoomState state = roomState(id, name);
            if (id == general)
                state.topic = u"Everything"_s;
            store.putRoom(state);
        }
        store.putRoom(direct(withBob, {bobId, u"bob"_s, u"Bob"_s}));
        store.putPerson({eveId, u"eve"_s, u"Eve"_s});
        store.putPerson({anton, u"anton"_s, u"Great Anton"_s});
    }
    void say(RoomId room, const QString& text) { store.receive(message(++m_seq, bobId, text, {}, room)); }
    QStringList labels()
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row)
            all.append(model.index(row).data().toString());
        return all;
    }
    QStringList found(const QString& query)
    {
        model.setQuery(query);
        return labels();
    }
    QString hint(const QString& query, int row = 0)
    {
        model.setQuery(query);
        return model.index(row).data(SwitcherModel::HintRole).toString();
    }

private:
    qint64 m_seq = 0;
};

} // namespace

class tst_SwitcherModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingListsWhatWaitsThenWhatIsRecent();
    void lettersFind_data();
    void lettersFind();
    void rowsSayWhereTheyLead();
    void hintsTellTheMostImportant();
    void theCurrentRoomIsMeantLeast();
    void newsAreSeenWithTheNextQuestion();
    void rowsStandStillUntilAsked();
    void aRoomThatGoesTakesItsRow();
    void theListIsShort();
    void hostileNamesStayText();
    void modelIsSound();
};

void tst_SwitcherModel::nothingListsWhatWaitsThenWhatIsRecent()
{
    Places places;
    const QStringList byName{u"#garden"_s, u"#genealogy"_s, u"#general"_s, u"#lobby"_s, u"Bob"_s};
    QStringList all = places.found({});
    all.sort();
    QCOMPARE(all, byName);
    // Shown: lobby, then genealogy, then lobby again.
    places.model.noteShown(lobby);
    places.model.noteShown(genealogy);
    places.model.noteShown(lobby);
    QCOMPARE(places.found({}).first(), u"#genealogy"_s);
    QCOMPARE(places.found({}).last(), u"#lobby"_s);
    places.say(garden, u"activity"_s);
    QCOMPARE(places.found({}).mid(0, 2), (QStringList{u"#garden"_s, u"#genealogy"_s}));
    places.say(general, u"hey @ann"_s);
    QCOMPARE(places.found({}).mid(0, 3), (QStringList{u"#general"_s, u"#garden"_s, u"#genealogy"_s}));
    places.say(withBob, u"direct"_s);
    QCOMPARE(places.found(u"  "_s), (QStringList{u"Bob"_s, u"#general"_s, u"#garden"_s, u"#genealogy"_s, u"#lobby"_s}));
    QCOMPARE(places.found({}), places.labels());
}

void tst_SwitcherModel::lettersFind_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("first");
    QTest::addColumn<QStringList>("absent");
    QTest::newRow("prefix, shortest first") << u"gen"_s << QStringList{u"#general"_s, u"#genealogy"_s} << QStringList{u"#lobby"_s};
    QTest::newRow("exact") << u"genealogy"_s << QStringList{u"#genealogy"_s} << QStringList{u"#general"_s};
    QTest::newRow("in another case") << u"GARD"_s << QStringList{u"#garden"_s} << QStringList{};
    QTest::newRow("letters in order") << u"gdn"_s << QStringList{u"#garden"_s} << QStringList{};
    QTest::newRow("people by name") << u"anton"_s << QStringList{u"Great Anton"_s} << QStringList{};
    QTest::newRow("people by display name") << u"great"_s << QStringList{u"Great Anton"_s} << QStringList{};
    QTest::newRow("people only") << u"@e"_s << QStringList{u"Eve"_s} << QStringList{u"#general"_s, u"#genealogy"_s};
    QTest::newRow("everybody but oneself") << u"@"_s << QStringList{u"Bob"_s, u"Eve"_s, u"Great Anton"_s} << QStringList{u"Ann Lee"_s};
    QTest::newRow("rooms only") << u"#b"_s << QStringList{u"#lobby"_s} << QStringList{u"Bob"_s};
    QTest::newRow("commands only") << u">joi"_s << QStringList{u"/join"_s} << QStringList{u"#lobby"_s};
    QTest::newRow("commands by alias") << u">query"_s << QStringList{u"/msg"_s} << QStringList{};
    QTest::newRow("no commands among places") << u"join"_s << QStringList{} << QStringList{u"/join"_s};
    QTest::newRow("nothing") << u"zzzz"_s << QStringList{} << QStringList{u"#lobby"_s, u"Bob"_s};
}

void tst_SwitcherModel::lettersFind()
{
    QFETCH(QString, query);
    QFETCH(QStringList, first);
    QFETCH(QStringList, absent);
    Places places;
    const QStringList all = places.found(query);
    QCOMPARE(all.mid(0, first.size()), first);
    for (const QString& one : absent)
        QVERIFY2(!all.contains(one), qPrintable(one));
}

void tst_SwitcherModel::rowsSayWhereTheyLead()
{
    Places places;
    places.model.setQuery(u"bob"_s);
    QCOMPARE(places.model.row(0).kind, SwitcherKind::Direct);
    QCOMPARE(places.model.row(0).room, withBob);
    QCOMPARE(places.model.row(0).person, bobId);
    places.model.setQuery(u"eve"_s);
    QCOMPARE(places.model.row(0).kind, SwitcherKind::Person);
    QVERIFY(!places.model.row(0).room.isValid());
    QCOMPARE(places.model.index(0).data(SwitcherModel::UserIdRole).toLongLong(), eveId.value());
    places.model.setQuery(u">topic"_s);
    QCOMPARE(places.model.row(0).kind, SwitcherKind::Command);
    QCOMPARE(places.model.row(0).command, u"/topic "_s);
    places.model.setQuery(u"#lobby"_s);
    QCOMPARE(places.model.row(0).kind, SwitcherKind::Room);
    QCOMPARE(places.model.index(0).data(SwitcherModel::RoomIdRole).toLongLong(), lobby.value());
    // Once there is a conversation, Eve is offered once.
    places.store.putRoom(StoreScene::direct(RoomId{30}, {eveId, u"eve"_s, u"Eve"_s}));
    places.model.setQuery(u"@eve"_s);
    QCOMPARE(places.model.rowCount(), 1);
    QCOMPARE(places.model.row(0).room, RoomId{30});
}

void tst_SwitcherModel::hintsTellTheMostImportant()
{
    Places places;
    QCOMPARE(places.hint(u"#general"_s), u"Everything"_s);
    QCOMPARE(places.hint(u"great"_s), u"@anton"_s);
    QCOMPARE(places.hint(u"bob"_s), u"@bob"_s);
    QVERIFY(!places.hint(u">join"_s).isEmpty());
    places.say(general, u"one"_s);
    places.say(general, u"two @ann"_s);
    QCOMPARE(places.hint(u"#general"_s), u"2 unread, 1 mention"_s);
    QCOMPARE(places.model.index(0).data(SwitcherModel::UnreadRole).toInt(), 2);
    QCOMPARE(places.model.index(0).data(SwitcherModel::BadgeRole).toInt(), 1); // as in the room list: the red pill counts mentions
    QVERIFY(places.model.index(0).data(SwitcherModel::LoudRole).toBool());
    QCOMPARE(places.model.index(0).data(Qt::AccessibleTextRole).toString(), u"#general, 2 unread, 1 mention"_s);
    places.say(garden, u"one"_s);
    QCOMPARE(places.hint(u"#garden"_s), u"1 unread"_s);
    QCOMPARE(places.model.index(0).data(SwitcherModel::BadgeRole).toInt(), 1);
    QVERIFY(!places.model.index(0).data(SwitcherModel::LoudRole).toBool());
}

void tst_SwitcherModel::theCurrentRoomIsMeantLeast()
{
    Places places;
    places.store.putRoom(StoreScene::roomState(RoomId{25}, u"GARDEN"_s));
    places.model.noteShown(garden);
    QCOMPARE(places.found(u"garden"_s).mid(0, 2), (QStringList{u"#GARDEN"_s, u"#garden"_s}));
    places.model.noteShown(RoomId{25});
    QCOMPARE(places.found(u"garden"_s).mid(0, 2), (QStringList{u"#garden"_s, u"#GARDEN"_s}));
    places.model.noteShown(RoomId{}); // none shown: nothing new
    QCOMPARE(places.found({}).last(), u"#GARDEN"_s);
}

void tst_SwitcherModel::newsAreSeenWithTheNextQuestion()
{
    Places places;
    QCOMPARE(places.found(u"#"_s).size(), 4);
    places.store.putRoom(StoreScene::roomState(RoomId{26}, u"new"_s));
    QCOMPARE(places.found(u"#"_s).size(), 5);
    places.store.putPerson({eveId, u"eve"_s, u"Evelyn"_s});
    QCOMPARE(places.found(u"evelyn"_s), QStringList{u"Evelyn"_s});
    protocol::RoomState renamed = StoreScene::roomState(RoomId{26}, u"renamed"_s);
    places.store.putRoom(renamed);
    QCOMPARE(places.found(u"#renamed"_s), QStringList{u"#renamed"_s});
}

void tst_SwitcherModel::rowsStandStillUntilAsked()
{
    Places places;
    const QStringList before = places.found({});
    places.say(genealogy, u"@ann"_s);
    places.store.putRoom(StoreScene::roomState(RoomId{26}, u"aaa"_s));
    QCOMPARE(places.labels(), before);
    QVERIFY(places.found({}) != before);
}

void tst_SwitcherModel::aRoomThatGoesTakesItsRow()
{
    Places places;
    places.model.noteShown(garden);
    places.model.noteShown(general);
    QVERIFY(places.found({}).contains(u"#general"_s));
    places.store.removeRoom(general);
    QVERIFY(!places.labels().contains(u"#general"_s));
    QVERIFY(!places.found({}).contains(u"#general"_s));
    // The one before is not the current one by that, but it was shown last.
    places.store.clear();
    QCOMPARE(places.model.rowCount(), 0);
}

void tst_SwitcherModel::theListIsShort()
{
    Places places;
    for (int more = 0; more < 200; ++more)
        places.store.putRoom(StoreScene::roomState(RoomId{100 + more}, u"room%1"_s.arg(more)));
    QCOMPARE(places.found(u"room"_s).size(), SwitcherModel::mostRows);
    QCOMPARE(places.found(u"room7"_s).first(), u"#room7"_s);
    QCOMPARE(places.found({}).size(), SwitcherModel::mostRows);
}

void tst_SwitcherModel::hostileNamesStayText()
{
    Places places;
    places.store.putPerson({UserId{50}, u"mal"_s, u"<b>\u202Emallory</b>"_s});
    const QStringList found = places.found(u"@mal"_s);
    QCOMPARE(found.size(), 1);
    QVERIFY(!found.first().contains(QChar(0x202E)));
    QVERIFY(found.first().startsWith(u"<b>"));
    for (const QString& query : {u"@"_s, u">"_s, u"#"_s, u"@@"_s, u">>"_s, u"\u202E"_s, u"\\E[*("_s, QString(5000, u'a')})
        static_cast<void>(places.found(query));
    QCOMPARE(places.found(u"@mal"_s), found);
}

void tst_SwitcherModel::modelIsSound()
{
    Places places;
    QAbstractItemModelTester tester(&places.model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const QString& query : {QString(), u"g"_s, u">"_s, u"zzz"_s, u"@"_s})
        places.model.setQuery(query);
    places.store.removeRoom(withBob);
    places.model.setQuery({});
    places.store.removeRoom(garden);
    QCOMPARE(places.model.rowCount(), 3);
    QVERIFY(!places.model.index(3).data().isValid());
}

QTEST_GUILESS_MAIN(tst_SwitcherModel)
#include "tst_SwitcherModel.moc"
