// Reads and writes durations as people type and read them.
#include "shared/client/text/Durations.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace confab::client {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {

struct Unit {
    char16_t letter;
    qint64 length;
};

constexpr std::array<Unit, 5> units = {Unit{u'w', 7 * 24 * 3600}, {u'd', 24 * 3600}, {u'h', 3600}, {u'm', 60}, {u's', 1}};

QString translated(const char* text) { return QCoreApplication::translate("Durations", text); }

DurationInput failure(const char* text) { return {.value = std::nullopt, .error = translated(text)}; }

DurationInput notADuration() { return failure("A duration looks like 30s, 5m, 2h, 7d, 1w or 1h30m; a bare number means seconds."); }

/// The digits at `at`, which moves behind them; empty without digits, capped so that nothing overflows.
std::optional<qint64> readNumber(QStringView text, qsizetype& at)
{
    constexpr qint64 cap = 1'000'000'000'000;
    const qsizetype start = at;
    qint64 number = 0;
    for (; at < text.size() && text[at] >= u'0' && text[at] <= u'9'; ++at)
        number = std::min(cap, number * 10 + (text[at].unicode() - u'0'));
    return at > start ? std::optional(number) : std::nullopt;
}

DurationInput checked(qint64 total)
{
    if (total <= 0)
        return failure("A duration must be longer than nothing.");
    if (total > maxTypedDuration.count())
        return failure("A duration can be ten years at most.");
    return {.value = seconds(total), .error = {}};
}

QString withUnit(qint64 number, char16_t unit)
{
    switch (unit) {
    case u'd':
        return translated("%1 d").arg(number);
    case u'h':
        return translated("%1 h").arg(number);
    case u'm':
        return translated("%1 min").arg(number);
    default:
        return translated("%1 s").arg(number);
    }
}

} // namespace

DurationInput parseDuration(QStringView text)
{
    text = text.trimmed();
    qsizetype at = 0;
    qint64 total = 0;
    size_t nextUnit = 0;
    if (text.isEmpty())
        return notADuration();
    while (at < text.size()) {
        const auto number = readNumber(text, at);
        if (!number)
            return notADuration();
        if (at == text.size())
            return nextUnit == 0 ? checked(*number) : notADuration();
        const char16_t letter = text[at++].toLower().unicode();
        while (nextUnit < units.size() && units[nextUnit].letter != letter)
            ++nextUnit;
        if (nextUnit == units.size())
            return notADuration();
        total = std::min<qint64>(total + *number * units[nextUnit].length, maxTypedDuration.count() + 1);
        ++nextUnit;
    }
    return checked(total);
}

QString formatDuration(seconds duration)
{
    qint64 left = std::max<qint64>(0, duration.count());
    QString out;
    int shown = 0;
    for (size_t index = 1; index < units.size() && shown < 2; ++index) { // weeks are typed, not shown
        const qint64 number = left / units[index].length;
        left %= units[index].length;
        if (number == 0) {
            if (shown > 0)
                break;
            continue;
        }
        out += (shown > 0 ? u" "_s : QString()) + withUnit(number, units[index].letter);
        ++shown;
    }
    return shown > 0 ? out : withUnit(0, u's');
}

QString formatAge(seconds age)
{
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    const qint64 past = age.count();
    if (past < minute)
        return translated("just now");
    if (past < hour)
        return translated("%1 min ago").arg(past / minute);
    if (past < day)
        return translated("%1 h ago").arg(past / hour);
    if (past < 14 * day)
        return translated("%1 d ago").arg(past / day);
    if (past < 60 * day)
        return translated("%1 weeks ago").arg(past / (7 * day));
    if (past < 2 * 365 * day)
        return translated("%1 months ago").arg(past / (30 * day));
    return translated("%1 years ago").arg(past / (365 * day));
}

} // namespace confab::client
