// Getting in: one question after the other, problems in words with the focus where they can be mended, and no password kept.
#include "client-desktop/theme/TokenButton.h"
#include "client-desktop/views/signin/SignInPage.h"

#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::desktop;
using namespace Qt::StringLiterals;

namespace {

const QUrl server(u"ws://chat.example.org:7600/ws"_s);

/// A page in a window, and what a person finds on it by name.
struct Stage {
    Look look{Scheme::Light};
    SignInPage page{look};
    QSignalSpy submitted{&page, &SignInPage::submitted};

    Stage()
    {
        qputenv("USER", "mara");
        page.resize(640, 400);
        page.show();
        page.activateWindow();
        (void)QTest::qWaitForWindowActive(&page);
        page.ask({});
    }

    template <typename Widget>
    Widget* find(const QString& name) const
    {
        for (Widget* one : page.findChildren<Widget*>()) {
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(one);
            if (one->isVisible() && interface->text(QAccessible::Name) == name)
                return one;
        }
        return nullptr;
    }
    QLineEdit& field(const QString& name) const { return *find<QLineEdit>(name); }
    void press(const QString& name) const { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    /// All words on the page.
    QString words() const
    {
        QString all;
        for (const QLabel* one : page.findChildren<QLabel*>()) {
            if (one->isVisible())
                all += one->text() + u'\n';
        }
        return all;
    }
    void type(const QString& name, const QString& text) const
    {
        field(name).setFocus();
        field(name).selectAll();
        QTest::keyClicks(&field(name), text);
    }
    Account account() const { return submitted.last().at(0).value<Account>(); }
    Credentials credentials() const { return submitted.last().at(1).value<Credentials>(); }
};

} // namespace

class tst_SignInPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addressesLeadOn_data();
    void addressesLeadOn();
    void aBadAddressIsExplained_data();
    void aBadAddressIsExplained();
    void signingInByKeyboardOnly();
    void anInviteAsksForANameAndANewPassword();
    void aGuestNeedsNoName();
    void whatIsWrongIsSaidAtTheField_data();
    void whatIsWrongIsSaidAtTheField();
    void knownServersAreOffered();
    void aKnownServerPrefillsTheName();
    void whileBusyOnlyCancelWorks();
    void failuresKeepWhatWasTyped();
    void successForgetsThePassword();
    void thePasswordCanBeShown();
    void itSaysWhereTheSecretGoes();
    void backAndEscapeReturnToTheAddress();
    void everythingHasItsName();
    void tabFollowsTheEye();
    void hostileWordsAreText();
    void itFitsASmallWindow();
};

void tst_SignInPage::addressesLeadOn_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("button");
    QTest::newRow("host") << u"chat.example.org"_s << u"Your account on chat.example.org:7600"_s << u"Sign in"_s;
    QTest::newRow("host and port") << u" chat.example.org:7700 "_s << u"Your account on chat.example.org:7700"_s << u"Sign in"_s;
    QTest::newRow("url") << u"ws://chat.example.org:7600"_s << u"Your account on chat.example.org:7600"_s << u"Sign in"_s;
    QTest::newRow("invite") << u"confab://chat.example.org/secret"_s << u"The invite is for chat.example.org:7600."_s << u"Join"_s;
}

void tst_SignInPage::addressesLeadOn()
{
    QFETCH(QString, typed);
    QFETCH(QString, shown);
    QFETCH(QString, button);
    const Stage stage;
    QVERIFY(stage.field(u"Server or invite"_s).hasFocus());
    stage.type(u"Server or invite"_s, typed);
    stage.press(u"Continue"_s);
    QVERIFY2(stage.words().contains(shown), qPrintable(stage.words()));
    QVERIFY(stage.find<QPushButton>(button));
    QVERIFY(!stage.find<QLineEdit>(u"Server or invite"_s));
}

void tst_SignInPage::aBadAddressIsExplained_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("nothing") << QString();
    QTest::newRow("two words") << u"chat example"_s;
    QTest::newRow("wrong scheme") << u"ftp://chat.example.org"_s;
    QTest::newRow("half an invite") << u"confab://chat.example.org"_s;
    QTest::newRow("port") << u"chat.example.org:99999"_s;
    QTest::newRow("markup") << u"<b>x</b>"_s;
}

