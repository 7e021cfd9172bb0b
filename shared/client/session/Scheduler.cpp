// The event loop's timers behind the Scheduler interface, and the restartable delay on top of it.
#include "shared/client/session/Scheduler.h"

#include <QTimer>

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

namespace confab::client {

namespace {

class EventLoopScheduler final : public Scheduler {
public:
    Ticket after(qint64 delayMs, std::function<void()> call) override
    {
        const Ticket ticket = ++m_last;
        auto timer = std::make_unique<QTimer>();
        timer->setSingleShot(true);
        // Qt's coarse timers may fire 5 % late, which is nothing here, but those of the next turn must not wait.
        timer->setTimerType(delayMs < 1000 ? Qt::PreciseTimer : Qt::CoarseTimer);
        QObject::connect(timer.get(), &QTimer::timeout, timer.get(), [this, ticket, call = std::move(call)] {
            auto waiting = m_waiting.find(ticket);
            if (waiting == m_waiting.end())
                return;
            // The timer cannot die inside its own signal; the call may destroy this scheduler, so nothing of it is touched afterwards.
            waiting->second.release()->deleteLater();
            m_waiting.erase(waiting);
            const auto run = call;
            run();
        });
        timer->start(int(std::clamp<qint64>(delayMs, 0, std::numeric_limits<int>::max())));
        m_waiting.emplace(ticket, std::move(timer));
        return ticket;
    }

    void cancel(Ticket ticket) override
    {
        auto waiting = m_waiting.find(ticket);
        if (waiting == m_waiting.end())
            return;
        waiting->second->stop();
        waiting->second.release()->deleteLater();
        m_waiting.erase(waiting);
    }

private:
    std::unordered_map<Ticket, std::unique_ptr<QTimer>> m_waiting;
    Ticket m_last = 0;
};

} // namespace

std::unique_ptr<Scheduler> makeEventLoopScheduler() { return std::make_unique<EventLoopScheduler>(); }

void Delay::start(qint64 delayMs, std::function<void()> call)
{
    stop();
    m_ticket = m_scheduler.after(delayMs, [this, call = std::move(call)] {
        m_ticket = 0;
        // The call may destroy or restart this delay.
        const auto run = call;
        run();
    });
}

void Delay::startOnce(qint64 delayMs, std::function<void()> call)
{
    if (!isActive())
        start(delayMs, std::move(call));
}

void Delay::stop()
{
    if (m_ticket != 0)
        m_scheduler.cancel(std::exchange(m_ticket, 0));
}

} // namespace confab::client
