// The arguments of one script command, read strictly: an option the command does not know is an error, never text.
#include "client-tui/script/ScriptArguments.h"

#include "shared/base/Limits.h"

namespace confab::tui {

using namespace Qt::StringLiterals;

namespace {

Result<qint64> positiveNumber(const QString& option, const QString& text, qint64 most)
{
    bool isNumber = false;
    const qint64 value = text.toLongLong(&isNumber);
    if (!isNumber || value < 1 || value > most)
        return Error{ErrorCode::BadArg, u"%1 needs a whole number from 1 to %2, not “%3”"_s.arg(option).arg(most).arg(text)};
    return value;
}

/// Options without a value; false when it is none of them.
bool takeFlag(ScriptArguments& result, const QString& option)
{
    if (option == "--json"_L1)
        result.json = true;
    else if (option == "--all"_L1)
        result.all = true;
    else if (option == "--lines"_L1)
        result.lines = true;
    else if (option == "--follow"_L1)
        result.follow = true;
    else if (option == "--no-follow"_L1)
        result.follow = false;
    else if (option == "--private"_L1)
        result.isPrivate = true;
    else
        return false;
    return true;
}

Result<Done> takeValue(ScriptArguments& result, const QString& option, const QString& value)
{
    if (option == "--topic"_L1) {
        result.topic = value;
        return Done{};
    }
    if (option == "-n"_L1) {
        TRY_VALUE(number, positiveNumber(option, value, 1'000'000));
        result.count = static_cast<int>(number);
        return Done{};
    }
    TRY_VALUE(number, positiveNumber(option, value, option == "--seq"_L1 ? limits::maxInteger : 30 * 24 * 3600));
    if (option == "--seq"_L1)
        result.seq = Seq(number);
    else
        result.timeoutMs = number * 1000;
    return Done{};
}

} // namespace

Result<ScriptArguments> ScriptArguments::parse(const QStringList& arguments, const QStringList& known)
{
    ScriptArguments result;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments.at(i);
        if (argument == "--"_L1) {
            result.words += arguments.mid(i + 1);
            break;
        }
        if (!argument.startsWith(u'-') || argument == "-"_L1) {
            result.words += argument;
            continue;
        }
        const QString option = argument.section(u'=', 0, 0);
        if (option != "--timeout"_L1 && !known.contains(option))
            return Error{ErrorCode::BadArg, u"unknown option %1; put -- before text that begins with a dash"_s.arg(option)};
        if (takeFlag(result, argument))
            continue;
        const bool hasValue = argument.contains(u'=');
        if (!hasValue && i + 1 >= arguments.size())
            return Error{ErrorCode::BadArg, u"%1 needs a value"_s.arg(option)};
        TRY(takeValue(result, option, hasValue ? argument.section(u'=', 1) : arguments.at(++i)));
    }
    return result;
}

} // namespace confab::tui
