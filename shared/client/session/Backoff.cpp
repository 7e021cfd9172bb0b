// Full jitter with a doubling ceiling.
#include "shared/client/session/Backoff.h"

#include <QRandomGenerator>

#include <algorithm>

namespace confab::client {

Backoff::Backoff(Random random)
    : m_random(random ? std::move(random) : [](quint32 below) { return QRandomGenerator::system()->bounded(below); })
{
}

qint64 Backoff::nextDelayMs()
{
    const qint64 delay = spread(m_ceilingMs);
    m_ceilingMs = std::min(m_ceilingMs * 2, lastCeilingMs);
    return delay;
}

qint64 Backoff::spread(qint64 mostMs)
{
    // A server cannot send us away for longer than an hour.
    const qint64 most = std::clamp<qint64>(mostMs, 0, 3'600'000);
    return qint64(m_random(quint32(most) + 1));
}

} // namespace confab::client
