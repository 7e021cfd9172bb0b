// Times as a timeline shows them.
#include "shared/client/text/DisplayTime.h"

#include <QCoreApplication>
#include <QDateTime>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

QDateTime localTime(qint64 ms, const QTimeZone& zone)
{
    return QDateTime::fromMSecsSinceEpoch(ms, zone.isValid() ? zone : QTimeZone::utc());
}

QString longDate(QDate day, const QLocale& locale) { return locale.toString(day, u"dddd, d MMMM yyyy"_s); }

} // namespace

QDate localDay(qint64 ms, const QTimeZone& zone) { return localTime(ms, zone).date(); }

QString dayLabel(QDate day, QDate today, const QLocale& locale)
{
    if (day == today)
        return QCoreApplication::translate("DisplayTime", "Today");
    if (day == today.addDays(-1))
        return QCoreApplication::translate("DisplayTime", "Yesterday");
    return longDate(day, locale);
}

QString dayLabel(qint64 ms, qint64 nowMs, const QTimeZone& zone, const QLocale& locale)
{
    return dayLabel(localDay(ms, zone), localDay(nowMs, zone), locale);
}

QString clockLabel(qint64 ms, const QTimeZone& zone) { return localTime(ms, zone).toString(u"HH:mm"_s); }

QString fullLabel(qint64 ms, const QTimeZone& zone, const QLocale& locale)
{
    const QDateTime local = localTime(ms, zone);
    return longDate(local.date(), locale) + local.toString(u" HH:mm:ss"_s);
}

} // namespace confab::client
