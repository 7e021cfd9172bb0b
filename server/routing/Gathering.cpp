// The rate of requests, the promise of a wait, and what became of it.
#include "server/routing/Gathering.h"

#include <algorithm>

namespace confab::server {

void Gathering::took(int count, qint64 nowUs)
{
    m_windowCount += count;
    const qint64 elapsed = nowUs - m_windowSince;
    if (elapsed < windowUs)
        return;
    // After a silence the past says nothing.
    const double rate = double(m_windowCount) / double(elapsed);
    m_perUs = elapsed > 4 * windowUs ? rate : (m_perUs + rate) / 2;
    m_windowSince = nowUs;
    m_windowCount = 0;
}

qint64 Gathering::waitUs(int waiting, qint64 nowUs)
{
    if (waiting <= 0 || waiting >= enough || m_perUs * double(m_mostUs) < worthWhile || nowUs < m_pausedUntil
        || nowUs - m_windowSince > 4 * windowUs)
        return 0;
    const qint64 wait = std::min(m_mostUs, qint64(double(enough - waiting) / m_perUs));
    m_promised = m_perUs * double(wait);
    m_before = waiting;
    return wait;
}

void Gathering::waited(int waiting, qint64 nowUs)
{
    m_kept = 0.8 * m_kept + 0.2 * std::min(1.0, double(waiting - m_before) / m_promised);
    if (m_kept >= leastKept) {
        m_pauseUs = std::max(firstPauseUs, m_pauseUs - m_pauseUs / 16);
        return;
    }
    m_pausedUntil = nowUs + m_pauseUs;
    m_pauseUs = std::min(longestPauseUs, m_pauseUs * 2);
    m_kept = (1 + leastKept) / 2;
}

} // namespace confab::server