void tst_SignInPage::aBadAddressIsExplained()
{
    QFETCH(QString, typed);
    const Stage stage;
    const QString before = stage.words();
    stage.type(u"Server or invite"_s, typed);
    QTest::keyClick(&stage.field(u"Server or invite"_s), Qt::Key_Return);
    QVERIFY(stage.words() != before);
    QVERIFY(stage.field(u"Server or invite"_s).hasFocus());
    QCOMPARE(stage.field(u"Server or invite"_s).text(), typed);
    QVERIFY(!QAccessible::queryAccessibleInterface(&stage.field(u"Server or invite"_s))->text(QAccessible::Description).isEmpty());
    QCOMPARE(stage.submitted.count(), 0);
    QTest::keyClicks(&stage.field(u"Server or invite"_s), u"x"_s);
    QCOMPARE(stage.words(), before); // the complaint goes with the next letter
}

void tst_SignInPage::signingInByKeyboardOnly()
{
    const Stage stage;
    QTest::keyClicks(&stage.field(u"Server or invite"_s), u"chat.example.org"_s);
    QTest::keyClick(&stage.field(u"Server or invite"_s), Qt::Key_Return);
    QVERIFY(stage.field(u"Name"_s).hasFocus());
    QCOMPARE(stage.field(u"Name"_s).text(), u"mara"_s); // the session's user
    QTest::keyClicks(&stage.field(u"Name"_s), u"Ana"_s);
    QTest::keyClick(&stage.field(u"Name"_s), Qt::Key_Return);
    QVERIFY(stage.field(u"Password"_s).hasFocus());
    QCOMPARE(stage.submitted.count(), 0);
    QTest::keyClicks(&stage.field(u"Password"_s), u"correct horse"_s);
    QTest::keyClick(&stage.field(u"Password"_s), Qt::Key_Return);
    QCOMPARE(stage.submitted.count(), 1);
    QCOMPARE(serverKey(stage.account().url), u"chat.example.org:7600"_s);
    QCOMPARE(stage.account().name, u"ana"_s);
    QCOMPARE(stage.credentials().method, protocol::AuthMethod::Password);
    QCOMPARE(stage.credentials().user, u"Ana"_s);
    QCOMPARE(stage.credentials().secret, u"correct horse"_s);
}

void tst_SignInPage::anInviteAsksForANameAndANewPassword()
{
    const Stage stage;
    stage.type(u"Server or invite"_s, u"confab://chat.example.org:7600/one-time-secret"_s);
    stage.press(u"Continue"_s);
    QVERIFY(stage.words().contains(u"at least %1 characters"_s.arg(limits::passwordMinChars)));
    QVERIFY(!stage.find<QPushButton>(u"Enter as guest"_s));
    stage.type(u"Name"_s, u"newcomer"_s);
    stage.type(u"Password"_s, u"short"_s);
    stage.press(u"Join"_s);
    QCOMPARE(stage.submitted.count(), 0);
    QVERIFY(stage.field(u"Password"_s).hasFocus());
    stage.type(u"Password"_s, u"long enough"_s);
    stage.press(u"Join"_s);
    QCOMPARE(stage.submitted.count(), 1);
    QCOMPARE(stage.credentials().method, protocol::AuthMethod::Invite);
    QCOMPARE(stage.credentials().invite, u"one-time-secret"_s);
    QCOMPARE(stage.credentials().user, u"newcomer"_s);
}

void tst_SignInPage::aGuestNeedsNoName()
{
    Stage stage;
    stage.page.ask({server, {}, {}, {}});
    stage.press(u"Enter as guest"_s);
    QCOMPARE(stage.submitted.count(), 1);
    QCOMPARE(stage.credentials().method, protocol::AuthMethod::Guest);
    QVERIFY(stage.account().name.isEmpty());
    QCOMPARE(stage.account().url, server);
}

void tst_SignInPage::whatIsWrongIsSaidAtTheField_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("where");
    QTest::newRow("no name") << QString() << u"password"_s << u"Name"_s;
    QTest::newRow("two words") << u"ana maria"_s << u"password"_s << u"Name"_s;
    QTest::newRow("too long") << QString(40, u'x') << u"password"_s << u"Name"_s;
    QTest::newRow("no password") << u"ana"_s << QString() << u"Password"_s;
}

void tst_SignInPage::whatIsWrongIsSaidAtTheField()
{
    QFETCH(QString, name);
    QFETCH(QString, password);
    QFETCH(QString, where);
    Stage stage;
    stage.page.ask({server, u"ana"_s, {}, {}});
    const QString before = stage.words();
    stage.field(u"Name"_s).setText(name);
    stage.field(u"Password"_s).setText(password);
    stage.press(u"Sign in"_s);
    QCOMPARE(stage.submitted.count(), 0);
    QVERIFY(stage.words() != before);
    QVERIFY(stage.field(where).hasFocus());
    QCOMPARE(stage.field(u"Name"_s).text(), name);
}

