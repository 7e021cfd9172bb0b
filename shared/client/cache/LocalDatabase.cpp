// Opening, checking and setting aside of the client's SQLite files.
#include "shared/client/cache/LocalDatabase.h"

#include "shared/base/Log.h"
#include "shared/client/trust/PrivateFiles.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace confab::client {

namespace {

/// Files up to this size are checked as a whole at start; larger ones when a page turns out damaged.
constexpr qint64 checkedBytes = 32 * 1024 * 1024;

} // namespace

Result<LocalDatabase::Opened> LocalDatabase::open(const QString& file, const LocalSchema& schema)
{
    Opened opened;
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto db = std::unique_ptr<LocalDatabase>(new LocalDatabase(file, u"confab-"_s + QUuid::createUuid().toString(QUuid::Id128)));
        const auto prepared = db->prepareFile(schema);
        if (prepared) {
            opened.db = std::move(db);
            return opened;
        }
        if (file.isEmpty() || attempt > 0 || !(db->m_damaged || db->m_newer))
            return prepared.error();
        opened.setAside = db->setAside(db->m_newer ? u"newer"_s : u"damaged"_s);
    }
    return Error{ErrorCode::Unavailable, u"cannot make a new file beside %1"_s.arg(file)};
}

LocalDatabase::~LocalDatabase() { close(); }

void LocalDatabase::close()
{
    if (m_connection.isEmpty())
        return;
    m_prepared.clear();
    {
        QSqlDatabase db = QSqlDatabase::database(m_connection, false);
        db.close();
    }
    QSqlDatabase::removeDatabase(m_connection);
    m_connection.clear();
}

Result<Done> LocalDatabase::prepareFile(const LocalSchema& schema)
{
    if (!m_file.isEmpty()) {
        TRY(makePrivateFolder(QFileInfo(m_file).path()));
        // SQLite gives its companion files (-wal, -shm) the mode of the file itself.
        TRY(makePrivateFile(m_file));
    }
    QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    db.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=2000"_s);
    db.setDatabaseName(m_file.isEmpty() ? u":memory:"_s : m_file);
    if (!db.open())
        return Error{ErrorCode::Unavailable, u"cannot open %1: %2"_s.arg(m_file, db.lastError().databaseText())};

    TRY(plain(u"PRAGMA trusted_schema=OFF"_s));
    TRY_VALUE(version, number(u"PRAGMA user_version"_s));
    if (version > schema.version) {
        m_newer = true;
        return Error{ErrorCode::Unsupported, u"%1 was written by a newer program"_s.arg(m_file)};
    }
    TRY(plain(u"PRAGMA journal_mode=WAL"_s));
    // FULL costs one fsync per commit and is what "saved" means for an outbox; a cache can be fetched again.
    TRY(plain(schema.durability == Durability::EveryCommit ? u"PRAGMA synchronous=FULL"_s : u"PRAGMA synchronous=NORMAL"_s));
    // What was deleted shall not stay readable in free pages.
    TRY(plain(u"PRAGMA secure_delete=ON"_s));
    if (version == schema.version) {
        if (!m_file.isEmpty() && QFileInfo(m_file).size() <= checkedBytes) {
            TRY_VALUE(check, run(u"PRAGMA quick_check(1)"_s));
            if (!check.next() || check.text(0) != "ok"_L1) {
                m_damaged = true;
                return Error{ErrorCode::Internal, u"%1 is damaged"_s.arg(m_file)};
            }
        }
        return Done{};
    }
    if (version != 0) {
        // Formats older than this program's: none were released yet, so such a file is nobody's data.
        m_damaged = true;
        return Error{ErrorCode::Unsupported, u"%1 has an unknown format"_s.arg(m_file)};
    }
    TRY(begin());
    for (const QString& statement : schema.statements)
        TRY(plain(statement));
    TRY(plain(u"PRAGMA user_version=%1"_s.arg(schema.version)));
    return commit();
}

Result<Rows> LocalDatabase::runBound(const QString& sql, const QVariantList& values)
{
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end()) {
        auto made = std::make_unique<QSqlQuery>(QSqlDatabase::database(m_connection, false));
        made->setForwardOnly(true);
        if (!made->prepare(sql))
            return failure(*made, sql);
        found = m_prepared.emplace(sql, std::move(made)).first;
    }
    QSqlQuery& query = *found->second;
    for (int i = 0; i < values.size(); ++i) {
        // A null string is an empty one here; only an invalid QVariant means NULL.
        const QVariant& value = values.at(i);
        if (value.typeId() == QMetaType::QString && value.toString().isNull())
            query.bindValue(i, u""_s);
        else if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
            query.bindValue(i, QByteArray(""));
        else
            query.bindValue(i, value);
    }
    if (!query.exec())
        return failure(query, sql);
    return Rows(query);
}

Result<Done> LocalDatabase::plain(const QString& sql)
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    if (!query.exec(sql))
        return failure(query, sql);
    return Done{};
}

Result<qint64> LocalDatabase::number(const QString& sql)
{
    TRY_VALUE(rows, run(sql));
    return rows.next() ? rows.integer(0) : qint64(0);
}

void LocalDatabase::rollback()
{
    // SQLite may have rolled back by itself (a full disk does that); a second time is no error worth a word.
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.exec(u"ROLLBACK"_s);
}

Error LocalDatabase::failure(const QSqlQuery& query, const QString& sql)
{
    const QString native = query.lastError().nativeErrorCode();
    // Extended codes carry the primary one in their low byte: 11 is CORRUPT, 26 NOTADB.
    const int primary = native.toInt() & 0xff;
    m_damaged = m_damaged || primary == 11 || primary == 26;
    qCWarning(logClientStore).noquote() << m_file << native << forLog(query.lastError().databaseText()) << "in" << sql;
    return Error{m_damaged ? ErrorCode::Internal : ErrorCode::Unavailable, u"%1: %2"_s.arg(m_file, query.lastError().databaseText())};
}

QString LocalDatabase::setAside(const QString& why)
{
    close();
    const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    const QString aside = u"%1.%2-%3"_s.arg(m_file, why, stamp);
    for (const QString& companion : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::rename(m_file + companion, aside + companion);
    return aside;
}

} // namespace confab::client
