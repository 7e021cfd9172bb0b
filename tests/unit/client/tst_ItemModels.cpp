// The item models follow the store row by row, under the eyes of Qt's own model tester.
#include "shared/client/models/MemberListModel.h"
#include "shared/client/models/RoomListModel.h"
#include "shared/client/models/TimelineModel.h"
#include "tests/unit/client/StoreScene.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

namespace {

QStringList column(const QAbstractItemModel& model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts.append(model.index(row, 0).data().toString());
    return texts;
}

} // namespace

class tst_ItemModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void timelineModelFollowsTheStore();
    void timelineModelSurvivesRandomChanges_data();
    void timelineModelSurvivesRandomChanges();
    void daysAndGroupsAreMarked();
    void unreadLineStandsStillWhileReading();
    void removedRoomEmptiesItsModels();

    void roomsAreSortedByAttention();
    void heldRoomsKeepTheirPlaces();
    void roomsByNameKeepTheirNumbers();
    void roomChangesAreMoves();
    void groupedRoomsKeepDirectOnesApart();
    void groupStartsAreAnnounced();
    void mutedRoomsStandWithTheRest();

    void membersAreGrouped();
    void presenceMovesOneRow();
};

void tst_ItemModels::timelineModelFollowsTheStore()
{
    StoreScene scene;
    TimelineModel model(scene.store);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    scene.store.receive(StoreScene::message(5, bobId, u"five"_s));
    model.setRoom(lobby);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    scene.store.putPending(StoreScene::pending(1, u"mine"_s));
    scene.store.receive(StoreScene::message(6, annId, u"mine"_s, cid(1)));
    scene.store.putHistory(lobby,
        {.items = {
             StoreScene::item(StoreScene::message(3, bobId, u"three"_s)), StoreScene::item(StoreScene::message(4, bobId, u"four"_s))}});
    QCOMPARE(column(model), (QStringList{u"three"_s, u"four"_s, u"five"_s, u"mine"_s}));
    changed.clear();
    scene.store.receive(StoreScene::edited(7, bobId, 4, u"four again"_s));
    QVERIFY(changed.count() >= 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(reset.count(), 0);
    QVERIFY(model.index(1).data(TimelineModel::EditedRole).toBool());
    QCOMPARE(model.index(1).data(TimelineModel::NameRole).toString(), u"Bob"_s);
    QCOMPARE(model.roleNames().value(TimelineModel::SeqRole), "seq");
}

void tst_ItemModels::timelineModelSurvivesRandomChanges_data()
{
    QTest::addColumn<uint>("seed");
    for (uint seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_ItemModels::timelineModelSurvivesRandomChanges()
{
    QFETCH(uint, seed);
    QRandomGenerator random(seed);
    StoreScene scene;
    TimelineModel model(scene.store);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRoom(lobby);
    qint64 seq = 100;
    qint64 oldest = 100;
    for (int turn = 0; turn < 150; ++turn) {
        const auto id = quint8(random.bounded(20));
        switch (random.bounded(9)) {
        case 0:
        case 1:
            scene.store.receive(StoreScene::message(++seq, random.bounded(2) ? annId : bobId, u"x"_s));
            break;
        case 2:
            scene.store.receive(StoreScene::message(++seq, annId, u"mine"_s, cid(id)));
            break;
        case 3:
            scene.store.putPending(StoreScene::pending(id, u"mine"_s));
            break;
        case 4:
            scene.store.removePending(cid(id));
            break;
        case 5:
            scene.store.updatePending(cid(id), PendingState::Sent, {}, Seq{seq + random.bounded(3)});
            break;
        case 6:
            oldest = std::max<qint64>(1, oldest - 3);
            scene.store.putHistory(lobby,
                {.items = {StoreScene::item(StoreScene::message(oldest, bobId, u"o"_s)),
                     StoreScene::item(StoreScene::message(oldest + 1, bobId, u"o"_s))},
                    .remaining = 1});
            break;
        case 7:
            scene.store.receive(StoreScene::deleted(++seq, bobId, 100 + random.bounded(40)));
            break;
        default:
            scene.store.setRead({.room = lobby, .seq = Seq{seq}});
            model.takeUnreadLine();
            break;
        }
        QCOMPARE(model.rowCount(), scene.lines().size());
        QList<int> marked;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row).data(TimelineModel::FirstUnreadRole).toBool())
                marked.append(row);
        }
        QCOMPARE(marked, model.firstUnreadRow() < 0 ? QList<int>{} : QList<int>{model.firstUnreadRow()});
        const QList<TimelineRow>& rows = scene.lines().rows();
        QVERIFY(std::is_sorted(rows.cbegin(), rows.cend() - scene.lines().pendingCount(),
            [](const TimelineRow& a, const TimelineRow& b) { return a.seq < b.seq; }));
        for (int row = 0; row < rows.size(); ++row)
            QCOMPARE(rows.at(row).isPending(), row >= rows.size() - scene.lines().pendingCount());
    }
}

