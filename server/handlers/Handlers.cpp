// The list of areas.
#include "server/handlers/Handlers.h"

namespace confab::server {

Router allRoutes()
{
    Router router;
    addSessionRoutes(router);
    addAttachRoutes(router);
    addMessageRoutes(router);
    addRoomRoutes(router);
    addMemberRoutes(router);
    addPersonalRoutes(router);
    addInviteRoutes(router);
    return router;
}

} // namespace confab::server
