// All slash commands; runs typed lines and completes them.
#pragma once

#include "shared/client/commands/Command.h"
#include "shared/client/commands/Completions.h"

#include <QHash>

namespace confab::client {

/// Built once per program; holds no state. Main thread.
class CommandTable {
public:
    CommandTable();

    const QList<Command>& all() const { return m_commands; }
    /// By name or alias, in any case, with or without slash; nothing when there is none.
    const Command* find(QStringView name) const;

    /// Runs what was typed: talk is posted to the current room, "//x" posts "/x", a lone "/" shows the help. An unknown command is an error
    /// that names near matches and is never posted. A command with its arguments on another line is an error too: more likely a
    /// pasted text. On an error the front end shows the message and keeps talk and texts of several lines, but no command.
    Result<Done> run(Actions& actions, FrontEnd& frontEnd, const QString& line) const;

    /// run() would take the line for a command (known or not), not for talk.
    static bool isCommand(const QString& line);

    /// What could stand at the cursor (UTF-16 units into the line).
    Completions complete(Actions& actions, const FrontEnd& frontEnd, QStringView line, int cursor) const;

    /// Synopsis, aliases, summary and example of one command; every command by family when the topic is empty; near matches when unknown.
    QString helpText(const QString& topic) const;
    /// The manual as Markdown: COMMANDS.md.
    QString manual() const;

private:
    static Result<Done> runCommand(const Command& command, const CommandContext& context, const QString& rest);
    Error unknown(const QString& name) const;

    QList<Command> m_commands;
    QHash<QString, int> m_byName;
};

} // namespace confab::client
