// The desktop program as a whole: writing, switching, editing, signing in, losing the server, leaving.
#include "tests/gui/DesktopRig.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace confab;
using namespace confab::desktop;
using namespace Qt::StringLiterals;
using test::DesktopRig;

class tst_Desktop : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void itOpensInTheLobby();
    void enterSendsTheMessage();
    void unknownCommandIsNeverSent();
    void commandsRunInTheRoomShown();
    void roomsAreSwitchedByShortcut();
    void backAndForwardGoAlongTheTrail();
    void draftComesBackWithTheRoom();
    void draftGivenUpElsewhereGoesHereToo();
    void typingInTheMiddleStaysThere();
    void upEditsTheLastOwnMessage();
    void aReplyNamesItsMessage();
    void offlineMessagesWaitAndGoOut();
    void aFailedMessageIsTakenBackIntoTheField();
    void readingNeedsAWatchedWindow();
    void aRoomOpensWhereReadingStopped();
    void aRefusedCommandStaysToBeCorrected();
    void enterRunsACommandThatIsTypedOut();
    void markingReadWorksByKey();
    void captionCountsWhatIsForMe();
    void typingIsToldForMessagesOnly();
    void firstStartAsksForTheServer();
    void signingInOpensTheRooms();
    void aWrongPasswordIsSaidAndAskedAgain();
    void anUnreachableServerIsSaidOnThePage();
    void lookingElsewhereLeadsBack();
    void signingOutForgetsTheToken();
    void leavingWaitsForWhatWasJustWritten();
    void theLastRoomIsOpenedAgain();
    void offlineItOpensItsCacheAndQueues();
    void hostileNamesAndTopicsStayText();
    void commandsOfferedByTheSwitcherLandInTheField();
    void narrowWindowsGiveUpPanes();
    void everyActionHasATextAndATip();
    void noShortcutMeansTwoThings();

private:
    static QLineEdit* field(DesktopRig& rig, const QString& name);
    static QPushButton* button(DesktopRig& rig, const QString& text);
};

namespace {

constexpr RoomId lobby{1};
constexpr RoomId kitchen{2};

} // namespace

void tst_Desktop::initTestCase()
{
    qputenv("TZ", "UTC");
    QLocale::setDefault(QLocale::c());
    QApplication::setStyle(u"Fusion"_s);
}

QLineEdit* tst_Desktop::field(DesktopRig& rig, const QString& name)
{
    for (QLineEdit* one : rig.window().signIn().findChildren<QLineEdit*>()) {
        if (one->accessibleName() == name && one->isVisible())
            return one;
    }
    return nullptr;
}

QPushButton* tst_Desktop::button(DesktopRig& rig, const QString& text)
{
    for (QPushButton* one : rig.window().signIn().findChildren<QPushButton*>()) {
        if (one->text().remove(u'&') == text && one->isVisible())
            return one;
    }
    return nullptr;
}

void tst_Desktop::itOpensInTheLobby()
{
    DesktopRig rig;
    rig.start();
    QVERIFY(rig.client().state().isOnline());
    QCOMPARE(rig.page().room(), lobby);
    QCOMPARE(rig.window().windowTitle(), u"#lobby – Confab"_s);
    QVERIFY(rig.input().hasFocus());
    QVERIFY(!rig.page().banner().isVisible());
}

void tst_Desktop::enterSendsTheMessage()
{
    DesktopRig rig;
    rig.start();
    rig.enter(u"hello all"_s);
    QCOMPARE(rig.server.texts(lobby), QStringList{u"hello all"_s});
    QCOMPARE(rig.shown(), QStringList{u"hello all"_s});
    QCOMPARE(rig.composer().text(), QString());
}

void tst_Desktop::unknownCommandIsNeverSent()
{
    DesktopRig rig;
    rig.start();
    rig.enter(u"/jion secret"_s);
    QCOMPARE(rig.server.texts(lobby), QStringList());
}

