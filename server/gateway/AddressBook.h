// How many connections there are in all and from each address.
#pragma once

#include <QHash>
#include <QString>

#include <mutex>

namespace confab::server {

/// Any thread.
class AddressBook {
public:
    /// Counts one more connection, unless that is more than `most` (then false and nothing is counted).
    bool enter(int most);
    void leave();
    /// The same for one address.
    bool enterFrom(const QString& address, int most);
    void leaveFrom(const QString& address);
    int total() const;

private:
    mutable std::mutex m_mutex;
    int m_total = 0;
    QHash<QString, int> m_byAddress;
};

} // namespace confab::server
