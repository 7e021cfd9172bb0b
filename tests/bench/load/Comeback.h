// When people whose connection ended try again.
#pragma once

#include "tests/bench/load/Clocks.h"
#include "tests/bench/load/Crowd.h"

#include <algorithm>
#include <random>

namespace confab::bench {

/// Full jitter, as PROTOCOL.md asks of clients: within 1 s first, within twice as long after each failure, within 60 s at most.
class Comeback {
public:
    Comeback(Crowd& crowd, unsigned seed)
        : m_crowd(crowd)
        , m_random(seed)
        , m_tries(size_t(crowd.size()), 0)
    {
    }

    void lost(Peer& peer)
    {
        const double most = std::min(60.0, double(1 << std::min(6, m_tries[size_t(peer.index)]++)));
        m_due.push_back({nowNs() + qint64(std::uniform_real_distribution<>(0, most)(m_random) * double(nsPerSecond)), &peer});
        std::ranges::push_heap(m_due, later);
    }
    void back(const Peer& peer) { m_tries[size_t(peer.index)] = 0; }
    qint64 connectDue()
    {
        while (!m_due.empty() && m_due.front().at <= nowNs()) {
            std::ranges::pop_heap(m_due, later);
            Peer& peer = *m_due.back().peer;
            m_due.pop_back();
            ++attempts;
            m_crowd.connect(peer);
        }
        return m_due.empty() ? nowNs() + nsPerSecond / 10 : m_due.front().at;
    }

    qint64 attempts = 0;

private:
    struct Due {
        qint64 at;
        Peer* peer;
    };
    static bool later(const Due& a, const Due& b) { return a.at > b.at; }

    Crowd& m_crowd;
    std::mt19937 m_random;
    std::vector<int> m_tries;
    std::vector<Due> m_due;
};

} // namespace confab::bench
