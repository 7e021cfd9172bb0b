// The life of a connection: signing in, silence, closing, coming back.
#include "shared/client/session/Session.h"
#include "tests/support/FakeTransport.h"

#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

/// Wall clock and steady clock apart, as on a machine that sleeps.
class SleepyClock final : public Clock {
public:
    explicit SleepyClock(const FakeClock& steady)
        : m_steady(steady)
    {
    }
    TimeMs now() const override { return TimeMs(m_steady.now().value() + sleptMs); }
    qint64 monotonicMs() const override { return m_steady.monotonicMs(); }
    qint64 sleptMs = 0;

private:
    const FakeClock& m_steady;
};

struct Link {
    Link()
        : session({QUrl(u"ws://h:1/v1/ws"_s), Encoding::Cbor, {u"d"_s, u"d"_s, u"test"_s}, {u"t"_s, u"1"_s}}, clock, time, transport,
            Backoff([this](quint32 below) { return std::min(random, below - 1); }))
    {
        server.addRoom(RoomId(1), u"lobby"_s);
        session.setWishes([this] { return AttachWishes{have, {}, PresenceState::Online}; });
    }
    void start(const QString& token = u"token-ann"_s)
    {
        session.start(Credentials{.method = AuthMethod::Token, .token = token});
        time.settle();
    }
    ConnectionPhase phase() const { return session.state().phase; }

    FakeTime time;
    SleepyClock clock{time.clock};
    FakeServer server{time.clock};
    FakeTransport transport{server, time};
    quint32 random = 0;
    QList<Have> have;
    Session session;
};

} // namespace

class tst_Session : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesThroughItsPhases();
    void refusedCredentialsStop();
    void aBusyServerIsAskedAgain();
    void anotherProtocolStops();
    void closeCodesDecide_data();
    void closeCodesDecide();
    void delaysGrowUntilTheServerIsBack();
    void thirtySecondsOfConnectionResetTheDelay();
    void farewellSpreadsTheReturn();
    void abuseWaitsAMinute();
    void silenceIsAskedAndThenDropped();
    void anySoundIsLife();
    void aServerThatNeverAnswersIsLeft();
    void sleepMeansDead();
    void reconnectNowDoesNotWait();
    void stopEndsEverything();
    void garbageDropsTheLink();
    void attachFollowsPages();
    void attachWaitsWhenRefused();
    void aSecondSignInUpgradesTheLiveConnection();
    void aPasswordBecomesItsToken();
};

void tst_Session::goesThroughItsPhases()
{
    Link link;
    QList<ConnectionPhase> phases;
    QObject::connect(&link.session, &Session::stateChanged, &link.session, [&] { phases.append(link.phase()); });
    QSignalSpy online(&link.session, &Session::online);
    link.start();
    QCOMPARE(
        phases, (QList{ConnectionPhase::Connecting, ConnectionPhase::Authenticating, ConnectionPhase::Attaching, ConnectionPhase::Online}));
    QCOMPARE(online.count(), 1);
    QCOMPARE(link.server.all<Authenticate>().first().device.kind, u"test"_s);
}

