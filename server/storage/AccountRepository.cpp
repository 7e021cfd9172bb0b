// The statements of the table of people.
#include "server/storage/AccountRepository.h"

#include "server/storage/Like.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

#define CONFAB_ACCOUNT_COLUMNS "id, name, display, role, password_hash, disabled, created, last_seen, status"

AccountRow readAccount(const Row& row)
{
    return {row.id<UserId>(0), row.text(1), row.text(2), row.enumerator<ServerRole>(3), row.text(4), row.boolean(5), row.time(6),
        row.time(7), row.text(8)};
}

} // namespace

Result<UserId> AccountRepository::insert(const AccountRow& account, const QString& nameFold, const QString& displayFold)
{
    TRY(m_db.begin());
    TRY_VALUE(id, m_db.one("INSERT INTO accounts (name, name_fold, display, display_fold, role, password_hash, created, status) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        [](const Row& row) { return row.id<UserId>(0); }, account.name, nameFold, account.display, displayFold, account.role,
        account.passwordHash, account.created, account.status));
    if (!id)
        return m_db.failure("insert account");
    return *id;
}

Result<std::optional<AccountRow>> AccountRepository::byId(UserId id)
{
    return m_db.one("SELECT " CONFAB_ACCOUNT_COLUMNS " FROM accounts WHERE id = ?", readAccount, id);
}

Result<std::optional<AccountRow>> AccountRepository::byName(const QString& nameFold)
{
    return m_db.one("SELECT " CONFAB_ACCOUNT_COLUMNS " FROM accounts WHERE name_fold = ?", readAccount, nameFold);
}

Result<QList<UserId>> AccountRepository::byDisplay(const QString& displayFold)
{
    return m_db.all("SELECT id FROM accounts WHERE display_fold = ?", [](const Row& row) { return row.id<UserId>(0); }, displayFold);
}

Result<QList<AccountRow>> AccountRepository::all()
{
    return m_db.all("SELECT " CONFAB_ACCOUNT_COLUMNS " FROM accounts ORDER BY name_fold", readAccount);
}

Result<QList<protocol::User>> AccountRepository::containing(const QString& fold, int limit)
{
    return m_db.all("SELECT id, name, display FROM accounts WHERE disabled = 0 AND role >= ? "
                    "AND (name_fold LIKE ? ESCAPE '\\' OR display_fold LIKE ? ESCAPE '\\') "
                    "ORDER BY CASE WHEN name_fold LIKE ? ESCAPE '\\' OR display_fold LIKE ? ESCAPE '\\' THEN 0 ELSE 1 END, name_fold LIMIT ?",
        [](const Row& row) { return protocol::User{row.id<UserId>(0), row.text(1), row.text(2)}; }, ServerRole::Member, likeContaining(fold),
        likeContaining(fold), likeStarting(fold), likeStarting(fold), limit);
}

Result<Done> AccountRepository::setDisplay(UserId id, const QString& display, const QString& displayFold)
{
    TRY(m_db.run("UPDATE accounts SET display = ?, display_fold = ? WHERE id = ?", display, displayFold, id));
    return Done{};
}

Result<Done> AccountRepository::setStatus(UserId id, const QString& status)
{
    TRY(m_db.run("UPDATE accounts SET status = ? WHERE id = ?", status, id));
    return Done{};
}

Result<Done> AccountRepository::setLastSeen(UserId id, TimeMs when)
{
    TRY(m_db.run("UPDATE accounts SET last_seen = ? WHERE id = ?", when, id));
    return Done{};
}

Result<Done> AccountRepository::setPasswordHash(UserId id, const QString& hash)
{
    TRY(m_db.run("UPDATE accounts SET password_hash = ? WHERE id = ?", hash, id));
    return Done{};
}

Result<Done> AccountRepository::setRole(UserId id, ServerRole role)
{
    TRY(m_db.run("UPDATE accounts SET role = ? WHERE id = ?", role, id));
    return Done{};
}

Result<Done> AccountRepository::setDisabled(UserId id, bool disabled)
{
    TRY(m_db.run("UPDATE accounts SET disabled = ? WHERE id = ?", disabled, id));
    return Done{};
}

} // namespace confab::server
