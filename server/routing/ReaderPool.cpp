// Snapshot, doors, handler, answer.
#include "server/routing/ReaderPool.h"

#include "server/storage/Storage.h"
#include "shared/base/ThreadName.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

Error cannotRead()
{
    return Error{ErrorCode::Unavailable, u"the server cannot read its data at the moment"_s, {}, {}, 1000};
}

} // namespace

ReaderPool::ReaderPool(StorageOptions storage, int threads, const Router& router, GatewayPort& gateway, const Clock& clock, Metrics& metrics)
    : m_storage(std::move(storage)), m_router(router), m_gateway(gateway), m_clock(clock), m_metrics(metrics)
{
    for (int i = 0; i < std::max(1, threads); ++i)
        m_threads.emplace_back([this](std::stop_token stop) { work(stop); });
}

ReaderPool::~ReaderPool()
{
    stop();
}

bool ReaderPool::submit(ReaderJob&& job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (int(m_queue.size()) >= queueLimit)
            return false;
        m_queue.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

void ReaderPool::stop()
{
    for (std::jthread& one : m_threads)
        one.request_stop();
    for (std::jthread& one : m_threads) {
        if (one.joinable())
            one.join();
    }
    m_threads.clear();
}

void ReaderPool::work(std::stop_token stop)
{
    nameThisThread("reader");
    std::unique_ptr<Database> database;
    std::unique_ptr<Services> services;
    while (true) {
        ReaderJob job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_queue.empty(); }))
                return;
            job = std::move(m_queue.front());
            m_queue.pop_front();
        }
        if (!database) {
            if (auto opened = openReader(m_storage)) {
                database = std::move(*opened);
                services = std::make_unique<Services>(*database, m_clock);
            }
        }
        if (database) {
            answer(job, *services, *database);
            continue;
        }
        std::vector<Outbound> out;
        out.emplace_back(SendReply{job.connection, protocol::encodeError(job.encoding, job.request.id.value_or(0), cannotRead())});
        m_gateway.deliver(std::move(out));
    }
}

void ReaderPool::answer(ReaderJob& job, Services& services, Database& database)
{
    const Route& route = *m_router.find(job.request.type);
    Context context{job.connection, job.encoding, job.address, std::move(job.actor), services, job.policy};
    context.now = m_clock.now();
    Outcome outcome;
    const auto handled = [&]() -> Result<Done> {
        TRY(database.beginRead());
        TRY(checkStanding(route.doors, context));
        TRY(checkRoom(route.doors, route.named(job.request.body.get()), context));
        return route.handle(job.request, context, outcome);
    }();
    const bool failed = database.failed();
    database.rollback();
    if (failed)
        (void)database.reopen();
    ++m_metrics.readerRequests;
    ++m_metrics.requests;
    std::vector<Outbound> out;
    if (handled && !failed) {
        out.emplace_back(SendReply{job.connection, std::move(outcome.reply)});
        if (outcome.caughtUp)
            out.emplace_back(ResumeRoom{outcome.caughtUp->connection, outcome.caughtUp->room, outcome.caughtUp->upto});
    } else {
        ++m_metrics.requestErrors;
        const Error error = failed ? cannotRead() : handled.error();
        out.emplace_back(SendReply{job.connection, protocol::encodeError(job.encoding, job.request.id.value_or(0), error)});
        if (error.code == ErrorCode::Revoked)
            out.emplace_back(CloseConnection{job.connection, closeRevoked, error.message, {}});
    }
    m_gateway.deliver(std::move(out));
}

} // namespace confab::server
