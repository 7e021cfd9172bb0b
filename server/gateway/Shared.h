// What all gateway threads use together: options, the way to the core, pages, counts of connections.
#pragma once

#include "server/gateway/AddressBook.h"
#include "server/gateway/GatewayOptions.h"
#include "server/gateway/Handshake.h"
#include "server/routing/Link.h"
#include "shared/base/Clock.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace confab::server {

/// The first frame of every connection, encoded. Any thread.
using HelloSource = std::function<QByteArray(protocol::Encoding)>;

/// Any thread. `options` never changes; what a reload may change is read through `current()`.
class GatewayShared {
public:
    GatewayShared(const GatewayOptions& all, const Clock& time, HelloSource helloSource, HttpPageSource pageSource)
        : options(all), clock(time), hello(std::move(helloSource)), pages(std::move(pageSource))
        , m_current(std::make_shared<const GatewayReload>(
              GatewayReload{all.maxConnections, all.maxConnectionsPerAddress, all.origins, all.trustedProxies}))
    {
    }

    std::shared_ptr<const GatewayReload> current() const
    {
        const std::lock_guard lock(m_mutex);
        return m_current;
    }
    void reload(const GatewayReload& fresh)
    {
        auto next = std::make_shared<const GatewayReload>(fresh);
        const std::lock_guard lock(m_mutex);
        m_current = std::move(next);
    }

    const GatewayOptions options;
    const Clock& clock;
    const HelloSource hello;
    const HttpPageSource pages;
    CoreInbox* core = nullptr;             ///< set before any thread starts
    AddressBook addresses;
    std::atomic<quint64> nextNumber = 1;

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const GatewayReload> m_current;
};

} // namespace confab::server
