// Counters of the core and its readers, written by their threads, read by anybody (/metrics).
#pragma once

#include <QtGlobal>

#include <atomic>

namespace confab::server {

struct Metrics {
    using Counter = std::atomic<quint64>;
    using Gauge = std::atomic<qint64>;

    Counter requests{0};            ///< requests answered, well or not
    Counter requestErrors{0};       ///< of these, answered with an error
    Counter eventsStored{0};        ///< durable events committed
    Counter batches{0};             ///< batches run
    Counter commits{0};             ///< batches that had to commit
    Counter commitMicros{0};        ///< time spent in COMMIT, microseconds
    Counter storageErrors{0};       ///< batches rolled back by the storage
    Counter rateLimited{0};         ///< requests refused with `rate`
    Counter authFailures{0};
    Counter readerRequests{0};      ///< requests answered by reader threads
    Counter checkpoints{0};
    Gauge connections{0};           ///< sockets the core knows
    Gauge peopleOnline{0};
    Gauge queueLength{0};           ///< inbox of the core
    Gauge passwordsWaiting{0};      ///< queue of the password pool
};

} // namespace confab::server
