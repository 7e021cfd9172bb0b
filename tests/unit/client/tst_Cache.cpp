// The local copy: whole stretches only, folded rows, private files, never a crash.
#include "shared/client/cache/Cache.h"
#include "shared/client/cache/LocalDatabase.h"
#include "shared/protocol/Envelope.h"
#include "tests/support/FakeTime.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr RoomId room(1);
constexpr Epoch epoch(77);

RoomState roomState(qint64 head = 0)
{
    RoomState state;
    state.id = room;
    state.name = u"lobby"_s;
    state.epoch = epoch;
    state.head = Seq(head);
    return state;
}

MessagePosted message(qint64 seq, const QString& text = {})
{
    MessagePosted posted;
    posted.room = room;
    posted.seq = Seq(seq);
    posted.by = UserId(2);
    posted.ts = TimeMs(1000 + seq);
    posted.text = text.isEmpty() ? u"m%1"_s.arg(seq) : text;
    return posted;
}

template <typename E>
E change(qint64 seq, qint64 of)
{
    E event;
    event.room = room;
    event.seq = Seq(seq);
    event.by = UserId(2);
    event.ts = TimeMs(1000 + seq);
    event.of = Seq(of);
    return event;
}

QList<HistoryItem> items(qint64 from, qint64 to)
{
    QList<HistoryItem> all;
    for (qint64 seq = from; seq <= to; ++seq)
        all.append(HistoryItem{message(seq), Seq(seq), {}, {}});
    return all;
}

struct Disk {
    Disk() { open(); }
    void open()
    {
        cache.reset();
        cache = std::make_unique<Cache>(time);
        cache->onTrouble([this](const QString& text) { trouble.append(text); });
        opened = cache->open(file());
    }
    QString file() const { return dir.filePath(u"account/cache.sqlite"_s); }
    QStringList texts(std::optional<Seq> before = {}, int limit = 100) const
    {
        QStringList all;
        for (const HistoryItem& item : cache->page(room, before, limit).items)
            all.append(std::get<MessagePosted>(item.event).text);
        return all;
    }
    void follow(qint64 from, qint64 to)
    {
        for (qint64 seq = from; seq <= to; ++seq)
            cache->apply(message(seq));
    }
    bool onDisk(const QByteArray& words) const
    {
        for (const QString& name : {file(), file() + u"-wal"_s}) {
            QFile raw(name);
            if (raw.open(QIODevice::ReadOnly) && raw.readAll().contains(words))
                return true;
        }
        return false;
    }

    QTemporaryDir dir;
    FakeTime time;
    QStringList trouble;
    Result<std::optional<QString>> opened{std::optional<QString>()};
    std::unique_ptr<Cache> cache;
};

} // namespace

class tst_Cache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roomsAndRowsSurviveARestart();
    void aTurnIsWrittenAsAWhole();
    void editsAndDeletionsAreFoldedIn();
    void oldRevisionsChangeNothing();
    void deletedTextLeavesTheDisk();
    void pagesNeverCrossAHole();
    void aPageFromTheServerClosesTheHole();
    void theStartIsKnown();
    void changesTouchOnlyCachedRows();
    void retentionTakesRowsAway();
    void resetDropsRowsButKeepsTheRoom();
    void removedRoomsLeaveNothing();
    void unknownEventsAreKeptRaw_data();
    void unknownEventsAreKeptRaw();
    void markersAndDraftsSurvive();
    void anotherPersonFindsNothing();
    void unusableFilesAreSetAside_data();
    void unusableFilesAreSetAside();
    void filesArePrivateWhateverTheUmask();
    void anOpenFileIsClosed();
    void damageWhileRunningTurnsToMemory();
};

void tst_Cache::roomsAndRowsSurviveARestart()
{
    Disk disk;
    disk.cache->claim(u"srv"_s, User{UserId(1), u"ann"_s, u"Ann"_s}, ServerRole::Admin);
    disk.cache->putRoom(roomState());
    disk.cache->setPosition(room, RoomPosition{epoch, Seq(0), TimeMs(), Seq()});
    disk.follow(1, 3);
    disk.open();
    QCOMPARE(disk.cache->self()->name, u"ann"_s);
    QCOMPARE(disk.cache->role(), ServerRole::Admin);
    QCOMPARE(disk.cache->rooms().size(), 1);
    const CachedRoom* cached = disk.cache->room(room);
    QCOMPARE(cached->state.name, u"lobby"_s);
    QCOMPARE(cached->state.head, Seq(3));
    QCOMPARE(cached->position.have, Seq(3));
    QCOMPARE(cached->position.ts, TimeMs(1003));
    QCOMPARE(disk.texts(), (QStringList{u"m1"_s, u"m2"_s, u"m3"_s}));
}

