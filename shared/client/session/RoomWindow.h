// The part of a long room that somebody looks at: jumps to old lines, fills gaps, and lets go of what is far away.
#pragma once

#include "shared/client/session/GapEnd.h"
#include "shared/client/session/RoomLoader.h"

namespace confab::client {

/// Main thread. All references must outlive it. Nothing happens from inside a call: views may ask while the store tells them of a change.
class RoomWindow {
public:
    using Answered = std::function<void(Result<Done>)>;

    RoomWindow(Store& store, Cache& cache, RoomFeed& feed, Questions& questions, Scheduler& scheduler, RoomLoader& loader);

    void lookAt(RoomId room, Seq from, Seq to);
    void loadGap(RoomId room, Seq gapFrom, GapEnd end, Answered done);
    bool isLoadingGap(RoomId room, Seq gapFrom) const;
    void openAt(RoomId room, Seq seq, Answered done);

private:
    struct Filling {
        RoomId room;
        Seq gapFrom;
        GapEnd end = GapEnd::Upper;
        QList<Answered> waiting;
    };

    void later(std::function<void()> job);
    void fill(const Filling& filling);
    bool fillFromCache(const Filling& filling, Seq first, Seq last);
    void fillFromServer(const Filling& filling, Seq first, Seq last);
    void filled(const Filling& filling, const Result<Done>& result);
    void jump(RoomId room, Seq seq, const Answered& done);
    bool jumpInCache(RoomId room, Seq seq, const Answered& done);
    void jumpByServer(RoomId room, Seq seq, const Answered& done);
    void take(const protocol::RoomHistory& request, const protocol::RoomHistory::Reply& reply);
    void put(RoomId room, const QList<protocol::HistoryItem>& items, Seq from, Seq to, bool fromCache);
    void ask(protocol::RoomHistory request, std::function<void(Result<protocol::RoomHistory::Reply>)> done);

    Store& m_store;
    Cache& m_cache;
    RoomFeed& m_feed;
    Questions& m_questions;
    RoomLoader& m_loader;
    QList<std::function<void()>> m_jobs;
    QList<Filling> m_filling;
    Delay m_soon;
    Delay m_trimSoon;
};

} // namespace confab::client
