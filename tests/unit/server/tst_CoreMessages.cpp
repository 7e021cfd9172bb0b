// Posting, editing, deleting and reading through a real core.
#include "tests/support/ServerRig.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;
using namespace confab::protocol;

class tst_CoreMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everyRequestHasARoute();
    void postedMessageReachesTheRoomAndTheLog();
    void authorsOwnEventCarriesTheClientId();
    void sameRequestAgainIsDoneOnce();
    void sameIdWithOtherContentIsAConflict();
    void duplicateIsKnownAfterARestart();
    void emptyTextIsRefused();
    void editFoldsIntoHistoryAndChanges();
    void onlyTheAuthorEdits();
    void deletedTextIsBlankEverywhere();
    void otherEpochIsRefused();
    void hiddenAndMissingRoomsLookTheSame_data();
    void hiddenAndMissingRoomsLookTheSame();
    void unreadIsWhatARecountGives();
    void mentionsAreCounted();
    void readMarkerIsClampedAndEchoed();
    void draftFollowsThePerson();
    void historyPagesInBothDirections();
    void syncReachesTheEndAndResumesPushes();
    void mutedMemberCannotPost();

private:
    RoomState makeRoom(RigClient& owner, const QString& name, bool isPublic = true);
    Result<PostMessage::Reply> post(RigClient& client, RoomId room, const QString& text, std::optional<ClientId> c = {});
    RoomHistory::Reply history(RigClient& client, RoomId room);

    std::unique_ptr<ServerRig> m_rig;
    QString m_ann, m_bob;
};

void tst_CoreMessages::init()
{
    m_rig = std::make_unique<ServerRig>();
    m_ann = m_rig->addPerson(u"ann"_s);
    m_bob = m_rig->addPerson(u"bob"_s);
    const auto started = m_rig->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
}

void tst_CoreMessages::cleanup()
{
    m_rig.reset();
}

RoomState tst_CoreMessages::makeRoom(RigClient& owner, const QString& name, bool isPublic)
{
    CreateRoom request;
    request.name = name;
    request.isPublic = isPublic;
    auto made = owner.ask(request);
    return made ? made->room : RoomState{};
}

Result<PostMessage::Reply> tst_CoreMessages::post(RigClient& client, RoomId room, const QString& text, std::optional<ClientId> c)
{
    PostMessage request;
    request.room = room;
    request.text = text;
    return client.ask(request, c);
}

RoomHistory::Reply tst_CoreMessages::history(RigClient& client, RoomId room)
{
    RoomHistory request;
    request.room = room;
    auto reply = client.ask(request);
    return reply ? *reply : RoomHistory::Reply{};
}

void tst_CoreMessages::everyRequestHasARoute()
{
    const Router router = allRoutes();
    QCOMPARE(router.missing(), QStringList());
    QVERIFY(!Router().missing().isEmpty());
}

void tst_CoreMessages::postedMessageReachesTheRoomAndTheLog()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(room.id.isValid());
    auto joined = bob.ask(JoinRoom{{}, u"#Lobby"_s});
    QVERIFY(joined);
    QCOMPARE(joined->room.head, Seq(2));
    const auto posted = post(ann, room.id, u"hello"_s);
    QVERIFY(posted);
    QCOMPARE(posted->seq, Seq(3));
    const QList<AnyEvent> events = bob.events();
    QCOMPARE(events.size(), 1);
    const auto* message = std::get_if<MessagePosted>(&events.first());
    QVERIFY(message);
    QCOMPARE(message->text, u"hello"_s);
    QCOMPARE(message->name, u"ann"_s);
    QCOMPARE(message->seq, Seq(3));
    const auto page = history(bob, room.id);
    QCOMPARE(page.items.size(), 3);
    QCOMPARE(headOf(page.items.last().event).seq, Seq(3));
    QCOMPARE(page.remaining, 0);
}

void tst_CoreMessages::authorsOwnEventCarriesTheClientId()
{
    RigClient ann = m_rig->client();
    RigClient second = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(second.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    const ClientId c = ClientId::random();
    QVERIFY(post(ann, room.id, u"mine"_s, c));
    QCOMPARE(headOf(ann.events().last()).c, std::optional(c));
    QCOMPARE(headOf(second.events().last()).c, std::optional(c));
    QCOMPARE(headOf(bob.events().last()).c, std::nullopt);
    QCOMPARE(headOf(history(ann, room.id).items.last().event).c, std::optional(c));
    QCOMPARE(headOf(history(bob, room.id).items.last().event).c, std::nullopt);
}

void tst_CoreMessages::sameRequestAgainIsDoneOnce()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    const ClientId c = ClientId::random();
    const auto first = post(ann, room.id, u"once"_s, c);
    const auto again = post(ann, room.id, u"once"_s, c);
    QVERIFY(first && again);
    QVERIFY(!first->dup);
    QCOMPARE(again->dup, std::optional(true));
    QCOMPARE(again->seq, first->seq);
    QCOMPARE(history(ann, room.id).head, first->seq);

    const ClientId made = ClientId::random();
    CreateRoom request;
    request.name = u"other"_s;
    const auto room1 = ann.ask(request, made);
    const auto room2 = ann.ask(request, made);
    QVERIFY(room1 && room2);
    QCOMPARE(room2->room.id, room1->room.id);
    QCOMPARE(room2->dup, std::optional(true));
}

