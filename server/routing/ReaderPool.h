// Threads that answer requests which only read, each from its own connection and one snapshot per request.
#pragma once

#include "server/routing/Metrics.h"
#include "server/routing/Router.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace confab::server {

struct ReaderJob {
    ConnectionId connection;
    protocol::Encoding encoding = protocol::Encoding::Json;
    QString address;
    Actor actor;
    Policy policy;
    protocol::Request request;
};

class ReaderPool {
public:
    static constexpr int queueLimit = 4096;

    /// All references outlive the pool.
    ReaderPool(StorageOptions storage, int threads, const Router& router, GatewayPort& gateway, const Clock& clock, Metrics& metrics);
    ~ReaderPool();

    /// False when too much waits.
    bool submit(ReaderJob&& job);
    /// Answers what waits, then joins the threads.
    void stop();

private:
    void work(std::stop_token stop);
    void answer(ReaderJob& job, Services& services, Database& database);

    StorageOptions m_storage;
    const Router& m_router;
    GatewayPort& m_gateway;
    const Clock& m_clock;
    Metrics& m_metrics;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<ReaderJob> m_queue;
    std::vector<std::jthread> m_threads;
};

} // namespace confab::server
