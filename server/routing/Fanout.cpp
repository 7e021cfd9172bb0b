// Encoding durable events for all listeners and for their authors.
#include "server/routing/Fanout.h"

using namespace confab::protocol;

namespace confab::server {

namespace {

QByteArray forOthers(Encoding encoding, const AnyEvent& event)
{
    AnyEvent others = event;
    headOf(others).c.reset();
    return encodeEvent(encoding, others);
}

/// The same from the author's copy when there is one: encoding again costs ten times more than leaving the member out.
QByteArray forOthers(const QByteArray& authorJson, const AnyEvent& event)
{
    // Strings have their quotation marks escaped, so this is a member's name, and no object stands before it in an event.
    static constexpr QByteArrayView member(",\"c\":\"");
    const qsizetype at = authorJson.indexOf(member);
    if (at < 0)
        return forOthers(Encoding::Json, event);
    const qsizetype behind = at + member.size() + ClientId::textLength + 1;
    QByteArray made;
    made.reserve(authorJson.size());
    made.append(authorJson.constData(), at).append(authorJson.constData() + behind, authorJson.size() - behind);
    Q_ASSERT(made == forOthers(Encoding::Json, event));
    return made;
}

} // namespace

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
    if (m_connections.anyUses(Encoding::Json))
        item.json = item.authorJson.isEmpty() ? forOthers(Encoding::Json, stored) : forOthers(item.authorJson, stored);
    if (m_connections.anyUses(Encoding::Cbor))
        item.cbor = forOthers(Encoding::Cbor, stored);
    out.emplace_back(std::move(item));
}

} // namespace confab::server
