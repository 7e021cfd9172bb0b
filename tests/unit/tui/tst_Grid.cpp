// Cells, wide halves, clipping, and the terminal that remembers them.
#include "client-tui/term/Canvas.h"
#include "client-tui/term/ColorMap.h"
#include "client-tui/term/FakeTerminal.h"

#include <QSignalSpy>
#include <QtTest>

using namespace confab::tui;
using namespace Qt::StringLiterals;

class tst_Grid : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void overwritingHalfAWideClusterBlanksTheOther_data();
    void overwritingHalfAWideClusterBlanksTheOther();
    void longClustersAreKeptAndCompared();
    void endlessClustersAreCut();
    void invisibleCharactersAreLeftOut();
    void textStopsAtTheEdge_data();
    void textStopsAtTheEdge();
    void partsClipAndShift();
    void textLeftOfAPartShowsItsRest();
    void textEndsAtTheRight();
    void linkIdsAreTheSameInEveryGrid();
    void scrolledRowsMoveAndLeaveBlanks_data();
    void scrolledRowsMoveAndLeaveBlanks();
    void setOutsideIsIgnored();
    void colorsAreReduced_data();
    void colorsAreReduced();
    void fakeTerminalShowsGlyphsAndStyles();
    void fakeTerminalTypes();
};

void tst_Grid::overwritingHalfAWideClusterBlanksTheOther_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("expected");
    QTest::newRow("left half") << u"x"_s << 2 << u"你x 吗"_s;
    QTest::newRow("right half") << u"x"_s << 3 << u"你 x吗"_s;
    QTest::newRow("wide over two halves") << u"好"_s << 1 << u" 好 吗"_s;
    QTest::newRow("wide over one") << u"们"_s << 2 << u"你们吗"_s;
    QTest::newRow("all") << u"abcdef"_s << 0 << u"abcdef"_s;
}

void tst_Grid::overwritingHalfAWideClusterBlanksTheOther()
{
    QFETCH(QString, text);
    QFETCH(int, column);
    Grid grid({6, 1});
    Canvas(grid).put({0, 0}, u"你好吗");
    Canvas(grid).put({column, 0}, text);
    QTEST(grid.rowText(0), "expected");
    for (int at = 0; at < 6; ++at) {
        const bool isAfterWide = at > 0 && grid.cell(0, at - 1).width() == 2;
        QCOMPARE(grid.cell(0, at).isContinuation(), isAfterWide);
    }
}

void tst_Grid::longClustersAreKeptAndCompared()
{
    Grid one({10, 1});
    Grid other({10, 1});
    Canvas(one).put({0, 0}, u"👨‍👩‍👧👍🏽");
    Canvas(other).put({4, 0}, u"👨‍👩‍👧");
    Canvas(other).put({0, 0}, u"👨‍👩‍👧👍🏽");
    QVERIFY(one != other);
    QCOMPARE(one.text(0, 0), u"👨‍👩‍👧");
    QCOMPARE(one.text(0, 2), u"👍🏽");
    QVERIFY(one.cell(0, 0) == other.cell(0, 4));
    QVERIFY(one.cell(0, 0).isRisky());
    other.set(0, 4, u" ", 1, {});
    QVERIFY(one == other);
}

void tst_Grid::endlessClustersAreCut()
{
    Grid grid({4, 1});
    Canvas(grid).put({0, 0}, u"a"_s + QString(5000, QChar(0x0301)) + u"b"_s);
    QCOMPARE(grid.text(0, 0).size(), Grid::clusterLimit);
    QCOMPARE(grid.text(0, 1), u"b");
}

void tst_Grid::invisibleCharactersAreLeftOut()
{
    Grid grid({8, 1});
    const int used = Canvas(grid).put({0, 0}, u"\u2068a\u0007\u200B\u001Bb\u2069\tc\u0301");
    QCOMPARE(used, 4);
    QCOMPARE(grid.rowText(0), u"ab c\u0301"_s);
}

void tst_Grid::textStopsAtTheEdge_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("used");
    QTest::addColumn<QString>("expected");
    QTest::newRow("fits") << u"abcde"_s << 5 << u"abcde"_s;
    QTest::newRow("too long") << u"abcdefgh"_s << 5 << u"abcde"_s;
    QTest::newRow("wide never split") << u"你好吗"_s << 4 << u"你好"_s;
}

void tst_Grid::textStopsAtTheEdge()
{
    QFETCH(QString, text);
    Grid grid({5, 2});
    QTEST(Canvas(grid).put({0, 0}, text), "used");
    QTEST(grid.rowText(0), "expected");
    QCOMPARE(grid.rowText(1), QString());
}

void tst_Grid::partsClipAndShift()
{
    Grid grid({10, 4});
    const Canvas part = Canvas(grid).part(QRect(2, 1, 4, 2));
    QCOMPARE(part.size(), QSize(4, 2));
    QCOMPARE(part.origin(), QPoint(2, 1));
    part.put({1, 0}, u"abcdefgh");
    part.put({0, 5}, u"outside");
    part.part(QRect(2, 1, 50, 50)).fillAll({}, u'#');
    QCOMPARE(grid.rowText(0), QString());
    QCOMPARE(grid.rowText(1), u"   abc"_s);
    QCOMPARE(grid.rowText(2), u"    ##"_s);
    QCOMPARE(grid.rowText(3), QString());
}

void tst_Grid::textLeftOfAPartShowsItsRest()
{
    Grid grid({8, 1});
    const Canvas part = Canvas(grid).part(QRect(2, 0, 4, 1));
    QCOMPARE(part.put({-3, 0}, u"a好bcdefg"), 7);
    QCOMPARE(grid.rowText(0), u"  bcde"_s);
    grid.clear();
    part.put({-1, 0}, u"好b");
    QCOMPARE(grid.rowText(0), u"   b"_s);
}

