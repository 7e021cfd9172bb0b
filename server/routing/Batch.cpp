// One batch: run every request inside one transaction, commit once, and only then let anything out.
#include "server/routing/Machine.h"

#include "server/services/NameRules.h"
#include "shared/base/Log.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr qint64 retryMs = 1000;
constexpr int authTries = 3;
constexpr quint16 closeAuthFailed = 4004;

Error unavailable()
{
    return Error{ErrorCode::Unavailable, u"the server cannot store or read data at the moment"_s, {}, {}, retryMs};
}

Error busy()
{
    return Error{ErrorCode::Busy, u"the server has too much to do, try again"_s, {}, {}, retryMs};
}

} // namespace

void Core::Machine::runBatch(std::vector<Inbound>&& items)
{
    m_batchTime = m_clock.now();
    // What is in the log stays there, but nothing leaves it any more: it would only grow.
    if (m_storageFine && m_checkpointer->hasFailed()) {
        m_storageFine = false;
        m_database->refuseWrites(true);
    }
    for (Inbound& item : items)
        std::visit([this](auto& one) { take(std::move(one)); }, item);
    commitAndRelease();
    if (!items.empty())
        ++m_metrics.batches;
}

void Core::Machine::take(ConnectionOpened&& opened)
{
    m_connections.add(opened);
    m_metrics.connections = m_connections.count();
}

void Core::Machine::take(ConnectionClosed&& closed)
{
    m_presence.detach(closed.connection, m_clock.monotonicMs(), m_clock.now());
    m_connections.remove(closed.connection);
    m_metrics.connections = m_connections.count();
}

void Core::Machine::take(PresenceStale&& stale)
{
    // One empty push with the present version: the hole makes the client ask for the list again.
    LiveConnection* connection = m_connections.find(stale.connection);
    if (!connection)
        return;
    protocol::PresencePush push;
    push.room = stale.room;
    push.v = m_presence.versionOf(stale.room);
    push.online = m_presence.onlineIn(stale.room);
    if (!push.v.isValid())
        return;
    std::vector<Outbound> out;
    out.emplace_back(SendPush{connection->id, DeliveryClass::B, stale.room, {}, protocol::encodePush(connection->encoding, push)});
    m_gateway.deliver(std::move(out));
}

void Core::Machine::take(CoreTask&& task)
{
    task.run();
}

void Core::Machine::take(RequestArrived&& arrived)
{
    if (LiveConnection* connection = m_connections.find(arrived.connection))
        execute(*connection, arrived.request);
}

Context Core::Machine::contextOf(const LiveConnection& connection, const protocol::Request& request)
{
    Context context{connection.id, connection.encoding, connection.address, connection.actor, *m_services,
        {m_options.guests, m_options.anonymous, m_options.roomNotices}};
    context.actor.c = request.c;
    context.now = m_batchTime;
    context.presence = &m_presence;
    return context;
}

Result<Done> Core::Machine::admit(const Route& route, const LiveConnection& connection)
{
    TRY(checkIdentity(route.doors, connection.actor, connection.identified));
    auto taken = m_rates.take(route.doors.cost, connection.actor.id, connection.address);
    if (!taken)
        ++m_metrics.rateLimited;
    return taken;
}

void Core::Machine::execute(LiveConnection& connection, const protocol::Request& request)
{
    const Route& route = *m_router.find(request.type);
    if (auto admitted = admit(route, connection); !admitted)
        return conclude(connection, request, {}, admitted);
    if (route.doors.where == Where::Reader)
        return toReader(connection, request);
    if (m_database->failed())
        return conclude(connection, request, {}, unavailable());
    Context context = contextOf(connection, request);
    if (!route.prepare)
        return finish(connection, route, request, context, nullptr);

    if (connection.hashing)
        return conclude(connection, request, {}, busy());
    const bool isSignIn = request.type->key == protocol::Authenticate::type;
    if (isSignIn && request.as<protocol::Authenticate>().method == protocol::AuthMethod::Guest) {
        if (auto allowed = m_rates.takeGuest(connection.address); !allowed)
            return conclude(connection, request, {}, allowed);
    }
    auto job = route.prepare(request, context);
    if (!job)
        return conclude(connection, request, {}, job.error());
    if (job->isEmpty()) {
        const PasswordAnswer nothing;
        return finish(connection, route, request, context, &nothing);
    }
    hash(connection, route, request, std::move(*job));
}

