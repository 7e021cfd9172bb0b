// Coalescing and repeating of small personal things.
#include "shared/client/session/PersonalState.h"

#include "shared/base/Limits.h"

#include <utility>

namespace confab::client {

namespace {

constexpr qint64 readAfterMs = 300;
constexpr qint64 draftAfterMs = 1'000;
constexpr qint64 againMs = 3'000;
constexpr qint64 typingEveryMs = 3'000;

} // namespace

PersonalState::PersonalState(
    Store& store, Cache& cache, const RoomFeed& feed, Questions& questions, Requests& requests, const Clock& clock, Scheduler& scheduler)
    : m_store(store)
    , m_cache(cache)
    , m_feed(feed)
    , m_questions(questions)
    , m_requests(requests)
    , m_clock(clock)
    , m_readSoon(scheduler)
    , m_draftSoon(scheduler)
    , m_typingToldMs(-typingEveryMs)
{
}

void PersonalState::markRead(RoomId room, Seq seq)
{
    const Room* known = m_store.room(room);
    const CachedRoom* cached = m_cache.room(room);
    if (!known || !cached || seq <= known->read || seq <= cached->wantedRead)
        return;
    m_cache.setWantedRead(room, seq);
    showRead(room, seq);
    m_readSoon.startOnce(readAfterMs, [this] { sendRead(); });
}

/// The counts after a marker in the middle are the server's to tell; at the head there is nothing left to count.
void PersonalState::showRead(RoomId room, Seq seq)
{
    const Room* known = m_store.room(room);
    if (!known || seq < known->head || seq <= known->read)
        return;
    const protocol::ReadMark mark{room, seq, 0, 0};
    m_store.setRead(mark);
    m_cache.setRead(mark);
}

void PersonalState::sendRead()
{
    if (!m_online)
        return;
    for (const CachedRoom& one : m_cache.rooms()) {
        const RoomId room = one.state.id;
        const RoomPosition* position = m_feed.position(room);
        if (!one.wantedRead.isValid() || !position || m_readAsked.value(room) == one.wantedRead)
            continue;
        const Seq seq = one.wantedRead;
        m_readAsked.insert(room, seq);
        ask(protocol::MarkRead{room, position->epoch, seq, std::nullopt},
            std::function([this, room, seq](Result<protocol::MarkRead::Reply> reply) { onRead(room, seq, reply); }));
    }
}

void PersonalState::onRead(RoomId room, Seq sent, const Result<protocol::MarkRead::Reply>& reply)
{
    m_readAsked.remove(room);
    if (!reply && isPassing(reply.error().code)) {
        if (m_online)
            m_readSoon.startOnce(reply.error().retryMs.value_or(againMs), [this] { sendRead(); });
        return;
    }
    if (const CachedRoom* cached = m_cache.room(room); cached && cached->wantedRead == sent)
        m_cache.setWantedRead(room, {});
    if (reply)
        heardRead(protocol::ReadMark{room, reply->seq, reply->unread, reply->mentions});
}

void PersonalState::heardRead(const protocol::ReadMark& mark)
{
    m_store.setRead(mark);
    m_cache.setRead(mark);
}

void PersonalState::setDraft(RoomId room, const QString& text)
{
    // Saying again what everybody knows could only overwrite what another device is just writing.
    const CachedRoom* cached = m_cache.room(room);
    if (cached && cached->unsentDraft.value_or(cached->state.draft.value_or(QString())) == text)
        return;
    m_store.setDraft(room, text);
    m_cache.setDraft(room, text);
    m_cache.setUnsentDraft(room, text);
    // Pushed out while the person goes on writing.
    m_draftSoon.start(draftAfterMs, [this] { sendDrafts(); });
}

void PersonalState::sendDrafts()
{
    if (!m_online)
        return;
    for (const CachedRoom& one : m_cache.rooms()) {
        if (!one.unsentDraft || protocol::utf8Size(*one.unsentDraft) > limits::messageBytes)
            continue;
        const RoomId room = one.state.id;
        const QString text = *one.unsentDraft;
        ask(protocol::SetDraft{room, text}, std::function([this, room, text](Result<protocol::SetDraft::Reply> reply) {
            const CachedRoom* cached = m_cache.room(room);
            if (!reply && isPassing(reply.error().code)) {
                if (m_online)
                    m_draftSoon.startOnce(reply.error().retryMs.value_or(againMs), [this] { sendDrafts(); });
            } else if (cached && cached->unsentDraft == text) {
                m_cache.setUnsentDraft(room, std::nullopt);
            }
        }));
    }
}

void PersonalState::heardDraft(const protocol::Draft& draft)
{
    // What is being written here is newer than what another device had.
    if (const CachedRoom* cached = m_cache.room(draft.room); !cached || cached->unsentDraft)
        return;
    m_store.setDraft(draft.room, draft.text);
    m_cache.setDraft(draft.room, draft.text);
}

void PersonalState::setTyping(RoomId room, bool on)
{
    const qint64 now = m_clock.monotonicMs();
    const bool sameRoom = room == m_typingRoom;
    if (!m_online || (!on && !(m_typing && sameRoom)) || (on && m_typing && sameRoom && now - m_typingToldMs < typingEveryMs))
        return;
    if (m_typing && !sameRoom)
        m_requests.tell(protocol::Typing{m_typingRoom, false});
    m_requests.tell(protocol::Typing{room, on});
    m_typing = on;
    m_typingRoom = room;
    m_typingToldMs = now;
}

void PersonalState::setPresence(protocol::PresenceState state, const std::optional<QString>& status)
{
    m_presence = state;
    if (status)
        m_status = status;
    m_presenceUnsent = true;
    sendPresence();
}

void PersonalState::sendPresence()
{
    if (!m_online || !m_presenceUnsent)
        return;
    const protocol::SetPresence request{m_presence, m_status};
    ask(request, std::function([this, request](Result<protocol::SetPresence::Reply> reply) {
        const bool settled = reply || !isPassing(reply.error().code);
        if (settled && request.state == m_presence && request.status == m_status)
            m_presenceUnsent = false;
    }));
}

void PersonalState::heardRoom(RoomId room)
{
    const CachedRoom* cached = m_cache.room(room);
    const Room* known = m_store.room(room);
    if (cached && known && cached->wantedRead.isValid() && cached->wantedRead <= known->read)
        m_cache.setWantedRead(room, {});
    reapply(room);
}

void PersonalState::reapply(RoomId room)
{
    const CachedRoom* cached = m_cache.room(room);
    if (!cached || !m_store.room(room))
        return;
    if (cached->wantedRead.isValid())
        showRead(room, cached->wantedRead);
    if (cached->unsentDraft) {
        m_store.setDraft(room, *cached->unsentDraft);
        m_cache.setDraft(room, *cached->unsentDraft);
    }
}

void PersonalState::forget(RoomId room) { m_readAsked.remove(room); }

void PersonalState::online()
{
    m_online = true;
    // A new connection knows the state from attach, but not the words beside it.
    m_presenceUnsent = m_presenceUnsent || m_status.has_value();
    sendRead();
    sendDrafts();
    sendPresence();
}

void PersonalState::offline()
{
    m_online = false;
    m_typing = false;
    m_readAsked.clear();
}

} // namespace confab::client
