// Signing in by every way there is, and what the server does about those who may not.
#include "tests/support/ServerRig.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;
using namespace confab::protocol;

class tst_CoreAuth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingWorksBeforeAuth();
    void passwordGivesATokenThatWorks();
    void wrongPasswordAndUnknownPersonAnswerAlike();
    void threeFailuresCloseTheConnection();
    void attemptsAreLimitedPerAccountAndAddress();
    void expiredAndRevokedTokensAreToldApart();
    void revokingClosesLiveConnections();
    void closedAccountHasNoWayIn();
    void closedAccountEndsAtItsNextRequest_data();
    void closedAccountEndsAtItsNextRequest();
    void endedSessionEndsAtItsNextRequest();
    void lostRoleCountsAtOnce();
    void renewedTokenEndsTheOldOneOnFirstUse();
    void derivedSessionIsItsOwn();
    void guestGetsANameAndFewRights();
    void guestUpgradeKeepsRooms();
    void guestsLeaveWhenTheyAreGone();
    void anonymousReadsPublicRoomsOnly();
    void switchedOffWaysAreClosed();
    void inviteMakesAnAccountAndLeadsToItsRoom();
    void singleUseInviteLetsOneIn();
    void passwordChangeNeedsTheOldOne();
    void pipelinedAuthAndAttachWork();

private:
    static Authenticate by(AuthMethod method)
    {
        Authenticate request;
        request.method = method;
        request.device = {u"device"_s, u"laptop"_s, u"terminal"_s};
        return request;
    }
    static Authenticate byPassword(const QString& user, const QString& secret)
    {
        Authenticate request = by(AuthMethod::Password);
        request.user = user;
        request.secret = secret;
        return request;
    }
    static Authenticate byToken(const QString& token)
    {
        Authenticate request = by(AuthMethod::Token);
        request.token = token;
        return request;
    }
    static RoomId makeRoom(RigClient& client, const QString& name, bool isPublic = true)
    {
        CreateRoom request;
        request.name = name;
        request.isPublic = isPublic;
        const auto made = client.ask(request);
        return made ? made->room.id : RoomId();
    }
};

void tst_CoreAuth::nothingWorksBeforeAuth()
{
    ServerRig rig;
    QVERIFY(rig.start());
    RigClient client = rig.client();
    QCOMPARE(client.ask(ListRooms{}).error().code, ErrorCode::AuthRequired);
    QCOMPARE(client.ask(Attach{}).error().code, ErrorCode::AuthRequired);
    QVERIFY(client.ask(Ping{}));
}

void tst_CoreAuth::passwordGivesATokenThatWorks()
{
    ServerRig rig;
    rig.addPerson(u"ann"_s, ServerRole::Admin, u"correct horse"_s);
    QVERIFY(rig.start());
    RigClient client = rig.client();
    const auto reply = client.signIn(byPassword(u"ANN"_s, u"correct horse"_s));
    QVERIFY(reply);
    QCOMPARE(reply->user.name, u"ann"_s);
    QCOMPARE(reply->role, ServerRole::Admin);
    QVERIFY(reply->token && reply->session.isValid());
    RigClient second = rig.client();
    const auto again = second.signIn(byToken(*reply->token));
    QVERIFY(again);
    QCOMPARE(again->session, reply->session);
    QVERIFY(!again->token);
    QCOMPARE(second.signIn(byToken(*reply->token)).error().code, ErrorCode::BadArg); // signed in already
}

void tst_CoreAuth::wrongPasswordAndUnknownPersonAnswerAlike()
{
    ServerRig rig;
    rig.addPerson(u"ann"_s, ServerRole::Member, u"correct horse"_s);
    rig.addPerson(u"tokenonly"_s);
    QVERIFY(rig.start());
    RigClient client = rig.client();
    const Error wrong = client.signIn(byPassword(u"ann"_s, u"battery staple"_s)).error();
    QCOMPARE(wrong.code, ErrorCode::AuthFailed);
    QCOMPARE(client.signIn(byPassword(u"nobody"_s, u"battery staple"_s)).error(), wrong);
    RigClient other = rig.client();
    QCOMPARE(other.signIn(byPassword(u"tokenonly"_s, QString())).error(), wrong);
}

