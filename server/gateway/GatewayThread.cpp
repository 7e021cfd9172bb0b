// The event loop of one gateway thread and the delivery of what the core says.
#include "server/gateway/GatewayThread.h"

#include "shared/base/ThreadName.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <array>

namespace confab::server {

namespace asio = boost::asio;

namespace {
/// Listeners that are fetched into the cache before their turn: there are too many for it, and each is elsewhere in memory.
constexpr std::size_t fetchAhead = 4;
} // namespace

struct GatewayThread::Loop {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    asio::steady_timer ticker{context};
    asio::steady_timer retry{context};
    std::jthread thread;
};

GatewayThread::GatewayThread(quint32 index, GatewayShared& shared, GatewayCounters& counters)
    : m_index(index), m_shared(shared), m_counters(counters), m_loop(std::make_unique<Loop>()), m_gathering(shared.options.gatherUs)
{
}

GatewayThread::~GatewayThread()
{
    stop();
    m_connections.clear();
}

void GatewayThread::start()
{
    scheduleTick();
    m_loop->thread = std::jthread([this] { run(); });
}

void GatewayThread::run()
{
    nameThisThread("gateway");
    asio::io_context& context = m_loop->context;
    while (context.run_one() > 0) {
        // Under a steady load the sockets are looked at now and then instead of at each byte: one wakeup, and one flush to the
        // disk in the core, then serve several requests.
        while (look() < Gathering::enough && !context.stopped()) {
            const qint64 rest = m_gathering.waitUs(0, steadyUs());
            if (rest <= 0)
                break;
            restUntil(steadyUs() + rest);
        }
    }
}

/// Deals with everything that is ready; how many requests came.
int GatewayThread::look()
{
    m_loop->context.poll();
    m_shared.core->wake();
    const qint64 all = m_counters.requestsIn;
    const int read = int(all - std::exchange(m_seenRequests, all));
    m_gathering.took(read, steadyUs());
    return read;
}

/// Leaves the sockets alone, but not what is to be sent.
void GatewayThread::restUntil(qint64 us)
{
    const std::chrono::steady_clock::time_point end{std::chrono::microseconds(us)};
    std::unique_lock lock(m_mailMutex);
    m_resting = true;
    while (m_mailCame.wait_until(lock, end, [this] { return !m_mail.empty(); })) {
        const std::vector<Outbound> batch = std::exchange(m_mail, {});
        lock.unlock();
        take(batch);
        lock.lock();
        if (steadyUs() >= us)
            break;
    }
    m_resting = false;
}

void GatewayThread::stop()
{
    if (!m_loop->thread.joinable())
        return;
    m_loop->context.stop();
    m_loop->thread.join();
}

void GatewayThread::post(std::function<void()> work)
{
    asio::post(m_loop->context, std::move(work));
}

asio::io_context& GatewayThread::context()
{
    return m_loop->context;
}

void GatewayThread::adopt(std::shared_ptr<Socket> socket, const QString& address)
{
    const ConnectionId id{m_index, m_shared.nextNumber.fetch_add(1, std::memory_order_relaxed)};
    add(m_counters.connections);
    const auto [at, isNew] = m_connections.emplace(id.number, std::make_unique<Connection>(id, std::move(socket), address, *this));
    at->second->start();
}

// ---- mail from the core and the readers ----

void GatewayThread::mail(std::vector<Outbound>&& batch)
{
    const std::lock_guard lock(m_mailMutex);
    if (m_mail.empty())
        m_mail = std::move(batch);
    else
        std::move(batch.begin(), batch.end(), std::back_inserter(m_mail));
    if (m_resting)
        m_mailCame.notify_one();
    else if (!std::exchange(m_mailPosted, true))
        asio::post(m_loop->context, [this] { readMail(); });
}

void GatewayThread::readMail()
{
    std::vector<Outbound> batch;
    {
        const std::lock_guard lock(m_mailMutex);
        batch.swap(m_mail);
        m_mailPosted = false;
    }
    // What was read before need not wait until all of this is sent.
    m_shared.core->wake();
    take(batch);
}

void GatewayThread::take(const std::vector<Outbound>& batch)
{
    for (const Outbound& item : batch)
        std::visit([this](const auto& one) { take(one); }, item);
    // Only now, so that everything of this turn for one socket leaves in one message.
    for (std::size_t i = 0; i < m_touched.size(); ++i) {
        for (std::size_t ahead = 1; ahead <= Connection::fetchSteps && i + ahead < m_touched.size(); ++ahead)
            m_touched[i + ahead]->fetchForFlush(Connection::fetchSteps - ahead);
        m_touched[i]->untouch();
        m_touched[i]->flush();
    }
    m_touched.clear();
}

Connection* GatewayThread::find(ConnectionId id) const
{
    const auto found = m_connections.find(id.number);
    return found == m_connections.end() || !found->second->isOpen() ? nullptr : found->second.get();
}

void GatewayThread::take(const SendReply& item)
{
    if (Connection* connection = find(item.to)) {
        connection->addReply(item.bytes);
        touch(*connection);
    }
}

void GatewayThread::take(const SendPush& item)
{
    if (Connection* connection = find(item.to)) {
        connection->addPush(item.deliveryClass, item.room, item.seq, WaitingEnvelope(item.bytes));
        touch(*connection);
    }
}

void GatewayThread::take(const PublishToRoom& item)
{
    const auto listeners = m_listeners.constFind(item.room);
    if (listeners == m_listeners.constEnd())
        return;
    const bool forMembers = item.deliveryClass != DeliveryClass::A;
    // By encoding. Everybody else's bytes and the author's own.
    const std::array envelopes{WaitingEnvelope(item.json), WaitingEnvelope(item.cbor)};
    const std::array own{item.authorJson.isEmpty() ? envelopes[0] : WaitingEnvelope(item.authorJson),
        item.authorCbor.isEmpty() ? envelopes[1] : WaitingEnvelope(item.authorCbor)};
    for (std::size_t i = 0; i < listeners->size(); ++i) {
        if (i + fetchAhead < listeners->size())
            (*listeners)[i + fetchAhead].connection->fetchForPush();
        const auto& [connection, kind] = (*listeners)[i];
        if (connection->id() == item.except || (forMembers && kind != ListenerKind::Member))
            continue;
        const std::size_t encoding = connection->encoding() == protocol::Encoding::Json ? 0 : 1;
        const bool isAuthor = item.author.isValid() && connection->user() == item.author;
        connection->addPush(item.deliveryClass, item.room, item.seq, isAuthor ? own[encoding] : envelopes[encoding]);
        touch(*connection);
    }
}

void GatewayThread::take(const Subscribe& item)
{
    Connection* connection = find(item.connection);
    if (!connection)
        return;
    if (std::ranges::find(connection->rooms(), item.room) == connection->rooms().end()) {
        connection->rooms().push_back(item.room);
        m_listeners[item.room].push_back({connection, item.kind});
    } else if (item.kind == ListenerKind::Member) {
        listener(*connection, item.room)->kind = ListenerKind::Member;
    }
}

void GatewayThread::take(const Unsubscribe& item)
{
    Connection* connection = find(item.connection);
    if (connection && std::erase(connection->rooms(), item.room) > 0) {
        removeListener(*connection, item.room);
        connection->forget(item.room);
    }
}

void GatewayThread::take(const ResumeRoom& item)
{
    if (Connection* connection = find(item.connection)) {
        connection->resume(item.room, item.upto);
        touch(*connection);
    }
}

void GatewayThread::take(const Identify& item)
{
    Connection* connection = find(item.connection);
    if (!connection)
        return;
    if (connection->user().isValid() && connection->user() != item.user) {
        std::erase_if(connection->rooms(), [&](RoomId room) {
            if (listener(*connection, room)->kind != ListenerKind::Member)
                return false;
            removeListener(*connection, room);
            connection->forget(room);
            return true;
        });
    }
    connection->identify(item.user);
}

void GatewayThread::take(const CloseConnection& item)
{
    if (Connection* connection = find(item.connection))
        connection->leave(item.code, item.reason, item.farewell);
}

// ---- what connections ask for ----

void GatewayThread::unsubscribeAll(Connection& connection)
{
    for (const RoomId room : std::exchange(connection.rooms(), {}))
        removeListener(connection, room);
}

GatewayThread::Listener* GatewayThread::listener(const Connection& connection, RoomId room)
{
    const auto listeners = m_listeners.find(room);
    if (listeners == m_listeners.end())
        return nullptr;
    const auto at = std::ranges::find(*listeners, &connection, &Listener::connection);
    return at == listeners->end() ? nullptr : &*at;
}

void GatewayThread::removeListener(const Connection& connection, RoomId room)
{
    Listener* leaving = listener(connection, room);
    if (!leaving)
        return;
    std::vector<Listener>& listeners = m_listeners[room];
    *leaving = listeners.back();
    listeners.pop_back();
    if (listeners.empty())
        m_listeners.remove(room);
}

void GatewayThread::finished(Connection& connection)
{
    if (m_finished.empty())
        asio::post(m_loop->context, [this] { sweep(); });
    m_finished.push_back(connection.id().number);
}

void GatewayThread::sweep()
{
    for (const quint64 number : std::exchange(m_finished, {})) {
        m_connections.erase(number);
        add(m_counters.connections, -1);
        m_shared.addresses.leave();
    }
}

void GatewayThread::stalled(Connection& connection)
{
    m_stalled.push_back(connection.id().number);
    if (m_stalled.size() > 1)
        return;
    m_loop->retry.expires_after(std::chrono::milliseconds(2));
    m_loop->retry.async_wait([this](boost::system::error_code error) {
        if (!error)
            retryStalled();
    });
}

void GatewayThread::retryStalled()
{
    for (const quint64 number : std::exchange(m_stalled, {})) {
        if (const auto found = m_connections.find(number); found != m_connections.end())
            found->second->retry();
    }
}

// ---- time ----

void GatewayThread::scheduleTick()
{
    m_loop->ticker.expires_after(std::chrono::milliseconds(m_shared.options.deadlines.tickMs));
    m_loop->ticker.async_wait([this](boost::system::error_code error) {
        if (error)
            return;
        tick();
        scheduleTick();
    });
}

void GatewayThread::tick()
{
    m_frames.clear();
    const qint64 now = m_shared.clock.monotonicMs();
    for (const auto& [number, connection] : m_connections)
        connection->tick(now);
}

} // namespace confab::server
