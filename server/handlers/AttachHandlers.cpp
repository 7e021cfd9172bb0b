// Taking up one's rooms again.
#include "server/handlers/Handlers.h"

using namespace confab::protocol;

namespace confab::server {

void addAttachRoutes(Router& router)
{
    router.on<Attach>({.needs = Needs::Account, .cost = Cost::Reading},
        [](const Attach& request, Context& context, Outcome& outcome) -> Result<Attach::Reply> {
            TRY_VALUE(page, context.services.attachments.page(context.actor, request));
            RoomsAttached attached{context.connection, {}, request.presence};
            for (const RoomState& room : page.rooms)
                attached.rooms.append(room.id);
            outcome.tell(std::move(attached));
            return page;
        });
}

} // namespace confab::server
