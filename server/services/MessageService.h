// Saying, changing and taking back.
#pragma once

#include "server/storage/Repositories.h"
#include "shared/base/Clock.h"

namespace confab::server {

/// Used inside a transaction of its database. The doors have checked membership and mutes.
class MessageService {
public:
    MessageService(Repositories& store, const Clock& clock) : m_store(store), m_clock(clock) { }

    /// BadArg for a text without a visible character, NoSuchMessage for an answer to nothing.
    Result<SharedEvent> post(const Actor& actor, RoomRow& room, const protocol::PostMessage& request);
    /// One's own, or another's by right. NoSuchMessage also for deleted ones.
    Result<SharedEvent> edit(const Actor& actor, RoomRow& room, const MemberRow& member, const protocol::EditMessage& request);
    Result<SharedEvent> remove(const Actor& actor, RoomRow& room, const MemberRow& member, const protocol::DeleteMessage& request);

private:
    Result<Done> noteMentions(const Actor& actor, const RoomRow& room, Seq seq, const QString& text);
    Result<Done> checkChange(const Actor& actor, const RoomRow& room, const MemberRow& member, Seq of, Right own, Right others);

    Repositories& m_store;
    const Clock& m_clock;
};

} // namespace confab::server
