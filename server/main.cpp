// confabd: the server and its subcommands.
#include "server/admin/Command.h"
#include "shared/base/Log.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>
#include <sys/stat.h>

int main(int argc, char* argv[])
{
    // Qt's own event loop is enough here, and cheaper than GLib's.
    qputenv("QT_NO_GLIB", "1");
    ::umask(077);
    ::signal(SIGPIPE, SIG_IGN);
    // A core dump would hold tokens and passwords.
    const rlimit noCore{0, 0};
    ::setrlimit(RLIMIT_CORE, &noCore);
    // One descriptor per connection: as many as the system lets us have.
    if (rlimit files{}; ::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    const QCoreApplication application(argc, argv);
    confab::setUpLogging();
    QTextStream out(stdout);
    QTextStream err(stderr);
    return int(confab::server::runCommandLine(application.arguments().sliced(1), out, err));
}
