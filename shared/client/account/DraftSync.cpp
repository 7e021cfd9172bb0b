// Keeps the text being written here and the draft of the person's other devices in step.
#include "shared/client/account/DraftSync.h"

namespace confab::client {

QString DraftSync::enter(RoomId room, const QString& draft)
{
    m_room = room;
    m_agreed = draft;
    m_known = draft;
    return draft;
}

void DraftSync::keep(Client& client, RoomId room, const QString& draft)
{
    if (room == m_room)
        m_agreed = draft;
    // The store tells at once, and by way of follow() this very text would come back.
    m_isKeeping = true;
    client.setDraft(room, draft);
    m_isKeeping = false;
    if (const Room* known = client.store().room(room); known && room == m_room)
        m_known = known->draft;
}

std::optional<QString> DraftSync::follow(const QString& draft, const QString& input, bool isBusy)
{
    if (isBusy || m_isKeeping || draft == m_known || input != m_agreed)
        return std::nullopt;
    m_agreed = draft;
    m_known = draft;
    return draft;
}

} // namespace confab::client
