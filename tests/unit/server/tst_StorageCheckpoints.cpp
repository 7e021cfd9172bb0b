// When the write-ahead log begins anew, and what readers and writers notice of it.
#include "server/storage/Checkpointer.h"
#include "server/storage/Repositories.h"
#include "server/storage/Storage.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;

class tst_StorageCheckpoints : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void logBeginsAnewWhileWritingGoesOn();
    void readerHoldsTheLogBackOnlyWhileItReads();
    void readerDoesNotHoldTheWriterUp_data();
    void readerDoesNotHoldTheWriterUp();

private:
    StorageOptions options() const { return {m_folder->filePath(u"confab.db"_s), 1000, 0}; }
    /// Far above Checkpointer::mostHoldMs, for machines that have much to do, and below longWaitMs.
    static constexpr qint64 unbearableMs = 400;
    /// One commit of about `pages` pages.
    Result<Done> write(int pages)
    {
        // Another text each time: SQLite does not write what is there already.
        const QString much(pages * 4096, QChar(u'a' + m_writes++ % 26));
        return m_database->transact([&] { return MetaRepository(*m_database).setValue(u"much"_s, much); });
    }

    int m_writes = 0;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

void tst_StorageCheckpoints::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto opened = openStorage(options());
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
    m_database = std::move(*opened);
}

void tst_StorageCheckpoints::cleanup()
{
    m_database.reset();
    m_folder.reset();
}

void tst_StorageCheckpoints::logBeginsAnewWhileWritingGoesOn()
{
    std::atomic<quint64> checkpoints{0};
    Checkpointer checkpointer(options(), checkpoints);
    checkpointer.start();
    int most = 0;
    bool beganAnew = false;
    for (int i = 0; i < 2000 && !beganAnew; ++i) {
        QVERIFY(write(100));
        QElapsedTimer held;
        held.start();
        checkpointer.committed(m_database->logPages());
        QVERIFY2(held.elapsed() < unbearableMs, qPrintable(u"the writer was held for %1 ms"_s.arg(held.elapsed())));
        beganAnew = m_database->logPages() < most;
        most = std::max(most, m_database->logPages());
    }
    QVERIFY(beganAnew);
    QVERIFY(most >= Checkpointer::muchPages);
    QTRY_COMPARE(checkpoints.load(), 1);
    checkpointer.stop();
    // The file keeps its room.
    QVERIFY(QFileInfo(options().file + u"-wal"_s).size() >= qint64(std::min(most, Checkpointer::tooMuchPages)) * 4096);
    QCOMPARE(*examineStorage(*m_database), QStringList());
}

void tst_StorageCheckpoints::readerHoldsTheLogBackOnlyWhileItReads()
{
    auto reader = openReader(options());
    QVERIFY(reader);
    QVERIFY((*reader)->beginRead());
    MetaRepository read(**reader);
    QVERIFY(read.value(u"server_id"_s));
    std::atomic<quint64> checkpoints{0};
    Checkpointer checkpointer(options(), checkpoints);
    while (m_database->logPages() < Checkpointer::muchPages)
        QVERIFY(write(1000));
    checkpointer.committed(m_database->logPages());
    checkpointer.start();
    QTRY_VERIFY(checkpointer.isBlocked());
    QCOMPARE(checkpoints.load(), 0);
    QVERIFY2(read.value(u"server_id"_s), "the reader's state is still whole");
    (*reader)->rollback();
    QTRY_COMPARE(checkpoints.load(), 1);
    QVERIFY(!checkpointer.isBlocked());
    QVERIFY(write(1));
    QVERIFY(m_database->logPages() < Checkpointer::muchPages);
    checkpointer.stop();
}

void tst_StorageCheckpoints::readerDoesNotHoldTheWriterUp_data()
{
    constexpr int tooMuch = Checkpointer::tooMuchPages + 1000;
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("behind");
    QTest::addColumn<int>("longHolds");
    QTest::newRow("a text was deleted") << 0 << 10 << 0;
    QTest::newRow("much too large a log, all behind the reader") << 0 << tooMuch << 0;
    QTest::newRow("much too large a log, little behind the reader") << tooMuch << 0 << 1;
}

void tst_StorageCheckpoints::readerDoesNotHoldTheWriterUp()
{
    QFETCH(int, before);
    QFETCH(int, behind);
    QFETCH(int, longHolds);
    while (m_database->logPages() < before)
        QVERIFY(write(1000));
    auto reader = openReader(options());
    QVERIFY(reader);
    QVERIFY((*reader)->beginRead());
    QVERIFY(MetaRepository(**reader).value(u"server_id"_s));
    while (m_database->logPages() < behind)
        QVERIFY(write(std::min(behind, 1000)));
    std::atomic<quint64> checkpoints{0};
    Checkpointer checkpointer(options(), checkpoints, std::chrono::milliseconds(5));
    checkpointer.scrub();
    checkpointer.committed(m_database->logPages());
    checkpointer.start();
    int held = 0;
    QElapsedTimer all;
    all.start();
    // Long enough for more than a dozen rounds that cannot end.
    while (all.elapsed() < 2'000) {
        QElapsedTimer one;
        one.start();
        QVERIFY(write(1));
        checkpointer.committed(m_database->logPages());
        held += one.elapsed() >= unbearableMs;
    }
    QVERIFY(checkpointer.isBlocked());
    // One more for a disk that pauses by itself; a round a second would be many.
    QVERIFY2(held <= longHolds + 1, qPrintable(u"%1 commits took long"_s.arg(held)));
    (*reader)->rollback();
    QTRY_VERIFY(checkpointer.isScrubbed() && checkpoints > 0);
    QCOMPARE(QFileInfo(options().file + u"-wal"_s).size(), 0);
    checkpointer.stop();
}

QTEST_GUILESS_MAIN(tst_StorageCheckpoints)
#include "tst_StorageCheckpoints.moc"
