// All services over one connection: each thread (and each command line) has its own.
#pragma once

#include "server/services/AccountService.h"
#include "server/services/AttachService.h"
#include "server/services/InviteService.h"
#include "server/services/MembershipService.h"
#include "server/services/MessageService.h"
#include "server/services/ReadService.h"
#include "server/services/RoomService.h"
#include "server/services/SessionService.h"

namespace confab::server {

struct Services {
    Services(Database& database, const Clock& clock)
        : store(database), accounts(store, clock), sessions(store, clock), rooms(store, clock), memberships(store, clock),
          messages(store, clock), reads(store), attachments(store, clock), invites(store, clock)
    {
    }

    Repositories store;
    AccountService accounts;
    SessionService sessions;
    RoomService rooms;
    MembershipService memberships;
    MessageService messages;
    ReadService reads;
    AttachService attachments;
    InviteService invites;
};

} // namespace confab::server
