// Checking, reading and printing single values.
#include "server/app/ConfigValues.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <numeric>
#include <vector>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

template <typename... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

const QString expectedRate = u"a rate such as \"10, 2/s\", \"5, 5/min\" or \"off\""_s;

QString quoted(const QString& text)
{
    QString escaped = text;
    escaped.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' + escaped + u'"';
}

std::optional<QString> assignString(Config& config, const Setting& setting, QString Config::*member, const FoundValue& value)
{
    const QString* text = std::get_if<QString>(&value);
    const QString wanted = setting.rule.expected ? QString::fromLatin1(setting.rule.expected) : u"text in quotes"_s;
    if (!text || (setting.rule.accepts && !setting.rule.accepts(*text)))
        return wanted;
    config.*member = *text;
    return std::nullopt;
}

std::optional<QString> assignNumber(Config& config, const Setting& setting, qint64 Config::*member, const FoundValue& value)
{
    const qint64* number = std::get_if<qint64>(&value);
    if (!number || *number < setting.rule.least || *number > setting.rule.most)
        return u"a number from %1 to %2"_s.arg(setting.rule.least).arg(setting.rule.most);
    config.*member = *number;
    return std::nullopt;
}

std::optional<QString> assignList(Config& config, const Setting& setting, QStringList Config::*member, const FoundValue& value)
{
    const QStringList* list = std::get_if<QStringList>(&value);
    if (!list)
        return u"a list such as [\"one\", \"two\"]"_s;
    for (const QString& one : *list) {
        if (setting.rule.accepts && !setting.rule.accepts(one))
            return u"%1 instead of %2"_s.arg(QString::fromLatin1(setting.rule.expected), quoted(one));
    }
    config.*member = *list;
    return std::nullopt;
}

std::optional<QString> assignRate(Config& config, Rate Config::*member, const FoundValue& value)
{
    const QString* text = std::get_if<QString>(&value);
    const auto rate = text ? parseRate(*text) : std::nullopt;
    if (!rate)
        return expectedRate;
    config.*member = *rate;
    return std::nullopt;
}

/// Levenshtein's distance.
int distance(QStringView a, QStringView b)
{
    std::vector<int> row(std::size_t(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = std::exchange(row[0], int(i));
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = std::size_t(j);
            const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[at], std::min({row[at] + 1, row[at - 1] + 1, replaced}));
        }
    }
    return row.back();
}

} // namespace

std::optional<QString> assign(Config& config, const Setting& setting, const FoundValue& value)
{
    return std::visit(Overloaded{
        [&](QString Config::*member) { return assignString(config, setting, member, value); },
        [&](bool Config::*member) -> std::optional<QString> {
            const bool* flag = std::get_if<bool>(&value);
            if (!flag)
                return u"true or false"_s;
            config.*member = *flag;
            return std::nullopt;
        },
        [&](qint64 Config::*member) { return assignNumber(config, setting, member, value); },
        [&](QStringList Config::*member) { return assignList(config, setting, member, value); },
        [&](Rate Config::*member) { return assignRate(config, member, value); }},
        setting.member);
}

std::optional<QString> assignText(Config& config, const Setting& setting, const QString& text)
{
    FoundValue value = text;
    if (std::holds_alternative<bool Config::*>(setting.member)) {
        if (text == u"true" || text == u"1")
            value = true;
        else if (text == u"false" || text == u"0")
            value = false;
    } else if (std::holds_alternative<qint64 Config::*>(setting.member)) {
        bool isNumber = false;
        if (const qint64 number = text.toLongLong(&isNumber); isNumber)
            value = number;
    } else if (std::holds_alternative<QStringList Config::*>(setting.member)) {
        QStringList list;
        for (const QString& part : text.split(u',', Qt::SkipEmptyParts))
            list.append(part.trimmed());
        value = list;
    }
    return assign(config, setting, value);
}

QString valueText(const Config& config, const Setting& setting)
{
    return std::visit(Overloaded{
        [&](QString Config::*member) { return quoted(config.*member); },
        [&](bool Config::*member) { return QString(config.*member ? u"true"_s : u"false"_s); },
        [&](qint64 Config::*member) { return QString::number(config.*member); },
        [&](QStringList Config::*member) {
            QStringList parts;
            for (const QString& one : config.*member)
                parts.append(quoted(one));
            return QString(u'[' + parts.join(u", "_s) + u']');
        },
        [&](Rate Config::*member) { return quoted(rateText(config.*member)); }},
        setting.member);
}

QString nearMatch(const QString& name, const QStringList& known)
{
    QString best;
    int bestDistance = std::max(2, int(name.size()) / 3) + 1;
    for (const QString& one : known) {
        if (const int d = distance(name, one); d < bestDistance) {
            bestDistance = d;
            best = one;
        }
    }
    return best.isEmpty() ? QString() : u" (did you mean %1?)"_s.arg(best);
}

std::optional<ListenAddress> parseListen(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon < 0)
        return std::nullopt;
    QString address = text.first(colon);
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.sliced(1, address.size() - 2);
    else if (address.contains(u':'))
        return std::nullopt;
    bool isNumber = false;
    const ushort port = text.sliced(colon + 1).toUShort(&isNumber);
    if (!isNumber || QHostAddress(address).isNull())
        return std::nullopt;
    return ListenAddress{address, port};
}

std::optional<Rate> parseRate(const QString& text)
{
    if (text.trimmed() == u"off")
        return Rate{0, 0};
    static const QRegularExpression form(u"^\\s*(\\d{1,9}(?:\\.\\d+)?)\\s*,\\s*(\\d{1,9}(?:\\.\\d+)?)\\s*/\\s*(s|min|h)\\s*$"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const double unit = match.captured(3) == u"s" ? 1 : match.captured(3) == u"min" ? 60 : 3600;
    const Rate rate{match.captured(1).toDouble(), match.captured(2).toDouble() / unit};
    if (rate.burst < 1 || rate.perSecond <= 0)
        return std::nullopt;
    return rate;
}

QString rateText(const Rate& rate)
{
    if (rate.perSecond <= 0)
        return u"off"_s;
    const auto text = [](double value) { return QString::number(value, 'g', 12); };
    // The largest unit that keeps it a whole number reads best.
    for (const auto& [unit, name] : {std::pair{1.0, u"s"_s}, std::pair{60.0, u"min"_s}, std::pair{3600.0, u"h"_s}}) {
        const double perUnit = rate.perSecond * unit;
        if (std::abs(perUnit - std::round(perUnit)) < 1e-6)
            return u"%1, %2/%3"_s.arg(text(rate.burst), text(std::round(perUnit)), name);
    }
    return u"%1, %2/s"_s.arg(text(rate.burst), text(rate.perSecond));
}

} // namespace confab::server
