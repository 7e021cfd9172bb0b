// Reads a room's lines in order from the server, a page at a time, and goes on with those that come.
#pragma once

#include "shared/client/Client.h"

namespace confab::tui {

/// When the server names no delay.
inline constexpr qint64 paceMs = 1000;

/// The server wants the same request later: nothing is wrong with it.
constexpr bool isPace(ErrorCode code) { return code == ErrorCode::Rate || code == ErrorCode::Busy; }

/// Text comes as it was sent. One request at a time; a lost connection is waited out.
class RoomReader : public QObject {
    Q_OBJECT
public:
    /// Lines after `after` are read; live ones too when `follows`.
    RoomReader(client::Client& client, RoomId room, Seq after, bool follows);
    void start() { pull(); }

Q_SIGNALS:
    void read(const QList<confab::protocol::HistoryItem>& items);
    /// Everything there was has been read; comes once, also when following.
    void caughtUp();
    void failed(const confab::Error& error);

private:
    void pull();
    /// "Too fast" and "busy" are no ends: the page is asked for again when the server said.
    bool asksLater(const Error& error);
    void onAnswer(const Result<protocol::RoomHistory::Reply>& reply);

    client::Client& m_client;
    RoomId m_room;
    Seq m_after;
    bool m_follows;
    bool m_isAsking = false;
    bool m_asksAgain = false;
    bool m_hasCaughtUp = false;
};

} // namespace confab::tui
