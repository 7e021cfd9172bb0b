// Contiguity per room: PROTOCOL §5, rule 1.
#include "shared/client/session/RoomFeed.h"

#include "shared/base/Log.h"

#include <algorithm>

namespace confab::client {

using protocol::AnyEvent;
using protocol::headOf;
using protocol::RoomState;
using protocol::SyncRoom;

namespace {

constexpr qint64 retryMs = 2'000;

Seq next(Seq seq) { return Seq(seq.value() + 1); }

} // namespace

RoomFeed::~RoomFeed()
{
    for (auto& [room, log] : m_logs)
        endRepair(log);
}

void RoomFeed::restore(RoomId room, const RoomPosition& position)
{
    if (!position.epoch.isValid())
        return;
    Log& log = m_logs[room];
    log.position = position;
    log.hasTs = true;
}

void RoomFeed::attach(const RoomState& state)
{
    Log* known = find(state.id);
    const bool fresh = !known;
    Log& log = known ? *known : m_logs[state.id];
    endRepair(log);
    log.buffer.clear();
    const bool reset = state.reset.value_or(false) || (!fresh && log.position.epoch != state.epoch) || log.position.have > state.head;
    if (fresh || reset) {
        // Older lines are fetched when somebody looks; the feed follows from here.
        log.position = RoomPosition{state.epoch, state.head, state.lastTs.value_or(TimeMs()), Seq()};
        log.hasTs = state.lastTs.has_value() || !state.head.isValid();
        if (reset && !fresh)
            m_actions.reset(state.id);
        m_actions.moved(state.id, log.position);
        return;
    }
    for (const AnyEvent& event : state.ev) {
        receive(event, false);
        if (!find(state.id))
            return;
    }
    if (Log* after = find(state.id); after && after->position.have < state.head && !after->repairing) {
        if (state.head.value() - after->position.have.value() > jumpAbove) {
            after->repairing = true;
            after->turn = ++m_lastTurn;
            m_actions.jump(state.id, after->position.have);
        } else {
            repair(state.id);
        }
    }
}

void RoomFeed::receive(const AnyEvent& event, bool live)
{
    const protocol::EventHead& head = headOf(event);
    Log* log = find(head.room);
    if (!log || head.seq <= log->position.have)
        return;
    if (head.seq == next(log->position.have)) {
        apply(*log, event, live);
        drain(head.room);
        return;
    }
    log->buffer.emplace(head.seq, event);
    // The repair brings them again, in order.
    if (log->buffer.size() > maxBuffered)
        log->buffer.clear();
    if (!log->repairing)
        repair(head.room);
}

void RoomFeed::lag(RoomId room, Seq head)
{
    Log* log = find(room);
    if (log && !log->repairing && log->position.have <= head)
        repair(room);
}

void RoomFeed::forget(RoomId room)
{
    if (Log* log = find(room)) {
        endRepair(*log);
        m_logs.erase(room);
    }
}

void RoomFeed::connectionLost()
{
    for (auto& [room, log] : m_logs) {
        endRepair(log);
        log.buffer.clear();
    }
}

void RoomFeed::jumped(RoomId room, Seq upto)
{
    Log* log = find(room);
    if (!log || !log->repairing)
        return;
    if (upto > log->position.have) {
        // Rows below the jump may lack the edits and deletions that were skipped.
        if (!log->position.staleFrom.isValid())
            log->position.staleFrom = log->position.have;
        log->position.have = upto;
        log->hasTs = false;
        m_actions.moved(room, log->position);
    }
    std::erase_if(log->buffer, [upto](const auto& one) { return one.first <= upto; });
    sync(room);
}

void RoomFeed::jumpFailed(RoomId room)
{
    if (Log* log = find(room); log && log->repairing)
        sync(room);
}

void RoomFeed::freshened(RoomId room)
{
    if (Log* log = find(room)) {
        log->position.staleFrom = {};
        m_actions.moved(room, log->position);
    }
}

const RoomPosition* RoomFeed::position(RoomId room) const
{
    const auto found = m_logs.find(room);
    return found == m_logs.end() ? nullptr : &found->second.position;
}

bool RoomFeed::isRepairing(RoomId room) const
{
    const auto found = m_logs.find(room);
    return found != m_logs.end() && found->second.repairing;
}

QList<protocol::Have> RoomFeed::have() const
{
    QList<protocol::Have> all;
    for (const auto& [room, log] : m_logs) {
        // Without the time of its last event a position proves nothing; the server then tells the room anew.
        if (log.hasTs && log.position.epoch.isValid())
            all.append(protocol::Have{room, log.position.epoch, log.position.have, log.position.ts});
    }
    return all;
}

RoomFeed::Log* RoomFeed::find(RoomId room)
{
    const auto found = m_logs.find(room);
    return found == m_logs.end() ? nullptr : &found->second;
}

void RoomFeed::apply(Log& log, const AnyEvent& event, bool live)
{
    const protocol::EventHead& head = headOf(event);
    log.position.have = head.seq;
    log.position.ts = head.ts;
    log.hasTs = true;
    m_actions.apply(event, live);
}

/// Applies what was buffered and is next now. An action may remove the room, so it is looked up each time.
void RoomFeed::drain(RoomId room)
{
    while (Log* log = find(room)) {
        const auto first = log->buffer.begin();
        if (first == log->buffer.end() || first->first > next(log->position.have))
            return;
        const AnyEvent event = first->second;
        log->buffer.erase(first);
        if (headOf(event).seq == next(log->position.have))
            apply(*log, event, true);
    }
}

void RoomFeed::repair(RoomId room)
{
    Log* log = find(room);
    if (!log || log->repairing)
        return;
    log->repairing = true;
    sync(room);
}

void RoomFeed::sync(RoomId room)
{
    Log* log = find(room);
    if (!log)
        return;
    log->retry = 0;
    const quint64 turn = log->turn = ++m_lastTurn;
    SyncRoom request;
    request.room = room;
    request.epoch = log->position.epoch;
    // After a jump the event at our own position is asked once more, for its time.
    request.after = log->hasTs || !log->position.have.isValid() ? log->position.have : Seq(log->position.have.value() - 1);
    m_actions.sync(request, [this, room, turn](const Result<SyncRoom::Reply>& answer) { onSynced(room, turn, answer); });
}

void RoomFeed::onSynced(RoomId room, quint64 turn, const Result<SyncRoom::Reply>& answer)
{
    Log* log = find(room);
    if (!log || !log->repairing || log->turn != turn)
        return;
    if (!answer) {
        const Error& error = answer.error();
        switch (error.code) {
        case ErrorCode::Rate:
        case ErrorCode::Busy:
        case ErrorCode::Unavailable:
            syncLater(room, error.retryMs.value_or(retryMs));
            return;
        case ErrorCode::EpochChanged:
            endRepair(*log);
            m_actions.attachAgain();
            return;
        default:
            qCInfo(logClientSession) << "room" << room.value() << "cannot be repaired:" << errorName(error.code);
            endRepair(*log);
            log->buffer.clear();
            return;
        }
    }
    const Seq before = log->position.have;
    if (!take(room, *answer))
        return;
    drain(room);
    log = find(room);
    if (!log || !log->repairing || log->turn != turn)
        return;
    // A buffer that is not empty waits for events which are newer than the answer: ask again, but not in a circle.
    if (answer->end && log->buffer.empty())
        endRepair(*log);
    else if (log->position.have > before)
        sync(room);
    else
        syncLater(room, retryMs);
}

/// False when the room is gone, or the answer has a hole in it.
bool RoomFeed::take(RoomId room, const SyncRoom::Reply& reply)
{
    Log* log = find(room);
    if (reply.lost && reply.lost->to > log->position.have) {
        log->position.have = reply.lost->to;
        log->hasTs = false;
        m_actions.lost(room, reply.lost->to);
        log = find(room);
        if (!log)
            return false;
        m_actions.moved(room, log->position);
    }
    for (const AnyEvent& event : reply.ev) {
        log = find(room);
        if (!log)
            return false;
        const protocol::EventHead& head = headOf(event);
        if (head.seq == log->position.have && !log->hasTs) {
            log->position.ts = head.ts;
            log->hasTs = true;
            m_actions.moved(room, log->position);
        } else if (head.seq == next(log->position.have)) {
            apply(*log, event, false);
        } else if (head.seq > log->position.have) {
            qCWarning(logClientSession) << "a hole in the log of room" << room.value() << "after" << log->position.have.value();
            m_actions.jump(room, log->position.have);
            return false;
        }
    }
    return find(room) != nullptr;
}

void RoomFeed::syncLater(RoomId room, qint64 delayMs)
{
    if (Log* log = find(room))
        log->retry = m_scheduler.after(delayMs, [this, room] { sync(room); });
}

void RoomFeed::endRepair(Log& log)
{
    log.repairing = false;
    log.turn = 0;
    if (log.retry != 0)
        m_scheduler.cancel(std::exchange(log.retry, 0));
}

} // namespace confab::client
