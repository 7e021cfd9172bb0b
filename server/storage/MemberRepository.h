// The table of memberships: who is in which room, as what, and how far they have read.
#pragma once

#include "server/storage/Database.h"
#include "server/storage/Records.h"

namespace confab::server {

/// A member with what others see of the person.
struct MemberPerson {
    protocol::User user;
    RoomRole role = RoomRole::Member;
    TimeMs lastSeen;
    QString status;
};

struct Membership {
    RoomRow room;
    MemberRow member;
};

class MemberRepository {
public:
    explicit MemberRepository(Database& database) : m_db(database) { }

    Result<Done> insert(const MemberRow& member);
    Result<Done> remove(RoomId room, UserId account);
    Result<std::optional<MemberRow>> find(RoomId room, UserId account);
    /// One query for guards: both rows of one room. Nothing when there is no such room.
    struct RoomAndMember {
        RoomRow room;
        std::optional<MemberRow> member;
    };
    Result<std::optional<RoomAndMember>> roomAndMember(RoomId room, UserId account);

    /// Everything that the doors of a durable request ask, in one query. No standing: there is no such account.
    struct AtTheDoor {
        std::optional<Standing> standing;
        std::optional<DoneRow> done;
        std::optional<RoomAndMember> place;
    };
    Result<AtTheDoor> atTheDoor(UserId account, SessionId session, const ClientId& c, RoomId room);

    /// A person's rooms by rising id, after `after`.
    Result<QList<Membership>> roomsOf(UserId account, RoomId after, int limit);
    Result<QList<RoomId>> roomIdsOf(UserId account);
    Result<qint64> countRoomsOf(UserId account);
    /// Guests who are members of anything.
    Result<QList<UserId>> guestsInRooms();
    /// Members by name. `skip` those already listed.
    Result<QList<MemberPerson>> listed(RoomId room, int limit);
    Result<std::optional<MemberPerson>> person(RoomId room, UserId account);
    /// The other one of a direct room.
    Result<std::optional<protocol::User>> peerOf(RoomId room, UserId account);
    /// Highest role first, then who joined first: heir of a room whose last owner leaves.
    Result<std::optional<MemberRow>> heir(RoomId room);
    Result<qint64> countOwners(RoomId room);

    Result<Done> setRole(RoomId room, UserId account, RoomRole role);
    Result<Done> setRead(RoomId room, UserId account, Seq seq);
    Result<Done> setDraft(RoomId room, UserId account, const std::optional<QString>& text);
    Result<Done> setMutedUntil(RoomId room, UserId account, TimeMs until);

private:
    Database& m_db;
};

} // namespace confab::server
