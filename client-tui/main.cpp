// confab-tui: reads the command line and runs the interactive program, the plain mode or one script command.
#include "client-tui/app/App.h"
#include "client-tui/app/Options.h"
#include "client-tui/app/PlainApp.h"
#include "client-tui/script/ScriptProgram.h"
#include "client-tui/term/VtTerminal.h"
#include "shared/base/Log.h"
#include "shared/client/trust/FileSecretStore.h"
#include "shared/client/trust/PrivateFiles.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <QTextStream>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace confab;

namespace {

int runScreen(const tui::AppParts& parts, tui::VtTerminal& terminal, const std::optional<client::Account>& account)
{
    if (!terminal.open()) {
        QTextStream(stderr) << "This is no terminal. Use --plain, or a command such as confab-tui send; see --help.\n";
        return 1;
    }
    tui::App app(parts, {.isDark = true, .colors = tui::capabilitiesFromEnvironment().colors});
    QObject::connect(&app, &tui::App::finished, [](int code) { QCoreApplication::exit(code); });
    app.start(account);
    return QCoreApplication::exec();
}

int runScript(const tui::Subcommand& command, const tui::ScriptArguments& arguments, tui::ScriptOutput& output,
    const std::optional<client::Account>& account, const Clock& clock, client::Scheduler& scheduler, client::FileSecretStore& secrets)
{
    if (!account) {
        output.error(u"no server is known yet; give --server, or start confab-tui once"_s);
        return int(tui::ExitCode::Auth);
    }
    client::Account who = *account;
    if (who.token.isEmpty()) {
        // The interactive program of the same person signed in: its token is good for both.
        if (const auto token = secrets.readNow({client::serverKey(who.url), who.name, u"terminal"_s}); token && *token)
            who.token = **token;
    }
    client::FileClientMaker maker(u"confab-tui"_s, u"script"_s, clock, scheduler, secrets);
    tui::ScriptProgram program(command, arguments, output, scheduler);
    QObject::connect(&program, &tui::ScriptProgram::finished, [](tui::ExitCode code) { QCoreApplication::exit(int(code)); });
    program.start(who, maker);
    return QCoreApplication::exec();
}

int run(const tui::Options& options)
{
    tui::ScriptOutput output;
    const tui::Subcommand* command = nullptr;
    tui::ScriptArguments arguments;
    if (!options.command.isEmpty()) {
        if (const auto code = tui::readScriptArguments(options, output, command, arguments))
            return output.hasFailed() ? int(tui::ExitCode::Usage) : int(*code);
    }

    const SystemClock clock;
    const std::unique_ptr<client::Scheduler> scheduler = client::makeEventLoopScheduler();
    client::FileSecretStore secrets(client::FileSecretStore::defaultFile(), *scheduler);
    client::KnownServers known(client::KnownServers::defaultFile());
    const Result<std::optional<client::Account>> account = client::chooseAccount({options.server, options.user, options.tokenFile}, known);
    if (!account) {
        output.error(account.error().message);
        return int(tui::exitCodeOf(account.error()));
    }
    if (command) {
        const int code = runScript(*command, arguments, output, *account, clock, *scheduler, secrets);
        return code == 0 && output.hasFailed() ? int(tui::ExitCode::Usage) : code;
    }
    if (*account)
        client::keepToken(**account, u"terminal"_s, secrets);
    client::FileClientMaker maker(u"confab-tui"_s, u"terminal"_s, clock, *scheduler, secrets);
    if (options.isPlain || qgetenv("TERM") == "dumb" || qEnvironmentVariableIsEmpty("TERM")) {
        tui::PlainApp app({clock, *scheduler, maker, known});
        QObject::connect(&app, &tui::PlainApp::finished, [](int code) { QCoreApplication::exit(code); });
        app.start(*account);
        return QCoreApplication::exec();
    }
    tui::VtTerminal terminal({});
    return runScreen({terminal, clock, *scheduler, maker, known}, terminal, *account);
}

/// What goes wrong is written to a file: a line on the screen would spoil the picture.
void logToFile()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/confab"_s;
    if (client::makePrivateFolder(folder))
        setUpLogging(folder + u"/confab-tui.log"_s);
}

} // namespace

int main(int argc, char** argv)
{
    // A reader that goes away (`| head`) ends the command by the write that fails, not by a signal.
    std::signal(SIGPIPE, SIG_IGN);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"confab-tui"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CONFAB_VERSION));

    const Result<tui::Options> options = tui::parseOptions(QCoreApplication::arguments().mid(1));
    if (!options) {
        QTextStream(stderr) << "confab-tui: " << options.error().message << '\n';
        return 1;
    }
    if (options->wantsVersion) {
        QTextStream(stdout) << "confab-tui " << CONFAB_VERSION << '\n';
        return 0;
    }
    if (options->wantsHelp && options->command.isEmpty()) {
        QTextStream(stdout) << tui::usageText() << tui::scriptHelp();
        return 0;
    }
    if (!options->profile.isEmpty()) {
        // One folder for everything: the XDG folders of this process.
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME"})
            qputenv(name, options->profile.toUtf8());
    }
    logToFile();
    return run(*options);
}