void tst_CoreAuth::threeFailuresCloseTheConnection()
{
    ServerRig rig;
    QVERIFY(rig.start());
    RigClient client = rig.client();
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(client.closeCode(), 0);
        QCOMPARE(client.signIn(byToken(u"not a token"_s)).error().code, ErrorCode::AuthFailed);
    }
    QTRY_COMPARE(client.closeCode(), 4004);
    QCOMPARE(client.received().last().sort, Received::Sort::Closed);
}

void tst_CoreAuth::attemptsAreLimitedPerAccountAndAddress()
{
    CoreOptions options = ServerRig::roomy();
    options.rates.signIn = {2, 1.0 / 60};
    ServerRig rig(options);
    rig.addPerson(u"ann"_s, ServerRole::Member, u"correct horse"_s);
    QVERIFY(rig.start());
    RigClient client = rig.client();
    QVERIFY(client.signIn(byPassword(u"ann"_s, u"correct horse"_s)));
    RigClient one = rig.client();
    QCOMPARE(one.signIn(byPassword(u"ann"_s, u"guess one"_s)).error().code, ErrorCode::AuthFailed);
    QCOMPARE(one.signIn(byPassword(u"Ann"_s, u"guess two"_s)).error().code, ErrorCode::AuthFailed);
    const auto locked = one.signIn(byPassword(u"ann"_s, u"correct horse"_s));
    QVERIFY(!locked);
    QCOMPARE(locked.error().code, ErrorCode::AuthLocked);
    QCOMPARE(locked.error().retryMs, std::optional<qint64>(60'000));
    rig.advance(60'000);
    QVERIFY(one.signIn(byPassword(u"ann"_s, u"correct horse"_s)));
}

void tst_CoreAuth::expiredAndRevokedTokensAreToldApart()
{
    ServerRig rig;
    const QString expired = rig.addPerson(u"ann"_s);
    const QString disabled = rig.addPerson(u"bob"_s);
    const QString sliding = rig.addPerson(u"carol"_s);
    QVERIFY(rig.start());
    rig.advance(SessionService::tokenLifeMs - 1000);
    RigClient carol = rig.client();
    QVERIFY(carol.signIn(byToken(sliding)));
    rig.advance(2000);
    RigClient client = rig.client();
    QCOMPARE(client.signIn(byToken(expired)).error().code, ErrorCode::TokenExpired);
    RigClient again = rig.client();
    QVERIFY(again.signIn(byToken(sliding))); // using it has moved its end
    const UserId bob = rig.idOf(u"bob"_s);
    rig.inDatabase([&](Services& services) { return services.accounts.setDisabled(bob, true); });
    QCOMPARE(client.signIn(byToken(disabled)).error().code, ErrorCode::Revoked);
}

void tst_CoreAuth::revokingClosesLiveConnections()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient laptop = rig.client();
    const auto first = laptop.signIn(byToken(token));
    QVERIFY(first);
    const auto derived = laptop.ask(DeriveSession{{u"phone"_s, u"phone"_s, u"desktop"_s}});
    QVERIFY(derived);
    RigClient phone = rig.client();
    const auto second = phone.signIn(byToken(derived->token));
    QVERIFY(second);
    const auto listed = phone.ask(ListSessions{});
    QVERIFY(listed);
    QCOMPARE(listed->sessions.size(), 2);
    QVERIFY(phone.ask(RevokeSession{first->session}));
    QTRY_COMPARE(laptop.closeCode(), 4006);
    QCOMPARE(phone.closeCode(), 0);
    RigClient back = rig.client();
    QCOMPARE(back.signIn(byToken(token)).error().code, ErrorCode::Revoked);
}

void tst_CoreAuth::closedAccountHasNoWayIn()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s, ServerRole::Member, u"correct horse"_s);
    QVERIFY(rig.start());
    const UserId ann = rig.idOf(u"ann"_s);
    rig.inDatabase([&](Services& services) { return services.accounts.setDisabled(ann, true); });
    RigClient client = rig.client();
    QCOMPARE(client.signIn(byToken(token)).error().code, ErrorCode::Revoked);
    const Error refused = client.signIn(byPassword(u"ann"_s, u"correct horse"_s)).error();
    QCOMPARE(refused, client.signIn(byPassword(u"nobody"_s, u"correct horse"_s)).error()); // does not tell that it was right
    rig.inDatabase([&](Services& services) { return services.accounts.setDisabled(ann, false); });
    RigClient back = rig.client();
    QCOMPARE(back.signIn(byToken(token)).error().code, ErrorCode::Revoked); // for ever
    QVERIFY(back.signIn(byPassword(u"ann"_s, u"correct horse"_s)));
}

