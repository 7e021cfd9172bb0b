// Opening, migrating, the log's own rules, and that deleted text leaves the files.
#include "server/services/Services.h"
#include "server/storage/Checkpointer.h"
#include "server/storage/Migrator.h"
#include "server/storage/Storage.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;
using namespace confab::protocol;

class tst_Storage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void freshDatabaseIsPrivateAndCurrent();
    void newerDatabaseIsRefused();
    void otherProgramsDatabaseIsRefused();
    void fileThatIsNoDatabaseIsRefused();
    void missingFolderThatCannotBeMadeIsReported();
    void damagedHeadIsRefused();
    void examinationFindsHoles();
    void timesNeverGoBackwards();
    void joinsOfOneTransactionShareOneEvent();
    void joinsThatShareAnEventAreReadWhole();
    void rolledBackJoinsLeaveNothing();
    void leavesOfDifferentTransactionsDoNot();
    void messageBetweenJoinsSplitsThem();
    void rolledBackWorkIsGone();
    void failureInsideTransactUndoesAll();
    void deletedTextIsNowhereInTheFiles();
    void directRoomsHaveOneKeyPerPair();
    void inviteOfTheCommandLineWorksOnce();

private:
    StorageOptions options() const { return {m_folder->filePath(u"data/confab.db"_s), 1000, 0}; }
    void open();
    AccountRow person(const QString& name);
    RoomRow room(const AccountRow& owner, const QString& name);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Services> m_services;
    FakeClock m_clock;
};

void tst_Storage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_Storage::cleanup()
{
    m_services.reset();
    m_database.reset();
    m_folder.reset();
}

void tst_Storage::open()
{
    auto opened = openStorage(options());
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
    m_database = std::move(*opened);
    m_services = std::make_unique<Services>(*m_database, m_clock);
}

AccountRow tst_Storage::person(const QString& name)
{
    return *m_database->transact([&] { return m_services->accounts.create({.name = name}); });
}

RoomRow tst_Storage::room(const AccountRow& owner, const QString& name)
{
    CreateRoom wanted;
    wanted.name = name;
    return m_database->transact([&] { return m_services->rooms.create(Actor::of(owner), wanted); })->room;
}

void tst_Storage::freshDatabaseIsPrivateAndCurrent()
{
    open();
    QCOMPARE(*storedVersion(*m_database), allMigrations().last().version);
    QCOMPARE(QFileInfo(options().file).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
    QCOMPARE(QFileInfo(m_folder->filePath(u"data"_s)).permissions() & (QFile::ReadGroup | QFile::ExeOther), QFile::Permissions());
    const auto id = m_services->store.meta.value(u"server_id"_s);
    QVERIFY(id && *id);
}

void tst_Storage::newerDatabaseIsRefused()
{
    open();
    QVERIFY(m_database->execute(u"PRAGMA user_version=9999"_s));
    m_services.reset();
    m_database.reset();
    const auto again = openStorage(options());
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Unsupported);
    QVERIFY(again.error().message.contains(u"newer Confab"_s));
}

void tst_Storage::otherProgramsDatabaseIsRefused()
{
    auto other = Database::open(options(), Database::Access::ReadWrite);
    QVERIFY(other);
    QVERIFY((*other)->execute(u"CREATE TABLE theirs (x)"_s));
    other->reset();
    const auto opened = openStorage(options());
    QVERIFY(!opened);
    QVERIFY(opened.error().message.contains(u"another program"_s));
}

void tst_Storage::fileThatIsNoDatabaseIsRefused()
{
    QFile file(m_folder->filePath(u"notes.txt"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'n'));
    file.close();
    const auto opened = openStorage({file.fileName(), 1000, 0});
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(u"not a database"_s), qPrintable(opened.error().message));
}

