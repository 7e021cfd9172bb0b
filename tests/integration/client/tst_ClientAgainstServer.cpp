// Two clients and a real confabd: talking, editing, paging, and losing the server in the middle of a sentence.
#include "tests/integration/client/Person.h"
#include "tests/support/ServerProcess.h"

#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patientMs = 30'000;

} // namespace

class tst_ClientAgainstServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void talksInTwoRooms();
    void editsAndDeletesAreSeenByTheOther();
    void historyIsPaged();
    void readMarkersAndDraftsMeet();
    void membersAndTypingAreSeen();
    void aStolenTokenIsRefused();
    void aPasswordSignsInAndLeavesAToken();
    void nothingIsLostWhenTheServerIsKilled();
    void aRestartedClientResumesWhereItWas();
    void joiningAndLeaving();

private:
    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<Person> m_ann;
    std::unique_ptr<Person> m_bob;
    QString m_annToken;
    QString m_bobToken;
};

void tst_ClientAgainstServer::initTestCase()
{
    m_server = std::make_unique<ServerProcess>();
    m_annToken = m_server->addUser(u"ann"_s);
    m_bobToken = m_server->addUser(u"bob"_s);
    QVERIFY2(!m_annToken.isEmpty() && !m_bobToken.isEmpty(), m_server->errors());
    for (const QString& room : {u"lobby"_s, u"kitchen"_s, u"scroll"_s, u"storm"_s, u"quiet"_s}) {
        QVERIFY2(m_server->addRoom(room), m_server->errors());
        QVERIFY2(m_server->assign(room, {u"ann"_s, u"bob"_s}), m_server->errors());
    }
    QVERIFY2(m_server->start(), m_server->errors());
}

void tst_ClientAgainstServer::init()
{
    m_ann = std::make_unique<Person>(u"ann"_s, m_annToken, Encoding::Cbor);
    m_bob = std::make_unique<Person>(u"bob"_s, m_bobToken, Encoding::Json);
    m_ann->start(m_server->url());
    m_bob->start(m_server->url());
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->online() && m_bob->online(), patientMs);
}

void tst_ClientAgainstServer::cleanup()
{
    m_ann.reset();
    m_bob.reset();
}

void tst_ClientAgainstServer::talksInTwoRooms()
{
    m_ann->client->openRoom(m_ann->room(u"lobby"_s));
    m_ann->client->post(m_ann->room(u"lobby"_s), u"hello bob"_s);
    m_ann->client->post(m_ann->room(u"kitchen"_s), u"tea?"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_bob->shown(u"lobby"_s), QStringList{u"hello bob"_s}, patientMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_bob->shown(u"kitchen"_s), QStringList{u"tea?"_s}, patientMs);
    m_bob->client->post(m_bob->room(u"lobby"_s), u"hi ann ☕"_s, {.replyTo = m_bob->seqOf(u"lobby"_s, u"hello bob"_s)});
    QTRY_COMPARE_WITH_TIMEOUT(m_ann->shown(u"lobby"_s).value(1), u"hi ann ☕"_s, patientMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->client->outbox().entries().isEmpty() && m_bob->client->outbox().entries().isEmpty(), patientMs);
    QCOMPARE(m_bob->client->store().room(m_bob->room(u"kitchen"_s))->unread, 1);
    QCOMPARE(m_ann->client->store().room(m_ann->room(u"kitchen"_s))->unread, 0);
}

void tst_ClientAgainstServer::editsAndDeletesAreSeenByTheOther()
{
    const RoomId lobby = m_ann->room(u"lobby"_s);
    m_ann->client->post(lobby, u"teh word"_s);
    m_ann->client->post(lobby, u"never mind"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_bob->seqOf(u"lobby"_s, u"never mind"_s).isValid(), patientMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->client->outbox().entries().isEmpty(), patientMs);
    m_ann->client->edit(lobby, m_ann->seqOf(u"lobby"_s, u"teh word"_s), u"the word"_s);
    m_ann->client->remove(lobby, m_ann->seqOf(u"lobby"_s, u"never mind"_s));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_bob->shown(u"lobby"_s).mid(m_bob->shown(u"lobby"_s).size() - 2), (QStringList{u"the word"_s, u"-"_s}), patientMs);
    m_bob->client->remove(lobby, m_bob->seqOf(u"lobby"_s, u"the word"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_bob->client->outbox().entries().value(0).state, DeliveryState::Failed, patientMs);
    QCOMPARE(m_bob->client->outbox().entries().first().error.code, ErrorCode::Forbidden);
    m_bob->client->discard(m_bob->client->outbox().entries().first().c);
}

