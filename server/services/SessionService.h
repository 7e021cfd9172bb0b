// Sign-ins of programs: issuing, checking, renewing and revoking their tokens.
#pragma once

#include "server/storage/Repositories.h"
#include "shared/base/Clock.h"

namespace confab::server {

struct IssuedToken {
    SessionId session;
    QString token;                  ///< shown once; only its hash is stored
    TimeMs expires;
};

struct SignedIn {
    SessionRow session;
    AccountRow account;
};

/// Used inside a transaction of its database (Core's batch, or Database::transact).
class SessionService {
public:
    static constexpr qint64 tokenLifeMs = qint64(30) * 24 * 3600 * 1000;
    static constexpr qint64 slideMs = qint64(3600) * 1000;

    SessionService(Repositories& store, const Clock& clock) : m_store(store), m_clock(clock) { }

    /// A new session of this person on this device.
    Result<IssuedToken> open(UserId account, const protocol::DeviceAbout& device);
    /// Whose token this is. AuthFailed, TokenExpired, Revoked. Slides the expiry at most once an hour.
    Result<SignedIn> authenticate(const QString& token);
    /// Whether a person who signed in earlier may still act: Revoked when the account was closed or the session ended meanwhile, at the
    /// command line too. Gives the actor the role of now. One look by key.
    Result<Done> refresh(Actor& actor);
    /// The same by what was looked up before in this transaction.
    static Result<Done> refresh(Actor& actor, const std::optional<Standing>& standing);
    /// A second token of the session; the first use of it ends the old one.
    Result<IssuedToken> renew(SessionId session);
    Result<QList<protocol::SessionListing>> list(const Actor& actor);
    /// One's own session only (staff: any). NoSuchUser is never told: an unknown session is BadArg.
    Result<Done> revoke(const Actor& actor, SessionId session);

private:
    Repositories& m_store;
    const Clock& m_clock;
};

} // namespace confab::server
