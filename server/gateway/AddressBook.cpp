// Counting connections under one lock; touched when sockets open and close only.
#include "server/gateway/AddressBook.h"

namespace confab::server {

bool AddressBook::enter(int most)
{
    const std::lock_guard lock(m_mutex);
    if (m_total >= most)
        return false;
    ++m_total;
    return true;
}

void AddressBook::leave()
{
    const std::lock_guard lock(m_mutex);
    --m_total;
}

bool AddressBook::enterFrom(const QString& address, int most)
{
    const std::lock_guard lock(m_mutex);
    int& count = m_byAddress[address];
    if (count >= most)
        return false;
    ++count;
    return true;
}

void AddressBook::leaveFrom(const QString& address)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_byAddress.find(address);
    if (found != m_byAddress.end() && --*found <= 0)
        m_byAddress.erase(found);
}

int AddressBook::total() const
{
    const std::lock_guard lock(m_mutex);
    return m_total;
}

} // namespace confab::server
