// Rooms, membership and taking up one's rooms again.
#include "tests/support/ServerRig.h"

#include <QTest>

#include <future>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;
using namespace confab::protocol;

class tst_CoreRooms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void makerOwnsTheRoom();
    void publicNamesAreUnique();
    void joiningTwiceIsNoError();
    void newMemberHearsOnlyWhatComesLater();
    void otherDevicesFollowAJoinAndALeave();
    void joinsOfOneBatchAreOneEvent();
    void removedMemberIsToldAndHearsNoMore();
    void nobodyRemovesTheirEqual();
    void staffOnlyIsCheckedAgain();
    void directRoomIsOnePerPair();
    void topicAndTitleAreEvents();
    void ownershipPassesWhenTheOwnerLeaves();
    void attachBringsWhatWasMissed();
    void attachSaysGapResetAndGone();
    void attachComesInPages();
    void livePushesStartAfterTheAttachedHead();
    void directoryIsPagedAndSearched();
    void noticesMayBeHidden();

private:
    RoomState makeRoom(RigClient& client, const QString& name, bool isPublic = true)
    {
        CreateRoom request;
        request.name = name;
        request.isPublic = isPublic;
        const auto made = client.ask(request);
        return made ? made->room : RoomState{};
    }
    Result<PostMessage::Reply> post(RigClient& client, RoomId room, const QString& text)
    {
        PostMessage request;
        request.room = room;
        request.text = text;
        return client.ask(request);
    }

    std::unique_ptr<ServerRig> m_rig;
    QString m_ann, m_bob;
};

void tst_CoreRooms::init()
{
    m_rig = std::make_unique<ServerRig>();
    m_ann = m_rig->addPerson(u"ann"_s);
    m_bob = m_rig->addPerson(u"bob"_s);
    QVERIFY(m_rig->start());
}

void tst_CoreRooms::cleanup() { m_rig.reset(); }

void tst_CoreRooms::makerOwnsTheRoom()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QCOMPARE(room.role, RoomRole::Owner);
    QCOMPARE(room.memberCount, 1);
    QCOMPARE(room.head, Seq(1));
    QVERIFY(room.rights.contains(Right::DeleteRoom));
    QVERIFY(room.epoch.isValid());
}

void tst_CoreRooms::publicNamesAreUnique()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(makeRoom(ann, u"Lobby"_s).id.isValid());
    CreateRoom same;
    same.name = u"#LOBBY"_s;
    QCOMPARE(ann.ask(same).error().code, ErrorCode::NameTaken);
    CreateRoom odd;
    odd.name = u"two words"_s;
    QCOMPARE(ann.ask(odd).error().code, ErrorCode::NameUnsafe);
}

void tst_CoreRooms::joiningTwiceIsNoError()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    const auto again = bob.ask(JoinRoom{room.id, {}});
    QVERIFY(again);
    QCOMPARE(again->room.head, Seq(2));
    QCOMPARE(again->room.memberCount, 2);
    QCOMPARE(ann.events().size(), 1);
}

void tst_CoreRooms::newMemberHearsOnlyWhatComesLater()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(post(ann, room.id, u"before"_s));
    const auto joined = bob.ask(JoinRoom{room.id, {}});
    QVERIFY(joined);
    QVERIFY(post(ann, room.id, u"after"_s));
    QCOMPARE(bob.events().size(), 1);
    QCOMPARE(headOf(bob.events().first()).seq, Seq(joined->room.head.value() + 1));
    // The room heard of bob before bob listened.
    QVERIFY(std::holds_alternative<MembersJoined>(ann.events().at(1)));
}

void tst_CoreRooms::otherDevicesFollowAJoinAndALeave()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    RigClient phone = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    QVERIFY(phone.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    QVERIFY(m_rig->gateway.isSubscribed(phone.id(), room.id));
    auto pushes = phone.pushes<SelfPush>();
    QCOMPARE(pushes.size(), 1);
    QVERIFY(pushes.first().room);
    QCOMPARE(pushes.first().room->head, Seq(2));
    QVERIFY(phone.ask(LeaveRoom{room.id, u"bye"_s}));
    QVERIFY(!m_rig->gateway.isSubscribed(bob.id(), room.id));
    pushes = bob.pushes<SelfPush>();
    QCOMPARE(pushes.last().left, std::optional(room.id));
    QCOMPARE(post(bob, room.id, u"x"_s).error().code, ErrorCode::NotMember);
}

