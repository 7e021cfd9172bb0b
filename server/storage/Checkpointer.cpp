// The rhythm of checkpoints.
#include "server/storage/Checkpointer.h"

#include "shared/base/Log.h"
#include "shared/base/ThreadName.h"

#include <sqlite3.h>

#include <algorithm>

using namespace std::chrono_literals;

namespace confab::server {

namespace {

constexpr auto rhythm = 10s;
constexpr auto retry = 100ms;
constexpr int shortWaitMs = 20;     ///< for the writer and for readers, while the writer is held up
constexpr int longWaitMs = 500;     ///< the same when the log has grown too much
constexpr int smallRestPages = 64;
constexpr int mostPasses = 4;
constexpr int patience = 10;        ///< failures in a row until the next is waited for

/// The pages that checkpoints have written reach the disk here, where nobody waits for it: SQLite syncs them only with the last one.
int syncDatabase(sqlite3* connection)
{
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file || !file->pMethods)
        return SQLITE_OK;
    return file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
}

} // namespace

Checkpointer::Checkpointer(StorageOptions options, std::atomic<quint64>& count)
    : m_options(std::move(options)), m_count(count), m_lastRound(std::chrono::steady_clock::now())
{
    m_options.maxPages = 0;
}

Checkpointer::~Checkpointer()
{
    stop();
}

void Checkpointer::start()
{
    m_thread = std::jthread([this](std::stop_token stop) { work(stop); });
}

void Checkpointer::stop()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void Checkpointer::committed(int pages)
{
    const bool isMuch = m_pages.exchange(pages) < muchPages && pages >= muchPages;
    if (!isMuch && !m_wanted)
        return;
    std::unique_lock lock(m_mutex); // also so that the notice cannot fall between the look and the sleep
    if (m_way == Way::Wanted) {
        m_way = Way::Free;
        m_wanted = false;
        m_wake.notify_all();
        m_wake.wait(lock, [this] { return m_way != Way::Free; });
    } else {
        m_wake.notify_all();
    }
}

void Checkpointer::scrub()
{
    {
        const std::lock_guard lock(m_mutex);
        m_scrub = true;
    }
    m_wake.notify_all();
}

bool Checkpointer::isDue() const
{
    if (m_scrub || m_failures > 0 || m_pages >= muchPages)
        return true;
    return m_pages >= worthMovingPages && std::chrono::steady_clock::now() - m_lastRound >= rhythm;
}

void Checkpointer::work(std::stop_token stop)
{
    nameThisThread("checkpoint");
    std::unique_ptr<Database> database;
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_mutex);
            if (m_failures > 0)
                m_wake.wait_for(lock, stop, retry * std::min<int>(m_failures, patience), [] { return false; });
            else
                m_wake.wait_for(lock, stop, rhythm, [this] { return m_scrub || m_pages >= muchPages; });
        }
        if (stop.stop_requested())
            break;
        if (!database) {
            if (auto opened = Database::open(m_options, Database::Access::ReadWrite))
                database = std::move(*opened);
            else
                ++m_failures;
        }
        if (database && isDue())
            once(*database);
    }
}

int Checkpointer::moveBulk(sqlite3* connection)
{
    int before = 0;
    for (int pass = 0; pass < mostPasses; ++pass) {
        int logged = 0;
        int moved = 0;
        int code = sqlite3_wal_checkpoint_v2(connection, nullptr, SQLITE_CHECKPOINT_PASSIVE, &logged, &moved);
        if (code == SQLITE_OK)
            code = syncDatabase(connection);
        if (code != SQLITE_OK)
            return code;
        // What a reader of an old state holds back, no further pass would move.
        if (moved - before <= smallRestPages)
            return logged - moved <= worthMovingPages ? SQLITE_OK : SQLITE_BUSY;
        before = moved;
    }
    return SQLITE_OK;
}

int Checkpointer::beginAnew(sqlite3* connection, bool truncate, bool urgent)
{
    {
        std::unique_lock lock(m_mutex);
        m_way = Way::Wanted;
        m_wanted = true;
        // A writer with nothing to write does not come by; then it is not in the way either.
        m_wake.wait_for(lock, std::chrono::milliseconds(shortWaitMs), [this] { return m_way == Way::Free; });
    }
    sqlite3_busy_timeout(connection, urgent ? longWaitMs : shortWaitMs);
    const int code
        = sqlite3_wal_checkpoint_v2(connection, nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    {
        const std::lock_guard lock(m_mutex);
        if (code == SQLITE_OK)
            m_pages = 0;
        m_way = Way::Taken;
        m_wanted = false;
    }
    m_wake.notify_all();
    return code;
}

void Checkpointer::once(Database& database)
{
    sqlite3* const connection = database.handle();
    m_lastRound = std::chrono::steady_clock::now();
    // Cleared first: a deletion that comes while the checkpoint runs asks for another one.
    const bool scrub = m_scrub.exchange(false);
    const bool urgent = m_pages >= tooMuchPages || m_failures >= patience;
    int code = moveBulk(connection);
    if (code == SQLITE_OK || (code == SQLITE_BUSY && urgent))
        code = beginAnew(connection, scrub, urgent);
    if (code == SQLITE_OK) {
        m_failures = 0;
        ++m_count;
        return;
    }
    ++m_failures;
    if (scrub)
        m_scrub = true;
    if (code != SQLITE_BUSY)
        qCWarning(logServerStorage) << "checkpoint failed:" << sqlite3_errmsg(connection);
}

} // namespace confab::server
