// What was said on the command line, before any meaning is given to it.
#include "client-tui/app/Options.h"

#include <array>

namespace confab::tui {

using namespace Qt::StringLiterals;

namespace {

struct ValueOption {
    QLatin1StringView name;
    QString Options::*value;
};
struct FlagOption {
    QLatin1StringView name;
    bool Options::*flag;
};

constexpr std::array valueOptions{ValueOption{"--server"_L1, &Options::server}, ValueOption{"--user"_L1, &Options::user},
    ValueOption{"--token-file"_L1, &Options::tokenFile}, ValueOption{"--profile"_L1, &Options::profile}};
constexpr std::array flagOptions{FlagOption{"--plain"_L1, &Options::isPlain}, FlagOption{"--help"_L1, &Options::wantsHelp},
    FlagOption{"-h"_L1, &Options::wantsHelp}, FlagOption{"--version"_L1, &Options::wantsVersion}};

enum class Taken : quint8 { No, Flag, Value };

/// Sets the option that stands at `at`, with its value behind "=" or in the next argument.
Result<Taken> take(Options& options, const QStringList& arguments, qsizetype at)
{
    const QString& argument = arguments.at(at);
    for (const FlagOption& one : flagOptions) {
        if (argument == one.name) {
            options.*one.flag = true;
            return Taken::Flag;
        }
    }
    for (const ValueOption& one : valueOptions) {
        if (argument.startsWith(one.name + u'=')) {
            options.*one.value = argument.mid(one.name.size() + 1);
            return Taken::Flag;
        }
        if (argument != one.name)
            continue;
        if (at + 1 >= arguments.size())
            return Error{ErrorCode::BadArg, u"%1 needs a value"_s.arg(argument)};
        options.*one.value = arguments.at(at + 1);
        return Taken::Value;
    }
    return Taken::No;
}

} // namespace

Result<Options> parseOptions(const QStringList& arguments)
{
    Options options;
    for (qsizetype at = 0; at < arguments.size(); ++at) {
        const QString& argument = arguments.at(at);
        if (argument == "--"_L1) {
            // The command sees it too: what follows is text even when it looks like one of its options.
            options.arguments += arguments.mid(at);
            break;
        }
        TRY_VALUE(taken, take(options, arguments, at));
        if (taken == Taken::Value)
            ++at;
        else if (taken == Taken::No && !options.command.isEmpty())
            options.arguments += argument;
        else if (taken == Taken::No && argument.startsWith(u'-'))
            return Error{ErrorCode::BadArg, u"unknown option %1; see confab-tui --help"_s.arg(argument)};
        else if (taken == Taken::No)
            options.command = argument;
    }
    return options;
}

QString usageText()
{
    return uR"(confab-tui: Confab in the terminal

  confab-tui [options]                    chat
  confab-tui [options] COMMAND …          one thing, for scripts; COMMAND --help says more

Options
  --server ADDRESS    host, host:port, ws://host:port, or an invite line (confab://…)
  --user NAME         the account; the last one used by default
  --token-file FILE   sign in with the token in this file
  --profile DIR       keep settings and data in this folder
  --plain             line by line, for screen readers and simple terminals
  --help, --version

)"_s;
}

} // namespace confab::tui