void tst_CoreAuth::closedAccountEndsAtItsNextRequest_data()
{
    QTest::addColumn<QString>("sort");
    QTest::newRow("durable") << u"post"_s;
    QTest::newRow("answered before") << u"again"_s;
    QTest::newRow("of the core") << u"members"_s;
    QTest::newRow("of a reader") << u"history"_s;
}

void tst_CoreAuth::closedAccountEndsAtItsNextRequest()
{
    QFETCH(QString, sort);
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient client = rig.client();
    QVERIFY(client.enter(token));
    const RoomId lobby = makeRoom(client, u"lobby"_s);
    PostMessage message;
    message.room = lobby;
    message.text = u"x"_s;
    const ClientId c = ClientId::random();
    QVERIFY(client.ask(message, c));
    // Another program does it, as the operator's command line would: the core has not been told.
    rig.inDatabase([&](Services& services) { return services.accounts.setDisabled(client.user(), true); });
    RoomHistory past;
    past.room = lobby;
    const quint32 number = sort == u"post"_s ? client.send(message)
        : sort == u"again"_s                 ? client.send(message, c)
        : sort == u"members"_s               ? client.send(ListMembers{lobby})
                                             : client.send(past);
    const auto refused = client.refusal(number);
    QVERIFY(refused);
    QCOMPARE(refused->code, ErrorCode::Revoked);
    QTRY_COMPARE(client.closeCode(), 4006);
    rig.inDatabase([&](Services& services) -> Result<Done> {
        TRY_VALUE(room, services.store.rooms.byId(lobby));
        [&] { QCOMPARE(room->head, Seq(2)); }();
        return Done{};
    });
}

void tst_CoreAuth::endedSessionEndsAtItsNextRequest()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient laptop = rig.client();
    const auto first = laptop.signIn(byToken(token));
    QVERIFY(first);
    const auto derived = laptop.ask(DeriveSession{{u"phone"_s, u"phone"_s, u"desktop"_s}});
    QVERIFY(derived);
    RigClient phone = rig.client();
    QVERIFY(phone.signIn(byToken(derived->token)));
    rig.inDatabase([&](Services& services) { return services.store.sessions.revoke(first->session); });
    QCOMPARE(laptop.ask(CreateInvite{}).error().code, ErrorCode::Revoked);
    QTRY_COMPARE(laptop.closeCode(), 4006);
    QVERIFY(phone.ask(CreateInvite{}));
    QCOMPARE(phone.closeCode(), 0);
}

void tst_CoreAuth::lostRoleCountsAtOnce()
{
    ServerRig rig;
    const QString annToken = rig.addPerson(u"ann"_s);
    const QString bossToken = rig.addPerson(u"boss"_s, ServerRole::Staff);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(annToken));
    const RoomId lobby = makeRoom(ann, u"lobby"_s);
    RigClient boss = rig.client();
    QVERIFY(boss.enter(bossToken));
    SetRoom change;
    change.room = lobby;
    change.topic = u"by staff"_s;
    QVERIFY(boss.ask(change));
    rig.inDatabase([&](Services& services) { return services.accounts.setRole(boss.user(), ServerRole::Member); });
    change.topic = u"by nobody"_s;
    QCOMPARE(boss.ask(change).error().code, ErrorCode::Forbidden);
    QCOMPARE(boss.closeCode(), 0);
}

void tst_CoreAuth::renewedTokenEndsTheOldOneOnFirstUse()
{
    ServerRig rig;
    const QString old = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient client = rig.client();
    QVERIFY(client.signIn(byToken(old)));
    const auto renewed = client.ask(RenewToken{});
    QVERIFY(renewed);
    RigClient still = rig.client();
    QVERIFY(still.signIn(byToken(old)));
    RigClient fresh = rig.client();
    QVERIFY(fresh.signIn(byToken(renewed->token)));
    RigClient late = rig.client();
    QCOMPARE(late.signIn(byToken(old)).error().code, ErrorCode::AuthFailed);
}

void tst_CoreAuth::derivedSessionIsItsOwn()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    const QString other = rig.addPerson(u"bob"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    const auto mine = ann.signIn(byToken(token));
    QVERIFY(mine);
    RigClient bob = rig.client();
    QVERIFY(bob.signIn(byToken(other)));
    const auto refused = bob.ask(RevokeSession{mine->session});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::BadArg);
}