void tst_ClientAgainstServer::historyIsPaged()
{
    // More than one page of history, written faster than the limit allows: the outbox paces itself.
    const RoomId scroll = m_ann->room(u"scroll"_s);
    constexpr int lines = 40;
    QStringList texts;
    for (int i = 0; i < lines; ++i) {
        texts.append(u"line %1"_s.arg(i));
        m_ann->client->post(scroll, texts.last());
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->client->outbox().entries().isEmpty(), 60'000);
    Person late(u"bob"_s, m_bobToken, Encoding::Cbor);
    late.start(m_server->url());
    QTRY_VERIFY_WITH_TIMEOUT(late.online(), patientMs);
    late.client->openRoom(scroll);
    QTRY_COMPARE_WITH_TIMEOUT(late.shown(u"scroll"_s), texts, patientMs);
    int answers = 0;
    late.client->request<RoomHistory>(
        RoomHistory{scroll, late.seqOf(u"scroll"_s, texts.at(20)), {}, {}, {}, 10}, [&](Result<RoomHistory::Reply> page) {
            QVERIFY2(page.hasValue(), qPrintable(page ? QString() : page.error().message));
            QCOMPARE(page->items.size(), 10);
            QCOMPARE(std::get<MessagePosted>(page->items.last().event).text, texts.at(19));
            ++answers;
        });
    QTRY_COMPARE_WITH_TIMEOUT(answers, 1, patientMs);
}

void tst_ClientAgainstServer::readMarkersAndDraftsMeet()
{
    const RoomId quiet = m_ann->room(u"quiet"_s);
    m_ann->client->post(quiet, u"read me"_s);
    Person desktop(u"bob"_s, m_bobToken, Encoding::Cbor);
    desktop.start(m_server->url());
    QTRY_VERIFY_WITH_TIMEOUT(desktop.online() && desktop.client->store().room(quiet)->unread == 1, patientMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_bob->client->store().room(quiet)->unread, 1, patientMs);
    m_bob->client->markRead(quiet, m_bob->client->store().room(quiet)->head);
    QTRY_COMPARE_WITH_TIMEOUT(desktop.client->store().room(quiet)->unread, 0, patientMs);
    m_bob->client->setDraft(quiet, u"I was about to"_s);
    QTRY_COMPARE_WITH_TIMEOUT(desktop.client->store().room(quiet)->draft, u"I was about to"_s, patientMs);
}

void tst_ClientAgainstServer::membersAndTypingAreSeen()
{
    const RoomId lobby = m_ann->room(u"lobby"_s);
    m_ann->client->openRoom(lobby);
    m_bob->client->openRoom(lobby);
    QTRY_COMPARE_WITH_TIMEOUT(m_ann->client->store().members(lobby).state(), MembersState::Fresh, patientMs);
    QCOMPARE(m_ann->client->store().members(lobby).total(), 2);
    m_bob->client->setTyping(lobby, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_ann->client->store().typing(lobby).size(), 1, patientMs);
    m_bob->client->setPresence(PresenceState::Away, u"lunch"_s);
    const UserId bob = m_bob->client->store().self().id;
    const auto bobsState = [&] {
        const Member* member = m_ann->client->store().members(lobby).find(bob);
        return member ? member->state : PresenceState::Offline;
    };
    QTRY_COMPARE_WITH_TIMEOUT(bobsState(), PresenceState::Away, patientMs);
}

void tst_ClientAgainstServer::aStolenTokenIsRefused()
{
    Person thief(u"ann"_s, u"not-a-token"_s, Encoding::Cbor);
    thief.start(m_server->url());
    QTRY_COMPARE_WITH_TIMEOUT(thief.client->state().phase, ConnectionPhase::Stopped, patientMs);
    QVERIFY(thief.client->state().why == StopReason::AuthFailed || thief.client->state().why == StopReason::Revoked);
}

void tst_ClientAgainstServer::aPasswordSignsInAndLeavesAToken()
{
    // The account is made by an invite of ann's, as a new person would.
    QString invite;
    m_ann->client->request<CreateInvite>({}, [&](Result<CreateInvite::Reply> made) {
        if (made)
            invite = made->invite;
        else
            invite = u"failed: "_s + errorName(made.error().code);
    });
    QTRY_VERIFY_WITH_TIMEOUT(!invite.isEmpty(), patientMs);
    QVERIFY2(!invite.startsWith(u"failed"_s), qPrintable(invite));
    Person eve(u"eve"_s, {}, Encoding::Cbor);
    eve.token = u"none"_s;
    eve.start(m_server->url());
    QTRY_COMPARE_WITH_TIMEOUT(eve.client->state().phase, ConnectionPhase::Stopped, patientMs);
    eve.client->signIn(Credentials{.method = AuthMethod::Invite, .user = u"eve"_s, .secret = u"correct horse battery"_s, .invite = invite});
    QTRY_VERIFY_WITH_TIMEOUT(eve.online(), patientMs);
    const auto stored = eve.secrets.readNow({serverKey(m_server->url()), u"eve"_s, u"test"_s});
    QVERIFY(stored.hasValue() && stored->has_value());
    QVERIFY(**stored != u"none"_s);
    eve.client->stop();
    eve.token = **stored;
    eve.start(m_server->url());
    QTRY_VERIFY_WITH_TIMEOUT(eve.online(), patientMs);
}

void tst_ClientAgainstServer::nothingIsLostWhenTheServerIsKilled()
{
    const QString storm = u"storm"_s;
    const RoomId room = m_ann->room(storm);
    QStringList expected;
    for (int i = 0; i < 5; ++i) {
        expected.append(u"before %1"_s.arg(i));
        m_ann->client->post(room, expected.last());
    }
    m_server->kill();
    QTRY_VERIFY_WITH_TIMEOUT(!m_ann->online() && !m_bob->online(), patientMs);
    for (int i = 0; i < 15; ++i) {
        expected.append(u"while down %1"_s.arg(i));
        m_ann->client->post(room, expected.last());
    }
    QVERIFY2(m_server->start(), m_server->errors());
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->online() && m_bob->online(), patientMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->client->outbox().entries().isEmpty(), 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_bob->shown(storm), expected, patientMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_ann->shown(storm), expected, patientMs);
}

