// confabd user passwd.
#include "server/admin/AdminDatabase.h"
#include "server/admin/Secrets.h"
#include "server/services/Passwords.h"

namespace confab::server {

namespace {

constexpr OptionRow userPasswordRows[] = {
    {"password-stdin", nullptr, "read it from the first line of standard input"},
};

} // namespace

const std::span<const OptionRow> userPasswordOptions = userPasswordRows;

Exit userPassword(Invocation& call)
{
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    const auto account = store->services().accounts.find(call.arguments[0]);
    if (!account)
        return fail(call, about(account.error(), call.arguments[0]));
    const auto password = readPassword(call, call.has("password-stdin"));
    if (!password)
        return fail(call, password.error());
    if (const auto fine = checkPassword(*password); !fine)
        return fail(call, fine.error());
    const auto hash = hashPassword(*password);
    if (!hash)
        return fail(call, hash.error());
    const auto stored = store->database().transact([&] { return store->services().accounts.setPasswordHash(account.value().id, *hash); });
    if (!stored)
        return fail(call, stored.error());
    call.out << "the password of " << printable(account.value().name) << " was set\n";
    return Exit::Fine;
}

} // namespace confab::server
