// The rules of tokens.
#include "server/services/SessionService.h"

#include "server/services/Secrets.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

Error authFailed()
{
    return Error{ErrorCode::AuthFailed, u"the server does not know this sign-in"_s};
}

Error accountClosed()
{
    return Error{ErrorCode::Revoked, u"this account is closed"_s};
}

Error sessionEnded()
{
    return Error{ErrorCode::Revoked, u"this sign-in was ended"_s};
}

} // namespace

Result<IssuedToken> SessionService::open(UserId account, const DeviceAbout& device)
{
    const TimeMs now = m_clock.now();
    const QString token = newSecret();
    SessionRow row{{}, account, device.id, device.name, device.kind, now, now, TimeMs(now.value() + tokenLifeMs), false, false};
    TRY_VALUE(id, m_store.sessions.insert(row, hashSecret(token)));
    return IssuedToken{id, token, row.expires};
}

Result<SignedIn> SessionService::authenticate(const QString& token)
{
    TRY_VALUE(session, m_store.sessions.byTokenHash(hashSecret(token)));
    if (!session)
        return authFailed();
    if (session->revoked)
        return sessionEnded();
    const TimeMs now = m_clock.now();
    if (session->expires <= now)
        return Error{ErrorCode::TokenExpired, u"this sign-in is too old, sign in again"_s};
    TRY_VALUE(account, m_store.accounts.byId(session->account));
    if (!account || account->disabled)
        return accountClosed();
    if (session->usedNext)
        TRY(m_store.sessions.promoteNext(session->id));
    if (now.value() - session->lastUsed.value() >= slideMs) {
        const TimeMs expires(now.value() + tokenLifeMs);
        if (auto slid = m_store.sessions.slide(session->id, now, expires)) {
            session->lastUsed = now;
            session->expires = expires;
        } else if (m_store.database.failed()) {
            return slid.error();
        } // while the server is read-only, signing in goes on and the expiry slides later
    }
    return SignedIn{*session, *account};
}

Result<Done> SessionService::refresh(Actor& actor)
{
    TRY_VALUE(standing, m_store.sessions.standing(actor.id, actor.session));
    return refresh(actor, standing);
}

Result<Done> SessionService::refresh(Actor& actor, const std::optional<Standing>& standing)
{
    if (!standing || standing->disabled)
        return accountClosed();
    if (standing->revoked)
        return sessionEnded();
    actor.role = standing->role;
    return Done{};
}

Result<IssuedToken> SessionService::renew(SessionId id)
{
    TRY_VALUE(session, m_store.sessions.byId(id));
    if (!session || session->revoked)
        return Error{ErrorCode::Unsupported, u"this sign-in has no token to renew"_s};
    const TimeMs now = m_clock.now();
    const QString token = newSecret();
    const TimeMs expires(now.value() + tokenLifeMs);
    TRY(m_store.sessions.setNextToken(id, hashSecret(token)));
    TRY(m_store.sessions.slide(id, now, expires));
    return IssuedToken{id, token, expires};
}

Result<QList<SessionListing>> SessionService::list(const Actor& actor)
{
    TRY_VALUE(rows, m_store.sessions.openOf(actor.id, m_clock.now(), limits::sessionsListed));
    QList<SessionListing> sessions;
    for (const SessionRow& row : rows)
        sessions.append({row.id, row.deviceName, row.kind, row.created, row.lastUsed, row.id == actor.session});
    return sessions;
}

Result<Done> SessionService::revoke(const Actor& actor, SessionId id)
{
    TRY_VALUE(session, m_store.sessions.byId(id));
    if (!session || (session->account != actor.id && !actor.isStaff()))
        return Error{ErrorCode::BadArg, u"there is no such sign-in"_s, u"session"_s};
    return m_store.sessions.revoke(id);
}

} // namespace confab::server
