// Runs the line that was typed and says what becomes of the input.
#pragma once

#include "shared/client/Client.h"
#include "shared/client/commands/CommandTable.h"

namespace confab::client {

/// What is left for the front end to do after a line was run.
struct LineOutcome {
    std::optional<Error> error = {}; ///< to be printed
    bool clearsInput = false;        ///< else it stays, or something else stands in it already
    bool wasDone = false;            ///< here: the newest lines are what one wants to see
};

/// One per input. Main thread.
class LineRunner {
public:
    explicit LineRunner(const CommandTable& commands)
        : m_commands(commands)
    {
    }

    /// To be called by the front end's setInput().
    void noteInputSet() { m_inputWasSet = true; }
    /// Runs a line that is not blank in the front end's current room.
    LineOutcome run(Client& client, Actions& actions, FrontEnd& frontEnd, const QString& line);

private:
    const CommandTable& m_commands;
    bool m_inputWasSet = false;
};

} // namespace confab::client