void tst_ClientAgainstServer::aRestartedClientResumesWhereItWas()
{
    const RoomId room = m_bob->room(u"kitchen"_s);
    m_bob->client->openRoom(room);
    m_ann->client->post(room, u"seen live"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_bob->shown(u"kitchen"_s).value(m_bob->shown(u"kitchen"_s).size() - 1), u"seen live"_s, patientMs);
    m_bob->client->stop();
    m_bob->client.reset();
    m_ann->client->post(room, u"missed"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->client->outbox().entries().isEmpty(), patientMs);
    m_bob->start(m_server->url());
    QCOMPARE(m_bob->client->store().rooms().isEmpty(), false);
    m_bob->client->openRoom(room);
    const QStringList offline = m_bob->shown(u"kitchen"_s);
    QCOMPARE(offline.last(), u"seen live"_s);
    QSignalSpy resets(&m_bob->client->store(), &Store::timelineReset);
    QTRY_COMPARE_WITH_TIMEOUT(m_bob->shown(u"kitchen"_s), offline + QStringList{u"missed"_s}, patientMs);
    QVERIFY2(resets.isEmpty(), "resuming is no reset");
}

void tst_ClientAgainstServer::joiningAndLeaving()
{
    RoomId made;
    CreateRoom create;
    create.name = u"garden"_s;
    m_ann->client->request<CreateRoom>(create, [&](Result<CreateRoom::Reply> reply) { made = reply ? reply->room.id : RoomId(-1); });
    QTRY_VERIFY_WITH_TIMEOUT(made != RoomId(), patientMs);
    QVERIFY(made.isValid());
    QVERIFY(m_ann->client->store().room(made));
    bool joined = false;
    m_bob->client->request<JoinRoom>(JoinRoom{{}, u"garden"_s}, [&](Result<JoinRoom::Reply> reply) { joined = reply.hasValue(); });
    QTRY_VERIFY_WITH_TIMEOUT(joined, patientMs);
    m_ann->client->post(made, u"welcome"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_bob->shown(u"garden"_s).contains(u"welcome"_s), patientMs);
    m_bob->client->request<LeaveRoom>(LeaveRoom{made, {}}, {});
    QTRY_VERIFY_WITH_TIMEOUT(!m_bob->client->store().room(made), patientMs);
}

QTEST_GUILESS_MAIN(tst_ClientAgainstServer)
#include "tst_ClientAgainstServer.moc"