void tst_Cache::aTurnIsWrittenAsAWhole()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.cache->setPosition(room, RoomPosition{epoch, Seq(0), TimeMs(), Seq()});
    disk.follow(1, 2);
    Cache other(disk.time);
    QVERIFY(other.open(disk.file()).hasValue());
    QVERIFY(other.rooms().isEmpty());
    disk.time.settle();
    Cache later(disk.time);
    QVERIFY(later.open(disk.file()).hasValue());
    QCOMPARE(later.room(room)->position.have, Seq(2));
    QCOMPARE(later.page(room, {}, 10).items.size(), 2);
}

void tst_Cache::editsAndDeletionsAreFoldedIn()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.follow(1, 2);
    auto edited = change<MessageEdited>(3, 1);
    edited.text = u"better"_s;
    disk.cache->apply(edited);
    disk.cache->apply(change<MessageDeleted>(4, 2));
    disk.open();
    const auto page = disk.cache->page(room, {}, 10);
    QCOMPARE(page.items.size(), 2);
    QCOMPARE(std::get<MessagePosted>(page.items.at(0).event).text, u"better"_s);
    QCOMPARE(page.items.at(0).rev, Seq(3));
    QCOMPARE(page.items.at(0).edited, std::optional(TimeMs(1003)));
    QCOMPARE(page.items.at(1).deleted, std::optional(true));
    QCOMPARE(std::get<MessagePosted>(page.items.at(1).event).text, QString());
    QCOMPARE(disk.cache->room(room)->position.have, Seq(4));
}

void tst_Cache::oldRevisionsChangeNothing()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.follow(1, 1);
    auto edited = change<MessageEdited>(2, 1);
    edited.text = u"newest"_s;
    disk.cache->apply(edited);
    disk.cache->putPage(room, items(1, 1), Seq(1), Seq(1), true);
    QCOMPARE(disk.texts(), QStringList{u"newest"_s});
}

void tst_Cache::deletedTextLeavesTheDisk()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.cache->apply(message(1, u"a very secret sentence"_s));
    disk.time.settle();
    QVERIFY(disk.onDisk("a very secret sentence"));
    disk.cache->apply(change<MessageDeleted>(2, 1));
    disk.time.settle();
    QVERIFY(!disk.onDisk("a very secret sentence"));
}

void tst_Cache::pagesNeverCrossAHole()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.follow(1, 5);
    disk.cache->setPosition(room, RoomPosition{epoch, Seq(50), TimeMs(1050), Seq(5)});
    disk.cache->putPage(room, items(45, 50), Seq(45), Seq(50), false);
    disk.follow(51, 52);
    QCOMPARE(disk.texts().size(), 8);
    QCOMPARE(disk.texts().first(), u"m45"_s);
    QVERIFY(disk.texts(Seq(45)).isEmpty());
    QCOMPARE(disk.texts(Seq(6)).last(), u"m5"_s);
    disk.open();
    QCOMPARE(disk.texts().size(), 8);
    QVERIFY(disk.texts(Seq(45)).isEmpty());
}

void tst_Cache::aPageFromTheServerClosesTheHole()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.follow(1, 5);
    disk.cache->setPosition(room, RoomPosition{epoch, Seq(12), TimeMs(1012), Seq()});
    disk.cache->putPage(room, items(10, 12), Seq(10), Seq(12), false);
    disk.cache->putPage(room, items(6, 9), Seq(6), Seq(9), false);
    QCOMPARE(disk.texts().size(), 12);
    QCOMPARE(disk.texts(Seq(12), 4), (QStringList{u"m8"_s, u"m9"_s, u"m10"_s, u"m11"_s}));
    disk.open();
    QCOMPARE(disk.texts().size(), 12);
}

