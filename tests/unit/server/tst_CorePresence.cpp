// Presence, typing, limits, draining: what lives in memory only.
#include "tests/support/ServerRig.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;
using namespace confab::protocol;

class tst_CorePresence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void changesAreCollectedForHalfASecond();
    void personIsOnlineUntilTheLastConnectionAndTheGraceEnd();
    void quickReturnIsNotShown();
    void bestStateOfAllConnectionsIsShown();
    void wordsBesideTheStateAreShown();
    void memberListHasOnlinePeopleFirst();
    void typingIsThrottledAndNeverAnswered();
    void typingNeedsMembership();
    void watchersAreNotToldWhoIsThere_data();
    void watchersAreNotToldWhoIsThere();
    void watcherThatJoinsIsToldWhoIsThere();
    void postingIsLimited();
    void floodingIsPunished();
    void drainSaysByeAndClosesAll();

private:
    RoomId lobby(RigClient& ann, RigClient& bob)
    {
        CreateRoom request;
        request.name = u"lobby"_s;
        const auto made = ann.ask(request);
        if (!made || !bob.ask(JoinRoom{made->room.id, {}}))
            return {};
        m_rig->advance(600);
        ann.forget();
        bob.forget();
        return made->room.id;
    }

    std::unique_ptr<ServerRig> m_rig;
    QString m_ann, m_bob;
};

void tst_CorePresence::init()
{
    m_rig = std::make_unique<ServerRig>();
    m_ann = m_rig->addPerson(u"ann"_s);
    m_bob = m_rig->addPerson(u"bob"_s);
    QVERIFY(m_rig->start());
}

void tst_CorePresence::cleanup() { m_rig.reset(); }

void tst_CorePresence::changesAreCollectedForHalfASecond()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomId room = lobby(ann, bob);
    QVERIFY(room.isValid());
    const Version before = ann.ask(ListMembers{room})->v;
    QVERIFY(bob.ask(SetPresence{PresenceState::Away, {}}));
    QVERIFY(bob.ask(SetPresence{PresenceState::Online, {}}));
    QVERIFY(bob.ask(SetPresence{PresenceState::Busy, {}}));
    m_rig->advance(400);
    QVERIFY(ann.pushes<PresencePush>().isEmpty());
    m_rig->advance(200);
    const auto pushes = ann.pushes<PresencePush>();
    QCOMPARE(pushes.size(), 1);
    QCOMPARE(pushes.first().v, Version(before.value() + 1));
    QCOMPARE(pushes.first().online, 2);
    QCOMPARE(pushes.first().update.size(), 1);
    QCOMPARE(pushes.first().update.first().state, PresenceState::Busy);
}

