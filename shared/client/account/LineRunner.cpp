// Runs the line that was typed and says what becomes of the input.
#include "shared/client/account/LineRunner.h"

namespace confab::client {

LineOutcome LineRunner::run(Client& client, Actions& actions, FrontEnd& frontEnd, const QString& line)
{
    m_inputWasSet = false;
    const QPointer<Client> alive = &client;
    const RoomId room = frontEnd.currentRoom();
    const Result<Done> done = m_commands.run(actions, frontEnd, line);
    if (!alive)
        return {};
    if (!done) {
        // A command that stayed would be glued to the next one and both said aloud. Talk, and a paste of several lines, are worth keeping.
        const bool isWorthless = CommandTable::isCommand(line) && !line.contains(u'\n');
        return {.error = done.error(), .clearsInput = isWorthless && !m_inputWasSet && room == frontEnd.currentRoom()};
    }
    client.setTyping(room, false);
    if (room != frontEnd.currentRoom()) {
        // The command led elsewhere: the draft there is already in the input.
        client.setDraft(room, {});
        return {};
    }
    return {.clearsInput = !m_inputWasSet, .wasDone = !m_inputWasSet};
}

} // namespace confab::client
