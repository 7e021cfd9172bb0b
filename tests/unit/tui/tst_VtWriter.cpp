// What the writer sends makes a terminal show the grid: always, briefly, and without control bytes from cells.
#include "client-tui/term/Canvas.h"
#include "client-tui/term/Grapheme.h"
#include "client-tui/term/VtPen.h"
#include "client-tui/term/VtWriter.h"
#include "tests/support/VtScreen.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QtTest>

using namespace confab::tui;
using namespace Qt::StringLiterals;
using confab::test::VtScreen;

namespace {

Style randomStyle(QRandomGenerator& random, Grid& grid)
{
    const auto color = [&random] {
        switch (random.bounded(6)) {
        case 0:
            return Color::ansi(random.bounded(16));
        case 1:
            return Color::indexed(random.bounded(256));
        case 2:
            return Color::rgb(random.bounded(256), random.bounded(256), random.bounded(256));
        default:
            return Color();
        }
    };
    if (random.bounded(3) > 0)
        return {};
    Style style{.foreground = color(), .background = color()};
    style.bold = random.bounded(4) == 0;
    style.dim = random.bounded(6) == 0;
    style.italic = random.bounded(6) == 0;
    style.underline = random.bounded(6) == 0;
    style.reverse = random.bounded(6) == 0;
    style.strike = random.bounded(8) == 0;
    if (random.bounded(8) == 0)
        style.link = grid.addLink(u"https://example.org/%1"_s.arg(random.bounded(3)));
    return style;
}

QString randomText(QRandomGenerator& random)
{
    static const QStringList pieces{u"hello"_s, u"a"_s, u" "_s, u"      "_s, u"你好"_s, u"e\u0301"_s, u"👨‍👩‍👧"_s, u"👍🏽"_s, u"🇩🇪"_s, u"\u2764\uFE0F"_s,
        u"1\uFE0F\u20E3"_s, u"│"_s, u"שלום"_s, u"Z\u0351\u036B\u0343\u0309"_s, u"x"_s, u"…"_s, u"🎉"_s};
    QString text;
    for (int count = random.bounded(1, 6); count > 0; --count)
        text += pieces[random.bounded(static_cast<int>(pieces.size()))];
    return text;
}

void mutate(Grid& grid, QRandomGenerator& random)
{
    const Canvas canvas(grid);
    switch (random.bounded(6)) {
    case 0:
        grid.scrollRows(random.bounded(grid.rows() / 2), grid.rows() / 2 + random.bounded(grid.rows() / 2), random.bounded(-5, 6));
        break;
    case 1: {
        const QRect area(random.bounded(grid.columns()), random.bounded(grid.rows()), random.bounded(1, 30), random.bounded(1, 4));
        canvas.fill(area, randomStyle(random, grid));
        break;
    }
    default:
        for (int count = random.bounded(1, 8); count > 0; --count) {
            const QPoint at(random.bounded(-2, grid.columns()), random.bounded(grid.rows()));
            canvas.put(at, randomText(random), randomStyle(random, grid));
        }
    }
}

/// Chat-like rows, for budgets: time, name, bar, text.
void drawChat(Grid& grid, int firstMessage)
{
    grid.clear();
    const Canvas canvas(grid);
    canvas.put({0, 0}, elided(u" #lobby — welcome to the lobby of this server, be kind", grid.columns()), Style{.reverse = true});
    const int rows = grid.rows() - 3;
    for (int row = 0; row < rows; ++row) {
        const int message = firstMessage + row;
        canvas.put({0, row + 1}, u"14:%1"_s.arg(message % 60, 2, 10, QChar(u'0')), Style{.dim = true});
        canvas.put({7, row + 1}, message % 3 == 0 ? u"ana"_s : u"benedikt"_s, Style{.foreground = Color::indexed(40 + message % 3), .bold = true});
        canvas.put({17, row + 1}, u"│ this is message number %1, of quite a usual length"_s.arg(message));
    }
    canvas.put({0, grid.rows() - 2}, u" [ana] online  Act: 3:#ops(%1)"_s.arg(firstMessage), Style{.reverse = true});
    canvas.put({0, grid.rows() - 1}, u"> typing something");
}

} // namespace

