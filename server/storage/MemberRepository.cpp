// The statements of the table of memberships.
#include "server/storage/MemberRepository.h"

namespace confab::server {

namespace {

#define CONFAB_MEMBER_COLUMNS "m.room, m.account, m.role, m.rights, m.muted_until, m.read_seq, m.joined_seq, m.draft"
#define CONFAB_ROOM_COLUMNS_AFTER_MEMBER                                                                                         \
    "r.id, r.kind, r.name, r.title, r.topic, r.public, r.staff_only, r.epoch, r.head, r.floor, r.last_ts, r.member_count"
#define CONFAB_PERSON_COLUMNS "a.id, a.name, a.display, m.role, a.last_seen, a.status"

MemberRow readMember(const Row& row)
{
    MemberRow member{
        row.id<RoomId>(0), row.id<UserId>(1), row.enumerator<RoomRole>(2), {}, row.time(4), row.id<Seq>(5), row.id<Seq>(6), {}};
    if (!row.isNull(3))
        member.rights = row.integer(3);
    if (!row.isNull(7))
        member.draft = row.text(7);
    return member;
}

/// The columns of a room stand behind those of a member.
RoomRow readRoomAfterMember(const Row& row)
{
    return {row.id<RoomId>(8), row.enumerator<RoomKind>(9), row.text(10), row.text(11), row.text(12), row.boolean(13), row.boolean(14),
        row.id<Epoch>(15), row.id<Seq>(16), row.id<Seq>(17), row.time(18), row.integer(19)};
}

MemberPerson readPerson(const Row& row)
{
    return {{row.id<UserId>(0), row.text(1), row.text(2)}, row.enumerator<RoomRole>(3), row.time(4), row.text(5)};
}

} // namespace

Result<Done> MemberRepository::insert(const MemberRow& member)
{
    TRY(m_db.run("INSERT INTO members (room, account, role, rights, muted_until, read_seq, joined_seq) VALUES (?, ?, ?, ?, ?, ?, ?)",
        member.room, member.account, member.role, member.rights, member.mutedUntil, member.read, member.joined));
    return Done{};
}

Result<Done> MemberRepository::remove(RoomId room, UserId account)
{
    TRY(m_db.run("DELETE FROM members WHERE account = ? AND room = ?", account, room));
    return Done{};
}

Result<std::optional<MemberRow>> MemberRepository::find(RoomId room, UserId account)
{
    return m_db.one("SELECT " CONFAB_MEMBER_COLUMNS " FROM members m WHERE m.account = ? AND m.room = ?", readMember, account, room);
}

Result<std::optional<MemberRepository::RoomAndMember>> MemberRepository::roomAndMember(RoomId room, UserId account)
{
    return m_db.one("SELECT " CONFAB_MEMBER_COLUMNS ", " CONFAB_ROOM_COLUMNS_AFTER_MEMBER
                    " FROM rooms r LEFT JOIN members m ON m.account = ? AND m.room = r.id WHERE r.id = ?",
        [](const Row& row) {
            RoomAndMember both{readRoomAfterMember(row), {}};
            if (!row.isNull(1))
                both.member = readMember(row);
            return both;
        },
        account, room);
}

Result<MemberRepository::AtTheDoor> MemberRepository::atTheDoor(UserId account, SessionId session, const ClientId& c, RoomId room)
{
    constexpr int place = 8;
    constexpr int standing = 20;
    constexpr int done = 23;
    TRY_VALUE(found, m_db.one("SELECT " CONFAB_MEMBER_COLUMNS ", " CONFAB_ROOM_COLUMNS_AFTER_MEMBER
                              ", a.role, a.disabled, COALESCE(s.revoked, 0), d.hash, d.result "
                              "FROM accounts a LEFT JOIN sessions s ON s.id = ? LEFT JOIN done d ON d.author = a.id AND d.cid = ? "
                              "LEFT JOIN rooms r ON r.id = ? LEFT JOIN members m ON m.account = a.id AND m.room = r.id WHERE a.id = ?",
        [](const Row& row) {
            AtTheDoor all;
            all.standing = Standing{row.enumerator<ServerRole>(standing), row.boolean(standing + 1), row.boolean(standing + 2)};
            if (!row.isNull(done))
                all.done = DoneRow{row.bytes(done), row.bytes(done + 1)};
            if (row.isNull(place))
                return all;
            all.place = RoomAndMember{readRoomAfterMember(row), {}};
            if (!row.isNull(1))
                all.place->member = readMember(row);
            return all;
        },
        session, c, room, account));
    return found.value_or(AtTheDoor{});
}

Result<QList<Membership>> MemberRepository::roomsOf(UserId account, RoomId after, int limit)
{
    return m_db.all("SELECT " CONFAB_MEMBER_COLUMNS ", " CONFAB_ROOM_COLUMNS_AFTER_MEMBER
                    " FROM members m JOIN rooms r ON r.id = m.room WHERE m.account = ? AND m.room > ? ORDER BY m.room LIMIT ?",
        [](const Row& row) { return Membership{readRoomAfterMember(row), readMember(row)}; }, account, after, limit);
}

Result<QList<RoomId>> MemberRepository::roomIdsOf(UserId account)
{
    return m_db.all("SELECT room FROM members WHERE account = ? ORDER BY room", [](const Row& row) { return row.id<RoomId>(0); }, account);
}

Result<qint64> MemberRepository::countRoomsOf(UserId account)
{
    TRY_VALUE(count, m_db.one("SELECT count(*) FROM members WHERE account = ?", [](const Row& row) { return row.integer(0); }, account));
    return count.value_or(0);
}

Result<QList<UserId>> MemberRepository::guestsInRooms()
{
    return m_db.all("SELECT DISTINCT a.id FROM accounts a JOIN members m ON m.account = a.id WHERE a.role = ?",
        [](const Row& row) { return row.id<UserId>(0); }, ServerRole::Guest);
}

Result<QList<MemberPerson>> MemberRepository::listed(RoomId room, int limit)
{
    return m_db.all("SELECT " CONFAB_PERSON_COLUMNS " FROM members m JOIN accounts a ON a.id = m.account WHERE m.room = ? "
                    "ORDER BY a.display_fold, a.id LIMIT ?",
        readPerson, room, limit);
}

Result<std::optional<MemberPerson>> MemberRepository::person(RoomId room, UserId account)
{
    return m_db.one("SELECT " CONFAB_PERSON_COLUMNS " FROM members m JOIN accounts a ON a.id = m.account WHERE m.account = ? AND m.room = ?",
        readPerson, account, room);
}

Result<std::optional<protocol::User>> MemberRepository::peerOf(RoomId room, UserId account)
{
    return m_db.one("SELECT a.id, a.name, a.display FROM members m JOIN accounts a ON a.id = m.account WHERE m.room = ? AND m.account <> ?",
        [](const Row& row) { return protocol::User{row.id<UserId>(0), row.text(1), row.text(2)}; }, room, account);
}

Result<std::optional<MemberRow>> MemberRepository::heir(RoomId room)
{
    return m_db.one("SELECT " CONFAB_MEMBER_COLUMNS " FROM members m WHERE m.room = ? ORDER BY m.role DESC, m.joined_seq, m.account LIMIT 1",
        readMember, room);
}

Result<qint64> MemberRepository::countOwners(RoomId room)
{
    TRY_VALUE(count, m_db.one("SELECT count(*) FROM members WHERE room = ? AND role = ?", [](const Row& row) { return row.integer(0); },
        room, RoomRole::Owner));
    return count.value_or(0);
}

Result<Done> MemberRepository::setRole(RoomId room, UserId account, RoomRole role)
{
    TRY(m_db.run("UPDATE members SET role = ? WHERE account = ? AND room = ?", role, account, room));
    return Done{};
}

Result<Done> MemberRepository::setRead(RoomId room, UserId account, Seq seq)
{
    TRY(m_db.run("UPDATE members SET read_seq = ? WHERE account = ? AND room = ?", seq, account, room));
    return Done{};
}

Result<Done> MemberRepository::setDraft(RoomId room, UserId account, const std::optional<QString>& text)
{
    TRY(m_db.run("UPDATE members SET draft = ? WHERE account = ? AND room = ?", text, account, room));
    return Done{};
}

Result<Done> MemberRepository::setMutedUntil(RoomId room, UserId account, TimeMs until)
{
    TRY(m_db.run("UPDATE members SET muted_until = ? WHERE account = ? AND room = ?", until, account, room));
    return Done{};
}

} // namespace confab::server
