// Says "away" for somebody who has not touched the program for a while, and takes it back.
#pragma once

#include "shared/client/commands/ClientActions.h"

namespace confab::client {

/// Only who is plainly online by their own word becomes away by themselves: who said to be away or busy stays what they said. Main thread;
/// the scheduler must outlive it.
class AutoAway {
public:
    static constexpr qint64 awayAfterMs = 10 * 60 * 1000;

    /// Counts from now.
    explicit AutoAway(Scheduler& scheduler);

    /// Whose presence it is; nothing for nobody. Both must be taken away before they are destroyed.
    void setClient(Client* client, const Actions* actions);
    /// A key, a click, the focus came: somebody is there.
    void noteActivity();
    bool isIdle() const { return m_isIdle; }

    /// Called after isIdle() has changed; may be empty.
    std::function<void()> onChange;

private:
    void startWaiting();
    void goAway();
    void setIdle(bool isIdle);

    Delay m_soon;
    Client* m_client = nullptr;
    const Actions* m_actions = nullptr;
    bool m_isIdle = false;
    bool m_isAway = false; // because of us
};

} // namespace confab::client