void tst_CoreRooms::joinsOfOneBatchAreOneEvent()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    std::vector<RigClient> crowd;
    std::vector<quint32> numbers;
    for (int i = 0; i < 30; ++i) {
        const QString token = m_rig->addPerson(u"p%1"_s.arg(i));
        crowd.push_back(m_rig->client());
        QVERIFY(crowd.back().enter(token));
    }
    std::promise<void> open, inside;
    m_rig->core().offer(CoreTask{[&] {
        inside.set_value();
        open.get_future().wait();
    }});
    inside.get_future().wait();
    for (RigClient& one : crowd)
        numbers.push_back(one.send(JoinRoom{room.id, {}}));
    open.set_value();
    for (size_t i = 0; i < crowd.size(); ++i) {
        const auto joined = crowd[i].answer<JoinRoom>(numbers[i]);
        QVERIFY(joined);
        QCOMPARE(joined->room.head, Seq(2));
        QCOMPARE(joined->room.memberCount, qint64(i) + 2);
        QVERIFY(crowd[i].events().isEmpty());
    }
    const auto events = ann.events();
    QCOMPARE(events.size(), 1);
    QCOMPARE(std::get<MembersJoined>(events.first()).people.size(), 30);
}

void tst_CoreRooms::removedMemberIsToldAndHearsNoMore()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(ann.ask(AddToRoom{room.id, bob.user(), {}}));
    QVERIFY(m_rig->gateway.isSubscribed(bob.id(), room.id));
    QVERIFY(ann.ask(RemoveFromRoom{room.id, bob.user(), u"spam"_s}));
    const auto events = bob.events();
    QVERIFY(std::holds_alternative<MemberRemoved>(events.last()));
    QCOMPARE(std::get<MemberRemoved>(events.last()).reason, std::optional(u"spam"_s));
    QCOMPARE(bob.pushes<SelfPush>().last().left, std::optional(room.id));
    QVERIFY(post(ann, room.id, u"about bob"_s));
    QCOMPARE(bob.events().size(), events.size());
}

void tst_CoreRooms::nobodyRemovesTheirEqual()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    QCOMPARE(bob.ask(RemoveFromRoom{room.id, ann.user(), {}}).error().code, ErrorCode::Forbidden);
    m_rig->inDatabase([&](Services& services) { return services.store.members.setRole(room.id, bob.user(), RoomRole::Admin); });
    QCOMPARE(bob.ask(RemoveFromRoom{room.id, ann.user(), {}}).error().code, ErrorCode::Forbidden);
    QVERIFY(ann.ask(RemoveFromRoom{room.id, bob.user(), {}}));
}

void tst_CoreRooms::staffOnlyIsCheckedAgain()
{
    const QString token = m_rig->addPerson(u"carol"_s, ServerRole::Staff);
    RigClient carol = m_rig->client();
    QVERIFY(carol.enter(token));
    CreateRoom request;
    request.name = u"staff"_s;
    request.staffOnly = true;
    const auto room = carol.ask(request);
    QVERIFY(room);
    QCOMPARE(carol.ask(AddToRoom{room->room.id, {}, u"bob"_s}).error().code, ErrorCode::Forbidden);
    m_rig->inDatabase([&](Services& services) { return services.accounts.setRole(carol.user(), ServerRole::Member); });
    RigClient again = m_rig->client();
    const auto attached = again.enter(token);
    QVERIFY(attached);
    QVERIFY(attached->rooms.isEmpty());
    QCOMPARE(post(again, room->room.id, u"x"_s).error().code, ErrorCode::NoSuchRoom);
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    request.name = u"mine"_s;
    QCOMPARE(ann.ask(request).error().code, ErrorCode::Forbidden);
}

void tst_CoreRooms::directRoomIsOnePerPair()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const auto first = ann.ask(DirectRoom{{}, u"Bob"_s});
    QVERIFY(first);
    QCOMPARE(first->room.kind, RoomKind::Direct);
    QCOMPARE(first->room.peer->name, u"bob"_s);
    QCOMPARE(bob.pushes<SelfPush>().last().room->peer->name, u"ann"_s);
    const auto second = bob.ask(DirectRoom{ann.user(), {}});
    QVERIFY(second);
    QCOMPARE(second->room.id, first->room.id);
    QVERIFY(post(ann, first->room.id, u"psst"_s));
    QCOMPARE(bob.events().size(), 1);
    QCOMPARE(bob.ask(LeaveRoom{first->room.id, {}}).error().code, ErrorCode::Forbidden);
    QCOMPARE(ann.ask(DirectRoom{ann.user(), {}}).error().code, ErrorCode::BadArg);
    QCOMPARE(ann.ask(DirectRoom{{}, u"nobody"_s}).error().code, ErrorCode::NoSuchUser);
    const QString third = m_rig->addPerson(u"carol"_s, ServerRole::Admin);
    RigClient carol = m_rig->client();
    QVERIFY(carol.enter(third));
    QCOMPARE(carol.ask(JoinRoom{first->room.id, {}}).error().code, ErrorCode::NoSuchRoom);
    QVERIFY(carol.ask(ListRooms{})->rooms.isEmpty());
}

