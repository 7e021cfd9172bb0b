// One connection to the database: prepared statements, transactions, and the verdict on storage errors.
#pragma once

#include "server/storage/Statement.h"
#include "shared/base/Result.h"

#include <QList>
#include <QSqlDatabase>

#include <array>
#include <functional>
#include <memory>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace confab::server {

/// Where the data lives. The folder is made when it is missing (0700), the file too (0600).
struct StorageOptions {
    QString file;                   ///< path of the database file
    int busyTimeoutMs = 5000;       ///< how long one statement waits for another process
    qint64 maxPages = 0;            ///< the file's largest size in pages of 4096 bytes; 0: no limit
};

/// The write-ahead log's file keeps its room for the next pages, up to this; what is above is given back.
constexpr qint64 keptLogBytes = qint64(64) * 1024 * 1024;

/// A literal of SQL. Its address is the key under which the prepared statement is kept.
struct Sql {
    consteval Sql(const char* literal) : text(literal) { }
    const char* text;
};

/// Belongs to the thread that opened it. The first change begins a transaction (BEGIN IMMEDIATE); whoever owns the connection ends it.
/// Every failure of the storage itself is logged once, returned as Unavailable, and remembered in failed(): after it nothing of the
/// transaction may be told to anybody.
class Database {
public:
    enum class Access : quint8 { ReadWrite, ReadOnly };

    /// Opens the file and sets its pragmas; says clearly why it cannot. Does not look at what is inside (see Migrator).
    static Result<std::unique_ptr<Database>> open(const StorageOptions& options, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs a change; gives the number of rows it touched.
    template <typename... Args>
    Result<qint64> run(Sql sql, const Args&... args);
    /// The first row of a query (or of a change with RETURNING, after begin()), or nothing.
    template <typename Map, typename... Args>
    auto one(Sql sql, Map map, const Args&... args) -> Result<std::optional<std::invoke_result_t<Map, const Row&>>>;
    /// All rows of a query.
    template <typename Map, typename... Args>
    auto all(Sql sql, Map map, const Args&... args) -> Result<QList<std::invoke_result_t<Map, const Row&>>>;
    /// SQL that is not a literal: pragmas and migrations, several statements separated by `;`.
    Result<Done> execute(const QString& script);

    Result<Done> begin();          ///< BEGIN IMMEDIATE, unless a transaction is open
    Result<Done> beginRead();      ///< a snapshot for several reads; end it with rollback()
    Result<Done> commit();         ///< nothing to do without a transaction
    void rollback();               ///< forgets the failure too
    bool inTransaction() const;
    /// Puts a write off to the end of this transaction: commit() runs it before the COMMIT and fails with it, rollback() forgets it.
    /// Once per key, so that a row which changes a hundred times is written once; `write` owns what it writes.
    void beforeCommit(const void* key, std::function<Result<Done>()> write);
    /// Runs what was put off, now: for queries that read such rows in the same transaction.
    Result<Done> writeDeferred();
    /// Counts the transactions; what belongs to one transaction remembers this number.
    quint64 transactionNumber() const { return m_transaction; }
    /// Rows changed so far by this connection: tells whether something was written between two looks.
    qint64 changeCount() const;

    /// Runs `work` and commits it, or rolls back what it did: for programs without a core.
    template <typename Work>
    auto transact(Work&& work) -> std::invoke_result_t<Work>;

    /// True after a storage error, until rollback().
    bool failed() const { return m_failed; }
    /// Pages in the write-ahead log after the last commit of this connection.
    int logPages() const { return m_logPages; }
    /// While set, begin() fails with Unavailable at once.
    void refuseWrites(bool refuse) { m_refuseWrites = refuse; }
    /// From now on the end of this connection leaves the log as it is, even when it is the last one: SQLite would copy it into the
    /// database file and remove it.
    void keepLog();
    /// A new connection in place of this one, made before the old one is closed. The old one stays when it fails.
    Result<Done> reopen();
    void close();

    const StorageOptions& options() const { return m_options; }
    sqlite3* handle() const { return m_handle; }
    Error failure(const char* what);

private:
    /// A statement while it is used: bound, run, and given back at the end of the scope. Nested uses of one literal get one each.
    class Run {
    public:
        Run(Database& database, Sql sql, std::span<const Column> values);
        ~Run();
        Run(const Run&) = delete;
        Run& operator=(const Run&) = delete;
        /// False at the end, and after a failure: then error is set.
        bool next();
        Row row() const { return m_statement->row(); }

        std::optional<Error> error;

    private:
        Database& m_database;
        Sql m_sql;
        Statement* m_statement;
    };
    /// Values live in the caller's frame until its Run has ended.
    template <typename... Args>
    static std::array<Column, sizeof...(Args)> columns(const Args&... args) { return {toColumn(args)...}; }

    Database(StorageOptions options, Access access);
    Result<Done> connect();
    Result<Done> setPragmas(sqlite3* handle);
    Statement* prepared(Sql sql);
    qint64 rowsTouched() const;

    StorageOptions m_options;
    Access m_access;
    QString m_connectionName;
    QSqlDatabase m_connection;
    sqlite3* m_handle = nullptr;
    std::unordered_map<const char*, std::vector<std::unique_ptr<Statement>>> m_statements;
    struct Deferred {
        const void* key;
        std::function<Result<Done>()> write;
    };
    std::vector<Deferred> m_deferred;
    quint64 m_transaction = 0;
    int m_logPages = 0;
    bool m_failed = false;
    bool m_refuseWrites = false;
};

template <typename... Args>
Result<qint64> Database::run(Sql sql, const Args&... args)
{
    TRY(begin());
    const auto values = columns(args...);
    Run run(*this, sql, values);
    while (run.next()) { }
    if (run.error)
        return *run.error;
    return rowsTouched();
}

template <typename Map, typename... Args>
auto Database::one(Sql sql, Map map, const Args&... args) -> Result<std::optional<std::invoke_result_t<Map, const Row&>>>
{
    using Value = std::invoke_result_t<Map, const Row&>;
    const auto values = columns(args...);
    Run run(*this, sql, values);
    if (run.next())
        return std::optional<Value>(map(run.row()));
    if (run.error)
        return *run.error;
    return std::optional<Value>();
}

template <typename Map, typename... Args>
auto Database::all(Sql sql, Map map, const Args&... args) -> Result<QList<std::invoke_result_t<Map, const Row&>>>
{
    QList<std::invoke_result_t<Map, const Row&>> rows;
    const auto values = columns(args...);
    Run run(*this, sql, values);
    while (run.next())
        rows.append(map(run.row()));
    if (run.error)
        return *run.error;
    return rows;
}

template <typename Work>
auto Database::transact(Work&& work) -> std::invoke_result_t<Work>
{
    TRY(begin());
    auto result = work();
    if (!result || m_failed) {
        const Error error = result ? failure("transaction") : result.error();
        rollback();
        return error;
    }
    if (auto committed = commit(); !committed) {
        rollback();
        return committed.error();
    }
    return result;
}

} // namespace confab::server
