// A real core on a temporary database with a clock moved by hand, a gateway that records, and clients that ask and wait.
#pragma once

#include "server/handlers/Handlers.h"
#include "server/routing/Core.h"
#include "server/storage/Storage.h"
#include "shared/base/Clock.h"

#include <QTemporaryDir>

#include <condition_variable>
#include <map>
#include <mutex>

namespace confab::server {

/// What a connection has got, in order.
struct Received {
    enum class Sort : quint8 { Reply, Push, Event, Closed };
    Sort sort = Sort::Reply;
    QByteArray bytes;
    protocol::Encoding encoding = protocol::Encoding::Json;
    quint16 closeCode = 0;
};

/// Follows subscriptions as the real gateway does, and keeps what each connection would have been sent.
class RecordingGateway final : public GatewayPort {
public:
    void open(ConnectionId connection, protocol::Encoding encoding);
    void deliver(std::vector<Outbound>&& batch) override;

    QList<Received> received(ConnectionId connection) const;
    void forget(ConnectionId connection);
    bool isSubscribed(ConnectionId connection, RoomId room) const;
    /// The bytes of the answer to `id`; empty after 20 s.
    QByteArray waitForReply(ConnectionId connection, quint32 id, int timeoutMs = 20'000);
    int resumes() const;

private:
    struct Peer {
        protocol::Encoding encoding = protocol::Encoding::Json;
        UserId user;
        QList<Received> received;
        std::map<quint32, QByteArray> replies;
        std::map<RoomId, ListenerKind> rooms;
    };
    void record(const SendReply& item);
    void record(const SendPush& item);
    void record(const PublishToRoom& item);
    void record(const Subscribe& item);
    void record(const Unsubscribe& item);
    void record(const ResumeRoom& item);
    void record(const Identify& item);
    void record(const CloseConnection& item);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<ConnectionId, Peer> m_peers;
    int m_resumes = 0;
};

class ServerRig;

/// One connection.
class RigClient {
public:
    RigClient(ServerRig& rig, ConnectionId id, protocol::Encoding encoding);

    /// Sends and waits. A durable request gets a fresh client-made id unless one is given.
    template <typename M>
    Result<typename M::Reply> ask(const M& request, std::optional<ClientId> c = {})
    {
        return answer<M>(send(request, c));
    }
    /// Sends only; the number to wait for.
    template <typename M>
    quint32 send(const M& request, std::optional<ClientId> c = {}, bool withId = true)
    {
        const quint32 number = ++m_requests;
        if (M::durable && !c)
            c = ClientId::random();
        offer(protocol::encodeRequest(m_encoding, withId ? std::optional(number) : std::nullopt, c, request));
        return number;
    }
    template <typename M>
    Result<typename M::Reply> answer(quint32 number);

    /// The error in the answer to a request of any type; nothing when it went well.
    std::optional<Error> refusal(quint32 number);

    QList<AnyEvent> events() const;
    template <typename P>
    QList<P> pushes() const;
    QList<Received> received() const;
    /// 0 while it is open.
    quint16 closeCode() const;
    void forget();
    void close();

    ConnectionId id() const { return m_id; }
    UserId user() const { return m_user; }
    /// Signs in and attaches.
    Result<protocol::Attach::Reply> enter(const QString& token, protocol::PresenceState presence = protocol::PresenceState::Online);
    Result<protocol::Authenticate::Reply> signIn(const protocol::Authenticate& request);

private:
    void offer(const QByteArray& frame);
    QByteArray wait(quint32 number);
    static std::optional<Error> errorIn(protocol::Encoding encoding, const QByteArray& bytes, QByteArray& body);

    ServerRig& m_rig;
    ConnectionId m_id;
    protocol::Encoding m_encoding;
    quint32 m_requests = 0;
    UserId m_user;
};

class ServerRig {
public:
    explicit ServerRig(CoreOptions options = roomy());
    ~ServerRig();

    /// Limits that tests of other things never meet, and every way in open.
    static CoreOptions roomy();

    Result<Done> start();
    void stop();
    /// The same database with a new core.
    Result<Done> restart();
    /// Everything offered so far is done and released, and what is due has run.
    void settle();
    void advance(qint64 ms);

    RigClient client();
    /// An account made behind the core's back, with a token for it.
    QString addPerson(const QString& name, ServerRole role = ServerRole::Member, const QString& password = {});
    UserId idOf(const QString& name);
    /// Runs on a connection of its own, committed; other failures end the program.
    void inDatabase(const std::function<Result<Done>(Services&)>& work);
    QString file() const { return m_storage.file; }

    FakeClock clock;
    RecordingGateway gateway;
    Core& core() { return *m_core; }
    StorageOptions& storage() { return m_storage; }

private:
    QTemporaryDir m_folder;
    StorageOptions m_storage;
    CoreOptions m_options;
    std::unique_ptr<Core> m_core;
    quint64 m_connections = 0;
};

template <typename M>
Result<typename M::Reply> RigClient::answer(quint32 number)
{
    const QByteArray bytes = wait(number);
    if (bytes.isEmpty())
        return Error{ErrorCode::Internal, QStringLiteral("no answer came")};
    QByteArray body;
    if (const auto error = errorIn(m_encoding, bytes, body))
        return *error;
    return protocol::decodeReply<typename M::Reply>(m_encoding, body);
}

template <typename P>
QList<P> RigClient::pushes() const
{
    QList<P> found;
    for (const Received& one : received()) {
        if (one.sort != Received::Sort::Push)
            continue;
        auto raw = protocol::FrameReader(one.encoding, one.bytes).next();
        if (!raw || !*raw)
            continue;
        auto push = protocol::decodePush(one.encoding, **raw);
        if (push && *push && std::holds_alternative<P>(**push))
            found.append(std::get<P>(**push));
    }
    return found;
}

} // namespace confab::server
