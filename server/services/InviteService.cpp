// The rules of invites.
#include "server/services/InviteService.h"

#include "server/services/Secrets.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

Error noSuchInvite()
{
    return Error{ErrorCode::AuthFailed, u"this invite does not work: it is wrong, used up or too old"_s, u"invite"_s};
}

bool works(const std::optional<InviteRow>& invite, TimeMs now)
{
    return invite && !invite->revoked && invite->usesLeft > 0 && invite->expires > now;
}

} // namespace

Result<IssuedInvite> InviteService::create(const Actor& actor, std::optional<RoomId> room, qint64 uses, qint64 seconds)
{
    if (uses < 1)
        return Error{ErrorCode::BadArg, u"an invite has at least one use"_s, u"uses"_s};
    if (seconds < 1)
        return Error{ErrorCode::BadArg, u"an invite lives at least a second"_s, u"seconds"_s};
    const TimeMs now = m_clock.now();
    const QString secret = newSecret();
    InviteRow row{{}, room, uses, TimeMs(now.value() + seconds * 1000), actor.id, actor.name, false};
    TRY_VALUE(id, m_store.invites.insert(row, hashSecret(secret), now));
    TRY(m_store.audit.insert(now, actor.id, u"invite.create"_s, u"invite %1"_s.arg(id.value())));
    return IssuedInvite{id, secret, row.expires};
}

Result<InviteRow> InviteService::redeem(const QString& secret)
{
    TRY_VALUE(invite, m_store.invites.byHash(hashSecret(secret)));
    if (!works(invite, m_clock.now()))
        return noSuchInvite();
    TRY(m_store.invites.takeUse(invite->id));
    invite->usesLeft -= 1;
    return *invite;
}

Result<bool> InviteService::isOpen(const QString& secret)
{
    TRY_VALUE(invite, m_store.invites.byHash(hashSecret(secret)));
    return works(invite, m_clock.now());
}

Result<QList<InviteRow>> InviteService::list(const Actor& actor)
{
    return m_store.invites.open(actor.isStaff() ? UserId(0) : actor.id, m_clock.now(), limits::sessionsListed);
}

Result<Done> InviteService::revoke(const Actor& actor, InviteId id)
{
    TRY_VALUE(invite, m_store.invites.byId(id));
    if (!invite || (invite->createdBy != actor.id && !actor.isStaff()))
        return Error{ErrorCode::BadArg, u"there is no such invite"_s, u"invite"_s};
    TRY(m_store.audit.insert(m_clock.now(), actor.id, u"invite.revoke"_s, u"invite %1"_s.arg(id.value())));
    return m_store.invites.revoke(id);
}

} // namespace confab::server