void tst_SignInPage::knownServersAreOffered()
{
    Stage stage;
    QVERIFY(!stage.find<QListWidget>(u"Known servers"_s));
    QSignalSpy picked(&stage.page, &SignInPage::accountPicked);
    stage.page.setKnown({{server, {}, u"mara"_s, {}}, {QUrl(u"ws://other.example.org:7601/ws"_s), {}, u"guest"_s, {}}});
    QCOMPARE(stage.field(u"Server or invite"_s).text(), u"chat.example.org:7600"_s); // the last one used
    auto* list = stage.find<QListWidget>(u"Known servers"_s);
    QVERIFY(list);
    QCOMPARE(list->item(0)->text(), u"mara@chat.example.org:7600"_s);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(picked.count(), 1);
    QCOMPARE(picked.at(0).at(0).value<Account>().name, u"guest"_s);
    QVERIFY(stage.words().contains(u"other.example.org:7601"_s));
    QCOMPARE(stage.field(u"Name"_s).text(), u"guest"_s);
    QVERIFY(stage.field(u"Password"_s).hasFocus());
}

void tst_SignInPage::aKnownServerPrefillsTheName()
{
    Stage stage;
    stage.page.setKnown({{server, {}, u"ana"_s, {}}});
    stage.press(u"Continue"_s);
    QCOMPARE(stage.field(u"Name"_s).text(), u"ana"_s);
    QVERIFY(stage.field(u"Password"_s).hasFocus());
}

void tst_SignInPage::whileBusyOnlyCancelWorks()
{
    Stage stage;
    QSignalSpy cancelled(&stage.page, &SignInPage::cancelled);
    stage.page.ask({server, u"ana"_s, {}, {}});
    QVERIFY(!stage.find<QPushButton>(u"Cancel"_s));
    stage.page.setBusy(u"Signing in to chat.example.org:7600 …"_s);
    QVERIFY(stage.page.isBusy());
    QVERIFY(stage.words().contains(u"Signing in to chat.example.org:7600 …"_s));
    QVERIFY(!stage.field(u"Name"_s).isEnabled());
    QVERIFY(!stage.field(u"Password"_s).isEnabled());
    QVERIFY(!stage.find<QPushButton>(u"Sign in"_s)->isEnabled());
    QVERIFY(!stage.find<QPushButton>(u"Enter as guest"_s));
    QVERIFY(stage.find<QPushButton>(u"Cancel"_s)->hasFocus());
    stage.press(u"Cancel"_s);
    QTest::keyClick(&stage.page, Qt::Key_Escape);
    QCOMPARE(cancelled.count(), 2);
    stage.page.setBusy({});
    QVERIFY(stage.field(u"Name"_s).isEnabled());
    QVERIFY(stage.find<QPushButton>(u"Sign in"_s)->isEnabled());
}

void tst_SignInPage::failuresKeepWhatWasTyped()
{
    Stage stage;
    stage.page.ask({server, u"ana"_s, {}, {}});
    stage.type(u"Password"_s, u"wrong one"_s);
    stage.press(u"Sign in"_s);
    stage.page.setBusy(u"Signing in …"_s);
    stage.page.showProblem(u"The name or the password is wrong."_s);
    QVERIFY(!stage.page.isBusy());
    QVERIFY(stage.words().contains(u"The name or the password is wrong."_s));
    QVERIFY(stage.field(u"Password"_s).hasFocus());
    QCOMPARE(stage.field(u"Password"_s).text(), u"wrong one"_s);
    QCOMPARE(stage.field(u"Name"_s).text(), u"ana"_s);
    stage.page.showProblem(u"The server cannot be reached."_s, SignInPage::Field::Address);
    QVERIFY(stage.field(u"Server or invite"_s).hasFocus());
    stage.page.ask({server, {}, {}, u"invite"_s});
    stage.page.showProblem(u"That name is taken."_s);
    QVERIFY(stage.field(u"Name"_s).hasFocus());
}

void tst_SignInPage::successForgetsThePassword()
{
    Stage stage;
    stage.page.ask({server, u"ana"_s, {}, {}});
    stage.type(u"Password"_s, u"correct horse"_s);
    stage.press(u"Sign in"_s);
    stage.page.forget();
    QVERIFY(stage.field(u"Password"_s).text().isEmpty());
    QVERIFY(!stage.field(u"Password"_s).isUndoAvailable());
    stage.page.ask({server, u"ana"_s, {}, {}});
    QVERIFY(stage.field(u"Password"_s).text().isEmpty());
}

