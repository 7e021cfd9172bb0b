// What follows the person from device to device: read markers, drafts, presence; and that they are typing.
#pragma once

#include "shared/base/Clock.h"
#include "shared/client/cache/Cache.h"
#include "shared/client/session/Questions.h"
#include "shared/client/session/RoomFeed.h"
#include "shared/client/store/Store.h"

namespace confab::client {

/// Shown at once, kept in the cache until the server has it, sent a little later and only the newest. Main thread. All references must
/// outlive it.
class PersonalState {
public:
    PersonalState(Store& store, Cache& cache, const RoomFeed& feed, Questions& questions, Requests& requests, const Clock& clock,
        Scheduler& scheduler);

    void markRead(RoomId room, Seq seq);
    void setDraft(RoomId room, const QString& text);
    void setTyping(RoomId room, bool on);
    void setPresence(protocol::PresenceState state, const std::optional<QString>& status);
    protocol::PresenceState presence() const { return m_presence; }

    /// The server's word on a room is in store and cache now: what it does not have yet goes on top again.
    void heardRoom(RoomId room);
    /// The same for a room read from the cache.
    void reapply(RoomId room);
    void heardRead(const protocol::ReadMark& mark);
    void heardDraft(const protocol::Draft& draft);
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
    void showRead(RoomId room, Seq seq);
    void sendRead();
    void onRead(RoomId room, Seq sent, const Result<protocol::MarkRead::Reply>& reply);
    void sendDrafts();
    void sendPresence();

    Store& m_store;
    Cache& m_cache;
    const RoomFeed& m_feed;
    Questions& m_questions;
    Requests& m_requests;
    const Clock& m_clock;
    Delay m_readSoon;
    Delay m_draftSoon;
    QHash<RoomId, Seq> m_readAsked; ///< sent, not answered
    RoomId m_typingRoom;
    bool m_typing = false;
    qint64 m_typingToldMs = 0;
    protocol::PresenceState m_presence = protocol::PresenceState::Online;
    std::optional<QString> m_status;
    bool m_presenceUnsent = false;
    bool m_online = false;
};

} // namespace confab::client
