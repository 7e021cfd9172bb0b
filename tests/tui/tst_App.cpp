// The interactive program by its keys: writing, scrolling, switching, completing, editing, reading, signing in.
#include "tests/tui/AppRig.h"

#include <QTest>

using namespace confab;
using namespace confab::tui;
using namespace Qt::StringLiterals;
using test::AppRig;

class tst_App : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void firstRoomIsTheLobby();
    void enterSendsTheMessage();
    void messagesAppearAsTheyCome();
    void unknownCommandStaysAndIsNeverSent();
    void doubleSlashSendsASlash();
    void altNumberSwitchesRooms();
    void altAGoesToNewsAndBack();
    void draftComesBackWithTheRoom();
    void tabCompletesAndEscapeRestores();
    void upEditsTheLastOwnMessage();
    void upWithTextNeverEdits();
    void escapeLeavesEditing();
    void pasteOfSeveralLinesIsNotSent();
    void inputGrowsWithTheText();
    void scrolledUpViewStandsStill();
    void pageUpLoadsOlderMessages();
    void resizeKeepsTheTop();
    void readMarkerMovesAfterASecond();
    void readMarkerStaysWhileUnfocused();
    void readMarkerStaysWhileHelpIsOpen();
    void unreadLineComesWhenNobodyLooked();
    void noUnreadLineBeforeWatchingEyes();
    void offlineMessagesWaitAndGoOut();
    void statusCountsDownToTheNextTry();
    void failedMessageSaysWhy();
    void typingIsToldForMessagesOnly();
    void idleForTenMinutesIsAway();
    void firstStartAsksForServerNameAndPassword();
    void passwordIsNeverShown();
    void wrongPasswordIsAskedAgain();
    void helpOpensAndCloses();
    void hostileTextLeavesNoControlInCells();
    void drawsOncePerTurn();
    void ctrlCTwiceQuits();
    void leavingWaitsForWhatWasJustWritten();
    void aLostTerminalEndsAtOnce();
};