void Core::Machine::hash(LiveConnection& connection, const Route& route, const protocol::Request& request, PasswordJob&& job)
{
    // Taken before the attempt and given back after success, so that a hundred attempts at once are counted too.
    const bool isSignIn = request.type->key == protocol::Authenticate::type;
    const QString account = isSignIn ? foldName(request.as<protocol::Authenticate>().user.value_or(QString())) : connection.actor.name;
    if (auto allowed = m_rates.takeSignIn(account, connection.address); !allowed)
        return conclude(connection, request, {}, allowed);
    const ConnectionId id = connection.id;
    const bool submitted = m_passwords->submit(std::move(job), [this, id, &route, request, account](const PasswordAnswer& answer) {
        offer(CoreTask{[this, id, &route, request, account, answer] {
            LiveConnection* still = m_connections.find(id);
            if (!still)
                return;
            still->hashing = false;
            Context context = contextOf(*still, request);
            finish(*still, route, request, context, &answer);
            if (!m_executed.back().error)
                m_rates.signedIn(account, still->address);
        }});
    });
    m_metrics.passwordsWaiting = m_passwords->waiting();
    if (!submitted)
        return conclude(connection, request, {}, busy());
    connection.hashing = true;
}

void Core::Machine::toReader(const LiveConnection& connection, const protocol::Request& request)
{
    m_forReaders.push_back({connection.id, connection.encoding, connection.address, connection.actor,
        {m_options.guests, m_options.anonymous, m_options.roomNotices}, request});
}

Result<Done> Core::Machine::executeInside(const Route& route, const protocol::Request& request, Context& context, Outcome& outcome,
    const PasswordAnswer* answer)
{
    if (request.type->durable)
        return executeDurable(route, request, context, outcome, answer);
    if (route.doors.writes)
        TRY(m_database->begin());
    TRY(checkStanding(route.doors, context));
    TRY(checkRoom(route.doors, route.named(request.body.get()), context));
    return answer ? route.finish(request, context, outcome, *answer) : route.handle(request, context, outcome);
}

Result<Done> Core::Machine::executeDurable(const Route& route, const protocol::Request& request, Context& context, Outcome& outcome,
    const PasswordAnswer* answer)
{
    TRY(m_database->begin());
    const RoomNamed named = route.named(request.body.get());
    const UserId author = context.actor.id;
    // Looked up at once, judged in the order of the doors.
    TRY_VALUE(found, m_services->store.members.atTheDoor(author, context.actor.session, *request.c, named.room));
    TRY(checkStanding(route.doors, found.standing, context));
    const QByteArray hash = protocol::contentHash(request);
    if (found.done && found.done->hash != hash)
        return Error{ErrorCode::CidConflict, u"this id was used for another request"_s, u"c"_s};
    if (found.done)
        return route.again(request, found.done->result, context, outcome);
    TRY(checkRoom(route.doors, named, std::move(found.place), context));
    TRY(answer ? route.finish(request, context, outcome, *answer) : route.handle(request, context, outcome));
    TRY(m_services->store.done.insert(author, *request.c, {hash, outcome.kept}));
    return Done{};
}

void Core::Machine::finish(LiveConnection& connection, const Route& route, const protocol::Request& request, Context& context,
    const PasswordAnswer* answer)
{
    if (m_database->failed())
        return conclude(connection, request, {}, unavailable());
    Outcome outcome;
    const qint64 changes = m_database->changeCount();
    const auto handled = executeInside(route, request, context, outcome, answer);
    if (!handled && !m_database->failed() && m_database->changeCount() != changes) {
        // A handler checks everything before its first write; one that does not must not leave half of its work.
        qCCritical(logServer) << "request" << request.type->key.text() << "failed after a change; its batch is rolled back";
        (void)m_database->failure("half a request");
    }
    if (handled && outcome.identity)
        identify(connection, *outcome.identity);
    conclude(connection, request, std::move(outcome), handled);
}

