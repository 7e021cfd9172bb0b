// What happens without a request: presence that is due, people who are gone, probes of a failing storage, draining.
#include "server/routing/Machine.h"

#include "server/services/Secrets.h"
#include "shared/base/Log.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr qint64 probeEveryMs = 1000;
constexpr qint64 sweepEveryMs = 60'000;
constexpr quint16 closeDrain = 4010;

} // namespace

void Core::Machine::runTimers()
{
    const qint64 now = m_clock.monotonicMs();
    if (!m_storageFine && now >= m_nextProbeMs)
        probeStorage();
    forgetGone();
    std::vector<Outbound> out;
    tellPresence(out);
    closeDrained(out);
    if (!out.empty())
        m_gateway.deliver(std::move(out));
    if (now >= m_nextSweepMs) {
        m_rates.sweep();
        m_nextSweepMs = now + sweepEveryMs;
    }
}

void Core::Machine::tellPresence(std::vector<Outbound>& out)
{
    const QList<PresenceBoard::Change> changes = m_presence.takeChanges(m_clock.monotonicMs());
    if (changes.isEmpty())
        return;
    for (const PresenceBoard::Change& change : changes) {
        protocol::PresencePush push;
        push.room = change.room;
        push.v = change.version;
        push.online = change.online;
        const auto describe = [&](const QList<UserId>& people, QList<protocol::Member>& into) {
            for (const UserId id : people) {
                const auto person = m_services->store.members.person(change.room, id);
                if (person && *person)
                    into.append({id, (*person)->user.name, (*person)->user.display, (*person)->role, m_presence.stateOf(id),
                        (*person)->status.isEmpty() ? std::nullopt : std::optional((*person)->status), {}});
            }
        };
        if (change.online <= PresenceBoard::listedOnline) {
            describe(change.came, push.join);
            describe(change.changed, push.update);
            push.leave = change.went;
        }
        m_fanout.toRoom(out, change.room, DeliveryClass::B, push);
    }
    if (m_database->failed())
        m_database->rollback();
}

void Core::Machine::forgetGone()
{
    const QList<PresenceBoard::Gone> gone = m_presence.takeGone(m_clock.monotonicMs());
    if (gone.isEmpty())
        return;
    m_metrics.peopleOnline = m_presence.peopleOnline();
    for (const PresenceBoard::Gone& one : gone) {
        const auto account = m_services->store.accounts.byId(one.person);
        if (account && *account && (*account)->role == ServerRole::Guest)
            leaveEverywhere(one.person);
        else if (m_storageFine)
            runJob([&](Context& context, Outcome&) { return context.services.accounts.setLastSeen(one.person, one.lastSeen); });
    }
    commitAndRelease();
}

void Core::Machine::leaveEverywhere(UserId guest)
{
    runJob([guest](Context& context, Outcome& outcome) -> Result<Done> {
        TRY_VALUE(account, context.services.accounts.find(guest));
        TRY_VALUE(rooms, context.services.store.members.roomIdsOf(guest));
        for (const RoomId id : rooms) {
            TRY_VALUE(room, context.services.store.rooms.byId(id));
            if (!room || room->kind == RoomKind::Direct)
                continue;
            TRY_VALUE(change, context.services.memberships.leave(Actor::of(account), *room, {}));
            outcome.publish(change.event);
            outcome.tell(RoomExited{guest, id});
        }
        return Done{};
    });
}

void Core::Machine::sweepGuests()
{
    // Guests have no token: none of them can come back after a restart.
    const auto guests = m_services->store.members.guestsInRooms();
    if (!guests || guests->isEmpty())
        return;
    for (const UserId guest : *guests)
        leaveEverywhere(guest);
    commitAndRelease();
}

void Core::Machine::probeStorage()
{
    m_nextProbeMs = m_clock.monotonicMs() + probeEveryMs;
    // A write that works says nothing about pages the disk has lost.
    if (m_checkpointer->hasFailed() || !m_database->reopen())
        return;
    m_database->refuseWrites(false);
    const auto written = m_database->transact([this] {
        return m_services->store.meta.setValue(u"last_probe"_s, QString::number(m_clock.now().value()));
    });
    if (!written) {
        m_database->refuseWrites(true);
        return;
    }
    m_storageFine = true;
    qCWarning(logServerStorage) << "the storage works again: changes are taken";
}

void Core::Machine::startDraining(const QString& why, int spreadMs)
{
    std::vector<Outbound> out;
    const protocol::ByePush bye{why, spreadMs};
    for (const ConnectionId id : m_connections.all()) {
        LiveConnection* connection = m_connections.find(id);
        connection->closeAtMs = m_clock.monotonicMs() + (spreadMs > 0 ? qint64(randomBelow(quint32(spreadMs))) : 0);
        m_fanout.toConnection(out, *connection, bye);
    }
    m_gateway.deliver(std::move(out));
}

void Core::Machine::closeDrained(std::vector<Outbound>& out)
{
    if (!m_draining)
        return;
    const qint64 now = m_clock.monotonicMs();
    for (const ConnectionId id : m_connections.all()) {
        LiveConnection* connection = m_connections.find(id);
        if (!connection->closeAtMs || *connection->closeAtMs > now)
            continue;
        connection->closeAtMs.reset();
        out.emplace_back(CloseConnection{id, closeDrain, u"the server goes away"_s, {}});
    }
}

} // namespace confab::server
