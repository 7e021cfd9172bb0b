// Moves the read marker: what somebody watched for a second is read.
#pragma once

#include "shared/client/Client.h"

namespace confab::client {

/// The one rule of both programs for "read": the line was seen, and its room watched (shown, in focus, somebody there), for readAfterMs.
/// Peeking and idle machines move nothing. Main thread; the scheduler must outlive it, the client need not.
class ReadWatch {
public:
    static constexpr qint64 readAfterMs = 1000;

    explicit ReadWatch(Scheduler& scheduler)
        : m_soon(scheduler)
    {
    }

    /// To be called whenever one of these may have changed; cheap. `newestSeen`: the newest line whose bottom edge was visible, 0 for none.
    void look(Client& client, RoomId room, Seq newestSeen, bool isWatched);
    /// Nothing is being looked at: the second begins anew.
    void stop();

private:
    bool hasNews() const;
    void begin();
    void onTime();

    Delay m_soon;
    QPointer<Client> m_client;
    RoomId m_room;
    Seq m_newestSeen;
    Seq m_toRead; // in sight since the second began
};

} // namespace confab::client
