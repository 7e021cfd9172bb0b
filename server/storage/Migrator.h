// Brings a database to this program's version, one numbered file at a time, each in a transaction of its own.
#pragma once

#include "server/storage/Database.h"

namespace confab::server {

struct Migration {
    int version = 0;
    const char* script = nullptr;
};

/// All migrations of this program in order; made from migrations/*.sql by the build.
const QList<Migration>& allMigrations();

/// The version stored in the file: 0 for an empty database. An Error when the database is not Confab's.
Result<int> storedVersion(Database& database);

/// Runs what is missing. Refuses a database of a newer program.
Result<Done> migrate(Database& database, const QList<Migration>& migrations = allMigrations());

} // namespace confab::server
