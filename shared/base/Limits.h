// The numbers of the wire: every limit that both sides know, in one place (PROTOCOL.md, Limits).
#pragma once

#include <QtGlobal>

namespace confab::limits {

inline constexpr qint64 maxInteger = (qint64(1) << 53) - 1;
inline constexpr int frameBytes = 64 * 1024;         ///< inbound at the server, per WebSocket message
inline constexpr int outFrameBytes = 256 * 1024;     ///< outbound, per WebSocket message (joined envelopes)
inline constexpr int outFrameEnvelopes = 64;
inline constexpr int jsonDepth = 8;
inline constexpr int messageBytes = 8000;            ///< UTF-8 bytes of one message's text
inline constexpr int nameChars = 32;                 ///< code points of a person's name
inline constexpr int roomNameChars = 64;
inline constexpr int titleChars = 64;
inline constexpr int topicBytes = 500;
inline constexpr int statusBytes = 200;
inline constexpr int reasonBytes = 300;
inline constexpr int passwordBytes = 256;
inline constexpr int passwordMinChars = 8;
inline constexpr int tokenBytes = 512;
inline constexpr int deviceNameChars = 64;
inline constexpr int noticeBytes = 2000;
inline constexpr int queryChars = 200;
inline constexpr int commandLineBytes = 8000;
inline constexpr int roomsPerPerson = 5000;
inline constexpr int attachRooms = 500;              ///< rooms per attach page
inline constexpr int attachEventsPerRoom = 50;       ///< missed events sent inline per room
inline constexpr int attachBytes = 256 * 1024;
inline constexpr int syncEvents = 200;
inline constexpr int historyMessages = 100;
inline constexpr int listRooms = 200;
inline constexpr int memberWindow = 200;             ///< members listed at most
inline constexpr int peoplePerEvent = 256;           ///< people in one join or leave event
inline constexpr int sessionsListed = 200;
inline constexpr int requestsInFlight = 32;          ///< per connection
inline constexpr int unreadShown = 999;              ///< unread counts stop here

} // namespace confab::limits
