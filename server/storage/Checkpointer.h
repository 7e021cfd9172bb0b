// Moves committed pages from SQLite's write-ahead log into the database file, in a thread of its own.
#pragma once

#include "server/storage/Database.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace confab::server {

/// PASSIVE now and then while there is something to move; TRUNCATE when the log has grown large or when deleted text must leave it.
class Checkpointer {
public:
    static constexpr qint64 truncateBytes = qint64(64) * 1024 * 1024;

    Checkpointer(StorageOptions options, std::atomic<quint64>& count);
    ~Checkpointer();

    void start();
    /// A text was deleted: the next checkpoint truncates the log. Any thread.
    void scrub();
    /// True when no scrub is owed.
    bool isScrubbed() const { return !m_scrub; }
    void stop();

private:
    void work(std::stop_token stop);
    void once(Database& database);

    StorageOptions m_options;
    std::atomic<quint64>& m_count;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::atomic<bool> m_scrub{false};
    std::jthread m_thread;
};

} // namespace confab::server