namespace {

constexpr RoomId lobby{1};
constexpr RoomId kitchen{2};

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

void tst_App::initTestCase()
{
    qputenv("TZ", "UTC");
    QLocale::setDefault(QLocale::c());
}

void tst_App::firstRoomIsTheLobby()
{
    AppRig rig;
    rig.start();
    QVERIFY2(rig.shows(u"● online"_s), qPrintable(rig.screen()));
    QVERIFY(rig.screen().startsWith(u" #lobby"_s));
    QCOMPARE(rig.terminal.title(), u"#lobby – Confab"_s);
}

void tst_App::enterSendsTheMessage()
{
    AppRig rig;
    rig.start();
    rig.enter(u"hello all"_s);
    QCOMPARE(rig.server.texts(lobby), QStringList{u"hello all"_s});
    QVERIFY(rig.shows(u"Ann │ hello all"_s));
    QVERIFY(rig.app->composer().isEmpty());
}

void tst_App::messagesAppearAsTheyCome()
{
    AppRig rig;
    rig.start();
    rig.say(lobby, u"good morning"_s);
    QVERIFY(rig.shows(u"Bob │ good morning"_s));
}

void tst_App::unknownCommandStaysAndIsNeverSent()
{
    AppRig rig;
    rig.start();
    rig.enter(u"/jion secret"_s);
    QCOMPARE(rig.server.texts(lobby), QStringList());
    QVERIFY2(rig.shows(u"/join"_s), qPrintable(rig.screen()));
    QCOMPARE(rig.app->composer().text(), u"/jion secret"_s);
}

void tst_App::doubleSlashSendsASlash()
{
    AppRig rig;
    rig.start();
    rig.enter(u"//etc"_s);
    QCOMPARE(rig.server.texts(lobby), QStringList{u"/etc"_s});
}

void tst_App::altNumberSwitchesRooms()
{
    AppRig rig;
    rig.start();
    rig.press(u"Alt+1"_s);
    QVERIFY(rig.screen().startsWith(u" #kitchen"_s));
    rig.press(u"Alt+/"_s);
    QVERIFY(rig.screen().startsWith(u" #lobby"_s));
    rig.press(u"Ctrl+P"_s);
    QVERIFY(rig.screen().startsWith(u" #kitchen"_s));
}

void tst_App::altAGoesToNewsAndBack()
{
    AppRig rig;
    rig.start();
    rig.say(kitchen, u"soup is ready"_s);
    QVERIFY2(rig.shows(u"Act: 1:#kitchen(1)"_s), qPrintable(rig.screen()));
    rig.press(u"Alt+A"_s);
    QVERIFY(rig.shows(u"soup is ready"_s));
    rig.time.advance(App::readAfterMs + 100);
    rig.press(u"Alt+A"_s);
    QVERIFY(rig.screen().startsWith(u" #lobby"_s));
}

void tst_App::draftComesBackWithTheRoom()
{
    AppRig rig;
    rig.start();
    rig.type(u"half a thou"_s);
    rig.press(u"Alt+1"_s);
    QVERIFY(rig.app->composer().isEmpty());
    rig.type(u"other"_s);
    rig.press(u"Alt+2"_s);
    QCOMPARE(rig.app->composer().text(), u"half a thou"_s);
}

void tst_App::tabCompletesAndEscapeRestores()
{
    AppRig rig;
    rig.start();
    rig.type(u"/re"_s);
    rig.press(u"Tab"_s);
    const QString first = rig.app->composer().text();
    QVERIFY(first != u"/re"_s && first.startsWith(u"/re"_s));
    QVERIFY(rig.app->composer().completions().candidates.size() > 1);
    rig.press(u"Tab"_s);
    QVERIFY(rig.app->composer().text() != first);
    rig.press(u"Shift+Tab"_s);
    QCOMPARE(rig.app->composer().text(), first);
    rig.press(u"Esc"_s);
    QCOMPARE(rig.app->composer().text(), u"/re"_s);
}

void tst_App::upEditsTheLastOwnMessage()
{
    AppRig rig;
    rig.start();
    rig.enter(u"first"_s);
    rig.enter(u"secnod"_s);
    rig.press(u"Up"_s);
    QCOMPARE(rig.app->composer().text(), u"secnod"_s);
    QVERIFY(rig.inputLine().contains(u"editing"_s));
    rig.press(u"Up"_s);
    QCOMPARE(rig.app->composer().text(), u"first"_s);
    rig.press(u"Down Ctrl+U"_s);
    rig.enter(u"second"_s);
    QVERIFY2(rig.shows(u"second (edited)"_s), qPrintable(rig.screen()));
    QVERIFY(!rig.shows(u"secnod"_s));
}

void tst_App::upWithTextNeverEdits()
{
    AppRig rig;
    rig.start();
    rig.enter(u"first"_s);
    rig.type(u"new text"_s);
    rig.press(u"Up"_s);
    QVERIFY(!rig.app->composer().editing());
    rig.press(u"Down"_s);
    QCOMPARE(rig.app->composer().text(), u"new text"_s);
}

void tst_App::escapeLeavesEditing()
{
    AppRig rig;
    rig.start();
    rig.enter(u"first"_s);
    rig.press(u"Up"_s);
    rig.type(u" changed"_s);
    rig.press(u"Esc"_s);
    QVERIFY(rig.app->composer().isEmpty());
    QVERIFY(!rig.app->composer().editing());
    QCOMPARE(rig.server.count(protocol::EditMessage::type), 0);
}

void tst_App::pasteOfSeveralLinesIsNotSent()
{
    AppRig rig;
    rig.start();
    rig.terminal.paste(u"one\ntwo\nthree\n"_s);
    rig.time.settle();
    QCOMPARE(rig.server.texts(lobby), QStringList());
    QVERIFY(rig.app->composer().text().startsWith(u"one\ntwo\nthree"_s));
}

void tst_App::inputGrowsWithTheText()
{
    AppRig rig;
    rig.start();
    rig.terminal.paste(u"one\ntwo\nthree"_s);
    rig.time.settle();
    const int status = lineWith(rig.screen(), u"● online"_s);
    QCOMPARE(status, 20);
    QCOMPARE(rig.terminal.cursor().position.y(), 23);
    rig.press(u"Ctrl+C"_s);
    QCOMPARE(lineWith(rig.screen(), u"● online"_s), 22);
}

void tst_App::scrolledUpViewStandsStill()
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

void tst_App::pageUpLoadsOlderMessages()
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

void tst_App::resizeKeepsTheTop()
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

void tst_App::readMarkerMovesAfterASecond()
{
    AppRig rig;
    rig.start();
    const Seq seq = rig.say(lobby, u"read me"_s);
    rig.time.advance(App::readAfterMs - 100);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 1);
    rig.time.advance(200);
    QCOMPARE(rig.app->client()->store().room(lobby)->read, seq);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 0);
}