void tst_Cache::theStartIsKnown()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.cache->setPosition(room, RoomPosition{epoch, Seq(9), TimeMs(1009), Seq()});
    disk.cache->putPage(room, items(4, 9), Seq(4), Seq(9), false);
    QVERIFY(!disk.cache->page(room, {}, 10).reachesStart);
    disk.cache->putPage(room, items(2, 3), Seq(2), Seq(3), true);
    QVERIFY(disk.cache->page(room, {}, 10).reachesStart);
    QVERIFY(!disk.cache->page(room, {}, 3).reachesStart);
    disk.open();
    QVERIFY(disk.cache->page(room, {}, 10).reachesStart);
    QVERIFY(disk.cache->page(room, Seq(2), 10).reachesStart);
}

void tst_Cache::changesTouchOnlyCachedRows()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.follow(1, 2);
    disk.cache->putChanges(room,
        {HistoryItem{message(2, u"changed"_s), Seq(90), TimeMs(5), {}}, HistoryItem{message(40, u"elsewhere"_s), Seq(91), TimeMs(5), {}}});
    QCOMPARE(disk.texts(), (QStringList{u"m1"_s, u"changed"_s}));
}

void tst_Cache::retentionTakesRowsAway()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.follow(1, 5);
    disk.cache->dropUpTo(room, Seq(3));
    QVERIFY(disk.cache->page(room, Seq(4), 10).items.isEmpty());
    disk.open();
    QCOMPARE(disk.texts(), (QStringList{u"m4"_s, u"m5"_s}));
    QVERIFY(disk.cache->page(room, {}, 10).reachesStart);
}

void tst_Cache::resetDropsRowsButKeepsTheRoom()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.follow(1, 5);
    disk.cache->resetRoom(room);
    disk.cache->setPosition(room, RoomPosition{Epoch(78), Seq(2), TimeMs(7), Seq()});
    QVERIFY(disk.texts().isEmpty());
    disk.open();
    QVERIFY(disk.texts().isEmpty());
    QCOMPARE(disk.cache->room(room)->position.epoch, Epoch(78));
}

void tst_Cache::removedRoomsLeaveNothing()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.cache->apply(message(1, u"members only sentence"_s));
    disk.cache->setUnsentDraft(room, u"half a thought"_s);
    disk.time.settle();
    disk.cache->removeRoom(room);
    disk.time.settle();
    QVERIFY(disk.cache->rooms().isEmpty());
    QVERIFY(!disk.onDisk("members only sentence"));
    QVERIFY(!disk.onDisk("half a thought"));
    disk.open();
    QVERIFY(disk.cache->rooms().isEmpty());
}

void tst_Cache::unknownEventsAreKeptRaw_data()
{
    QTest::addColumn<int>("encoding");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("json") << int(Encoding::Json)
                          << QByteArray(R"({"kind":"future","room":1,"seq":1,"by":2,"name":"x","ts":5,"glow":true})");
    QTest::newRow("cbor") << int(Encoding::Cbor)
                          << QByteArray::fromHex("a7001903e7010102010302046178050518"
                                                 "63f5");
}

void tst_Cache::unknownEventsAreKeptRaw()
{
    QFETCH(int, encoding);
    QFETCH(QByteArray, body);
    const auto event = decodeEvent(Encoding(encoding), body);
    QVERIFY2(event.hasValue(), qPrintable(event ? QString() : event.error().message));
    QVERIFY(std::holds_alternative<UnknownEvent>(*event));
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.cache->apply(*event);
    disk.open();
    const auto page = disk.cache->page(room, {}, 10);
    QCOMPARE(page.items.size(), 1);
    QCOMPARE(std::get<UnknownEvent>(page.items.first().event).raw, body);
    QCOMPARE(disk.cache->room(room)->position.have, Seq(1));
}

void tst_Cache::markersAndDraftsSurvive()
{
    Disk disk;
    disk.cache->putRoom(roomState(9));
    disk.cache->setRead(ReadMark{room, Seq(4), 5, 1});
    disk.cache->setWantedRead(room, Seq(8));
    disk.cache->setDraft(room, u"on my way"_s);
    disk.cache->setUnsentDraft(room, u"on my way"_s);
    disk.cache->putPeople({User{UserId(3), u"eve"_s, u"Eve"_s}});
    disk.open();
    const CachedRoom* cached = disk.cache->room(room);
    QCOMPARE(cached->state.read, Seq(4));
    QCOMPARE(cached->state.unread, 5);
    QCOMPARE(cached->wantedRead, Seq(8));
    QCOMPARE(cached->state.draft, std::optional(u"on my way"_s));
    QCOMPARE(cached->unsentDraft, std::optional(u"on my way"_s));
    QCOMPARE(disk.cache->people(), (QList{User{UserId(3), u"eve"_s, u"Eve"_s}}));
}

