// Whether to wait for company: under a steady load one wakeup, one flush to the disk, then serves several requests.
#pragma once

#include <QtGlobal>

namespace confab {

/// Pure arithmetic on the times it is told (microseconds of one monotonic clock). One thread.
///
/// Waiting pays only when requests come by themselves (PostgreSQL's commit_delay and the interrupt moderation of network cards
/// live from the same). People who wait for their answer before they ask again are only slowed down; so the rate of requests with
/// waits is compared with that without, and when it falls, waiting is given up for a while, longer each time.
class Gathering {
public:
    /// 0: never waits.
    explicit Gathering(qint64 mostUs)
        : m_mostUs(mostUs)
    {
    }

    /// How long to wait for more when so many requests are there, 0 or a part of `mostUs`.
    qint64 waitUs(int waiting, qint64 nowUs) const;
    /// So many were taken, after a wait or without one.
    void took(int count, qint64 nowUs);

    static constexpr int enough = 32; ///< so many need no more company

private:
    static constexpr qint64 windowUs = 50'000;   ///< over which a rate is taken
    static constexpr qint64 silenceUs = 200'000; ///< after it the past says nothing
    static constexpr double worthWhile = 2;      ///< requests that the longest wait must promise
    static constexpr double leastKept = 0.8;     ///< of the rate without waits
    static constexpr int windowsOfWaiting = 40;  ///< then one without, to see what the rate would be
    static constexpr qint64 firstPauseUs = 100'000;
    static constexpr qint64 longestPauseUs = 6'400'000;

    void endWindow(double perUs, qint64 nowUs);

    const qint64 m_mostUs;
    qint64 m_windowSince = 0;
    int m_windowCount = 0;
    double m_perUs = 0;     ///< of the last window
    double m_freePerUs = 0; ///< of the last window without waits
    bool m_waits = false;
    int m_waitedWindows = 0;
    qint64 m_pauseUs = firstPauseUs;
    qint64 m_pausedUntil = 0;
};

/// Microseconds of the steady clock.
qint64 steadyUs();

} // namespace confab
