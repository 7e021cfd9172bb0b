// Opening, pragmas, the statement cache and the classification of storage errors.
#include "server/storage/Database.h"

#include "server/storage/JoinedWrites.h"
#include "shared/base/Log.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>
#include <QUrl>
#include <QVariant>

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <utility>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr qint64 unavailableRetryMs = 1000;

QString newConnectionName()
{
    static std::atomic<quint64> count{0};
    return u"confab-%1"_s.arg(++count);
}

int noteLogPages(void* pages, sqlite3*, const char*, int now)
{
    *static_cast<int*>(pages) = now;
    return SQLITE_OK;
}

Error cannotOpen(const QString& file, const QString& why)
{
    return Error{ErrorCode::Unavailable, u"cannot open the database “%1”: %2"_s.arg(file, why)};
}

/// The file as a URI (sqlite.org/uri.html) that says through which layer it is opened.
QString joinedName(const QString& file)
{
    const QByteArray path = QUrl::toPercentEncoding(QFileInfo(file).absoluteFilePath(), "/");
    return QString::fromLatin1("file://" + path + "?vfs=" + joinedWrites());
}

/// The folder with 0700 and an empty file with 0600, so that no moment exists in which others may read it.
Result<Done> makeFile(const QString& file)
{
    const QFileInfo about(file);
    const QByteArray folder = QFile::encodeName(about.absolutePath());
    if (!QFileInfo::exists(about.absolutePath())) {
        if (!QDir().mkpath(about.absolutePath()))
            return cannotOpen(file, u"its folder cannot be made"_s);
        ::chmod(folder.constData(), 0700);
    }
    if (about.exists())
        return Done{};
    QFile fresh(file);
    if (!fresh.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return cannotOpen(file, fresh.errorString());
    if (!fresh.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return cannotOpen(file, fresh.errorString());
    return Done{};
}

} // namespace

Database::Run::Run(Database& database, Sql sql, std::span<const Column> values)
    : m_database(database), m_sql(sql), m_statement(database.prepared(sql))
{
    if (!m_statement) {
        error = m_database.failure(sql.text);
        return;
    }
    m_statement->take();
    if (!m_statement->bind(values))
        error = m_database.failure(sql.text);
}

Database::Run::~Run()
{
    if (m_statement)
        m_statement->release();
}

bool Database::Run::next()
{
    if (error)
        return false;
    const Statement::Step step = m_statement->step();
    // Asked before the statement is given back: its end would overwrite the connection's last error.
    if (step == Statement::Step::Failed)
        error = m_database.failure(m_sql.text);
    return step == Statement::Step::Row;
}

Database::Database(StorageOptions options, Access access) : m_options(std::move(options)), m_access(access) { }

Database::~Database()
{
    close();
}

Result<std::unique_ptr<Database>> Database::open(const StorageOptions& options, Access access)
{
    if (access == Access::ReadWrite) {
        TRY(makeFile(options.file));
        if (!QFileInfo(options.file).isWritable())
            return cannotOpen(options.file, u"the file is read-only"_s);
        if (!QFileInfo(QFileInfo(options.file).absolutePath()).isWritable())
            return cannotOpen(options.file, u"its folder is read-only"_s);
    } else if (!QFileInfo::exists(options.file)) {
        return cannotOpen(options.file, u"there is no such file"_s);
    }
    auto database = std::unique_ptr<Database>(new Database(options, access));
    TRY(database->connect());
    return database;
}

Result<Done> Database::connect()
{
    const QString name = newConnectionName();
    QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
    QString flags = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(m_options.busyTimeoutMs);
    if (m_access == Access::ReadOnly) {
        connection.setDatabaseName(m_options.file);
        flags += u";QSQLITE_OPEN_READONLY"_s;
    } else {
        connection.setDatabaseName(joinedName(m_options.file));
        flags += u";QSQLITE_OPEN_URI"_s;
    }
    connection.setConnectOptions(flags);
    if (!connection.open()) {
        const QString why = connection.lastError().databaseText();
        connection = {};
        QSqlDatabase::removeDatabase(name);
        return cannotOpen(m_options.file, why);
    }
    const QVariant raw = connection.driver()->handle();
    sqlite3* const handle = *static_cast<sqlite3* const*>(raw.constData());
    sqlite3_extended_result_codes(handle, 1);
    if (auto set = setPragmas(handle); !set) {
        connection.close();
        connection = {};
        QSqlDatabase::removeDatabase(name);
        return set.error();
    }
    // The new connection has read the file, so closing the old one cannot end the life of the shared index of the log (and
    // with it bring back the frames of a commit that failed).
    close();
    m_connection = connection;
    m_connectionName = name;
    m_handle = handle;
    return Done{};
}

Result<Done> Database::setPragmas(sqlite3* handle)
{
    QByteArray script = "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY;";
    if (m_access == Access::ReadOnly) {
        // A reader's cache is void after each commit; the kernel's serves as well.
        script += "PRAGMA query_only=ON; PRAGMA cache_size=-4096;";
    } else {
        // Checkpoints belong to the Checkpointer; freed bytes are zeroed so that deleted text leaves the file.
        script += "PRAGMA cache_size=-16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON;";
        // A file that keeps its size needs no change of its metadata with each flush.
        script += "PRAGMA journal_size_limit=" + QByteArray::number(keptLogBytes) + ";";
        if (m_options.maxPages > 0)
            script += "PRAGMA max_page_count=" + QByteArray::number(m_options.maxPages) + ";";
    }
    script += "SELECT count(*) FROM sqlite_master";
    if (sqlite3_exec(handle, script.constData(), nullptr, nullptr, nullptr) == SQLITE_OK) {
        if (m_access == Access::ReadWrite)
            sqlite3_wal_hook(handle, noteLogPages, &m_logPages);
        return Done{};
    }
    switch (sqlite3_errcode(handle) & 0xff) {
    case SQLITE_NOTADB:
        return cannotOpen(m_options.file, u"the file is damaged or not a database: restore a backup"_s);
    case SQLITE_CORRUPT:
        return cannotOpen(m_options.file, u"the file is damaged: restore a backup"_s);
    default:
        return cannotOpen(m_options.file, QString::fromUtf8(sqlite3_errmsg(handle)));
    }
}

void Database::keepLog()
{
    if (m_handle)
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

Result<Done> Database::reopen()
{
    rollback();
    return connect();
}

void Database::close()
{
    m_deferred.clear();
    m_statements.clear();
    if (!m_handle)
        return;
    m_handle = nullptr;
    m_connection.close();
    m_connection = {};
    QSqlDatabase::removeDatabase(m_connectionName);
}

Statement* Database::prepared(Sql sql)
{
    if (!m_handle)
        return nullptr;
    auto& kept = m_statements[sql.text];
    for (const auto& one : kept) {
        if (!one->isTaken())
            return one.get();
    }
    auto fresh = Statement::prepare(m_handle, sql.text);
    if (!fresh)
        return nullptr;
    kept.push_back(std::move(fresh));
    return kept.back().get();
}

Error Database::failure(const char* what)
{
    const int code = m_handle ? sqlite3_extended_errcode(m_handle) : SQLITE_MISUSE;
    if (!m_failed && (code & 0xff) == SQLITE_CORRUPT) {
        // Which statement met the damage tells nothing.
        qCWarning(logServerStorage).noquote() << "storage error" << code << sqlite3_errmsg(m_handle);
    } else if (!m_failed) {
        qCWarning(logServerStorage).noquote() << "storage error" << code << (m_handle ? sqlite3_errmsg(m_handle) : "closed") << "in"
                                              << QString::fromUtf8(what).left(120);
    }
    m_failed = true;
    return Error{ErrorCode::Unavailable, u"the server cannot store or read data at the moment"_s, {}, {}, unavailableRetryMs};
}

Result<Done> Database::execute(const QString& script)
{
    char* message = nullptr;
    const int code = sqlite3_exec(m_handle, script.toUtf8().constData(), nullptr, nullptr, &message);
    sqlite3_free(message);
    if (code != SQLITE_OK)
        return failure("script");
    return Done{};
}

Result<Done> Database::begin()
{
    if (m_failed)
        return Error{ErrorCode::Unavailable, u"the transaction has failed"_s, {}, {}, unavailableRetryMs};
    if (m_refuseWrites)
        return Error{ErrorCode::Unavailable, u"the server cannot store anything at the moment"_s, {}, {}, unavailableRetryMs};
    if (inTransaction())
        return Done{};
    if (sqlite3_exec(m_handle, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure("BEGIN IMMEDIATE");
    ++m_transaction;
    return Done{};
}

Result<Done> Database::beginRead()
{
    if (sqlite3_exec(m_handle, "BEGIN", nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure("BEGIN");
    ++m_transaction;
    return Done{};
}

Result<Done> Database::commit()
{
    if (m_failed)
        return Error{ErrorCode::Unavailable, u"the transaction has failed"_s, {}, {}, unavailableRetryMs};
    if (!inTransaction())
        return Done{};
    TRY(writeDeferred());
    if (sqlite3_exec(m_handle, "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure("COMMIT");
    return Done{};
}

void Database::beforeCommit(const void* key, std::function<Result<Done>()> write)
{
    Q_ASSERT(inTransaction());
    const bool isKnown = std::any_of(m_deferred.begin(), m_deferred.end(), [key](const Deferred& one) { return one.key == key; });
    if (!isKnown)
        m_deferred.push_back({key, std::move(write)});
}

Result<Done> Database::writeDeferred()
{
    for (const Deferred& one : std::exchange(m_deferred, {}))
        TRY(one.write());
    return Done{};
}

void Database::rollback()
{
    m_deferred.clear();
    // After some errors SQLite has already rolled back by itself; then there is nothing left to end.
    if (inTransaction() && sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr) != SQLITE_OK)
        qCWarning(logServerStorage) << "ROLLBACK failed:" << sqlite3_errmsg(m_handle);
    ++m_transaction;
    m_failed = false;
}

qint64 Database::changeCount() const
{
    return m_handle ? sqlite3_total_changes64(m_handle) : 0;
}

qint64 Database::rowsTouched() const
{
    return sqlite3_changes64(m_handle);
}

bool Database::inTransaction() const
{
    return m_handle && sqlite3_get_autocommit(m_handle) == 0;
}

} // namespace confab::server