void tst_CoreMessages::sameIdWithOtherContentIsAConflict()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    const ClientId c = ClientId::random();
    QVERIFY(post(ann, room.id, u"one"_s, c));
    const auto other = post(ann, room.id, u"two"_s, c);
    QVERIFY(!other);
    QCOMPARE(other.error().code, ErrorCode::CidConflict);
}

void tst_CoreMessages::duplicateIsKnownAfterARestart()
{
    const ClientId c = ClientId::random();
    RoomId room;
    Seq seq;
    {
        RigClient ann = m_rig->client();
        QVERIFY(ann.enter(m_ann));
        room = makeRoom(ann, u"lobby"_s).id;
        seq = post(ann, room, u"kept"_s, c)->seq;
    }
    QVERIFY(m_rig->restart());
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const auto again = post(ann, room, u"kept"_s, c);
    QVERIFY(again);
    QCOMPARE(again->seq, seq);
    QCOMPARE(again->dup, std::optional(true));
}

void tst_CoreMessages::emptyTextIsRefused()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    const auto refused = post(ann, room.id, u" \n\t "_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::BadArg);
    QCOMPARE(refused.error().field, u"text"_s);
}

void tst_CoreMessages::editFoldsIntoHistoryAndChanges()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    const Seq of = post(ann, room.id, u"frist"_s)->seq;
    QVERIFY(post(ann, room.id, u"second"_s));
    const auto edited = ann.ask(EditMessage{room.id, room.epoch, of, u"first"_s});
    QVERIFY(edited);
    const auto page = history(ann, room.id);
    QCOMPARE(page.items.size(), 3); // join, two messages; the edit is no line
    const auto& item = page.items.at(1);
    QCOMPARE(std::get<MessagePosted>(item.event).text, u"first"_s);
    QCOMPARE(item.rev, edited->seq);
    QVERIFY(item.edited);
    const auto changes = ann.ask(RoomChanges{room.id, room.epoch, of, edited->seq});
    QVERIFY(changes);
    QCOMPARE(changes->items.size(), 1);
    QCOMPARE(headOf(changes->items.first().event).seq, of);
    QCOMPARE(changes->upto, edited->seq);
    const auto none = ann.ask(RoomChanges{room.id, room.epoch, edited->seq, edited->seq});
    QVERIFY(none);
    QVERIFY(none->items.isEmpty());
    // The log itself keeps both texts.
    const auto raw = ann.ask(SyncRoom{room.id, room.epoch, Seq(0), 200});
    QVERIFY(raw);
    QCOMPARE(std::get<MessagePosted>(raw->ev.at(1)).text, u"frist"_s);
}

void tst_CoreMessages::onlyTheAuthorEdits()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    const Seq of = post(ann, room.id, u"mine"_s)->seq;
    const auto edit = bob.ask(EditMessage{room.id, room.epoch, of, u"yours"_s});
    QVERIFY(!edit);
    QCOMPARE(edit.error().code, ErrorCode::Forbidden);
    const auto remove = bob.ask(DeleteMessage{room.id, room.epoch, of});
    QVERIFY(!remove);
    QCOMPARE(remove.error().code, ErrorCode::Forbidden);
    const auto missing = bob.ask(DeleteMessage{room.id, room.epoch, Seq(999)});
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NoSuchMessage);
    // The owner may delete what others wrote.
    const Seq theirs = post(bob, room.id, u"bob's"_s)->seq;
    QVERIFY(ann.ask(DeleteMessage{room.id, room.epoch, theirs}));
}

void tst_CoreMessages::deletedTextIsBlankEverywhere()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    const Seq of = post(ann, room.id, u"secret one"_s)->seq;
    QVERIFY(ann.ask(EditMessage{room.id, room.epoch, of, u"secret two"_s}));
    QVERIFY(ann.ask(DeleteMessage{room.id, room.epoch, of}));
    const auto raw = ann.ask(SyncRoom{room.id, room.epoch, Seq(0), 200});
    QVERIFY(raw);
    QCOMPARE(std::get<MessagePosted>(raw->ev.at(1)).text, QString());
    QCOMPARE(std::get<MessageEdited>(raw->ev.at(2)).text, QString());
    const auto page = history(ann, room.id);
    QCOMPARE(std::get<MessagePosted>(page.items.at(1).event).text, QString());
    QCOMPARE(page.items.at(1).deleted, std::optional(true));
    const auto again = ann.ask(EditMessage{room.id, room.epoch, of, u"back"_s});
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::NoSuchMessage);
}