void tst_SignInPage::thePasswordCanBeShown()
{
    Stage stage;
    stage.page.ask({server, u"ana"_s, {}, {}});
    QLineEdit& field = stage.field(u"Password"_s);
    QCOMPARE(field.echoMode(), QLineEdit::Password);
    QAction* eye = field.actions().value(0);
    QVERIFY(eye);
    QCOMPARE(eye->text(), u"Show the password"_s);
    eye->trigger();
    QCOMPARE(field.echoMode(), QLineEdit::Normal);
    QCOMPARE(eye->text(), u"Hide the password"_s);
    stage.page.forget();
    QCOMPARE(field.echoMode(), QLineEdit::Password);
}

void tst_SignInPage::itSaysWhereTheSecretGoes()
{
    Stage stage;
    stage.page.ask({server, u"ana"_s, {}, {}});
    QVERIFY(stage.words().contains(u"a token for this program is kept, the password is not"_s));
    stage.page.setSecretPlace(u"~/.config/confab/secrets"_s);
    QVERIFY(stage.words().contains(u"is kept in ~/.config/confab/secrets; the password is not"_s));
}

void tst_SignInPage::backAndEscapeReturnToTheAddress()
{
    Stage stage;
    stage.type(u"Server or invite"_s, u"chat.example.org"_s);
    stage.press(u"Continue"_s);
    stage.find<QPushButton>(u"Back"_s)->setFocus();
    QTest::keyClick(stage.find<QPushButton>(u"Back"_s), Qt::Key_Return);
    QVERIFY(stage.field(u"Server or invite"_s).hasFocus());
    QCOMPARE(stage.field(u"Server or invite"_s).text(), u"chat.example.org"_s);
    stage.press(u"Continue"_s);
    QTest::keyClick(&stage.field(u"Name"_s), Qt::Key_Escape);
    QVERIFY(stage.field(u"Server or invite"_s).hasFocus());
}

void tst_SignInPage::everythingHasItsName()
{
    Stage stage;
    stage.page.setKnown({{server, {}, u"mara"_s, {}}});
    const auto check = [&] {
        for (const QWidget* one : stage.page.findChildren<QWidget*>()) {
            if (!one->isVisible() || one->focusPolicy() == Qt::NoFocus)
                continue;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(one));
            QVERIFY2(interface && !interface->text(QAccessible::Name).isEmpty(), one->metaObject()->className());
        }
    };
    check();
    stage.page.ask({server, {}, {}, {}});
    check();
}

void tst_SignInPage::tabFollowsTheEye()
{
    Stage stage;
    stage.page.ask({server, u"ana"_s, {}, {}});
    stage.field(u"Name"_s).setFocus();
    QStringList order;
    for (int i = 0; i < 5; ++i) {
        order.append(QAccessible::queryAccessibleInterface(QApplication::focusWidget())->text(QAccessible::Name));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(order, (QStringList{u"Name"_s, u"Password"_s, u"Sign in"_s, u"Enter as guest"_s, u"Back"_s}));
}

void tst_SignInPage::hostileWordsAreText()
{
    Stage stage;
    stage.page.setKnown({{server, {}, u"<b>a</b>\u202E"_s, {}}});
    QVERIFY(!stage.find<QListWidget>(u"Known servers"_s)->item(0)->text().contains(QChar(0x202E)));
    stage.page.ask({server, u"ana"_s, {}, {}});
    stage.page.showProblem(u"<img src='http://127.0.0.1/'>"_s);
    for (const QLabel* one : stage.page.findChildren<QLabel*>()) {
        if (one->text().contains(u'<'))
            QCOMPARE(one->textFormat(), Qt::PlainText);
    }
    QVERIFY(stage.words().contains(u"<img src='http://127.0.0.1/'>"_s));
}

void tst_SignInPage::itFitsASmallWindow()
{
    Stage stage;
    stage.page.resize(640, 400);
    stage.page.setKnown({{server, {}, u"mara"_s, {}}, {server, {}, u"ana"_s, {}}});
    const auto fits = [&](const QString& button) {
        const QWidget* one = stage.find<QPushButton>(button);
        return stage.page.rect().contains(QRect(one->mapTo(&stage.page, QPoint()), one->size()));
    };
    QTRY_VERIFY(fits(u"Continue"_s));
    stage.page.ask({server, u"ana"_s, {}, {}});
    stage.page.showProblem(u"The name or the password is wrong, or this sign-in is no longer valid."_s);
    QTRY_VERIFY(fits(u"Sign in"_s));
    QTRY_VERIFY(fits(u"Back"_s));
    stage.page.resize(1920, 1000);
    const QWidget* name = stage.find<QLineEdit>(u"Name"_s);
    QTRY_VERIFY(name->width() < 28 * stage.page.fontMetrics().height());
}

QTEST_MAIN(tst_SignInPage)
#include "tst_SignInPage.moc"
