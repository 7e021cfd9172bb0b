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
        TRY_VALUE(account, store->services().accounts.find(call.arguments[0]));
        return store->services().sessions.open(account.id, {QString::fromLatin1(ClientId::random().text()), name, u"script"_s});
    });
    if (!issued)
        return fail(call, issued.error());
    const QByteArray line = issued.value().token.toUtf8() + '\n';
    if (!call.has("token-file")) {
        call.out << line;
        return Exit::Fine;
    }
    if (const auto written = writeSecretFile(call.value("token-file"), line); !written)
        return fail(call, written.error());
    return Exit::Fine;
}

} // namespace confab::server