void tst_CorePresence::personIsOnlineUntilTheLastConnectionAndTheGraceEnd()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    RigClient phone = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomId room = lobby(ann, bob);
    QVERIFY(phone.enter(m_bob));
    bob.close();
    m_rig->advance(20'000);
    QVERIFY(ann.pushes<PresencePush>().isEmpty());
    phone.close();
    m_rig->settle();
    const TimeMs closed = m_rig->clock.now();
    m_rig->advance(11'900);
    QVERIFY(ann.pushes<PresencePush>().isEmpty());
    m_rig->advance(200);
    m_rig->advance(600);
    const auto pushes = ann.pushes<PresencePush>();
    QCOMPARE(pushes.size(), 1);
    QCOMPARE(pushes.first().leave, QList<UserId>{bob.user()});
    QCOMPARE(pushes.first().online, 1);
    const auto members = ann.ask(ListMembers{room});
    QCOMPARE(members->users.last().lastSeen, std::optional(closed));
}

void tst_CorePresence::quickReturnIsNotShown()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    lobby(ann, bob);
    bob.close();
    m_rig->advance(5'000);
    RigClient back = m_rig->client();
    QVERIFY(back.enter(m_bob));
    m_rig->advance(30'000);
    QVERIFY(ann.pushes<PresencePush>().isEmpty());
}

void tst_CorePresence::bestStateOfAllConnectionsIsShown()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    RigClient phone = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomId room = lobby(ann, bob);
    QVERIFY(phone.enter(m_bob, PresenceState::Away));
    const auto stateOfBob = [&] {
        const auto members = ann.ask(ListMembers{room});
        for (const Member& one : members->users) {
            if (one.id == bob.user())
                return one.state;
        }
        return PresenceState::Offline;
    };
    QCOMPARE(stateOfBob(), PresenceState::Online);
    QVERIFY(bob.ask(SetPresence{PresenceState::Away, {}}));
    QCOMPARE(stateOfBob(), PresenceState::Away);
    QVERIFY(phone.ask(SetPresence{PresenceState::Online, {}}));
    QCOMPARE(stateOfBob(), PresenceState::Online);
    phone.close();
    m_rig->settle();
    QCOMPARE(stateOfBob(), PresenceState::Away);
}

void tst_CorePresence::wordsBesideTheStateAreShown()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    lobby(ann, bob);
    QVERIFY(bob.ask(SetPresence{PresenceState::Online, u"at lunch"_s}));
    QVERIFY(bob.ask(SetProfile{u"Robert"_s}));
    m_rig->advance(600);
    const auto pushes = ann.pushes<PresencePush>();
    QCOMPARE(pushes.size(), 1);
    QCOMPARE(pushes.first().update.first().status, std::optional(u"at lunch"_s));
    QCOMPARE(pushes.first().update.first().display, u"Robert"_s);
    QCOMPARE(bob.pushes<SelfPush>().last().profile->display, u"Robert"_s);
}

void tst_CorePresence::memberListHasOnlinePeopleFirst()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomId room = lobby(ann, bob);
    m_rig->addPerson(u"aaron"_s);
    QVERIFY(ann.ask(AddToRoom{room, {}, u"aaron"_s}));
    const auto members = ann.ask(ListMembers{room});
    QVERIFY(members);
    QCOMPARE(members->total, 3);
    QCOMPARE(members->online, 2);
    QCOMPARE(members->users.size(), 3);
    QCOMPARE(members->users.at(0).name, u"ann"_s);
    QCOMPARE(members->users.at(0).role, RoomRole::Owner);
    QCOMPARE(members->users.at(1).name, u"bob"_s);
    QCOMPARE(members->users.at(2).state, PresenceState::Offline);
}

void tst_CorePresence::typingIsThrottledAndNeverAnswered()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomId room = lobby(ann, bob);
    const auto type = [&](bool on) {
        bob.send(Typing{room, on}, {}, false);
        m_rig->settle();
    };
    type(true);
    type(true);
    QCOMPARE(ann.pushes<TypingPush>().size(), 1);
    QCOMPARE(ann.pushes<TypingPush>().first().ttl, 6000);
    m_rig->advance(3'100);
    type(true);
    QCOMPARE(ann.pushes<TypingPush>().size(), 2);
    type(false);
    type(false);
    QCOMPARE(ann.pushes<TypingPush>().size(), 3);
    QCOMPARE(ann.pushes<TypingPush>().last().ttl, 0);
    QVERIFY(bob.received().isEmpty());
}

void tst_CorePresence::typingNeedsMembership()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    CreateRoom request;
    request.name = u"lobby"_s;
    const auto made = ann.ask(request);
    ann.forget();
    bob.send(Typing{made->room.id, true}, {}, false);
    m_rig->settle();
    QVERIFY(ann.pushes<TypingPush>().isEmpty());
}

void tst_CorePresence::watchersAreNotToldWhoIsThere_data()
{
    QTest::addColumn<bool>("anonymous");
    QTest::newRow("anonymous reader") << true;
    QTest::newRow("somebody who is not in the room") << false;
}

