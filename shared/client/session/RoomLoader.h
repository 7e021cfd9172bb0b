// Brings lines and people into the store: from the cache at once, from the server where the cache ends.
#pragma once

#include "shared/client/cache/Cache.h"
#include "shared/client/session/Questions.h"
#include "shared/client/session/RoomFeed.h"
#include "shared/client/store/Store.h"

#include <QSet>

namespace confab::client {

/// Main thread. All references must outlive it.
class RoomLoader {
public:
    RoomLoader(Store& store, Cache& cache, RoomFeed& feed, Questions& questions, Scheduler& scheduler);

    /// The newest cached rows at once; more from the server when those are few.
    void open(RoomId room);
    RoomId openedRoom() const { return m_opened; }
    /// The page before the oldest row; later, when the store is just telling of another one.
    void older(RoomId room);
    bool isLoadingOlder(RoomId room) const { return m_underWay.contains(room); }
    void members(RoomId room);
    /// The feed is too far behind: the newest page replaces what is shown.
    void jump(RoomId room);
    using Then = std::function<void(const Result<Done>&)>;
    /// When the newest lines are in the store, so that others can be put before them; at once when they are there.
    void whenLoaded(RoomId room, const Then& then);
    /// When the cached lines from `seq` on have all edits and deletions that a jump skipped; at once when they have, or nobody can be
    /// asked.
    void whenFresh(RoomId room, Seq seq, const Then& then);
    /// The log is another one, or the room is gone.
    void forget(RoomId room);
    void online();
    void offline();

private:
    template <typename M>
    void ask(const M& message, std::function<void(Result<typename M::Reply>)> done)
    {
        m_questions.once([message, done](Requests& requests) { requests.send(message, std::nullopt, done); },
            [done](const Error& error) { done(error); });
    }
    bool showCached(RoomId room);
    void showBehindGap(RoomId room);
    void fill(RoomId room);
    void newest(RoomId room, bool jumping);
    void onNewest(RoomId room, bool jumping, const Result<protocol::RoomHistory::Reply>& reply);
    void before(RoomId room, Seq seq);
    void changes(RoomId room, Seq after);
    static void tell(QHash<RoomId, QList<Then>>& waiting, RoomId room, const Result<Done>& result);
    bool isStale(RoomId room, Seq before) const;
    bool isOfThisLog(RoomId room, Epoch epoch) const;

    static constexpr int firstRows = 200;
    static constexpr int enoughRows = 50;

    Store& m_store;
    Cache& m_cache;
    RoomFeed& m_feed;
    Questions& m_questions;
    Delay m_again;
    Delay m_olderSoon;
    RoomId m_opened;
    QSet<RoomId> m_loaded;   ///< their cached rows are in the store
    QSet<RoomId> m_underWay; ///< a page of history was asked for
    QSet<RoomId> m_members;  ///< members were asked for
    QSet<RoomId> m_changes;  ///< changes were asked for
    QSet<RoomId> m_newest;   ///< the newest page was asked for
    QHash<RoomId, QList<Then>> m_waitForLines;
    QHash<RoomId, QList<Then>> m_waitForChanges;
    bool m_online = false;
};

} // namespace confab::client