void tst_CoreRooms::topicAndTitleAreEvents()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    QCOMPARE(bob.ask(SetRoom{room.id, {}, {}, u"mine"_s}).error().code, ErrorCode::Forbidden);
    QVERIFY(ann.ask(SetRoom{room.id, u"hall"_s, u"The Hall"_s, u"Talk"_s}));
    const auto events = bob.events();
    QCOMPARE(events.size(), 2);
    QCOMPARE(std::get<RoomRenamed>(events.first()).roomName, std::optional(u"hall"_s));
    QCOMPARE(std::get<TopicChanged>(events.last()).topic, u"Talk"_s);
    const auto attached = bob.ask(Attach{});
    QCOMPARE(attached->rooms.first().topic, u"Talk"_s);
    QCOMPARE(attached->rooms.first().title, u"The Hall"_s);
}

void tst_CoreRooms::ownershipPassesWhenTheOwnerLeaves()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    QVERIFY(ann.ask(LeaveRoom{room.id, {}}));
    QCOMPARE(bob.ask(Attach{})->rooms.first().role, RoomRole::Owner);
    QVERIFY(bob.ask(LeaveRoom{room.id, {}}));
    QVERIFY(ann.ask(JoinRoom{room.id, {}})); // an empty room stays
}

void tst_CoreRooms::attachBringsWhatWasMissed()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    const auto first = post(ann, room.id, u"one"_s);
    const auto second = post(ann, room.id, u"two"_s);
    RigClient later = m_rig->client();
    QVERIFY(later.enter(m_ann));
    Attach request;
    request.have = {{room.id, room.epoch, first->seq, first->ts}};
    auto attached = later.ask(request);
    QVERIFY(attached);
    QCOMPARE(attached->rooms.first().ev.size(), 1);
    QCOMPARE(headOf(attached->rooms.first().ev.first()).seq, second->seq);
    QVERIFY(headOf(attached->rooms.first().ev.first()).c);
    request.have = {{room.id, room.epoch, second->seq, second->ts}};
    attached = later.ask(request);
    QVERIFY(attached->rooms.first().ev.isEmpty());
    QVERIFY(!attached->rooms.first().gap && !attached->rooms.first().reset);
}

void tst_CoreRooms::attachSaysGapResetAndGone()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    m_rig->clock.advance(10);
    Seq last;
    for (int i = 0; i < 60; ++i)
        last = post(ann, room.id, QString::number(i))->seq;
    const TimeMs ts = *room.lastTs;
    const auto stateFor = [&](const Have& have) {
        Attach request;
        request.have = {have};
        return ann.ask(request)->rooms.first();
    };
    QCOMPARE(stateFor({room.id, room.epoch, Seq(1), ts}).gap, std::optional(true));
    QVERIFY(stateFor({room.id, room.epoch, Seq(1), ts}).ev.isEmpty());
    QCOMPARE(stateFor({room.id, Epoch(room.epoch.value() == 5 ? 6 : 5), Seq(1), ts}).reset, std::optional(true));
    QCOMPARE(stateFor({room.id, room.epoch, Seq(last.value() + 1), ts}).reset, std::optional(true));
    QCOMPARE(stateFor({room.id, room.epoch, Seq(1), TimeMs(ts.value() + 1)}).reset, std::optional(true));
    Attach request;
    request.have = {{RoomId(777), Epoch(1), Seq(1), ts}};
    QCOMPARE(ann.ask(request)->gone, QList<RoomId>{RoomId(777)});
}