void tst_CorePresence::watchersAreNotToldWhoIsThere()
{
    QFETCH(bool, anonymous);
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomId room = lobby(ann, bob);
    RigClient reader = m_rig->client();
    if (anonymous) {
        Authenticate auth;
        auth.method = AuthMethod::Anonymous;
        QVERIFY(reader.signIn(auth));
        QCOMPARE(reader.ask(ListMembers{room}).error().code, ErrorCode::AuthRequired);
        QCOMPARE(reader.ask(FindPeople{u"bob"_s}).error().code, ErrorCode::AuthRequired);
    } else {
        QVERIFY(reader.enter(m_rig->addPerson(u"carol"_s)));
    }
    QVERIFY(reader.ask(WatchRoom{room, {}}));
    reader.forget();
    bob.send(Typing{room, true}, {}, false);
    QVERIFY(bob.ask(SetPresence{PresenceState::Busy, u"at lunch"_s}));
    PostMessage message;
    message.room = room;
    message.text = u"for all"_s;
    QVERIFY(bob.ask(message));
    m_rig->advance(600);
    QCOMPARE(ann.pushes<PresencePush>().size(), 1);
    QCOMPARE(ann.pushes<TypingPush>().size(), 1);
    QCOMPARE(reader.received().size(), 1);
    QCOMPARE(reader.events().size(), 1);
}

void tst_CorePresence::watcherThatJoinsIsToldWhoIsThere()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    RigClient carol = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomId room = lobby(ann, bob);
    QVERIFY(carol.enter(m_rig->addPerson(u"carol"_s)));
    QVERIFY(carol.ask(WatchRoom{room, {}}));
    QVERIFY(carol.ask(JoinRoom{room, {}}));
    QVERIFY(carol.ask(WatchRoom{room, {}})); // does not make less of a member
    m_rig->advance(600);
    carol.forget();
    QVERIFY(bob.ask(SetPresence{PresenceState::Busy, {}}));
    bob.send(Typing{room, true}, {}, false);
    m_rig->advance(600);
    QCOMPARE(carol.pushes<PresencePush>().size(), 1);
    QCOMPARE(carol.pushes<TypingPush>().size(), 1);
}

void tst_CorePresence::postingIsLimited()
{
    CoreOptions options = ServerRig::roomy();
    options.rates.posting = RateLimits{}.posting;
    m_rig->core().reload(options);
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    CreateRoom request;
    request.name = u"lobby"_s;
    PostMessage message;
    message.room = ann.ask(request)->room.id;
    message.text = u"x"_s;
    for (int i = 0; i < 10; ++i)
        QVERIFY(ann.ask(message));
    const auto refused = ann.ask(message);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Rate);
    QCOMPARE(refused.error().retryMs, std::optional<qint64>(500));
    m_rig->advance(500);
    QVERIFY(ann.ask(message)); // who waits as told is served
    QVERIFY(!ann.ask(message));
}

void tst_CorePresence::floodingIsPunished()
{
    FakeClock clock;
    RateLimiter limiter({}, clock);
    const UserId flooder(7);
    const auto flood = [&] {
        qint64 longest = 0;
        for (int i = 0; i < 60; ++i) {
            const auto taken = limiter.take(Cost::Posting, flooder, {});
            if (!taken)
                longest = std::max(longest, taken.error().retryMs.value_or(0));
        }
        return longest;
    };
    QCOMPARE(flood(), 30'000);
    QVERIFY(limiter.take(Cost::Posting, UserId(8), {}));
    clock.advance(30'001);
    QCOMPARE(flood(), 120'000);
    clock.advance(120'001);
    QVERIFY(limiter.take(Cost::Posting, flooder, {}));
}

void tst_CorePresence::drainSaysByeAndClosesAll()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    m_rig->core().drain(u"restart"_s, 2'000);
    QVERIFY(!m_rig->core().health().isReady());
    m_rig->settle();
    QCOMPARE(ann.pushes<ByePush>().size(), 1);
    QCOMPARE(ann.pushes<ByePush>().first().delayMs, 2'000);
    QVERIFY(bob.ask(Ping{}));
    m_rig->advance(2'000);
    QCOMPARE(ann.closeCode(), 4010);
    QCOMPARE(bob.closeCode(), 4010);
}

QTEST_GUILESS_MAIN(tst_CorePresence)
#include "tst_CorePresence.moc"
