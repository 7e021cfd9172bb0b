// Leaving a program without losing words: what was just written goes out first, then the connection closes, then the program ends.
#pragma once

#include "shared/client/Client.h"

namespace confab::client {

struct Patience {
    qint64 limitMs = 1500;     ///< to wait for what is undelivered; later it waits on disk for the next run
    bool waitsOffline = false; ///< also wait for a connection
};

/// Main thread; the scheduler must outlive it, the client need not.
class Departure : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 deliverLimitMs = Patience{}.limitMs;
    static constexpr qint64 goodbyeMs = 50; ///< for the last bytes to reach the socket

    explicit Departure(Scheduler& scheduler, QObject* parent = nullptr);

    /// Stops the client when everything is delivered (or time is over, or there is nothing to wait for) and calls `done` once, never from
    /// inside. Asked again by somebody in a hurry, it waits no longer; the first `done` is the one that counts.
    void leave(Client* client, std::function<void()> done, const Patience& patience = {});
    bool isLeaving() const { return m_isLeaving; }
    /// How much stayed undelivered; valid in `done`.
    int undelivered() const { return m_undelivered; }

private:
    void stopWhenDelivered();
    void sayGoodbye();
    void stopClient();
    void finish();

    Delay m_soon;
    QPointer<Client> m_client;
    std::function<void()> m_done;
    int m_undelivered = 0;
    bool m_isLeaving = false;
};

} // namespace confab::client
