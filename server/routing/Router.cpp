// Looking routes up, and the check that none is missing.
#include "server/routing/Router.h"

#include "server/services/Permissions.h"

namespace confab::server {

Result<protocol::RoomReply> Kept<protocol::RoomReply>::again(const QByteArray& kept, Context& context, Outcome&)
{
    TRY_VALUE(found, context.services.store.members.roomAndMember(RoomId(kept.toLongLong()), context.actor.id));
    if (!found || !maySee(context.actor, found->room, found->member))
        return noSuchRoom();
    TRY_VALUE(state, context.services.rooms.state(context.actor, found->room, found->member));
    return protocol::RoomReply{state, true};
}

const Route* Router::find(const protocol::RequestType* type) const
{
    const auto found = m_routes.constFind(type);
    return found == m_routes.cend() ? nullptr : found->get();
}

QStringList Router::missing() const
{
    QStringList names;
    for (const protocol::RequestType& type : protocol::requestTypes()) {
        if (!find(&type))
            names.append(type.key.text());
    }
    return names;
}

} // namespace confab::server