void tst_ItemModels::daysAndGroupsAreMarked()
{
    StoreScene scene;
    const auto at = [](qint64 seq, UserId by, qint64 ms) {
        auto event = StoreScene::message(seq, by, u"x"_s);
        event.ts = TimeMs{1'700'000'000'000 + ms};
        return event;
    };
    constexpr qint64 dayMs = 86'400'000;
    scene.store.receive(at(1, bobId, 0));
    scene.store.receive(at(2, bobId, 60'000));
    scene.store.receive(at(3, annId, 70'000));
    scene.store.receive(at(4, annId, 70'000 + TimelineModel::groupMs));
    scene.store.receive(at(5, annId, dayMs * 2));
    TimelineModel model(scene.store);
    model.setRoom(lobby);
    const QList<bool> groups{true, false, true, true, true};
    const QList<bool> days{true, false, false, false, true};
    for (int row = 0; row < 5; ++row) {
        QCOMPARE(model.index(row).data(TimelineModel::StartsGroupRole).toBool(), groups.at(row));
        QCOMPARE(model.index(row).data(TimelineModel::StartsDayRole).toBool(), days.at(row));
    }
    // A line that comes in front takes the mark of the day over.
    scene.store.removeRoom(lobby);
    scene.store.putRoom(StoreScene::roomState());
    scene.store.receive(at(10, bobId, 60'000));
    model.setRoom(lobby);
    QVERIFY(model.startsDay(0));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    scene.store.putHistory(lobby, {.items = {StoreScene::item(at(9, bobId, 30'000))}});
    QVERIFY(!model.startsDay(1));
    QVERIFY(!model.startsGroup(1));
    QVERIFY(changed.count() > 0);
}

void tst_ItemModels::unreadLineStandsStillWhileReading()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, u"read"_s));
    scene.store.setRead({.room = lobby, .seq = Seq{1}});
    scene.store.receive(StoreScene::message(2, annId, u"own"_s));
    scene.store.receive(StoreScene::message(3, bobId, u"new"_s));
    scene.store.receive(StoreScene::message(4, bobId, u"newer"_s));
    TimelineModel model(scene.store);
    model.setRoom(lobby);
    QCOMPARE(model.firstUnreadRow(), 2);
    QVERIFY(model.index(2).data(TimelineModel::FirstUnreadRole).toBool());
    scene.store.setRead({.room = lobby, .seq = Seq{4}});
    QCOMPARE(model.firstUnreadRow(), 2);
    scene.store.receive(StoreScene::deleted(5, bobId, 3));
    QCOMPARE(model.firstUnreadRow(), 3);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.takeUnreadLine();
    QCOMPARE(model.firstUnreadRow(), -1);
    QCOMPARE(changed.count(), 1);
    scene.store.receive(StoreScene::message(6, bobId, u"next"_s));
    QCOMPARE(model.firstUnreadRow(), 4);
}

void tst_ItemModels::removedRoomEmptiesItsModels()
{
    StoreScene scene;
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s));
    scene.store.putMembers(lobby, {.users = {StoreScene::member(bobId, u"bob"_s, protocol::PresenceState::Online)}, .v = Version{1}});
    TimelineModel lines(scene.store);
    MemberListModel people(scene.store);
    RoomListModel rooms(scene.store);
    QAbstractItemModelTester tester(&lines, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester peopleTester(&people, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester roomsTester(&rooms, QAbstractItemModelTester::FailureReportingMode::QtTest);
    lines.setRoom(lobby);
    people.setRoom(lobby);
    QCOMPARE(rooms.rowCount() + lines.rowCount() + people.rowCount(), 3);
    scene.store.removeRoom(lobby);
    QCOMPARE(rooms.rowCount() + lines.rowCount() + people.rowCount(), 0);
    QCOMPARE(lines.room(), RoomId{});
}

void tst_ItemModels::roomsAreSortedByAttention()
{
    StoreScene scene;
    scene.store.putRoom(StoreScene::roomState(garden, u"garden"_s));
    scene.store.putRoom(StoreScene::roomState(RoomId{9}, u"attic"_s));
    scene.store.putRoom(StoreScene::direct(RoomId{10}, {bobId, u"bob"_s, u"Bob"_s}));
    RoomListModel model(scene.store);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(column(model), (QStringList{u"#attic"_s, u"#garden"_s, u"#lobby"_s, u"Bob"_s}));
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s, {}, garden));
    QCOMPARE(column(model), (QStringList{u"#garden"_s, u"#attic"_s, u"#lobby"_s, u"Bob"_s}));
    scene.store.receive(StoreScene::message(1, bobId, u"@ann"_s));
    QCOMPARE(column(model), (QStringList{u"#lobby"_s, u"#garden"_s, u"#attic"_s, u"Bob"_s}));
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s, {}, RoomId{10}));
    QCOMPARE(column(model), (QStringList{u"#lobby"_s, u"Bob"_s, u"#garden"_s, u"#attic"_s}));
    QCOMPARE(model.index(1).data(RoomListModel::LevelRole).toInt(), int(UnreadLevel::Direct));
    QCOMPARE(model.index(0).data(RoomListModel::MentionsRole).toInt(), 1);
    scene.store.setRead({.room = lobby, .seq = Seq{1}});
    QCOMPARE(column(model), (QStringList{u"Bob"_s, u"#garden"_s, u"#attic"_s, u"#lobby"_s}));
}

void tst_ItemModels::heldRoomsKeepTheirPlaces()
{
    StoreScene scene;
    scene.store.putRoom(StoreScene::roomState(garden, u"garden"_s));
    RoomListModel model(scene.store);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setHeld(true);
    const QPersistentModelIndex lobbyRow = model.index(1);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s));
    QCOMPARE(column(model), (QStringList{u"#garden"_s, u"#lobby"_s}));
    QVERIFY(changed.count() > 0);
    QCOMPARE(model.index(1).data(RoomListModel::UnreadRole).toInt(), 1);
    model.setHeld(false);
    QCOMPARE(column(model), (QStringList{u"#lobby"_s, u"#garden"_s}));
    QCOMPARE(lobbyRow.row(), 0);
}

void tst_ItemModels::roomsByNameKeepTheirNumbers()
{
    StoreScene scene;
    scene.store.putRoom(StoreScene::roomState(garden, u"Äpfel"_s));
    scene.store.putRoom(StoreScene::direct(RoomId{10}, {bobId, u"bob"_s, u"Bob"_s}));
    RoomListModel model(scene.store, RoomOrder::Name);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    scene.store.receive(StoreScene::message(1, bobId, u"@ann"_s, {}, RoomId{10}));
    QCOMPARE(column(model), (QStringList{u"#Äpfel"_s, u"#lobby"_s, u"Bob"_s}));
    QCOMPARE(model.rowOf(RoomId{10}), 2);
    QCOMPARE(model.roomAt(0), garden);
}

void tst_ItemModels::roomChangesAreMoves()
{
    StoreScene scene;
    scene.store.putRoom(StoreScene::roomState(garden, u"garden"_s));
    RoomListModel model(scene.store);
    QSignalSpy moved(&model, &QAbstractItemModel::rowsMoved);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s));
    QCOMPARE(moved.count(), 1);
    QCOMPARE(reset.count(), 0);
    scene.store.receive(StoreScene::message(2, bobId, u"x"_s));
    QCOMPARE(moved.count(), 1);
}

void tst_ItemModels::groupedRoomsKeepDirectOnesApart()
{
    StoreScene scene;
    scene.store.putRoom(StoreScene::roomState(garden, u"garden"_s));
    scene.store.putRoom(StoreScene::direct(RoomId{10}, {bobId, u"bob"_s, u"Bob"_s}));
    scene.store.putRoom(StoreScene::direct(RoomId{11}, {eveId, u"eve"_s, u"Eve"_s}));
    RoomListModel model(scene.store, RoomOrder::Grouped);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(column(model), (QStringList{u"Bob"_s, u"Eve"_s, u"#garden"_s, u"#lobby"_s}));
    scene.store.receive(StoreScene::message(1, bobId, u"@ann"_s));
    QCOMPARE(column(model), (QStringList{u"Bob"_s, u"Eve"_s, u"#lobby"_s, u"#garden"_s}));
    scene.store.receive(StoreScene::message(1, eveId, u"x"_s, {}, RoomId{11}));
    QCOMPARE(column(model), (QStringList{u"Eve"_s, u"Bob"_s, u"#lobby"_s, u"#garden"_s}));
    QCOMPARE(model.index(1).data(RoomListModel::GroupRole).toInt(), int(RoomGroup::Direct));
    QCOMPARE(model.index(2).data(RoomListModel::GroupRole).toInt(), int(RoomGroup::Rooms));
    model.setOrder(RoomOrder::Attention);
    QCOMPARE(column(model), (QStringList{u"#lobby"_s, u"Eve"_s, u"#garden"_s, u"Bob"_s}));
}

void tst_ItemModels::groupStartsAreAnnounced()
{
    StoreScene scene;
    scene.store.putRoom(StoreScene::direct(RoomId{10}, {bobId, u"bob"_s, u"Bob"_s}));
    RoomListModel model(scene.store, RoomOrder::Grouped);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    // A view that believes only what it is told.
    QMap<QString, bool> seen;
    const auto read = [&](int first, int last) {
        for (int row = first; row <= last; ++row)
            seen[model.index(row).data().toString()] = model.index(row).data(RoomListModel::StartsGroupRole).toBool();
    };
    connect(&model, &QAbstractItemModel::dataChanged, this,
        [&](const QModelIndex& first, const QModelIndex& last) { read(first.row(), last.row()); });
    connect(&model, &QAbstractItemModel::rowsInserted, this, [&](const QModelIndex&, int first, int last) { read(first, last); });
    connect(&model, &QAbstractItemModel::rowsRemoved, this, [&] { seen.remove(u"Bob"_s); });
    read(0, model.rowCount() - 1);
    const auto told = [&] {
        QStringList starts;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (seen.value(model.index(row).data().toString()))
                starts.append(model.index(row).data().toString());
        }
        return starts;
    };
    QCOMPARE(told(), (QStringList{u"Bob"_s, u"#lobby"_s}));
    scene.store.putRoom(StoreScene::roomState(garden, u"garden"_s));
    QCOMPARE(told(), (QStringList{u"Bob"_s, u"#garden"_s}));
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s));
    QCOMPARE(told(), (QStringList{u"Bob"_s, u"#lobby"_s}));
    scene.store.setRead({.room = lobby, .seq = Seq{1}});
    QCOMPARE(told(), (QStringList{u"Bob"_s, u"#garden"_s}));
    scene.store.removeRoom(RoomId{10});
    QCOMPARE(told(), QStringList{u"#garden"_s});
    scene.store.putRoom(StoreScene::direct(RoomId{12}, {eveId, u"eve"_s, u"Eve"_s}));
    QCOMPARE(told(), (QStringList{u"Eve"_s, u"#garden"_s}));
}