class tst_VtWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void screenEqualsGridAfterRandomChanges_data();
    void screenEqualsGridAfterRandomChanges();
    void oldTerminalsKeepTheirColumns();
    void nothingIsSentWhenNothingChanges();
    void oneAppendedMessageIsCheap();
    void oneTypedLetterIsTiny();
    void scrollingBackUsesTheRegion();
    void controlBytesNeverLeaveACell_data();
    void controlBytesNeverLeaveACell();
    void linksAreEncodedAndClosed();
    void longLinksAreLeftOut();
    void framesAreWrappedOnlyWhenSupported();
    void cursorHidesAndReturns();
    void penChangesAreShort_data();
    void penChangesAreShort();
    void environmentDecides_data();
    void environmentDecides();
    void bigFramesAreCheapToCompare();
};

void tst_VtWriter::screenEqualsGridAfterRandomChanges_data()
{
    QTest::addColumn<int>("depth");
    QTest::addColumn<bool>("modern");
    QTest::addColumn<QSize>("size");
    QTest::newRow("80x24, 256 colours") << int(ColorDepth::Indexed256) << true << QSize(80, 24);
    QTest::newRow("40x10, 16 colours") << int(ColorDepth::Ansi16) << true << QSize(40, 10);
    QTest::newRow("132x43, true colour") << int(ColorDepth::TrueColor) << true << QSize(132, 43);
    QTest::newRow("no colour, nothing special") << int(ColorDepth::None) << false << QSize(60, 20);
}

void tst_VtWriter::screenEqualsGridAfterRandomChanges()
{
    QFETCH(int, depth);
    QFETCH(bool, modern);
    QFETCH(QSize, size);
    for (quint32 seed = 1; seed <= 8; ++seed) {
        QRandomGenerator random(seed);
        VtCapabilities capabilities{.colors = static_cast<ColorDepth>(depth), .hasSynchronizedOutput = modern, .hasScrollRegions = modern};
        VtWriter writer(capabilities);
        VtScreen screen(size);
        screen.write("\x1B[?7l");
        Grid grid(size);
        for (int frame = 0; frame < 60; ++frame) {
            mutate(grid, random);
            if (random.bounded(20) == 0)
                writer.invalidate();
            const Cursor cursor{{random.bounded(size.width()), random.bounded(size.height())}, random.bounded(8) > 0};
            screen.write(writer.frame(grid, cursor));
            const QString place = u"seed %1 frame %2: "_s.arg(seed).arg(frame);
            const QString difference = screen.differenceTo(grid, capabilities.colors);
            QVERIFY2(difference.isEmpty(), qPrintable(place + difference));
            QVERIFY2(screen.problems().isEmpty(), qPrintable(place + screen.problems().join(u", ")));
            QCOMPARE(screen.isCursorVisible(), cursor.visible);
            if (cursor.visible)
                QVERIFY2(screen.cursor() == cursor.position, qPrintable(place + u"cursor"_s));
        }
    }
}

void tst_VtWriter::oldTerminalsKeepTheirColumns()
{
    for (quint32 seed = 1; seed <= 12; ++seed) {
        QRandomGenerator random(seed);
        VtWriter writer;
        VtScreen screen({60, 16}, VtScreen::Widths::CodePoints);
        Grid grid({60, 16});
        for (int frame = 0; frame < 40; ++frame) {
            mutate(grid, random);
            screen.write(writer.frame(grid, {{0, 0}, true}));
            const QString difference = screen.differenceTo(grid, ColorDepth::Indexed256);
            QVERIFY2(difference.isEmpty(), qPrintable(u"seed %1 frame %2: %3"_s.arg(seed).arg(frame).arg(difference)));
        }
    }
}

void tst_VtWriter::nothingIsSentWhenNothingChanges()
{
    VtWriter writer;
    Grid grid({80, 24});
    drawChat(grid, 1);
    const QByteArray first = writer.frame(grid, {{3, 23}, true});
    QVERIFY(!first.isEmpty());
    Grid again({80, 24});
    drawChat(again, 1);
    QCOMPARE(writer.frame(again, {{3, 23}, true}), QByteArray());
    QCOMPARE(writer.frame(again, {{4, 23}, true}), QByteArray("\x1B[C"));
    writer.invalidate();
    QVERIFY(writer.frame(again, {{4, 23}, true}).size() >= first.size() - 8);
}

void tst_VtWriter::oneAppendedMessageIsCheap()
{
    for (const bool isSynchronized : {false, true}) {
        VtWriter writer({.hasSynchronizedOutput = isSynchronized});
        VtScreen screen({80, 24});
        Grid grid({80, 24});
        drawChat(grid, 1);
        screen.write(writer.frame(grid, {{18, 23}, true}));
        for (int message = 2; message < 40; ++message) {
            drawChat(grid, message);
            const QByteArray bytes = writer.frame(grid, {{18, 23}, true});
            QVERIFY2(bytes.size() < 200, bytes); // the promise is 600
            screen.write(bytes);
            QCOMPARE(screen.differenceTo(grid, ColorDepth::Indexed256), QString());
        }
    }
}