void tst_CoreMessages::otherEpochIsRefused()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    const Seq of = post(ann, room.id, u"text"_s)->seq;
    const Epoch other(room.epoch.value() == 1 ? 2 : 1);
    const auto edit = ann.ask(EditMessage{room.id, other, of, u"x"_s});
    QVERIFY(!edit);
    QCOMPARE(edit.error().code, ErrorCode::EpochChanged);
    const auto sync = ann.ask(SyncRoom{room.id, other, Seq(0), 10});
    QVERIFY(!sync);
    QCOMPARE(sync.error().code, ErrorCode::EpochChanged);
    const auto read = ann.ask(MarkRead{room.id, other, Seq(1), {}});
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::EpochChanged);
}

void tst_CoreMessages::hiddenAndMissingRoomsLookTheSame_data()
{
    QTest::addColumn<QString>("which");
    QTest::newRow("missing") << u"missing"_s;
    QTest::newRow("private") << u"private"_s;
    QTest::newRow("staff") << u"staff"_s;
}

void tst_CoreMessages::hiddenAndMissingRoomsLookTheSame()
{
    QFETCH(QString, which);
    const QString staffToken = m_rig->addPerson(u"carol"_s, ServerRole::Staff);
    RigClient carol = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(carol.enter(staffToken));
    QVERIFY(bob.enter(m_bob));
    CreateRoom request;
    request.name = u"den"_s;
    request.isPublic = which != u"private"_s;
    request.staffOnly = which == u"staff"_s;
    const auto made = carol.ask(request);
    QVERIFY(made);
    const RoomId room = which == u"missing"_s ? RoomId(987654) : made->room.id;
    const Error expected{ErrorCode::NoSuchRoom, u"there is no such room"_s, u"room"_s};

    QCOMPARE(post(bob, room, u"x"_s).error(), expected);
    QCOMPARE(bob.ask(JoinRoom{room, {}}).error(), expected);
    QCOMPARE(bob.ask(LeaveRoom{room, {}}).error(), expected);
    QCOMPARE(bob.ask(WatchRoom{room, {}}).error(), expected);
    QCOMPARE(bob.ask(SyncRoom{room, Epoch(1), Seq(0), 10}).error(), expected);
    QCOMPARE(bob.ask(ListMembers{room}).error(), expected);
    QCOMPARE(bob.ask(RemoveFromRoom{room, carol.user(), {}}).error(), expected);
    RoomHistory past;
    past.room = room;
    QCOMPARE(bob.ask(past).error(), expected);
    if (which != u"missing"_s) {
        QCOMPARE(bob.ask(JoinRoom{{}, u"den"_s}).error(), expected);
        const auto listed = bob.ask(ListRooms{});
        QVERIFY(listed);
        QVERIFY(listed->rooms.isEmpty());
    }
    // A private room takes no public name.
    if (which == u"private"_s) {
        CreateRoom same;
        same.name = u"den"_s;
        QVERIFY(bob.ask(same));
    }
}

void tst_CoreMessages::unreadIsWhatARecountGives()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    QList<Seq> theirs;
    for (int i = 0; i < 10; ++i)
        theirs.append(post(ann, room.id, u"line %1"_s.arg(i))->seq);
    QVERIFY(post(bob, room.id, u"own lines never count"_s));
    QVERIFY(ann.ask(EditMessage{room.id, room.epoch, theirs.at(5), u"edits neither"_s}));
    QVERIFY(ann.ask(DeleteMessage{room.id, room.epoch, theirs.at(9)}));
    const auto marked = bob.ask(MarkRead{room.id, room.epoch, theirs.at(2), {}});
    QVERIFY(marked);
    QCOMPARE(marked->unread, 6); // lines 3…8
    const auto attached = bob.ask(Attach{});
    QVERIFY(attached);
    QCOMPARE(attached->rooms.first().unread, 6);
    const auto raw = bob.ask(SyncRoom{room.id, room.epoch, theirs.at(2), 200});
    QVERIFY(raw);
    int counted = 0;
    for (const AnyEvent& event : raw->ev) {
        const auto* message = std::get_if<MessagePosted>(&event);
        counted += message && message->by != bob.user() && !message->text.isEmpty();
    }
    QCOMPARE(marked->unread, counted);
}

