// One slash command as a row: help, completion and the manual are all read from it.
#pragma once

#include "shared/client/commands/Actions.h"
#include "shared/client/commands/FrontEnd.h"

namespace confab::client {

/// What a command works with. Copied into answers that come later; both references outlive them.
struct CommandContext {
    Actions& actions;
    FrontEnd& frontEnd;
    RoomId room; ///< where it was typed; not valid outside of rooms

    Store& store() const { return actions.store(); }
    void say(const QString& text) const { frontEnd.print(protocol::Severity::Info, text); }
    void warn(const QString& text) const { frontEnd.print(protocol::Severity::Warning, text); }
};

enum class CommandFamily : quint8 { Talk, Rooms, Self, Connection };

/// What Tab offers for an argument that has no sign in front. Text: people, once something is typed.
enum class Completes : quint8 { Nothing, People, Rooms, PeopleAndRooms, Commands, Text };

enum class Needs : quint8 { Nothing, Room };

struct Command {
    QString name; ///< lower case, without slash
    QStringList aliases;
    QString usage;   ///< the arguments alone: "<does something>"
    QString summary; ///< one line
    QString example; ///< whole line, may be empty
    CommandFamily family = CommandFamily::Talk;
    Needs needs = Needs::Nothing;
    Completes completes = Completes::Nothing;
    QStringList words;      ///< fixed words and flags that may stand as arguments
    bool takesText = false; ///< free text: "/me help" is talk, not a question
    /// An error BadArg without message means "wrong arguments": the table answers with the usage.
    Result<Done> (*run)(const CommandContext& context, const QString& rest) = nullptr;
    std::optional<protocol::Right> right = {}; ///< not offered to those without it; the server decides

    /// "/name arguments"
    QString synopsis() const;
};

QList<Command> talkCommands();
QList<Command> roomCommands();
QList<Command> selfCommands();
QList<Command> connectionCommands();

} // namespace confab::client