void tst_Storage::missingFolderThatCannotBeMadeIsReported()
{
    QFile inTheWay(m_folder->filePath(u"data"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    const auto opened = openStorage(options());
    QVERIFY(!opened);
    QVERIFY(opened.error().message.contains(options().file));
}

void tst_Storage::damagedHeadIsRefused()
{
    open();
    room(person(u"ann"_s), u"lobby"_s);
    QVERIFY(m_database->transact([&] { return m_services->store.rooms.setHead(RoomId(1), Seq(7), m_clock.now()); }));
    m_services.reset();
    m_database.reset();
    const auto again = openStorage(options());
    QVERIFY(!again);
    QVERIFY2(again.error().message.contains(u"damaged"_s), qPrintable(again.error().message));
}

void tst_Storage::examinationFindsHoles()
{
    open();
    const AccountRow ann = person(u"ann"_s);
    RoomRow lobby = room(ann, u"lobby"_s);
    QCOMPARE(*examineStorage(*m_database), QStringList());
    PostMessage message;
    message.text = u"x"_s;
    QVERIFY(m_database->transact([&] { return m_services->messages.post(Actor::of(ann), lobby, message); }));
    QVERIFY(m_database->transact([&] { return m_services->messages.post(Actor::of(ann), lobby, message); }));
    QCOMPARE(*examineStorage(*m_database), QStringList());
    QVERIFY(m_database->execute(u"DELETE FROM events WHERE seq = 2"_s));
    QCOMPARE(examineStorage(*m_database)->size(), 1);
}

void tst_Storage::timesNeverGoBackwards()
{
    open();
    const AccountRow ann = person(u"ann"_s);
    RoomRow lobby = room(ann, u"lobby"_s);
    const TimeMs before = lobby.lastTs;
    m_clock.advance(-5000);
    PostMessage message;
    message.text = u"from the past"_s;
    const auto posted = m_database->transact([&] { return m_services->messages.post(Actor::of(ann), lobby, message); });
    QVERIFY(posted);
    QCOMPARE(posted->head().ts, before);
    QCOMPARE(lobby.lastTs, before);
}

void tst_Storage::joinsOfOneTransactionShareOneEvent()
{
    open();
    RoomRow lobby = room(person(u"owner"_s), u"lobby"_s);
    QList<AccountRow> people;
    for (int i = 0; i < 300; ++i)
        people.append(person(u"p%1"_s.arg(i)));
    int told = 0;
    QVERIFY(m_database->begin());
    for (const AccountRow& one : people) {
        const auto now = m_services->store.rooms.byId(lobby.id);
        const auto joined = m_services->memberships.join(Actor::of(one), **now);
        QVERIFY(joined);
        told += !joined->event.merged;
    }
    const qint64 changes = m_database->changeCount();
    QVERIFY(m_database->commit());
    QCOMPARE(m_database->changeCount() - changes, 2); // one writing of each event, not one per person
    QCOMPARE(told, 2); // 256 people in the first event, the rest in the second
    // Another connection knows what is in the file alone.
    auto reader = openReader(options());
    QVERIFY(reader);
    const auto events = RoomPages(**reader).eventsAfter(lobby.id, Seq(1), 10, {});
    QVERIFY(events);
    QCOMPARE(events->size(), 2);
    QCOMPARE(std::get<MembersJoined>(events->first()).people.size(), limits::peoplePerEvent);
    QCOMPARE(std::get<MembersJoined>(events->last()).people.size(), 300 - limits::peoplePerEvent);
    QCOMPARE((*m_services->store.rooms.byId(lobby.id))->memberCount, 301);
    QCOMPARE((*m_services->store.members.find(lobby.id, people.last().id))->joined, Seq(3));
}

void tst_Storage::joinsThatShareAnEventAreReadWhole()
{
    open();
    const RoomRow lobby = room(person(u"owner"_s), u"lobby"_s);
    QList<AccountRow> people;
    for (int i = 0; i < 5; ++i)
        people.append(person(u"p%1"_s.arg(i)));
    const auto joined = [&] {
        const auto events = m_services->store.pages.eventsAfter(lobby.id, Seq(1), 10, {});
        return events && events->size() == 1 ? std::get<MembersJoined>(events->first()).people.size() : -1;
    };
    const auto join = [&](const AccountRow& one) { return m_services->memberships.join(Actor::of(one), **m_services->store.rooms.byId(lobby.id)); };
    QVERIFY(m_database->begin());
    for (qsizetype i = 0; i < people.size(); ++i) {
        QVERIFY(join(people[i]));
        // In the middle of the transaction, between growing and growing on.
        if (i == 2)
            QCOMPARE(joined(), 3);
    }
    QVERIFY(m_database->commit());
    QCOMPARE(joined(), 5);
}

void tst_Storage::rolledBackJoinsLeaveNothing()
{
    open();
    const RoomRow lobby = room(person(u"owner"_s), u"lobby"_s);
    const QList<AccountRow> people{person(u"ann"_s), person(u"bob"_s), person(u"cid"_s)};
    const auto joinAll = [&] {
        return std::all_of(people.begin(), people.end(), [&](const AccountRow& one) {
            return m_services->memberships.join(Actor::of(one), **m_services->store.rooms.byId(lobby.id)).hasValue();
        });
    };
    QVERIFY(m_database->begin());
    QVERIFY(joinAll());
    m_database->rollback();
    QVERIFY(m_services->store.pages.eventsAfter(lobby.id, Seq(1), 10, {})->isEmpty());
    // What was put off belonged to that transaction: the next one writes its own message and nothing else.
    RoomRow now = **m_services->store.rooms.byId(lobby.id);
    PostMessage message;
    message.text = u"alone"_s;
    QVERIFY(m_database->transact([&] { return m_services->messages.post(Actor::of(people.first()), now, message); }));
    auto events = m_services->store.pages.eventsAfter(lobby.id, Seq(1), 10, {});
    QCOMPARE(events->size(), 1);
    QCOMPARE(std::get<MessagePosted>(events->first()).text, message.text);
    QVERIFY(m_database->begin());
    QVERIFY(joinAll());
    QVERIFY(m_database->commit());
    events = m_services->store.pages.eventsAfter(lobby.id, Seq(2), 10, {});
    QCOMPARE(events->size(), 1);
    QCOMPARE(std::get<MembersJoined>(events->first()).people.size(), people.size());
}

void tst_Storage::leavesOfDifferentTransactionsDoNot()
{
    open();
    RoomRow lobby = room(person(u"owner"_s), u"lobby"_s);
    for (const QString& name : {u"ann"_s, u"bob"_s}) {
        const AccountRow one = person(name);
        QVERIFY(m_database->transact([&] { return m_services->memberships.join(Actor::of(one), **m_services->store.rooms.byId(lobby.id)); }));
    }
    for (const QString& name : {u"ann"_s, u"bob"_s}) {
        const auto left = m_database->transact([&]() -> Result<MembershipChange> {
            TRY_VALUE(one, m_services->accounts.find(name));
            TRY_VALUE(now, m_services->store.rooms.byId(lobby.id));
            return m_services->memberships.leave(Actor::of(one), *now, {});
        });
        QVERIFY(left);
        QVERIFY(!left->event.merged);
    }
    QCOMPARE((*m_services->store.rooms.byId(lobby.id))->head, Seq(5));
}

void tst_Storage::messageBetweenJoinsSplitsThem()
{
    open();
    const AccountRow owner = person(u"owner"_s);
    RoomRow lobby = room(owner, u"lobby"_s);
    const AccountRow ann = person(u"ann"_s);
    const AccountRow bob = person(u"bob"_s);
    QVERIFY(m_database->begin());
    auto joined = m_services->memberships.join(Actor::of(ann), lobby);
    QVERIFY(joined);
    lobby = joined->room;
    PostMessage message;
    message.text = u"welcome"_s;
    QVERIFY(m_services->messages.post(Actor::of(owner), lobby, message));
    joined = m_services->memberships.join(Actor::of(bob), lobby);
    QVERIFY(joined);
    QVERIFY(!joined->event.merged);
    QVERIFY(m_database->commit());
    QCOMPARE(joined->room.head, Seq(4));
}

void tst_Storage::rolledBackWorkIsGone()
{
    open();
    QVERIFY(m_database->begin());
    QVERIFY(m_services->accounts.create({.name = u"ann"_s}));
    m_database->rollback();
    QCOMPARE(m_services->accounts.find(u"ann"_s).error().code, ErrorCode::NoSuchUser);
}

void tst_Storage::failureInsideTransactUndoesAll()
{
    open();
    const auto done = m_database->transact([&]() -> Result<AccountRow> {
        TRY(m_services->accounts.create({.name = u"ann"_s}));
        return m_services->accounts.create({.name = u"ANN"_s});
    });
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::NameTaken);
    QCOMPARE(m_services->accounts.list()->size(), 0);
}

void tst_Storage::deletedTextIsNowhereInTheFiles()
{
    open();
    const AccountRow ann = person(u"ann"_s);
    QList<RoomRow> rooms{room(ann, u"one"_s), room(ann, u"two"_s), room(ann, u"three"_s)};
    MemberRow member;
    member.role = RoomRole::Owner;
    QList<std::pair<int, Seq>> messages;
    // Texts of many sizes, edits that grow and shrink, several rooms in between: pages split, merge and overflow.
    for (int i = 0; i < 600; ++i) {
        const int at = i % 3;
        QVERIFY(m_database->transact([&]() -> Result<Done> {
            PostMessage message;
            message.text = u"SECRET%1 "_s.arg(i) + u"NEEDLE "_s.repeated(1 + (i * 37) % 400);
            TRY_VALUE(posted, m_services->messages.post(Actor::of(ann), rooms[at], message));
            messages.append({at, posted.head().seq});
            if (i % 4 == 0) {
                EditMessage edit{rooms[at].id, rooms[at].epoch, posted.head().seq, u"NEEDLE again "_s.repeated(1 + (i * 11) % 90)};
                TRY(m_services->messages.edit(Actor::of(ann), rooms[at], member, edit));
            }
            return Done{};
        }));
    }
    const auto count = [&] {
        qsizetype found = 0;
        for (const QString& suffix : {u""_s, u"-wal"_s}) {
            QFile file(options().file + suffix);
            if (file.open(QIODevice::ReadOnly))
                found += file.readAll().count("NEEDLE");
        }
        return found;
    };
    QVERIFY(count() > 600);
    for (const auto& [at, seq] : messages) {
        QVERIFY(m_database->transact([&] {
            return m_services->messages.remove(Actor::of(ann), rooms[at], member, {rooms[at].id, rooms[at].epoch, seq});
        }));
    }
    QVERIFY(m_services->store.log.takeTextWasDeleted());
    std::atomic<quint64> checkpoints{0};
    Checkpointer checkpointer(options(), checkpoints);
    checkpointer.start();
    checkpointer.scrub();
    QTRY_VERIFY_WITH_TIMEOUT(checkpointer.isScrubbed() && checkpoints > 0, 10'000);
    checkpointer.stop();
    QCOMPARE(count(), 0);
}

void tst_Storage::directRoomsHaveOneKeyPerPair()
{
    QCOMPARE(RoomRepository::directKeyOf(UserId(9), UserId(3)), RoomRepository::directKeyOf(UserId(3), UserId(9)));
    QVERIFY(RoomRepository::directKeyOf(UserId(1), UserId(23)) != RoomRepository::directKeyOf(UserId(12), UserId(3)));
}

void tst_Storage::inviteOfTheCommandLineWorksOnce()
{
    open();
    const auto issued = m_database->transact([&] { return m_services->invites.create(Actor::system(), {}, 1, 60); });
    QVERIFY(issued);
    QVERIFY(m_database->transact([&] { return m_services->invites.redeem(issued->secret); }));
    const auto again = m_database->transact([&] { return m_services->invites.redeem(issued->secret); });
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::AuthFailed);
    const auto second = m_database->transact([&] { return m_services->invites.create(Actor::system(), {}, 1, 60); });
    m_clock.advance(61'000);
    QCOMPARE(*m_services->invites.isOpen(second->secret), false);
}

QTEST_GUILESS_MAIN(tst_Storage)
#include "tst_Storage.moc"
