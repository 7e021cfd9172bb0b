// After the commit: live state follows, and the gateway is told, in the order of the requests.
#include "server/routing/Machine.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr qint64 typingShownMs = 6000;

} // namespace

void Core::Machine::release(std::vector<Outbound>& out, Executed& executed)
{
    Outcome& outcome = executed.outcome;
    if (outcome.identity) {
        // Somebody else from now on: what the connection was before stops being online here.
        m_presence.detach(executed.to, m_clock.monotonicMs(), m_clock.now());
        if (LiveConnection* connection = m_connections.find(executed.to)) {
            connection->attached = false;
            connection->authFailures = 0;
        }
        out.emplace_back(Identify{executed.to, outcome.identity->id});
    }
    for (const Step& step : outcome.steps)
        std::visit([&](const auto& one) { tell(out, one); }, step);
    if (executed.id) {
        ++m_metrics.requests;
        if (executed.error) {
            ++m_metrics.requestErrors;
            outcome.reply = protocol::encodeError(executed.encoding, *executed.id, *executed.error);
        }
        out.emplace_back(SendReply{executed.to, std::move(outcome.reply)});
    }
    if (outcome.ended)
        out.emplace_back(CloseConnection{outcome.ended->connection, outcome.ended->code, outcome.ended->reason, {}});
}

void Core::Machine::tell(std::vector<Outbound>& out, const EventStored& step)
{
    ++m_metrics.eventsStored;
    m_fanout.event(out, *step.event.event);
}

void Core::Machine::tell(std::vector<Outbound>& out, const RoomEntered& step)
{
    for (const ConnectionId id : m_connections.ofPerson(step.person)) {
        const LiveConnection* connection = m_connections.find(id);
        if (connection && (connection->attached || id == step.via))
            out.emplace_back(Subscribe{id, step.state.id});
    }
    protocol::SelfPush push;
    push.room = step.state;
    m_fanout.toPerson(out, step.person, push, step.via);
    m_presence.enter(step.person, step.state.id, m_clock.monotonicMs());
}

void Core::Machine::tell(std::vector<Outbound>& out, const RoomExited& step)
{
    for (const ConnectionId id : m_connections.ofPerson(step.person))
        out.emplace_back(Unsubscribe{id, step.room});
    protocol::SelfPush push;
    push.left = step.room;
    m_fanout.toPerson(out, step.person, push);
    m_presence.exit(step.person, step.room, m_clock.monotonicMs());
}

void Core::Machine::tell(std::vector<Outbound>& out, const SelfChanged& step)
{
    m_fanout.toPerson(out, step.person, step.push, step.except);
}

void Core::Machine::tell(std::vector<Outbound>& out, const RoomsAttached& step)
{
    LiveConnection* connection = m_connections.find(step.connection);
    if (!connection)
        return;
    connection->attached = true;
    for (const RoomId room : step.rooms)
        out.emplace_back(Subscribe{step.connection, room});
    m_presence.attach(step.connection, connection->actor.id, step.presence, step.rooms, m_clock.monotonicMs());
    m_metrics.peopleOnline = m_presence.peopleOnline();
}

void Core::Machine::tell(std::vector<Outbound>& out, const WatchChanged& step)
{
    if (step.on)
        out.emplace_back(Subscribe{step.connection, step.room, ListenerKind::Watcher});
    else
        out.emplace_back(Unsubscribe{step.connection, step.room});
}

void Core::Machine::tell(std::vector<Outbound>&, const PresenceChanged& step)
{
    const LiveConnection* connection = m_connections.find(step.connection);
    if (!connection)
        return;
    m_presence.setState(step.connection, step.state, m_clock.monotonicMs());
    if (step.status)
        m_presence.touch(connection->actor.id, m_clock.monotonicMs());
}

void Core::Machine::tell(std::vector<Outbound>& out, const ProfileChanged& step)
{
    for (const ConnectionId id : m_connections.ofPerson(step.user.id)) {
        if (LiveConnection* connection = m_connections.find(id))
            connection->actor.display = step.user.display;
    }
    protocol::SelfPush push;
    push.profile = step.user;
    m_fanout.toPerson(out, step.user.id, push);
    m_presence.touch(step.user.id, m_clock.monotonicMs());
}

void Core::Machine::tell(std::vector<Outbound>& out, const TypingChanged& step)
{
    LiveConnection* connection = m_connections.find(step.connection);
    if (!connection)
        return;
    const qint64 now = m_clock.monotonicMs();
    const auto last = connection->typingAtMs.constFind(step.room);
    const bool known = last != connection->typingAtMs.cend();
    if (step.on ? known && now - *last < m_options.typingEveryMs : !known)
        return;
    if (step.on)
        connection->typingAtMs.insert(step.room, now);
    else
        connection->typingAtMs.remove(step.room);
    const protocol::TypingPush push{step.room, connection->actor.id, connection->actor.display, step.on ? typingShownMs : 0};
    m_fanout.toRoom(out, step.room, DeliveryClass::C, push, step.connection);
}

void Core::Machine::tell(std::vector<Outbound>& out, const SessionEnded& step)
{
    for (const ConnectionId id : m_connections.ofSession(step.session))
        out.emplace_back(CloseConnection{id, closeRevoked, u"this sign-in was ended"_s, {}});
}

} // namespace confab::server
