// The recording gateway and its clients.
#include "tests/support/ServerRig.h"

#include <future>

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

void RecordingGateway::open(ConnectionId connection, Encoding encoding)
{
    const std::lock_guard lock(m_mutex);
    m_peers[connection].encoding = encoding;
}

void RecordingGateway::deliver(std::vector<Outbound>&& batch)
{
    {
        const std::lock_guard lock(m_mutex);
        for (const Outbound& item : batch)
            std::visit([this](const auto& one) { record(one); }, item);
    }
    m_changed.notify_all();
}

void RecordingGateway::record(const SendReply& item)
{
    Peer& peer = m_peers[item.to];
    peer.received.append({Received::Sort::Reply, item.bytes, peer.encoding, 0});
    if (auto raw = FrameReader(peer.encoding, item.bytes).next(); raw && *raw && (*raw)->reply)
        peer.replies[quint32(*(*raw)->reply)] = item.bytes;
}

void RecordingGateway::record(const SendPush& item)
{
    Peer& peer = m_peers[item.to];
    peer.received.append({Received::Sort::Push, item.bytes, peer.encoding, 0});
}

void RecordingGateway::record(const PublishToRoom& item)
{
    for (auto& [id, peer] : m_peers) {
        const auto listening = peer.rooms.find(item.room);
        if (listening == peer.rooms.end() || id == item.except)
            continue;
        if (item.deliveryClass != DeliveryClass::A && listening->second != ListenerKind::Member)
            continue;
        const bool json = peer.encoding == Encoding::Json;
        const QByteArray& own = json ? item.authorJson : item.authorCbor;
        const bool isAuthor = item.author.isValid() && peer.user == item.author && !own.isEmpty();
        const QByteArray& bytes = isAuthor ? own : json ? item.json : item.cbor;
        peer.received.append({item.seq.isValid() ? Received::Sort::Event : Received::Sort::Push, bytes, peer.encoding, 0});
    }
}

void RecordingGateway::record(const Subscribe& item)
{
    const auto [at, isNew] = m_peers[item.connection].rooms.emplace(item.room, item.kind);
    if (item.kind == ListenerKind::Member)
        at->second = item.kind;
}

void RecordingGateway::record(const Unsubscribe& item) { m_peers[item.connection].rooms.erase(item.room); }
void RecordingGateway::record(const ResumeRoom&) { ++m_resumes; }

void RecordingGateway::record(const Identify& item)
{
    Peer& peer = m_peers[item.connection];
    if (peer.user.isValid() && peer.user != item.user)
        std::erase_if(peer.rooms, [](const auto& one) { return one.second == ListenerKind::Member; });
    peer.user = item.user;
}

void RecordingGateway::record(const CloseConnection& item)
{
    Peer& peer = m_peers[item.connection];
    peer.received.append({Received::Sort::Closed, item.farewell, peer.encoding, item.code});
}

QList<Received> RecordingGateway::received(ConnectionId connection) const
{
    const std::lock_guard lock(m_mutex);
    const auto peer = m_peers.find(connection);
    return peer == m_peers.end() ? QList<Received>() : peer->second.received;
}

void RecordingGateway::forget(ConnectionId connection)
{
    const std::lock_guard lock(m_mutex);
    m_peers[connection].received.clear();
}

bool RecordingGateway::isSubscribed(ConnectionId connection, RoomId room) const
{
    const std::lock_guard lock(m_mutex);
    const auto peer = m_peers.find(connection);
    return peer != m_peers.end() && peer->second.rooms.contains(room);
}

QByteArray RecordingGateway::waitForReply(ConnectionId connection, quint32 id, int timeoutMs)
{
    std::unique_lock lock(m_mutex);
    QByteArray found;
    m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs), [&] {
        const Peer& peer = m_peers[connection];
        const auto reply = peer.replies.find(id);
        if (reply != peer.replies.end())
            found = reply->second;
        return !found.isEmpty();
    });
    return found;
}

int RecordingGateway::resumes() const
{
    const std::lock_guard lock(m_mutex);
    return m_resumes;
}

// ---- a client ----

RigClient::RigClient(ServerRig& rig, ConnectionId id, Encoding encoding) : m_rig(rig), m_id(id), m_encoding(encoding) { }

void RigClient::offer(const QByteArray& frame)
{
    auto raw = FrameReader(m_encoding, frame).next();
    auto request = decodeRequest(m_encoding, **raw);
    if (!request)
        qFatal("a test sends an invalid request: %s", qPrintable(request.error().message));
    if (!m_rig.core().offer(RequestArrived{m_id, std::move(*request)}))
        qFatal("the core takes no request");
}

QByteArray RigClient::wait(quint32 number)
{
    return m_rig.gateway.waitForReply(m_id, number);
}

std::optional<Error> RigClient::errorIn(Encoding encoding, const QByteArray& bytes, QByteArray& body)
{
    auto raw = FrameReader(encoding, bytes).next();
    body = (*raw)->body.toByteArray();
    if ((*raw)->type.is(envelope::error))
        return decodeError(encoding, body);
    return {};
}

