// The table of people.
#pragma once

#include "server/storage/Database.h"
#include "server/storage/Records.h"

namespace confab::server {

class AccountRepository {
public:
    explicit AccountRepository(Database& database) : m_db(database) { }

    /// `account.id` is not read. `nameFold` has no owner yet.
    Result<UserId> insert(const AccountRow& account, const QString& nameFold, const QString& displayFold);
    Result<std::optional<AccountRow>> byId(UserId id);
    Result<std::optional<AccountRow>> byName(const QString& nameFold);
    /// Those whose folded display name is exactly this: older databases may hold several.
    Result<QList<UserId>> byDisplay(const QString& displayFold);
    Result<QList<AccountRow>> all();
    /// Folded name or display name contains `fold`; not disabled ones, no guests.
    Result<QList<protocol::User>> containing(const QString& fold, int limit);

    Result<Done> setDisplay(UserId id, const QString& display, const QString& displayFold);
    Result<Done> setStatus(UserId id, const QString& status);
    Result<Done> setLastSeen(UserId id, TimeMs when);
    Result<Done> setPasswordHash(UserId id, const QString& hash);
    Result<Done> setRole(UserId id, ServerRole role);
    Result<Done> setDisabled(UserId id, bool disabled);

private:
    Database& m_db;
};

} // namespace confab::server