void tst_CoreAuth::guestGetsANameAndFewRights()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(token));
    const RoomId lobby = makeRoom(ann, u"lobby"_s);
    RigClient guest = rig.client();
    const auto reply = guest.signIn(by(AuthMethod::Guest));
    QVERIFY(reply);
    QVERIFY(reply->user.name.startsWith(u"Guest"_s));
    QCOMPARE(reply->role, ServerRole::Guest);
    QVERIFY(guest.ask(Attach{}));
    QVERIFY(guest.ask(JoinRoom{lobby, {}}));
    PostMessage message;
    message.room = lobby;
    message.text = u"hello"_s;
    QVERIFY(guest.ask(message));
    CreateRoom room;
    room.name = u"mine"_s;
    QCOMPARE(guest.ask(room).error().code, ErrorCode::Forbidden);
    QCOMPARE(guest.ask(CreateInvite{}).error().code, ErrorCode::Forbidden);
    QCOMPARE(guest.ask(RemoveFromRoom{lobby, ann.user(), {}}).error().code, ErrorCode::Forbidden);
}

void tst_CoreAuth::guestUpgradeKeepsRooms()
{
    ServerRig rig;
    const QString annToken = rig.addPerson(u"ann"_s);
    const QString bobToken = rig.addPerson(u"bob"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(annToken));
    const RoomId lobby = makeRoom(ann, u"lobby"_s);
    RigClient guest = rig.client();
    QVERIFY(guest.signIn(by(AuthMethod::Guest)));
    QVERIFY(guest.ask(Attach{}));
    QVERIFY(guest.ask(JoinRoom{lobby, {}}));
    QVERIFY(guest.signIn(byToken(bobToken)));
    const auto attached = guest.ask(Attach{});
    QVERIFY(attached);
    QCOMPARE(attached->self.name, u"bob"_s);
    QCOMPARE(attached->rooms.size(), 1);
    QCOMPARE(attached->rooms.first().memberCount, 2); // ann and bob, no guest
}

void tst_CoreAuth::guestsLeaveWhenTheyAreGone()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(token));
    const RoomId lobby = makeRoom(ann, u"lobby"_s);
    RigClient guest = rig.client();
    QVERIFY(guest.signIn(by(AuthMethod::Guest)));
    QVERIFY(guest.ask(Attach{}));
    QVERIFY(guest.ask(JoinRoom{lobby, {}}));
    ann.forget();
    guest.close();
    rig.advance(11'000);
    QVERIFY(ann.events().isEmpty());
    rig.advance(2'000);
    QCOMPARE(ann.events().size(), 1);
    QVERIFY(std::holds_alternative<MembersLeft>(ann.events().first()));
}

void tst_CoreAuth::anonymousReadsPublicRoomsOnly()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(token));
    const RoomId lobby = makeRoom(ann, u"lobby"_s);
    const RoomId den = makeRoom(ann, u"den"_s, false);
    RigClient reader = rig.client();
    QVERIFY(reader.signIn(by(AuthMethod::Anonymous)));
    const auto listed = reader.ask(ListRooms{});
    QVERIFY(listed);
    QCOMPARE(listed->rooms.size(), 1);
    const auto watched = reader.ask(WatchRoom{{}, u"lobby"_s});
    QVERIFY(watched);
    QCOMPARE(watched->room.role, RoomRole::None);
    QCOMPARE(watched->room.rights, QList<Right>());
    PostMessage message;
    message.room = lobby;
    message.text = u"live"_s;
    QVERIFY(ann.ask(message));
    QCOMPARE(reader.events().size(), 1);
    RoomHistory past;
    past.room = lobby;
    QVERIFY(reader.ask(past));
    past.room = den;
    QCOMPARE(reader.ask(past).error().code, ErrorCode::NoSuchRoom);
    QCOMPARE(reader.ask(message).error().code, ErrorCode::AuthRequired);
    QCOMPARE(reader.ask(ListMembers{lobby}).error().code, ErrorCode::AuthRequired);
    QCOMPARE(reader.ask(JoinRoom{lobby, {}}).error().code, ErrorCode::AuthRequired);
    QCOMPARE(reader.ask(FindPeople{u"a"_s}).error().code, ErrorCode::AuthRequired);
    QVERIFY(reader.ask(UnwatchRoom{lobby}));
    QVERIFY(!rig.gateway.isSubscribed(reader.id(), lobby));
}

