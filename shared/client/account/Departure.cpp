// Leaving a program without losing words: what was just written goes out first, then the connection closes, then the program ends.
#include "shared/client/account/Departure.h"

namespace confab::client {

Departure::Departure(Scheduler& scheduler, QObject* parent)
    : QObject(parent)
    , m_soon(scheduler)
{
}

void Departure::leave(Client* client, std::function<void()> done, const Patience& patience)
{
    if (std::exchange(m_isLeaving, true)) {
        m_soon.start(0, [this] { finish(); });
        return;
    }
    m_client = client;
    m_done = std::move(done);
    const bool waits = client && (client->state().isOnline() || (patience.waitsOffline && client->outbox().undelivered() > 0));
    if (!waits) {
        m_soon.start(0, [this] { finish(); });
        return;
    }
    connect(&client->outbox(), &Outbox::changed, this, &Departure::stopWhenDelivered);
    connect(&client->outbox(), &Outbox::removed, this, &Departure::stopWhenDelivered);
    connect(&client->outbox(), &Outbox::delivered, this, &Departure::stopWhenDelivered);
    m_soon.start(patience.limitMs, [this] { sayGoodbye(); });
    stopWhenDelivered();
}

void Departure::stopWhenDelivered()
{
    if (m_client && m_client->outbox().undelivered() == 0)
        m_soon.start(0, [this] { sayGoodbye(); });
}

void Departure::sayGoodbye()
{
    stopClient();
    m_soon.start(goodbyeMs, [this] { finish(); });
}

void Departure::stopClient()
{
    if (!m_client)
        return;
    disconnect(&m_client->outbox(), nullptr, this, nullptr);
    m_undelivered = m_client->outbox().undelivered();
    m_client->stop();
    m_client.clear();
}

void Departure::finish()
{
    stopClient();
    // Last: it may destroy this.
    if (const auto done = std::exchange(m_done, {}))
        done();
}

} // namespace confab::client
