// One script command from start to exit code: arguments, connection, time limits.
#include "client-tui/script/ScriptProgram.h"

#include "client-tui/views/Bars.h"
#include "shared/client/Explain.h"
#include "shared/client/text/CommandLine.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::Client;
using client::ConnectionPhase;

ScriptProgram::ScriptProgram(
    const Subcommand& command, ScriptArguments arguments, ScriptOutput& output, client::Scheduler& scheduler, int inputFd)
    : m_command(command)
    , m_arguments(std::move(arguments))
    , m_output(output)
    , m_scheduler(scheduler)
    , m_inputFd(inputFd)
    , m_limit(scheduler)
{
}

ScriptProgram::~ScriptProgram()
{
    m_task.reset();
    m_context.reset();
}

void ScriptProgram::start(const client::Account& account, client::ClientMaker& maker)
{
    m_client = maker.make(account);
    m_context = std::make_unique<ScriptContext>(ScriptContext{*m_client, m_scheduler, m_output, m_arguments, m_inputFd});
    m_task = m_command.make(*m_context);
    connect(m_task.get(), &ScriptTask::finished, this, &ScriptProgram::finish);
    connect(m_task.get(), &ScriptTask::progressed, this, &ScriptProgram::restartClock);
    connect(m_client.get(), &Client::stateChanged, this, &ScriptProgram::onStateChanged);
    connect(m_client.get(), &Client::notice, this, [this](protocol::Severity, const QString& text) { m_output.error(text); });
    m_limit.start(m_arguments.timeoutMs.value_or(connectLimitMs), [this] { onTimeout(); });
    client::startClient(*m_client, account);
}

void ScriptProgram::onStateChanged()
{
    const client::ConnectionState state = m_client->state();
    if (state.isOnline() && !std::exchange(m_hasBegun, true)) {
        restartClock();
        m_task->begin();
        return;
    }
    if (state.phase != ConnectionPhase::Stopped || m_hasFinished)
        return;
    if (state.why == client::StopReason::NeedsSignIn)
        m_output.error(u"not signed in; start confab-tui once, or give --token-file"_s);
    else
        m_output.error(state.error.message.isEmpty() ? connectionText(state) : client::explain(state.error));
    finish(exitCodeOf(state.why));
}

void ScriptProgram::restartClock()
{
    // A command that runs on has all the time in the world, unless it was told otherwise; then the time is that of the whole command.
    if (m_command.runsOn) {
        if (!m_arguments.timeoutMs && m_hasBegun)
            m_limit.stop();
        return;
    }
    m_limit.start(m_arguments.timeoutMs.value_or(progressLimitMs), [this] { onTimeout(); });
}

void ScriptProgram::onTimeout()
{
    const bool isOnline = m_client->state().isOnline();
    m_output.error(isOnline ? u"the time is over"_s : u"no connection to %1"_s.arg(client::serverAddress(m_client->options().url)));
    finish(m_hasBegun && isOnline ? ExitCode::Timeout : ExitCode::Offline);
}

void ScriptProgram::finish(ExitCode code)
{
    if (std::exchange(m_hasFinished, true))
        return;
    m_limit.stop();
    if (code != ExitCode::Ok && m_task->undelivered() > 0)
        m_output.error(
            u"%1 not delivered; kept, and sent when confab-tui next runs a command on this account"_s.arg(m_task->undelivered()));
    // The task that ends must not be destroyed by its own signal.
    m_scheduler.after(0, [this, code] {
        m_client->stop();
        Q_EMIT finished(code);
    });
}

std::optional<ExitCode> readScriptArguments(
    const Options& options, ScriptOutput& output, const Subcommand*& command, ScriptArguments& arguments)
{
    command = findSubcommand(options.command);
    if (!command) {
        QStringList names;
        for (const Subcommand& one : subcommands())
            names += one.name;
        const QStringList near = client::closest(options.command, names, 1);
        output.error(u"unknown command “%1”%2; see confab-tui --help"_s.arg(
            options.command, near.isEmpty() ? QString() : u"; did you mean “%1”?"_s.arg(near.first())));
        return ExitCode::Usage;
    }
    const QString usage = u"usage: confab-tui %1 %2"_s.arg(command->name, command->usage);
    if (options.wantsHelp) {
        output.line(usage);
        output.line(command->summary);
        return ExitCode::Ok;
    }
    const Result<ScriptArguments> parsed =
        ScriptArguments::parse(options.arguments, QString(command->options).split(u' ', Qt::SkipEmptyParts));
    if (!parsed) {
        output.error(parsed.error().message);
        return ExitCode::Usage;
    }
    arguments = *parsed;
    if (arguments.words.size() < command->leastWords || arguments.words.size() > command->mostWords) {
        output.error(usage);
        return ExitCode::Usage;
    }
    return std::nullopt;
}

QString scriptHelp()
{
    QString text = u"Commands for scripts (exit code 0 done, 1 usage, 2 sign-in, 3 offline, 4 not found, 5 not allowed, 6 timeout)\n"_s;
    for (const Subcommand& one : subcommands())
        text += u"  %1 %2\n      %3\n"_s.arg(one.name, one.usage, one.summary);
    return text + u"\nROOM is #name, name or @person. All take --timeout SECONDS. --json prints one JSON object per line.\n"_s;
}

} // namespace confab::tui
