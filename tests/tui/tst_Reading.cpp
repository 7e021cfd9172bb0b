// Reading: scrolling, the read marker, the unread line, and what the screen costs.
#include "tests/tui/AppRig.h"

#include <QRegularExpression>
#include <QTest>

using namespace confab;
using namespace confab::tui;
using namespace Qt::StringLiterals;
using test::AppRig;

class tst_Reading : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void scrolledUpViewStandsStill();
    void pageUpLoadsOlderMessages();
    void readingFarBackAndForthShowsEveryLine();
    void resizeKeepsTheTop();
    void readMarkerMovesAfterASecond();
    void readMarkerStaysWhileUnfocused();
    void readMarkerStaysWhileHelpIsOpen();
    void unreadLineComesWhenNobodyLooked();
    void noUnreadLineBeforeWatchingEyes();
    void idleForTenMinutesIsAway();
    void hostileTextLeavesNoControlInCells();
    void drawsOncePerTurn();
};

namespace {

constexpr RoomId lobby{1};

int lineWith(const QString& screen, const QString& text)
{
    const QStringList lines = screen.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].contains(text))
            return int(i);
    }
    return -1;
}

} // namespace

void tst_Reading::initTestCase()
{
    qputenv("TZ", "UTC");
    QLocale::setDefault(QLocale::c());
}

void tst_Reading::scrolledUpViewStandsStill()
{
    AppRig rig;
    rig.start();
    for (int i = 1; i <= 60; ++i)
        rig.say(lobby, u"line %1."_s.arg(i));
    rig.press(u"PgUp"_s);
    const QString before = rig.screen();
    const QString top = before.section(u'\n', 1, 1);
    QVERIFY(before.contains(u"more below"_s));
    rig.say(lobby, u"news"_s);
    rig.say(lobby, u"more news"_s);
    QCOMPARE(rig.screen().section(u'\n', 1, 1), top);
    QVERIFY2(rig.shows(u"2 new below"_s), qPrintable(rig.screen()));
    rig.press(u"Alt+End"_s);
    QVERIFY(rig.shows(u"more news"_s));
    QVERIFY(!rig.shows(u"below"_s));
}

void tst_Reading::pageUpLoadsOlderMessages()
{
    AppRig rig;
    for (int i = 1; i <= 300; ++i)
        rig.server.say(lobby, u"line %1."_s.arg(i));
    rig.start();
    QVERIFY(rig.shows(u"line 300."_s));
    for (int i = 0; i < 40 && !rig.shows(u"line 1."_s); ++i)
        rig.press(u"PgUp"_s);
    QVERIFY2(rig.shows(u"line 1."_s), qPrintable(rig.screen()));
}

void tst_Reading::readingFarBackAndForthShowsEveryLine()
{
    constexpr int count = 4000;
    AppRig rig({80, 60});
    for (int i = 1; i <= count; ++i)
        rig.server.say(lobby, u"line %1."_s.arg(i));
    rig.start();
    const auto& timeline = rig.app->client()->store().timeline(lobby);
    for (int i = 0; i < 100 && timeline.hasOlder(); ++i)
        rig.press(u"Alt+Home"_s);
    rig.press(u"Alt+Home"_s);
    QVERIFY2(rig.shows(u"line 1."_s), qPrintable(rig.screen()));
    QVERIFY(timeline.size() < count);
    QVERIFY(timeline.coveredFrom() > Seq(count / 2));

    static const QRegularExpression number(u"line (\\d+)\\."_s);
    QSet<int> seen;
    int newest = 0;
    const auto collect = [&] {
        int last = 0;
        for (auto match = number.globalMatch(rig.screen()); match.hasNext();) {
            const int line = match.next().captured(1).toInt();
            QVERIFY2(line > last, qPrintable(rig.screen()));
            last = line;
            seen.insert(line);
        }
        newest = last;
    };
    collect();
    for (int i = 0; i < 200 && newest < count; ++i) {
        rig.press(u"PgDn"_s);
        collect();
    }
    QCOMPARE(newest, count);
    QCOMPARE(seen.size(), count);

    // And up again from the end, past what was let go of meanwhile.
    rig.press(u"Alt+Home"_s);
    rig.press(u"Alt+End"_s);
    seen.clear();
    newest = 0;
    for (int i = 0; i < 200 && !rig.shows(u"line 1."_s); ++i) {
        collect();
        rig.press(u"PgUp"_s);
    }
    collect();
    QCOMPARE(seen.size(), count);
}

void tst_Reading::resizeKeepsTheTop()
{
    AppRig rig;
    rig.start();
    for (int i = 1; i <= 80; ++i)
        rig.say(lobby, u"line %1. and some more words so that it wraps when the window is small"_s.arg(i));
    rig.press(u"PgUp PgUp"_s);
    const auto topLine = [&rig] {
        const QString screen = rig.screen();
        return screen.mid(screen.indexOf(u"line "_s), 8);
    };
    const QString top = topLine();
    for (const QSize size : {QSize(50, 20), QSize(132, 30), QSize(80, 24)}) {
        rig.terminal.resize(size);
        rig.time.settle();
        QCOMPARE(topLine(), top);
    }
}

