// The rules of accounts.
#include "server/services/AccountService.h"

#include "server/services/NameRules.h"
#include "server/services/Secrets.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

constexpr int guestTries = 20;

Error noSuchUser()
{
    return Error{ErrorCode::NoSuchUser, u"nobody has that name"_s, u"user"_s};
}

} // namespace

Result<Done> AccountService::checkFree(const QString& name, const QString& field, UserId self)
{
    const QString fold = foldName(name);
    const Error taken{ErrorCode::NameTaken, u"the name “%1” is taken"_s.arg(name), field};
    TRY_VALUE(owner, m_store.accounts.byName(fold));
    if (owner && owner->id != self)
        return taken;
    TRY_VALUE(shownBy, m_store.accounts.byDisplay(fold));
    for (const UserId other : shownBy) {
        if (other != self)
            return taken;
    }
    return Done{};
}

Result<AccountRow> AccountService::create(const NewAccount& wanted)
{
    TRY_VALUE(name, checkPersonName(wanted.name));
    QString display = name;
    if (!wanted.display.isEmpty()) {
        TRY_VALUE(checked, checkDisplayName(wanted.display));
        display = checked;
    }
    TRY(checkFree(name, u"user"_s, {}));
    TRY(checkFree(display, u"display"_s, {}));
    AccountRow account{{}, name, display, wanted.role, wanted.passwordHash, false, m_clock.now(), {}, {}};
    TRY_VALUE(id, m_store.accounts.insert(account, foldName(name), foldName(display)));
    account.id = id;
    return account;
}

Result<AccountRow> AccountService::createGuest()
{
    for (int i = 0; i < guestTries; ++i) {
        // More digits when the short ones are crowded.
        const quint32 most = i < guestTries / 2 ? 9'000 : 9'000'000;
        const QString name = u"Guest%1"_s.arg(most / 9 + randomBelow(most));
        auto made = create({.name = name, .role = ServerRole::Guest});
        if (made || made.error().code != ErrorCode::NameTaken)
            return made;
    }
    return Error{ErrorCode::Busy, u"too many guests"_s, {}, {}, 60'000};
}

Result<AccountRow> AccountService::find(const QString& name)
{
    TRY_VALUE(account, m_store.accounts.byName(foldName(name.startsWith(u'@') ? name.mid(1) : name)));
    if (!account)
        return noSuchUser();
    return *account;
}

Result<AccountRow> AccountService::find(UserId id)
{
    TRY_VALUE(account, m_store.accounts.byId(id));
    if (!account)
        return noSuchUser();
    return *account;
}

Result<QList<AccountRow>> AccountService::list()
{
    return m_store.accounts.all();
}

Result<QList<User>> AccountService::search(const QString& words)
{
    const QString fold = foldName(words.startsWith(u'@') ? words.mid(1) : words);
    return m_store.accounts.containing(fold, limits::memberWindow);
}

Result<User> AccountService::setDisplay(const Actor& actor, const QString& display)
{
    auto fine = checkDisplayName(display);
    if (!fine)
        return Error{fine.error().code, fine.error().message, u"display"_s};
    const QString checked = *fine;
    TRY(checkFree(checked, u"display"_s, actor.id));
    TRY(m_store.accounts.setDisplay(actor.id, checked, foldName(checked)));
    return User{actor.id, actor.name, checked};
}

Result<Done> AccountService::setStatus(UserId id, const QString& status)
{
    TRY_VALUE(line, checkLine(status, u"status"_s));
    return m_store.accounts.setStatus(id, line);
}

Result<Done> AccountService::setLastSeen(UserId id, TimeMs when)
{
    return m_store.accounts.setLastSeen(id, when);
}

Result<Done> AccountService::setPasswordHash(UserId id, const QString& hash)
{
    return m_store.accounts.setPasswordHash(id, hash);
}

Result<Done> AccountService::setRole(UserId id, ServerRole role)
{
    return m_store.accounts.setRole(id, role);
}

Result<Done> AccountService::setDisabled(UserId id, bool disabled)
{
    TRY(m_store.accounts.setDisabled(id, disabled));
    if (disabled)
        TRY(m_store.sessions.revokeAll(id));
    return Done{};
}

} // namespace confab::server
