// What the person wrote and the server has not confirmed yet: on disk, in order, sent one at a time per room.
#pragma once

#include "shared/base/Clock.h"
#include "shared/base/Result.h"
#include "shared/client/session/Scheduler.h"
#include "shared/protocol/messages/Messages.h"

#include <QHash>
#include <QObject>

#include <variant>

namespace confab::client {

class LocalDatabase;

/// The intentions that survive a restart.
using Intention = std::variant<protocol::PostMessage, protocol::EditMessage, protocol::DeleteMessage>;
RoomId roomOf(const Intention& intention);

enum class DeliveryState : quint8 { Waiting = 0, Sending = 1, Failed = 2 };

struct OutboxEntry {
    ClientId c;
    Intention intention;
    DeliveryState state = DeliveryState::Waiting;
    Error error = {}; ///< why, when Failed
    TimeMs created;
    bool saved = true; ///< false: the disk refused it; it lives in memory only and is never sent
    qint64 order = 0;  ///< rises with each entry, over restarts

    RoomId room() const { return roomOf(intention); }
};

/// The rules (PROTOCOL §5.2): `c` is made once and survives restarts; one entry in flight per room, in the order written; `rate`, `busy`
/// and `unavailable` wait before anything later in that room; an unanswered entry after a lost connection goes again with the same `c`; any
/// other error shows as failed. Main thread.
class Outbox : public QObject {
    Q_OBJECT
public:
    using Answered = std::function<void(Result<protocol::PostMessage::Reply>)>;
    /// Puts one entry on the wire. `answered` runs at most once; not at all when the connection is lost.
    using Send = std::function<void(const OutboxEntry& entry, Answered answered)>;

    Outbox(const Clock& clock, Scheduler& scheduler, QObject* parent = nullptr);
    ~Outbox() override;

    /// Reads what an earlier run left. An empty name keeps everything in memory. A file that cannot be read is moved aside, never removed:
    /// the result then carries its new name. Fails only when no file can be made at all; the outbox then works in memory and says so per
    /// entry.
    Result<std::optional<QString>> open(const QString& file);

    /// Takes over the entries of another outbox file that nobody uses (a second terminal that was killed); answers how many.
    Result<int> adopt(const QString& file);

    /// Saves first (fsync), then shows and sends. When the disk refuses, the entry is failed at once and stays in memory, so that no text
    /// is lost.
    ClientId add(const Intention& intention);
    /// Many at once with one fsync, all or none saved; for scripts.
    QList<ClientId> addAll(const QList<Intention>& intentions);
    /// Sends a failed entry again. After cid_conflict with a new `c`; after epoch_changed a reply goes as a plain message.
    void retry(const ClientId& c);
    /// Forgets an entry that is not in flight.
    void discard(const ClientId& c);
    void discardRoom(RoomId room);
    /// All waiting entries become failed: they were written for another server or account.
    void failAll(const Error& error);

    /// In the order written.
    QList<OutboxEntry> entries() const;
    const OutboxEntry* find(const ClientId& c) const;
    /// Entries that are not failed: what is still to be delivered.
    int undelivered() const;

    /// After each attach: sends what waits.
    void connected(Send send);
    void disconnected();
    /// Our own event came: the entry is done even if its answer never comes.
    void eventSeen(const ClientId& c);

Q_SIGNALS:
    void added(const confab::client::OutboxEntry& entry);
    void changed(const confab::client::OutboxEntry& entry);
    /// Confirmed by an answer. The row's event may still be on its way.
    void delivered(const confab::client::OutboxEntry& entry, const confab::protocol::PostMessage::Reply& reply);
    /// Discarded, done by its event, or replaced by an entry with a new `c`.
    void removed(const confab::client::OutboxEntry& entry);
    /// The disk refused; the text says what to do.
    void storageTrouble(const QString& message);

private:
    struct Lane {
        std::optional<ClientId> inFlight;
        qint64 pausedUntilMs = 0; ///< monotonic
        int refusals = 0;         ///< in a row, when the server names no delay
    };

    Result<std::optional<QString>> load(const QString& file);
    void pump();
    void pumpRoom(RoomId room);
    void onAnswer(const ClientId& c, quint64 connection, const Result<protocol::PostMessage::Reply>& answer);
    void onRefused(OutboxEntry& entry, const Error& error);
    OutboxEntry* findEntry(const ClientId& c);
    Result<Done> insert(const QList<OutboxEntry>& entries);
    void saveState(const OutboxEntry& entry);
    OutboxEntry take(qsizetype index);
    void forgetLater(const OutboxEntry& entry);
    void flush();
    void setState(OutboxEntry& entry, DeliveryState state, const Error& error = {});
    void scheduleWake();

    const Clock& m_clock;
    Delay m_wake;
    Delay m_flush;
    std::unique_ptr<LocalDatabase> m_db;
    QList<OutboxEntry> m_entries;
    QList<ClientId> m_done; ///< to be removed from the file; sending one of them again after a crash does no harm
    QHash<RoomId, Lane> m_lanes;
    Send m_send;
    quint64 m_connection = 0;
    qint64 m_lastOrder = 0;
};

} // namespace confab::client
