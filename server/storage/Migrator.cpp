// The version stands in PRAGMA user_version, the owner in PRAGMA application_id: both in the file's header.
#include "server/storage/Migrator.h"

#include "shared/base/Log.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr qint64 applicationId = 0x436e6662; // "Cnfb"

Result<qint64> number(Database& database, Sql sql)
{
    TRY_VALUE(found, database.one(sql, [](const Row& row) { return row.integer(0); }));
    return found.value_or(0);
}

Error notOurs(const Database& database)
{
    return Error{ErrorCode::Unsupported, u"“%1” is a database of another program, not Confab's"_s.arg(database.options().file)};
}

Error migrationFailed(Database& database, int version)
{
    const QString why = QString::fromUtf8(sqlite3_errmsg(database.handle()));
    database.rollback();
    return Error{ErrorCode::Unavailable, u"cannot bring the database “%1” to version %2: %3"_s.arg(database.options().file).arg(version).arg(why)};
}

} // namespace

Result<int> storedVersion(Database& database)
{
    TRY_VALUE(owner, number(database, "PRAGMA application_id"));
    TRY_VALUE(version, number(database, "PRAGMA user_version"));
    TRY_VALUE(tables, number(database, "SELECT count(*) FROM sqlite_master"));
    if (owner != applicationId && (owner != 0 || tables > 0))
        return notOurs(database);
    return int(version);
}

Result<Done> migrate(Database& database, const QList<Migration>& migrations)
{
    TRY_VALUE(version, storedVersion(database));
    const int newest = migrations.isEmpty() ? 0 : migrations.last().version;
    if (version > newest) {
        return Error{ErrorCode::Unsupported,
            u"the database “%1” has version %2, made by a newer Confab; this program knows versions up to %3: install the newer program"_s
                .arg(database.options().file).arg(version).arg(newest)};
    }
    for (const Migration& one : migrations) {
        if (one.version <= version)
            continue;
        if (!database.begin() || !database.execute(QString::fromUtf8(one.script))
            || !database.execute(u"PRAGMA user_version=%1; PRAGMA application_id=%2"_s.arg(one.version).arg(applicationId)) || !database.commit())
            return migrationFailed(database, one.version);
        qCInfo(logServerStorage) << "database brought to version" << one.version;
    }
    return Done{};
}

} // namespace confab::server
