// The table of invites. Secrets are here as hashes only.
#pragma once

#include "server/storage/Database.h"
#include "server/storage/Records.h"

namespace confab::server {

class InviteRepository {
public:
    explicit InviteRepository(Database& database) : m_db(database) { }

    Result<InviteId> insert(const InviteRow& invite, const QByteArray& hash, TimeMs now);
    Result<std::optional<InviteRow>> byHash(const QByteArray& hash);
    Result<std::optional<InviteRow>> byId(InviteId id);
    /// Those that still work; of everybody when `creator` is invalid.
    Result<QList<InviteRow>> open(UserId creator, TimeMs now, int limit);
    Result<Done> takeUse(InviteId id);
    Result<Done> revoke(InviteId id);

private:
    Database& m_db;
};

} // namespace confab::server