std::optional<Error> RigClient::refusal(quint32 number)
{
    const QByteArray bytes = wait(number);
    if (bytes.isEmpty())
        return Error{ErrorCode::Internal, u"no answer came"_s};
    QByteArray body;
    return errorIn(m_encoding, bytes, body);
}

QList<Received> RigClient::received() const { return m_rig.gateway.received(m_id); }
void RigClient::forget() { m_rig.gateway.forget(m_id); }

QList<AnyEvent> RigClient::events() const
{
    QList<AnyEvent> found;
    for (const Received& one : received()) {
        if (one.sort != Received::Sort::Event)
            continue;
        auto raw = FrameReader(one.encoding, one.bytes).next();
        auto event = decodeEvent(one.encoding, (*raw)->body);
        if (event)
            found.append(*event);
    }
    return found;
}

quint16 RigClient::closeCode() const
{
    for (const Received& one : received()) {
        if (one.sort == Received::Sort::Closed)
            return one.closeCode;
    }
    return 0;
}

void RigClient::close()
{
    m_rig.core().offer(ConnectionClosed{m_id});
}

Result<Authenticate::Reply> RigClient::signIn(const Authenticate& request)
{
    auto reply = ask(request);
    if (reply)
        m_user = reply->user.id;
    return reply;
}

Result<Attach::Reply> RigClient::enter(const QString& token, PresenceState presence)
{
    Authenticate auth;
    auth.method = AuthMethod::Token;
    auth.token = token;
    TRY(signIn(auth));
    Attach attach;
    attach.presence = presence;
    return ask(attach);
}

// ---- the server ----

CoreOptions ServerRig::roomy()
{
    CoreOptions options;
    options.guests = true;
    options.anonymous = true;
    const Rate wide{100'000, 100'000};
    options.rates = {wide, wide, wide, wide, wide, wide, wide};
    options.readerThreads = 1;
    return options;
}

ServerRig::ServerRig(CoreOptions options) : m_options(std::move(options))
{
    m_storage.file = m_folder.filePath(u"data/confab.db"_s);
    // Made here, so that people can be added before the core starts.
    if (auto made = openStorage(m_storage); !made)
        qFatal("%s", qPrintable(made.error().message));
}

ServerRig::~ServerRig()
{
    stop();
}

Result<Done> ServerRig::start()
{
    m_core = std::make_unique<Core>(m_storage, m_options, allRoutes(), gateway, clock);
    return m_core->start();
}

void ServerRig::stop()
{
    if (m_core)
        m_core->stop();
    m_core.reset();
}

Result<Done> ServerRig::restart()
{
    stop();
    return start();
}

void ServerRig::settle()
{
    // Three tasks, each offered after the one before has run, are three batches: the first ones are released by then.
    for (int i = 0; i < 3; ++i) {
        // Shared, because the task may still be leaving it when the waiting is over.
        const auto done = std::make_shared<std::promise<void>>();
        if (!m_core->offer(CoreTask{[done] { done->set_value(); }}))
            qFatal("the core takes no task");
        done->get_future().wait();
    }
}

void ServerRig::advance(qint64 ms)
{
    settle();
    clock.advance(ms);
    settle();
}

RigClient ServerRig::client()
{
    const ConnectionId id{0, ++m_connections};
    const Encoding encoding = m_connections % 2 ? Encoding::Json : Encoding::Cbor;
    gateway.open(id, encoding);
    m_core->offer(ConnectionOpened{id, encoding, u"127.0.0.%1"_s.arg(m_connections % 250 + 1)});
    return RigClient(*this, id, encoding);
}

void ServerRig::inDatabase(const std::function<Result<Done>(Services&)>& work)
{
    auto database = Database::open(m_storage, Database::Access::ReadWrite);
    if (!database)
        qFatal("%s", qPrintable(database.error().message));
    Services services(**database, clock);
    const auto done = (*database)->transact([&] { return work(services); });
    if (!done)
        qFatal("%s", qPrintable(done.error().message));
}

QString ServerRig::addPerson(const QString& name, ServerRole role, const QString& password)
{
    QString token;
    inDatabase([&](Services& services) -> Result<Done> {
        QString hash;
        if (!password.isEmpty()) {
            TRY_VALUE(hashed, hashPassword(password));
            hash = hashed;
        }
        TRY_VALUE(account, services.accounts.create({.name = name, .role = role, .passwordHash = hash}));
        TRY_VALUE(issued, services.sessions.open(account.id, DeviceAbout{u"device"_s, u"test"_s, u"script"_s}));
        token = issued.token;
        return Done{};
    });
    return token;
}

UserId ServerRig::idOf(const QString& name)
{
    UserId id;
    inDatabase([&](Services& services) -> Result<Done> {
        TRY_VALUE(account, services.accounts.find(name));
        id = account.id;
        return Done{};
    });
    return id;
}

} // namespace confab::server