void tst_Session::refusedCredentialsStop()
{
    Link link;
    QSignalSpy failed(&link.session, &Session::signInFailed);
    link.start(u"stolen"_s);
    QCOMPARE(failed.count(), 1);
    QCOMPARE(link.phase(), ConnectionPhase::Stopped);
    QCOMPARE(link.session.state().why, StopReason::AuthFailed);
    link.time.advance(600'000);
    QCOMPARE(link.transport.opens, 1);
}

void tst_Session::aBusyServerIsAskedAgain()
{
    Link link;
    link.server.refuse(Authenticate::type, Error{ErrorCode::Unavailable, {}, {}, {}, 5'000});
    link.start();
    QCOMPARE(link.phase(), ConnectionPhase::WaitingToRetry);
    QCOMPARE(link.session.state().msLeft, 5'000);
    link.time.advance(5'000);
    QCOMPARE(link.phase(), ConnectionPhase::Online);
}

void tst_Session::anotherProtocolStops()
{
    Link link;
    link.server.hello.proto = 2;
    link.start();
    QCOMPARE(link.session.state().why, StopReason::WrongProtocol);
    QVERIFY(link.server.heard.isEmpty());
}

void tst_Session::closeCodesDecide_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("why");
    QTest::newRow("normal") << 1000 << int(StopReason::None);
    QTest::newRow("protocol") << 4001 << int(StopReason::WrongProtocol);
    QTest::newRow("undecodable") << 4002 << int(StopReason::None);
    QTest::newRow("no auth") << 4003 << int(StopReason::None);
    QTest::newRow("auth failed") << 4004 << int(StopReason::AuthFailed);
    QTest::newRow("revoked") << 4006 << int(StopReason::Revoked);
    QTest::newRow("slow") << 4008 << int(StopReason::None);
    QTest::newRow("drain") << 4010 << int(StopReason::None);
}

void tst_Session::closeCodesDecide()
{
    QFETCH(int, code);
    QFETCH(int, why);
    Link link;
    link.start();
    link.server.closeAll(code);
    link.time.settle();
    QCOMPARE(int(link.session.state().why), why);
    link.time.advance(100'000);
    QCOMPARE(link.transport.opens, why == int(StopReason::None) ? 2 : 1);
}

void tst_Session::delaysGrowUntilTheServerIsBack()
{
    Link link;
    link.random = 1'000'000;
    link.start();
    link.transport.refuseConnections = true;
    link.transport.cut();
    link.time.settle();
    QList<qint64> delays;
    for (int i = 0; i < 8; ++i) {
        QCOMPARE(link.phase(), ConnectionPhase::WaitingToRetry);
        delays.append(link.session.state().msLeft);
        link.time.advance(link.session.state().msLeft);
    }
    QCOMPARE(delays, (QList<qint64>{1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000}));
    link.transport.refuseConnections = false;
    link.time.advance(60'000);
    QCOMPARE(link.phase(), ConnectionPhase::Online);
    QVERIFY(link.session.state().error.message.isEmpty());
}

void tst_Session::thirtySecondsOfConnectionResetTheDelay()
{
    Link link;
    link.random = 1'000'000;
    link.start();
    link.transport.cut();
    link.time.advance(1'000);
    QVERIFY(link.session.state().isOnline());
    link.time.advance(29'000);
    link.transport.cut();
    link.time.settle();
    QCOMPARE(link.session.state().msLeft, 2'000);
    link.time.advance(2'000);
    link.time.advance(30'000);
    link.transport.cut();
    link.time.settle();
    QCOMPARE(link.session.state().msLeft, 1'000);
}

void tst_Session::farewellSpreadsTheReturn()
{
    Link link;
    link.random = 3'210;
    link.start();
    link.server.push(ByePush{u"restart"_s, 8'000});
    link.server.closeAll(4010);
    link.time.settle();
    QCOMPARE(link.session.state().msLeft, 3'210);
}

void tst_Session::abuseWaitsAMinute()
{
    Link link;
    link.start();
    link.server.closeAll(4029);
    link.time.settle();
    QVERIFY(link.session.state().msLeft >= 60'000);
}

void tst_Session::silenceIsAskedAndThenDropped()
{
    Link link;
    link.start();
    link.server.silent = true;
    link.time.advance(39'999);
    QCOMPARE(link.server.count(Ping::type), 0);
    link.time.advance(1);
    QCOMPARE(link.server.count(Ping::type), 1);
    QVERIFY(link.session.state().isOnline());
    link.time.advance(9'999);
    QVERIFY(link.session.state().isOnline());
    link.time.advance(1);
    QCOMPARE(link.phase(), ConnectionPhase::Connecting);
}

void tst_Session::anySoundIsLife()
{
    Link link;
    link.start();
    for (int i = 0; i < 5; ++i) {
        link.time.advance(35'000);
        link.server.say(RoomId(1), u"still here"_s);
    }
    link.time.advance(39'000);
    QCOMPARE(link.server.count(Ping::type), 0);
    link.time.advance(30'000);
    QCOMPARE(link.server.count(Ping::type), 1);
    QVERIFY(link.session.state().isOnline());
    QCOMPARE(link.transport.opens, 1);
}

void tst_Session::aServerThatNeverAnswersIsLeft()
{
    Link link;
    link.server.silent = true;
    link.start();
    QCOMPARE(link.phase(), ConnectionPhase::Connecting);
    link.random = 500;
    link.time.advance(20'000);
    QCOMPARE(link.phase(), ConnectionPhase::WaitingToRetry);
    QVERIFY(!link.session.state().error.message.isEmpty());
}

void tst_Session::sleepMeansDead()
{
    Link link;
    link.start();
    QSignalSpy offline(&link.session, &Session::offline);
    link.time.advance(10'000);
    QCOMPARE(offline.count(), 0);
    link.clock.sleptMs = 3'600'000;
    link.time.advance(10'000);
    QCOMPARE(offline.count(), 1);
    QCOMPARE(link.transport.opens, 2);
    QVERIFY(link.session.state().isOnline());
}

void tst_Session::reconnectNowDoesNotWait()
{
    Link link;
    link.random = 1'000'000;
    link.start();
    link.transport.cut();
    link.time.settle();
    QCOMPARE(link.phase(), ConnectionPhase::WaitingToRetry);
    link.session.reconnectNow();
    link.time.settle();
    QVERIFY(link.session.state().isOnline());
    link.session.reconnectNow();
    link.time.settle();
    QVERIFY(link.session.state().isOnline());
    QCOMPARE(link.transport.opens, 3);
}

void tst_Session::stopEndsEverything()
{
    Link link;
    link.start();
    link.session.stop();
    QCOMPARE(link.phase(), ConnectionPhase::Offline);
    link.time.advance(600'000);
    QCOMPARE(link.transport.opens, 1);
    QCOMPARE(link.transport.closes, QList<int>{1000});
    QCOMPARE(link.time.waiting(), 0);
}

void tst_Session::garbageDropsTheLink()
{
    Link link;
    link.start();
    QSignalSpy offline(&link.session, &Session::offline);
    Q_EMIT link.transport.received(QByteArray::fromHex("ffffff"));
    link.time.settle();
    QCOMPARE(offline.count(), 1);
    link.time.advance(1'000);
    QVERIFY(link.session.state().isOnline());
}

void tst_Session::attachFollowsPages()
{
    Link link;
    for (int i = 1; i <= 1200; ++i)
        link.have.prepend(Have{RoomId(i), Epoch(1), Seq(1), TimeMs(1)});
    link.server.hold(Attach::type);
    link.start();
    QCOMPARE(link.server.all<Attach>().size(), 1);
    const QList<Have> first = link.server.all<Attach>().first().have;
    QCOMPARE(first.size(), 500);
    QCOMPARE(first.first().room, RoomId(1));
    QCOMPARE(first.last().room, RoomId(500));
    Attach::Reply page;
    page.cursor = 400;
    page.self = User{UserId(1), u"ann"_s, u"Ann"_s};
    Q_EMIT link.transport.received(encodeReply(Encoding::Cbor, 2, page));
    link.time.settle();
    const Attach second = link.server.all<Attach>().at(1);
    QCOMPARE(second.cursor, std::optional<qint64>(400));
    QCOMPARE(second.have.first().room, RoomId(401));
    QCOMPARE(link.phase(), ConnectionPhase::Attaching);
    page.cursor.reset();
    Q_EMIT link.transport.received(encodeReply(Encoding::Cbor, 3, page));
    QCOMPARE(link.phase(), ConnectionPhase::Online);
}

void tst_Session::attachWaitsWhenRefused()
{
    Link link;
    link.server.refuse(Attach::type, Error{ErrorCode::Busy, {}, {}, {}, 300});
    link.start();
    QCOMPARE(link.phase(), ConnectionPhase::Attaching);
    link.time.advance(300);
    QCOMPARE(link.phase(), ConnectionPhase::Online);
    QCOMPARE(link.transport.opens, 1);
}

void tst_Session::aSecondSignInUpgradesTheLiveConnection()
{
    Link link;
    link.start();
    QSignalSpy failed(&link.session, &Session::signInFailed);
    QSignalSpy offline(&link.session, &Session::offline);
    link.session.start(Credentials{.method = AuthMethod::Password, .user = u"ann"_s, .secret = u"wrong"_s});
    link.time.settle();
    QCOMPARE(failed.count(), 1);
    QVERIFY(link.session.state().isOnline());
    link.session.start(Credentials{.method = AuthMethod::Password, .user = u"ann"_s, .secret = link.server.password});
    link.time.settle();
    QVERIFY(link.session.state().isOnline());
    QCOMPARE(link.transport.opens, 1);
    QCOMPARE(offline.count(), 0);
    QCOMPARE(link.server.count(Attach::type), 2);
}

void tst_Session::aPasswordBecomesItsToken()
{
    Link link;
    link.session.start(Credentials{.method = AuthMethod::Password, .user = u"ann"_s, .secret = link.server.password});
    link.time.settle();
    link.transport.cut();
    link.time.advance(1'000);
    const auto signIns = link.server.all<Authenticate>();
    QCOMPARE(signIns.size(), 2);
    QCOMPARE(signIns.at(1).method, AuthMethod::Token);
    QVERIFY2(!signIns.at(1).secret, "the password is kept nowhere");
}

QTEST_GUILESS_MAIN(tst_Session)
#include "tst_Session.moc"
