// One lock, held for moments.
#include "server/routing/Inbox.h"

#include <algorithm>

namespace confab::server {

bool Inbox::add(Inbound&& item)
{
    const bool isRequest = std::holds_alternative<RequestArrived>(item);
    if (m_closed || (isRequest && m_requests >= m_requestLimit))
        return false;
    m_requests += isRequest ? 1 : 0;
    m_items.push_back(std::move(item));
    return true;
}

bool Inbox::offer(Inbound&& item)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!add(std::move(item)))
            return false;
    }
    m_wake.notify_one();
    return true;
}

bool Inbox::enqueue(Inbound&& item)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!add(std::move(item)))
            return false;
        if (m_items.size() != many)
            return true;
    }
    m_wake.notify_one();
    return true;
}

void Inbox::wake()
{
    m_wake.notify_one();
}

std::vector<Inbound> Inbox::take(int most, qint64 waitMs)
{
    std::vector<Inbound> taken;
    std::unique_lock lock(m_mutex);
    if (m_items.empty() && waitMs > 0)
        m_wake.wait_for(lock, std::chrono::milliseconds(waitMs), [this] { return !m_items.empty() || m_closed; });
    taken.reserve(std::min(m_items.size(), std::size_t(most)));
    while (!m_items.empty() && int(taken.size()) < most) {
        m_requests -= std::holds_alternative<RequestArrived>(m_items.front()) ? 1 : 0;
        taken.push_back(std::move(m_items.front()));
        m_items.pop_front();
    }
    return taken;
}

void Inbox::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_wake.notify_one();
}

bool Inbox::isClosed() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

int Inbox::length() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_items.size());
}

} // namespace confab::server
