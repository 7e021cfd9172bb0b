// One script command as a row of a table, and the task that does it.
#pragma once

#include "client-tui/script/ExitCode.h"
#include "client-tui/script/ScriptArguments.h"
#include "client-tui/script/ScriptOutput.h"
#include "shared/client/Client.h"

#include <memory>
#include <span>

namespace confab::tui {

/// What a task works with; outlives it.
struct ScriptContext {
    client::Client& client;
    client::Scheduler& scheduler;
    ScriptOutput& output;
    ScriptArguments arguments;
    int inputFd = 0;

    client::Store& store() const { return client.store(); }
};

/// One command under way. begin() is called once, when the connection is up and the rooms are known; finished() comes once.
class ScriptTask : public QObject {
    Q_OBJECT
public:
    explicit ScriptTask(ScriptContext& context)
        : m_context(context)
    {
    }
    virtual void begin() = 0;
    /// Lines that are saved but not delivered when the command has to end.
    virtual int undelivered() const { return 0; }

Q_SIGNALS:
    /// Something went on: the time that --timeout allows starts anew.
    void progressed();
    void finished(confab::tui::ExitCode code);

protected:
    ScriptContext& context() const { return m_context; }
    const ScriptArguments& arguments() const { return m_context.arguments; }
    void end(ExitCode code = ExitCode::Ok) { Q_EMIT finished(code); }
    /// Says what is wrong and ends.
    void fail(const Error& error);
    /// Finds "#name", "name" or "@person" (whose direct room is made when needed), or fails.
    void withRoom(const QString& name, std::function<void(RoomId)> then);

private:
    ScriptContext& m_context;
};

struct Subcommand {
    QLatin1StringView name;
    QLatin1StringView usage; // arguments alone
    QLatin1StringView summary;
    QLatin1StringView options; // those it takes, separated by blanks
    int leastWords = 0;
    int mostWords = 0;
    bool runsOn = false; // until it is stopped: no time limit by default
    std::unique_ptr<ScriptTask> (*make)(ScriptContext& context) = nullptr;
};

/// All of them, in the order help shows.
std::span<const Subcommand> subcommands();
/// Nothing when there is none of this name.
const Subcommand* findSubcommand(QStringView name);

// One function per file of this folder.
std::unique_ptr<ScriptTask> makeSend(ScriptContext& context);
std::unique_ptr<ScriptTask> makeTail(ScriptContext& context);
std::unique_ptr<ScriptTask> makeHistory(ScriptContext& context);
std::unique_ptr<ScriptTask> makeRooms(ScriptContext& context);
std::unique_ptr<ScriptTask> makeUnread(ScriptContext& context);
std::unique_ptr<ScriptTask> makeWho(ScriptContext& context);
std::unique_ptr<ScriptTask> makeWhoami(ScriptContext& context);
std::unique_ptr<ScriptTask> makeWait(ScriptContext& context);
std::unique_ptr<ScriptTask> makeJoin(ScriptContext& context);
std::unique_ptr<ScriptTask> makeLeave(ScriptContext& context);
std::unique_ptr<ScriptTask> makeCreate(ScriptContext& context);
std::unique_ptr<ScriptTask> makeEdit(ScriptContext& context);
std::unique_ptr<ScriptTask> makeDelete(ScriptContext& context);
std::unique_ptr<ScriptTask> makeCmd(ScriptContext& context);

} // namespace confab::tui
