// A small world with fixed content for screens: people, rooms and a conversation on one morning in November 2026.
#pragma once

#include "shared/base/Clock.h"
#include "shared/client/store/Store.h"

namespace confab::test {

/// Owns a clock and a store and speaks through the store's doors, as the server would.
class Scene {
public:
    static constexpr RoomId lobby{1};
    static constexpr RoomId ops{2};
    static constexpr RoomId design{3};
    static constexpr RoomId books{4};
    static constexpr RoomId withAna{10};
    static constexpr RoomId withKobayashi{11};
    static constexpr UserId me{1};
    static constexpr UserId ana{2};
    static constexpr UserId bo{3};
    static constexpr UserId kobayashi{4};
    static constexpr UserId david{5};
    static constexpr UserId cyd{6};

    /// Fonts for Chinese and Japanese are not on every machine: where positions are compared, such letters must not decide them.
    enum class Letters : quint8 { All, InEveryFont };

    explicit Scene(Letters letters = Letters::All);

    client::Store& store() { return m_store; }
    FakeClock& clock() { return m_clock; }

    /// The conversation of the pictures in #ops, with all kinds of lines.
    void talkInOps();
    /// So many numbered messages of two people in a room.
    void fillRoom(RoomId room, int messages);

    /// `clockText` "14:02" of the scene's day, or "-1 09:30" for the day before.
    Seq say(RoomId room, UserId by, const QString& clockText, const QString& text, bool action = false);
    void edit(RoomId room, Seq of, const QString& text);
    void remove(RoomId room, Seq of);
    void join(RoomId room, UserId who, const QString& clockText);
    void leave(RoomId room, UserId who, const QString& clockText);
    void system(RoomId room, protocol::Severity severity, const QString& clockText, const QString& text);
    void pending(RoomId room, const QString& text, client::PendingState state, const Error& error = {});
    void setRead(RoomId room, Seq seq, qint64 unread, qint64 mentions);
    void setTopic(RoomId room, const QString& topic);
    void setMembers(RoomId room);
    protocol::User user(UserId id) const;

private:
    protocol::RoomState roomState(RoomId id, protocol::RoomKind kind, const QString& name, const QString& topic) const;
    TimeMs at(const QString& clockText) const;
    protocol::EventHead head(RoomId room, UserId by, const QString& clockText);

    Letters m_letters;
    FakeClock m_clock;
    client::Store m_store;
    QHash<RoomId, qint64> m_heads;
    int m_pendings = 0;
};

} // namespace confab::test
