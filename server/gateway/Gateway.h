// The house's front door: one port for WebSocket and HTTP, N I/O threads, and the way from the core to the sockets.
#pragma once

#include "server/gateway/Shared.h"
#include "shared/base/Result.h"

#include <memory>
#include <vector>

namespace confab::server {

class GatewayThread;
struct GatewayCounters;

/// start, stopAccepting and stop: one thread, in this order. Everything else: any thread.
class Gateway final : public GatewayPort {
public:
    Gateway(const GatewayOptions& options, const Clock& clock, HelloSource hello, HttpPageSource pages);
    ~Gateway() override;

    /// Listens and starts the threads. Fails with one clear sentence when the address cannot be had.
    /// `core` must outlive stop().
    Result<Done> start(CoreInbox& core);
    /// The port that is listened on.
    quint16 port() const;

    void deliver(std::vector<Outbound>&& batch) override;

    void reload(const GatewayReload& fresh) { m_shared.reload(fresh); }
    /// Sockets open now.
    int connectionCount() const { return m_shared.addresses.total(); }
    /// WebSocket connections open now.
    int webSocketCount() const;
    /// Its counters in Prometheus' text format.
    QByteArray metrics() const;

    void stopAccepting();
    /// Cuts what is left and joins the threads. Idempotent.
    void stop();

private:
    struct Acceptor;

    GatewayShared m_shared;
    std::vector<std::unique_ptr<GatewayCounters>> m_counters;
    std::vector<std::unique_ptr<GatewayThread>> m_threads;
    std::unique_ptr<Acceptor> m_acceptor;
};

} // namespace confab::server
