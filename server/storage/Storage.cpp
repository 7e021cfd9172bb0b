// Opening, migrating and checking in the one right order.
#include "server/storage/Storage.h"

#include "server/storage/Migrator.h"
#include "server/storage/Repositories.h"

#include <QUuid>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

/// Rooms whose head is not the newest seq of their log.
Result<QStringList> brokenLogs(Database& database)
{
    return database.all("SELECT r.id, r.head, coalesce((SELECT max(e.seq) FROM events e WHERE e.room = r.id), r.floor) AS newest "
                        "FROM rooms r WHERE r.head <> coalesce((SELECT max(e.seq) FROM events e WHERE e.room = r.id), r.floor)",
        [](const Row& row) { return u"room %1: its head is %2, its log ends at %3"_s.arg(row.integer(0)).arg(row.integer(1)).arg(row.integer(2)); });
}

Result<QStringList> holes(Database& database)
{
    return database.all("SELECT e.room, count(*), max(e.seq), max(r.floor) FROM events e JOIN rooms r ON r.id = e.room "
                        "WHERE e.seq > r.floor GROUP BY e.room HAVING count(*) <> max(e.seq) - max(r.floor)",
        [](const Row& row) {
            return u"room %1: %2 events where seq says %3"_s.arg(row.integer(0)).arg(row.integer(1)).arg(row.integer(2) - row.integer(3));
        });
}

Result<Done> ensureServerId(Database& database)
{
    MetaRepository meta(database);
    TRY_VALUE(id, meta.value(u"server_id"_s));
    if (id)
        return Done{};
    return database.transact([&] { return meta.setValue(u"server_id"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)); });
}

Result<Done> refuseWhenBroken(Database& database)
{
    TRY_VALUE(broken, brokenLogs(database));
    if (broken.isEmpty())
        return Done{};
    return Error{ErrorCode::Unavailable,
        u"the database “%1” is damaged (%2): restore a backup, or look closer with “confabd check”"_s.arg(database.options().file, broken.first())};
}

/// What an operator is told: damage has another remedy than waiting.
Error explained(Database& database, const Error& error)
{
    const int code = sqlite3_errcode(database.handle()) & 0xff;
    if (error.code != ErrorCode::Unavailable || (code != SQLITE_CORRUPT && code != SQLITE_NOTADB))
        return error;
    return Error{ErrorCode::Unavailable, u"the database file “%1” is damaged: restore a backup"_s.arg(database.options().file)};
}

Result<Done> prepare(Database& database)
{
    TRY(migrate(database));
    TRY(ensureServerId(database));
    return refuseWhenBroken(database);
}

Result<QStringList> examine(Database& database)
{
    TRY_VALUE(found, database.all("PRAGMA quick_check", [](const Row& row) { return row.text(0); }));
    QStringList problems;
    for (const QString& line : found) {
        if (line != "ok"_L1)
            problems.append(line);
    }
    if (!problems.isEmpty())
        return problems;
    TRY_VALUE(broken, brokenLogs(database));
    TRY_VALUE(gaps, holes(database));
    return QStringList(broken + gaps);
}

} // namespace

Result<std::unique_ptr<Database>> openStorage(const StorageOptions& options)
{
    TRY_VALUE(database, Database::open(options, Database::Access::ReadWrite));
    if (auto prepared = prepare(*database); !prepared)
        return explained(*database, prepared.error());
    return std::move(database);
}

Result<std::unique_ptr<Database>> openReader(const StorageOptions& options)
{
    return Database::open(options, Database::Access::ReadOnly);
}

Result<QStringList> examineStorage(Database& database)
{
    auto found = examine(database);
    if (!found)
        return explained(database, found.error());
    return found;
}

Result<QList<std::pair<QString, qint64>>> countStorage(Database& database)
{
    struct Table {
        const char* name;
        Sql sql;
    };
    static constexpr Table tables[] = {
        {"accounts", "SELECT count(*) FROM accounts"},
        {"rooms", "SELECT count(*) FROM rooms"},
        {"members", "SELECT count(*) FROM members"},
        {"events", "SELECT count(*) FROM events"},
        {"sessions", "SELECT count(*) FROM sessions"},
    };
    QList<std::pair<QString, qint64>> counts;
    for (const Table& table : tables) {
        const auto count = database.one(table.sql, [](const Row& row) { return row.integer(0); });
        if (!count)
            return explained(database, count.error());
        counts.append({QString::fromLatin1(table.name), count->value_or(0)});
    }
    return counts;
}

} // namespace confab::server
