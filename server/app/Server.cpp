// Wiring and order: lock, core, gateway up; gateway's door, core, gateway down.
#include "server/app/Server.h"

#include "server/app/Pages.h"
#include "server/handlers/Handlers.h"
#include "shared/base/Log.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

void setLogLevel(const QString& level)
{
    QString rules = u"confab.*.debug=%1\nconfab.*.info=%2\n"_s;
    rules = rules.arg(level == u"debug" ? u"true"_s : u"false"_s, level == u"warning" ? u"false"_s : u"true"_s);
    QLoggingCategory::setFilterRules(rules);
}

} // namespace

Server::Server(const Config& config)
    : m_config(config)
    , m_gateway(gatewayOptions(config), m_clock, [this](protocol::Encoding encoding) { return hello(encoding); },
          [this](const QByteArray& path) { return page(path); })
    , m_core(storageOptions(config), coreOptions(config), allRoutes(), m_gateway, m_clock)
{
    setLogLevel(config.logLevel);
}

Server::~Server()
{
    stop();
}

std::optional<StartFailure> Server::start()
{
    const QString folder = dataFolderOf(m_config);
    if (auto locked = m_lock.take(folder); !locked)
        return StartFailure{Exit::Storage, locked.error().message};
    if (auto started = m_core.start(); !started)
        return StartFailure{Exit::Storage, started.error().message};
    m_started = true;
    if (auto listening = m_gateway.start(m_core); !listening) {
        const bool isUsage = listening.error().code == ErrorCode::BadArg;
        stop();
        return StartFailure{isUsage ? Exit::Usage : Exit::Network, listening.error().message};
    }
    const QString address = gatewayOptions(m_config).address;
    m_lock.note(address, m_gateway.port());
    qCInfo(logServer).noquote() << u"%1 serves %2 at %3"_s.arg(forLog(m_config.serverName), folder, url());
    return std::nullopt;
}

QString Server::url() const
{
    QString address = gatewayOptions(m_config).address;
    if (address.contains(u':'))
        address = u'[' + address + u']';
    return u"ws://%1:%2/v1/ws"_s.arg(address).arg(m_gateway.port());
}

void Server::reload(const Config& fresh)
{
    QString restart;
    {
        const std::lock_guard lock(m_configMutex);
        restart = needingRestart(m_config, fresh).join(u", "_s);
        m_config = fresh;
    }
    setLogLevel(fresh.logLevel);
    m_core.reload(coreOptions(fresh));
    m_gateway.reload(gatewayReload(fresh));
    qCInfo(logServer) << "the configuration was read again";
    if (!restart.isEmpty())
        qCWarning(logServer).noquote() << "only a restart changes:" << restart;
}

void Server::beginDrain()
{
    qint64 spreadMs = 0;
    {
        const std::lock_guard lock(m_configMutex);
        spreadMs = m_config.drainMs;
    }
    m_gateway.stopAccepting();
    m_core.drain(u"the server is going down"_s, int(spreadMs));
}

bool Server::isEmpty() const
{
    return m_gateway.webSocketCount() == 0;
}

void Server::stop()
{
    if (!m_started.exchange(false))
        return;
    m_core.stop();
    m_gateway.stop();
}

QByteArray Server::hello(protocol::Encoding encoding) const
{
    protocol::Hello hello;
    {
        const std::lock_guard lock(m_configMutex);
        hello.server = {m_core.serverId(), m_config.serverName, QStringLiteral(CONFAB_VERSION)};
        hello.limits.frameBytes = m_config.frameBytes;
        hello.limits.requestsInFlight = m_config.requestsInFlight;
        hello.heartbeatMs = m_config.pingMs;
        hello.auth = {protocol::AuthMethod::Password, protocol::AuthMethod::Token, protocol::AuthMethod::Invite};
        if (m_config.guests)
            hello.auth.append(protocol::AuthMethod::Guest);
        if (m_config.anonymous)
            hello.auth.append(protocol::AuthMethod::Anonymous);
    }
    hello.ts = m_clock.now();
    return protocol::encodePush(encoding, hello);
}

std::optional<HttpPage> Server::page(const QByteArray& path) const
{
    if (path == "/healthz")
        return healthPage();
    if (path == "/readyz")
        return readyPage(m_core.health());
    if (path == "/metrics")
        return metricsPage(m_gateway.metrics(), m_core.metrics());
    return std::nullopt;
}

} // namespace confab::server
