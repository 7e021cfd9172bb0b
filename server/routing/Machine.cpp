// Starting, looping and stopping the core thread.
#include "server/routing/Machine.h"

#include "server/storage/Storage.h"
#include "shared/base/Log.h"
#include "shared/base/ThreadName.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

/// The longest the core sleeps: its timers follow a clock that tests move by hand.
constexpr qint64 longestWaitMs = 1000;

} // namespace

Core::Machine::Machine(StorageOptions storage, CoreOptions options, Router router, GatewayPort& gateway, const Clock& clock)
    : m_storageOptions(std::move(storage)), m_options(std::move(options)), m_router(std::move(router)), m_gateway(gateway), m_clock(clock),
      m_inbox(m_options.queueLimit), m_presence(m_options.presenceDelayMs, m_options.offlineGraceMs), m_rates(m_options.rates, clock),
      m_fanout(m_connections)
{
}

Core::Machine::~Machine()
{
    stop();
}

Result<Done> Core::Machine::start()
{
    if (const QStringList missing = m_router.missing(); !missing.isEmpty())
        return Error{ErrorCode::Internal, u"requests without a route: %1"_s.arg(missing.join(u", "_s))};
    std::promise<Result<Done>> opened;
    auto ready = opened.get_future();
    m_thread = std::jthread([this, promise = std::move(opened)]() mutable { run(std::move(promise)); });
    return ready.get();
}

void Core::Machine::stop()
{
    if (m_passwords)
        m_passwords->stop();
    m_inbox.close();
    if (m_thread.joinable())
        m_thread.join();
    m_running = false;
}

void Core::Machine::run(std::promise<Result<Done>> opened)
{
    nameThisThread("core");
    const auto done = open();
    m_running = done.hasValue();
    m_storageFine = done.hasValue();
    opened.set_value(done);
    if (done)
        loop();
    // The database is closed by the thread that opened it, the readers before it.
    if (m_readers)
        m_readers->stop();
    if (m_checkpointer) {
        m_checkpointer->stop();
        if (m_checkpointer->hasFailed())
            m_database->keepLog();
    }
    m_services.reset();
    m_database.reset();
}

Result<Done> Core::Machine::open()
{
    TRY_VALUE(database, openStorage(m_storageOptions));
    m_database = std::move(database);
    m_services = std::make_unique<Services>(*m_database, m_clock);
    TRY_VALUE(id, m_services->store.meta.value(u"server_id"_s));
    m_serverId = id.value_or(QString());
    m_passwords = std::make_unique<PasswordPool>(m_options.passwordThreads);
    m_readers = std::make_unique<ReaderPool>(m_storageOptions, m_options.readerThreads, m_router, m_gateway, m_clock, m_metrics);
    m_checkpointer = std::make_unique<Checkpointer>(m_storageOptions, m_metrics.checkpoints);
    m_checkpointer->start();
    return Done{};
}

void Core::Machine::loop()
{
    sweepGuests();
    while (true) {
        std::vector<Inbound> items = m_inbox.take(m_options.batchLimit, waitMs());
        if (items.empty() && m_inbox.isClosed() && m_inbox.length() == 0)
            break;
        m_metrics.queueLength = m_inbox.length();
        runBatch(std::move(items));
        runTimers();
    }
}

qint64 Core::Machine::waitMs() const
{
    const qint64 now = m_clock.monotonicMs();
    qint64 wait = longestWaitMs;
    if (const auto due = m_presence.nextDueMs())
        wait = std::min(wait, *due - now);
    if (!m_storageFine)
        wait = std::min(wait, m_nextProbeMs - now);
    if (m_draining)
        wait = std::min<qint64>(wait, 20);
    // A clock that stands still must not make the core spin.
    return std::max<qint64>(wait, 1);
}

void Core::Machine::reload(const CoreOptions& options)
{
    offer(CoreTask{[this, options] {
        const int batchLimit = m_options.batchLimit;
        m_options = options;
        m_options.batchLimit = batchLimit;
        m_rates.setLimits(options.rates);
        m_presence.setTimes(options.presenceDelayMs, options.offlineGraceMs);
    }});
}

void Core::Machine::drain(const QString& why, int spreadMs)
{
    m_draining = true;
    offer(CoreTask{[this, why, spreadMs] { startDraining(why, spreadMs); }});
}

} // namespace confab::server