void Core::Machine::identify(LiveConnection& connection, const Actor& actor)
{
    const ConnectionId id = connection.id;
    m_undo.push_back([this, id, before = connection.actor, known = connection.identified] {
        if (LiveConnection* still = m_connections.find(id))
            m_connections.identify(*still, before, known);
    });
    m_connections.identify(connection, actor, true);
}

void Core::Machine::conclude(LiveConnection& connection, const protocol::Request& request, Outcome&& outcome, const Result<Done>& handled)
{
    Executed executed{connection.id, request.id, connection.encoding, {}, {}};
    if (handled) {
        executed.outcome = std::move(outcome);
    } else {
        executed.error = handled.error();
        const bool isSignIn = request.type->key == protocol::Authenticate::type;
        if (isSignIn && (executed.error->code == ErrorCode::AuthFailed || executed.error->code == ErrorCode::Revoked)) {
            ++m_metrics.authFailures;
            if (++connection.authFailures >= authTries)
                executed.outcome.ended = ConnectionEnded{connection.id, closeAuthFailed, u"too many failed sign-ins"_s};
        } else if (executed.error->code == ErrorCode::Revoked) {
            executed.outcome.ended = ConnectionEnded{connection.id, closeRevoked, executed.error->message};
        }
    }
    m_executed.push_back(std::move(executed));
}

void Core::Machine::runJob(const std::function<Result<Done>(Context&, Outcome&)>& job)
{
    Context context{{}, protocol::Encoding::Json, {}, Actor::system(), *m_services, {}};
    context.now = m_clock.now();
    context.presence = &m_presence;
    Executed executed;
    if (const auto handled = job(context, executed.outcome); !handled)
        executed.error = handled.error();
    m_executed.push_back(std::move(executed));
}

void Core::Machine::commitAndRelease()
{
    const bool writes = m_database->inTransaction();
    QElapsedTimer timer;
    timer.start();
    const bool deleted = m_services->store.log.takeTextWasDeleted();
    const auto committed = m_database->commit();
    if (!committed) {
        failBatch();
    } else if (writes) {
        ++m_metrics.commits;
        m_metrics.commitMicros += quint64(timer.nsecsElapsed() / 1000);
        if (deleted)
            m_checkpointer->scrub();
    }
    m_undo.clear();

    std::vector<Outbound> out;
    out.reserve(m_executed.size() * 3);
    for (Executed& executed : m_executed)
        release(out, executed);
    m_executed.clear();
    if (!out.empty())
        m_gateway.deliver(std::move(out));
    if (committed && writes)
        m_checkpointer->committed(m_database->logPages());

    for (ReaderJob& job : std::exchange(m_forReaders, {})) {
        const ConnectionId to = job.connection;
        const QByteArray refusal = protocol::encodeError(job.encoding, job.request.id.value_or(0), busy());
        if (m_readers->submit(std::move(job)))
            continue;
        std::vector<Outbound> refused;
        refused.emplace_back(SendReply{to, refusal});
        m_gateway.deliver(std::move(refused));
    }
}

void Core::Machine::failBatch()
{
    m_database->rollback();
    for (auto undo = m_undo.rbegin(); undo != m_undo.rend(); ++undo)
        (*undo)();
    // Nobody is told anything of it: even a refusal may rest on what never came to be.
    for (Executed& executed : m_executed) {
        executed.outcome = Outcome{};
        executed.error = unavailable();
    }
    ++m_metrics.storageErrors;
    if (m_storageFine)
        qCCritical(logServerStorage) << "the storage fails: read-only until it works again;" << m_executed.size()
                                     << "requests answered unavailable";
    m_storageFine = false;
    m_database->refuseWrites(true);
    m_nextProbeMs = m_clock.monotonicMs() + retryMs;
}

} // namespace confab::server
