// How long to wait before the next attempt: full jitter, so that a restarted server is not stampeded.
#pragma once

#include <QtGlobal>

#include <functional>

namespace confab::client {

/// Pure. The n-th delay in a row is random between 0 and min(60 s, 1 s · 2^n).
class Backoff {
public:
    /// Gives a number in [0, below).
    using Random = std::function<quint32(quint32 below)>;

    /// Without a source: the system's.
    explicit Backoff(Random random = {});

    static constexpr qint64 firstCeilingMs = 1'000;
    static constexpr qint64 lastCeilingMs = 60'000;

    qint64 nextDelayMs();
    /// A random time up to `mostMs`, outside of the row (a server's farewell).
    qint64 spread(qint64 mostMs);
    /// The connection held: the row starts again.
    void reset() { m_ceilingMs = firstCeilingMs; }

private:
    Random m_random;
    qint64 m_ceilingMs = firstCeilingMs;
};

} // namespace confab::client
