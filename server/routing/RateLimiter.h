// Token buckets per person, and what becomes of those who hammer against them. Core thread only.
#pragma once

#include "shared/base/Clock.h"
#include "shared/base/Result.h"

#include <QHash>
#include <QString>

namespace confab::server {

/// `burst` at once, then `perSecond`. perSecond 0: unlimited.
struct Rate {
    double burst = 0;
    double perSecond = 0;
};

/// Every number of PROTOCOL.md §6, all configurable.
struct RateLimits {
    Rate posting{10, 2};            ///< saying, editing and taking back, per person
    Rate reading{40, 10};           ///< room.sync, room.history, room.changes, attach per person
    Rate searching{5, 1};           ///< people, search per person
    Rate acting{60, 10};            ///< everything else that changes something or costs a query, per person
    Rate signIn{5, 5.0 / 60};       ///< failed passwords and invites per (account, address)
    Rate signInGlobal{200, 5};      ///< the same over all
    Rate guests{20, 20.0 / 60};     ///< new guests per address
};

/// What a request costs; one bucket each.
enum class Cost : quint8 { Free, Posting, Reading, Searching, Acting };

class RateLimiter {
public:
    RateLimiter(const RateLimits& limits, const Clock& clock) : m_limits(limits), m_clock(clock) { }

    void setLimits(const RateLimits& limits) { m_limits = limits; }

    /// Takes one token of the person's (or, for nobody, the address's) bucket; Rate with retryMs when it is empty.
    /// Flooding against an empty bucket closes it for 30 s, then 2, 10 and 30 minutes.
    Result<Done> take(Cost cost, UserId person, const QString& address);

    /// Before a sign-in is tried. AuthLocked with retryMs. What succeeds is given back by signedIn().
    Result<Done> takeSignIn(const QString& account, const QString& address);
    void signedIn(const QString& account, const QString& address);
    Result<Done> takeGuest(const QString& address);

    /// Forgets full buckets; call now and then.
    void sweep();

private:
    struct Bucket {
        double tokens = 0;
        qint64 atMs = 0;            ///< when `tokens` was true
        int refused = 0;            ///< in a row
        int level = 0;              ///< of the punishment
        qint64 closedUntilMs = 0;
    };

    /// 0 when a token was taken, else the milliseconds to wait.
    qint64 draw(Bucket& bucket, bool fresh, const Rate& rate) const;
    void refill(Bucket& bucket, const Rate& rate) const;
    qint64 punish(Bucket& bucket, qint64 waitMs) const;
    const Rate& rateOf(Cost cost) const;
    qint64 drawNamed(const QString& key, const Rate& rate);

    RateLimits m_limits;
    const Clock& m_clock;
    QHash<qint64, Bucket> m_people;     ///< by person and cost
    QHash<QString, Bucket> m_named;     ///< by address or account
};

} // namespace confab::server
