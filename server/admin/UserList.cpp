// confabd user list.
#include "server/admin/AdminDatabase.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

QString roleName(ServerRole role)
{
    for (const auto& one : enumKeys(role)) {
        if (one.value == role)
            return QString::fromLatin1(one.name.data(), qsizetype(one.name.size()));
    }
    return {};
}

} // namespace

Exit userList(Invocation& call)
{
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    const auto accounts = store->services().accounts.list();
    if (!accounts)
        return fail(call, accounts.error());
    for (const AccountRow& one : *accounts) {
        const QString seen = one.lastSeen.value() == 0
            ? u"never"_s : QDateTime::fromMSecsSinceEpoch(one.lastSeen.value(), Qt::UTC).toString(Qt::ISODate);
        call.out << printable(one.name) << '\t' << roleName(one.role) << '\t'
                 << (one.disabled                        ? "disabled"
                            : one.passwordHash.isEmpty() ? "no password"
                                                         : "password")
                 << '\t' << seen << '\t' << printable(one.display) << '\n';
    }
    return Exit::Fine;
}

} // namespace confab::server
