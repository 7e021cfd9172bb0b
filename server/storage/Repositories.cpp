// The statements of the small tables.
#include "server/storage/Repositories.h"

namespace confab::server {

Result<std::optional<QString>> MetaRepository::value(const QString& key)
{
    return m_db.one("SELECT value FROM meta WHERE key = ?", [](const Row& row) { return row.text(0); }, key);
}

Result<Done> MetaRepository::setValue(const QString& key, const QString& value)
{
    TRY(m_db.run("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value));
    return Done{};
}

Result<std::optional<DoneRow>> DoneRepository::find(UserId author, const ClientId& c)
{
    return m_db.one("SELECT hash, result FROM done WHERE author = ? AND cid = ?",
        [](const Row& row) { return DoneRow{row.bytes(0), row.bytes(1)}; }, author, c);
}

Result<Done> DoneRepository::insert(UserId author, const ClientId& c, const DoneRow& row)
{
    TRY(m_db.run("INSERT INTO done (author, cid, hash, result) VALUES (?, ?, ?, ?)", author, c, row.hash, row.result));
    return Done{};
}

Result<Done> AuditRepository::insert(TimeMs ts, UserId actor, const QString& what, const QString& subject)
{
    TRY(m_db.run("INSERT INTO audit (ts, actor, what, subject) VALUES (?, ?, ?, ?)", ts, actor, what, subject));
    return Done{};
}

} // namespace confab::server
