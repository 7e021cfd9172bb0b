// The composition root: builds the gateway and the core from a Config, and takes them down again in the right order.
#pragma once

#include "server/app/LockFile.h"
#include "server/app/Startup.h"
#include "server/gateway/Gateway.h"
#include "server/routing/Core.h"

#include <memory>
#include <mutex>

namespace confab::server {

/// Why a server did not start: what to exit with and one sentence for standard error.
struct StartFailure {
    Exit exit = Exit::Usage;
    QString sentence;
};

/// The main thread makes, starts, reloads and stops it.
class Server {
public:
    explicit Server(const Config& config);
    ~Server();

    /// Locks the data folder, opens the database, listens. Nothing when it runs.
    std::optional<StartFailure> start();
    /// ws://127.0.0.1:7600/v1/ws, with the port that was really taken.
    QString url() const;

    /// Takes what may change at run time and logs what may not.
    void reload(const Config& fresh);

    /// No new connections; farewell to all. Returns at once; isEmpty() tells when they are gone.
    void beginDrain();
    bool isEmpty() const;
    /// Finishes what is queued, ends all threads, closes the database. Blocks. Idempotent.
    void stop();

private:
    QByteArray hello(protocol::Encoding encoding) const;
    std::optional<HttpPage> page(const QByteArray& path) const;

    SystemClock m_clock;
    mutable std::mutex m_configMutex;      ///< hello and pages are asked for by gateway threads
    Config m_config;
    LockFile m_lock;
    Gateway m_gateway;
    Core m_core;
    std::atomic<bool> m_started = false;
};

} // namespace confab::server
