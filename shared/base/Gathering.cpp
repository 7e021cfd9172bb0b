// Rates by windows of time, with waits and without.
#include "shared/base/Gathering.h"

#include <algorithm>
#include <chrono>

namespace confab {

qint64 Gathering::waitUs(int waiting, qint64 nowUs) const
{
    if (!m_waits || waiting >= enough || nowUs - m_windowSince > silenceUs)
        return 0;
    return std::min(m_mostUs, qint64(double(enough - waiting) / m_perUs));
}

void Gathering::took(int count, qint64 nowUs)
{
    m_windowCount += count;
    const qint64 elapsed = nowUs - m_windowSince;
    if (elapsed < windowUs)
        return;
    if (elapsed > silenceUs)
        m_waits = false;
    endWindow(double(m_windowCount) / double(elapsed), nowUs);
    m_windowSince = nowUs;
    m_windowCount = 0;
}

void Gathering::endWindow(double perUs, qint64 nowUs)
{
    m_perUs = perUs;
    if (!m_waits) {
        m_freePerUs = perUs;
        m_waits = perUs * double(m_mostUs) >= worthWhile && nowUs >= m_pausedUntil;
        m_waitedWindows = 0;
        return;
    }
    if (perUs < leastKept * m_freePerUs) {
        m_waits = false;
        m_pausedUntil = nowUs + m_pauseUs;
        m_pauseUs = std::min(longestPauseUs, m_pauseUs * 2);
    } else if (++m_waitedWindows >= windowsOfWaiting) {
        m_waits = false;
        m_pauseUs = firstPauseUs;
    }
}

qint64 steadyUs()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace confab