void tst_ItemModels::mutedRoomsStandWithTheRest()
{
    StoreScene scene;
    protocol::RoomState muted = StoreScene::roomState(garden, u"garden"_s);
    muted.head = Seq{9};
    muted.unread = 3;
    muted.mentions = 1;
    muted.mutedUntil = TimeMs{scene.clock.now().value() + 1000};
    scene.store.putRoom(muted);
    scene.store.putRoom(StoreScene::roomState(RoomId{9}, u"attic"_s));
    scene.store.receive(StoreScene::message(1, bobId, u"x"_s));
    RoomListModel model(scene.store, RoomOrder::Grouped);
    QCOMPARE(column(model), (QStringList{u"#lobby"_s, u"#attic"_s, u"#garden"_s}));
    QVERIFY(model.index(2).data(RoomListModel::MutedRole).toBool());
    QVERIFY(!model.index(0).data(RoomListModel::MutedRole).toBool());
    scene.clock.advance(2000);
    QVERIFY(!model.index(2).data(RoomListModel::MutedRole).toBool()); // a mute ends by itself
}

void tst_ItemModels::membersAreGrouped()
{
    using protocol::PresenceState;
    using protocol::RoomRole;
    StoreScene scene;
    scene.store.putMembers(lobby,
        {.users = {StoreScene::member(UserId{11}, u"zoe"_s, PresenceState::Online),
             StoreScene::member(UserId{12}, u"Émile"_s, PresenceState::Online),
             StoreScene::member(UserId{13}, u"off"_s, PresenceState::Offline, RoomRole::Owner),
             StoreScene::member(UserId{14}, u"wanda"_s, PresenceState::Away),
             StoreScene::member(UserId{15}, u"yan"_s, PresenceState::Busy, RoomRole::Admin)},
            .v = Version{1},
            .total = 5,
            .online = 4});
    MemberListModel model(scene.store);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRoom(lobby);
    QCOMPARE(column(model), (QStringList{u"yan"_s, u"Émile"_s, u"zoe"_s, u"wanda"_s, u"off"_s}));
    QList<bool> starts;
    for (int row = 0; row < 5; ++row)
        starts.append(model.index(row).data(MemberListModel::StartsGroupRole).toBool());
    QCOMPARE(starts, (QList<bool>{true, false, false, true, true}));
    scene.store.receive(StoreScene::message(1, UserId{11}, u"x"_s));
    QCOMPARE(model.index(2).data(MemberListModel::LastSpokeRole).toLongLong(), 1'700'000'001'000);
}

