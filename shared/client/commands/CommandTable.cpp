// Looks typed lines up in the one list of commands, runs them, and prints the list for people.
#include "shared/client/commands/CommandTable.h"

#include "shared/client/commands/Answers.h"
#include "shared/client/commands/Completer.h"
#include "shared/client/commands/Talk.h"
#include "shared/client/text/CommandLine.h"
#include "shared/client/text/Sanitiser.h"

#include <QRegularExpression>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

constexpr CommandFamily families[] = {CommandFamily::Talk, CommandFamily::Rooms, CommandFamily::Self, CommandFamily::Connection};

QString familyName(CommandFamily family)
{
    switch (family) {
    case CommandFamily::Talk:
        return commandText("Talk");
    case CommandFamily::Rooms:
        return commandText("Rooms");
    case CommandFamily::Self:
        return commandText("You and others");
    case CommandFamily::Connection:
        return commandText("Connection");
    }
    return {};
}

/// "/s/old/new/" has the shape of a path; it is the one command that may be typed so.
std::optional<QString> substitution(const QString& line)
{
    static const QRegularExpression form(u"^\\s*/s(/(?:[^/\\\\]|\\\\.)+/(?:[^/\\\\]|\\\\.)*(?:/g?)?\\s*)$"_s);
    const QRegularExpressionMatch match = form.match(line);
    return match.hasMatch() ? std::optional(match.captured(1)) : std::nullopt;
}

/// "/name", and more only on the lines below: a pasted text whose first line happens to look like a command.
bool endsLineBehindName(const QString& line)
{
    static const QRegularExpression form(u"^\\s*/[^\\s/]*[^\\S\\n\\r\\x{2028}\\x{2029}]*[\\n\\r\\x{2028}\\x{2029}]\\s*\\S"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    return form.match(line).hasMatch();
}

} // namespace

QString Command::synopsis() const { return usage.isEmpty() ? u'/' + name : u'/' + name + u' ' + usage; }

CommandTable::CommandTable()
    : m_commands(talkCommands() + roomCommands() + selfCommands() + connectionCommands())
{
    for (int at = 0; at < m_commands.size(); ++at) {
        const Command& one = m_commands.at(at);
        for (const QString& name : QStringList{one.name} + one.aliases) {
            Q_ASSERT(!m_byName.contains(name));
            m_byName.insert(name, at);
        }
    }
}

const Command* CommandTable::find(QStringView name) const
{
    const auto found = m_byName.constFind((name.startsWith(u'/') ? name.mid(1) : name).toString().toLower());
    return found != m_byName.cend() ? &m_commands.at(*found) : nullptr;
}

Error CommandTable::unknown(const QString& name) const
{
    QStringList near;
    for (const QString& one : closest(name, m_byName.keys()))
        near.append(u'/' + one);
    QString sentence = commandText("There is no command /%1.").arg(safeName(name));
    if (!near.isEmpty())
        sentence += u' ' + commandText("Did you mean %1?").arg(near.join(", "_L1));
    return {ErrorCode::BadArg, sentence + u' ' + commandText("To send it as text, type two slashes.")};
}

bool CommandTable::isCommand(const QString& line)
{
    return parseLine(line).kind == LineKind::Command || substitution(line).has_value();
}

Result<Done> CommandTable::run(Actions& actions, FrontEnd& frontEnd, const QString& line) const
{
    const CommandContext context{actions, frontEnd, frontEnd.currentRoom()};
    TypedLine typed = parseLine(line);
    if (const auto words = substitution(line))
        typed = {.kind = LineKind::Command, .name = u"s"_s, .text = *words};
    if (typed.kind != LineKind::Talk && endsLineBehindName(line))
        return Error{ErrorCode::BadArg, commandText("A command is one line. To send this as text, begin with two slashes.")};
    switch (typed.kind) {
    case LineKind::Empty:
        return Done{};
    case LineKind::Talk:
        return say(context, typed.text, std::nullopt, false);
    case LineKind::CommandList:
        frontEnd.showHelp({});
        return Done{};
    case LineKind::Command:
        break;
    }
    const Command* command = find(typed.name);
    return command ? runCommand(*command, context, typed.text) : unknown(typed.name);
}

Result<Done> CommandTable::runCommand(const Command& command, const CommandContext& context, const QString& rest)
{
    if (rest == "--help"_L1 || (!command.takesText && rest == "help"_L1)) {
        context.frontEnd.showHelp(command.name);
        return Done{};
    }
    if (command.needs == Needs::Room && !context.store().room(context.room))
        return Error{ErrorCode::NoSuchRoom, commandText("No room is open here. /join #room opens one.")};
    // Blanks at the end belong to no argument, and free text does not need them.
    Result<Done> result = command.run(context, rest.trimmed());
    if (!result && result.error().code == ErrorCode::BadArg && result.error().message.isEmpty())
        return Error{ErrorCode::BadArg, commandText("Usage: %1").arg(command.synopsis())};
    return result;
}

Completions CommandTable::complete(Actions& actions, const FrontEnd& frontEnd, QStringView line, int cursor) const
{
    return Completer(*this, actions.store(), frontEnd.currentRoom()).complete(line, cursor);
}

QString CommandTable::helpText(const QString& topic) const
{
    if (!topic.isEmpty()) {
        const Command* command = find(topic.trimmed());
        if (!command)
            return unknown(topic.startsWith(u'/') ? topic.mid(1) : topic).message;
        QStringList lines{command->synopsis(), u"  "_s + command->summary};
        if (!command->aliases.isEmpty())
            lines.append(commandText("  Also: %1").arg(u'/' + command->aliases.join(", /"_L1)));
        if (!command->example.isEmpty())
            lines.append(commandText("  Example: %1").arg(command->example));
        return lines.join(u'\n');
    }
    QStringList lines;
    for (const CommandFamily family : families) {
        lines.append(familyName(family));
        for (const Command& one : m_commands) {
            if (one.family == family)
                lines.append(u"  %1 — %2"_s.arg(one.synopsis(), one.summary));
        }
    }
    lines.append(commandText("//text sends a line that begins with a slash. /help <command> tells more."));
    return lines.join(u'\n');
}

QString CommandTable::manual() const
{
    QString text = u"# Commands\n\nGenerated from the command table; a test compares them. Both clients know the same commands.\n\n"
                   "A line that begins with `/` is a command and is never sent as talk; `//text` sends `/text`; a pasted path is text.\n"
                   "`-` means the selected message, `^2` the second last. Names with blanks are quoted: `#\"my room\"`.\n"_s;
    for (const CommandFamily family : families) {
        text += u"\n## %1\n\n| Command | Also | What it does | Example |\n| --- | --- | --- | --- |\n"_s.arg(familyName(family));
        for (const Command& one : m_commands) {
            if (one.family != family)
                continue;
            const auto cell = [](const QString& code) {
                return code.isEmpty() ? QString{} : u'`' + QString(code).replace(u'|', u"\\|"_s) + u'`';
            };
            const QString also = one.aliases.isEmpty() ? QString{} : u"`/"_s + one.aliases.join("`, `/"_L1) + u'`';
            text += u"| %1 | %2 | %3 | %4 |\n"_s.arg(cell(one.synopsis()), also, one.summary, cell(one.example));
        }
    }
    return text;
}

} // namespace confab::client
