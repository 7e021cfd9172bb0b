// Editing the input: rows of keys on a text with its cursor shown as '|', and how it falls onto the screen.
#include "client-tui/input/InputLayout.h"
#include "client-tui/input/KeyMap.h"
#include "client-tui/input/LineEditor.h"

#include <QtTest>

using namespace confab::tui;
using namespace Qt::StringLiterals;

namespace {

void put(LineEditor& editor, QString text)
{
    const qsizetype cursor = text.indexOf(u'|');
    editor.setText(text.remove(u'|'));
    editor.setCursor(cursor);
}

QString shown(const LineEditor& editor)
{
    QString text = editor.text();
    return text.insert(editor.cursor(), u'|');
}

/// Presses keys through the default table; 'x' types an x.
void press(LineEditor& editor, const QString& keys)
{
    const KeyMap map;
    for (const QString& name : keys.split(u' ', Qt::SkipEmptyParts)) {
        const std::optional<Key> key = keyFromText(name);
        QVERIFY2(key, qPrintable(name));
        const std::optional<KeyMatch> match = map.find(KeyContext::Main, *key);
        if (match)
            editor.apply(std::get<EditAction>(match->action));
        else
            editor.insert(QString::fromUcs4(&key->character, 1));
    }
}

} // namespace

class tst_LineEditor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keysEdit_data();
    void keysEdit();
    void killRingTurns();
    void undoGoesWordByWord();
    void undoBringsBackWhatWasCleared();
    void pasteLandsAndNeverSends();
    void controlsAreDropped();
    void completionReplacesARange();
    void textIsBounded();
    void takeRemembersInTheHistory();
    void halfTypedTextSurvivesTheHistory();
    void downFromAHalfTypedLineKeepsIt();
    void historyIsBoundedAndSkipsRepeats();
    void upMovesInMultiLineTextFirst();
    void cursorIsNeverInsideACluster();
    void inputFallsOntoRows_data();
    void inputFallsOntoRows();
};

