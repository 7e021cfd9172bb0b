// When a small batch waits for company, when it does not, and what the inbox does meanwhile.
#include "server/routing/Gathering.h"
#include "server/routing/Inbox.h"

#include <QTest>

#include <future>

using namespace confab::server;

namespace {

constexpr qint64 mostUs = 5000;

/// Batches taken at a steady rate of requests, one at a time.
void steady(Gathering& gathering, double perSecond, qint64 fromUs, qint64 untilUs)
{
    for (double at = double(fromUs); at < double(untilUs); at += 1e6 / perSecond)
        gathering.took(1, qint64(at));
}

Inbound someTask()
{
    return CoreTask{[] {}};
}

} // namespace

class tst_Gathering : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aQuietServerNeverWaits()
    {
        Gathering gathering(mostUs);
        steady(gathering, 100, 0, 1'000'000);
        QCOMPARE(gathering.waitUs(1, 1'000'000), 0);
    }

    void aSteadyLoadGathersUpToTheMost()
    {
        Gathering gathering(mostUs);
        steady(gathering, 2000, 0, 1'000'000);
        QCOMPARE(gathering.waitUs(1, 1'000'000), mostUs);
    }

    void aBusyLoadWaitsOnlyUntilThereIsEnough()
    {
        Gathering gathering(mostUs);
        steady(gathering, 10'000, 0, 1'000'000);
        const qint64 wait = gathering.waitUs(6, 1'000'000);
        QVERIFY2(wait > 800 && wait < 1200, qPrintable(QString::number(wait)));
        QCOMPARE(gathering.waitUs(Gathering::enough, 1'000'000), 0);
        QCOMPARE(gathering.waitUs(0, 1'000'000), 0);
    }

    void afterASilenceThePastSaysNothing()
    {
        Gathering gathering(mostUs);
        steady(gathering, 2000, 0, 1'000'000);
        QCOMPARE(gathering.waitUs(1, 1'500'000), 0);
    }

    void waitsThatBringNothingAreGivenUpForLongerAndLonger()
    {
        Gathering gathering(mostUs);
        qint64 now = 0;
        qint64 waited = 0;
        int waits = 0;
        // Four people who each wait for their answer: a request every 300 µs, and nothing comes while we wait.
        for (; now < 10'000'000; now += 300) {
            gathering.took(1, now);
            const qint64 wait = gathering.waitUs(1, now);
            if (wait == 0)
                continue;
            now += wait;
            waited += wait;
            ++waits;
            gathering.waited(1, now);
        }
        QVERIFY2(waits > 3, "it is tried again now and then");
        QVERIFY2(waited < now / 50, qPrintable(QStringLiteral("%1 of %2 us were waited for nothing").arg(waited).arg(now)));
    }

    void waitsThatKeepTheirPromiseGoOn()
    {
        Gathering gathering(mostUs);
        steady(gathering, 2000, 0, 1'000'000);
        for (qint64 now = 1'000'000; now < 3'000'000; now += 500) {
            const qint64 wait = gathering.waitUs(1, now);
            QCOMPARE(wait, mostUs);
            now += wait;
            gathering.waited(11, now);
            gathering.took(11, now);
        }
    }

    void zeroSwitchesItOff()
    {
        Gathering gathering(0);
        steady(gathering, 100'000, 0, 1'000'000);
        QCOMPARE(gathering.waitUs(1, 1'000'000), 0);
    }

    void theInboxWakesItsReaderWhenEnoughIsThere()
    {
        Inbox inbox(100);
        QVERIFY(inbox.offer(someTask()));
        // A minute: only the third item can end it in time.
        auto reader = std::async(std::launch::async, [&] { return inbox.gather(3, 60'000'000); });
        QVERIFY(inbox.offer(someTask()));
        QVERIFY(inbox.offer(someTask()));
        QCOMPARE(reader.wait_for(std::chrono::seconds(10)), std::future_status::ready);
        QCOMPARE(inbox.take(10, 0).size(), size_t(3));
    }

    void closingTheInboxEndsAWait()
    {
        Inbox inbox(100);
        auto reader = std::async(std::launch::async, [&] { return inbox.gather(3, 60'000'000); });
        inbox.close();
        QCOMPARE(reader.wait_for(std::chrono::seconds(10)), std::future_status::ready);
    }

    void anItemThatComesBeforeTheReaderSleepsIsSeen()
    {
        Inbox inbox(100);
        QVERIFY(inbox.offer(someTask()));
        QCOMPARE(inbox.take(10, 60'000).size(), size_t(1));
    }
};

QTEST_APPLESS_MAIN(tst_Gathering)
#include "tst_Gathering.moc"
