// What typed lines do and never do, and that help, manual and table agree.
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
    void historyAsksWhileThereIsOlder();
    void wrongLinesAreErrors_data();
    void wrongLinesAreErrors();
    void unknownCommandsAreNeverTalk_data();
    void unknownCommandsAreNeverTalk();
    void commandsAreOneLine_data();
    void commandsAreOneLine();
    void talkNeedsARoom();
    void tooLongTextIsRefused();
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

void tst_CommandTable::historyAsksWhileThereIsOlder()
{
    CommandStage stage;
    stage.furnish();
    QVERIFY(stage.type(u"/history"_s));
    QCOMPARE(stage.actions.done, QStringList());
    stage.store.putHistory(
        lobby, {.items = {StoreScene::item(StoreScene::message(11, bobId, u"later"_s))}, .place = HistoryPlace::Replace, .remaining = 10, .upto = Seq{11}});
    QVERIFY(stage.type(u"/history"_s));
    QCOMPARE(stage.actions.done, QStringList{u"older 7"_s});
}

void tst_CommandTable::linesDoWhatTheySay()
{
    QFETCH(QString, line);
    QFETCH(QString, action);
    QFETCH(QString, shown);
    CommandStage stage;
    stage.furnish();
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
    stage.furnish();
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

void tst_CommandTable::commandsAreOneLine_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("known") << u"/quit\nhello"_s;
    QTest::newRow("unknown") << u"/bogus\nhello"_s;
    QTest::newRow("blanks behind the name") << u"  /leave \t\r\nhello"_s;
    QTest::newRow("lone slash") << u"/\nhello"_s;
    QTest::newRow("line separator") << u"/quit\u2028hello"_s;
    QTest::newRow("action") << u"/me\nwaves"_s;
}

void tst_CommandTable::commandsAreOneLine()
{
    QFETCH(QString, line);
    CommandStage stage;
    stage.furnish();
    const auto result = stage.type(line);
    QVERIFY(!result);
    QCOMPARE(result.error().message, u"A command is one line. To send this as text, begin with two slashes."_s);
    QVERIFY(stage.actions.done.isEmpty() && stage.actions.asked.isEmpty() && stage.frontEnd.done.isEmpty());
    QVERIFY(stage.type(u"/me waves\nand sits down"_s));
    QVERIFY(stage.type(u"/help\n"_s));
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

QTEST_GUILESS_MAIN(tst_CommandTable)
#include "tst_CommandTable.moc"
