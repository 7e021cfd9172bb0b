// Reads a room's lines in order from the server, a page at a time, and goes on with those that come.
#include "client-tui/script/RoomReader.h"

#include <QPointer>
#include <QTimer>

namespace confab::tui {

using client::Client;
using client::Store;

RoomReader::RoomReader(Client& client, RoomId room, Seq after, bool follows)
    : m_client(client)
    , m_room(room)
    , m_after(after)
    , m_follows(follows)
{
    if (!follows)
        return;
    const auto pullIfMine = [this](RoomId changed) {
        if (changed == m_room)
            pull();
    };
    connect(&client.store(), &Store::rowsInserted, this, pullIfMine);
    connect(&client.store(), &Store::timelineReset, this, pullIfMine);
    connect(&client, &Client::stateChanged, this, [this] {
        if (m_client.state().isOnline())
            pull();
    });
}

void RoomReader::pull()
{
    if (m_isAsking) {
        m_asksAgain = true;
        return;
    }
    const client::Room* room = m_client.store().room(m_room);
    if (!room) {
        Q_EMIT failed(Error{ErrorCode::NoSuchRoom, {}});
        return;
    }
    m_isAsking = true;
    m_asksAgain = false;
    protocol::RoomHistory request{.room = m_room, .after = m_after};
    if (room->head > m_after)
        request.atLeast = room->head;
    m_client.request(request, [this, self = QPointer(this)](const Result<protocol::RoomHistory::Reply>& reply) {
        if (self)
            onAnswer(reply);
    });
}

bool RoomReader::asksLater(const Error& error)
{
    if (!isPace(error.code))
        return false;
    QTimer::singleShot(std::max<qint64>(error.retryMs.value_or(paceMs), 1), this, &RoomReader::pull);
    return true;
}

void RoomReader::onAnswer(const Result<protocol::RoomHistory::Reply>& reply)
{
    m_isAsking = false;
    if (!reply && asksLater(reply.error()))
        return;
    if (!reply) {
        // A lost connection comes back; the next time we are online we ask again.
        if (!m_follows || reply.error().code != ErrorCode::Unavailable)
            Q_EMIT failed(reply.error());
        return;
    }
    if (!reply->items.isEmpty()) {
        m_after = std::max(m_after, protocol::headOf(reply->items.last().event).seq);
        const QPointer<RoomReader> self(this);
        Q_EMIT read(reply->items);
        if (!self)
            return;
    }
    if (reply->newer > 0 && !reply->items.isEmpty()) {
        pull();
        return;
    }
    if (!std::exchange(m_hasCaughtUp, true))
        Q_EMIT caughtUp();
    if (m_asksAgain && m_follows)
        pull();
}

} // namespace confab::tui
