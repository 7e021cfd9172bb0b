// The connection's statements: values come back as they were bound, failures are told, and nothing is held on to.
#include "server/storage/Repositories.h"
#include "server/storage/Storage.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <limits>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;

class tst_StorageStatements : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void textComesBackAsItWasBound_data();
    void textComesBackAsItWasBound();
    void valuesKeepTheirType();
    void nullReadsAsEmpty();
    void failureAmongTheRowsIsReported();
    void refusedStatementIsReported();
    void oneLiteralMayBeUsedInsideItself();
    void statementsLetGoOfTheirValues();
    void reopenedConnectionPreparesAnew();
    void writePutOffComesBeforeTheCommit();
    void failedWritePutOffFailsTheCommit();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

void tst_StorageStatements::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto opened = openStorage({m_folder->filePath(u"data/confab.db"_s), 1000, 0});
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
    m_database = std::move(*opened);
}

void tst_StorageStatements::cleanup()
{
    m_database.reset();
    m_folder.reset();
}

void tst_StorageStatements::textComesBackAsItWasBound_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << u""_s;
    QTest::newRow("plain") << u"hello"_s;
    QTest::newRow("beyond the basic plane") << u"👋🏽 שלום"_s;
    QTest::newRow("a zero inside") << u"a\0b"_s;
    QTest::newRow("a byte order mark first") << u"\uFEFFx"_s;
    QTest::newRow("two of them") << u"\uFEFF\uFEFFx"_s;
    QTest::newRow("long") << QString(100'000, u'é');
}

void tst_StorageStatements::textComesBackAsItWasBound()
{
    QFETCH(QString, text);
    MetaRepository meta(*m_database);
    QVERIFY(m_database->transact([&] { return meta.setValue(u"key"_s, text); }));
    QCOMPARE(*meta.value(u"key"_s), std::optional(text));
}

void tst_StorageStatements::valuesKeepTheirType()
{
    const auto types = [](const Row& row) { return QStringList{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)}; };
    const auto found = m_database->one("SELECT typeof(?), typeof(?), typeof(?), typeof(?), typeof(?), typeof(?)", types, true, Seq(7), QString(),
        QByteArray(), ClientId::random(), std::optional<qint64>());
    QVERIFY(found);
    QCOMPARE(**found, QStringList({u"integer"_s, u"integer"_s, u"text"_s, u"blob"_s, u"blob"_s, u"null"_s}));
    const QByteArray bytes("\0\xff\0", 3);
    const auto same = m_database->one("SELECT ?, ?", [](const Row& row) { return std::pair(row.bytes(0), row.integer(1)); }, bytes,
        std::numeric_limits<qint64>::min());
    QVERIFY(same);
    QCOMPARE((*same)->first, bytes);
    QCOMPARE((*same)->second, std::numeric_limits<qint64>::min());
}

void tst_StorageStatements::nullReadsAsEmpty()
{
    const auto checked = m_database->one("SELECT NULL", [](const Row& row) {
        return row.isNull(0) && row.integer(0) == 0 && row.text(0).isEmpty() && row.bytes(0).isEmpty();
    });
    QVERIFY(checked);
    QVERIFY(**checked);
}

void tst_StorageStatements::failureAmongTheRowsIsReported()
{
    int rows = 0;
    // The third value has no absolute one.
    const auto count = [&rows](const Row& row) { ++rows; return row.integer(0); };
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"storage error.*overflow"_s));
    const auto found = m_database->all("SELECT abs(column1) FROM (VALUES (1), (2), (-9223372036854775807 - ?))", count, 1);
    QCOMPARE(rows, 2);
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Unavailable);
    QVERIFY(m_database->failed());
    QVERIFY(!m_database->begin());
    QVERIFY(!m_database->commit());
    m_database->rollback();
    // The same statement once more: a failed run leaves nothing behind.
    const auto again = m_database->all("SELECT abs(column1) FROM (VALUES (1), (2), (-9223372036854775807 - ?))", count, 0);
    QVERIFY(again);
    QCOMPARE(again->size(), 3);
}

void tst_StorageStatements::refusedStatementIsReported()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"storage error.*no such table.*SELECT"_s));
    const auto found = m_database->one("SELECT x FROM nothing_here", [](const Row& row) { return row.integer(0); });
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Unavailable);
    QVERIFY(m_database->failed());
}

