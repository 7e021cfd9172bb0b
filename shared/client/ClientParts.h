// What a Client is made of, in the order it is built; private to Client's two source files.
#pragma once

#include "shared/client/Client.h"
#include "shared/client/cache/Cache.h"
#include "shared/client/session/PersonalState.h"
#include "shared/client/session/RoomFeed.h"
#include "shared/client/session/RoomLoader.h"
#include "shared/client/session/RoomWindow.h"
#include "shared/client/trust/FolderLock.h"

namespace confab::client {

struct Client::Parts {
    Parts(Client& owner, const ClientOptions& options, const Clock& givenClock, std::unique_ptr<Transport> givenTransport,
        SecretStore& givenSecrets);
    RoomFeed::Actions feedActions(Client& owner);

    std::unique_ptr<Scheduler> ownScheduler;
    Scheduler& scheduler;
    const Clock& clock;
    SecretStore& secrets;
    FolderLock lock;
    std::unique_ptr<Transport> transport;
    Store store;
    Cache cache;
    Outbox outbox;
    Session session;
    Questions questions;
    RoomFeed feed;
    RoomLoader loader;
    RoomWindow window;
    PersonalState personal;

    bool filesOpen = false;
    QSet<RoomId> attachedRooms; ///< told by this attach
    QSet<RoomId> watched;
};

} // namespace confab::client
