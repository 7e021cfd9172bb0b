// Turns facts into bytes for sockets: each is encoded once per encoding that somebody uses. Core thread only.
#pragma once

#include "server/routing/LiveConnections.h"
#include "server/storage/RoomLog.h"

namespace confab::server {

class Fanout {
public:
    explicit Fanout(LiveConnections& connections) : m_connections(connections) { }

    /// To all listeners of the room; the author's own connections get it with `c`.
    void event(std::vector<Outbound>& out, const AnyEvent& event) const;

    template <typename Push>
    void toRoom(std::vector<Outbound>& out, RoomId room, DeliveryClass deliveryClass, const Push& push, ConnectionId except = {}) const
    {
        PublishToRoom item;
        item.room = room;
        item.deliveryClass = deliveryClass;
        item.except = except;
        if (m_connections.anyUses(protocol::Encoding::Json))
            item.json = protocol::encodePush(protocol::Encoding::Json, push);
        if (m_connections.anyUses(protocol::Encoding::Cbor))
            item.cbor = protocol::encodePush(protocol::Encoding::Cbor, push);
        out.emplace_back(std::move(item));
    }

    /// To the person's attached connections but one.
    template <typename Push>
    void toPerson(std::vector<Outbound>& out, UserId person, const Push& push, ConnectionId except = {}) const
    {
        QByteArray encoded[2];
        for (const ConnectionId id : m_connections.ofPerson(person)) {
            const LiveConnection* connection = m_connections.find(id);
            if (!connection || !connection->attached || id == except)
                continue;
            QByteArray& bytes = encoded[size_t(connection->encoding)];
            if (bytes.isEmpty())
                bytes = protocol::encodePush(connection->encoding, push);
            out.emplace_back(SendPush{id, DeliveryClass::A, {}, {}, bytes});
        }
    }

    template <typename Push>
    void toConnection(std::vector<Outbound>& out, const LiveConnection& connection, const Push& push) const
    {
        out.emplace_back(SendPush{connection.id, DeliveryClass::A, {}, {}, protocol::encodePush(connection.encoding, push)});
    }

private:
    LiveConnections& m_connections;
};

} // namespace confab::server
