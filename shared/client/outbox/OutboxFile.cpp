// The outbox on disk. Saved means synced: this file uses synchronous=FULL, because a line of the person's that the program showed must
// survive a power cut, and only this file has it.
#include "shared/client/outbox/Outbox.h"

#include "shared/base/Log.h"
#include "shared/client/cache/LocalDatabase.h"
#include "shared/protocol/Envelope.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace confab::client {

using protocol::DeleteMessage;
using protocol::EditMessage;
using protocol::Encoding;
using protocol::PostMessage;

namespace {

constexpr qint64 forgetWithinMs = 250;

LocalSchema outboxSchema()
{
    return LocalSchema{
        .statements =
            {u"CREATE TABLE entries (n INTEGER PRIMARY KEY, cid BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL, body BLOB NOT NULL, created "
             u"INTEGER NOT NULL,"
             " failed INTEGER NOT NULL DEFAULT 0, message TEXT NOT NULL DEFAULT '', field TEXT NOT NULL DEFAULT '', until INTEGER)"_s},
        .version = 1,
        .durability = Durability::EveryCommit,
    };
}

QByteArray bodyOf(const Intention& intention)
{
    const auto writer = protocol::makeWriter(Encoding::Cbor);
    // Through the schema: requests are no nested type of the wire and have no codec of their own.
    std::visit([&]<typename T>(const T& one) { protocol::encodeObject(*writer, protocol::schemaOf<T>(), &one); }, intention);
    return writer->take();
}

template <typename T>
Result<Intention> decodeAs(const QByteArray& body)
{
    T value;
    TRY(protocol::decodeBody(Encoding::Cbor, body, protocol::schemaOf<T>(), &value, protocol::UnknownKeys::Ignore));
    return Intention(value);
}

Result<Intention> intentionOf(qint64 kind, const QByteArray& body)
{
    switch (kind) {
    case 0:
        return decodeAs<PostMessage>(body);
    case 1:
        return decodeAs<EditMessage>(body);
    case 2:
        return decodeAs<DeleteMessage>(body);
    default:
        return Error{ErrorCode::BadType, u"unknown kind"_s};
    }
}

struct ReadEntries {
    QList<OutboxEntry> entries;
    int unreadable = 0;
};

Result<ReadEntries> readEntries(LocalDatabase& db)
{
    ReadEntries read;
    TRY_VALUE(rows, db.run(u"SELECT n, cid, kind, body, created, failed, message, field, until FROM entries ORDER BY n"_s));
    while (rows.next()) {
        const auto c = ClientId::fromBytes(rows.bytes(1));
        const auto intention = intentionOf(rows.integer(2), rows.bytes(3));
        if (!c || !intention) {
            ++read.unreadable;
            continue;
        }
        OutboxEntry entry;
        entry.order = rows.integer(0);
        entry.c = *c;
        entry.intention = *intention;
        entry.created = TimeMs(rows.integer(4));
        if (rows.integer(5) != 0) {
            entry.state = DeliveryState::Failed;
            entry.error = Error{ErrorCode(rows.integer(5)), rows.text(6), rows.text(7)};
            if (!rows.isNull(8))
                entry.error.untilMs = rows.integer(8);
        }
        read.entries.append(std::move(entry));
    }
    return read;
}

} // namespace

Result<std::optional<QString>> Outbox::load(const QString& file)
{
    TRY_VALUE(opened, LocalDatabase::open(file, outboxSchema()));
    m_db = std::move(opened.db);
    TRY_VALUE(read, readEntries(*m_db));
    m_entries = read.entries;
    // Also above the rows that cannot be read, which stay where they are.
    TRY_VALUE(last, m_db->number(u"SELECT coalesce(max(n), 0) FROM entries"_s));
    m_lastOrder = last;
    if (read.unreadable > 0)
        Q_EMIT storageTrouble(
            tr("%n unsent message(s) in %1 cannot be read by this program; they stay in the file.", nullptr, read.unreadable).arg(file));
    return opened.setAside;
}

Result<int> Outbox::adopt(const QString& file)
{
    TRY_VALUE(opened, LocalDatabase::open(file, outboxSchema()));
    TRY_VALUE(read, readEntries(*opened.db));
    if (read.entries.isEmpty())
        return 0;
    for (OutboxEntry& entry : read.entries)
        entry.order = ++m_lastOrder;
    // First saved here, then removed there: a crash in between leaves them twice, which the same `c` makes harmless.
    TRY(insert(read.entries));
    for (const OutboxEntry& entry : std::as_const(read.entries))
        TRY(opened.db->run(u"DELETE FROM entries WHERE cid=?"_s, entry.c.bytes()));
    m_entries.append(read.entries);
    for (const OutboxEntry& entry : std::as_const(read.entries))
        Q_EMIT added(entry);
    pump();
    return int(read.entries.size());
}

Result<Done> Outbox::insert(const QList<OutboxEntry>& entries)
{
    if (!m_db)
        return Error{ErrorCode::Unavailable, tr("there is no outbox file")};
    TRY(m_db->begin());
    const Result<Done> written = [&]() -> Result<Done> {
        for (const OutboxEntry& entry : entries) {
            TRY(m_db->run(u"INSERT INTO entries (n, cid, kind, body, created, failed, message, field, until) VALUES (?,?,?,?,?,?,?,?,?)"_s,
                entry.order, entry.c.bytes(), qint64(entry.intention.index()), bodyOf(entry.intention), entry.created.value(),
                qint64(entry.state == DeliveryState::Failed ? quint8(entry.error.code) : 0), entry.error.message, entry.error.field,
                entry.error.untilMs ? QVariant(*entry.error.untilMs) : QVariant()));
        }
        return m_db->commit();
    }();
    if (!written)
        m_db->rollback();
    return written;
}

void Outbox::saveState(const OutboxEntry& entry)
{
    if (!m_db)
        return;
    const bool failed = entry.state == DeliveryState::Failed;
    const auto saved = m_db->run(u"UPDATE entries SET failed=?, message=?, field=?, until=?, kind=?, body=? WHERE cid=?"_s,
        qint64(failed ? quint8(entry.error.code) : 0), entry.error.message, entry.error.field,
        entry.error.untilMs ? QVariant(*entry.error.untilMs) : QVariant(), qint64(entry.intention.index()), bodyOf(entry.intention),
        entry.c.bytes());
    // Not fatal: after a restart the entry is tried once more and refused again.
    if (!saved)
        qCWarning(logClientSession) << "the state of an outbox entry was not saved";
}

void Outbox::forgetLater(const OutboxEntry& entry)
{
    if (!entry.saved || !m_db)
        return;
    m_done.append(entry.c);
    m_flush.startOnce(forgetWithinMs, [this] { flush(); });
}

/// Removes what is done, many with one sync.
void Outbox::flush()
{
    m_flush.stop();
    if (!m_db || m_done.isEmpty())
        return;
    const Result<Done> removed = [&]() -> Result<Done> {
        TRY(m_db->begin());
        for (const ClientId& c : std::as_const(m_done))
            TRY(m_db->run(u"DELETE FROM entries WHERE cid=?"_s, c.bytes()));
        return m_db->commit();
    }();
    if (removed) {
        m_done.clear();
        // What was said is the room's now, and may be deleted there: the log of this file must not keep it.
        if (m_entries.isEmpty())
            static_cast<void>(m_db->number(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
        return;
    }
    // Tried again with the next one; at worst these are sent twice, which the server answers with dup.
    m_db->rollback();
    qCWarning(logClientSession) << "delivered entries were not removed from the outbox file";
}

} // namespace confab::client