void tst_StorageStatements::oneLiteralMayBeUsedInsideItself()
{
    const std::function<QList<qint64>(qint64)> from = [&](qint64 depth) {
        const auto rows = m_database->all("SELECT column1 + ? FROM (VALUES (1), (2))", [&](const Row& row) {
            const QList<qint64> inner = depth < 3 ? from(depth + 1) : QList<qint64>();
            return row.integer(0) * 100 + inner.size();
        }, depth);
        return rows ? *rows : QList<qint64>();
    };
    QCOMPARE(from(0), QList<qint64>({102, 202}));
}

void tst_StorageStatements::statementsLetGoOfTheirValues()
{
    const auto text = QByteArray(1000, 'x');
    const auto size = [&](const QByteArray& value) {
        return m_database->one("SELECT length(?)", [](const Row& row) { return row.integer(0); }, value);
    };
    QCOMPARE(**size(text), 1000);
    QVERIFY(text.isDetached()); // nobody else holds it
    sqlite3_stmt* const kept = sqlite3_next_stmt(m_database->handle(), nullptr);
    QVERIFY(kept);
    for (sqlite3_stmt* one = kept; one; one = sqlite3_next_stmt(m_database->handle(), one)) {
        QVERIFY(!sqlite3_stmt_busy(one));
        char* const expanded = sqlite3_expanded_sql(one);
        QVERIFY(!QByteArray(expanded).contains("78787878"));
        sqlite3_free(expanded);
    }
}

void tst_StorageStatements::reopenedConnectionPreparesAnew()
{
    MetaRepository meta(*m_database);
    QVERIFY(m_database->transact([&] { return meta.setValue(u"kept"_s, u"1"_s); }));
    QVERIFY(m_database->begin());
    QVERIFY(meta.setValue(u"lost"_s, u"2"_s));
    QVERIFY(m_database->reopen());
    QCOMPARE(sqlite3_next_stmt(m_database->handle(), nullptr), nullptr);
    QVERIFY(!m_database->inTransaction());
    QCOMPARE(*meta.value(u"kept"_s), std::optional(u"1"_s));
    QCOMPARE(*meta.value(u"lost"_s), std::optional<QString>());
    m_database->close();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"storage error"_s));
    QCOMPARE(meta.value(u"kept"_s).error().code, ErrorCode::Unavailable);
}

void tst_StorageStatements::writePutOffComesBeforeTheCommit()
{
    MetaRepository meta(*m_database);
    int writes = 0;
    const auto write = [&] {
        ++writes;
        return meta.setValue(u"late"_s, QString::number(writes));
    };
    QVERIFY(m_database->begin());
    m_database->beforeCommit(&meta, write);
    m_database->beforeCommit(&meta, write);
    QCOMPARE(*meta.value(u"late"_s), std::optional<QString>());
    QVERIFY(m_database->commit());
    QCOMPARE(writes, 1);
    QVERIFY(!m_database->inTransaction());
    QCOMPARE(*meta.value(u"late"_s), std::optional(u"1"_s));
    // Neither a later commit nor a rollback runs it again.
    QVERIFY(m_database->transact([&] { return meta.setValue(u"other"_s, u"x"_s); }));
    QVERIFY(m_database->begin());
    m_database->beforeCommit(&meta, write);
    m_database->rollback();
    QVERIFY(m_database->transact([&] { return meta.setValue(u"other"_s, u"y"_s); }));
    QCOMPARE(writes, 1);
}

void tst_StorageStatements::failedWritePutOffFailsTheCommit()
{
    MetaRepository meta(*m_database);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"storage error.*late"_s));
    const auto done = m_database->transact([&]() -> Result<Done> {
        TRY(meta.setValue(u"early"_s, u"1"_s));
        m_database->beforeCommit(&meta, [&]() -> Result<Done> { return m_database->failure("late"); });
        return Done{};
    });
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Unavailable);
    QVERIFY(!m_database->inTransaction());
    QCOMPARE(*meta.value(u"early"_s), std::optional<QString>());
}

QTEST_GUILESS_MAIN(tst_StorageStatements)
#include "tst_StorageStatements.moc"
