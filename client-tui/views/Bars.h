// The single-line bars: the room's title on top, the state of things at the bottom, and candidates over it while completing.
#pragma once

#include "client-tui/term/Canvas.h"
#include "client-tui/views/RoomsView.h"
#include "client-tui/views/Theme.h"
#include "shared/client/commands/Completions.h"
#include "shared/client/session/ConnectionState.h"

namespace confab::tui {

/// The connection in words: "online", "no connection, next try in 12 s".
QString connectionText(const client::ConnectionState& state);

/// "ana is typing", "ana and bo are typing", "several people are typing"; empty when nobody is.
QString typingText(const client::Store& store, RoomId room);

/// Room name and topic; who is here at the right.
void drawTitle(const Canvas& canvas, const Theme& theme, const client::Store& store, RoomId room);

struct StatusFacts {
    client::ConnectionState connection;
    int undelivered = 0; // messages that wait
    RoomId room;
    bool isScrolledUp = false;
};

/// State, room, rooms with something unread (mentions first), who is typing.
void drawStatus(const Canvas& canvas, const Theme& theme, const client::Store& store, const RoomNumbers& numbers, const StatusFacts& facts);

/// The candidates around the chosen one, which is highlighted and explained at the right.
void drawCandidates(const Canvas& canvas, const Theme& theme, const client::Completions& completions, int chosen);

/// Rooms with something unread, most important first: direct and mentions, then activity, by number. Without `current`.
QList<RoomId> roomsWithNews(const client::Store& store, const RoomNumbers& numbers, RoomId current);

} // namespace confab::tui