void tst_CoreMessages::mentionsAreCounted()
{
    RigClient ann = m_rig->client();
    RigClient bob = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    QVERIFY(bob.enter(m_bob));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    QVERIFY(post(ann, room.id, u"hi @Bob."_s));
    QVERIFY(post(ann, room.id, u"mail me: x@bob @bobby"_s));
    const Seq third = post(ann, room.id, u"(@bob) again"_s)->seq;
    auto attached = bob.ask(Attach{});
    QVERIFY(attached);
    QCOMPARE(attached->rooms.first().mentions, 2);
    QVERIFY(ann.ask(DeleteMessage{room.id, room.epoch, third}));
    attached = bob.ask(Attach{});
    QCOMPARE(attached->rooms.first().mentions, 1);
}

void tst_CoreMessages::readMarkerIsClampedAndEchoed()
{
    RigClient ann = m_rig->client();
    RigClient second = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(second.enter(m_ann));
    const Seq head = post(ann, room.id, u"x"_s)->seq;
    second.forget();
    auto marked = ann.ask(MarkRead{room.id, room.epoch, Seq(10'000), {}});
    QVERIFY(marked);
    QCOMPARE(marked->seq, head);
    const auto pushes = second.pushes<SelfPush>();
    QCOMPARE(pushes.size(), 1);
    QVERIFY(pushes.first().read);
    QCOMPARE(pushes.first().read->seq, head);
    marked = ann.ask(MarkRead{room.id, room.epoch, Seq(1), {}});
    QCOMPARE(marked->seq, head);
    marked = ann.ask(MarkRead{room.id, room.epoch, Seq(1), true});
    QCOMPARE(marked->seq, Seq(1));
}

void tst_CoreMessages::draftFollowsThePerson()
{
    RigClient ann = m_rig->client();
    RigClient second = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    QVERIFY(second.enter(m_ann));
    QVERIFY(ann.ask(SetDraft{room.id, u"half a thou"_s}));
    QCOMPARE(second.pushes<SelfPush>().last().draft, std::optional(Draft{room.id, u"half a thou"_s}));
    auto attached = second.ask(Attach{});
    QVERIFY(attached);
    QCOMPARE(attached->rooms.first().draft, std::optional(u"half a thou"_s));
    QVERIFY(second.ask(SetDraft{room.id, QString()}));
    attached = ann.ask(Attach{});
    QVERIFY(!attached->rooms.first().draft);
}

void tst_CoreMessages::historyPagesInBothDirections()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    for (int i = 2; i <= 30; ++i)
        QVERIFY(post(ann, room.id, QString::number(i)));
    RoomHistory request;
    request.room = room.id;
    request.limit = 10;
    request.before = Seq(25);
    auto page = ann.ask(request);
    QVERIFY(page);
    QCOMPARE(headOf(page->items.first().event).seq, Seq(15));
    QCOMPARE(headOf(page->items.last().event).seq, Seq(24));
    QCOMPARE(page->remaining, 14);
    QCOMPARE(page->newer, 6);
    request.before.reset();
    request.after = Seq(25);
    page = ann.ask(request);
    QCOMPARE(page->items.size(), 5);
    QCOMPARE(page->newer, 0);
    QCOMPARE(page->remaining, 25);
    request.after.reset();
    request.around = Seq(15);
    page = ann.ask(request);
    QCOMPARE(page->items.size(), 10);
    QCOMPARE(headOf(page->items.first().event).seq, Seq(10));
    QCOMPARE(headOf(page->items.last().event).seq, Seq(19));
    request.before = Seq(3);
    const auto both = ann.ask(request);
    QVERIFY(!both);
    QCOMPARE(both.error().code, ErrorCode::BadArg);
}

void tst_CoreMessages::syncReachesTheEndAndResumesPushes()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    for (int i = 0; i < 5; ++i)
        QVERIFY(post(ann, room.id, QString::number(i)));
    auto part = ann.ask(SyncRoom{room.id, room.epoch, Seq(0), 4});
    QVERIFY(part);
    QCOMPARE(part->ev.size(), 4);
    QVERIFY(!part->end);
    QCOMPARE(m_rig->gateway.resumes(), 0);
    part = ann.ask(SyncRoom{room.id, room.epoch, Seq(4), 4});
    QVERIFY(part->end);
    QTRY_COMPARE(m_rig->gateway.resumes(), 1);
}

void tst_CoreMessages::mutedMemberCannotPost()
{
    RigClient ann = m_rig->client();
    QVERIFY(ann.enter(m_ann));
    const RoomState room = makeRoom(ann, u"lobby"_s);
    const TimeMs until(m_rig->clock.now().value() + 60'000);
    m_rig->inDatabase([&](Services& services) { return services.store.members.setMutedUntil(room.id, ann.user(), until); });
    const auto refused = post(ann, room.id, u"x"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Muted);
    QCOMPARE(refused.error().untilMs, std::optional(until.value()));
    m_rig->advance(61'000);
    QVERIFY(post(ann, room.id, u"x"_s));
}

QTEST_GUILESS_MAIN(tst_CoreMessages)
#include "tst_CoreMessages.moc"
