// What the gateway counts, and its text at /metrics.
#pragma once

#include <QByteArray>

#include <array>
#include <atomic>
#include <memory>
#include <span>

namespace confab::server {

/// One set per gateway thread: written by that thread, read by anyone.
struct alignas(64) GatewayCounters {
    using Count = std::atomic<qint64>;

    Count connections = 0;            ///< open now, HTTP ones included
    Count webSockets = 0;             ///< open now
    Count accepted = 0;
    Count refusedByCap = 0;
    Count framesIn = 0;
    Count framesOut = 0;
    Count envelopesOut = 0;
    Count requestsIn = 0;
    Count refusedRequests = 0;        ///< answered by the gateway: unknown type or wrong arguments
    Count bytesIn = 0;
    Count bytesOut = 0;
    Count withheldEvents = 0;
    Count droppedPresence = 0;
    Count droppedTyping = 0;
    Count readPauses = 0;             ///< times a connection was not read because of its requests in flight or a full core
    Count pagesServed = 0;

    static constexpr std::array closeCodes{
        1000, 1001, 1002, 1005, 1006, 1007, 4001, 4002, 4003, 4004, 4006, 4008, 4009, 4010, 4013, 4029, 0};
    std::array<Count, closeCodes.size()> closes{};   ///< by the code above; the last one is "other"

    void countClose(int code);
};

/// Only on the thread that owns the counters: with one writer there is nothing to lock.
inline void add(GatewayCounters::Count& count, qint64 more = 1)
{
    count.store(count.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
}

/// The sums in Prometheus' text format.
QByteArray metricsText(std::span<const std::unique_ptr<GatewayCounters>> counters);

} // namespace confab::server
