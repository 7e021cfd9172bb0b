// What the store keeps of one room besides its timeline; internal to this folder.
#pragma once

#include "shared/client/store/Store.h"

namespace confab::client {

struct Store::Entry {
    struct Typist {
        qint64 sinceMs = 0; // monotonic
        qint64 untilMs = 0;
    };

    Room room;
    Seq asOf; // the room's numbers, topic and names contain every event up to here
    MemberList members;
    QHash<UserId, Typist> typists;
    QHash<UserId, TimeMs> lastSpoke;
};

} // namespace confab::client
