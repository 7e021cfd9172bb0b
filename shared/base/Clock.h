// Where the time comes from: the system's clock in programs, a hand-moved one in tests.
#pragma once

#include "shared/base/Ids.h"

#include <atomic>

namespace confab {

/// Any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual TimeMs now() const = 0;          ///< wall clock, for people and the log
    virtual qint64 monotonicMs() const = 0;  ///< never jumps, for delays and deadlines
};

class SystemClock final : public Clock {
public:
    TimeMs now() const override;
    qint64 monotonicMs() const override;
};

/// Stands still until a test moves it.
class FakeClock final : public Clock {
public:
    explicit FakeClock(qint64 startMs = 1'700'000'000'000) : m_ms(startMs) { }
    TimeMs now() const override { return TimeMs(m_ms); }
    qint64 monotonicMs() const override { return m_ms; }
    void advance(qint64 ms) { m_ms += ms; }

private:
    std::atomic<qint64> m_ms;
};

} // namespace confab
