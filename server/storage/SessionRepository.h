// The table of signed-in programs. Tokens are here as hashes only.
#pragma once

#include "server/storage/Database.h"
#include "server/storage/Records.h"

namespace confab::server {

class SessionRepository {
public:
    explicit SessionRepository(Database& database) : m_db(database) { }

    Result<SessionId> insert(const SessionRow& session, const QByteArray& tokenHash);
    /// By its token or its renewed token (usedNext).
    Result<std::optional<SessionRow>> byTokenHash(const QByteArray& hash);
    Result<std::optional<SessionRow>> byId(SessionId id);
    /// Neither revoked nor expired, last used first.
    Result<QList<SessionRow>> openOf(UserId account, TimeMs now, int limit);

    /// How a person and one of their sessions stand; nothing when there is no such account. An unknown session counts as not revoked: guests
    /// have none.
    Result<std::optional<Standing>> standing(UserId account, SessionId session);

    Result<Done> slide(SessionId id, TimeMs used, TimeMs expires);
    Result<Done> setNextToken(SessionId id, const QByteArray& hash);
    /// The renewed token takes the place of the first one.
    Result<Done> promoteNext(SessionId id);
    Result<Done> revoke(SessionId id);
    Result<Done> revokeAll(UserId account);

private:
    Database& m_db;
};

} // namespace confab::server