void tst_ItemModels::presenceMovesOneRow()
{
    using protocol::PresenceState;
    StoreScene scene;
    QList<protocol::Member> users;
    for (int n = 0; n < 8; ++n)
        users.append(StoreScene::member(UserId{20 + n}, u"p%1"_s.arg(n), n % 2 ? PresenceState::Online : PresenceState::Offline));
    scene.store.putMembers(lobby, {.users = users, .v = Version{1}, .total = 8, .online = 4});
    MemberListModel model(scene.store);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRoom(lobby);
    QSignalSpy moved(&model, &QAbstractItemModel::rowsMoved);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

    QVERIFY(scene.store.applyPresence(
        {.room = lobby, .v = Version{2}, .online = 5, .update = {StoreScene::member(UserId{20}, u"p0"_s, PresenceState::Online)}}));
    QCOMPARE(moved.count(), 1);
    QCOMPARE(column(model).first(), u"p0"_s);
    QVERIFY(scene.store.applyPresence(
        {.room = lobby, .v = Version{3}, .online = 6, .join = {StoreScene::member(UserId{40}, u"new"_s, PresenceState::Online)}}));
    QCOMPARE(inserted.count(), 1);
    protocol::MembersLeft left;
    left.people = {{UserId{21}, u"p1"_s, u"p1"_s}};
    scene.store.receive(StoreScene::headed(left, 1, UserId{21}));
    QCOMPARE(removed.count(), 1);
    QCOMPARE(model.rowCount(), 8);

    QRandomGenerator random(3);
    for (int turn = 0; turn < 60; ++turn) {
        const int n = random.bounded(8);
        const auto state = PresenceState(random.bounded(4));
        QVERIFY(scene.store.applyPresence({.room = lobby,
            .v = Version{4 + turn},
            .online = 1,
            .update = {StoreScene::member(UserId{20 + n}, u"q%1"_s.arg(random.bounded(9)), state)}}));
        for (int row = 1; row < model.rowCount(); ++row)
            QVERIFY(memberGroup(model.member(row - 1).state) <= memberGroup(model.member(row).state));
    }
    QCOMPARE(reset.count(), 0);
}

QTEST_GUILESS_MAIN(tst_ItemModels)
#include "tst_ItemModels.moc"
