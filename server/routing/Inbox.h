// The core's bounded queue.
#pragma once

#include "server/routing/Link.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace confab::server {

/// Many writers, one reader.
class Inbox {
public:
    explicit Inbox(int requestLimit) : m_requestLimit(requestLimit) { }

    /// False when it is full of requests or closed; then `item` was not taken.
    bool offer(Inbound&& item);
    /// The same, and the reader may sleep on until wake() or until there are many.
    bool enqueue(Inbound&& item);
    void wake();
    /// Waits up to `waitMs` for the first item; gives at most `most`, at once.
    std::vector<Inbound> take(int most, qint64 waitMs);
    /// Takes nothing new; what is inside can still be taken.
    void close();
    bool isClosed() const;
    int length() const;

private:
    static constexpr std::size_t many = 32;

    /// Under the lock.
    bool add(Inbound&& item);

    int m_requestLimit;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Inbound> m_items;
    int m_requests = 0;
    bool m_closed = false;
};

} // namespace confab::server
