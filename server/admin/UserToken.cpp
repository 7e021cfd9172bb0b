// confabd user token: a way in for a program of somebody who has an account.
#include "server/admin/AdminDatabase.h"
#include "server/admin/Secrets.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr OptionRow userTokenRows[] = {
    {"token-file", "FILE", "write it into FILE (readable by its owner only) instead of printing it"},
    {"device", "TEXT", "what the list of signed-in programs shows"},
};

} // namespace

const std::span<const OptionRow> userTokenOptions = userTokenRows;

Exit userToken(Invocation& call)
{
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    const QString name = call.has("device") ? call.value("device").left(limits::deviceNameChars) : u"made by the operator"_s;
    const auto issued = store->database().transact([&]() -> Result<IssuedToken> {
        const auto account = store->services().accounts.find(call.arguments[0]);
        if (!account)
            return about(account.error(), call.arguments[0]);
        TRY_VALUE(opened,
            store->services().sessions.open(account->id, {QString::fromLatin1(ClientId::random().text()), name, u"script"_s}));
        // Before the commit: a token nobody could read must not be good for anything.
        const QByteArray line = opened.token.toUtf8() + '\n';
        if (call.has("token-file")) {
            TRY(writeSecretFile(call.value("token-file"), line));
        } else {
            call.out << line;
            TRY(flushed(call.out));
        }
        return opened;
    });
    if (!issued)
        return fail(call, issued.error());
    return Exit::Fine;
}

} // namespace confab::server
