// Delays between attempts: random, growing, bounded.
#include "shared/client/session/Backoff.h"

#include <QRandomGenerator>
#include <QTest>

using namespace confab::client;

class tst_Backoff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ceilingDoublesUpToAMinute();
    void delaysAreSpreadBelowTheCeiling();
    void resetStartsAgain();
    void aServerCannotSendUsAwayForDays();
};

void tst_Backoff::ceilingDoublesUpToAMinute()
{
    Backoff backoff([](quint32 below) { return below - 1; });
    QList<qint64> delays;
    for (int i = 0; i < 9; ++i)
        delays.append(backoff.nextDelayMs());
    QCOMPARE(delays, (QList<qint64>{1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000}));
}

void tst_Backoff::delaysAreSpreadBelowTheCeiling()
{
    QRandomGenerator seeded(42);
    Backoff backoff([&](quint32 below) { return seeded.bounded(below); });
    qint64 ceiling = 1000;
    qint64 lowest = 60'000;
    qint64 highest = 0;
    for (int i = 0; i < 500; ++i) {
        const qint64 delay = backoff.nextDelayMs();
        QVERIFY2(delay >= 0 && delay <= ceiling, qPrintable(QString::number(delay)));
        if (ceiling == 60'000) {
            lowest = std::min(lowest, delay);
            highest = std::max(highest, delay);
        }
        ceiling = std::min<qint64>(ceiling * 2, 60'000);
    }
    QVERIFY2(lowest < 1000 && highest > 59'000, "full jitter uses the whole range");
}

void tst_Backoff::resetStartsAgain()
{
    Backoff backoff([](quint32 below) { return below - 1; });
    backoff.nextDelayMs();
    backoff.nextDelayMs();
    backoff.reset();
    QCOMPARE(backoff.nextDelayMs(), 1000);
}

void tst_Backoff::aServerCannotSendUsAwayForDays()
{
    Backoff backoff([](quint32 below) { return below - 1; });
    QCOMPARE(backoff.spread(qint64(1) << 52), 3'600'000);
    QCOMPARE(backoff.spread(-5), 0);
}

QTEST_GUILESS_MAIN(tst_Backoff)
#include "tst_Backoff.moc"
