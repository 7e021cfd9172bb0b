// A disk that fails on demand: wraps SQLite's default file system and refuses the Nth write, sync or truncation.
#pragma once

#include <atomic>
#include <thread>

namespace confab::server {

class FaultyVfs;
/// Registers on first use; SQLite knows its file systems per process.
FaultyVfs& faultyDisk();

/// Registered as the default before the first connection is opened; all connections go through it.
class FaultyVfs {
public:
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    /// The `nth` change of a file from now on, and all after it, fail with this SQLite code (SQLITE_IOERR, SQLITE_FULL …).
    /// A refused write of more than a page has done its first half.
    void failFrom(int nth, int code);
    /// Only the `nth` fails.
    void failOnce(int nth, int code);
    /// The next sync of a database file (not of its log) fails with this code, in whatever thread; the others work.
    void failDatabaseSync(int code) { m_databaseSync = code; }
    /// failFrom() and failOnce() count and strike only in this thread; in all threads with none.
    void onlyIn(std::thread::id thread) { m_thread = thread; }
    void heal();
    /// Changes of files since the last failFrom(), failOnce() or heal().
    int changes() const { return m_changes; }
    /// How many of them were refused.
    int refused() const { return m_refused; }

    /// SQLITE_OK or the code to fail with; called by the wrapped files.
    int ask();
    int askDatabaseSync();

private:
    friend FaultyVfs& faultyDisk();
    FaultyVfs();
    void arm(int nth, int code, bool once);

    std::atomic<int> m_changes{0};
    std::atomic<int> m_refused{0};
    std::atomic<int> m_nth{0};
    std::atomic<int> m_code{0};
    std::atomic<bool> m_once{false};
    std::atomic<int> m_databaseSync{0};
    std::atomic<std::thread::id> m_thread{};
};

} // namespace confab::server
