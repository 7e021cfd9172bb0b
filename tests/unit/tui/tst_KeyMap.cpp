// The key table: no key twice, names that go both ways.
#include "client-tui/input/KeyMap.h"

#include <QSet>
#include <QtTest>

using namespace confab::tui;
using namespace Qt::StringLiterals;

class tst_KeyMap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noKeyIsUnknownOrBoundTwice();
    void aKeyBoundTwiceIsNoticed();
    void everyRowHasNameAndHelp();
    void unusableKeysStayUnbound();
    void keyNamesGoBothWays_data();
    void keyNamesGoBothWays();
    void nonsenseIsNoKey_data();
    void nonsenseIsNoKey();
    void keysFindTheirAction_data();
    void keysFindTheirAction();
};

void tst_KeyMap::noKeyIsUnknownOrBoundTwice()
{
    QCOMPARE(KeyMap().problems(), QStringList());
}

void tst_KeyMap::aKeyBoundTwiceIsNoticed()
{
    const KeyRow rows[] = {
        {KeyContext::Main, AppAction::Send, "one", "Enter Alt+X", "One"},
        {KeyContext::Main, AppAction::Help, "two", "Alt+X", "Two"},
        {KeyContext::Main, AppAction::Redraw, "three", "Ctrl+Nonsense", "Three"},
        {KeyContext::Messages, AppAction::Help, "four", "Enter", "Another context"},
    };
    const KeyMap map(rows);
    QCOMPARE(map.problems(), QStringList({u"two: Alt+X is already taken"_s, u"three: no key is called Ctrl+Nonsense"_s}));
    QVERIFY(map.find(KeyContext::Main, *keyFromText(u"Alt+X")) == (KeyMatch{AppAction::Send, 1}));
    QVERIFY(map.find(KeyContext::Messages, *keyFromText(u"Enter")) == (KeyMatch{AppAction::Help, 0}));
}

void tst_KeyMap::everyRowHasNameAndHelp()
{
    QSet<QByteArray> names;
    for (const KeyRow& row : defaultKeyRows()) {
        QVERIFY2(!QByteArray(row.name).isEmpty() && !names.contains(row.name), row.name);
        QVERIFY2(qstrlen(row.help) > 3 && qstrlen(row.help) < 70 && !QByteArray(row.help).contains('\n'), row.name);
        QVERIFY2(qstrlen(row.keys) > 0, row.name);
        names += row.name;
    }
}

void tst_KeyMap::unusableKeysStayUnbound()
{
    // These bytes are Tab, Enter, Backspace and Escape.
    for (const auto* name : {u"Ctrl+I", u"Ctrl+M", u"Ctrl+H", u"Ctrl+["})
        QVERIFY(!KeyMap().find(KeyContext::Main, *keyFromText(name)));
}

void tst_KeyMap::keyNamesGoBothWays_data()
{
    QTest::addColumn<QString>("name");
    for (const KeyRow& row : defaultKeyRows()) {
        for (const QString& name : QString::fromLatin1(row.keys).split(u' '))
            QTest::newRow(qPrintable(name)) << name;
    }
    QTest::newRow("letter") << u"a"_s;
    QTest::newRow("capital") << u"A"_s;
    QTest::newRow("Ctrl+Alt+Shift+F12") << u"Ctrl+Alt+Shift+F12"_s;
    QTest::newRow("Ctrl+Space") << u"Ctrl+Space"_s;
    QTest::newRow("Alt++") << u"Alt++"_s;
    QTest::newRow("Alt+Shift+Ö") << u"Alt+Shift+Ö"_s;
}

void tst_KeyMap::keyNamesGoBothWays()
{
    QFETCH(QString, name);
    const std::optional<Key> key = keyFromText(name);
    QVERIFY(key);
    QCOMPARE(keyText(*key), name);
}

void tst_KeyMap::nonsenseIsNoKey_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("word") << u"Hyperspace"_s;
    QTest::newRow("modifier alone") << u"Ctrl+"_s;
    QTest::newRow("two letters") << u"Alt+ab"_s;
}

void tst_KeyMap::nonsenseIsNoKey()
{
    QFETCH(QString, name);
    QVERIFY(!keyFromText(name));
}

void tst_KeyMap::keysFindTheirAction_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("row");
    QTest::addColumn<int>("index");
    QTest::newRow("send") << u"Enter"_s << u"input.send"_s << 0;
    QTest::newRow("newline everywhere") << u"Alt+Enter"_s << u"input.newline"_s << 0;
    QTest::newRow("newline in xterm") << u"Ctrl+J"_s << u"input.newline"_s << 1;
    QTest::newRow("room 1") << u"Alt+1"_s << u"room.number"_s << 0;
    QTest::newRow("room 10") << u"Alt+0"_s << u"room.number"_s << 9;
    QTest::newRow("word left is not the rooms pane") << u"Alt+B"_s << u"move.word.left"_s << 0;
    QTest::newRow("rooms pane") << u"Alt+Shift+B"_s << u"pane.rooms"_s << 0;
    QTest::newRow("kill line stays") << u"Ctrl+K"_s << u"kill.line.end"_s << 0;
}

void tst_KeyMap::keysFindTheirAction()
{
    QFETCH(QString, key);
    QFETCH(QString, row);
    QFETCH(int, index);
    const auto match = KeyMap().find(KeyContext::Main, *keyFromText(key));
    QVERIFY(match);
    QCOMPARE(match->index, index);
    const auto rows = defaultKeyRows();
    const auto found = std::ranges::find_if(rows, [&row](const KeyRow& one) { return QLatin1StringView(one.name) == row; });
    QVERIFY(found != rows.end());
    QVERIFY(found->action == match->action);
}

QTEST_GUILESS_MAIN(tst_KeyMap)
#include "tst_KeyMap.moc"