void tst_CoreAuth::switchedOffWaysAreClosed()
{
    CoreOptions options = ServerRig::roomy();
    ServerRig rig(options);
    QVERIFY(rig.start());
    options.guests = false;
    options.anonymous = false;
    rig.core().reload(options);
    RigClient client = rig.client();
    QCOMPARE(client.signIn(by(AuthMethod::Guest)).error().code, ErrorCode::Unsupported);
    QCOMPARE(client.signIn(by(AuthMethod::Anonymous)).error().code, ErrorCode::Unsupported);
}

void tst_CoreAuth::inviteMakesAnAccountAndLeadsToItsRoom()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(token));
    const RoomId den = makeRoom(ann, u"den"_s, false);
    CreateInvite wanted;
    wanted.room = den;
    const auto invite = ann.ask(wanted);
    QVERIFY(invite);
    QCOMPARE(ann.ask(ListInvites{})->invites.size(), 1);
    Authenticate request = by(AuthMethod::Invite);
    request.invite = invite->invite;
    request.user = u"dora"_s;
    request.secret = u"long enough"_s;
    RigClient dora = rig.client();
    Authenticate taken = request;
    taken.user = u"Ann"_s;
    QCOMPARE(dora.signIn(taken).error().code, ErrorCode::NameTaken);
    Authenticate weak = request;
    weak.secret = u"short"_s;
    QCOMPARE(dora.signIn(weak).error().code, ErrorCode::BadArg);
    const auto reply = dora.signIn(request);
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QCOMPARE(reply->room, std::optional(den));
    QVERIFY(reply->token);
    const auto attached = dora.ask(Attach{});
    QVERIFY(attached);
    QCOMPARE(attached->rooms.size(), 1);
    RigClient eve = rig.client();
    request.user = u"eve"_s;
    QCOMPARE(eve.signIn(request).error().code, ErrorCode::AuthFailed);
    QCOMPARE(ann.ask(ListInvites{})->invites.size(), 0);
}

void tst_CoreAuth::singleUseInviteLetsOneIn()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(token));
    const auto invite = ann.ask(CreateInvite{});
    QVERIFY(invite);
    std::vector<RigClient> crowd;
    std::vector<quint32> numbers;
    for (int i = 0; i < 50; ++i) {
        crowd.push_back(rig.client());
        Authenticate request = by(AuthMethod::Invite);
        request.invite = invite->invite;
        request.user = u"person%1"_s.arg(i);
        request.secret = u"long enough"_s;
        numbers.push_back(crowd.back().send(request));
    }
    int in = 0;
    for (size_t i = 0; i < crowd.size(); ++i) {
        const auto answer = crowd[i].answer<Authenticate>(numbers[i]);
        in += answer.hasValue();
        QVERIFY(answer || answer.error().code == ErrorCode::AuthFailed);
    }
    QCOMPARE(in, 1);
    rig.inDatabase([&](Services& services) -> Result<Done> {
        TRY_VALUE(people, services.accounts.list());
        [&] { QCOMPARE(people.size(), 2); }();
        return Done{};
    });
}

void tst_CoreAuth::passwordChangeNeedsTheOldOne()
{
    ServerRig rig;
    rig.addPerson(u"ann"_s, ServerRole::Member, u"first password"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.signIn(byPassword(u"ann"_s, u"first password"_s)));
    QCOMPARE(ann.ask(ChangePassword{u"wrong one"_s, u"second password"_s}).error().code, ErrorCode::AuthFailed);
    QVERIFY(ann.ask(ChangePassword{u"first password"_s, u"second password"_s}));
    RigClient again = rig.client();
    QCOMPARE(again.signIn(byPassword(u"ann"_s, u"first password"_s)).error().code, ErrorCode::AuthFailed);
    QVERIFY(again.signIn(byPassword(u"ann"_s, u"second password"_s)));
}

void tst_CoreAuth::pipelinedAuthAndAttachWork()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient client = rig.client();
    const quint32 auth = client.send(byToken(token));
    const quint32 attach = client.send(Attach{});
    QVERIFY(client.answer<Authenticate>(auth));
    const auto attached = client.answer<Attach>(attach);
    QVERIFY(attached);
    QCOMPARE(attached->self.name, u"ann"_s);
}

QTEST_GUILESS_MAIN(tst_CoreAuth)
#include "tst_CoreAuth.moc"
