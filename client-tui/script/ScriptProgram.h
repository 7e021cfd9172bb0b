// One script command from start to exit code: arguments, connection, time limits.
#pragma once

#include "client-tui/app/Options.h"
#include "client-tui/script/Subcommand.h"
#include "shared/client/account/Account.h"

namespace confab::tui {

/// Runs one command with one client. Needs an event loop; `finished` comes once, never from inside start().
class ScriptProgram : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 connectLimitMs = 10'000;   // until the first attach, unless --timeout says otherwise
    static constexpr qint64 progressLimitMs = 120'000; // without anything going on

    /// `clients` and `scheduler` outlive it.
    ScriptProgram(
        const Subcommand& command, ScriptArguments arguments, ScriptOutput& output, client::Scheduler& scheduler, int inputFd = 0);
    ~ScriptProgram() override;

    void start(const client::Account& account, client::ClientMaker& maker);

Q_SIGNALS:
    void finished(confab::tui::ExitCode code);

private:
    void onStateChanged();
    void restartClock();
    void onTimeout();
    void finish(ExitCode code);

    const Subcommand& m_command;
    ScriptArguments m_arguments;
    ScriptOutput& m_output;
    client::Scheduler& m_scheduler;
    int m_inputFd;
    client::Delay m_limit;
    std::unique_ptr<client::Client> m_client;
    std::unique_ptr<ScriptContext> m_context;
    std::unique_ptr<ScriptTask> m_task;
    bool m_hasBegun = false;
    bool m_hasFinished = false;
};

/// Checks the arguments against the table; Usage errors and help are printed. The exit code when there is nothing (more) to do.
std::optional<ExitCode> readScriptArguments(
    const Options& options, ScriptOutput& output, const Subcommand*& command, ScriptArguments& arguments);

/// What --help prints of the script commands.
QString scriptHelp();

} // namespace confab::tui
