// Requests that outlive a connection: durable ones are asked again until answered, plain ones fail when the link goes.
#pragma once

#include "shared/client/session/Requests.h"

#include <map>

namespace confab::client {

/// Main thread. Nothing runs from inside once() or untilAnswered().
class Questions {
public:
    /// Puts the question on the wire; calls `answered` before the asker hears the answer, or `lost` when the link went.
    using SendDurable = std::function<void(Requests&, const std::function<void()>& answered, const std::function<void()>& lost)>;
    using Fail = std::function<void(const Error&)>;

    Questions(Scheduler& scheduler, Requests& requests)
        : m_requests(requests)
        , m_later(scheduler)
    {
    }

    void once(const std::function<void(Requests&)>& send, Fail fail);
    void untilAnswered(SendDurable send, Fail fail);

    void online();
    void offline() { m_online = false; }
    bool isOnline() const { return m_online; }
    /// The person ends it: all that is open fails with `error`.
    void stop(const Error& error);

private:
    struct Durable {
        SendDurable send;
        Fail fail;
        bool onTheWire = false;
    };

    void put(quint64 id);
    void failLater(Fail fail);

    Requests& m_requests;
    Delay m_later;
    std::map<quint64, Durable> m_durable; ///< in the order asked
    QList<Fail> m_failing;
    quint64 m_lastId = 0;
    bool m_online = false;
};

} // namespace confab::client
