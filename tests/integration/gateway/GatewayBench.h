// The real gateway with a core that only remembers, for the tests of this folder.
#pragma once

#include "server/gateway/Gateway.h"
#include "shared/protocol/Envelope.h"
#include "tests/support/RawClient.h"

#include <QElapsedTimer>

#include <condition_variable>
#include <mutex>

namespace confab::test {

/// Remembers what the gateway offers; may refuse requests as a full inbox does.
class FakeCore final : public server::CoreInbox {
public:
    bool offer(server::Inbound&& item) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_full && std::holds_alternative<server::RequestArrived>(item)) {
            ++m_refusals;
            return false;
        }
        m_items.push_back(std::move(item));
        m_changed.notify_all();
        return true;
    }

    bool enqueue(server::Inbound&& item) override { return offer(std::move(item)); }
    void wake() override { }

    void setFull(bool full)
    {
        const std::lock_guard lock(m_mutex);
        m_full = full;
    }
    int refusals() const
    {
        const std::lock_guard lock(m_mutex);
        return m_refusals;
    }

    template <typename T>
    std::vector<T> all() const
    {
        const std::lock_guard lock(m_mutex);
        return collect<T>();
    }

    /// The items of that sort once there are `count`, or what there is after the limit.
    template <typename T>
    std::vector<T> waitFor(std::size_t count, int limitMs = 5000) const
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::milliseconds(limitMs), [&] { return collect<T>().size() >= count; });
        return collect<T>();
    }

private:
    template <typename T>
    std::vector<T> collect() const
    {
        std::vector<T> found;
        for (const server::Inbound& item : m_items) {
            if (const T* one = std::get_if<T>(&item))
                found.push_back(*one);
        }
        return found;
    }

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::vector<server::Inbound> m_items;
    int m_refusals = 0;
    bool m_full = false;
};

struct GatewayBench {
    explicit GatewayBench(server::GatewayOptions options = {})
        : gateway(prepared(options), clock, [](protocol::Encoding encoding) { return protocol::encodePush(encoding, protocol::Hello{}); },
              [](const QByteArray& path) -> std::optional<server::HttpPage> {
                  if (path == "/healthz")
                      return server::HttpPage{200, "text/plain", "ok\n"};
                  return std::nullopt;
              })
    {
        started = bool(gateway.start(core));
    }
    // Beast still calls the core while it closes what is left.
    ~GatewayBench() { gateway.stop(); }

    static server::GatewayOptions prepared(server::GatewayOptions options)
    {
        options.port = 0;
        options.deadlines.tickMs = 20;
        if (options.deadlines.closeMs == server::GatewayDeadlines().closeMs)
            options.deadlines.closeMs = 100;
        return options;
    }

    /// Upgrades, passes over hello, and gives the connection as the core knows it.
    std::optional<server::ConnectionId> open(
        RawClient& client, protocol::Encoding encoding = protocol::Encoding::Json, int receiveBuffer = 0)
    {
        const std::size_t before = core.all<server::ConnectionOpened>().size();
        if (!client.connectTo(gateway.port(), receiveBuffer)
            || client.upgrade(encoding == protocol::Encoding::Json ? "confab1.json" : "confab1.cbor") != 101 || !client.readMessage())
            return std::nullopt;
        const auto opened = core.waitFor<server::ConnectionOpened>(before + 1);
        if (opened.size() <= before)
            return std::nullopt;
        gateway.deliver({server::Identify{opened.back().connection, UserId(7)}});
        return opened.back().connection;
    }

    SystemClock clock;
    FakeCore core;
    server::Gateway gateway;
    bool started = false;
};

} // namespace confab::test
