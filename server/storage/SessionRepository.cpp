// The statements of the table of signed-in programs.
#include "server/storage/SessionRepository.h"

namespace confab::server {

namespace {

#define CONFAB_SESSION_COLUMNS "id, account, device_id, device_name, kind, created, last_used, expires, revoked"

SessionRow readSession(const Row& row)
{
    return {row.id<SessionId>(0), row.id<UserId>(1), row.text(2), row.text(3), row.text(4), row.time(5), row.time(6), row.time(7),
        row.boolean(8), false};
}

} // namespace

Result<SessionId> SessionRepository::insert(const SessionRow& session, const QByteArray& tokenHash)
{
    TRY(m_db.begin());
    TRY_VALUE(id, m_db.one("INSERT INTO sessions (account, token_hash, device_id, device_name, kind, created, last_used, expires) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        [](const Row& row) { return row.id<SessionId>(0); }, session.account, tokenHash, session.deviceId, session.deviceName, session.kind,
        session.created, session.lastUsed, session.expires));
    if (!id)
        return m_db.failure("insert session");
    return *id;
}

Result<std::optional<SessionRow>> SessionRepository::byTokenHash(const QByteArray& hash)
{
    TRY_VALUE(first, m_db.one("SELECT " CONFAB_SESSION_COLUMNS " FROM sessions WHERE token_hash = ?", readSession, hash));
    if (first)
        return first;
    TRY_VALUE(next, m_db.one("SELECT " CONFAB_SESSION_COLUMNS " FROM sessions WHERE next_hash = ?", readSession, hash));
    if (next)
        next->usedNext = true;
    return next;
}

Result<std::optional<SessionRow>> SessionRepository::byId(SessionId id)
{
    return m_db.one("SELECT " CONFAB_SESSION_COLUMNS " FROM sessions WHERE id = ?", readSession, id);
}

Result<QList<SessionRow>> SessionRepository::openOf(UserId account, TimeMs now, int limit)
{
    return m_db.all("SELECT " CONFAB_SESSION_COLUMNS " FROM sessions WHERE account = ? AND revoked = 0 AND expires > ? "
                    "ORDER BY last_used DESC, id DESC LIMIT ?",
        readSession, account, now, limit);
}

Result<std::optional<Standing>> SessionRepository::standing(UserId account, SessionId session)
{
    return m_db.one("SELECT a.role, a.disabled, COALESCE(s.revoked, 0) FROM accounts a LEFT JOIN sessions s ON s.id = ? WHERE a.id = ?",
        [](const Row& row) { return Standing{row.enumerator<ServerRole>(0), row.boolean(1), row.boolean(2)}; }, session, account);
}

Result<Done> SessionRepository::slide(SessionId id, TimeMs used, TimeMs expires)
{
    TRY(m_db.run("UPDATE sessions SET last_used = ?, expires = ? WHERE id = ?", used, expires, id));
    return Done{};
}

Result<Done> SessionRepository::setNextToken(SessionId id, const QByteArray& hash)
{
    TRY(m_db.run("UPDATE sessions SET next_hash = ? WHERE id = ?", hash, id));
    return Done{};
}

Result<Done> SessionRepository::promoteNext(SessionId id)
{
    TRY(m_db.run("UPDATE sessions SET token_hash = next_hash, next_hash = NULL WHERE id = ? AND next_hash IS NOT NULL", id));
    return Done{};
}

Result<Done> SessionRepository::revoke(SessionId id)
{
    TRY(m_db.run("UPDATE sessions SET revoked = 1 WHERE id = ?", id));
    return Done{};
}

Result<Done> SessionRepository::revokeAll(UserId account)
{
    TRY(m_db.run("UPDATE sessions SET revoked = 1 WHERE account = ?", account));
    return Done{};
}

} // namespace confab::server
