// Opening the cache, whose it is, and its rooms.
#include "shared/client/cache/Cache.h"

#include "shared/base/Log.h"
#include "shared/client/cache/LocalDatabase.h"
#include "shared/protocol/Envelope.h"

using namespace Qt::StringLiterals;

namespace confab::client {

using protocol::Encoding;

namespace {

LocalSchema cacheSchema()
{
    return LocalSchema{
        .statements =
            {
                u"CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID"_s,
                u"CREATE TABLE rooms (id INTEGER PRIMARY KEY, state BLOB NOT NULL, epoch INTEGER NOT NULL, have INTEGER NOT NULL, ts "
                u"INTEGER NOT NULL,"
                " stale INTEGER NOT NULL, wanted_read INTEGER NOT NULL, draft TEXT)"_s,
                u"CREATE TABLE items (room INTEGER NOT NULL, seq INTEGER NOT NULL, rev INTEGER NOT NULL, encoding INTEGER NOT NULL, body "
                u"BLOB NOT NULL,"
                " PRIMARY KEY (room, seq)) WITHOUT ROWID"_s,
                u"CREATE TABLE spans (room INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (room, first)) WITHOUT ROWID"_s,
                u"CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, display TEXT NOT NULL)"_s,
            },
        .version = 1,
        // The server has it all, and a crash of the machine only takes us back to an older state that is whole in itself.
        .durability = Durability::Relaxed,
    };
}

} // namespace

Cache::Cache(Scheduler& scheduler)
    : m_turn(scheduler)
{
}

Cache::~Cache() { commit(); }

Result<std::optional<QString>> Cache::open(const QString& file)
{
    std::optional<QString> setAside;
    for (int attempt = 0; attempt < 2; ++attempt) {
        TRY_VALUE(opened, LocalDatabase::open(file, cacheSchema()));
        m_db = std::move(opened.db);
        if (opened.setAside)
            setAside = opened.setAside;
        const auto loaded = load();
        if (loaded)
            return setAside;
        // The file is a database, but not what we wrote.
        m_rooms.clear();
        if (file.isEmpty())
            break;
        setAside = m_db->setAside(u"damaged"_s);
        m_db.reset();
    }
    m_db.reset();
    return Error{ErrorCode::Unavailable, u"the cache %1 cannot be used"_s.arg(file)};
}

Result<Done> Cache::load()
{
    {
        TRY_VALUE(meta, m_db->run(u"SELECT key, value FROM meta"_s));
        while (meta.next()) {
            const QString key = meta.text(0);
            if (key == "server"_L1)
                m_serverId = meta.text(1);
            else if (key == "role"_L1)
                m_role = protocol::ServerRole(meta.integer(1));
            else if (key == "self"_L1) {
                TRY_VALUE(user, protocol::decodeValue<protocol::User>(Encoding::Cbor, meta.bytes(1)));
                m_self = user;
            }
        }
    }
    TRY_VALUE(rows, m_db->run(u"SELECT id, state, epoch, have, ts, stale, wanted_read, draft FROM rooms"_s));
    while (rows.next()) {
        TRY_VALUE(state, protocol::decodeValue<protocol::RoomState>(Encoding::Cbor, rows.bytes(1)));
        Kept kept;
        kept.room.state = state;
        kept.room.position = RoomPosition{Epoch(rows.integer(2)), Seq(rows.integer(3)), TimeMs(rows.integer(4)), Seq(rows.integer(5))};
        kept.room.wantedRead = Seq(rows.integer(6));
        if (!rows.isNull(7))
            kept.room.unsentDraft = rows.text(7);
        m_rooms.emplace(RoomId(rows.integer(0)), std::move(kept));
    }
    for (auto& [id, kept] : m_rooms) {
        const qint64 have = kept.room.position.have.value();
        TRY_VALUE(
            span, m_db->run(u"SELECT first, last FROM spans WHERE room=? AND last>=? ORDER BY first DESC LIMIT 1"_s, id.value(), have));
        if (span.next())
            kept.tail = Span{span.integer(0), span.integer(1)};
    }
    return Done{};
}

bool Cache::claim(const QString& serverId, const protocol::User& self, protocol::ServerRole role)
{
    const bool ours = !m_self || (m_self->id == self.id && m_serverId == serverId);
    if (!ours)
        erase();
    m_self = self;
    m_role = role;
    m_serverId = serverId;
    if (startWriting()) {
        write([&]() -> Result<Done> {
            const QString put = u"INSERT OR REPLACE INTO meta (key, value) VALUES (?,?)"_s;
            TRY(m_db->run(put, u"server"_s, serverId));
            TRY(m_db->run(put, u"role"_s, qint64(role)));
            TRY(m_db->run(put, u"self"_s, protocol::encodeValue(Encoding::Cbor, self)));
            return Done{};
        }());
    }
    return ours;
}

void Cache::erase()
{
    m_rooms.clear();
    m_dirty.clear();
    m_self.reset();
    if (!startWriting())
        return;
    m_erased = true;
    write([&]() -> Result<Done> {
        for (const QString& table : {u"rooms"_s, u"items"_s, u"spans"_s, u"people"_s, u"meta"_s})
            TRY(m_db->run(u"DELETE FROM "_s + table));
        return Done{};
    }());
}

std::optional<protocol::User> Cache::self() const { return m_self; }

protocol::ServerRole Cache::role() const { return m_role; }

QString Cache::serverId() const { return m_serverId; }

QList<CachedRoom> Cache::rooms() const
{
    QList<CachedRoom> all;
    for (const auto& [id, kept] : m_rooms)
        all.append(kept.room);
    return all;
}

const CachedRoom* Cache::room(RoomId room) const
{
    const auto found = m_rooms.find(room);
    return found == m_rooms.end() ? nullptr : &found->second.room;
}

QList<protocol::User> Cache::people() const
{
    QList<protocol::User> all;
    if (!m_db)
        return all;
    if (auto rows = m_db->run(u"SELECT id, name, display FROM people"_s)) {
        while (rows->next())
            all.append(protocol::User{UserId(rows->integer(0)), rows->text(1), rows->text(2)});
    }
    return all;
}

Cache::Kept* Cache::find(RoomId room)
{
    const auto found = m_rooms.find(room);
    return found == m_rooms.end() ? nullptr : &found->second;
}

void Cache::touch(RoomId room)
{
    m_dirty.insert(room);
    startWriting();
}

void Cache::putRoom(const protocol::RoomState& state)
{
    Kept& kept = m_rooms[state.id];
    kept.room.state = state;
    kept.room.state.ev.clear();
    kept.room.state.gap.reset();
    kept.room.state.reset.reset();
    touch(state.id);
}

void Cache::removeRoom(RoomId room)
{
    m_rooms.erase(room);
    m_dirty.erase(room);
    if (!startWriting())
        return;
    write([&]() -> Result<Done> {
        TRY(m_db->run(u"DELETE FROM rooms WHERE id=?"_s, room.value()));
        return eraseRows(room);
    }());
}

void Cache::resetRoom(RoomId room)
{
    if (Kept* kept = find(room)) {
        kept->tail.reset();
        kept->room.position = {};
        kept->room.wantedRead = {};
        touch(room);
    }
    if (startWriting())
        write(eraseRows(room));
}

void Cache::setPosition(RoomId room, const RoomPosition& position)
{
    if (Kept* kept = find(room)) {
        if (kept->tail && kept->tail->last < position.have.value())
            endTail(room, *kept);
        kept->room.position = position;
        touch(room);
    }
}

void Cache::setRead(const protocol::ReadMark& mark)
{
    if (Kept* kept = find(mark.room)) {
        kept->room.state.read = mark.seq;
        kept->room.state.unread = mark.unread;
        kept->room.state.mentions = mark.mentions;
        touch(mark.room);
    }
}

void Cache::setWantedRead(RoomId room, Seq seq)
{
    if (Kept* kept = find(room); kept && kept->room.wantedRead != seq) {
        kept->room.wantedRead = seq;
        touch(room);
    }
}

void Cache::setDraft(RoomId room, const QString& text)
{
    if (Kept* kept = find(room)) {
        kept->room.state.draft = text.isEmpty() ? std::nullopt : std::optional(text);
        touch(room);
    }
}

void Cache::setUnsentDraft(RoomId room, const std::optional<QString>& text)
{
    if (Kept* kept = find(room); kept && kept->room.unsentDraft != text) {
        kept->room.unsentDraft = text;
        touch(room);
    }
}

void Cache::putPeople(const QList<protocol::User>& people)
{
    if (people.isEmpty() || !startWriting())
        return;
    write([&]() -> Result<Done> {
        for (const protocol::User& one : people)
            TRY(m_db->run(u"INSERT OR REPLACE INTO people (id, name, display) VALUES (?,?,?)"_s, one.id.value(), one.name, one.display));
        return Done{};
    }());
}

void Cache::commit()
{
    m_turn.stop();
    if (!m_writing)
        return;
    write([&]() -> Result<Done> {
        for (const RoomId room : m_dirty)
            TRY(saveRoom(room));
        m_dirty.clear();
        return Done{};
    }());
    if (!m_writing)
        return;
    m_writing = false;
    if (const auto done = m_db->commit(); !done) {
        m_db->rollback();
        fail(done.error());
        return;
    }
    if (std::exchange(m_erased, false))
        static_cast<void>(m_db->number(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
}

Result<Done> Cache::saveRoom(RoomId room)
{
    const Kept* kept = find(room);
    if (!kept)
        return Done{};
    const CachedRoom& one = kept->room;
    TRY(m_db->run(u"INSERT OR REPLACE INTO rooms (id, state, epoch, have, ts, stale, wanted_read, draft) VALUES (?,?,?,?,?,?,?,?)"_s,
        room.value(), protocol::encodeValue(Encoding::Cbor, one.state), one.position.epoch.value(), one.position.have.value(),
        one.position.ts.value(), one.position.staleFrom.value(), one.wantedRead.value(),
        one.unsentDraft ? QVariant(*one.unsentDraft) : QVariant()));
    if (kept->tail)
        TRY(coverSpan(room, *kept->tail));
    return Done{};
}

Result<Done> Cache::eraseRows(RoomId room)
{
    m_erased = true;
    TRY(m_db->run(u"DELETE FROM items WHERE room=?"_s, room.value()));
    TRY(m_db->run(u"DELETE FROM spans WHERE room=?"_s, room.value()));
    return Done{};
}

bool Cache::startWriting()
{
    if (!m_db)
        return false;
    if (m_writing)
        return true;
    if (const auto begun = m_db->begin(); !begun) {
        fail(begun.error());
        return false;
    }
    m_writing = true;
    m_turn.startOnce(0, [this] { commit(); });
    return true;
}

void Cache::write(const Result<Done>& done)
{
    if (done)
        return;
    m_db->rollback();
    fail(done.error());
}

void Cache::fail(const Error& error)
{
    // Without the turn's other writes the file would have holes, so nothing more is written to it in this run.
    m_turn.stop();
    m_writing = false;
    QString text = u"The local cache is off for now: %1"_s.arg(error.message);
    if (m_db && m_db->isDamaged())
        text += u" The damaged file is kept as %1."_s.arg(m_db->setAside(u"damaged"_s));
    m_db.reset();
    // The run goes on in memory; what was on disk is fetched again from the server.
    if (auto memory = LocalDatabase::open({}, cacheSchema()))
        m_db = std::move(memory->db);
    for (auto& [id, kept] : m_rooms)
        kept.tail.reset();
    if (m_onTrouble)
        m_onTrouble(text);
}

} // namespace confab::client
