// The interactive program by its keys: writing, switching, completing, editing, signing in, leaving.
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
    void aMessageBelowALocalLineSaysWhose();
    void unknownCommandIsNeverSent();
    void nothingIsGluedToAFailedCommand();
    void aPasteThatBeginsLikeACommandStays();
    void doubleSlashSendsASlash();
    void altNumberSwitchesRooms();
    void altAGoesToNewsAndBack();
    void draftComesBackWithTheRoom();
    void draftGivenUpElsewhereGoesHereToo();
    void typingInTheMiddleStaysThere();
    void tabCompletesAndEscapeRestores();
    void upEditsTheLastOwnMessage();
    void upWithTextNeverEdits();
    void escapeLeavesEditing();
    void pasteOfSeveralLinesIsNotSent();
    void inputGrowsWithTheText();
    void offlineMessagesWaitAndGoOut();
    void statusCountsDownToTheNextTry();
    void failedMessageSaysWhy();
    void typingIsToldForMessagesOnly();
    void firstStartAsksForServerNameAndPassword();
    void passwordIsNeverShown();
    void wrongPasswordIsAskedAgain();
    void helpOpensAndCloses();
    void typingAndPastingLeaveTheHelp();
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

void tst_App::aMessageBelowALocalLineSaysWhose()
{
    AppRig rig;
    rig.start();
    rig.say(lobby, u"one"_s);
    rig.say(lobby, u"two"_s);
    QVERIFY(!rig.shows(u"Bob │ two"_s));
    rig.enter(u"/bogus"_s);
    rig.say(lobby, u"three"_s);
    rig.say(lobby, u"four"_s);
    QVERIFY2(rig.shows(u"Bob │ three"_s), qPrintable(rig.screen()));
    QVERIFY(!rig.shows(u"Bob │ four"_s));
}

void tst_App::unknownCommandIsNeverSent()
{
    AppRig rig;
    rig.start();
    rig.enter(u"/jion secret"_s);
    QCOMPARE(rig.server.texts(lobby), QStringList());
    QVERIFY2(rig.shows(u"/join"_s), qPrintable(rig.screen()));
    QVERIFY(rig.app->composer().isEmpty());
    rig.press(u"Up"_s);
    QCOMPARE(rig.app->composer().text(), u"/jion secret"_s);
}

void tst_App::nothingIsGluedToAFailedCommand()
{
    AppRig rig;
    rig.start();
    rig.enter(u"hello"_s);
    for (const QString& failing : {u"/bogus"_s, u"/invite"_s, u"/s/not there/here/"_s}) {
        rig.enter(failing);
        QCOMPARE(rig.app->composer().text(), QString());
        rig.enter(u"/help"_s);
        rig.press(u"Esc"_s);
        rig.enter(failing);
        rig.press(u"Up"_s);
        QCOMPARE(rig.app->composer().text(), failing);
        rig.press(u"Ctrl+U"_s);
    }
    QCOMPARE(rig.server.texts(lobby), QStringList{u"hello"_s});
}

void tst_App::aPasteThatBeginsLikeACommandStays()
{
    AppRig rig;
    rig.start();
    rig.terminal.paste(u"/quit\nhello"_s);
    rig.press(u"Enter"_s);
    rig.time.advance(client::Departure::goodbyeMs);
    QVERIFY(!rig.hasFinished);
    QVERIFY2(rig.shows(u"two slashes"_s), qPrintable(rig.screen()));
    QCOMPARE(rig.app->composer().text(), u"/quit\nhello"_s);
    QCOMPARE(rig.server.texts(lobby), QStringList());
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
    rig.time.advance(client::ReadWatch::readAfterMs + 100);
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

void tst_App::draftGivenUpElsewhereGoesHereToo()
{
    AppRig rig;
    rig.start();
    const auto pushDraft = [&rig](const QString& text) {
        protocol::SelfPush push;
        push.draft = protocol::Draft{lobby, text};
        rig.server.push(push);
        rig.time.settle();
    };
    pushDraft(u"written on the phone"_s);
    QCOMPARE(rig.app->composer().text(), u"written on the phone"_s);
    pushDraft(QString());
    QVERIFY(rig.app->composer().isEmpty());
    rig.type(u"written here"_s);
    rig.press(u"Alt+1 Alt+2"_s);
    pushDraft(u"written on the phone"_s);
    rig.press(u"Ctrl+U"_s);
    rig.type(u"mine"_s);
    pushDraft(QString());
    QCOMPARE(rig.app->composer().text(), u"mine"_s);
}

void tst_App::typingInTheMiddleStaysThere()
{
    AppRig rig;
    rig.start();
    rig.type(u"ac"_s);
    rig.press(u"Left"_s);
    rig.type(u"b"_s);
    rig.type(u"1"_s);
    QCOMPARE(rig.app->composer().text(), u"ab1c"_s);
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
    rig.type(u"q"_s);
    QVERIFY(rig.shows(u"● online"_s));
    QVERIFY(rig.app->composer().isEmpty());
    rig.enter(u"/help"_s);
    rig.press(u"Esc"_s);
    QVERIFY(rig.shows(u"● online"_s));
}

void tst_App::typingAndPastingLeaveTheHelp()
{
    AppRig rig;
    rig.start();
    rig.enter(u"/help"_s);
    rig.type(u"hey"_s);
    QVERIFY2(rig.shows(u"● online"_s), qPrintable(rig.screen()));
    QCOMPARE(rig.app->composer().text(), u"hey"_s);
    rig.press(u"Ctrl+U F1"_s);
    QVERIFY(rig.shows(u"Esc closes"_s));
    rig.terminal.paste(u"pasted"_s);
    rig.time.settle();
    QVERIFY(!rig.shows(u"Esc closes"_s));
    QCOMPARE(rig.app->composer().text(), u"pasted"_s);
}

void tst_App::ctrlCTwiceQuits()
{
    AppRig rig;
    rig.start();
    rig.press(u"Ctrl+C"_s);
    QVERIFY(!rig.hasFinished);
    rig.press(u"Ctrl+C"_s);
    rig.time.advance(client::Departure::goodbyeMs);
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
    rig.time.advance(client::Departure::deliverLimitMs);
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
