// The shipped load generator against the real server, small: each measurement works, says what was lost, and is honest in its exit code.
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct Run {
    int code = -1;
    QString out;
    QString errors;
};

Run bench(QStringList arguments)
{
    // Named, because the generator refuses by itself to measure on a file system in memory.
    if (!arguments.isEmpty())
        arguments += {u"--folder"_s, QDir::tempPath()};
    QProcess process;
    process.start(QStringLiteral(CONFAB_BIN_DIR) + u"/confab-bench"_s, arguments);
    Run run;
    if (process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit)
        run.code = process.exitCode();
    run.out = QString::fromUtf8(process.readAllStandardOutput());
    run.errors = QString::fromUtf8(process.readAllStandardError());
    return run;
}

const QStringList small{
    u"--connections"_s, u"40"_s, u"--rooms"_s, u"4"_s, u"--senders"_s, u"8"_s, u"--warm-up"_s, u"0.2"_s, u"--seconds"_s, u"0.5"_s};

} // namespace

class tst_Bench : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void loadDeliversEverythingToEverybody_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("open loop, json") << QStringList{u"--rate"_s, u"200"_s};
        QTest::newRow("open loop, cbor") << QStringList{u"--rate"_s, u"200"_s, u"--encoding"_s, u"cbor"_s};
        QTest::newRow("open loop, so fast that sockets rest") << QStringList{u"--rate"_s, u"2500"_s};
        QTest::newRow("closed loop, long messages") << QStringList{u"--outstanding"_s, u"16"_s, u"--length"_s, u"4000"_s};
    }

    void loadDeliversEverythingToEverybody()
    {
        QFETCH(QStringList, options);
        const Run run = bench(QStringList{u"load"_s} + small + options);
        QVERIFY2(run.code == 0, qPrintable(run.out + run.errors));
        QVERIFY(run.out.contains(u"reference"_s) && run.out.contains(u"confabd"_s));
        QVERIFY2(!run.out.contains(u"MISSING"_s) && !run.out.contains(u"refused"_s) && !run.out.contains(u"lost"_s), qPrintable(run.out));
    }

    void whatIsRefusedIsSaid()
    {
        QTemporaryDir folder;
        QFile config(folder.filePath(u"strict.toml"_s));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("[rates]\nposting = \"1, 1/h\"\n");
        config.close();
        const Run run = bench(QStringList{u"load"_s, u"--only"_s, u"confabd"_s, u"--config"_s, config.fileName()} + small);
        QCOMPARE(run.code, 1);
        QVERIFY2(run.out.contains(u"requests refused"_s), qPrintable(run.out));
    }

    void noAcknowledgementIsLostWhenTheServerIsToldToEnd()
    {
        const Run run = bench({u"drain"_s, u"--connections"_s, u"40"_s, u"--rooms"_s, u"10"_s, u"--senders"_s, u"40"_s, u"--outstanding"_s,
            u"80"_s, u"--seconds"_s, u"0.5"_s});
        QVERIFY2(run.code == 0, qPrintable(run.out + run.errors));
        QVERIFY2(run.out.contains(u"exit code 0"_s) && run.out.contains(u" 0 lost"_s), qPrintable(run.out));
        QVERIFY2(!run.out.contains(u"; 0 posts acknowledged"_s), qPrintable(run.out));
    }

    void everybodyComesBackAfterAKill()
    {
        const Run run = bench({u"storm"_s, u"--connections"_s, u"200"_s, u"--rooms"_s, u"20"_s});
        QVERIFY2(run.code == 0, qPrintable(run.out + run.errors));
        QVERIFY2(run.out.contains(u", 0 refused"_s), qPrintable(run.out));
    }

    void whoNeverReadsCostsTheOthersNothingTheyAreOwed()
    {
        const Run run = bench(QStringList{u"slow"_s, u"--slow"_s, u"8"_s, u"--outstanding"_s, u"64"_s, u"--length"_s, u"4000"_s} + small);
        QVERIFY2(run.code == 0, qPrintable(run.out + run.errors));
        QVERIFY2(!run.out.contains(u"MISSING"_s), qPrintable(run.out));
    }

    void arrivalsAreMeasured()
    {
        Run run = bench({u"attach"_s, u"--connections"_s, u"60"_s, u"--rooms"_s, u"6"_s});
        QVERIFY2(run.code == 0 && run.out.startsWith(u"60 members attached in "_s), qPrintable(run.out + run.errors));
        run = bench({u"join"_s, u"--connections"_s, u"60"_s});
        QVERIFY2(run.code == 0 && run.out.contains(u"60 people into one room"_s), qPrintable(run.out + run.errors));
    }

    void mistakesNameTheOption_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        QTest::newRow("no command") << QStringList{} << u"Usage: confab-bench"_s;
        QTest::newRow("unknown command") << QStringList{u"fly"_s} << u"fly"_s;
        QTest::newRow("unknown option") << QStringList{u"load"_s, u"--fast"_s} << u"fast"_s;
        QTest::newRow("no number") << QStringList{u"load"_s, u"--rate"_s, u"many"_s} << u"--rate"_s;
        QTest::newRow("half a person") << QStringList{u"load"_s, u"--connections"_s, u"1.5"_s} << u"--connections"_s;
        QTest::newRow("more rooms than people") << QStringList{u"load"_s, u"--rooms"_s, u"2000"_s} << u"--rooms"_s;
        QTest::newRow("encoding") << QStringList{u"load"_s, u"--encoding"_s, u"xml"_s} << u"--encoding"_s;
        QTest::newRow("an option of another command") << QStringList{u"storm"_s, u"--quick"_s} << u"quick"_s;
        QTest::newRow("no such server") << QStringList{u"load"_s, u"--confabd"_s, u"/nonexistent"_s} << u"--confabd"_s;
        QTest::newRow("stray word") << QStringList{u"load"_s, u"more"_s} << u"more"_s;
    }

    void mistakesNameTheOption()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        const Run run = bench(arguments);
        QCOMPARE(run.code, 2);
        QVERIFY2(run.errors.contains(named), qPrintable(run.errors));
        QVERIFY(run.out.isEmpty());
    }

    void helpNamesEveryCommand()
    {
        const Run run = bench({u"--help"_s});
        QCOMPARE(run.code, 0);
        for (const QString& name :
            {u"table"_s, u"load"_s, u"attach"_s, u"join"_s, u"slow"_s, u"storm"_s, u"drain"_s, u"mixed"_s, u"reference"_s})
            QVERIFY2(run.out.contains(name), qPrintable(name));
    }
};

QTEST_GUILESS_MAIN(tst_Bench)
#include "tst_Bench.moc"
