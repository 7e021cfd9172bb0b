// Whether a small batch should wait for company: under a steady load one flush to the disk then serves several requests.
#pragma once

#include <QtGlobal>

namespace confab::server {

/// Pure arithmetic on the times it is told (microseconds of any monotonic clock). One thread.
///
/// Waiting pays only when requests come by themselves. People who wait for their answer before they ask again send nothing meanwhile,
/// so each wait is compared with what it brought, and given up for a while when it brought too little (as PostgreSQL's commit_delay
/// asks for commit_siblings).
class Gathering {
public:
    /// 0: never waits.
    explicit Gathering(qint64 mostUs) : m_mostUs(mostUs) { }
    void setMost(qint64 mostUs) { m_mostUs = mostUs; }

    /// How long to wait for more when so many requests are there.
    qint64 waitUs(int waiting, qint64 nowUs);
    /// A wait that waitUs() asked for is over; so many are there now.
    void waited(int waiting, qint64 nowUs);
    /// So many were taken into a batch.
    void took(int count, qint64 nowUs);

    static constexpr int enough = 16;               ///< a batch of so many never waits

private:
    static constexpr qint64 windowUs = 50'000;      ///< over which the rate is taken
    static constexpr double worthWhile = 2;         ///< requests a wait must promise
    static constexpr double leastKept = 0.5;        ///< part of its promises a wait must keep, on average
    static constexpr qint64 firstPauseUs = 100'000;
    static constexpr qint64 longestPauseUs = 3'200'000;

    qint64 m_mostUs;
    double m_perUs = 0;                             ///< requests per microsecond
    qint64 m_windowSince = 0;
    int m_windowCount = 0;
    double m_kept = 1;
    double m_promised = 0;                          ///< by the wait under way
    int m_before = 0;
    qint64 m_pauseUs = firstPauseUs;
    qint64 m_pausedUntil = 0;
};

} // namespace confab::server
