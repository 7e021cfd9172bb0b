// The strip of the connection: silent when all is well, plain words and the right button when it is not.
#include "client-desktop/views/panes/ConnectionBanner.h"

#include <QAccessible>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::desktop;
using namespace Qt::StringLiterals;

namespace {

const ConnectionState online{.phase = ConnectionPhase::Online};

QPushButton* button(const ConnectionBanner& banner, const QString& name)
{
    for (auto* one : banner.findChildren<QPushButton*>()) {
        if (one->text() == name)
            return one;
    }
    return nullptr;
}

QStringList shownButtons(const ConnectionBanner& banner)
{
    QStringList names;
    for (const auto* one : banner.findChildren<QPushButton*>()) {
        if (one->isVisibleTo(&banner))
            names.append(one->text());
    }
    return names;
}

} // namespace

class tst_Banner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsSilentWhenAllIsWell();
    void statesHaveTheirWords_data();
    void statesHaveTheirWords();
    void secondsCountDownOnlyWhileWaiting();
    void aQuickMessageIsNoNews();
    void failedMessagesAreCounted();
    void buttonsSaySo();
    void screenReadersAreNotTalkedOver();
    void itsHeightIsFixed();
    void hostileErrorsAreText();

private:
    const Look m_look{Scheme::Light};
};

void tst_Banner::itIsSilentWhenAllIsWell()
{
    ConnectionBanner banner(m_look);
    QVERIFY(banner.isHidden());
    banner.show({.phase = ConnectionPhase::Connecting}, 0, 0);
    QVERIFY(!banner.isHidden());
    banner.show(online, 0, 0);
    QVERIFY(banner.isHidden());
    QCOMPARE(banner.words(), QString());
}

void tst_Banner::statesHaveTheirWords_data()
{
    QTest::addColumn<ConnectionState>("state");
    QTest::addColumn<int>("undelivered");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("buttons");
    const auto stopped = [](StopReason why, const Error& error = {}) {
        return ConnectionState{.phase = ConnectionPhase::Stopped, .why = why, .error = error};
    };
    QTest::newRow("offline") << ConnectionState{} << 0 << u"Offline"_s << QStringList{};
    QTest::newRow("offline with a queue") << ConnectionState{} << 2 << u"Offline: 2 queued"_s << QStringList{};
    QTest::newRow("connecting") << ConnectionState{.phase = ConnectionPhase::Connecting} << 0 << u"Connecting …"_s << QStringList{};
    QTest::newRow("connecting with a queue") << ConnectionState{.phase = ConnectionPhase::Connecting} << 3 << u"Connecting … (3 queued)"_s
                                             << QStringList{};
    QTest::newRow("signing in") << ConnectionState{.phase = ConnectionPhase::Authenticating} << 0 << u"Signing in …"_s << QStringList{};
    QTest::newRow("catching up") << ConnectionState{.phase = ConnectionPhase::Attaching} << 0 << u"Catching up …"_s << QStringList{};
    QTest::newRow("waiting") << ConnectionState{.phase = ConnectionPhase::WaitingToRetry, .msLeft = 8000} << 2
                             << u"Offline: 2 queued, trying again in 8 s"_s << QStringList{u"Retry now"_s};
    QTest::newRow("waiting with nothing") << ConnectionState{.phase = ConnectionPhase::WaitingToRetry, .msLeft = 7600} << 0
                                          << u"Offline: trying again in 8 s"_s << QStringList{u"Retry now"_s};
    QTest::newRow("not signed in") << stopped(StopReason::NeedsSignIn) << 0 << u"You are not signed in. Sign in to go on."_s
                                   << QStringList{u"Sign in"_s};
    QTest::newRow("refused") << stopped(StopReason::AuthFailed, {ErrorCode::AuthFailed, u"no"_s}) << 0
                             << u"The name or the password is wrong, or this sign-in is no longer valid."_s << QStringList{u"Sign in"_s};
    QTest::newRow("refused, no error") << stopped(StopReason::AuthFailed) << 0 << u"The server refused the sign-in. Sign in again."_s
                                       << QStringList{u"Sign in"_s};
    QTest::newRow("ended elsewhere") << stopped(StopReason::Revoked) << 0 << u"This session was ended from elsewhere. Sign in again."_s
                                     << QStringList{u"Sign in"_s};
    QTest::newRow("versions") << stopped(StopReason::WrongProtocol) << 0
                              << u"This program is too old or too new for the server. Update the older of the two."_s << QStringList{};
    QTest::newRow("address") << stopped(StopReason::BadAddress) << 0
                             << u"The address of the server is not usable. Check how it is written."_s << QStringList{};
}

void tst_Banner::statesHaveTheirWords()
{
    QFETCH(ConnectionState, state);
    QFETCH(int, undelivered);
    QFETCH(QString, words);
    QFETCH(QStringList, buttons);
    ConnectionBanner banner(m_look);
    banner.show(state, undelivered, 0);
    QCOMPARE(banner.words(), words);
    QCOMPARE(shownButtons(banner), buttons);
}

