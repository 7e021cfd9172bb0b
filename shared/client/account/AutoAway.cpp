// Says "away" for somebody who has not touched the program for a while, and takes it back.
#include "shared/client/account/AutoAway.h"

namespace confab::client {

using protocol::PresenceState;

AutoAway::AutoAway(Scheduler& scheduler)
    : m_soon(scheduler)
{
    startWaiting();
}

void AutoAway::setClient(Client* client, const Actions* actions)
{
    m_client = client;
    m_actions = actions;
    m_isAway = false;
    if (m_isIdle)
        goAway();
}

void AutoAway::noteActivity()
{
    if (std::exchange(m_isAway, false) && m_client && m_actions->presence() == PresenceState::Online)
        m_client->setPresence(PresenceState::Online);
    startWaiting();
    setIdle(false);
}

void AutoAway::startWaiting()
{
    m_soon.start(awayAfterMs, [this] {
        goAway();
        setIdle(true);
    });
}

void AutoAway::goAway()
{
    if (!m_client || m_actions->presence() != PresenceState::Online)
        return;
    m_isAway = true;
    m_client->setPresence(PresenceState::Away);
}

void AutoAway::setIdle(bool isIdle)
{
    if (std::exchange(m_isIdle, isIdle) != isIdle && onChange)
        onChange();
}

} // namespace confab::client
