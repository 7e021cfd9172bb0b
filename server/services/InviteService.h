// Invites: secret lines that let new people make an account and lead them to a room.
#pragma once

#include "server/storage/Repositories.h"
#include "shared/base/Clock.h"

namespace confab::server {

struct IssuedInvite {
    InviteId id;
    QString secret;                 ///< shown once; only its hash is stored
    TimeMs expires;
};

/// Used inside a transaction of its database (Core's batch, or Database::transact).
class InviteService {
public:
    InviteService(Repositories& store, const Clock& clock) : m_store(store), m_clock(clock) { }

    Result<IssuedInvite> create(const Actor& actor, std::optional<RoomId> room, qint64 uses, qint64 seconds);
    /// Takes one use. AuthFailed when it is unknown, used up, expired or revoked.
    Result<InviteRow> redeem(const QString& secret);
    /// True when it could be redeemed now.
    Result<bool> isOpen(const QString& secret);
    /// Those that still work: one's own, staff see all.
    Result<QList<InviteRow>> list(const Actor& actor);
    /// One's own, staff any; BadArg when there is none.
    Result<Done> revoke(const Actor& actor, InviteId invite);

private:
    Repositories& m_store;
    const Clock& m_clock;
};

} // namespace confab::server
