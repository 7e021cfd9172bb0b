// What every subcommand that touches the database shares: opening it, and turning an Error into a line and an exit code.
#pragma once

#include "server/admin/Command.h"
#include "server/services/Services.h"
#include "server/storage/Storage.h"

namespace confab::server {

/// The database of a command and the services over it. Works beside a running server: SQLite lets one writer wait for the other.
class AdminDatabase {
public:
    /// Says what is wrong on call.err and gives nothing when it cannot be opened.
    static std::unique_ptr<AdminDatabase> open(Invocation& call);

    Database& database() { return *m_database; }
    Services& services() { return m_services; }

private:
    explicit AdminDatabase(std::unique_ptr<Database> database) : m_database(std::move(database)), m_services(*m_database, m_clock) { }

    SystemClock m_clock;
    std::unique_ptr<Database> m_database;
    Services m_services;
};

/// Prints the error as a sentence; Storage for what the storage did, Usage for what was asked.
Exit fail(Invocation& call, const Error& error);
/// The error with the name it is about before it.
Error about(const Error& error, const QString& name);

} // namespace confab::server
