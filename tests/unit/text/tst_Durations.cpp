// Durations are read as typed and shown as said.
#include "shared/client/text/Durations.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab::client;
using std::chrono::seconds;

class tst_Durations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typedTextMeans_data();
    void typedTextMeans();
    void typedTextIsRefused_data();
    void typedTextIsRefused();
    void durationReads_data();
    void durationReads();
    void ageReads_data();
    void ageReads();
};

void tst_Durations::typedTextMeans_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("expected");
    const auto row = [](const QString& text, qint64 expected) { QTest::newRow(qPrintable(text)) << text << expected; };
    row(u"30s"_s, 30);
    row(u"5m"_s, 300);
    row(u"2h"_s, 7200);
    row(u"7d"_s, 604800);
    row(u"1w"_s, 604800);
    row(u"90"_s, 90);
    row(u"1h30m"_s, 5400);
    row(u"1w2d3h4m5s"_s, 788645);
    row(u" 5M "_s, 300);
    row(u"007s"_s, 7);
    row(u"3650d"_s, maxTypedDuration.count());
}

void tst_Durations::typedTextMeans()
{
    QFETCH(QString, text);
    QFETCH(qint64, expected);
    const DurationInput input = parseDuration(text);
    QVERIFY2(input.value.has_value(), qPrintable(input.error));
    QCOMPARE(input.value->count(), expected);
    QVERIFY(input.error.isEmpty());
}

void tst_Durations::typedTextIsRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const QString& text : {u""_s, u" "_s, u"h"_s, u"5x"_s, u"-5m"_s, u"+5m"_s, u"5 m"_s, u"5m5"_s, u"30m1h"_s, u"1h1h"_s, u"0"_s,
             u"0s"_s, u"1.5h"_s, u"3651d"_s, u"99999999999999999999999w"_s, u"99999999999999999999"_s, u"٣h"_s, u"5mm"_s})
        QTest::newRow(qPrintable(u"'%1'"_s.arg(text))) << text;
}

void tst_Durations::typedTextIsRefused()
{
    QFETCH(QString, text);
    const DurationInput input = parseDuration(text);
    QVERIFY(!input.value.has_value());
    QVERIFY(input.error.endsWith(u'.'));
}

void tst_Durations::durationReads_data()
{
    QTest::addColumn<qint64>("duration");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing") << qint64{0} << u"0 s"_s;
    QTest::newRow("negative") << qint64{-5} << u"0 s"_s;
    QTest::newRow("seconds") << qint64{45} << u"45 s"_s;
    QTest::newRow("minutes") << qint64{300} << u"5 min"_s;
    QTest::newRow("minutes and seconds") << qint64{301} << u"5 min 1 s"_s;
    QTest::newRow("hours and minutes") << qint64{5400} << u"1 h 30 min"_s;
    QTest::newRow("two units at most") << qint64{93784} << u"1 d 2 h"_s;
    QTest::newRow("no gap between units") << qint64{86460} << u"1 d"_s;
    QTest::newRow("two weeks") << qint64{14 * 86400} << u"14 d"_s;
}

void tst_Durations::durationReads()
{
    QFETCH(qint64, duration);
    QFETCH(QString, expected);
    QCOMPARE(formatDuration(seconds(duration)), expected);
}

void tst_Durations::ageReads_data()
{
    QTest::addColumn<qint64>("age");
    QTest::addColumn<QString>("expected");
    constexpr qint64 day = 86400;
    QTest::newRow("future") << qint64{-100} << u"just now"_s;
    QTest::newRow("now") << qint64{59} << u"just now"_s;
    QTest::newRow("minutes") << qint64{199} << u"3 min ago"_s;
    QTest::newRow("hours") << qint64{2 * 3600} << u"2 h ago"_s;
    QTest::newRow("days") << 5 * day << u"5 d ago"_s;
    QTest::newRow("weeks") << 21 * day << u"3 weeks ago"_s;
    QTest::newRow("months") << 90 * day << u"3 months ago"_s;
    QTest::newRow("years") << 1100 * day << u"3 years ago"_s;
}

void tst_Durations::ageReads()
{
    QFETCH(qint64, age);
    QFETCH(QString, expected);
    QCOMPARE(formatAge(seconds(age)), expected);
}

QTEST_GUILESS_MAIN(tst_Durations)
#include "tst_Durations.moc"