void tst_CoreRooms::attachComesInPages()
{
    const UserId ann = m_rig->idOf(u"ann"_s);
    RoomId focus;
    m_rig->inDatabase([&](Services& services) -> Result<Done> {
        TRY_VALUE(account, services.accounts.find(ann));
        for (int i = 0; i < 1100; ++i) {
            CreateRoom wanted;
            wanted.name = u"room%1"_s.arg(i);
            TRY_VALUE(made, services.rooms.create(Actor::of(account), wanted));
            focus = made.room.id;
        }
        return Done{};
    });
    RigClient client = m_rig->client();
    Authenticate auth;
    auth.method = AuthMethod::Token;
    auth.token = m_ann;
    QVERIFY(client.signIn(auth));
    QSet<RoomId> seen;
    Attach request;
    request.focus = focus;
    int pages = 0;
    int rooms = 0;
    while (true) {
        const auto page = client.ask(request);
        QVERIFY(page);
        if (pages == 0)
            QCOMPARE(page->rooms.first().id, focus);
        QVERIFY(page->rooms.size() <= limits::attachRooms);
        rooms += int(page->rooms.size());
        for (const RoomState& room : page->rooms)
            seen.insert(room.id);
        ++pages;
        if (!page->cursor)
            break;
        request.cursor = page->cursor;
        QVERIFY(pages < 10);
    }
    QCOMPARE(pages, 3);
    QCOMPARE(rooms, 1100);
    QCOMPARE(seen.size(), 1100);
    QVERIFY(m_rig->gateway.isSubscribed(client.id(), RoomId(1)));
    QVERIFY(m_rig->gateway.isSubscribed(client.id(), focus));
}

void tst_CoreRooms::livePushesStartAfterTheAttachedHead()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    // One batch: post, attach of a fresh connection, post.
    RigClient fresh = m_rig->client();
    Authenticate auth;
    auth.method = AuthMethod::Token;
    auth.token = m_bob;
    QVERIFY(fresh.signIn(auth));
    PostMessage message;
    message.room = room.id;
    message.text = u"x"_s;
    const quint32 one = ann.send(message);
    const quint32 attach = fresh.send(Attach{});
    const quint32 two = ann.send(message);
    const auto attached = fresh.answer<Attach>(attach);
    QVERIFY(attached);
    QVERIFY(ann.answer<PostMessage>(one));
    QVERIFY(ann.answer<PostMessage>(two));
    const Seq head = attached->rooms.first().head;
    QCOMPARE(head, Seq(3));
    const auto events = fresh.events();
    QCOMPARE(events.size(), 1);
    QCOMPARE(headOf(events.first()).seq, Seq(4));
}

void tst_CoreRooms::directoryIsPagedAndSearched()
{
    const UserId ann = m_rig->idOf(u"ann"_s);
    m_rig->inDatabase([&](Services& services) -> Result<Done> {
        TRY_VALUE(account, services.accounts.find(ann));
        for (int i = 0; i < 250; ++i) {
            CreateRoom wanted;
            wanted.name = i % 2 ? u"odd_%1"_s.arg(i) : u"even%1"_s.arg(i);
            TRY(services.rooms.create(Actor::of(account), wanted));
        }
        return Done{};
    });
    RigClient bob = m_rig->client();
    QVERIFY(bob.enter(m_bob));
    auto page = bob.ask(ListRooms{});
    QVERIFY(page);
    QCOMPARE(page->rooms.size(), limits::listRooms);
    QVERIFY(page->next);
    page = bob.ask(ListRooms{{}, {}, page->next});
    QCOMPARE(page->rooms.size(), 50);
    QVERIFY(!page->next);
    QCOMPARE(bob.ask(ListRooms{u"ODD_"_s, {}, {}})->rooms.size(), 125);
    QCOMPARE(bob.ask(ListRooms{u"%"_s, {}, {}})->rooms.size(), 0);
    QVERIFY(bob.ask(JoinRoom{{}, u"odd_7"_s}));
    const auto joined = bob.ask(ListRooms{{}, true, {}});
    QCOMPARE(joined->rooms.size(), 1);
    QVERIFY(joined->rooms.first().joined);
}

void tst_CoreRooms::noticesMayBeHidden()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(post(ann, room.id, u"x"_s));
    RoomHistory past;
    past.room = room.id;
    QCOMPARE(ann.ask(past)->items.size(), 2);
    CoreOptions options = ServerRig::roomy();
    options.roomNotices = false;
    m_rig->core().reload(options);
    QCOMPARE(ann.ask(past)->items.size(), 1);
    QCOMPARE(ann.ask(past)->remaining, 0);
}

QTEST_GUILESS_MAIN(tst_CoreRooms)
#include "tst_CoreRooms.moc"
