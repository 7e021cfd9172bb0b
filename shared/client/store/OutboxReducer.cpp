// Shows what the outbox holds: posts as pending rows, edits and deletions beside the lines they mean.
#include "shared/client/store/RowText.h"
#include "shared/client/store/StoreEntry.h"
#include "shared/client/text/Sanitiser.h"

namespace confab::client {

void Store::putPending(const Pending& pending)
{
    m_pendingRooms.insert(pending.c, pending.room);
    Timeline& lines = timeline(pending.room);
    if (pending.kind != PendingKind::Post) {
        lines.putPendingChange(pending.of, {pending.c, pending.kind, safeBody(pending.text), pending.state, safeError(pending.error)});
        return;
    }
    TimelineRow row;
    row.kind = pending.action ? RowKind::Action : RowKind::Message;
    row.by = m_self.id;
    row.name = m_self.id.isValid() ? displayName(m_self.id) : QString{};
    row.ts = pending.created;
    row.text = safeBody(pending.text);
    row.rawText = pending.text;
    row.own = true;
    row.replyTo = pending.replyTo;
    row.c = pending.c;
    row.pending = pending.state == PendingState::None ? PendingState::Waiting : pending.state;
    row.error = safeError(pending.error);
    lines.putPending(row);
    if (pending.state == PendingState::Sent)
        lines.updatePending(pending.c, PendingState::Sent, {}, pending.seq);
}

void Store::updatePending(const ClientId& c, PendingState state, const Error& error, Seq seq)
{
    if (const auto room = m_pendingRooms.constFind(c); room != m_pendingRooms.cend())
        timeline(*room).updatePending(c, state, safeError(error), seq);
}

void Store::removePending(const ClientId& c)
{
    const RoomId room = m_pendingRooms.take(c);
    if (room.isValid())
        timeline(room).removePending(c);
}

} // namespace confab::client
