// Token buckets, filled lazily.
#include "server/routing/RateLimiter.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

/// So many refusals in a row, far beyond what a client does that waits as it is told, close the bucket.
constexpr int patience = 40;
constexpr std::array<qint64, 4> punishmentsMs{30'000, 120'000, 600'000, 1'800'000};
constexpr qint64 forgottenAfterMs = 3'600'000;

Error rateError(qint64 waitMs)
{
    return Error{ErrorCode::Rate, u"too much at once, wait a little"_s, {}, {}, waitMs};
}

} // namespace

const Rate& RateLimiter::rateOf(Cost cost) const
{
    switch (cost) {
    case Cost::Posting:
        return m_limits.posting;
    case Cost::Reading:
        return m_limits.reading;
    case Cost::Searching:
        return m_limits.searching;
    case Cost::Acting:
    case Cost::Free:
        break;
    }
    return m_limits.acting;
}

void RateLimiter::refill(Bucket& bucket, const Rate& rate) const
{
    const qint64 now = m_clock.monotonicMs();
    bucket.tokens = std::min(rate.burst, bucket.tokens + double(now - bucket.atMs) * rate.perSecond / 1000);
    bucket.atMs = now;
}

qint64 RateLimiter::draw(Bucket& bucket, bool fresh, const Rate& rate) const
{
    if (rate.perSecond <= 0)
        return 0;
    const qint64 now = m_clock.monotonicMs();
    if (fresh) {
        bucket.tokens = rate.burst;
        bucket.atMs = now;
    }
    refill(bucket, rate);
    if (bucket.closedUntilMs > now)
        return bucket.closedUntilMs - now;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        bucket.refused = 0;
        return 0;
    }
    const qint64 waitMs = std::max<qint64>(1, qint64(std::ceil((1 - bucket.tokens) * 1000 / rate.perSecond)));
    return punish(bucket, waitMs);
}

qint64 RateLimiter::punish(Bucket& bucket, qint64 waitMs) const
{
    if (++bucket.refused < patience)
        return waitMs;
    const qint64 closedMs = punishmentsMs.at(size_t(std::min<int>(bucket.level, int(punishmentsMs.size()) - 1)));
    bucket.refused = 0;
    bucket.level += 1;
    bucket.closedUntilMs = m_clock.monotonicMs() + closedMs;
    return closedMs;
}

qint64 RateLimiter::drawNamed(const QString& key, const Rate& rate)
{
    const bool fresh = !m_named.contains(key);
    return draw(m_named[key], fresh, rate);
}

Result<Done> RateLimiter::take(Cost cost, UserId person, const QString& address)
{
    if (cost == Cost::Free)
        return Done{};
    qint64 waitMs = 0;
    if (person.isValid()) {
        const qint64 key = person.value() * 8 + qint64(cost);
        const bool fresh = !m_people.contains(key);
        waitMs = draw(m_people[key], fresh, rateOf(cost));
    } else {
        waitMs = drawNamed(u"address %1 %2"_s.arg(int(cost)).arg(address), rateOf(cost));
    }
    if (waitMs > 0)
        return rateError(waitMs);
    return Done{};
}

Result<Done> RateLimiter::takeSignIn(const QString& account, const QString& address)
{
    const qint64 own = drawNamed(u"signin %1 %2"_s.arg(address, account), m_limits.signIn);
    const qint64 all = own > 0 ? 0 : drawNamed(u"signin"_s, m_limits.signInGlobal);
    if (own > 0 || all > 0)
        return Error{ErrorCode::AuthLocked, u"too many attempts to sign in, wait a little"_s, {}, {}, std::max(own, all)};
    return Done{};
}

void RateLimiter::signedIn(const QString& account, const QString& address)
{
    for (const QString& key : {u"signin %1 %2"_s.arg(address, account), u"signin"_s}) {
        if (const auto bucket = m_named.find(key); bucket != m_named.end())
            bucket->tokens += 1;
    }
}

Result<Done> RateLimiter::takeGuest(const QString& address)
{
    if (const qint64 waitMs = drawNamed(u"guest %1"_s.arg(address), m_limits.guests); waitMs > 0)
        return Error{ErrorCode::AuthLocked, u"too many guests from one address, wait a little"_s, {}, {}, waitMs};
    return Done{};
}

void RateLimiter::sweep()
{
    const qint64 now = m_clock.monotonicMs();
    const auto forgotten = [now](const auto& entry) { return now - entry.value().atMs > forgottenAfterMs && entry.value().closedUntilMs < now; };
    m_people.removeIf(forgotten);
    m_named.removeIf(forgotten);
}

} // namespace confab::server
