// Finds the rooms, people and messages that a command's arguments mean.
#pragma once

#include "shared/client/commands/Command.h"
#include "shared/client/text/CommandLine.h"

namespace confab::client {

/// A room the person is in. The error names the room.
Result<RoomId> knownRoom(const CommandContext& context, const QString& name);
/// The room the command was typed in.
Result<RoomId> currentRoom(const CommandContext& context);
/// Reads "#room" if it stands next, else the room the command was typed in.
Result<RoomId> roomArgument(const CommandContext& context, ArgumentReader& arguments);
/// Calls `found` with a person known here or found by the server (exact name); prints an error when there is none.
void withPerson(const CommandContext& context, const QString& name, std::function<void(const protocol::User&)> found);

enum class Whose : quint8 {
    Own,    ///< last own message when nothing is named
    Others, ///< last message of somebody else
};

/// Takes "-" (the selected message) or "^n" (the n-th last) from the front of `rest`; without them the last one. The row in the room's
/// timeline.
Result<int> messageArgument(const CommandContext& context, QString& rest, Whose whose);

} // namespace confab::client
