// A subcommand of confabd as a row: its words, its options, its help, its function.
#pragma once

#include "server/app/Startup.h"

#include <QHash>
#include <QStringList>
#include <QTextStream>

#include <span>

namespace confab::server {

struct OptionRow {
    const char* name;                 ///< without the dashes
    const char* value;                ///< what stands behind it; nullptr for a switch
    const char* about;
};

/// What a subcommand is run with.
struct Invocation {
    QStringList arguments;
    QHash<QString, QString> options;  ///< switches have an empty value
    Config config;                    ///< --config, --data and --listen are in it already
    QString configFile;               ///< empty: none was read
    QTextStream& out;
    QTextStream& err;

    bool has(const char* option) const { return options.contains(QString::fromLatin1(option)); }
    QString value(const char* option) const { return options.value(QString::fromLatin1(option)); }
    /// A number from `least` to `most`, `standard` when the option is absent; an Error otherwise.
    Result<qint64> number(const char* option, qint64 standard, qint64 least, qint64 most) const;
};

struct CommandRow {
    const char* words;                ///< "user add"
    const char* arguments;            ///< "NAME", for the help
    const char* about;
    int leastArguments = 0;
    int mostArguments = 0;
    std::span<const OptionRow> options = {};
    Exit (*run)(Invocation&) = nullptr;
};

/// Every subcommand, in the order of the help.
std::span<const CommandRow> commands();

/// Stored or given text as one line for a terminal: what would steer the terminal or turn the line around is escaped.
QString printable(const QString& text);
/// Sends what was printed on its way; an Error when it could not be written.
Result<Done> flushed(QTextStream& out);

/// Runs what the arguments ask for (without the program's name). Prints help, mistakes and results.
Exit runCommandLine(const QStringList& arguments, QTextStream& out, QTextStream& err);

// One per file.
Exit serve(Invocation& call);
Exit userAdd(Invocation& call);
Exit userList(Invocation& call);
Exit userPassword(Invocation& call);
Exit userToken(Invocation& call);
Exit roomAdd(Invocation& call);
Exit roomList(Invocation& call);
Exit roomAssign(Invocation& call);
Exit invite(Invocation& call);
Exit check(Invocation& call);
Exit showConfig(Invocation& call);

extern const std::span<const OptionRow> userAddOptions, userPasswordOptions, userTokenOptions, roomAddOptions, roomAssignOptions,
    inviteOptions, configOptions;

} // namespace confab::server
