// People: making accounts, their names, passwords and roles.
#pragma once

#include "server/storage/Repositories.h"
#include "shared/base/Clock.h"

namespace confab::server {

struct NewAccount {
    QString name;
    QString display = {};           ///< empty: the name
    ServerRole role = ServerRole::Member;
    QString passwordHash = {};      ///< from hashPassword(); empty: no way in by password
};

/// Used inside a transaction of its database (Core's batch, or Database::transact).
class AccountService {
public:
    AccountService(Repositories& store, const Clock& clock) : m_store(store), m_clock(clock) { }

    /// NameUnsafe or NameTaken when the name or the display name cannot be had: each is taken when anybody is called or shown so.
    Result<AccountRow> create(const NewAccount& wanted);
    /// An account with a generated name like Guest1234, role Guest.
    Result<AccountRow> createGuest();
    /// By name, in any case. NoSuchUser.
    Result<AccountRow> find(const QString& name);
    Result<AccountRow> find(UserId id);
    Result<QList<AccountRow>> list();
    /// Whose name or display name contains the words; those that start with them first.
    Result<QList<protocol::User>> search(const QString& words);

    /// NameUnsafe, or NameTaken when somebody else is called or shown so; one's own name in any case is free. Field "display".
    Result<protocol::User> setDisplay(const Actor& actor, const QString& display);
    Result<Done> setStatus(UserId id, const QString& status);
    Result<Done> setLastSeen(UserId id, TimeMs when);
    Result<Done> setPasswordHash(UserId id, const QString& hash);
    Result<Done> setRole(UserId id, ServerRole role);
    /// A disabled account cannot sign in; its sessions are revoked.
    Result<Done> setDisabled(UserId id, bool disabled);

private:
    /// NameTaken when somebody other than `self` has this name or display name.
    Result<Done> checkFree(const QString& name, const QString& field, UserId self);

    Repositories& m_store;
    const Clock& m_clock;
};

} // namespace confab::server
