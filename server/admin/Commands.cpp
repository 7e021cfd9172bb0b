// The table of subcommands and the reader of the command line.
#include "server/admin/Command.h"

#include <QFileDevice>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr OptionRow commonOptions[] = {
    {"config", "FILE", "read settings from FILE instead of ~/.config/confab/confabd.toml"},
    {"data", "DIR", "the data folder (setting server.data)"},
    {"help", nullptr, "show this help"},
};

constexpr OptionRow serveOptions[] = {
    {"listen", "ADDRESS:PORT", "where to listen (setting server.listen); port 0 takes a free one"},
};

const CommandRow table[] = {
    {"serve", "", "Run the server until it gets SIGTERM; SIGHUP reads the settings again.", 0, 0, serveOptions, serve},
    {"user add", "NAME", "Make an account, or many.", 1, 1, userAddOptions, userAdd},
    {"user list", "", "List the accounts.", 0, 0, {}, userList},
    {"user passwd", "NAME", "Set a password.", 1, 1, userPasswordOptions, userPassword},
    {"user token", "NAME", "Make a device token for a program of this person.", 1, 1, userTokenOptions, userToken},
    {"room add", "NAME", "Make a room.", 1, 1, roomAddOptions, roomAdd},
    {"room list", "", "List the rooms.", 0, 0, {}, roomList},
    {"room assign", "ROOM USER…", "Make people members of a room.", 2, 10'000, roomAssignOptions, roomAssign},
    {"invite", "", "Print a line that lets new people make an account.", 0, 0, inviteOptions, invite},
    {"check", "", "Look the database over and count what is in it.", 0, 0, {}, check},
    {"config", "", "Print the settings that apply.", 0, 0, configOptions, showConfig},
};

void printOptions(QTextStream& out, std::span<const OptionRow> options)
{
    for (const OptionRow& option : options) {
        QString left = u"  --"_s + QString::fromLatin1(option.name);
        if (option.value)
            left += u' ' + QString::fromLatin1(option.value);
        out << left.leftJustified(28) << QString::fromUtf8(option.about) << '\n';
    }
}

void printHelp(QTextStream& out)
{
    out << "confabd " << CONFAB_VERSION << ", the chat server of Confab.\n\nUsage: confabd COMMAND [ARGUMENTS] [--help]\n\n";
    for (const CommandRow& row : table) {
        const QString left = u"  "_s + QString::fromLatin1(row.words) + u' ' + QString::fromUtf8(row.arguments);
        out << left.leftJustified(28) << QString::fromUtf8(row.about) << '\n';
    }
    out << "\nOptions of every command:\n";
    printOptions(out, commonOptions);
    out << "\nExit codes: 0 done, 1 wrong usage, settings or request, 2 storage, 3 network.\n";
}

void printHelp(QTextStream& out, const CommandRow& row)
{
    out << "Usage: confabd " << row.words << ' ' << QString::fromUtf8(row.arguments) << " [OPTIONS]\n\n"
        << QString::fromUtf8(row.about) << "\n\n";
    printOptions(out, row.options);
    printOptions(out, commonOptions);
}

/// The commands whose first word is `group`; false when there are none.
bool printGroupHelp(QTextStream& out, const QString& group)
{
    bool isFound = false;
    for (const CommandRow& row : table) {
        const QString words = QString::fromLatin1(row.words);
        if (!words.startsWith(group + u' '))
            continue;
        if (!std::exchange(isFound, true))
            out << "Usage: confabd " << group << " COMMAND [ARGUMENTS] [--help]\n\n";
        const QString left = u"  "_s + words + u' ' + QString::fromUtf8(row.arguments);
        out << left.leftJustified(28) << QString::fromUtf8(row.about) << '\n';
    }
    if (isFound) {
        out << "\nOptions of every command:\n";
        printOptions(out, commonOptions);
    }
    return isFound;
}

bool takesValue(const QString& option)
{
    const auto isIt = [&](const OptionRow& one) { return option == u"--"_s + QString::fromLatin1(one.name) && one.value; };
    return std::ranges::any_of(commonOptions, isIt)
        || std::ranges::any_of(table, [&](const CommandRow& row) { return std::ranges::any_of(row.options, isIt); });
}

/// Puts options that stand before the command behind it.
QStringList commandFirst(const QStringList& given)
{
    qsizetype i = 0;
    while (i < given.size() && given[i].startsWith(u"--") && given[i].size() > 2)
        i += takesValue(given[i]) ? 2 : 1;
    i = std::min(i, given.size());
    qsizetype words = i;
    while (words < given.size() && words < i + 2 && !given[words].startsWith(u"--"))
        ++words;
    return given.sliced(i, words - i) + given.first(i) + given.sliced(words);
}

const CommandRow* findCommand(QStringList& arguments)
{
    for (const CommandRow& row : table) {
        const QStringList words = QString::fromLatin1(row.words).split(u' ');
        if (arguments.size() >= words.size() && arguments.first(words.size()) == words) {
            arguments = arguments.sliced(words.size());
            return &row;
        }
    }
    return nullptr;
}

/// Takes options out of `arguments` into `found`; what was wrong, if anything.
std::optional<QString> takeOptions(const CommandRow& row, QStringList& arguments, QHash<QString, QString>& found)
{
    QStringList rest;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& one = arguments[i];
        if (one == u"--") {
            rest += arguments.sliced(i + 1);
            break;
        }
        if (!one.startsWith(u"--")) {
            rest += one;
            continue;
        }
        const qsizetype equals = one.indexOf(u'=');
        const QString name = one.sliced(2, (equals < 0 ? one.size() : equals) - 2);
        const OptionRow* option = nullptr;
        for (const std::span<const OptionRow> list : {row.options, std::span<const OptionRow>(commonOptions)}) {
            const auto at = std::ranges::find_if(list, [&](const OptionRow& candidate) { return name == QLatin1String(candidate.name); });
            if (at != list.end())
                option = &*at;
        }
        if (!option)
            return u"there is no option --%1"_s.arg(name);
        if (!option->value && equals >= 0)
            return u"--%1 takes no value"_s.arg(name);
        if (option->value && equals < 0 && i + 1 >= arguments.size())
            return u"--%1 needs %2"_s.arg(name, QString::fromLatin1(option->value));
        found.insert(name, !option->value ? QString() : equals >= 0 ? one.sliced(equals + 1) : arguments[++i]);
    }
    arguments = rest;
    return std::nullopt;
}

