// The rhythm of checkpoints.
#include "server/storage/Checkpointer.h"

#include "shared/base/Log.h"

#include <QFileInfo>

#include <sqlite3.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace confab::server {

namespace {
constexpr qint64 worthMovingBytes = 1024 * 1024;
constexpr auto rhythm = 1s;
constexpr auto scrubRetry = 100ms;
} // namespace

Checkpointer::Checkpointer(StorageOptions options, std::atomic<quint64>& count) : m_options(std::move(options)), m_count(count)
{
    m_options.maxPages = 0;
    m_options.busyTimeoutMs = 50; // gives way to readers and the core, tries again later
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

void Checkpointer::scrub()
{
    {
        const std::lock_guard lock(m_mutex);
        m_scrub = true;
    }
    m_wake.notify_one();
}

void Checkpointer::work(std::stop_token stop)
{
    std::unique_ptr<Database> database;
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_mutex);
            if (m_scrub && database)
                m_wake.wait_for(lock, stop, scrubRetry, [] { return false; });
            else
                m_wake.wait_for(lock, stop, rhythm, [this] { return m_scrub.load(); });
        }
        if (stop.stop_requested())
            break;
        if (!database) {
            if (auto opened = Database::open(m_options, Database::Access::ReadWrite))
                database = std::move(*opened);
        }
        if (database)
            once(*database);
    }
}

void Checkpointer::once(Database& database)
{
    const qint64 size = QFileInfo(m_options.file + u"-wal"_s).size();
    const bool truncate = m_scrub || size > truncateBytes;
    if (!truncate && size < worthMovingBytes)
        return;
    // Cleared first: a deletion that comes while the checkpoint runs asks for another one.
    const bool scrub = m_scrub.exchange(false);
    const int code = sqlite3_wal_checkpoint_v2(database.handle(), nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
        nullptr, nullptr);
    if (code == SQLITE_OK) {
        ++m_count;
        return;
    }
    if (scrub)
        m_scrub = true;
    if (code != SQLITE_BUSY)
        qCWarning(logServerStorage) << "checkpoint failed:" << sqlite3_errmsg(database.handle());
}

} // namespace confab::server
