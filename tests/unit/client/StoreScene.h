// A store with people and a room, and short words for events: what the store and command tests start from.
#pragma once

#include "shared/client/store/Store.h"

namespace confab::client {

inline constexpr RoomId lobby{7};
inline constexpr RoomId garden{8};
inline constexpr UserId annId{1}; // oneself
inline constexpr UserId bobId{2};
inline constexpr UserId eveId{3};

inline ClientId cid(quint8 n) { return ClientId{{n, 1, 2}}; }

struct StoreScene {
    FakeClock clock;
    Store store{clock};

    StoreScene()
    {
        store.setSelf({annId, QStringLiteral("ann"), QStringLiteral("Ann Lee")}, protocol::ServerRole::Member);
        store.putRoom(roomState());
    }

    static protocol::RoomState roomState(RoomId id = lobby, const QString& name = QStringLiteral("lobby"))
    {
        protocol::RoomState state;
        state.id = id;
        state.name = name;
        state.title = name;
        state.isPublic = true;
        state.epoch = Epoch{1};
        state.role = protocol::RoomRole::Member;
        return state;
    }
    static protocol::RoomState direct(RoomId id, const protocol::User& peer)
    {
        protocol::RoomState state = roomState(id, {});
        state.kind = protocol::RoomKind::Direct;
        state.isPublic = false;
        state.peer = peer;
        return state;
    }

    template <typename E>
    static E headed(E event, qint64 seq, UserId by, RoomId room = lobby)
    {
        event.room = room;
        event.seq = Seq{seq};
        event.by = by;
        event.name = by == annId ? QStringLiteral("Ann Lee") : by == bobId ? QStringLiteral("Bob") : QStringLiteral("Eve");
        event.ts = TimeMs{1'700'000'000'000 + seq * 1000};
        return event;
    }
    static protocol::MessagePosted message(qint64 seq, UserId by, const QString& text, std::optional<ClientId> c = {}, RoomId room = lobby)
    {
        protocol::MessagePosted event;
        event.text = text;
        event = headed(event, seq, by, room);
        event.c = c;
        return event;
    }
    static protocol::MessageEdited edited(qint64 seq, UserId by, qint64 of, const QString& text)
    {
        protocol::MessageEdited event;
        event.of = Seq{of};
        event.text = text;
        return headed(event, seq, by);
    }
    static protocol::MessageDeleted deleted(qint64 seq, UserId by, qint64 of)
    {
        protocol::MessageDeleted event;
        event.of = Seq{of};
        return headed(event, seq, by);
    }
    static protocol::HistoryItem item(const protocol::AnyEvent& event, qint64 rev = 0)
    {
        protocol::HistoryItem one;
        one.event = event;
        one.rev = Seq{std::max(rev, protocol::headOf(event).seq.value())};
        return one;
    }
    static Pending pending(quint8 n, const QString& text)
    {
        Pending one;
        one.c = cid(n);
        one.room = lobby;
        one.text = text;
        one.created = TimeMs{1'700'000'999'000};
        return one;
    }
    static protocol::Member member(
        UserId id, const QString& name, protocol::PresenceState state, protocol::RoomRole role = protocol::RoomRole::Member)
    {
        return {.id = id, .name = name, .display = name, .role = role, .state = state, .status = {}, .lastSeen = {}};
    }

    Timeline& lines() { return store.timeline(lobby); }
    QStringList texts()
    {
        QStringList all;
        for (const TimelineRow& one : lines().rows())
            all.append(one.text);
        return all;
    }
};

} // namespace confab::client
