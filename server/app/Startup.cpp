// Translating settings.
#include "server/app/Startup.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <thread>

using namespace Qt::StringLiterals;

namespace confab::server {

QString dataFolderOf(const Config& config)
{
    if (!config.dataFolder.isEmpty())
        return QDir::cleanPath(QDir::current().absoluteFilePath(config.dataFolder));
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/confab/server"_s;
}

QString standardConfigFile()
{
    const QString file = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/confab/confabd.toml"_s;
    return QFileInfo::exists(file) ? file : QString();
}

StorageOptions storageOptions(const Config& config)
{
    StorageOptions options;
    options.file = dataFolderOf(config) + u"/confab.db"_s;
    options.busyTimeoutMs = int(config.busyTimeoutMs);
    options.maxPages = config.maxPages;
    return options;
}

CoreOptions coreOptions(const Config& config)
{
    CoreOptions options;
    options.guests = config.guests;
    options.anonymous = config.anonymous;
    options.roomNotices = config.roomNotices;
    options.rates = {config.posting, config.reading, config.searching, config.acting, config.signIn, config.signInGlobal, config.newGuests};
    options.presenceDelayMs = int(config.presenceDelayMs);
    options.offlineGraceMs = int(config.offlineGraceMs);
    options.typingEveryMs = int(config.typingEveryMs);
    options.readerThreads = int(config.readerThreads);
    options.passwordThreads = int(config.passwordThreads);
    options.queueLimit = int(config.queuedRequests);
    options.batchLimit = int(config.batchRequests);
    return options;
}

GatewayOptions gatewayOptions(const Config& config)
{
    GatewayOptions options;
    const ListenAddress listen = parseListen(config.listen).value_or(ListenAddress{});
    options.address = listen.address;
    options.port = listen.port;
    const int half = int(std::max(1u, std::thread::hardware_concurrency() / 2));
    options.threads = config.gatewayThreads > 0 ? int(config.gatewayThreads) : half;
    const GatewayReload reloadable = gatewayReload(config);
    options.maxConnections = reloadable.maxConnections;
    options.maxConnectionsPerAddress = reloadable.maxConnectionsPerAddress;
    options.origins = reloadable.origins;
    options.trustedProxies = reloadable.trustedProxies;
    options.messageBytes = int(config.frameBytes);
    options.requestsInFlight = int(config.requestsInFlight);
    options.gatherUs = int(config.gatherUs);
    options.deadlines.headMs = config.headMs;
    options.deadlines.authMs = config.authMs;
    options.deadlines.frameMs = config.frameMs;
    options.deadlines.pingMs = config.pingMs;
    options.deadlines.idleMs = config.idleMs;
    options.deadlines.stallMs = config.stallMs;
    options.outQueue = {config.dropTypingBytes, config.withholdBytes, config.resumeBytes, config.closeBytes};
    return options;
}

GatewayReload gatewayReload(const Config& config)
{
    GatewayReload fresh;
    fresh.maxConnections = int(config.maxConnections);
    fresh.maxConnectionsPerAddress = int(config.maxConnectionsPerAddress);
    for (const QString& origin : config.origins)
        fresh.origins.append(origin.toUtf8());
    fresh.trustedProxies = config.trustedProxies;
    return fresh;
}

} // namespace confab::server
