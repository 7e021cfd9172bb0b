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
    client.setDraft(room, draft);
    if (const Room* known = client.store().room(room); known && room == m_room)
        m_known = known->draft;
}

std::optional<QString> DraftSync::follow(const QString& draft, const QString& input, bool isBusy)
{
    if (isBusy || draft == m_known || input != m_agreed)
        return std::nullopt;
    m_agreed = draft;
    m_known = draft;
    return draft;
}

} // namespace confab::client
