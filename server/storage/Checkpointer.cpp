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
constexpr int smallRestPages = 64;
constexpr int mostPasses = 4;
constexpr int mostBackoff = 10;     ///< times m_retry

/// The pages that checkpoints have written reach the disk here, where nobody waits for it: SQLite syncs them only with the last one.
int syncDatabase(sqlite3* connection)
{
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file || !file->pMethods)
        return SQLITE_OK;
    return file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
}

/// What was copied and did not reach the disk must be copied again by the next process. It will be when that process builds the shared
/// index of the log anew, as the first to open the file does; but another program may keep this one alive. So its count of copied
/// pages (sqlite.org/walformat.html: nBackfill, guarded by WAL_CKPT_LOCK) goes back to zero, which is always safe: everybody then reads
/// from the log what may be stale in the file.
void forgetProgress(sqlite3* connection)
{
    constexpr int checkpointLock = 1;
    constexpr int indexBytes = 32'768;
    constexpr int countWord = 96 / 4;
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file || !file->pMethods
        || file->pMethods->iVersion < 2)
        return;
    if (file->pMethods->xShmLock(file, checkpointLock, 1, SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE) != SQLITE_OK)
        return;
    void volatile* index = nullptr;
    if (file->pMethods->xShmMap(file, 0, indexBytes, 0, &index) == SQLITE_OK && index)
        static_cast<volatile quint32*>(index)[countWord] = 0;
    file->pMethods->xShmLock(file, checkpointLock, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
}

} // namespace

Checkpointer::Checkpointer(StorageOptions options, std::atomic<quint64>& count, std::chrono::milliseconds retry)
    : m_options(std::move(options)), m_count(count), m_retry(retry), m_lastRound(std::chrono::steady_clock::now())
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
        if (!m_wake.wait_for(lock, std::chrono::milliseconds(m_holdMs), [this] { return m_way != Way::Free; }))
            m_way = Way::Taken;
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
    while (!stop.stop_requested() && !m_failed) {
        {
            std::unique_lock lock(m_mutex);
            if (m_failures > 0)
                m_wake.wait_for(lock, stop, m_retry * std::min<int>(m_failures, mostBackoff), [] { return false; });
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

int Checkpointer::moveBulk(sqlite3* connection, int& rest)
{
    int before = 0;
    for (int pass = 0; pass < mostPasses; ++pass) {
        int logged = 0;
        int moved = 0;
        int code = sqlite3_wal_checkpoint_v2(connection, nullptr, SQLITE_CHECKPOINT_PASSIVE, &logged, &moved);
        if (code == SQLITE_OK && syncDatabase(connection) != SQLITE_OK)
            code = SQLITE_IOERR_FSYNC;
        if (code != SQLITE_OK)
            return code;
        rest = logged - moved;
        // What a reader of an old state holds back, no further pass would move.
        if (moved - before <= smallRestPages)
            return rest <= worthMovingPages ? SQLITE_OK : SQLITE_BUSY;
        before = moved;
    }
    return SQLITE_OK;
}

int Checkpointer::beginAnew(sqlite3* connection, bool truncate, int waitMs)
{
    {
        std::unique_lock lock(m_mutex);
        m_holdMs = waitMs == longWaitMs ? longHoldMs : mostHoldMs;
        m_way = Way::Wanted;
        m_wanted = true;
        // A writer with nothing to write does not come by; then it is not in the way either.
        m_wake.wait_for(lock, std::chrono::milliseconds(shortWaitMs), [this] { return m_way == Way::Free; });
    }
    // One sum for all that is waited for in a call: the writer's lock first, then the readers while it is held.
    sqlite3_busy_timeout(connection, waitMs);
    const int code =
        sqlite3_wal_checkpoint_v2(connection, nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
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
    const bool urgent = m_pages >= tooMuchPages && m_lastRound - m_lastLongWait >= longWaitEvery;
    int rest = 0;
    int code = moveBulk(connection, rest);
    if (code == SQLITE_OK || (code == SQLITE_BUSY && urgent && rest <= mostRestPages)) {
        code = beginAnew(connection, scrub, urgent ? longWaitMs : shortWaitMs);
        if (urgent)
            m_lastLongWait = std::chrono::steady_clock::now();
    }
    if (code == SQLITE_OK) {
        m_failures = 0;
        ++m_count;
        return;
    }
    if (scrub)
        m_scrub = true;
    if ((code & 0xff) == SQLITE_IOERR)
        return fail(database, code);
    ++m_failures;
    if (code != SQLITE_BUSY)
        qCWarning(logServerStorage) << "checkpoint failed, to be tried again: SQLite's code" << code << sqlite3_errstr(code);
}

void Checkpointer::fail(Database& database, int code)
{
    forgetProgress(database.handle());
    database.keepLog();
    m_failed = true;
    qCCritical(logServerStorage).nospace() << "copying the log into the database file failed with SQLite's code " << code << " ("
                                           << sqlite3_errstr(code) << "): read-only from now on; nothing is lost, the log keeps it. "
                                           << "Look at the disk, then restart the server";
}

} // namespace confab::server