void tst_Desktop::commandsRunInTheRoomShown()
{
    DesktopRig rig;
    rig.start();
    rig.enter(u"/me waves"_s);
    QCOMPARE(rig.shown(), QStringList{u"waves"_s});
    QCOMPARE(rig.client().store().timeline(lobby).at(0).kind, client::RowKind::Action);
}

void tst_Desktop::roomsAreSwitchedByShortcut()
{
    DesktopRig rig;
    rig.start();
    rig.press(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(rig.page().room(), kitchen);
    rig.press(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(rig.page().room(), lobby);
    rig.say(kitchen, u"news"_s);
    rig.press(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(rig.page().room(), kitchen);
    const RoomId first = rig.page().rooms().at(0);
    rig.press(Qt::Key_1, Qt::AltModifier);
    QCOMPARE(rig.page().room(), first);
}

void tst_Desktop::backAndForwardGoAlongTheTrail()
{
    DesktopRig rig;
    rig.start();
    rig.press(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(rig.page().room(), kitchen);
    rig.run(ActionId::Back);
    QCOMPARE(rig.page().room(), lobby);
    rig.run(ActionId::Back); // the end of the trail
    QCOMPARE(rig.page().room(), lobby);
    rig.run(ActionId::Forward);
    QCOMPARE(rig.page().room(), kitchen);
}

void tst_Desktop::draftComesBackWithTheRoom()
{
    DesktopRig rig;
    rig.start();
    rig.type(u"half a thou"_s);
    rig.press(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(rig.composer().text(), QString());
    rig.press(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(rig.composer().text(), u"half a thou"_s);
}

void tst_Desktop::draftGivenUpElsewhereGoesHereToo()
{
    DesktopRig rig;
    rig.start();
    rig.type(u"written here"_s);
    rig.advance(5000);
    rig.client().store().setDraft(lobby, u"changed there"_s);
    rig.settle();
    QCOMPARE(rig.composer().text(), u"changed there"_s);
}

void tst_Desktop::typingInTheMiddleStaysThere()
{
    DesktopRig rig;
    rig.start();
    rig.type(u"ac"_s);
    rig.press(Qt::Key_Left);
    rig.type(u"b1"_s);
    QCOMPARE(rig.composer().text(), u"ab1c"_s);
    rig.advance(5000);
    rig.type(u"2"_s);
    QCOMPARE(rig.composer().text(), u"ab12c"_s);
}

void tst_Desktop::upEditsTheLastOwnMessage()
{
    DesktopRig rig;
    rig.start();
    rig.enter(u"helo"_s);
    rig.press(Qt::Key_Up);
    QCOMPARE(rig.composer().text(), u"helo"_s);
    QVERIFY(rig.composer().editing().has_value());
    rig.press(Qt::Key_Backspace);
    rig.type(u"lo"_s);
    rig.press(Qt::Key_Return);
    QCOMPARE(rig.shown(), QStringList{u"hello"_s});
    QVERIFY(rig.client().store().timeline(lobby).at(0).edited);
    QVERIFY(!rig.composer().editing());
    rig.type(u"x"_s);
    rig.press(Qt::Key_Up);
    QVERIFY(!rig.composer().editing());
}

void tst_Desktop::aReplyNamesItsMessage()
{
    DesktopRig rig;
    rig.start();
    const Seq seq = rig.say(lobby, u"who comes?"_s);
    Q_EMIT rig.page().timeline().replyRequested(seq);
    QCOMPARE(rig.composer().replyTo(), std::optional(seq));
    rig.type(u"me"_s);
    rig.press(Qt::Key_Return);
    const QList<protocol::PostMessage> posted = rig.server.all<protocol::PostMessage>();
    QCOMPARE(posted.size(), 1);
    QCOMPARE(posted.first().replyTo, std::optional(seq));
    QVERIFY(!rig.composer().replyTo());
}

void tst_Desktop::offlineMessagesWaitAndGoOut()
{
    DesktopRig rig;
    rig.start();
    rig.server.closeAll(1001);
    rig.settle();
    QVERIFY(rig.page().banner().isVisible());
    rig.enter(u"one"_s);
    rig.enter(u"two"_s);
    QVERIFY2(rig.page().banner().words().contains(u'2'), qPrintable(rig.page().banner().words()));
    QCOMPARE(rig.server.texts(lobby), QStringList());
    rig.run(ActionId::Reconnect);
    QCOMPARE(rig.server.texts(lobby), (QStringList{u"one"_s, u"two"_s}));
    QVERIFY(!rig.page().banner().isVisible());
}

void tst_Desktop::aFailedMessageIsTakenBackIntoTheField()
{
    DesktopRig rig;
    rig.start();
    rig.server.refuse(protocol::PostMessage::type, {ErrorCode::Forbidden, u"not here"_s});
    rig.enter(u"spam"_s);
    const client::TimelineRow row = rig.client().store().timeline(lobby).at(0);
    QCOMPARE(row.pending, client::PendingState::Failed);
    QVERIFY(rig.page().banner().isVisible());
    Q_EMIT rig.page().timeline().editPendingRequested(*row.c);
    rig.settle();
    QCOMPARE(rig.composer().text(), u"spam"_s);
    QCOMPARE(rig.shown(), QStringList());
    QVERIFY(!rig.page().banner().isVisible());
}

void tst_Desktop::readingNeedsAWatchedWindow()
{
    DesktopRig rig;
    rig.start();
    QTRY_VERIFY(rig.window().isActiveWindow());
    rig.say(lobby, u"seen"_s);
    QCOMPARE(rig.client().store().room(lobby)->unread, 1);
    rig.advance(client::ReadWatch::readAfterMs);
    QCOMPARE(rig.client().store().room(lobby)->unread, 0);

    QWidget other;
    other.show();
    other.activateWindow();
    QTRY_VERIFY(!rig.window().isActiveWindow());
    rig.say(lobby, u"not seen"_s);
    rig.advance(10 * client::ReadWatch::readAfterMs);
    QCOMPARE(rig.client().store().room(lobby)->unread, 1);
    other.hide();
    rig.window().activateWindow();
    QTRY_VERIFY(rig.window().isActiveWindow());
    rig.settle();
    rig.advance(client::ReadWatch::readAfterMs);
    QCOMPARE(rig.client().store().room(lobby)->unread, 0);
}

void tst_Desktop::aRoomOpensWhereReadingStopped()
{
    DesktopRig rig;
    for (int i = 1; i <= 300; ++i)
        rig.server.say(kitchen, u"line %1"_s.arg(i));
    rig.server.rooms[kitchen].state.read = Seq(40);
    rig.server.rooms[kitchen].state.unread = 260;
    rig.start();
    QTRY_VERIFY(rig.window().isActiveWindow());
    rig.press(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(rig.page().room(), kitchen);
    rig.settle();
    const LinesInSight sight = rig.page().timeline().linesInSight();
    QVERIFY2(sight.oldest <= Seq(41) && sight.newest > Seq(41), qPrintable(u"%1 to %2"_s.arg(sight.oldest.value()).arg(sight.newest.value())));
    rig.advance(2 * client::ReadWatch::readAfterMs);
    const Seq read = rig.client().store().room(kitchen)->read;
    QVERIFY2(read >= Seq(41) && read <= rig.page().timeline().newestSeen(), qPrintable(QString::number(read.value())));
    rig.run(ActionId::JumpToLatest);
    rig.advance(2 * client::ReadWatch::readAfterMs);
    QCOMPARE(rig.client().store().room(kitchen)->read, Seq(300));
}

void tst_Desktop::aRefusedCommandStaysToBeCorrected()
{
    DesktopRig rig;
    rig.start();
    rig.enter(u"/mgs bob a long text"_s);
    QCOMPARE(rig.composer().text(), u"/mgs bob a long text"_s);
    QCOMPARE(rig.composer().draft(), QString());
    rig.type(u"h"_s); // replaces it, nothing is glued
    QCOMPARE(rig.composer().text(), u"h"_s);
}

void tst_Desktop::enterRunsACommandThatIsTypedOut()
{
    DesktopRig rig;
    rig.start();
    rig.type(u"/who"_s); // /whois is offered too
    rig.press(Qt::Key_Return);
    QCOMPARE(rig.composer().text(), QString());
}

void tst_Desktop::markingReadWorksByKey()
{
    DesktopRig rig;
    rig.start();
    rig.say(lobby, u"a"_s);
    rig.say(kitchen, u"b"_s);
    rig.press(Qt::Key_Escape);
    QCOMPARE(rig.client().store().room(lobby)->unread, 0);
    QCOMPARE(rig.client().store().room(kitchen)->unread, 1);
    rig.press(Qt::Key_Escape, Qt::ShiftModifier);
    QCOMPARE(rig.client().store().room(kitchen)->unread, 0);
}

void tst_Desktop::captionCountsWhatIsForMe()
{
    DesktopRig rig;
    rig.start();
    rig.say(kitchen, u"nothing special"_s);
    QCOMPARE(rig.window().windowTitle(), u"#lobby – Confab"_s);
    rig.say(kitchen, u"@ann look"_s);
    QCOMPARE(rig.window().windowTitle(), u"(1) #lobby – Confab"_s);
}

void tst_Desktop::typingIsToldForMessagesOnly()
{
    DesktopRig rig;
    rig.start();
    rig.type(u"/topic x"_s);
    QCOMPARE(rig.server.count(protocol::Typing::type), 0);
    rig.composer().clear();
    rig.type(u"hello"_s);
    QCOMPARE(rig.server.count(protocol::Typing::type), 1);
}

void tst_Desktop::firstStartAsksForTheServer()
{
    DesktopRig rig;
    rig.start(std::nullopt);
    QVERIFY(rig.window().isSigningIn());
    QLineEdit* address = field(rig, u"Server or invite"_s);
    QVERIFY(address);
    QVERIFY(!rig.window().actions().action(ActionId::GoTo).isEnabled());
    address->setText(u"not an address at all"_s);
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(field(rig, u"Server or invite"_s)); // still asking
}

void tst_Desktop::signingInOpensTheRooms()
{
    DesktopRig rig;
    rig.start(std::nullopt);
    field(rig, u"Server or invite"_s)->setText(u"127.0.0.1:7600"_s);
    QTest::mouseClick(button(rig, u"Continue"_s), Qt::LeftButton);
    field(rig, u"Name"_s)->setText(u"ann"_s);
    field(rig, u"Password"_s)->setText(rig.server.password);
    QTest::mouseClick(button(rig, u"Sign in"_s), Qt::LeftButton);
    rig.settle();
    QVERIFY(!rig.window().isSigningIn());
    QCOMPARE(rig.page().room(), lobby);
    QCOMPARE(rig.known.lastUsed()->value().account, u"ann"_s);
    // A lost connection is waited out, as after any other start.
    rig.maker.transport->refuseConnections = true;
    rig.server.closeAll(1001);
    rig.settle();
    QVERIFY(!rig.window().isSigningIn());
    QVERIFY(rig.page().banner().isVisible());
    QCOMPARE(rig.client().state().phase, client::ConnectionPhase::WaitingToRetry);
}

void tst_Desktop::aWrongPasswordIsSaidAndAskedAgain()
{
    DesktopRig rig;
    rig.start(client::Account{QUrl(u"ws://127.0.0.1:7600/v1/ws"_s), {}, {}, {}});
    field(rig, u"Name"_s)->setText(u"ann"_s);
    field(rig, u"Password"_s)->setText(u"wrong wrong"_s);
    QTest::mouseClick(button(rig, u"Sign in"_s), Qt::LeftButton);
    rig.settle();
    QVERIFY(rig.window().isSigningIn());
    QVERIFY(!rig.window().signIn().isBusy());
    QVERIFY(field(rig, u"Name"_s));
    QCOMPARE(field(rig, u"Name"_s)->text(), u"ann"_s);
    field(rig, u"Password"_s)->setText(rig.server.password);
    QTest::mouseClick(button(rig, u"Sign in"_s), Qt::LeftButton);
    rig.settle();
    QVERIFY(!rig.window().isSigningIn());
}

void tst_Desktop::anUnreachableServerIsSaidOnThePage()
{
    DesktopRig rig;
    rig.start(client::Account{QUrl(u"ws://127.0.0.1:7600/v1/ws"_s), {}, {}, {}});
    rig.maker.isUnreachable = true;
    field(rig, u"Name"_s)->setText(u"ann"_s);
    field(rig, u"Password"_s)->setText(u"correct horse"_s);
    QTest::mouseClick(button(rig, u"Sign in"_s), Qt::LeftButton);
    rig.settle();
    QVERIFY(rig.window().isSigningIn());
    QVERIFY(!rig.window().signIn().isBusy());
}

void tst_Desktop::lookingElsewhereLeadsBack()
{
    DesktopRig rig;
    rig.start();
    rig.run(ActionId::SignInElsewhere);
    QVERIFY(rig.window().isSigningIn());
    QTest::keyClick(field(rig, u"Server or invite"_s), Qt::Key_Escape);
    QVERIFY(!rig.window().isSigningIn());
    QCOMPARE(rig.page().room(), lobby);
    QCOMPARE(rig.window().windowTitle(), u"#lobby – Confab"_s);
    rig.run(ActionId::SignInElsewhere);
    // Losing the server in the meantime is nothing the page has to tell.
    rig.server.closeAll(1001);
    rig.settle();
    QVERIFY(rig.client().state().phase != client::ConnectionPhase::Stopped);
    QTest::mouseClick(button(rig, u"Back to the chat"_s), Qt::LeftButton);
    QVERIFY(!rig.window().isSigningIn());
}

void tst_Desktop::signingOutForgetsTheToken()
{
    DesktopRig rig;
    rig.start();
    QCOMPARE(rig.secrets.secrets.size(), 1);
    rig.run(ActionId::SignOut);
    QCOMPARE(rig.secrets.secrets.size(), 0);
    QVERIFY(rig.window().isSigningIn());
    QVERIFY(!rig.app->client());
}

void tst_Desktop::leavingWaitsForWhatWasJustWritten()
{
    DesktopRig rig;
    rig.start();
    rig.server.hold(protocol::PostMessage::type);
    rig.enter(u"last words"_s);
    rig.window().close();
    rig.settle();
    QVERIFY(!rig.hasFinished);
    rig.server.release();
    rig.settle();
    rig.advance(client::Departure::goodbyeMs);
    QVERIFY(rig.hasFinished);
    QCOMPARE(rig.server.texts(lobby), QStringList{u"last words"_s});
}

void tst_Desktop::theLastRoomIsOpenedAgain()
{
    DesktopRig rig;
    rig.start();
    rig.press(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(rig.page().room(), kitchen);
    rig.window().close();
    rig.advance(5000);
    QVERIFY(rig.hasFinished);
    rig.app.reset();
    rig.start();
    QCOMPARE(rig.page().room(), kitchen);
}

void tst_Desktop::offlineItOpensItsCacheAndQueues()
{
    DesktopRig rig;
    rig.start();
    rig.say(lobby, u"said before"_s);
    rig.app.reset();
    rig.maker.isUnreachable = true;
    rig.start();
    QCOMPARE(rig.page().room(), lobby);
    QCOMPARE(rig.shown(), QStringList{u"said before"_s});
    QVERIFY(rig.page().banner().isVisible());
    rig.enter(u"written offline"_s);
    rig.type(u"half a thou"_s);
    // No goodbye: what is on disk now is all there is.
    rig.app.reset();
    rig.start();
    QCOMPARE(rig.shown(), (QStringList{u"said before"_s, u"written offline"_s}));
    QCOMPARE(rig.composer().text(), u"half a thou"_s);
    rig.app.reset();
    rig.maker.isUnreachable = false;
    rig.start();
    QCOMPARE(rig.server.texts(lobby), (QStringList{u"said before"_s, u"written offline"_s}));
}

void tst_Desktop::hostileNamesAndTopicsStayText()
{
    DesktopRig rig;
    const QString markup = u"<img src='http://127.0.0.1:9/x.png'><b>x</b>"_s;
    rig.server.rooms[lobby].state.topic = markup;
    rig.start();
    rig.say(lobby, markup + u"\n[ok](javascript:alert(1)) [file](file:///etc/passwd)"_s);
    for (const QLabel* label : rig.window().findChildren<QLabel*>()) {
        QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty() || !Qt::mightBeRichText(label->text()), qPrintable(label->text()));
        QVERIFY(!label->openExternalLinks());
    }
    for (const QWidget* widget : rig.window().findChildren<QWidget*>())
        QVERIFY2(!widget->toolTip().contains(u"<img"_s), qPrintable(widget->toolTip()));
    QSignalSpy links(&rig.page().timeline(), &TimelineView::linkActivated);
    for (int y = 0; y < rig.page().timeline().viewport()->height(); y += 6) {
        for (int x = 0; x < rig.page().timeline().viewport()->width(); x += 12)
            QTest::mouseClick(rig.page().timeline().viewport(), Qt::LeftButton, {}, QPoint(x, y));
    }
    QCOMPARE(links.count(), 0);
}

void tst_Desktop::commandsOfferedByTheSwitcherLandInTheField()
{
    DesktopRig rig;
    rig.start();
    rig.run(ActionId::GoTo);
    QWidget* line = QApplication::focusWidget();
    QVERIFY(qobject_cast<QLineEdit*>(line));
    QTest::keyClicks(line, u">topic"_s);
    QTest::keyClick(line, Qt::Key_Return);
    rig.settle();
    QCOMPARE(rig.composer().text(), u"/topic "_s);
    QVERIFY(rig.input().hasFocus());
}

void tst_Desktop::narrowWindowsGiveUpPanes()
{
    DesktopRig rig;
    rig.start();
    const int letter = rig.window().fontMetrics().averageCharWidth();
    rig.window().resize(letter * 150, 700);
    rig.settle();
    QVERIFY(rig.page().people().isVisible());
    QVERIFY(!rig.page().rooms().isCompact());
    const int narrow = letter * 80;
    rig.window().resize(narrow, 480);
    rig.settle();
    QCOMPARE(rig.window().width(), narrow);
    QVERIFY(!rig.page().people().isVisible());
    QVERIFY(rig.page().rooms().isCompact());
    rig.run(ActionId::TogglePeople);
    QVERIFY(rig.page().people().isVisible());
    QCOMPARE(rig.window().width(), narrow);
}

void tst_Desktop::everyActionHasATextAndATip()
{
    const QList<ActionRow>& rows = actionTable();
    QCOMPARE(rows.size(), actionCount);
    for (int i = 0; i < rows.size(); ++i) {
        QCOMPARE(int(rows[i].id), i);
        QVERIFY(!rows[i].text.isEmpty());
        QVERIFY(!rows[i].tip.isEmpty());
    }
}

void tst_Desktop::noShortcutMeansTwoThings()
{
    QHash<QString, QString> seen;
    for (const ActionRow& row : actionTable()) {
        for (const QKeySequence& key : row.keys) {
            const QString name = key.toString(QKeySequence::PortableText);
            QVERIFY2(!name.isEmpty(), qPrintable(row.text));
            QVERIFY2(!seen.contains(name), qPrintable(name + u": "_s + seen.value(name) + u" and "_s + row.text));
            seen.insert(name, row.text);
        }
    }
}

QTEST_MAIN(tst_Desktop)
#include "tst_Desktop.moc"
