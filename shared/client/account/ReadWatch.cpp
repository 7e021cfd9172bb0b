// Moves the read marker: what somebody watched for a second is read.
#include "shared/client/account/ReadWatch.h"

#include <algorithm>

namespace confab::client {

void ReadWatch::look(Client& client, RoomId room, Seq newestSeen, bool isWatched)
{
    if (m_client != &client || m_room != room)
        stop();
    m_client = &client;
    m_room = room;
    m_newestSeen = newestSeen;
    // Only what stayed in sight for the whole time.
    m_toRead = std::min(m_toRead, newestSeen);
    if (isWatched && hasNews())
        begin();
    else
        m_soon.stop();
}

void ReadWatch::stop()
{
    m_soon.stop();
    m_client.clear();
    m_room = {};
    m_newestSeen = {};
}

bool ReadWatch::hasNews() const
{
    const Room* room = m_client && m_room.isValid() ? m_client->store().room(m_room) : nullptr;
    return room && m_newestSeen > room->read && !m_client->store().timeline(m_room).isPeek(room->read, m_newestSeen);
}

void ReadWatch::begin()
{
    if (m_soon.isActive())
        return;
    m_toRead = m_newestSeen;
    m_soon.startOnce(readAfterMs, [this] { onTime(); });
}

void ReadWatch::onTime()
{
    if (!hasNews())
        return;
    if (m_toRead > m_client->store().room(m_room)->read)
        m_client->markRead(m_room, m_toRead);
    if (m_newestSeen > m_toRead)
        begin();
}

} // namespace confab::client
