// The layer that joins the log's writes: few writes per commit, and the file says the same as without it, whatever fails.
#include "server/storage/JoinedWrites.h"
#include "server/storage/Repositories.h"
#include "server/storage/Storage.h"
#include "tests/support/FaultyVfs.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;

namespace {

using Content = QMap<int, QByteArray>;

struct CloseRaw {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};
using Raw = std::unique_ptr<sqlite3, CloseRaw>;

/// A connection of SQLite's own, without the layer.
Raw openRaw(const QString& file)
{
    sqlite3* connection = nullptr;
    sqlite3_open(file.toUtf8().constData(), &connection);
    sqlite3_exec(connection, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0", nullptr, nullptr, nullptr);
    return Raw(connection);
}

bool runRaw(const Raw& connection, const QByteArray& sql)
{
    return sqlite3_exec(connection.get(), sql.constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

QByteArray filled(int id, char what, int bytes) { return QByteArray::number(id) + QByteArray(bytes, what); }

} // namespace

class tst_StorageJoinedWrites : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void commitIsOneWriteAndOneSync();
    void largeCommitIsFewWrites();
    void logHoldsWhatWasCommitted();
    void everyFailedWriteFailsTheCommit_data();
    void everyFailedWriteFailsTheCommit();
    void rolledBackPagesNeverReachTheLogLater_data();
    void rolledBackPagesNeverReachTheLogLater();
    void failedPagesNeverReachTheLogLater();
    void failureOnReadingBackIsNotForgotten();
    void pathsAreTakenAsTheyAre_data();
    void pathsAreTakenAsTheyAre();

private:
    QString file() const { return m_folder->filePath(u"confab.db"_s); }
    bool put(int id, const QByteArray& value)
    {
        return m_database->execute(u"INSERT OR REPLACE INTO t VALUES(%1, x'%2')"_s.arg(id).arg(QLatin1StringView(value.toHex())))
            .hasValue();
    }
    /// A cache of ten pages: a transaction of more has some of them in the log before its end.
    bool spillEarly() { return m_database->execute(u"PRAGMA cache_size=10"_s).hasValue(); }
    /// What somebody finds who takes the two files as they are now.
    Content onDisk();
    void compareDisk(const Content& expected);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

void tst_StorageJoinedWrites::initTestCase() { faultyDisk(); }

void tst_StorageJoinedWrites::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto opened = Database::open({file(), 1000, 0}, Database::Access::ReadWrite);
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
    m_database = std::move(*opened);
    QVERIFY(m_database->execute(u"CREATE TABLE t(id INTEGER PRIMARY KEY, value BLOB)"_s));
}

void tst_StorageJoinedWrites::cleanup()
{
    faultyDisk().heal();
    m_database.reset();
    m_folder.reset();
}

Content tst_StorageJoinedWrites::onDisk()
{
    QTemporaryDir elsewhere;
    const QString copy = elsewhere.filePath(u"copy.db"_s);
    for (const QString& suffix : {QString(), u"-wal"_s})
        QFile::copy(file() + suffix, copy + suffix);
    const Raw raw = openRaw(copy);
    Content content;
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(raw.get(), "SELECT id, value FROM t", -1, &statement, nullptr);
    while (sqlite3_step(statement) == SQLITE_ROW)
        content.insert(sqlite3_column_int(statement, 0),
            QByteArray(static_cast<const char*>(sqlite3_column_blob(statement, 1)), sqlite3_column_bytes(statement, 1)));
    sqlite3_finalize(statement);
    sqlite3_prepare_v2(raw.get(), "PRAGMA integrity_check", -1, &statement, nullptr);
    const bool isWhole = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_bytes(statement, 0) == 2;
    sqlite3_finalize(statement);
    return isWhole ? content : Content{{-1, "damaged"}};
}

void tst_StorageJoinedWrites::compareDisk(const Content& expected)
{
    const Content found = onDisk();
    QCOMPARE(found.keys(), expected.keys());
    QVERIFY(found == expected);
}

void tst_StorageJoinedWrites::commitIsOneWriteAndOneSync()
{
    QVERIFY(put(1, filled(1, 'a', 100)));
    faultyDisk().heal();
    QVERIFY(m_database->begin());
    for (int id = 2; id < 12; ++id)
        QVERIFY(put(id, filled(id, 'a', 2000)));
    QCOMPARE(faultyDisk().changes(), 0);
    QVERIFY(m_database->commit());
    QCOMPARE(faultyDisk().changes(), 2);
    compareDisk([] {
        Content all{{1, filled(1, 'a', 100)}};
        for (int id = 2; id < 12; ++id)
            all.insert(id, filled(id, 'a', 2000));
        return all;
    }());
}

void tst_StorageJoinedWrites::largeCommitIsFewWrites()
{
    QVERIFY(put(1, "a"));
    faultyDisk().heal();
    QVERIFY(put(2, filled(2, 'b', 1'000'000)));
    // 245 pages, 31 of them at once; and the sync.
    QVERIFY2(faultyDisk().changes() <= 10, qPrintable(QString::number(faultyDisk().changes())));
    compareDisk({{1, "a"}, {2, filled(2, 'b', 1'000'000)}});
}

void tst_StorageJoinedWrites::logHoldsWhatWasCommitted()
{
    QVERIFY(spillEarly());
    QRandomGenerator random(7);
    Content content;
    for (int round = 0; round < 60; ++round) {
        Content after = content;
        QVERIFY(m_database->begin());
        const auto change = [&](Content& into) {
            for (int i = int(random.bounded(1, 40)); i > 0; --i) {
                const int id = int(random.bounded(60));
                into.insert(id, filled(id, char('a' + round % 26), int(random.bounded(9'000))));
                QVERIFY(put(id, into.value(id)));
            }
        };
        change(after);
        QVERIFY(m_database->execute(u"SAVEPOINT inner"_s));
        Content inner = after;
        change(inner);
        if (random.bounded(2)) {
            QVERIFY(m_database->execute(u"ROLLBACK TO inner"_s));
        } else {
            after = inner;
        }
        change(after);
        if (random.bounded(4) == 0) {
            m_database->rollback();
        } else {
            QVERIFY(m_database->commit());
            content = after;
        }
        // The log begins anew now and then, in the same file.
        if (round % 17 == 16)
            QVERIFY(m_database->execute(u"PRAGMA wal_checkpoint(RESTART)"_s));
        compareDisk(content);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(!content.isEmpty());
}

void tst_StorageJoinedWrites::everyFailedWriteFailsTheCommit_data()
{
    QTest::addColumn<bool>("spills");
    QTest::addColumn<bool>("once");
    QTest::addColumn<int>("code");
    QTest::newRow("one write") << false << false << SQLITE_FULL;
    QTest::newRow("one write, once") << false << true << int(SQLITE_IOERR_WRITE);
    QTest::newRow("written early, full") << true << false << SQLITE_FULL;
    QTest::newRow("written early, full once") << true << true << SQLITE_FULL;
    QTest::newRow("written early, error once") << true << true << int(SQLITE_IOERR_WRITE);
}

void tst_StorageJoinedWrites::everyFailedWriteFailsTheCommit()
{
    QFETCH(bool, spills);
    QFETCH(bool, once);
    QFETCH(int, code);
    if (spills)
        QVERIFY(spillEarly());
    Content content;
    int failures = 0;
    bool reached = true;
    for (int nth = 1; reached && nth < 500; ++nth) {
        Content after = content;
        once ? faultyDisk().failOnce(nth, code) : faultyDisk().failFrom(nth, code);
        QVERIFY(m_database->begin());
        bool isFine = true;
        for (int id = 0; isFine && id < 150; ++id) {
            after.insert(id, filled(nth, 'x', 3'000));
            isFine = put(id, after.value(id));
        }
        isFine = isFine && m_database->commit();
        reached = faultyDisk().refused() > 0;
        // A sync that fails leaves a whole transaction in the file: the owner of the connection deals with that (see Database::reopen).
        QCOMPARE(isFine, !reached);
        faultyDisk().heal();
        m_database->rollback();
        failures += reached;
        // Whatever the file still holds of it, this takes its place.
        after = isFine ? after : content;
        after.insert(0, filled(nth, 'y', 10));
        QVERIFY(put(0, after.value(0)));
        content = after;
        compareDisk(content);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(!reached);
    QVERIFY2(failures >= 3, qPrintable(QString::number(failures)));
}

void tst_StorageJoinedWrites::rolledBackPagesNeverReachTheLogLater_data()
{
    QTest::addColumn<bool>("reopens");
    QTest::newRow("the connection goes on") << false;
    QTest::newRow("the connection is made anew") << true;
}

void tst_StorageJoinedWrites::rolledBackPagesNeverReachTheLogLater()
{
    QFETCH(bool, reopens);
    QVERIFY(spillEarly());
    QVERIFY(put(0, "zero"));
    QVERIFY(m_database->begin());
    for (int id = 0; id < 25; ++id)
        QVERIFY(put(id, filled(id, 'x', 3'000)));
    m_database->rollback();
    // Somebody else writes to the same place of the log, and the first one goes on.
    const Raw other = openRaw(file());
    Content content{{0, "zero"}};
    for (int id = 100; id < 120; ++id) {
        content.insert(id, filled(id, 'o', 3'000));
        QVERIFY(runRaw(other, "INSERT INTO t VALUES(" + QByteArray::number(id) + ", x'" + content.value(id).toHex() + "')"));
    }
    if (reopens)
        QVERIFY(m_database->reopen());
    QVERIFY(m_database->execute(u"SELECT sum(length(value)) FROM t"_s));
    compareDisk(content);
    content.insert(1, "one");
    QVERIFY(put(1, "one"));
    compareDisk(content);
    m_database->close();
    compareDisk(content);
}

void tst_StorageJoinedWrites::failedPagesNeverReachTheLogLater()
{
    QVERIFY(put(0, "zero"));
    faultyDisk().failFrom(1, SQLITE_IOERR_WRITE);
    QVERIFY(m_database->begin());
    for (int id = 0; id < 25; ++id)
        QVERIFY(put(id, filled(id, 'x', 3'000)));
    QVERIFY(!m_database->commit());
    faultyDisk().heal();
    compareDisk({{0, "zero"}});
    const Raw other = openRaw(file());
    QVERIFY(runRaw(other, "INSERT INTO t VALUES(7, x'61')"));
    QVERIFY(m_database->reopen());
    compareDisk({{0, "zero"}, {7, "a"}});
    QVERIFY(put(1, "one"));
    compareDisk({{0, "zero"}, {1, "one"}, {7, "a"}});
}

void tst_StorageJoinedWrites::failureOnReadingBackIsNotForgotten()
{
    QVERIFY(spillEarly());
    QVERIFY(put(0, "zero"));
    QVERIFY(m_database->begin());
    for (int id = 0; id < 20; ++id)
        QVERIFY(put(id, filled(id, 'x', 3'000)));
    // A full disk met while reading ends this statement, not its transaction; but what was to be written is lost.
    faultyDisk().failOnce(1, SQLITE_FULL);
    QVERIFY(!m_database->execute(u"INSERT INTO t SELECT id + 1000, value FROM t"_s));
    QCOMPARE(faultyDisk().refused(), 1);
    QCOMPARE(sqlite3_get_autocommit(m_database->handle()), 0);
    QVERIFY(sqlite3_exec(m_database->handle(), "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK);
    m_database->rollback();
    compareDisk({{0, "zero"}});
    QVERIFY(put(1, "one"));
    compareDisk({{0, "zero"}, {1, "one"}});
}

void tst_StorageJoinedWrites::pathsAreTakenAsTheyAre_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("question mark") << u"a?b=c&d.db"_s;
    QTest::newRow("hash") << u"a#b.db"_s;
    QTest::newRow("percent") << u"a%41%zz.db"_s;
    QTest::newRow("spaces and quotes") << u" a 'b' \"c\";d+.db"_s;
    QTest::newRow("not ASCII") << u"größe 名前 👋.db"_s;
    QTest::newRow("a folder as well") << u"ü?#%/file:x.db"_s;
}

void tst_StorageJoinedWrites::pathsAreTakenAsTheyAre()
{
    QFETCH(QString, name);
    const StorageOptions options{m_folder->filePath(name), 1000, 0};
    {
        auto opened = openStorage(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        QVERIFY((*opened)->transact([&] { return MetaRepository(**opened).setValue(u"key"_s, name); }));
        QVERIFY(QFile::exists(options.file + u"-wal"_s));
        auto reader = openReader(options);
        QVERIFY(reader);
        QCOMPARE(MetaRepository(**reader).value(u"key"_s)->value(), name);
    }
    const Raw raw = openRaw(options.file);
    QVERIFY(runRaw(raw, "UPDATE meta SET value = '' WHERE key = 'key'"));
    QCOMPARE(sqlite3_changes(raw.get()), 1);
}

QTEST_GUILESS_MAIN(tst_StorageJoinedWrites)
#include "tst_StorageJoinedWrites.moc"
