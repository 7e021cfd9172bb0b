// confab: reads the command line and opens the window.
#include "client-desktop/app/Desktop.h"
#include "client-desktop/app/Options.h"
#include "client-desktop/theme/WindowStyle.h"
#include "client-desktop/views/timeline/TimelineAccessible.h"
#include "shared/base/Log.h"
#include "shared/client/trust/FileSecretStore.h"
#include "shared/client/trust/PrivateFiles.h"

#include <QApplication>
#include <QDir>
#include <QIcon>
#include <QStandardPaths>
#include <QTextStream>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace confab;

namespace {

int run(const desktop::Options& options)
{
    const SystemClock clock;
    const std::unique_ptr<client::Scheduler> scheduler = client::makeEventLoopScheduler();
    client::FileSecretStore secrets(client::FileSecretStore::defaultFile(), *scheduler);
    client::KnownServers known(client::KnownServers::defaultFile());
    const Result<std::optional<client::Account>> account = client::chooseAccount(options.account, known);
    if (!account) {
        QTextStream(stderr) << "confab: " << account.error().message << '\n';
        return 1;
    }
    if (*account)
        client::keepToken(**account, u"desktop"_s, secrets);
    client::FileClientMaker maker(u"confab"_s, u"desktop"_s, clock, *scheduler, secrets);
    desktop::Look look(options.scheme);
    QApplication::setStyle(new desktop::WindowStyle(look)); // the application's from now on
    const QString settings = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/confab/desktop.ini"_s;
    desktop::Desktop program({look, clock, *scheduler, maker, known, settings,
        u"the file %1"_s.arg(QDir::toNativeSeparators(client::FileSecretStore::defaultFile()))});
    QObject::connect(&program, &desktop::Desktop::finished, qApp, [] { QCoreApplication::exit(0); }, Qt::QueuedConnection);
    program.start(*account);
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    // Before there is a display: a typing error is answered on a bare console too.
    const Result<desktop::Options> options = desktop::parseOptions(arguments);
    if (!options) {
        QTextStream(stderr) << "confab: " << options.error().message << '\n';
        return 1;
    }
    if (options->wantsVersion || options->wantsHelp) {
        QTextStream(stdout) << (options->wantsHelp ? desktop::usageText() : u"confab " CONFAB_VERSION "\n"_s);
        return 0;
    }
    if (!options->profile.isEmpty()) {
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME"})
            qputenv(name, options->profile.toUtf8());
    }
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"confab"_s);
    QApplication::setApplicationVersion(QStringLiteral(CONFAB_VERSION));
    QApplication::setDesktopFileName(u"org.confab.Confab"_s);
    QApplication::setWindowIcon(QIcon(u":/confab.svg"_s));
    QApplication::setQuitOnLastWindowClosed(false);
    desktop::installTimelineAccessibility();
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/confab"_s;
    if (client::makePrivateFolder(folder))
        setUpLogging(folder + u"/confab.log"_s);
    return run(*options);
}
