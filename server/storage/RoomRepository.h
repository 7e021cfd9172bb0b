// The table of rooms.
#pragma once

#include "server/storage/Database.h"
#include "server/storage/Records.h"

namespace confab::server {

class RoomRepository {
public:
    explicit RoomRepository(Database& database) : m_db(database) { }

    /// `directKey` is set for direct rooms only, see directKeyOf().
    Result<RoomId> insert(const RoomRow& room, const QString& nameFold, const std::optional<QString>& directKey, TimeMs now);
    Result<std::optional<RoomRow>> byId(RoomId id);
    Result<std::optional<RoomRow>> publicByName(const QString& nameFold);
    /// Private ones this person is in and all public ones; public first.
    Result<std::optional<RoomRow>> visibleByName(const QString& nameFold, UserId person);
    Result<std::optional<RoomRow>> anyByName(const QString& nameFold);
    Result<std::optional<RoomRow>> byDirectKey(const QString& key);
    static QString directKeyOf(UserId a, UserId b);
    Result<QList<RoomRow>> all();

    struct Filter {
        QString fold;                    ///< part of the name or title, folded; empty: all
        bool joinedOnly = false;
        bool staff = false;              ///< may see staff-only rooms
        RoomId after;
    };
    /// The directory as this person may see it, by id; direct rooms are not in it.
    Result<QList<protocol::RoomListing>> directory(UserId person, const Filter& filter, int limit);

    Result<Done> setHead(RoomId id, Seq head, TimeMs lastTs);
    Result<Done> setTopic(RoomId id, const QString& topic);
    Result<Done> rename(RoomId id, const QString& name, const QString& nameFold, const QString& title);
    Result<Done> changeMemberCount(RoomId id, int by);

private:
    Database& m_db;
};

} // namespace confab::server
