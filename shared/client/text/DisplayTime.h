// Times as a timeline shows them: the clock beside a message and the label of a day.
#pragma once

#include <QDate>
#include <QLocale>
#include <QString>
#include <QTimeZone>

namespace confab::client {

/// The local calendar day of a moment (ms since the epoch, UTC): day separators stand where it changes.
[[nodiscard]] QDate localDay(qint64 ms, const QTimeZone& zone = QTimeZone::systemTimeZone());

/// "Today", "Yesterday", else "Friday, 20 November 2026", by local midnight.
[[nodiscard]] QString dayLabel(QDate day, QDate today, const QLocale& locale = QLocale());
[[nodiscard]] QString dayLabel(
    qint64 ms, qint64 nowMs, const QTimeZone& zone = QTimeZone::systemTimeZone(), const QLocale& locale = QLocale());

/// "HH:mm".
[[nodiscard]] QString clockLabel(qint64 ms, const QTimeZone& zone = QTimeZone::systemTimeZone());

/// Day and clock in full, for hover and selection: "Friday, 20 November 2026 14:02:09".
[[nodiscard]] QString fullLabel(qint64 ms, const QTimeZone& zone = QTimeZone::systemTimeZone(), const QLocale& locale = QLocale());

} // namespace confab::client