void tst_Reading::readMarkerMovesAfterASecond()
{
    AppRig rig;
    rig.start();
    const Seq seq = rig.say(lobby, u"read me"_s);
    rig.time.advance(client::ReadWatch::readAfterMs - 100);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 1);
    rig.time.advance(200);
    QCOMPARE(rig.app->client()->store().room(lobby)->read, seq);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 0);
}

void tst_Reading::readMarkerStaysWhileUnfocused()
{
    AppRig rig;
    rig.start();
    rig.terminal.setFocused(false);
    rig.say(lobby, u"read me later"_s);
    rig.time.advance(60'000);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 1);
    rig.terminal.setFocused(true);
    rig.time.advance(client::ReadWatch::readAfterMs + 100);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 0);
}

void tst_Reading::readMarkerStaysWhileHelpIsOpen()
{
    AppRig rig;
    rig.start();
    rig.press(u"F1"_s);
    rig.say(lobby, u"hidden"_s);
    rig.time.advance(10'000);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 1);
}

void tst_Reading::unreadLineComesWhenNobodyLooked()
{
    AppRig rig;
    rig.start();
    rig.say(lobby, u"seen"_s);
    rig.time.advance(client::ReadWatch::readAfterMs + 100);
    rig.terminal.setFocused(false);
    rig.time.settle();
    rig.say(lobby, u"unseen one"_s);
    rig.say(lobby, u"unseen two"_s);
    const QString away = rig.screen();
    QVERIFY2(lineWith(away, u" new "_s) > lineWith(away, u"seen"_s) && lineWith(away, u" new "_s) < lineWith(away, u"unseen one"_s),
        qPrintable(away));
    // It stays put while the person reads.
    rig.terminal.setFocused(true);
    rig.time.advance(5'000);
    rig.say(lobby, u"a third"_s);
    QCOMPARE(lineWith(rig.screen(), u"unseen one"_s) - lineWith(rig.screen(), u" new "_s), 1);
}

void tst_Reading::noUnreadLineBeforeWatchingEyes()
{
    AppRig rig;
    rig.start();
    rig.say(lobby, u"one"_s);
    rig.say(lobby, u"two"_s);
    QVERIFY2(!rig.shows(u"─ new ─"_s), qPrintable(rig.screen()));
}

void tst_Reading::idleForTenMinutesIsAway()
{
    AppRig rig;
    rig.start();
    rig.time.advance(client::AutoAway::awayAfterMs + 1000);
    const auto last = [&rig] { return rig.server.all<protocol::SetPresence>().last().state; };
    QVERIFY(rig.server.count(protocol::SetPresence::type) > 0);
    QCOMPARE(last(), protocol::PresenceState::Away);
    rig.type(u"x"_s);
    QCOMPARE(last(), protocol::PresenceState::Online);
}

void tst_Reading::hostileTextLeavesNoControlInCells()
{
    AppRig rig({132, 43});
    rig.start();
    const QStringList hostile{u"\x1B[2J\x1B]0;owned\x07 red"_s, u"a\u202Egnp.exe"_s,
        u"z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030A"_s, u"tab\there\r\nand\x0B\x0C"_s, u"\u009B31m c1"_s,
        QString(3000, u'W'), u"\u200B\u200C\u200D\uFEFF"_s, u"`\x1B[31m`\n```\n\x1B[1m\n```"_s};
    for (const QString& text : hostile)
        rig.say(lobby, text);
    const Grid& grid = rig.terminal.grid();
    for (int row = 0; row < grid.rows(); ++row) {
        for (int column = 0; column < grid.columns(); ++column) {
            for (const QChar unit : grid.text(row, column)) {
                QVERIFY2(unit.category() != QChar::Other_Control, qPrintable(QString::number(unit.unicode(), 16)));
                QVERIFY(unit != QChar(0x202E) && unit != QChar(0xFEFF));
            }
        }
    }
}

void tst_Reading::drawsOncePerTurn()
{
    AppRig rig;
    rig.start();
    const int before = rig.terminal.frames();
    for (int i = 0; i < 50; ++i)
        rig.server.say(lobby, u"burst %1"_s.arg(i));
    rig.time.settle();
    QVERIFY2(rig.terminal.frames() - before <= 50, qPrintable(QString::number(rig.terminal.frames() - before)));
    const int typed = rig.terminal.frames();
    rig.terminal.type(u"twenty letters typed"_s);
    rig.time.settle();
    QCOMPARE(rig.terminal.frames() - typed, 1);
}

QTEST_GUILESS_MAIN(tst_Reading)
#include "tst_Reading.moc"