void tst_Banner::secondsCountDownOnlyWhileWaiting()
{
    ConnectionBanner banner(m_look);
    banner.show({.phase = ConnectionPhase::WaitingToRetry, .msLeft = 60'000}, 0, 0);
    QCOMPARE(banner.words(), u"Offline: trying again in 60 s"_s);
    QTRY_COMPARE_WITH_TIMEOUT(banner.words(), u"Offline: trying again in 59 s"_s, 3000);
    banner.show({.phase = ConnectionPhase::Connecting}, 0, 0);
    QCOMPARE(banner.words(), u"Connecting …"_s);
    const QList<QTimer*> timers = banner.findChildren<QTimer*>();
    QVERIFY(!timers.isEmpty());
    for (const QTimer* timer : timers)
        QVERIFY(!timer->isActive());
}

void tst_Banner::aQuickMessageIsNoNews()
{
    ConnectionBanner banner(m_look);
    banner.show(online, 1, 0);
    QVERIFY(banner.isHidden());
    const QList<QTimer*> timers = banner.findChildren<QTimer*>();
    const auto running = std::find_if(timers.cbegin(), timers.cend(), [](const QTimer* one) { return one->isActive(); });
    QVERIFY(running != timers.cend());
    QTRY_VERIFY((*running)->remainingTime() < ConnectionBanner::patienceMs / 2);
    banner.show(online, 3, 0); // more of them is no new start
    QVERIFY((*running)->remainingTime() < ConnectionBanner::patienceMs / 2);
    QTRY_COMPARE_WITH_TIMEOUT(banner.words(), u"Online: sending 3 …"_s, 3 * ConnectionBanner::patienceMs);
    banner.show(online, 0, 0);
    QVERIFY(banner.isHidden());
    banner.show(online, 1, 0);
    QVERIFY(banner.isHidden()); // the patience begins anew
}

void tst_Banner::failedMessagesAreCounted()
{
    ConnectionBanner banner(m_look);
    banner.show(online, 0, 1);
    QCOMPARE(banner.words(), u"1 message was not sent"_s);
    QCOMPARE(shownButtons(banner), QStringList{u"Show"_s});
    banner.show({}, 2, 3);
    QCOMPARE(banner.words(), u"Offline: 2 queued · 3 messages were not sent"_s);
}

void tst_Banner::buttonsSaySo()
{
    ConnectionBanner banner(m_look);
    QSignalSpy retry(&banner, &ConnectionBanner::retryRequested);
    QSignalSpy showFailed(&banner, &ConnectionBanner::showFailedRequested);
    QSignalSpy signIn(&banner, &ConnectionBanner::signInRequested);
    button(banner, u"Retry now"_s)->click();
    button(banner, u"Show"_s)->click();
    button(banner, u"Sign in"_s)->click();
    QCOMPARE(retry.count(), 1);
    QCOMPARE(showFailed.count(), 1);
    QCOMPARE(signIn.count(), 1);
    QVERIFY(button(banner, u"Retry now"_s)->focusPolicy() & Qt::TabFocus);
}

void tst_Banner::screenReadersAreNotTalkedOver()
{
    ConnectionBanner banner(m_look);
    banner.show({.phase = ConnectionPhase::WaitingToRetry, .msLeft = 60'000}, 2, 0);
    const auto* label = banner.findChild<QLabel*>();
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(banner.findChild<QLabel*>());
    QCOMPARE(interface->text(QAccessible::Name), u"Connection"_s);
    QCOMPARE(interface->text(QAccessible::Description), u"Offline: 2 queued, trying again in 60 s"_s);
    QTRY_VERIFY_WITH_TIMEOUT(label->text().endsWith(u"59 s"_s), 3000);
    QCOMPARE(interface->text(QAccessible::Description), u"Offline: 2 queued, trying again in 60 s"_s); // a second is no news
    banner.show({.phase = ConnectionPhase::Connecting}, 2, 0);
    QCOMPARE(interface->text(QAccessible::Description), u"Connecting … (2 queued)"_s);
}

void tst_Banner::itsHeightIsFixed()
{
    ConnectionBanner banner(m_look);
    banner.show({}, 0, 0);
    const int height = banner.height();
    banner.resize(200, height);
    banner.show({.phase = ConnectionPhase::Stopped, .why = StopReason::WrongProtocol}, 9, 9);
    QCOMPARE(banner.minimumHeight(), banner.maximumHeight());
    QCOMPARE(banner.height(), height);
    QVERIFY(banner.minimumSizeHint().width() < 40 * banner.fontMetrics().height());
}

void tst_Banner::hostileErrorsAreText()
{
    ConnectionBanner banner(m_look);
    banner.resize(200, 40);
    banner.show({.phase = ConnectionPhase::Stopped,
                    .why = StopReason::BadAddress,
                    .error = {ErrorCode::Unavailable, u"<img src='http://127.0.0.1/'>\nsecond line \u202E"_s}},
        0, 0);
    const auto* label = banner.findChild<QLabel*>();
    QCOMPARE(label->textFormat(), Qt::PlainText);
    QVERIFY(!label->text().contains(u'\n'));
    QVERIFY(!label->toolTip().contains(u"<img"_s));
}

QTEST_MAIN(tst_Banner)
#include "tst_Banner.moc"
