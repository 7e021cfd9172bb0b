// Opening the database for one command.
#include "server/admin/AdminDatabase.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace confab::server {

std::unique_ptr<AdminDatabase> AdminDatabase::open(Invocation& call)
{
    // A command tells its result; only what an operator should look at is told besides.
    QLoggingCategory::setFilterRules(QStringLiteral("confab.*.info=false"));
    auto database = openStorage(storageOptions(call.config));
    if (!database) {
        call.err << "confabd: " << printable(database.error().message) << '\n';
        return nullptr;
    }
    return std::unique_ptr<AdminDatabase>(new AdminDatabase(std::move(*database)));
}

Exit fail(Invocation& call, const Error& error)
{
    call.err << "confabd: " << printable(error.message) << '\n';
    const bool isStorage = error.code == ErrorCode::Unavailable || error.code == ErrorCode::Internal || error.code == ErrorCode::ReadOnly;
    return isStorage ? Exit::Storage : Exit::Usage;
}

Error about(const Error& error, const QString& name)
{
    Error named = error;
    named.message = u"“%1”: %2"_s.arg(name, error.message);
    return named;
}

} // namespace confab::server