void tst_Cache::anotherPersonFindsNothing()
{
    Disk disk;
    QVERIFY(disk.cache->claim(u"srv"_s, User{UserId(1), u"ann"_s, u"Ann"_s}, ServerRole::Member));
    disk.cache->putRoom(roomState());
    disk.follow(1, 3);
    disk.open();
    QVERIFY(disk.cache->claim(u"srv"_s, User{UserId(1), u"ann"_s, u"Ann B."_s}, ServerRole::Member));
    QCOMPARE(disk.cache->rooms().size(), 1);
    QVERIFY(!disk.cache->claim(u"another server"_s, User{UserId(1), u"ann"_s, u"Ann"_s}, ServerRole::Member));
    QVERIFY(disk.cache->rooms().isEmpty());
    disk.open();
    QVERIFY(disk.cache->rooms().isEmpty());
    QCOMPARE(disk.cache->serverId(), u"another server"_s);
}

void tst_Cache::unusableFilesAreSetAside_data()
{
    QTest::addColumn<QString>("damage");
    QTest::newRow("no database at all") << u"noise"_s;
    QTest::newRow("a page overwritten") << u"page"_s;
    QTest::newRow("cut short") << u"short"_s;
    QTest::newRow("of a newer program") << u"newer"_s;
    QTest::newRow("a room that is no room") << u"row"_s;
}

void tst_Cache::unusableFilesAreSetAside()
{
    QFETCH(QString, damage);
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.follow(1, 200);
    disk.cache.reset();
    if (damage == "newer"_L1 || damage == "row"_L1) {
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"damage"_s);
            db.setDatabaseName(disk.file());
            QVERIFY(db.open());
            QSqlQuery query(db);
            QVERIFY(query.exec(damage == "newer"_L1 ? u"PRAGMA user_version=99"_s : u"UPDATE rooms SET state=x'00'"_s));
        }
        QSqlDatabase::removeDatabase(u"damage"_s);
    } else {
        QFile file(disk.file());
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (damage == "short"_L1) {
            QVERIFY(file.resize(5000));
        } else {
            file.seek(damage == "noise"_L1 ? 0 : 8192);
            file.write(QByteArray(4096, char(0xee)));
        }
    }
    disk.open();
    QVERIFY(disk.opened.hasValue());
    QVERIFY2(disk.opened->has_value(), "the old file has a new name");
    QVERIFY(QFile::exists(**disk.opened));
    QVERIFY(disk.cache->rooms().isEmpty());
    disk.cache->putRoom(roomState());
    disk.follow(1, 2);
    disk.open();
    QCOMPARE(disk.texts().size(), 2);
}

void tst_Cache::filesArePrivateWhateverTheUmask()
{
    const mode_t before = umask(0);
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.time.settle();
    umask(before);
    const auto owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    for (const QString& name : {disk.file(), disk.file() + u"-wal"_s, disk.file() + u"-shm"_s})
        QCOMPARE(QFile::permissions(name), owner);
    QCOMPARE(QFile::permissions(disk.dir.filePath(u"account"_s)), owner | QFile::ExeOwner | QFile::ExeUser);
}

void tst_Cache::anOpenFileIsClosed()
{
    Disk disk;
    disk.cache.reset();
    QVERIFY(QFile::setPermissions(disk.file(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
    disk.open();
    QCOMPARE(QFile::permissions(disk.file()), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser);
}

void tst_Cache::damageWhileRunningTurnsToMemory()
{
    Disk disk;
    disk.cache->putRoom(roomState());
    disk.follow(1, 300);
    disk.time.settle();
    {
        // The table a statement needs is gone: what any failing statement looks like from inside.
        QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"damage"_s);
        db.setDatabaseName(disk.file());
        QVERIFY(db.open());
        QSqlQuery query(db);
        QVERIFY(query.exec(u"DROP TABLE items"_s));
    }
    QSqlDatabase::removeDatabase(u"damage"_s);
    disk.follow(301, 302);
    QCOMPARE(disk.trouble.size(), 1);
    disk.follow(303, 304);
    disk.time.settle();
    QCOMPARE(disk.trouble.size(), 1);
    QCOMPARE(disk.cache->room(room)->position.have, Seq(304));
    QCOMPARE(disk.texts().last(), u"m304"_s);
}

QTEST_GUILESS_MAIN(tst_Cache)
#include "tst_Cache.moc"