/// The settings with what the command line says over them.
Result<Config> readConfig(const QHash<QString, QString>& options, QString& file)
{
    file = options.contains(u"config"_s) ? options.value(u"config"_s) : standardConfigFile();
    TRY_VALUE(config, loadConfig(file, QProcessEnvironment::systemEnvironment()));
    if (options.contains(u"data"_s))
        config.dataFolder = options.value(u"data"_s);
    if (options.contains(u"listen"_s)) {
        config.listen = options.value(u"listen"_s);
        if (!parseListen(config.listen))
            return Error{ErrorCode::BadArg, u"--listen: expected ADDRESS:PORT, as in 127.0.0.1:7600 or [::1]:7600"_s};
    }
    return config;
}

} // namespace

std::span<const CommandRow> commands()
{
    return table;
}

Result<qint64> Invocation::number(const char* option, qint64 standard, qint64 least, qint64 most) const
{
    if (!has(option))
        return standard;
    bool isNumber = false;
    const qint64 found = value(option).toLongLong(&isNumber);
    if (!isNumber || found < least || found > most)
        return Error{ErrorCode::BadArg, u"--%1: expected a number from %2 to %3"_s.arg(QString::fromLatin1(option)).arg(least).arg(most)};
    return found;
}

QString printable(const QString& text)
{
    QString line;
    for (const QChar c : text) {
        const QChar::Category category = c.category();
        const bool turns = (c >= QChar(0x202A) && c <= QChar(0x202E)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
        if (turns || category == QChar::Other_Control || category == QChar::Separator_Line || category == QChar::Separator_Paragraph)
            line += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else
            line += c;
    }
    return line;
}

Result<Done> flushed(QTextStream& out)
{
    out.flush();
    auto* const file = qobject_cast<QFileDevice*>(out.device());
    if (out.status() != QTextStream::Ok || (file && (!file->flush() || file->error() != QFileDevice::NoError)))
        return Error{ErrorCode::Unavailable, u"the output cannot be written"_s};
    return Done{};
}

namespace {

Exit runArguments(QStringList arguments, QTextStream& out, QTextStream& err)
{
    if (arguments.isEmpty() || arguments.first() == u"--help" || arguments.first() == u"help") {
        printHelp(arguments.isEmpty() ? err : out);
        return arguments.isEmpty() ? Exit::Usage : Exit::Fine;
    }
    if (arguments.first() == u"--version") {
        out << "confabd " << CONFAB_VERSION << '\n';
        return Exit::Fine;
    }
    const CommandRow* row = findCommand(arguments);
    if (!row && arguments.contains(u"--help"_s) && printGroupHelp(out, arguments.first()))
        return Exit::Fine;
    if (!row) {
        err << "confabd: there is no command “" << printable(arguments.join(u' ').left(60)) << "”; see confabd --help\n";
        return Exit::Usage;
    }
    QHash<QString, QString> options;
    if (const auto wrong = takeOptions(*row, arguments, options)) {
        err << "confabd " << row->words << ": " << printable(*wrong) << "; see confabd " << row->words << " --help\n";
        return Exit::Usage;
    }
    if (options.contains(u"help"_s)) {
        printHelp(out, *row);
        return Exit::Fine;
    }
    if (arguments.size() < row->leastArguments || arguments.size() > row->mostArguments) {
        err << "Usage: confabd " << row->words << ' ' << QString::fromUtf8(row->arguments) << "; see confabd " << row->words << " --help\n";
        return Exit::Usage;
    }
    QString file;
    auto config = readConfig(options, file);
    if (!config) {
        err << config.error().message << '\n';
        return Exit::Usage;
    }
    Invocation call{arguments, options, std::move(*config), file, out, err};
    return row->run(call);
}

} // namespace

Exit runCommandLine(const QStringList& arguments, QTextStream& out, QTextStream& err)
{
    const Exit exit = runArguments(commandFirst(arguments), out, err);
    const auto written = flushed(out);
    if (exit != Exit::Fine || written)
        return exit;
    err << "confabd: " << written.error().message << '\n';
    return Exit::Storage;
}

} // namespace confab::server