void tst_Grid::textEndsAtTheRight()
{
    Grid grid({8, 2});
    const Canvas canvas(grid);
    QCOMPARE(canvas.putRight(8, 0, u"你好"), 4);
    QCOMPARE(grid.rowText(0), u"    你好"_s);
    canvas.putPadded({1, 1}, 4, u"abcdef");
    canvas.horizontalLine({6, 1}, 9);
    QCOMPARE(grid.rowText(1), u" abc… ──"_s);
}

void tst_Grid::linkIdsAreTheSameInEveryGrid()
{
    Grid one({4, 1});
    Grid other({4, 1});
    other.addLink(u"https://example.org/other"_s);
    const LinkId link = one.addLink(u"https://example.org/"_s);
    QVERIFY(link != 0);
    QCOMPARE(other.addLink(u"https://example.org/"_s), link);
    QVERIFY(one.addLink(u"https://example.org/"_s, u"second"_s) != link);
    QCOMPARE(one.linkUri(link), u"https://example.org/"_s);
    QCOMPARE(one.addLink(QString()), 0U);
}

void tst_Grid::scrolledRowsMoveAndLeaveBlanks_data()
{
    QTest::addColumn<int>("lines");
    QTest::addColumn<QString>("expected");
    QTest::newRow("up one") << 1 << u"a,c,d,,e"_s;
    QTest::newRow("up two") << 2 << u"a,d,,,e"_s;
    QTest::newRow("down one") << -1 << u"a,,b,c,e"_s;
    QTest::newRow("all away") << 9 << u"a,,,,e"_s;
    QTest::newRow("nothing") << 0 << u"a,b,c,d,e"_s;
}

void tst_Grid::scrolledRowsMoveAndLeaveBlanks()
{
    QFETCH(int, lines);
    Grid grid({3, 5});
    for (int row = 0; row < 5; ++row)
        Canvas(grid).put({0, row}, QString(QChar(u'a' + row)));
    grid.scrollRows(1, 3, lines);
    QStringList rows;
    for (int row = 0; row < 5; ++row)
        rows += grid.rowText(row);
    QTEST(rows.join(u','), "expected");
}

void tst_Grid::setOutsideIsIgnored()
{
    Grid grid({3, 1});
    grid.set(-1, 0, u"x", 1, {});
    grid.set(0, -1, u"x", 1, {});
    grid.set(1, 0, u"x", 1, {});
    grid.set(0, 3, u"x", 1, {});
    grid.set(0, 2, u"好", 2, {});
    grid.set(0, 0, u"x", 3, {});
    QVERIFY(grid == Grid({3, 1}));
}

void tst_Grid::colorsAreReduced_data()
{
    QTest::addColumn<int>("depth");
    QTest::addColumn<QString>("red");
    QTest::addColumn<QString>("gray");
    QTest::newRow("none") << int(ColorDepth::None) << QString() << QString();
    QTest::newRow("16") << int(ColorDepth::Ansi16) << u"bright red on default"_s << u"bright black on default"_s;
    QTest::newRow("256") << int(ColorDepth::Indexed256) << u"color 196 on default"_s << u"color 244 on default"_s;
    QTest::newRow("true") << int(ColorDepth::TrueColor) << u"rgb 255,0,0 on default"_s << u"rgb 128,128,128 on default"_s;
}

void tst_Grid::colorsAreReduced()
{
    QFETCH(int, depth);
    const auto name = [depth](Color color) { return styleText(Style{.foreground = reduced(color, static_cast<ColorDepth>(depth))}); };
    QTEST(name(Color::rgb(255, 0, 0)), "red");
    QTEST(name(Color::rgb(128, 128, 128)), "gray");
}

void tst_Grid::fakeTerminalShowsGlyphsAndStyles()
{
    FakeTerminal terminal({8, 3});
    Grid grid(terminal.size());
    Canvas(grid).put({0, 0}, u"hi", Style{.foreground = Color::ansi(9), .bold = true});
    Canvas(grid).put({2, 2}, u"你", Style{.reverse = true});
    terminal.present(grid, Cursor{{2, 0}, true});
    QCOMPARE(terminal.glyphs(), u"hi\n\n  你"_s);
    QCOMPARE(terminal.styles(), u"aa......\n........\n..bb....\na: bright red on default, bold\nb: default on default, reverse"_s);
    QCOMPARE(terminal.cursor().position, QPoint(2, 0));
    QCOMPARE(terminal.frames(), 1);
}

void tst_Grid::fakeTerminalTypes()
{
    FakeTerminal terminal;
    QList<InputEvent> events;
    connect(&terminal, &Terminal::inputReceived, this, [&events](const InputEvent& event) { events += event; });
    QSignalSpy resized(&terminal, &Terminal::resized);
    terminal.type(u"a🎉"_s);
    terminal.press(u"Ctrl+A Alt+Shift+B"_s);
    terminal.paste(u"x\ny"_s);
    terminal.setFocused(false);
    terminal.resize({40, 10});
    const QList<InputEvent> expected{Key{KeyCode::Character, U'a', {}}, Key{KeyCode::Character, U'🎉', {}},
        Key{KeyCode::Character, U'a', Modifier::Ctrl}, Key{KeyCode::Character, U'B', Modifier::Alt}, Paste{u"x\ny"_s, false}, Focus{false}};
    QCOMPARE(events.size(), expected.size());
    QVERIFY(events == expected);
    QCOMPARE(resized.count(), 1);
    QCOMPARE(terminal.size(), QSize(40, 10));
}

QTEST_GUILESS_MAIN(tst_Grid)
#include "tst_Grid.moc"
