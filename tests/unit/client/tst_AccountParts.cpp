// What both front ends do the same: reading, being away, leaving, drafts, sending a line.
#include "shared/client/account/AutoAway.h"
#include "shared/client/account/Departure.h"
#include "shared/client/account/DraftSync.h"
#include "shared/client/account/LineRunner.h"
#include "shared/client/account/ReadWatch.h"
#include "tests/support/ClientRig.h"

#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr RoomId lobby{1};
constexpr RoomId kitchen{2};
constexpr qint64 tellMs = 350; // until the server has answered a marker in the middle

/// A front end that only remembers.
class Desk final : public FrontEnd {
public:
    void print(Severity, const QString& text) override { printed.append(text); }
    void showRoom(RoomId room) override { shown = room; }
    RoomId currentRoom() const override { return shown; }
    void showNeighbour(int) override { shown = kitchen; }
    std::optional<Seq> selectedMessage() const override { return std::nullopt; }
    void setInput(const QString& text) override
    {
        input = text;
        lines->noteInputSet();
    }
    void connectTo(const QString&) override { }
    void showHelp(const QString&) override { }
    void quit() override { }

    LineRunner* lines = nullptr;
    RoomId shown = lobby;
    QStringList printed;
    QString input;
};

} // namespace

class tst_AccountParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWatchedForASecondIsRead();
    void whatCameLaterHasASecondOfItsOwn();
    void lookingAwayStartsTheSecondAnew_data();
    void lookingAwayStartsTheSecondAnew();
    void aLookIntoThePastReadsNothing();
    void aClientThatGoesTakesNothingAlong();
    void idlePeopleAreAwayUntilTheyAct();
    void whoSaidToBeBusyStaysBusy();
    void aNewAccountOfAnIdlePersonIsAway();
    void leavingWaitsForDelivery();
    void leavingOfflineTakesNoTime();
    void patientLeavingWaitsForAConnection();
    void whoIsInAHurryWaitsNoLonger();
    void draftsFollowTheOtherDevice();
    void aDraftThatIsMadeSafeIsNoNews();
    void linesSayWhatBecomesOfTheInput_data();
    void linesSayWhatBecomesOfTheInput();
    void aCommandThatLeadsElsewhereLeavesNoDraft();
};

void tst_AccountParts::whatIsWatchedForASecondIsRead()
{
    ClientRig rig;
    rig.start();
    const Seq seq = rig.server.say(lobby, u"one"_s);
    rig.time.settle();
    ReadWatch watch(rig.time);
    watch.look(*rig.client, lobby, seq, true);
    rig.time.advance(ReadWatch::readAfterMs - 1);
    QCOMPARE(rig.client->store().room(lobby)->unread, 1);
    rig.time.advance(1);
    QCOMPARE(rig.client->store().room(lobby)->read, seq);
    QCOMPARE(rig.client->store().room(lobby)->unread, 0);
}

void tst_AccountParts::whatCameLaterHasASecondOfItsOwn()
{
    ClientRig rig;
    rig.start();
    const Seq one = rig.server.say(lobby, u"one"_s);
    rig.time.settle();
    ReadWatch watch(rig.time);
    watch.look(*rig.client, lobby, one, true);
    rig.time.advance(900);
    const Seq two = rig.server.say(lobby, u"two"_s);
    rig.time.settle();
    watch.look(*rig.client, lobby, two, true);
    rig.time.advance(100 + tellMs);
    QCOMPARE(rig.client->store().room(lobby)->read, one);
    // Nobody needs to ask again.
    rig.time.advance(ReadWatch::readAfterMs - tellMs);
    QCOMPARE(rig.client->store().room(lobby)->read, two);
}

void tst_AccountParts::lookingAwayStartsTheSecondAnew_data()
{
    QTest::addColumn<RoomId>("room");
    QTest::addColumn<int>("seen");
    QTest::addColumn<bool>("isWatched");
    QTest::newRow("focus lost") << lobby << 2 << false;
    QTest::newRow("another room") << kitchen << 0 << true;
    QTest::newRow("scrolled up") << lobby << 0 << true;
}

