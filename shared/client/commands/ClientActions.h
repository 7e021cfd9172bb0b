// The real client behind the commands.
#pragma once

#include "shared/client/Client.h"
#include "shared/client/commands/Actions.h"

namespace confab::client {

/// Implements one request after the other by handing it to the client.
template <typename Base, typename List>
class Forwards;
template <typename Base>
class Forwards<Base, protocol::TypeList<>> : public Base {
public:
    explicit Forwards(Client& client)
        : m_client(client)
    {
    }

protected:
    Client& m_client;
};
template <typename Base, typename M, typename... More>
class Forwards<Base, protocol::TypeList<M, More...>> : public Forwards<Base, protocol::TypeList<More...>> {
public:
    using Forwards<Base, protocol::TypeList<More...>>::Forwards;
    using Base::request;
    void request(const M& message, Answer<M> done) override { this->m_client.request(message, std::move(done)); }
};

/// One per Client, which outlives it.
class ClientActions : public Forwards<Actions, CommandRequests> {
public:
    explicit ClientActions(Client& client);

    Store& store() override;
    void post(RoomId room, const QString& text, std::optional<Seq> replyTo, bool action) override;
    void edit(RoomId room, Seq of, const QString& text) override;
    void remove(RoomId room, Seq of) override;
    QList<Pending> outbox() const override;
    void retry(const ClientId& c) override;
    void discard(const ClientId& c) override;
    void markRead(RoomId room, Seq seq) override;
    protocol::PresenceState presence() const override { return m_presence; }
    void setPresence(protocol::PresenceState state, const std::optional<QString>& status) override;
    void loadOlder(RoomId room) override;
    bool isOnline() const override;
    void disconnect() override;
    void reconnect() override;
    QString serverAbout() const override;

private:
    protocol::PresenceState m_presence = protocol::PresenceState::Online; // as last set by a command
};

} // namespace confab::client
