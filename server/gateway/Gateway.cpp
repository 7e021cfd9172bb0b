// Listening, dealing sockets to threads and mail to gateways.
#include "server/gateway/Gateway.h"

#include "server/gateway/GatewayThread.h"
#include "server/gateway/SocketStreams.h"
#include "server/gateway/TcpTransport.h"
#include "shared/base/Log.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <netinet/tcp.h>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

using Tcp = asio::ip::tcp;

QString addressText(asio::ip::address address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return QString::fromStdString(address.to_string());
}

void tune(TcpSocket& socket)
{
    error_code ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
    // Keeps what waits for a slow reader in our queue, where it is counted, instead of in the kernel's buffer.
    const int unsentBytes = 32 * 1024;
    setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsentBytes, sizeof unsentBytes);
}

} // namespace

struct Gateway::Acceptor {
    Acceptor(Gateway& owner, asio::io_context& context) : gateway(owner), acceptor(context), pause(context) { }

    void next();
    void accepted(TcpSocket&& socket, GatewayThread& thread);

    Gateway& gateway;
    asio::basic_socket_acceptor<Tcp, asio::io_context::executor_type> acceptor;
    asio::steady_timer pause;
    std::size_t turn = 0;
};

void Gateway::Acceptor::next()
{
    GatewayThread& thread = *gateway.m_threads[turn++ % gateway.m_threads.size()];
    acceptor.async_accept(thread.context(), [this, &thread](error_code error, TcpSocket socket) {
        if (error == asio::error::operation_aborted)
            return;
        if (!error) {
            accepted(std::move(socket), thread);
            next();
            return;
        }
        // Out of file descriptors or the like: give the others time to end.
        qCWarning(logNet) << "cannot accept:" << QString::fromStdString(error.message());
        pause.expires_after(std::chrono::milliseconds(100));
        pause.async_wait([this](error_code cancelled) {
            if (!cancelled)
                next();
        });
    });
}

void Gateway::Acceptor::accepted(TcpSocket&& socket, GatewayThread& thread)
{
    GatewayShared& shared = gateway.m_shared;
    GatewayCounters& counters = *gateway.m_counters.front();
    error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error)
        return;
    if (!shared.addresses.enter(shared.current()->maxConnections)) {
        add(counters.refusedByCap);
        return;
    }
    add(counters.accepted);
    tune(socket);
    asio::post(thread.context(), [&thread, &shared, taken = std::move(socket), address = addressText(peer.address())]() mutable {
        TransportStream stream(thread.context(), makeTcpTransport(std::move(taken)));
        thread.adopt(makeSocket(std::move(stream), shared.options.messageBytes), address);
    });
}

Gateway::Gateway(const GatewayOptions& options, const Clock& clock, HelloSource hello, HttpPageSource pages)
    : m_shared(options, clock, std::move(hello), std::move(pages))
{
    for (int i = 0; i < std::max(1, options.threads); ++i) {
        m_counters.push_back(std::make_unique<GatewayCounters>());
        m_threads.push_back(std::make_unique<GatewayThread>(quint32(i), m_shared, *m_counters.back()));
    }
}

Gateway::~Gateway()
{
    stop();
    m_acceptor.reset();
}

Result<Done> Gateway::start(CoreInbox& core)
{
    m_shared.core = &core;
    const QString where = u"%1:%2"_s.arg(m_shared.options.address).arg(m_shared.options.port);
    const auto fail = [&where](const error_code& error) {
        return Error{ErrorCode::Unavailable, u"cannot listen on %1: %2"_s.arg(where, QString::fromStdString(error.message()).toLower())};
    };
    error_code error;
    const auto address = asio::ip::make_address(m_shared.options.address.toStdString(), error);
    if (error)
        return Error{ErrorCode::BadArg, u"cannot listen on %1: that is no IP address"_s.arg(where)};
    auto acceptor = std::make_unique<Acceptor>(*this, m_threads.front()->context());
    const Tcp::endpoint endpoint(address, m_shared.options.port);
    acceptor->acceptor.open(endpoint.protocol(), error);
    if (error)
        return fail(error);
    acceptor->acceptor.set_option(asio::socket_base::reuse_address(true), error);
    acceptor->acceptor.bind(endpoint, error);
    if (error)
        return fail(error);
    // A storm of reconnects after a restart must not overflow the backlog.
    acceptor->acceptor.listen(4096, error);
    if (error)
        return fail(error);
    m_acceptor = std::move(acceptor);
    m_acceptor->next();
    for (const auto& thread : m_threads)
        thread->start();
    return Done{};
}

quint16 Gateway::port() const
{
    error_code error;
    return m_acceptor ? m_acceptor->acceptor.local_endpoint(error).port() : quint16(0);
}

void Gateway::deliver(std::vector<Outbound>&& batch)
{
    if (m_threads.size() == 1) {
        m_threads.front()->mail(std::move(batch));
        return;
    }
    std::vector<std::vector<Outbound>> parts(m_threads.size());
    for (Outbound& item : batch) {
        if (std::holds_alternative<PublishToRoom>(item)) {
            for (auto& part : parts)
                part.push_back(item);
            continue;
        }
        const quint32 gateway = std::visit([](const auto& one) {
            if constexpr (requires { one.to; })
                return one.to.gateway;
            else if constexpr (requires { one.connection; })
                return one.connection.gateway;
            else
                return quint32(0);
        }, item);
        if (gateway < parts.size())
            parts[gateway].push_back(std::move(item));
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].empty())
            m_threads[i]->mail(std::move(parts[i]));
    }
}

int Gateway::webSocketCount() const
{
    qint64 count = 0;
    for (const auto& one : m_counters)
        count += one->webSockets.load(std::memory_order_relaxed);
    return int(count);
}

QByteArray Gateway::metrics() const
{
    return metricsText(m_counters);
}

void Gateway::stopAccepting()
{
    if (!m_acceptor)
        return;
    m_threads.front()->post([this] {
        error_code ignored;
        m_acceptor->pause.cancel();
        m_acceptor->acceptor.close(ignored);
    });
}

void Gateway::stop()
{
    for (const auto& thread : m_threads)
        thread->stop();
}

} // namespace confab::server
