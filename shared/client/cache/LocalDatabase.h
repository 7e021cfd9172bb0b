// A small private SQLite file of this program: opened safely, set aside when it cannot be used, never a crash.
#pragma once

#include "shared/base/Result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStringList>

#include <map>
#include <memory>
#include <optional>

namespace confab::client {

/// One running statement; finished when it goes, so that no read pins the log of the file.
class Rows {
public:
    explicit Rows(QSqlQuery& query)
        : m_query(&query)
    {
    }
    ~Rows()
    {
        if (m_query)
            m_query->finish();
    }
    Rows(Rows&& other) noexcept
        : m_query(std::exchange(other.m_query, nullptr))
    {
    }
    Rows& operator=(Rows&&) = delete;

    bool next() { return m_query->next(); }
    qint64 integer(int column) const { return m_query->value(column).toLongLong(); }
    QByteArray bytes(int column) const { return m_query->value(column).toByteArray(); }
    QString text(int column) const { return m_query->value(column).toString(); }
    bool isNull(int column) const { return m_query->value(column).isNull(); }
    int changed() const { return m_query->numRowsAffected(); }
    qint64 insertedId() const { return m_query->lastInsertId().toLongLong(); }

private:
    QSqlQuery* m_query;
};

enum class Durability : quint8 {
    Relaxed,     ///< a crash of the program loses nothing, one of the machine maybe the last moments
    EveryCommit, ///< on disk before commit() returns
};

struct LocalSchema {
    QStringList statements; ///< run once in a new file
    int version = 1;        ///< of the file's format; a file with a higher one is set aside
    Durability durability = Durability::Relaxed;
};

/// Main thread. Files are 0600 in a 0700 folder.
class LocalDatabase {
public:
    struct Opened {
        std::unique_ptr<LocalDatabase> db;
        std::optional<QString> setAside; ///< where the unusable old file went
    };

    /// An empty name: in memory.
    static Result<Opened> open(const QString& file, const LocalSchema& schema);
    ~LocalDatabase();

    /// Prepared once per text; `sql` is a constant of ours, values are bound.
    template <typename... Values>
    Result<Rows> run(const QString& sql, const Values&... values)
    {
        return runBound(sql, {QVariant(values)...});
    }
    Result<Done> begin() { return plain(QStringLiteral("BEGIN IMMEDIATE")); }
    Result<Done> commit() { return plain(QStringLiteral("COMMIT")); }
    void rollback();
    Result<qint64> number(const QString& sql);
    /// The last failure was damage of the file, not a full disk or the like.
    bool isDamaged() const { return m_damaged; }
    /// Closes the file and renames it with its companions; answers the new name.
    QString setAside(const QString& why);

private:
    LocalDatabase(QString file, QString connection)
        : m_file(std::move(file))
        , m_connection(std::move(connection))
    {
    }
    Result<Done> prepareFile(const LocalSchema& schema);
    Result<Done> plain(const QString& sql);
    Result<Rows> runBound(const QString& sql, const QVariantList& values);
    Error failure(const QSqlQuery& query, const QString& sql);
    void close();

    QString m_file;
    QString m_connection;
    std::map<QString, std::unique_ptr<QSqlQuery>> m_prepared; // Rows point to the queries, so they must not move
    bool m_damaged = false;
    bool m_newer = false;
};

} // namespace confab::client
