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
    /// Waits up to `waitMs` for the first item; gives at most `most`, at once.
    std::vector<Inbound> take(int most, qint64 waitMs);
    /// Waits up to `waitMs` for the first item; how many requests are there then.
    int await(qint64 waitMs);
    /// Waits up to `waitUs` until `count` items are there; how many requests are there then. Arrivals before that wake nobody.
    int gather(int count, qint64 waitUs);
    /// Takes nothing new; what is inside can still be taken.
    void close();
    bool isClosed() const;
    int length() const;

private:
    int m_requestLimit;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Inbound> m_items;
    int m_requests = 0;
    std::size_t m_wakeAt = 0;           ///< the reader sleeps until so many items are there; 0: it does not sleep
    bool m_closed = false;
};

} // namespace confab::server
