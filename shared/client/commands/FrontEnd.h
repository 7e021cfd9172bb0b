// What slash commands need of the program they run in.
#pragma once

#include "shared/base/Ids.h"
#include "shared/protocol/messages/Common.h"

#include <optional>

namespace confab::client {

/// Implemented by each program. Outlives the client: answers that come later are printed here too. Main thread.
class FrontEnd {
public:
    virtual ~FrontEnd() = default;
    /// Lines for this person alone, safe to draw; may hold newlines.
    virtual void print(protocol::Severity severity, const QString& text) = 0;
    virtual void showRoom(RoomId room) = 0;
    /// Not valid when none is shown.
    virtual RoomId currentRoom() const = 0;
    /// The room `step` places further down (up when negative) the list, around its ends.
    virtual void showNeighbour(int step) = 0;
    /// The message that is selected in the current room: what "-" means in commands.
    virtual std::optional<Seq> selectedMessage() const = 0;
    /// Puts text into the input line for the person to finish, the cursor at its end.
    virtual void setInput(const QString& text) = 0;
    /// host, host:port or a ws:// address; as typed.
    virtual void connectTo(const QString& address) = 0;
    /// A command's name without slash, or nothing for the whole list.
    virtual void showHelp(const QString& topic) = 0;
    virtual void quit() = 0;
};

} // namespace confab::client
