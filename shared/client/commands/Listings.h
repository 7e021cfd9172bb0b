// Lists that commands print: rooms, members, what waits in the outbox. All text is safe to draw.
#pragma once

#include "shared/client/store/Store.h"

namespace confab::client {

QString roomDirectory(const protocol::ListRooms::Reply& reply, bool onlyPublic);
QString ownRooms(const Store& store);
/// Members come from the store or straight from the server.
QString memberListing(const Store& store, RoomId room, const QList<protocol::Member>& members, qint64 total);
/// One person in a line: name, role, state, words, when they spoke or were seen last.
QString memberLine(const Store& store, RoomId room, const protocol::Member& member);
/// Numbered from 1.
QString outboxListing(const Store& store, const QList<Pending>& outbox);
QString sessionListing(const protocol::ListSessions::Reply& reply, TimeMs now);

} // namespace confab::client
