// One connection to the database: prepared statements, transactions, and the verdict on storage errors.
#pragma once

#include "shared/base/Ids.h"
#include "shared/base/Result.h"

#include <QList>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <functional>
#include <memory>
#include <type_traits>
#include <unordered_map>
#include <vector>

struct sqlite3;

namespace confab::server {

/// Where the data lives. The folder is made when it is missing (0700), the file too (0600).
struct StorageOptions {
    QString file;                   ///< path of the database file
    int busyTimeoutMs = 5000;       ///< how long one statement waits for another process
    qint64 maxPages = 0;            ///< the file's largest size in pages of 4096 bytes; 0: no limit
};

/// A literal of SQL. Its address is the key under which the prepared statement is kept.
struct Sql {
    consteval Sql(const char* literal) : text(literal) { }
    const char* text;
};

// ---- values as they are bound: 64-bit integers, text, bytes or NULL; never an unsigned or a null string by accident ----

inline QVariant toColumn(bool value) { return QVariant(qint64(value)); }
inline QVariant toColumn(int value) { return QVariant(qint64(value)); }
inline QVariant toColumn(qint64 value) { return QVariant(value); }
inline QVariant toColumn(TimeMs value) { return QVariant(value.value()); }
inline QVariant toColumn(const QString& value) { return QVariant(value.isNull() ? QString(QLatin1StringView("")) : value); }
inline QVariant toColumn(const QByteArray& value) { return QVariant(value.isNull() ? QByteArray("") : value); }
inline QVariant toColumn(const ClientId& value) { return QVariant(value.bytes()); }
template <typename Tag>
QVariant toColumn(Id<Tag> value) { return QVariant(value.value()); }
template <typename E>
    requires std::is_enum_v<E>
QVariant toColumn(E value) { return QVariant(qint64(value)); }
template <typename T>
QVariant toColumn(const std::optional<T>& value) { return value ? toColumn(*value) : QVariant(); }

/// The current row of a query; valid inside the mapping function only.
class Row {
public:
    explicit Row(const QSqlQuery& query) : m_query(query) { }
    qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    bool boolean(int column) const { return integer(column) != 0; }
    QString text(int column) const { return m_query.value(column).toString(); }
    QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    bool isNull(int column) const { return m_query.isNull(column); }
    TimeMs time(int column) const { return TimeMs(integer(column)); }
    template <typename I>
    I id(int column) const { return I(integer(column)); }
    template <typename E>
    E enumerator(int column) const { return E(integer(column)); }

private:
    const QSqlQuery& m_query;
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
    /// Counts the transactions; what belongs to one transaction remembers this number.
    quint64 transactionNumber() const { return m_transaction; }
    /// Rows changed so far by this connection: tells whether something was written between two looks.
    qint64 changeCount() const;

    /// Runs `work` and commits it, or rolls back what it did: for programs without a core.
    template <typename Work>
    auto transact(Work&& work) -> std::invoke_result_t<Work>;

    /// True after a storage error, until rollback().
    bool failed() const { return m_failed; }
    /// While set, begin() fails with Unavailable at once.
    void refuseWrites(bool refuse) { m_refuseWrites = refuse; }
    /// A new connection in place of this one, made before the old one is closed. The old one stays when it fails.
    Result<Done> reopen();
    void close();

    const StorageOptions& options() const { return m_options; }
    sqlite3* handle() const { return m_handle; }
    Error failure(const char* what);

private:
    struct Prepared {
        std::unique_ptr<QSqlQuery> query;
        bool borrowed = false;
    };
    /// A prepared statement in use; finished and given back at the end of the scope.
    class Borrowed {
    public:
        explicit Borrowed(Prepared* prepared) : m_prepared(prepared) { m_prepared->borrowed = true; }
        ~Borrowed();
        Borrowed(const Borrowed&) = delete;
        Borrowed& operator=(const Borrowed&) = delete;
        QSqlQuery& query() { return *m_prepared->query; }

    private:
        Prepared* m_prepared;
    };

    Database(StorageOptions options, Access access);
    Result<Done> connect();
    Result<Done> setPragmas(sqlite3* handle);
    Prepared* prepared(Sql sql);
    Result<Done> exec(Borrowed& statement, const char* sql);
    static void bind(QSqlQuery&, int) { }
    template <typename First, typename... Rest>
    static void bind(QSqlQuery& query, int index, const First& first, const Rest&... rest)
    {
        query.bindValue(index, toColumn(first));
        bind(query, index + 1, rest...);
    }

    StorageOptions m_options;
    Access m_access;
    QString m_connectionName;
    QSqlDatabase m_connection;
    sqlite3* m_handle = nullptr;
    std::unordered_map<const char*, std::vector<std::unique_ptr<Prepared>>> m_statements;
    quint64 m_transaction = 0;
    bool m_failed = false;
    bool m_refuseWrites = false;
};

template <typename... Args>
Result<qint64> Database::run(Sql sql, const Args&... args)
{
    TRY(begin());
    Prepared* found = prepared(sql);
    if (!found)
        return failure(sql.text);
    Borrowed statement(found);
    bind(statement.query(), 0, args...);
    TRY(exec(statement, sql.text));
    return qint64(statement.query().numRowsAffected());
}

template <typename Map, typename... Args>
auto Database::one(Sql sql, Map map, const Args&... args) -> Result<std::optional<std::invoke_result_t<Map, const Row&>>>
{
    using Value = std::invoke_result_t<Map, const Row&>;
    Prepared* found = prepared(sql);
    if (!found)
        return failure(sql.text);
    Borrowed statement(found);
    bind(statement.query(), 0, args...);
    TRY(exec(statement, sql.text));
    if (statement.query().next())
        return std::optional<Value>(map(Row(statement.query())));
    if (statement.query().lastError().isValid())
        return failure(sql.text);
    return std::optional<Value>();
}

template <typename Map, typename... Args>
auto Database::all(Sql sql, Map map, const Args&... args) -> Result<QList<std::invoke_result_t<Map, const Row&>>>
{
    QList<std::invoke_result_t<Map, const Row&>> rows;
    Prepared* found = prepared(sql);
    if (!found)
        return failure(sql.text);
    Borrowed statement(found);
    bind(statement.query(), 0, args...);
    TRY(exec(statement, sql.text));
    while (statement.query().next())
        rows.append(map(Row(statement.query())));
    if (statement.query().lastError().isValid())
        return failure(sql.text);
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
