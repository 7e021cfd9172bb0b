// Moves committed pages from SQLite's write-ahead log into the database file, in a thread of its own.
#pragma once

#include "server/storage/Database.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

struct sqlite3;

namespace confab::server {

/// A round copies and syncs without holding anybody up (PASSIVE), until only what was written meanwhile is left; then the writer makes way
/// for that little, and the log begins anew in the same file (RESTART). TRUNCATE when deleted text must leave the log.
///
/// How long the writer is held up: a round that ends waits at most shortWaitMs for readers, with the lock that the writer needs, and copies
/// and syncs at most what came in during the last pass; a round that could not end is repeated after 100 ms, then 200 ms, and so on up to
/// 1 s. When the log has more than tooMuchPages, the wait for readers is longWaitMs, at most once in longWaitEvery, and not while a
/// reader keeps a state so old that more than mostRestPages wait for it: the wait would be for nothing.
///
/// A failed sync is never repeated: the kernel tells of lost pages once, and the next sync would say that all is well. After it, or after
/// an I/O error, nothing is copied, begun anew or cut any more (see hasFailed()); the log keeps every page, and a new process copies all of
/// them again.
class Checkpointer {
public:
    /// `count` goes up with each round that ends. After one that could not, the next begins after `retry`, twice `retry` and so on.
    Checkpointer(StorageOptions options, std::atomic<quint64>& count, std::chrono::milliseconds retry = std::chrono::milliseconds(100));
    ~Checkpointer();

    void start();
    /// The writer tells after each commit how many pages are in the log. Blocks for the moments in which a round ends, because a writer
    /// that never pauses would never let it end: at most mostHoldMs, with a long wait for readers longHoldMs. (If the disk is slower than
    /// that, the next transaction waits for the rest of it.)
    void committed(int pages);
    /// A text was deleted: the next checkpoint truncates the log. Any thread.
    void scrub();
    /// True when no scrub is owed.
    bool isScrubbed() const { return !m_scrub; }
    /// True while rounds cannot end: a reader of an old state or another program holds the log.
    bool isBlocked() const { return m_failures > 0; }
    /// True for good after a failed sync or an I/O error: the owner takes no more changes (the log would only grow) and closes its
    /// database with Database::keepLog(). Any thread.
    bool hasFailed() const { return m_failed; }
    void stop();

    static constexpr int worthMovingPages = 256;        ///< 1 MB
    static constexpr int muchPages = 8'192;             ///< 32 MB: a round begins at once
    static constexpr int tooMuchPages = 2 * muchPages;  ///< 64 MB: readers are waited for
    static constexpr int mostRestPages = 2'048;         ///< 8 MB: the most that is copied while the writer waits
    static constexpr int shortWaitMs = 20;
    static constexpr int longWaitMs = 500;
    static constexpr std::chrono::seconds longWaitEvery{10};
    static constexpr int mostHoldMs = 50;
    static constexpr int longHoldMs = longWaitMs + mostHoldMs;

private:
    void work(std::stop_token stop);
    bool isDue() const;
    void once(Database& database);
    /// SQLITE_BUSY when a reader holds back more than a little; `rest` is then how much.
    int moveBulk(sqlite3* connection, int& rest);
    int beginAnew(sqlite3* connection, bool truncate, int waitMs);
    void fail(Database& database, int code);

    StorageOptions m_options;
    std::atomic<quint64>& m_count;
    std::chrono::milliseconds m_retry;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::atomic<bool> m_scrub{false};
    std::atomic<int> m_pages{0};
    std::chrono::steady_clock::time_point m_lastRound;
    std::chrono::steady_clock::time_point m_lastLongWait;
    std::atomic<int> m_failures{0};                     ///< rounds in a row that could not end
    enum class Way : quint8 { Taken, Wanted, Free };
    Way m_way = Way::Taken;                             ///< under m_mutex: does the writer make way
    int m_holdMs = mostHoldMs;                          ///< under m_mutex: how long it makes way
    std::atomic<bool> m_wanted{false};                  ///< m_way is Wanted
    std::atomic<bool> m_failed{false};
    std::jthread m_thread;
};

} // namespace confab::server