void tst_LineEditor::keysEdit_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("after");
    const auto row = [](const char* name, const QString& before, const QString& keys, const QString& after) {
        QTest::newRow(name) << before << keys << after;
    };
    row("typing", u"ab|c"_s, u"x y"_s, u"abxy|c"_s);
    row("line start", u"one two|"_s, u"Ctrl+A"_s, u"|one two"_s);
    row("line end", u"|one two"_s, u"Ctrl+E"_s, u"one two|"_s);
    row("start of its own line", u"one\ntwo|"_s, u"Ctrl+A"_s, u"one\n|two"_s);
    row("start of the text", u"one\ntwo|"_s, u"Ctrl+Home"_s, u"|one\ntwo"_s);
    row("left and right", u"abc|"_s, u"Ctrl+B Left Ctrl+F"_s, u"ab|c"_s);
    row("left over an emoji", u"a👨‍👩‍👧|"_s, u"Left"_s, u"a|👨‍👩‍👧"_s);
    row("left over flags", u"🇩🇪🇫🇷|"_s, u"Left"_s, u"🇩🇪|🇫🇷"_s);
    row("left at the start", u"|a"_s, u"Left"_s, u"|a"_s);
    row("right at the end", u"a|"_s, u"Right"_s, u"a|"_s);
    row("word left", u"one, two-three|"_s, u"Alt+B"_s, u"one, two-|three"_s);
    row("words left", u"one, two-three|"_s, u"Alt+B Alt+B Alt+B"_s, u"|one, two-three"_s);
    row("word right", u"|one, two"_s, u"Alt+F"_s, u"one|, two"_s);
    row("words right", u"|one, two"_s, u"Ctrl+Right Ctrl+Right"_s, u"one, two|"_s);
    row("backspace", u"abc|"_s, u"Backspace"_s, u"ab|"_s);
    row("backspace an accented letter", u"e\u0301|"_s, u"Backspace"_s, u"|"_s);
    row("backspace a family", u"a👨‍👩‍👧|b"_s, u"Backspace"_s, u"a|b"_s);
    row("backspace at the start", u"|abc"_s, u"Backspace"_s, u"|abc"_s);
    row("backspace a line break", u"a\n|b"_s, u"Backspace"_s, u"a|b"_s);
    row("delete", u"a|bc"_s, u"Del"_s, u"a|c"_s);
    row("delete at the end", u"abc|"_s, u"Del"_s, u"abc|"_s);
    row("kill to the end", u"one |two"_s, u"Ctrl+K"_s, u"one |"_s);
    row("kill to the end of its line", u"o|ne\ntwo"_s, u"Ctrl+K"_s, u"o|\ntwo"_s);
    row("kill the line break", u"one|\ntwo"_s, u"Ctrl+K"_s, u"one|two"_s);
    row("kill to the start", u"one |two"_s, u"Ctrl+U"_s, u"|two"_s);
    row("kill blank word", u"see /usr/bin |x"_s, u"Ctrl+W"_s, u"see |x"_s);
    row("kill word left", u"see /usr/bin|"_s, u"Alt+Backspace"_s, u"see /usr/|"_s);
    row("kill word right", u"|one two"_s, u"Alt+D"_s, u"| two"_s);
    row("yank", u"one |two"_s, u"Ctrl+K Ctrl+A Ctrl+Y"_s, u"two|one "_s);
    row("kills in a row join", u"one two three|"_s, u"Ctrl+W Ctrl+W Ctrl+Y"_s, u"one two three|"_s);
    row("kills forward join", u"|one two three"_s, u"Alt+D Alt+D Ctrl+E Ctrl+Y"_s, u" threeone two|"_s);
    row("a motion parts the kills", u"one two|"_s, u"Ctrl+W Left Right Ctrl+W Ctrl+Y"_s, u"one |"_s);
    row("yank nothing", u"a|"_s, u"Ctrl+Y"_s, u"a|"_s);
    row("transpose", u"ab|cd"_s, u"Ctrl+T"_s, u"acb|d"_s);
    row("transpose at the end", u"abc|"_s, u"Ctrl+T"_s, u"acb|"_s);
    row("transpose one", u"a|"_s, u"Ctrl+T"_s, u"a|"_s);
    row("transpose emoji", u"a👍🏽|"_s, u"Ctrl+T"_s, u"👍🏽a|"_s);
    row("newline", u"a|b"_s, u"Alt+Enter"_s, u"a\n|b"_s);
    row("newline by Ctrl+J", u"a|"_s, u"Ctrl+J x"_s, u"a\nx|"_s);
    row("down keeps the column", u"ab|cd\nx\nefgh"_s, u"Down Down"_s, u"abcd\nx\nef|gh"_s);
    row("up counts cells", u"你好\nabcd|"_s, u"Up"_s, u"你好|\nabcd"_s);
    row("up never lands in a wide one", u"你好\nabc|"_s, u"Up"_s, u"你|好\nabc"_s);
    row("undo and redo", u"a|"_s, u"b Ctrl+_ Alt+_"_s, u"ab|"_s);
    row("typing ends redo", u"a|"_s, u"b Ctrl+_ c Alt+_"_s, u"ac|"_s);
    row("undo a kill", u"one two|"_s, u"Ctrl+W Ctrl+_"_s, u"one two|"_s);
    row("undo nothing", u"a|"_s, u"Ctrl+_"_s, u"a|"_s);
}

void tst_LineEditor::keysEdit()
{
    QFETCH(QString, before);
    QFETCH(QString, keys);
    LineEditor editor;
    put(editor, before);
    press(editor, keys);
    QTEST(shown(editor), "after");
}

void tst_LineEditor::killRingTurns()
{
    LineEditor editor;
    put(editor, u"one two three|"_s);
    press(editor, u"Ctrl+W Left Right Ctrl+W Left Right Ctrl+W"_s);
    QCOMPARE(shown(editor), u"|"_s);
    press(editor, u"Ctrl+Y"_s);
    QCOMPARE(shown(editor), u"one |"_s);
    press(editor, u"Alt+Y"_s);
    QCOMPARE(shown(editor), u"two |"_s);
    press(editor, u"Alt+Y"_s);
    QCOMPARE(shown(editor), u"three|"_s);
    press(editor, u"Alt+Y"_s);
    QCOMPARE(shown(editor), u"one |"_s);
    press(editor, u"Left Alt+Y"_s); // only right after a yank
    QCOMPARE(shown(editor), u"one| "_s);
}

