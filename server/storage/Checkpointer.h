// Moves committed pages from SQLite's write-ahead log into the database file, in a thread of its own.
#pragma once

#include "server/storage/Database.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

struct sqlite3;

namespace confab::server {

/// A round copies and syncs without holding anybody up (PASSIVE), until only what was written meanwhile is left; then the writer makes way
/// for that little, and the log begins anew in the same file (RESTART). TRUNCATE when deleted text must leave the log.
class Checkpointer {
public:
    Checkpointer(StorageOptions options, std::atomic<quint64>& count);
    ~Checkpointer();

    void start();
    /// The writer tells after each commit how many pages are in the log. Blocks for the moments in which a round ends: a writer that
    /// never pauses would never let it end.
    void committed(int pages);
    /// A text was deleted: the next checkpoint truncates the log. Any thread.
    void scrub();
    /// True when no scrub is owed.
    bool isScrubbed() const { return !m_scrub; }
    /// True while rounds cannot end: a reader of an old state or another program holds the log.
    bool isBlocked() const { return m_failures > 0; }
    void stop();

    static constexpr int worthMovingPages = 256;        ///< 1 MB
    static constexpr int muchPages = 8'192;             ///< 32 MB: a round begins at once
    static constexpr int tooMuchPages = 2 * muchPages;  ///< 64 MB: readers of old states are waited for

private:
    void work(std::stop_token stop);
    bool isDue() const;
    void once(Database& database);
    int moveBulk(sqlite3* connection);
    int beginAnew(sqlite3* connection, bool truncate, bool urgent);

    StorageOptions m_options;
    std::atomic<quint64>& m_count;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::atomic<bool> m_scrub{false};
    std::atomic<int> m_pages{0};
    std::chrono::steady_clock::time_point m_lastRound;
    std::atomic<int> m_failures{0};                     ///< rounds in a row that could not end
    enum class Way : quint8 { Taken, Wanted, Free };
    Way m_way = Way::Taken;                             ///< under m_mutex: does the writer make way
    std::atomic<bool> m_wanted{false};                  ///< m_way is Wanted
    std::jthread m_thread;
};

} // namespace confab::server