void tst_VtWriter::oneTypedLetterIsTiny()
{
    VtWriter writer;
    Grid grid({80, 24});
    drawChat(grid, 1);
    writer.frame(grid, {{18, 23}, true});
    Canvas(grid).put({18, 23}, u"x");
    QCOMPARE(writer.frame(grid, {{19, 23}, true}), QByteArray("x"));
}

void tst_VtWriter::scrollingBackUsesTheRegion()
{
    VtWriter writer;
    VtScreen screen({80, 24});
    Grid grid({80, 24});
    drawChat(grid, 50);
    screen.write(writer.frame(grid, {{0, 23}, true}));
    drawChat(grid, 46);
    const QByteArray bytes = writer.frame(grid, {{0, 23}, true});
    QVERIFY2(bytes.contains("\x1BM"), bytes);
    QVERIFY2(bytes.size() < 600, bytes);
    screen.write(bytes);
    QCOMPARE(screen.differenceTo(grid, ColorDepth::Indexed256), QString());
}

void tst_VtWriter::controlBytesNeverLeaveACell_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("escape") << u"\u001B"_s;
    QTest::newRow("csi") << u"\u009B"_s;
    QTest::newRow("line feed") << u"\n"_s;
    QTest::newRow("del") << u"\u007F"_s;
    QTest::newRow("hidden in a cluster") << u"a\u001B[2J"_s;
    QTest::newRow("bidi override") << u"\u202E"_s;
    QTest::newRow("line separator") << u"\u2028"_s;
    QTest::newRow("lone surrogate") << QString(QChar(0xD800));
}

void tst_VtWriter::controlBytesNeverLeaveACell()
{
    QFETCH(QString, text);
    VtWriter writer;
    Grid grid({10, 1});
    writer.frame(grid, {{0, 0}, true});
    grid.set(0, 4, text, 1, {}); // past Canvas, which would have left it out
    const QByteArray bytes = writer.frame(grid, {{0, 0}, true});
    const QByteArray safe = QByteArray(bytes).replace("\x1B[", "<").replace("\r", "").replace("\uFFFD", "?");
    QVERIFY2(safe.contains('?'), bytes.toHex());
    for (const QChar c : QString::fromUtf8(safe))
        QVERIFY2(c.unicode() >= 0x20 && c.unicode() < 0x7F, bytes.toHex());
}

void tst_VtWriter::linksAreEncodedAndClosed()
{
    VtWriter writer;
    VtScreen screen({20, 2});
    Grid grid({20, 2});
    const LinkId link = grid.addLink(u"https://example.org/ä \u001B]0;x\u0007"_s);
    Canvas(grid).put({0, 0}, u"here", Style{.link = link});
    const QByteArray bytes = writer.frame(grid, {{0, 0}, true});
    QVERIFY2(bytes.contains(";https://example.org/%C3%A4%20%1B]0;x%07\x1B\\here"), bytes);
    QVERIFY(bytes.lastIndexOf("\x1B]8;;\x1B\\") > bytes.indexOf("here"));
    screen.write(bytes);
    QCOMPARE(screen.problems(), QStringList());
    QVERIFY(!VtWriter({.hasHyperlinks = false}).frame(grid, {}).contains("]8;"));
}

void tst_VtWriter::longLinksAreLeftOut()
{
    QVERIFY(linkChange(5, u"https://"_s + QString(1000, u'x')).size() > 1000);
    QCOMPARE(linkChange(5, u"https://"_s + QString(3000, u'x')), QByteArray("\x1B]8;;\x1B\\"));
    QCOMPARE(linkChange(0, u"https://x"_s), QByteArray("\x1B]8;;\x1B\\"));
}

void tst_VtWriter::framesAreWrappedOnlyWhenSupported()
{
    Grid grid({20, 2});
    VtWriter plain;
    QVERIFY(!plain.frame(grid, {}).contains("2026"));
    VtWriter wrapped({.hasSynchronizedOutput = true});
    const QByteArray bytes = wrapped.frame(grid, {});
    QVERIFY(bytes.startsWith("\x1B[?2026h") && bytes.endsWith("\x1B[?2026l"));
    QCOMPARE(wrapped.frame(grid, {}), QByteArray());
}

