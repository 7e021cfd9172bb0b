// The rooms in the order they were shown: Back and Forward.
#pragma once

#include "shared/base/Ids.h"

#include <QList>

namespace confab::desktop {

/// Like a browser's: going somewhere new forgets what lay ahead.
class RoomTrail {
public:
    static constexpr int maxLength = 100;

    void visit(RoomId room)
    {
        if (m_at >= 0 && m_rooms[m_at] == room)
            return;
        m_rooms.resize(m_at + 1);
        m_rooms.append(room);
        if (m_rooms.size() > maxLength)
            m_rooms.removeFirst();
        m_at = m_rooms.size() - 1;
    }
    /// Goes `step` places (1, -1) along the trail past rooms that `isThere` denies; not valid at the end, and then nothing moves.
    template <typename IsThere>
    RoomId go(int step, const IsThere& isThere)
    {
        for (qsizetype at = m_at + step; at >= 0 && at < m_rooms.size(); at += step) {
            if (isThere(m_rooms[at])) {
                m_at = at;
                return m_rooms[at];
            }
        }
        return {};
    }
    void clear()
    {
        m_rooms.clear();
        m_at = -1;
    }

private:
    QList<RoomId> m_rooms;
    qsizetype m_at = -1;
};

} // namespace confab::desktop
