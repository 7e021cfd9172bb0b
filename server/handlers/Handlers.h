// All routes of this server, one function per area.
#pragma once

#include "server/routing/Router.h"

namespace confab::server {

/// Every request of protocol::AllRequests has a route here; a missing one is a programmer's error that Core::start() reports.
Router allRoutes();

void addSessionRoutes(Router& router);
void addAttachRoutes(Router& router);
void addMessageRoutes(Router& router);
void addRoomRoutes(Router& router);
void addMemberRoutes(Router& router);
void addPersonalRoutes(Router& router);
void addInviteRoutes(Router& router);

} // namespace confab::server