void tst_VtWriter::cursorHidesAndReturns()
{
    Grid grid({20, 2});
    VtWriter writer;
    VtScreen screen({20, 2});
    screen.write(writer.frame(grid, {{0, 0}, false}));
    QVERIFY(!screen.isCursorVisible());
    screen.write(writer.frame(grid, {{90, 90}, true})); // outside: as near as can be
    QVERIFY(screen.isCursorVisible());
    QCOMPARE(screen.cursor(), QPoint(19, 1));
}

void tst_VtWriter::penChangesAreShort_data()
{
    QTest::addColumn<Style>("from");
    QTest::addColumn<Style>("to");
    QTest::addColumn<QByteArray>("bytes");
    const Style plain;
    const Style bold{.bold = true};
    const Style boldDim{.bold = true, .dim = true};
    const Style red{.foreground = Color::ansi(1)};
    const Style rich{.foreground = Color::ansi(12), .background = Color::indexed(17), .bold = true, .underline = true};
    QTest::newRow("same") << rich << rich << QByteArray();
    QTest::newRow("bold") << plain << bold << QByteArray("\x1B[1m");
    QTest::newRow("to plain") << rich << plain << QByteArray("\x1B[m");
    QTest::newRow("dim goes, bold stays") << boldDim << bold << QByteArray("\x1B[;1m");
    QTest::newRow("red") << plain << red << QByteArray("\x1B[31m");
    QTest::newRow("rich") << plain << rich << QByteArray("\x1B[1;4;94;48;5;17m");
    QTest::newRow("rich to red") << rich << red << QByteArray("\x1B[;31m");
    QTest::newRow("rgb becomes indexed") << plain << Style{.foreground = Color::rgb(255, 0, 0)} << QByteArray("\x1B[38;5;196m");
}

void tst_VtWriter::penChangesAreShort()
{
    QFETCH(Style, from);
    QFETCH(Style, to);
    QTEST(penChange(from, to, ColorDepth::Indexed256), "bytes");
    QCOMPARE(penChange({}, Style{.foreground = Color::ansi(3)}, ColorDepth::None), QByteArray());
}

void tst_VtWriter::environmentDecides_data()
{
    QTest::addColumn<QByteArray>("term");
    QTest::addColumn<QByteArray>("colorTerm");
    QTest::addColumn<QByteArray>("noColor");
    QTest::addColumn<int>("depth");
    QTest::newRow("xterm") << QByteArray("xterm") << QByteArray() << QByteArray() << int(ColorDepth::Ansi16);
    QTest::newRow("256") << QByteArray("tmux-256color") << QByteArray() << QByteArray() << int(ColorDepth::Indexed256);
    QTest::newRow("true") << QByteArray("xterm-256color") << QByteArray("truecolor") << QByteArray() << int(ColorDepth::TrueColor);
    QTest::newRow("NO_COLOR") << QByteArray("xterm-256color") << QByteArray("truecolor") << QByteArray("1") << int(ColorDepth::None);
    QTest::newRow("dumb") << QByteArray("dumb") << QByteArray() << QByteArray() << int(ColorDepth::None);
    QTest::newRow("console") << QByteArray("linux") << QByteArray() << QByteArray() << int(ColorDepth::Ansi16);
}

void tst_VtWriter::environmentDecides()
{
    QFETCH(QByteArray, term);
    QFETCH(QByteArray, colorTerm);
    QFETCH(QByteArray, noColor);
    QFETCH(int, depth);
    qputenv("TERM", term);
    qputenv("COLORTERM", colorTerm);
    qputenv("NO_COLOR", noColor);
    QCOMPARE(int(capabilitiesFromEnvironment().colors), depth);
}

void tst_VtWriter::bigFramesAreCheapToCompare()
{
    VtWriter writer;
    Grid grid({200, 50});
    drawChat(grid, 1);
    writer.frame(grid, {{0, 0}, true});
    constexpr int frames = 200;
    QElapsedTimer timer;
    timer.start();
    for (int frame = 0; frame < frames; ++frame) {
        Canvas(grid).put({20, 49}, frame % 2 ? u"x" : u"y");
        QVERIFY(!writer.frame(grid, {{0, 0}, true}).isEmpty());
    }
    const double perFrameMs = static_cast<double>(timer.nsecsElapsed()) / 1e6 / frames;
    QVERIFY2(perFrameMs < 10, qPrintable(u"%1 ms for a frame with one change"_s.arg(perFrameMs))); // generous: a slow machine is no bug
    qInfo("one change on 200x50: %.3f ms", perFrameMs);
}

QTEST_GUILESS_MAIN(tst_VtWriter)
#include "tst_VtWriter.moc"