void tst_LineEditor::undoGoesWordByWord()
{
    LineEditor editor;
    for (const QChar c : u"one two"_s)
        editor.insert(QString(c));
    editor.apply(EditAction::Undo);
    QCOMPARE(editor.text(), u"one"_s);
    editor.apply(EditAction::Undo);
    QCOMPARE(editor.text(), QString());
    editor.apply(EditAction::Redo);
    editor.apply(EditAction::Redo);
    QCOMPARE(editor.text(), u"one two"_s);
    QVERIFY(!editor.apply(EditAction::Redo));
}

void tst_LineEditor::undoBringsBackWhatWasCleared()
{
    LineEditor editor;
    editor.insert(u"precious");
    editor.clear();
    QVERIFY(editor.isEmpty());
    editor.apply(EditAction::Undo);
    QCOMPARE(editor.text(), u"precious"_s);
}

void tst_LineEditor::pasteLandsAndNeverSends()
{
    LineEditor editor;
    put(editor, u"a|b"_s);
    editor.insert(u"one\r\ntwo\r", false);
    QCOMPARE(shown(editor), u"aone\ntwo\n|b"_s);
    editor.insert(u"x");
    editor.apply(EditAction::Undo);
    editor.apply(EditAction::Undo);
    QCOMPARE(editor.text(), u"ab"_s);
}

void tst_LineEditor::controlsAreDropped()
{
    LineEditor editor;
    editor.insert(u"a\u001B[31m\u0007\u009Bb\tc");
    QCOMPARE(editor.text(), u"a[31mb\tc"_s);
    editor.setText(u"x\u0000\u0001y"_s);
    QCOMPARE(editor.text(), u"xy"_s);
}

void tst_LineEditor::completionReplacesARange()
{
    LineEditor editor;
    put(editor, u"hi @an| there"_s);
    editor.replace(3, 3, u"@ana ");
    QCOMPARE(shown(editor), u"hi @ana | there"_s);
    editor.apply(EditAction::Undo);
    QCOMPARE(shown(editor), u"hi @an| there"_s);
    editor.replace(100, 5, u"!");
    QCOMPARE(editor.text(), u"hi @an there!"_s);
}

void tst_LineEditor::textIsBounded()
{
    LineEditor editor;
    editor.setText(QString(LineEditor::textLimit - 1, u'x'));
    editor.insert(u"🎉🎉");
    QCOMPARE(editor.text().size(), LineEditor::textLimit - 1); // half an emoji is none
    editor.insert(u"yz");
    QCOMPARE(editor.text().size(), LineEditor::textLimit);
    QVERIFY(editor.text().endsWith(u'y'));
}

void tst_LineEditor::takeRemembersInTheHistory()
{
    History history;
    LineEditor editor;
    editor.setHistory(&history);
    editor.insert(u"first");
    QCOMPARE(editor.take(), u"first"_s);
    QVERIFY(editor.isEmpty());
    QVERIFY(!editor.apply(EditAction::Undo));
    press(editor, u"Up"_s);
    QCOMPARE(shown(editor), u"first|"_s);
    QVERIFY(!editor.apply(EditAction::MoveUp));
}

void tst_LineEditor::halfTypedTextSurvivesTheHistory()
{
    History history;
    history.add(u"older"_s);
    history.add(u"newer"_s);
    LineEditor editor;
    editor.setHistory(&history);
    editor.insert(u"half");
    press(editor, u"Up Up x Down"_s);
    QCOMPARE(editor.text(), u"newer"_s);
    press(editor, u"Up"_s);
    QCOMPARE(editor.text(), u"olderx"_s); // changed lines are kept while browsing
    press(editor, u"Down Down"_s);
    QCOMPARE(shown(editor), u"half|"_s);
    QCOMPARE(history.lines(), QStringList({u"older"_s, u"newer"_s}));
}

void tst_LineEditor::downFromAHalfTypedLineKeepsIt()
{
    History history;
    LineEditor editor;
    editor.setHistory(&history);
    editor.insert(u"not now");
    press(editor, u"Down"_s);
    QVERIFY(editor.isEmpty());
    press(editor, u"Down"_s);
    QCOMPARE(history.lines(), QStringList({u"not now"_s}));
    press(editor, u"Up"_s);
    QCOMPARE(editor.text(), u"not now"_s);
}

