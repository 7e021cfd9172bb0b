// Keeps each room's log without a hole: applies events in order exactly once, and repairs what is missing.
#pragma once

#include "shared/base/Result.h"
#include "shared/client/cache/Cache.h"
#include "shared/client/session/Scheduler.h"
#include "shared/protocol/messages/Rooms.h"

#include <functional>
#include <map>

namespace confab::client {

/// Main thread. Knows no sockets, no store: everything it wants done stands in Actions.
class RoomFeed {
public:
    using Synced = std::function<void(Result<protocol::SyncRoom::Reply>)>;
    struct Actions {
        /// The next event of its room. `live`: it was pushed as it happened, not caught up.
        std::function<void(const protocol::AnyEvent&, bool live)> apply;
        /// Asks room.sync; the answer need not come when the connection is lost.
        std::function<void(const protocol::SyncRoom&, Synced)> sync;
        /// What is known of the room is of another log: drop it.
        std::function<void(RoomId)> reset;
        /// Everything up to `to` is gone by retention.
        std::function<void(RoomId, Seq to)> lost;
        /// Far behind: fetch the newest page instead of every event, then call jumped() or jumpFailed().
        std::function<void(RoomId, Seq have)> jump;
        /// The position changed without an event.
        std::function<void(RoomId, const RoomPosition&)> moved;
        /// The server says our epoch is over while we are connected: attach again.
        std::function<void()> attachAgain;
    };

    static constexpr int maxBuffered = 256;
    /// Behind by more than this, events are skipped: five pages of room.sync.
    static constexpr qint64 jumpAbove = 1000;

    RoomFeed(Scheduler& scheduler, Actions actions)
        : m_scheduler(scheduler)
        , m_actions(std::move(actions))
    {
    }
    ~RoomFeed();

    /// What the cache has, before the first attach.
    void restore(RoomId room, const RoomPosition& position);
    /// A room as attach, join or create told it, with its missed events.
    void attach(const protocol::RoomState& state);
    void receive(const protocol::AnyEvent& event, bool live);
    void lag(RoomId room, Seq head);
    void forget(RoomId room);
    void connectionLost();
    /// The newest page is in place: everything up to `upto` is known.
    void jumped(RoomId room, Seq upto);
    void jumpFailed(RoomId room);
    /// The edits and deletions of older rows that a jump skipped are known now.
    void freshened(RoomId room);

    const RoomPosition* position(RoomId room) const;
    bool isRepairing(RoomId room) const;
    /// What attach tells the server, by room id.
    QList<protocol::Have> have() const;

private:
    struct Log {
        RoomPosition position;
        bool hasTs = false;                       ///< position.ts belongs to position.have
        std::map<Seq, protocol::AnyEvent> buffer; ///< pushed, but something before it is missing
        bool repairing = false;
        quint64 turn = 0; ///< which repair an answer belongs to
        Scheduler::Ticket retry = 0;
    };

    Log* find(RoomId room);
    void apply(Log& log, const protocol::AnyEvent& event, bool live);
    void drain(RoomId room);
    void repair(RoomId room);
    void sync(RoomId room);
    void onSynced(RoomId room, quint64 turn, const Result<protocol::SyncRoom::Reply>& answer);
    bool take(RoomId room, const protocol::SyncRoom::Reply& reply);
    void syncLater(RoomId room, qint64 delayMs);
    void endRepair(Log& log);

    Scheduler& m_scheduler;
    Actions m_actions;
    std::map<RoomId, Log> m_logs;
    quint64 m_lastTurn = 0;
};

} // namespace confab::client
