// Days change at local midnight, also on days of 23 and 25 hours.
#include "shared/client/text/DisplayTime.h"

#include <QDateTime>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab::client;

class tst_DisplayTime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void momentReads_data();
    void momentReads();
    void daysHaveNames();
    void fullLabelHasEverything();
    void invalidZoneReadsAsUtc();
};

namespace {

qint64 utc(const QString& iso) { return QDateTime::fromString(iso, Qt::ISODate).toMSecsSinceEpoch(); }

} // namespace

void tst_DisplayTime::momentReads_data()
{
    QTest::addColumn<QString>("moment");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDate>("day");
    QTest::addColumn<QString>("clock");
    const auto row = [](const char* name, const QString& moment, const QByteArray& zone, QDate day, const QString& clock) {
        QTest::newRow(name) << moment << zone << day << clock;
    };
    row("utc", u"2026-11-20T14:02:09Z"_s, "UTC", QDate(2026, 11, 20), u"14:02"_s);
    row("before midnight", u"2026-11-20T22:59:59Z"_s, "Europe/Berlin", QDate(2026, 11, 20), u"23:59"_s);
    row("local midnight", u"2026-11-20T23:00:00Z"_s, "Europe/Berlin", QDate(2026, 11, 21), u"00:00"_s);
    row("behind utc", u"2026-01-01T03:00:00Z"_s, "America/New_York", QDate(2025, 12, 31), u"22:00"_s);
    row("half hour zone", u"2026-11-20T18:30:00Z"_s, "Asia/Kolkata", QDate(2026, 11, 21), u"00:00"_s);
    row("summer begins", u"2026-03-29T01:00:00Z"_s, "Europe/Berlin", QDate(2026, 3, 29), u"03:00"_s);
    row("summer ends, first", u"2026-10-25T00:30:00Z"_s, "Europe/Berlin", QDate(2026, 10, 25), u"02:30"_s);
    row("summer ends, second", u"2026-10-25T01:30:00Z"_s, "Europe/Berlin", QDate(2026, 10, 25), u"02:30"_s);
    row("epoch", u"1970-01-01T00:00:00Z"_s, "UTC", QDate(1970, 1, 1), u"00:00"_s);
}

void tst_DisplayTime::momentReads()
{
    QFETCH(QString, moment);
    QFETCH(QByteArray, zone);
    QFETCH(QDate, day);
    QFETCH(QString, clock);
    const QTimeZone timeZone(zone);
    if (!timeZone.isValid())
        QSKIP("this machine has no time zone database");
    QCOMPARE(localDay(utc(moment), timeZone), day);
    QCOMPARE(clockLabel(utc(moment), timeZone), clock);
}

void tst_DisplayTime::daysHaveNames()
{
    const QLocale english(QLocale::English);
    const QDate today(2026, 11, 20);
    QCOMPARE(dayLabel(today, today, english), u"Today"_s);
    QCOMPARE(dayLabel(today.addDays(-1), today, english), u"Yesterday"_s);
    QCOMPARE(dayLabel(today.addDays(-2), today, english), u"Wednesday, 18 November 2026"_s);
    QCOMPARE(dayLabel(today.addDays(1), today, english), u"Saturday, 21 November 2026"_s);
    QCOMPARE(dayLabel(today, today.addDays(9), english), u"Friday, 20 November 2026"_s);

    const QTimeZone zone = QTimeZone::utc();
    QCOMPARE(dayLabel(utc(u"2026-11-19T23:59:59Z"_s), utc(u"2026-11-20T00:00:01Z"_s), zone, english), u"Yesterday"_s);
    QCOMPARE(dayLabel(utc(u"2025-12-31T00:00:00Z"_s), utc(u"2026-01-01T00:00:00Z"_s), zone, english), u"Yesterday"_s);
}

void tst_DisplayTime::fullLabelHasEverything()
{
    QCOMPARE(
        fullLabel(utc(u"2026-11-20T14:02:09Z"_s), QTimeZone::utc(), QLocale(QLocale::English)), u"Friday, 20 November 2026 14:02:09"_s);
}

void tst_DisplayTime::invalidZoneReadsAsUtc() { QCOMPARE(clockLabel(utc(u"2026-11-20T14:02:09Z"_s), QTimeZone()), u"14:02"_s); }

QTEST_GUILESS_MAIN(tst_DisplayTime)
#include "tst_DisplayTime.moc"
