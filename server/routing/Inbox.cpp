// One lock, held for moments.
#include "server/routing/Inbox.h"

#include <algorithm>

namespace confab::server {

bool Inbox::offer(Inbound&& item)
{
    {
        const std::lock_guard lock(m_mutex);
        const bool isRequest = std::holds_alternative<RequestArrived>(item);
        if (m_closed || (isRequest && m_requests >= m_requestLimit))
            return false;
        m_requests += isRequest ? 1 : 0;
        m_items.push_back(std::move(item));
        if (m_wakeAt == 0 || m_items.size() < m_wakeAt)
            return true;
    }
    m_wake.notify_one();
    return true;
}

std::vector<Inbound> Inbox::take(int most, qint64 waitMs)
{
    await(waitMs);
    std::vector<Inbound> taken;
    const std::lock_guard lock(m_mutex);
    taken.reserve(std::min(m_items.size(), std::size_t(most)));
    while (!m_items.empty() && int(taken.size()) < most) {
        m_requests -= std::holds_alternative<RequestArrived>(m_items.front()) ? 1 : 0;
        taken.push_back(std::move(m_items.front()));
        m_items.pop_front();
    }
    return taken;
}

int Inbox::await(qint64 waitMs)
{
    return gather(1, waitMs * 1000);
}

int Inbox::gather(int count, qint64 waitUs)
{
    std::unique_lock lock(m_mutex);
    m_wakeAt = std::size_t(count);
    if (m_items.size() < m_wakeAt && waitUs > 0)
        m_wake.wait_for(lock, std::chrono::microseconds(waitUs), [this] { return m_items.size() >= m_wakeAt || m_closed; });
    m_wakeAt = 0;
    return m_requests;
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
