// confabd user add: one account with a password or a device token, or many with tokens.
#include "server/admin/AdminDatabase.h"
#include "server/admin/Secrets.h"
#include "server/services/Passwords.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr OptionRow userAddRows[] = {
    {"admin", nullptr, "the person administers the server"},
    {"staff", nullptr, "the person is staff: may enter staff rooms and see all invites"},
    {"display", "TEXT", "the name people read (default: NAME)"},
    {"password-stdin", nullptr, "read the password from the first line of standard input"},
    {"token-file", "FILE", "write a device token into FILE (readable by its owner only)"},
    {"if-missing", nullptr, "be content when the account exists"},
    {"count", "N", "make N accounts NAME1 … NAMEN, with tokens only"},
    {"tokens", "FILE", "with --count: write a line \"name token\" for each"},
};

ServerRole roleOf(const Invocation& call)
{
    return call.has("admin") ? ServerRole::Admin : call.has("staff") ? ServerRole::Staff : ServerRole::Member;
}

protocol::DeviceAbout commandLineDevice()
{
    return {QString::fromLatin1(ClientId::random().text()), u"made by the operator"_s, u"script"_s};
}

Exit addMany(Invocation& call)
{
    const auto count = call.number("count", 0, 1, 100'000);
    if (!count)
        return fail(call, count.error());
    if (!call.has("tokens") || call.has("password-stdin") || call.has("token-file"))
        return fail(call, Error{ErrorCode::BadArg, u"--count goes with --tokens FILE and with no password"_s});
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    QByteArray lines;
    // In portions, so that a running server is not kept waiting.
    constexpr qint64 portion = 500;
    for (qint64 first = 1; first <= *count; first += portion) {
        const auto added = store->database().transact([&]() -> Result<Done> {
            for (qint64 i = first; i < std::min(first + portion, *count + 1); ++i) {
                const QString name = call.arguments[0] + QString::number(i);
                TRY_VALUE(account, store->services().accounts.create({.name = name, .role = roleOf(call)}));
                TRY_VALUE(token, store->services().sessions.open(account.id, commandLineDevice()));
                lines += name.toUtf8() + ' ' + token.token.toUtf8() + '\n';
            }
            return Done{};
        });
        if (!added)
            return fail(call, added.error());
    }
    if (const auto written = writeSecretFile(call.value("tokens"), lines); !written)
        return fail(call, written.error());
    call.out << *count << " accounts made\n";
    return Exit::Fine;
}

} // namespace

const std::span<const OptionRow> userAddOptions = userAddRows;

Exit userAdd(Invocation& call)
{
    if (call.has("count"))
        return addMany(call);
    NewAccount wanted{.name = call.arguments[0], .display = call.value("display"), .role = roleOf(call)};
    if (call.has("password-stdin")) {
        const auto password = readPassword(call, true);
        if (!password)
            return fail(call, password.error());
        if (const auto fine = checkPassword(*password); !fine)
            return fail(call, fine.error());
        auto hash = hashPassword(*password);
        if (!hash)
            return fail(call, hash.error());
        wanted.passwordHash = *hash;
    }
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    QString token;
    bool isNew = true;
    const auto added = store->database().transact([&]() -> Result<AccountRow> {
        auto account = store->services().accounts.create(wanted);
        if (!account && account.error().code == ErrorCode::NameTaken && call.has("if-missing")) {
            isNew = false;
            if (auto there = store->services().accounts.find(wanted.name))
                account = there;
        }
        if (account && call.has("token-file")) {
            TRY_VALUE(issued, store->services().sessions.open(account->id, commandLineDevice()));
            token = issued.token;
            // Before the commit: a token nobody could read must not be good for anything.
            TRY(writeSecretFile(call.value("token-file"), token.toUtf8() + '\n'));
        }
        return account;
    });
    if (!added)
        return fail(call, added.error());
    call.out << printable(added.value().name) << (isNew ? " was made" : " is there already") << '\n';
    if (isNew && wanted.passwordHash.isEmpty() && token.isEmpty())
        call.out << "nobody can sign in as " << printable(added.value().name) << " yet: see confabd user passwd and user token\n";
    return Exit::Fine;
}

} // namespace confab::server
