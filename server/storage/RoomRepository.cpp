// The statements of the table of rooms.
#include "server/storage/RoomRepository.h"

#include "server/storage/Like.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

#define CONFAB_ROOM_COLUMNS                                                                                                      \
    "r.id, r.kind, r.name, r.title, r.topic, r.public, r.staff_only, r.epoch, r.head, r.floor, r.last_ts, r.member_count"

RoomRow readRoom(const Row& row)
{
    return {row.id<RoomId>(0), row.enumerator<RoomKind>(1), row.text(2), row.text(3), row.text(4), row.boolean(5), row.boolean(6),
        row.id<Epoch>(7), row.id<Seq>(8), row.id<Seq>(9), row.time(10), row.integer(11)};
}

protocol::RoomListing readListing(const Row& row)
{
    protocol::RoomListing listing{row.id<RoomId>(0), row.enumerator<RoomKind>(1), row.text(2), row.text(3), row.text(4), row.boolean(5),
        row.boolean(6), row.boolean(7), row.integer(8), {}};
    if (row.integer(9) > 0)
        listing.lastTs = row.time(9);
    return listing;
}

} // namespace

Result<RoomId> RoomRepository::insert(const RoomRow& room, const QString& nameFold, const std::optional<QString>& directKey, TimeMs now)
{
    TRY(m_db.begin());
    TRY_VALUE(id, m_db.one("INSERT INTO rooms (kind, name, name_fold, title, topic, public, staff_only, epoch, created, direct_key) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        [](const Row& row) { return row.id<RoomId>(0); }, room.kind, room.name, nameFold, room.title, room.topic, room.isPublic,
        room.staffOnly, room.epoch, now, directKey));
    if (!id)
        return m_db.failure("insert room");
    return *id;
}

Result<std::optional<RoomRow>> RoomRepository::byId(RoomId id)
{
    return m_db.one("SELECT " CONFAB_ROOM_COLUMNS " FROM rooms r WHERE r.id = ?", readRoom, id);
}

Result<std::optional<RoomRow>> RoomRepository::publicByName(const QString& nameFold)
{
    return m_db.one("SELECT " CONFAB_ROOM_COLUMNS " FROM rooms r WHERE r.name_fold = ? AND r.public = 1", readRoom, nameFold);
}

Result<std::optional<RoomRow>> RoomRepository::visibleByName(const QString& nameFold, UserId person)
{
    return m_db.one("SELECT " CONFAB_ROOM_COLUMNS " FROM rooms r LEFT JOIN members m ON m.room = r.id AND m.account = ? "
                    "WHERE r.name_fold = ? AND r.direct_key IS NULL AND (r.public = 1 OR m.account IS NOT NULL) "
                    "ORDER BY r.public DESC, r.id LIMIT 1",
        readRoom, person, nameFold);
}

Result<std::optional<RoomRow>> RoomRepository::anyByName(const QString& nameFold)
{
    return m_db.one("SELECT " CONFAB_ROOM_COLUMNS " FROM rooms r WHERE r.name_fold = ? AND r.direct_key IS NULL "
                    "ORDER BY r.public DESC, r.id LIMIT 1",
        readRoom, nameFold);
}

Result<std::optional<RoomRow>> RoomRepository::byDirectKey(const QString& key)
{
    return m_db.one("SELECT " CONFAB_ROOM_COLUMNS " FROM rooms r WHERE r.direct_key = ?", readRoom, key);
}

QString RoomRepository::directKeyOf(UserId a, UserId b)
{
    return u"%1:%2"_s.arg(std::min(a, b).value()).arg(std::max(a, b).value());
}

Result<QList<RoomRow>> RoomRepository::all()
{
    return m_db.all("SELECT " CONFAB_ROOM_COLUMNS " FROM rooms r WHERE r.direct_key IS NULL ORDER BY r.name_fold, r.id", readRoom);
}

Result<QList<protocol::RoomListing>> RoomRepository::directory(UserId person, const Filter& filter, int limit)
{
    const QString pattern = likeContaining(filter.fold);
    return m_db.all("SELECT r.id, r.kind, r.name, r.title, r.topic, r.public, r.staff_only, "
                    "CASE WHEN m.account IS NULL THEN 0 ELSE 1 END, r.member_count, r.last_ts "
                    "FROM rooms r LEFT JOIN members m ON m.room = r.id AND m.account = ? "
                    "WHERE r.id > ? AND r.direct_key IS NULL "
                    "AND (m.account IS NOT NULL OR (r.public = 1 AND ? = 0)) AND (r.staff_only = 0 OR ? = 1) "
                    "AND (r.name_fold LIKE ? ESCAPE '\\' OR lower(r.title) LIKE ? ESCAPE '\\') ORDER BY r.id LIMIT ?",
        readListing, person, filter.after, filter.joinedOnly, filter.staff, pattern, pattern, limit);
}

Result<Done> RoomRepository::setHead(RoomId id, Seq head, TimeMs lastTs)
{
    TRY(m_db.run("UPDATE rooms SET head = ?, last_ts = ? WHERE id = ?", head, lastTs, id));
    return Done{};
}

Result<Done> RoomRepository::setTopic(RoomId id, const QString& topic)
{
    TRY(m_db.run("UPDATE rooms SET topic = ? WHERE id = ?", topic, id));
    return Done{};
}

Result<Done> RoomRepository::rename(RoomId id, const QString& name, const QString& nameFold, const QString& title)
{
    TRY(m_db.run("UPDATE rooms SET name = ?, name_fold = ?, title = ? WHERE id = ?", name, nameFold, title, id));
    return Done{};
}

Result<Done> RoomRepository::changeMemberCount(RoomId id, int by)
{
    TRY(m_db.run("UPDATE rooms SET member_count = member_count + ? WHERE id = ?", by, id));
    return Done{};
}

} // namespace confab::server