void tst_AccountParts::lookingAwayStartsTheSecondAnew()
{
    QFETCH(RoomId, room);
    QFETCH(int, seen);
    QFETCH(bool, isWatched);
    ClientRig rig;
    rig.start();
    rig.server.say(lobby, u"one"_s);
    rig.server.say(lobby, u"two"_s);
    rig.time.settle();
    ReadWatch watch(rig.time);
    watch.look(*rig.client, lobby, Seq(2), true);
    rig.time.advance(900);
    watch.look(*rig.client, room, Seq(seen), isWatched);
    rig.time.advance(60'000);
    QCOMPARE(rig.client->store().room(lobby)->unread, 2);
    watch.look(*rig.client, lobby, Seq(2), true);
    rig.time.advance(900);
    // Scrolling up a little: only what stayed in sight counts.
    watch.look(*rig.client, lobby, Seq(1), true);
    rig.time.advance(100 + tellMs);
    QCOMPARE(rig.client->store().room(lobby)->read, Seq(1));
    watch.look(*rig.client, lobby, Seq(2), true);
    watch.stop();
    rig.time.advance(60'000);
    QCOMPARE(rig.client->store().room(lobby)->read, Seq(1));
}

void tst_AccountParts::aLookIntoThePastReadsNothing()
{
    ClientRig rig;
    for (int i = 1; i <= 900; ++i)
        rig.server.say(lobby, QString::number(i));
    rig.start();
    rig.client->openRoom(lobby);
    rig.client->openAt(lobby, Seq(300));
    rig.time.settle();
    QVERIFY(rig.client->store().timeline(lobby).indexOf(Seq(300)) >= 0);
    ReadWatch watch(rig.time);
    watch.look(*rig.client, lobby, Seq(310), true);
    rig.time.advance(5'000);
    QCOMPARE(rig.server.count(MarkRead::type), 0);
    watch.look(*rig.client, lobby, Seq(900), true);
    rig.time.advance(5'000);
    QCOMPARE(rig.server.all<MarkRead>().last().seq, Seq(900));
}

void tst_AccountParts::aClientThatGoesTakesNothingAlong()
{
    ClientRig rig;
    rig.start();
    rig.server.say(lobby, u"one"_s);
    rig.time.settle();
    ReadWatch watch(rig.time);
    watch.look(*rig.client, lobby, Seq(1), true);
    rig.quit();
    rig.time.advance(5'000);
    QCOMPARE(rig.server.count(MarkRead::type), 0);
}

void tst_AccountParts::idlePeopleAreAwayUntilTheyAct()
{
    ClientRig rig;
    rig.start();
    ClientActions actions(*rig.client);
    AutoAway away(rig.time);
    int changes = 0;
    away.onChange = [&changes] { ++changes; };
    away.setClient(rig.client.get(), &actions);
    rig.time.advance(AutoAway::awayAfterMs - 1);
    away.noteActivity();
    rig.time.advance(AutoAway::awayAfterMs - 1);
    QVERIFY(!away.isIdle());
    QCOMPARE(rig.server.count(SetPresence::type), 0);
    rig.time.advance(1);
    QVERIFY(away.isIdle());
    QCOMPARE(rig.server.all<SetPresence>().last().state, PresenceState::Away);
    away.noteActivity();
    rig.time.settle();
    QVERIFY(!away.isIdle());
    QCOMPARE(rig.server.all<SetPresence>().last().state, PresenceState::Online);
    QCOMPARE(changes, 2);
}

void tst_AccountParts::whoSaidToBeBusyStaysBusy()
{
    ClientRig rig;
    rig.start();
    ClientActions actions(*rig.client);
    AutoAway away(rig.time);
    away.setClient(rig.client.get(), &actions);
    actions.setPresence(PresenceState::Busy, std::nullopt);
    rig.time.advance(AutoAway::awayAfterMs);
    QVERIFY(away.isIdle());
    away.noteActivity();
    rig.time.settle();
    QCOMPARE(rig.server.count(SetPresence::type), 1);
    QCOMPARE(rig.server.all<SetPresence>().last().state, PresenceState::Busy);
}

void tst_AccountParts::aNewAccountOfAnIdlePersonIsAway()
{
    ClientRig rig;
    rig.start();
    AutoAway away(rig.time);
    rig.time.advance(AutoAway::awayAfterMs);
    QCOMPARE(rig.server.count(SetPresence::type), 0);
    ClientActions actions(*rig.client);
    away.setClient(rig.client.get(), &actions);
    rig.time.settle();
    QCOMPARE(rig.server.all<SetPresence>().last().state, PresenceState::Away);
    away.setClient(nullptr, nullptr);
    away.noteActivity();
    rig.time.settle();
    QCOMPARE(rig.server.count(SetPresence::type), 1);
}

void tst_AccountParts::leavingWaitsForDelivery()
{
    ClientRig rig;
    rig.start();
    rig.server.refuse(PostMessage::type, Error{ErrorCode::Busy, {}, {}, {}, 300});
    rig.client->post(lobby, u"last words"_s);
    Departure departure(rig.time);
    int left = 0;
    departure.leave(rig.client.get(), [&left] { ++left; });
    QVERIFY(departure.isLeaving());
    rig.time.advance(100);
    QVERIFY(rig.online());
    rig.time.advance(Departure::deliverLimitMs);
    QCOMPARE(rig.server.texts(lobby), QStringList{u"last words"_s});
    QVERIFY(!rig.online());
    QCOMPARE(left, 1);
    QCOMPARE(departure.undelivered(), 0);
}

void tst_AccountParts::leavingOfflineTakesNoTime()
{
    ClientRig rig;
    rig.boot();
    rig.client->post(lobby, u"for later"_s);
    Departure departure(rig.time);
    bool hasLeft = false;
    departure.leave(rig.client.get(), [&hasLeft] { hasLeft = true; });
    QVERIFY(!hasLeft);
    rig.time.settle();
    QVERIFY(hasLeft);
    QCOMPARE(departure.undelivered(), 1);
    Departure empty(rig.time);
    hasLeft = false;
    empty.leave(nullptr, [&hasLeft] { hasLeft = true; });
    rig.time.settle();
    QVERIFY(hasLeft);
}

void tst_AccountParts::patientLeavingWaitsForAConnection()
{
    ClientRig rig;
    rig.boot();
    rig.client->post(lobby, u"piped"_s);
    rig.client->start();
    Departure departure(rig.time);
    bool hasLeft = false;
    departure.leave(rig.client.get(), [&hasLeft] { hasLeft = true; }, {.limitMs = 10'000, .waitsOffline = true});
    rig.time.settle();
    QCOMPARE(rig.server.texts(lobby), QStringList{u"piped"_s});
    rig.time.advance(Departure::goodbyeMs);
    QVERIFY(hasLeft);
}

void tst_AccountParts::whoIsInAHurryWaitsNoLonger()
{
    ClientRig rig;
    rig.start();
    rig.server.silent = true;
    rig.client->post(lobby, u"stuck"_s);
    Departure departure(rig.time);
    int left = 0;
    departure.leave(rig.client.get(), [&left] { ++left; });
    rig.time.advance(10);
    QCOMPARE(left, 0);
    departure.leave(rig.client.get(), [&left] { left += 100; });
    rig.time.settle();
    QCOMPARE(left, 1);
    QCOMPARE(departure.undelivered(), 1);
    rig.time.advance(60'000);
    QCOMPARE(left, 1);
}

void tst_AccountParts::draftsFollowTheOtherDevice()
{
    ClientRig rig;
    rig.start();
    DraftSync drafts;
    const auto draft = [&rig] { return rig.client->store().room(lobby)->draft; };
    const auto pushDraft = [&rig](const QString& text) {
        rig.server.push(SelfPush{.draft = Draft{lobby, text}});
        rig.time.settle();
    };
    QCOMPARE(drafts.enter(lobby, draft()), QString());
    pushDraft(u"from the phone"_s);
    QCOMPARE(drafts.follow(draft(), QString(), true), std::nullopt);
    QCOMPARE(drafts.follow(draft(), QString(), false), std::optional(u"from the phone"_s));
    QCOMPARE(drafts.follow(draft(), u"from the phone"_s, false), std::nullopt);
    pushDraft(QString());
    QCOMPARE(drafts.follow(draft(), u"from the phone"_s, false), std::optional(QString()));

    drafts.keep(*rig.client, lobby, u"mine"_s);
    QCOMPARE(draft(), u"mine"_s);
    rig.time.advance(5'000);
    pushDraft(u"theirs"_s);
    QCOMPARE(drafts.follow(draft(), u"mine and more"_s, false), std::nullopt);
    QCOMPARE(drafts.follow(draft(), u"/command"_s, false), std::nullopt);
    QCOMPARE(drafts.follow(draft(), u"mine"_s, false), std::optional(u"theirs"_s));
}

void tst_AccountParts::aDraftThatIsMadeSafeIsNoNews()
{
    ClientRig rig;
    rig.start();
    DraftSync drafts;
    drafts.enter(lobby, {});
    const QString typed = u"a\u202Eb"_s;
    drafts.keep(*rig.client, lobby, typed);
    const QString known = rig.client->store().room(lobby)->draft;
    QVERIFY(known != typed);
    QCOMPARE(drafts.follow(known, typed, false), std::nullopt);
}

void tst_AccountParts::linesSayWhatBecomesOfTheInput_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("fails");
    QTest::addColumn<bool>("clears");
    QTest::addColumn<bool>("wasDone");
    QTest::newRow("talk") << u"hello"_s << false << true << true;
    QTest::newRow("command") << u"/me waves"_s << false << true << true;
    QTest::newRow("unknown command") << u"/bogus"_s << true << true << false;
    QTest::newRow("near miss puts the right one in") << u"/jion secret"_s << true << true << false;
    QTest::newRow("pasted text that begins like a command") << u"/quit\nhello"_s << true << false << false;
}

void tst_AccountParts::linesSayWhatBecomesOfTheInput()
{
    QFETCH(QString, line);
    ClientRig rig;
    rig.start();
    const CommandTable commands;
    LineRunner lines(commands);
    Desk desk;
    desk.lines = &lines;
    ClientActions actions(*rig.client);
    const LineOutcome outcome = lines.run(*rig.client, actions, desk, line);
    QTEST(outcome.error.has_value(), "fails");
    QTEST(outcome.clearsInput, "clears");
    QTEST(outcome.wasDone, "wasDone");
}

void tst_AccountParts::aCommandThatLeadsElsewhereLeavesNoDraft()
{
    ClientRig rig;
    rig.start();
    const CommandTable commands;
    LineRunner lines(commands);
    Desk desk;
    desk.lines = &lines;
    ClientActions actions(*rig.client);
    rig.client->setDraft(lobby, u"left over"_s);
    const LineOutcome outcome = lines.run(*rig.client, actions, desk, u"/go #kitchen"_s);
    QVERIFY2(!outcome.error, qPrintable(outcome.error.value_or(Error()).message));
    QCOMPARE(desk.shown, kitchen);
    QVERIFY(!outcome.clearsInput);
    QVERIFY(!outcome.wasDone);
    QCOMPARE(rig.client->store().room(lobby)->draft, QString());
}

QTEST_GUILESS_MAIN(tst_AccountParts)
#include "tst_AccountParts.moc"
