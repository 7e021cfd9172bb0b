// confabd serve: runs the server in the foreground until a signal ends it.
#include "server/admin/Command.h"
#include "server/app/Server.h"
#include "server/app/SignalPipe.h"
#include "shared/base/Log.h"

#include <QCoreApplication>
#include <QTimer>

#include <csignal>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

/// Farewell takes this much longer than the spread, then whoever is left is cut.
constexpr int patienceMs = 3'000;
constexpr int lookEveryMs = 20;

/// SIGHUP: the settings again, with the same command line over them. A mistake keeps the old ones.
void reload(Server& server, const Invocation& call)
{
    auto fresh = loadConfig(call.configFile, QProcessEnvironment::systemEnvironment());
    if (!fresh) {
        qCWarning(logServer).noquote() << "the settings stay as they were:" << fresh.error().message.split(u'\n').join(u" | "_s);
        return;
    }
    if (call.has("data"))
        fresh->dataFolder = call.config.dataFolder;
    if (call.has("listen"))
        fresh->listen = call.config.listen;
    server.reload(*fresh);
}

/// SIGTERM: everybody is sent away; ends the event loop when they are gone or patience ends.
void drain(Server& server, const Config& config)
{
    server.beginDrain();
    auto* look = new QTimer(QCoreApplication::instance());
    QObject::connect(look, &QTimer::timeout, look, [&server] {
        if (server.isEmpty())
            QCoreApplication::quit();
    });
    look->start(lookEveryMs);
    QTimer::singleShot(int(config.drainMs) + patienceMs, look, [] { QCoreApplication::quit(); });
}

} // namespace

Exit serve(Invocation& call)
{
    Server server(call.config);
    if (const auto failure = server.start()) {
        call.err << "confabd: " << printable(failure->sentence) << '\n';
        return failure->exit;
    }
    bool isDraining = false;
    const SignalPipe signalPipe([&](int number) {
        if (number == SIGHUP)
            reload(server, call);
        else if (std::exchange(isDraining, true))
            QCoreApplication::quit();
        else
            drain(server, call.config);
    });
    call.out << "confabd ready " << server.url() << '\n';
    call.out.flush();
    QCoreApplication::exec();
    server.stop();
    qCInfo(logServer) << "ended";
    return Exit::Fine;
}

} // namespace confab::server
