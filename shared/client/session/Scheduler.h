// "Call me later": the event loop's timers in programs, hand-moved ones in tests.
#pragma once

#include <QtGlobal>

#include <functional>
#include <memory>

namespace confab::client {

/// Calls functions later on the thread that asked. Main thread.
class Scheduler {
public:
    using Ticket = quint64; ///< names one waiting call; never 0

    virtual ~Scheduler() = default;
    /// Runs `call` once, `delayMs` from now (0: in the next turn of the event loop). Calls with equal times run in the order they were
    /// asked for.
    virtual Ticket after(qint64 delayMs, std::function<void()> call) = 0;
    /// Forgets a waiting call; nothing happens when it has run already.
    virtual void cancel(Ticket ticket) = 0;
};

/// Real timers of the thread's event loop.
std::unique_ptr<Scheduler> makeEventLoopScheduler();

/// One restartable delay that dies with its owner. The scheduler must outlive it.
class Delay {
public:
    explicit Delay(Scheduler& scheduler)
        : m_scheduler(scheduler)
    {
    }
    ~Delay() { stop(); }
    Delay(const Delay&) = delete;
    Delay& operator=(const Delay&) = delete;

    /// Replaces a delay that is under way.
    void start(qint64 delayMs, std::function<void()> call);
    /// Does nothing when a delay is under way.
    void startOnce(qint64 delayMs, std::function<void()> call);
    void stop();
    bool isActive() const { return m_ticket != 0; }

private:
    Scheduler& m_scheduler;
    Scheduler::Ticket m_ticket = 0;
};

} // namespace confab::client
