// A clock and its timers that a test moves by hand.
#pragma once

#include "shared/base/Clock.h"
#include "shared/client/session/Scheduler.h"

#include <map>

namespace confab::test {

class FakeTime final : public client::Scheduler {
public:
    Ticket after(qint64 delayMs, std::function<void()> call) override
    {
        const Ticket ticket = ++m_last;
        m_waiting.emplace(std::pair{clock.monotonicMs() + std::max<qint64>(0, delayMs), ticket}, std::move(call));
        return ticket;
    }
    void cancel(Ticket ticket) override
    {
        std::erase_if(m_waiting, [ticket](const auto& one) { return one.first.second == ticket; });
    }

    /// Runs what is due within `ms` from now, in order, the clock standing at each one's time.
    void advance(qint64 ms)
    {
        const qint64 end = clock.monotonicMs() + ms;
        while (!m_waiting.empty() && m_waiting.begin()->first.first <= end) {
            auto next = m_waiting.extract(m_waiting.begin());
            clock.advance(std::max<qint64>(0, next.key().first - clock.monotonicMs()));
            next.mapped()();
        }
        clock.advance(end - clock.monotonicMs());
    }
    /// Everything that is due now, and what that makes due.
    void settle() { advance(0); }
    int waiting() const { return int(m_waiting.size()); }

    FakeClock clock;

private:
    std::map<std::pair<qint64, Ticket>, std::function<void()>> m_waiting;
    Ticket m_last = 0;
};

} // namespace confab::test