void tst_App::readMarkerStaysWhileUnfocused()
{
    AppRig rig;
    rig.start();
    rig.terminal.setFocused(false);
    rig.say(lobby, u"read me later"_s);
    rig.time.advance(60'000);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 1);
    rig.terminal.setFocused(true);
    rig.time.advance(App::readAfterMs + 100);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 0);
}

void tst_App::readMarkerStaysWhileHelpIsOpen()
{
    AppRig rig;
    rig.start();
    rig.press(u"F1"_s);
    rig.say(lobby, u"hidden"_s);
    rig.time.advance(10'000);
    QCOMPARE(rig.app->client()->store().room(lobby)->unread, 1);
}

void tst_App::unreadLineComesWhenNobodyLooked()
{
    AppRig rig;
    rig.start();
    rig.say(lobby, u"seen"_s);
    rig.time.advance(App::readAfterMs + 100);
    rig.terminal.setFocused(false);
    rig.time.settle();
    rig.say(lobby, u"unseen one"_s);
    rig.say(lobby, u"unseen two"_s);
    const QString away = rig.screen();
    QVERIFY2(lineWith(away, u" new "_s) > lineWith(away, u"seen"_s) && lineWith(away, u" new "_s) < lineWith(away, u"unseen one"_s), qPrintable(away));
    // It stays put while the person reads.
    rig.terminal.setFocused(true);
    rig.time.advance(5'000);
    rig.say(lobby, u"a third"_s);
    QCOMPARE(lineWith(rig.screen(), u"unseen one"_s) - lineWith(rig.screen(), u" new "_s), 1);
}

void tst_App::noUnreadLineBeforeWatchingEyes()
{
    AppRig rig;
    rig.start();
    rig.say(lobby, u"one"_s);
    rig.say(lobby, u"two"_s);
    QVERIFY2(!rig.shows(u"─ new ─"_s), qPrintable(rig.screen()));
}

void tst_App::offlineMessagesWaitAndGoOut()
{
    AppRig rig;
    rig.start();
    rig.maker.transport->refuseConnections = true;
    rig.maker.transport->cut();
    rig.time.settle();
    rig.enter(u"written offline"_s);
    QVERIFY2(rig.shows(u"written offline (waiting)"_s), qPrintable(rig.screen()));
    QVERIFY(rig.shows(u"1 to send"_s));
    QVERIFY(rig.shows(u"(offline)"_s));
    rig.maker.transport->refuseConnections = false;
    rig.time.advance(120'000);
    QCOMPARE(rig.server.texts(lobby), QStringList{u"written offline"_s});
    QVERIFY(!rig.shows(u"waiting"_s));
    QVERIFY(!rig.shows(u"to send"_s));
}

void tst_App::statusCountsDownToTheNextTry()
{
    AppRig rig;
    rig.start();
    rig.maker.transport->refuseConnections = true;
    rig.maker.transport->cut();
    rig.time.advance(8'000);
    QVERIFY2(rig.shows(u"no connection, next try in "_s), qPrintable(rig.screen()));
    const QString before = rig.screen().section(u'\n', -2, -2);
    rig.time.advance(1'500);
    QVERIFY(rig.screen().section(u'\n', -2, -2) != before);
}

void tst_App::failedMessageSaysWhy()
{
    AppRig rig;
    rig.start();
    rig.server.refuse(protocol::PostMessage::type, Error{ErrorCode::Forbidden, u"no"_s});
    rig.enter(u"may I?"_s);
    QVERIFY2(rig.shows(u"not sent: "_s), qPrintable(rig.screen()));
    QVERIFY(rig.shows(u"/retry"_s));
    rig.enter(u"/retry"_s);
    QCOMPARE(rig.server.texts(lobby), QStringList{u"may I?"_s});
}

void tst_App::typingIsToldForMessagesOnly()
{
    AppRig rig;
    rig.start();
    rig.type(u"/topic new"_s);
    QCOMPARE(rig.server.count(protocol::Typing::type), 0);
    rig.press(u"Ctrl+U"_s);
    rig.type(u"hello"_s);
    QCOMPARE(rig.server.count(protocol::Typing::type), 1);
}

void tst_App::idleForTenMinutesIsAway()
{
    AppRig rig;
    rig.start();
    rig.time.advance(App::awayAfterMs + 1000);
    const auto last = [&rig] { return rig.server.all<protocol::SetPresence>().last().state; };
    QVERIFY(rig.server.count(protocol::SetPresence::type) > 0);
    QCOMPARE(last(), protocol::PresenceState::Away);
    rig.type(u"x"_s);
    QCOMPARE(last(), protocol::PresenceState::Online);
}

void tst_App::firstStartAsksForServerNameAndPassword()
{
    AppRig rig;
    rig.start(std::nullopt);
    QVERIFY2(rig.shows(u"Welcome to Confab"_s), qPrintable(rig.screen()));
    rig.enter(u"127.0.0.1:7600"_s);
    QVERIFY(rig.inputLine().contains(u"Your name"_s));
    rig.enter(u"ann"_s);
    rig.enter(rig.server.password);
    QVERIFY2(rig.shows(u"● online"_s), qPrintable(rig.screen()));
    QCOMPARE(rig.known.lastUsed().value()->account, u"ann"_s);
    rig.enter(u"hi"_s);
    QCOMPARE(rig.server.texts(lobby), QStringList{u"hi"_s});
}

void tst_App::passwordIsNeverShown()
{
    AppRig rig;
    rig.start(std::nullopt);
    rig.enter(u"127.0.0.1:7600"_s);
    rig.enter(u"ann"_s);
    rig.type(u"hunter2"_s);
    QVERIFY(!rig.shows(u"hunter2"_s));
    QVERIFY(rig.inputLine().contains(u"•••••••"_s));
    rig.press(u"Enter"_s);
    rig.press(u"Up"_s);
    QVERIFY(!rig.shows(u"hunter2"_s));
    QVERIFY(rig.app->composer().isEmpty());
}

void tst_App::wrongPasswordIsAskedAgain()
{
    AppRig rig;
    rig.start(std::nullopt);
    rig.enter(u"127.0.0.1:7600"_s);
    rig.enter(u"ann"_s);
    rig.enter(u"not the password"_s);
    QVERIFY2(rig.inputLine().contains(u"Password"_s), qPrintable(rig.screen()));
    rig.enter(rig.server.password);
    QVERIFY2(rig.shows(u"● online"_s), qPrintable(rig.screen()));
}

void tst_App::helpOpensAndCloses()
{
    AppRig rig;
    rig.start();
    rig.enter(u"/help"_s);
    QVERIFY2(rig.shows(u"/join"_s) || rig.shows(u"/me"_s), qPrintable(rig.screen()));
    rig.type(u"x"_s);
    QVERIFY(rig.app->composer().isEmpty());
    rig.press(u"Esc"_s);
    QVERIFY(rig.shows(u"● online"_s));
}

void tst_App::hostileTextLeavesNoControlInCells()
{
    AppRig rig({132, 43});
    rig.start();
    const QStringList hostile{u"\x1B[2J\x1B]0;owned\x07 red"_s, u"a\u202Egnp.exe"_s, u"z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030A"_s,
        u"tab\there\r\nand\x0B\x0C"_s, u"\u009B31m c1"_s, QString(3000, u'W'), u"\u200B\u200C\u200D\uFEFF"_s, u"`\x1B[31m`\n```\n\x1B[1m\n```"_s};
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

void tst_App::drawsOncePerTurn()
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

void tst_App::ctrlCTwiceQuits()
{
    AppRig rig;
    rig.start();
    rig.press(u"Ctrl+C"_s);
    QVERIFY(!rig.hasFinished);
    rig.press(u"Ctrl+C"_s);
    rig.time.advance(App::goodbyeMs);
    QVERIFY(rig.hasFinished);
}

void tst_App::leavingWaitsForWhatWasJustWritten()
{
    AppRig rig;
    rig.start();
    rig.server.refuse(protocol::PostMessage::type, Error{ErrorCode::Busy, {}, {}, {}, 300});
    rig.terminal.type(u"last words"_s);
    rig.terminal.press(u"Enter Ctrl+D"_s);
    rig.time.advance(100);
    QVERIFY(!rig.hasFinished);
    rig.time.advance(App::deliverLimitMs);
    QVERIFY(rig.hasFinished);
    QCOMPARE(rig.server.texts(lobby), QStringList{u"last words"_s});
}

void tst_App::aLostTerminalEndsAtOnce()
{
    AppRig rig;
    rig.start();
    rig.terminal.close(1);
    QVERIFY(rig.hasFinished);
}

QTEST_GUILESS_MAIN(tst_App)
#include "tst_App.moc"
