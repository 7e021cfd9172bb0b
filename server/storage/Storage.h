// The way to a database that is ours, of this version and sound: open, migrate, check.
#pragma once

#include "server/storage/Database.h"

namespace confab::server {

/// Opens for writing: makes the file when it is missing, brings it to this program's version, checks each room's head against its log.
/// A newer version, a foreign file, a read-only disk: an Error with one clear sentence.
Result<std::unique_ptr<Database>> openStorage(const StorageOptions& options);

/// A second connection that only reads; openStorage has succeeded before.
Result<std::unique_ptr<Database>> openReader(const StorageOptions& options);

/// What is wrong with the file and the logs in it; empty when all is well. Reads everything: may take a while.
Result<QStringList> examineStorage(Database& database);

/// How many rows each table of interest has, by its name.
Result<QList<std::pair<QString, qint64>>> countStorage(Database& database);

} // namespace confab::server
