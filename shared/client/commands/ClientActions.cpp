// The real client behind the commands.
#include "shared/client/commands/ClientActions.h"

#include "shared/client/text/Sanitiser.h"

namespace confab::client {

namespace {

PendingState stateOf(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Waiting:
        return PendingState::Waiting;
    case DeliveryState::Sending:
        return PendingState::Sending;
    case DeliveryState::Failed:
        break;
    }
    return PendingState::Failed;
}

void describe(Pending& pending, const protocol::PostMessage& post)
{
    pending.text = post.text;
    pending.action = post.action.value_or(false);
    pending.replyTo = post.replyTo;
}

void describe(Pending& pending, const protocol::EditMessage& edit)
{
    pending.kind = PendingKind::Edit;
    pending.of = edit.of;
    pending.text = edit.text;
}

void describe(Pending& pending, const protocol::DeleteMessage& deletion)
{
    pending.kind = PendingKind::Delete;
    pending.of = deletion.of;
}

} // namespace

ClientActions::ClientActions(Client& client)
    : Forwards(client)
{
}

Store& ClientActions::store() { return m_client.store(); }

void ClientActions::post(RoomId room, const QString& text, std::optional<Seq> replyTo, bool action)
{
    m_client.post(room, text, {.replyTo = replyTo, .action = action});
}

void ClientActions::edit(RoomId room, Seq of, const QString& text) { m_client.edit(room, of, text); }

void ClientActions::remove(RoomId room, Seq of) { m_client.remove(room, of); }

QList<Pending> ClientActions::outbox() const
{
    QList<Pending> all;
    for (const OutboxEntry& one : m_client.outbox().entries()) {
        Pending pending;
        pending.c = one.c;
        pending.room = one.room();
        pending.state = stateOf(one.state);
        pending.error = one.error;
        pending.created = one.created;
        std::visit([&](const auto& intention) { describe(pending, intention); }, one.intention);
        all.append(pending);
    }
    return all;
}

void ClientActions::retry(const ClientId& c) { m_client.retry(c); }

void ClientActions::discard(const ClientId& c) { m_client.discard(c); }

void ClientActions::markRead(RoomId room, Seq seq) { m_client.markRead(room, seq); }

void ClientActions::setPresence(protocol::PresenceState state, const std::optional<QString>& status)
{
    m_presence = state;
    m_client.setPresence(state, status);
}

void ClientActions::loadOlder(RoomId room) { m_client.loadOlder(room); }

bool ClientActions::isOnline() const { return m_client.state().phase == ConnectionPhase::Online; }

void ClientActions::disconnect() { m_client.stop(); }

void ClientActions::reconnect() { m_client.reconnectNow(); }

QString ClientActions::serverAbout() const
{
    const auto& hello = m_client.hello();
    return hello ? safeName(hello->server.name) + u' ' + safeName(hello->server.version) : QString{};
}

} // namespace confab::client
