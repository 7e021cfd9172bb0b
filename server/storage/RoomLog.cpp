// Appending and folding.
#include "server/storage/RoomLog.h"

#include "server/storage/EventRows.h"

using namespace confab::protocol;

namespace confab::server {

Result<SharedEvent> RoomLog::append(RoomRow& room, const Actor& actor, TimeMs now, AnyEvent event)
{
    EventHead& head = headOf(event);
    head.room = room.id;
    head.seq = Seq(room.head.value() + 1);
    head.by = actor.id;
    head.name = actor.display;
    head.ts = std::max(room.lastTs, now);
    head.c = actor.c;
    const EventColumns columns = columnsOf(event);
    TRY(m_db.run("INSERT INTO events (room, seq, kind, author, cid, ts, target, text, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        head.room, head.seq, columns.kind, head.by, head.c, head.ts, columns.target, columns.text, columns.detail));
    TRY(m_db.run("UPDATE rooms SET head = ?, last_ts = ? WHERE id = ?", head.seq, head.ts, head.room));
    room.head = head.seq;
    room.lastTs = head.ts;
    return SharedEvent{std::make_shared<AnyEvent>(std::move(event)), false};
}

template <typename People>
Result<SharedEvent> RoomLog::appendPerson(RoomRow& room, const Actor& actor, TimeMs now, People event)
{
    TRY(m_db.begin());
    const bool byThemselves = actor.id == event.people.first().id;
    const auto shared = m_lastPeople.constFind(room.id);
    if (byThemselves && shared != m_lastPeople.cend() && shared->transaction == m_db.transactionNumber()) {
        auto* last = std::get_if<People>(shared->event.get());
        if (last && last->seq == room.head && last->people.size() < limits::peoplePerEvent && last->people.first().id == last->by) {
            last->people.append(event.people);
            // Written once when everybody is in it, not once more with each of them.
            m_db.beforeCommit(last, [&db = m_db, event = shared->event]() -> Result<Done> {
                const EventHead& head = headOf(*event);
                TRY(db.run("UPDATE events SET detail = ? WHERE room = ? AND seq = ?", columnsOf(*event).detail, head.room, head.seq));
                return Done{};
            });
            return SharedEvent{shared->event, true};
        }
    }
    TRY_VALUE(made, append(room, actor, now, std::move(event)));
    m_lastPeople.insert(room.id, {made.event, m_db.transactionNumber()});
    return made;
}

Result<SharedEvent> RoomLog::appendJoin(RoomRow& room, const Actor& actor, TimeMs now, const User& person)
{
    MembersJoined event;
    event.people = {person};
    return appendPerson(room, actor, now, std::move(event));
}

Result<SharedEvent> RoomLog::appendLeave(RoomRow& room, const Actor& actor, TimeMs now, const User& person,
    const std::optional<QString>& reason)
{
    MembersLeft event;
    event.people = {person};
    event.reason = reason;
    // A reason is said by one person.
    if (reason)
        return append(room, actor, now, std::move(event));
    return appendPerson(room, actor, now, std::move(event));
}

Result<std::optional<MessageFacts>> RoomLog::message(RoomId room, Seq seq)
{
    return m_db.one("SELECT author, deleted FROM events WHERE room = ? AND seq = ? AND kind = ?",
        [](const Row& row) { return MessageFacts{row.id<UserId>(0), row.boolean(1)}; }, room, seq, MessagePosted::kind.number);
}

Result<SharedEvent> RoomLog::edit(RoomRow& room, const Actor& actor, TimeMs now, Seq of, const QString& text)
{
    MessageEdited event;
    event.of = of;
    event.text = text;
    TRY_VALUE(made, append(room, actor, now, std::move(event)));
    TRY(m_db.run("INSERT INTO folds (room, seq, rev, edited) VALUES (?, ?, ?, ?) "
                 "ON CONFLICT (room, seq) DO UPDATE SET rev = excluded.rev, edited = excluded.edited",
        room.id, of, made.head().seq, made.head().ts));
    return made;
}

Result<SharedEvent> RoomLog::remove(RoomRow& room, const Actor& actor, TimeMs now, Seq of)
{
    MessageDeleted event;
    event.of = of;
    TRY_VALUE(made, append(room, actor, now, std::move(event)));
    TRY(m_db.run("INSERT INTO folds (room, seq, rev, deleted) VALUES (?, ?, ?, 1) "
                 "ON CONFLICT (room, seq) DO UPDATE SET rev = excluded.rev, deleted = 1, edited = NULL",
        room.id, of, made.head().seq));
    TRY(m_db.run("UPDATE events SET text = '', detail = NULL, deleted = 1 WHERE room = ? AND seq = ?", room.id, of));
    TRY(m_db.run("UPDATE events SET text = '' WHERE room = ? AND target = ? AND text IS NOT NULL", room.id, of));
    TRY(m_db.run("DELETE FROM mentions WHERE room = ? AND seq = ?", room.id, of));
    m_textWasDeleted = true;
    return made;
}

Result<Done> RoomLog::mention(RoomId room, Seq seq, UserId account)
{
    TRY(m_db.run("INSERT INTO mentions (account, room, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", account, room, seq));
    return Done{};
}

} // namespace confab::server
