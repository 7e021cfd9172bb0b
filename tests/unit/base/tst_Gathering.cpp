// When waiting for company pays, when it does not, and when it is given up.
#include "shared/base/Gathering.h"

#include <QTest>

using confab::Gathering;

namespace {

constexpr qint64 mostUs = 5000;

/// Requests that come by themselves at this rate, taken as the core does; the part of the time that was waited.
double openLoop(Gathering& gathering, double perSecond, qint64 fromUs, qint64 untilUs)
{
    const double period = 1e6 / perSecond;
    double next = double(fromUs);
    qint64 waited = 0;
    for (qint64 now = fromUs; now < untilUs;) {
        now = std::max(now, qint64(next));
        int there = 0;
        const auto arrive = [&] {
            for (; next <= double(now); next += period)
                ++there;
        };
        arrive();
        const qint64 wait = gathering.waitUs(there, now);
        waited += wait;
        now += wait;
        arrive();
        gathering.took(there, now);
        now += 100;
    }
    return double(waited) / double(untilUs - fromUs);
}

/// People who each ask again a while after their answer; how many answers there were.
int closedLoop(Gathering& gathering, int people, qint64 serviceUs, qint64 untilUs)
{
    int answers = 0;
    for (qint64 now = 0; now < untilUs;) {
        now += gathering.waitUs(people, now) + serviceUs;
        gathering.took(people, now);
        answers += people;
    }
    return answers;
}

} // namespace

class tst_Gathering : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aQuietServerNeverWaits()
    {
        Gathering gathering(mostUs);
        QCOMPARE(openLoop(gathering, 100, 0, 3'000'000), 0.0);
    }

    void aSteadyLoadIsGathered()
    {
        Gathering gathering(mostUs);
        const double waited = openLoop(gathering, 2000, 0, 3'000'000);
        QVERIFY2(waited > 0.8, qPrintable(QString::number(waited)));
        QCOMPARE(gathering.waitUs(1, 3'000'000), mostUs);
    }

    void aBusyLoadWaitsOnlyUntilThereIsEnough()
    {
        Gathering gathering(mostUs);
        openLoop(gathering, 10'000, 0, 1'000'000);
        const qint64 wait = gathering.waitUs(Gathering::enough - 10, 1'000'000);
        QVERIFY2(wait > 800 && wait < 1200, qPrintable(QString::number(wait)));
        QVERIFY(gathering.waitUs(0, 1'000'000) > wait);
        QCOMPARE(gathering.waitUs(Gathering::enough, 1'000'000), 0);
    }

    void afterASilenceThePastSaysNothing()
    {
        Gathering gathering(mostUs);
        openLoop(gathering, 2000, 0, 1'000'000);
        QCOMPARE(gathering.waitUs(1, 1'500'000), 0);
        gathering.took(1, 1'500'000);
        QCOMPARE(gathering.waitUs(1, 1'500'100), 0);
    }

    void whoWaitsForAnswersIsNotSlowedDown_data()
    {
        QTest::addColumn<int>("people");
        QTest::addColumn<int>("serviceUs");
        QTest::newRow("one") << 1 << 300;
        QTest::newRow("four") << 4 << 500;
        QTest::newRow("fifteen") << 15 << 1000;
    }

    void whoWaitsForAnswersIsNotSlowedDown()
    {
        QFETCH(int, people);
        QFETCH(int, serviceUs);
        constexpr qint64 time = 60'000'000;
        Gathering gathering(mostUs);
        Gathering never(0);
        const int gathered = closedLoop(gathering, people, serviceUs, time);
        const int free = closedLoop(never, people, serviceUs, time);
        QVERIFY2(gathered > free * 0.9, qPrintable(QStringLiteral("%1 of %2").arg(gathered).arg(free)));
    }

    void aLoadThatFadesIsStillGathered()
    {
        Gathering gathering(mostUs);
        openLoop(gathering, 4000, 0, 2'000'000);
        openLoop(gathering, 2000, 2'000'000, 3'000'000);
        QVERIFY(openLoop(gathering, 2000, 3'000'000, 6'000'000) > 0.8);
    }

    void zeroSwitchesItOff()
    {
        Gathering gathering(0);
        QCOMPARE(openLoop(gathering, 10'000, 0, 1'000'000), 0.0);
    }
};

QTEST_APPLESS_MAIN(tst_Gathering)
#include "tst_Gathering.moc"
