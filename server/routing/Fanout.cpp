// Encoding durable events for all listeners and for their authors.
#include "server/routing/Fanout.h"

using namespace confab::protocol;

namespace confab::server {

void Fanout::event(std::vector<Outbound>& out, const AnyEvent& stored) const
{
    const EventHead& head = headOf(stored);
    PublishToRoom item;
    item.room = head.room;
    item.deliveryClass = DeliveryClass::A;
    item.seq = head.seq;
    item.author = head.by;
    bool authorUses[2] = {false, false};
    if (head.c) {
        for (const ConnectionId id : m_connections.ofPerson(head.by)) {
            if (const LiveConnection* connection = m_connections.find(id))
                authorUses[size_t(connection->encoding)] = true;
        }
    }
    if (authorUses[size_t(Encoding::Json)])
        item.authorJson = encodeEvent(Encoding::Json, stored);
    if (authorUses[size_t(Encoding::Cbor)])
        item.authorCbor = encodeEvent(Encoding::Cbor, stored);
    AnyEvent others = stored;
    headOf(others).c.reset();
    if (m_connections.anyUses(Encoding::Json))
        item.json = encodeEvent(Encoding::Json, others);
    if (m_connections.anyUses(Encoding::Cbor))
        item.cbor = encodeEvent(Encoding::Cbor, others);
    out.emplace_back(std::move(item));
}

} // namespace confab::server
