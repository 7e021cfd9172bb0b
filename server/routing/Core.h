// The core: one thread that owns the live state and the only write connection, plus its readers, password pool and checkpoints.
#pragma once

#include "server/routing/Link.h"
#include "server/routing/Metrics.h"
#include "server/routing/RateLimiter.h"
#include "server/routing/Router.h"
#include "server/storage/Database.h"

#include <memory>

namespace confab::server {

/// What an operator may set; reload() takes all of it but the numbers of threads and the queue.
struct CoreOptions {
    bool guests = false;                ///< auth method guest
    bool anonymous = false;             ///< auth method anonymous
    bool roomNotices = true;            ///< enter and leave are listed in histories
    RateLimits rates = {};
    int presenceDelayMs = 500;          ///< presence changes are collected this long
    int offlineGraceMs = 12'000;        ///< a person without connections stays online this long
    int typingEveryMs = 3'000;
    int readerThreads = 2;
    int passwordThreads = 0;            ///< 0: as many as cores, at most 4
    int queueLimit = 8'192;             ///< requests waiting for the core
    int batchLimit = 256;               ///< requests of one transaction
};

/// For /readyz and the log.
struct Health {
    bool running = false;
    bool storageFine = false;           ///< false: read-only, changes are answered `unavailable`
    bool draining = false;
    bool isReady() const { return running && storageFine && !draining; }
};

class Core final : public CoreInbox {
public:
    /// `gateway` and `clock` outlive the core. `router` comes from handlers: allRoutes().
    Core(StorageOptions storage, CoreOptions options, Router router, GatewayPort& gateway, const Clock& clock);
    ~Core() override;

    /// Opens and migrates the database, then starts the threads. An Error is one clear sentence for the operator.
    Result<Done> start();
    /// Asks every connection to leave: `bye` at once, close 4010 after a random time up to `spreadMs`. Returns at once; requests that come
    /// meanwhile are still answered.
    void drain(const QString& why, int spreadMs);
    /// Finishes what is queued, stops all threads, closes the database. Blocks. Idempotent.
    void stop();

    bool offer(Inbound&& item) override;
    bool enqueue(Inbound&& item) override;
    void wake() override;
    /// Any thread; takes effect before the next batch.
    void reload(const CoreOptions& options);

    Health health() const;
    const Metrics& metrics() const;
    /// Stable name of this server's data; after start().
    QString serverId() const;

private:
    class Machine;
    std::unique_ptr<Machine> m_machine;
};

} // namespace confab::server