void tst_LineEditor::historyIsBoundedAndSkipsRepeats()
{
    History history;
    history.add(u"same"_s);
    history.add(u"same"_s);
    history.add(QString());
    QCOMPARE(history.lines().size(), 1);
    for (int index = 0; index < History::limit + 10; ++index)
        history.add(QString::number(index));
    QCOMPARE(history.lines().size(), History::limit);
    QCOMPARE(history.lines().last(), QString::number(History::limit + 9));
}

void tst_LineEditor::upMovesInMultiLineTextFirst()
{
    History history;
    history.add(u"sent"_s);
    LineEditor editor;
    editor.setHistory(&history);
    put(editor, u"one\ntwo|"_s);
    press(editor, u"Up"_s);
    QCOMPARE(shown(editor), u"one|\ntwo"_s);
    press(editor, u"Up"_s);
    QCOMPARE(shown(editor), u"sent|"_s);
    press(editor, u"Down"_s);
    QCOMPARE(editor.text(), u"one\ntwo"_s);
}

void tst_LineEditor::cursorIsNeverInsideACluster()
{
    LineEditor editor;
    editor.setText(u"a👨‍👩‍👧b"_s);
    editor.setCursor(3);
    QCOMPARE(editor.cursor(), 9);
    put(editor, u"ab|\u0301c"_s); // setCursor moves behind the accent
    QCOMPARE(shown(editor), u"ab\u0301|c"_s);
    put(editor, u"e|x\u0301"_s);
    editor.replace(1, 1, u""); // the accent joins the e
    QCOMPARE(shown(editor), u"e\u0301|"_s);
    put(editor, u"🇩|"_s);
    editor.insert(u"🇪");
    press(editor, u"Backspace"_s);
    QVERIFY(editor.isEmpty());
}

void tst_LineEditor::inputFallsOntoRows_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("columns");
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QPoint>("cursor");
    QTest::newRow("empty") << u"|"_s << 5 << u""_s << QPoint(0, 0);
    QTest::newRow("short") << u"ab|c"_s << 5 << u"abc"_s << QPoint(2, 0);
    QTest::newRow("wraps") << u"abcdefg|"_s << 5 << u"abcde/fg"_s << QPoint(2, 1);
    QTest::newRow("cursor behind a full row") << u"abcde|"_s << 5 << u"abcde/"_s << QPoint(0, 1);
    QTest::newRow("full row, cursor before") << u"abcd|e"_s << 5 << u"abcde"_s << QPoint(4, 0);
    QTest::newRow("wide never split") << u"ab你好|"_s << 5 << u"ab你/好"_s << QPoint(2, 1);
    QTest::newRow("line breaks") << u"a\n\nb|"_s << 5 << u"a//b"_s << QPoint(1, 2);
    QTest::newRow("cursor at a line break") << u"a|\nb"_s << 5 << u"a/b"_s << QPoint(1, 0);
    QTest::newRow("ends in a line break") << u"a\n|"_s << 5 << u"a/"_s << QPoint(0, 1);
    QTest::newRow("full row and a line break") << u"abcde\n|f"_s << 5 << u"abcde/f"_s << QPoint(0, 1);
    QTest::newRow("cursor behind a full row before a line break") << u"abcde|\nf"_s << 5 << u"abcde//f"_s << QPoint(0, 1);
    QTest::newRow("impossible width") << u"你好|"_s << 0 << u"你/好/"_s << QPoint(0, 2);
}

void tst_LineEditor::inputFallsOntoRows()
{
    QFETCH(QString, text);
    QFETCH(int, columns);
    const qsizetype cursor = text.indexOf(u'|');
    text.remove(u'|');
    const InputLayout layout = layOut(text, cursor, columns);
    QStringList rows;
    for (const InputLayout::Row& row : layout.rows)
        rows += text.mid(row.start, row.length);
    QTEST(rows.join(u'/'), "rows");
    QTEST(QPoint(layout.cursorColumn, layout.cursorRow), "cursor");
}

QTEST_GUILESS_MAIN(tst_LineEditor)
#include "tst_LineEditor.moc"
