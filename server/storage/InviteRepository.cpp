// The statements of the table of invites.
#include "server/storage/InviteRepository.h"

namespace confab::server {

namespace {

#define CONFAB_INVITE_SELECT                                                                                                     \
    "SELECT i.id, i.room, i.uses_left, i.expires, i.created_by, coalesce(a.name, ''), i.revoked FROM invites i "                \
    "LEFT JOIN accounts a ON a.id = i.created_by "

InviteRow readInvite(const Row& row)
{
    InviteRow invite{row.id<InviteId>(0), {}, row.integer(2), row.time(3), row.id<UserId>(4), row.text(5), row.boolean(6)};
    if (!row.isNull(1))
        invite.room = row.id<RoomId>(1);
    return invite;
}

} // namespace

Result<InviteId> InviteRepository::insert(const InviteRow& invite, const QByteArray& hash, TimeMs now)
{
    TRY(m_db.begin());
    TRY_VALUE(id, m_db.one("INSERT INTO invites (hash, room, uses_left, expires, created_by, created) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        [](const Row& row) { return row.id<InviteId>(0); }, hash, invite.room, invite.usesLeft, invite.expires, invite.createdBy, now));
    if (!id)
        return m_db.failure("insert invite");
    return *id;
}

Result<std::optional<InviteRow>> InviteRepository::byHash(const QByteArray& hash)
{
    return m_db.one(CONFAB_INVITE_SELECT "WHERE i.hash = ?", readInvite, hash);
}

Result<std::optional<InviteRow>> InviteRepository::byId(InviteId id)
{
    return m_db.one(CONFAB_INVITE_SELECT "WHERE i.id = ?", readInvite, id);
}

Result<QList<InviteRow>> InviteRepository::open(UserId creator, TimeMs now, int limit)
{
    return m_db.all(CONFAB_INVITE_SELECT "WHERE i.revoked = 0 AND i.uses_left > 0 AND i.expires > ? AND (? = 0 OR i.created_by = ?) "
                                         "ORDER BY i.id DESC LIMIT ?",
        readInvite, now, creator, creator, limit);
}

Result<Done> InviteRepository::takeUse(InviteId id)
{
    TRY(m_db.run("UPDATE invites SET uses_left = uses_left - 1 WHERE id = ? AND uses_left > 0", id));
    return Done{};
}

Result<Done> InviteRepository::revoke(InviteId id)
{
    TRY(m_db.run("UPDATE invites SET revoked = 1 WHERE id = ?", id));
    return Done{};
}

} // namespace confab::server
