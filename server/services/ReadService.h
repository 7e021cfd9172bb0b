// Reading rooms back, and what a person leaves in them for themselves: read marker and draft.
#pragma once

#include "server/storage/Repositories.h"

namespace confab::server {

class ReadService {
public:
    explicit ReadService(Repositories& store) : m_store(store) { }

    Result<protocol::SyncRoom::Reply> sync(const Actor& actor, const RoomRow& room, const protocol::SyncRoom& request);
    /// `notices`: joins and leaves are lines too. Unavailable with a short retryMs when the room has not reached `atLeast`.
    Result<protocol::RoomHistory::Reply> history(const Actor& actor, const RoomRow& room, const protocol::RoomHistory& request, bool notices);
    Result<protocol::RoomChanges::Reply> changes(const Actor& actor, const RoomRow& room, const protocol::RoomChanges& request);

    struct Mark {
        protocol::ReadMark mark;
        bool moved = false;
    };
    /// Clamped to the head; goes back only when asked to.
    Result<Mark> markRead(const Actor& actor, const RoomRow& room, const MemberRow& member, const protocol::MarkRead& request);
    /// False when it was that already.
    Result<bool> setDraft(const Actor& actor, const MemberRow& member, const QString& text);

private:
    Repositories& m_store;
};

} // namespace confab::server
