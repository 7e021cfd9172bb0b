// The records that several messages carry: people, rooms, members, and the head every durable event shares.
#pragma once

#include "shared/base/Limits.h"
#include "shared/protocol/Schema.h"

#include <array>

namespace confab::protocol {

template <typename... Ts>
struct TypeList {
    static constexpr std::size_t size = sizeof...(Ts);
};

template <typename... A, typename... B>
constexpr TypeList<A..., B...> operator+(TypeList<A...>, TypeList<B...>) { return {}; }

/// Calls visit.template operator()<T>() for each type of the list.
template <typename... Ts, typename Visit>
constexpr void forEachType(TypeList<Ts...>, Visit&& visit)
{
    (visit.template operator()<Ts>(), ...);
}

/// On the whole server: what a person may do everywhere.
enum class ServerRole : quint8 { Anonymous = 0, Guest = 1, Member = 2, Staff = 3, Admin = 4 };
constexpr auto enumKeys(ServerRole)
{
    using E = ServerRole;
    return std::array{EnumKey{E::Anonymous, "anonymous"}, EnumKey{E::Guest, "guest"}, EnumKey{E::Member, "member"},
                      EnumKey{E::Staff, "staff"}, EnumKey{E::Admin, "admin"}};
}

/// In one room.
enum class RoomRole : quint8 { None = 0, Member = 1, Admin = 2, Owner = 3 };
constexpr auto enumKeys(RoomRole)
{
    using E = RoomRole;
    return std::array{EnumKey{E::None, "none"}, EnumKey{E::Member, "member"}, EnumKey{E::Admin, "admin"}, EnumKey{E::Owner, "owner"}};
}

enum class RoomKind : quint8 { Direct = 1, Group = 2, Channel = 3 };
constexpr auto enumKeys(RoomKind)
{
    using E = RoomKind;
    return std::array{EnumKey{E::Direct, "direct"}, EnumKey{E::Group, "group"}, EnumKey{E::Channel, "channel"}};
}

/// The nine rights of a member in a room; the numbers are bits in storage too.
enum class Right : quint8 {
    AddUsers = 1, RemoveUsers = 2, CreateMessages = 3, DeleteMessages = 4, DeleteOwnMessages = 5,
    EditMessages = 6, EditOwnMessages = 7, EditRoom = 8, DeleteRoom = 9,
};
constexpr auto enumKeys(Right)
{
    using E = Right;
    return std::array{EnumKey{E::AddUsers, "add_users"}, EnumKey{E::RemoveUsers, "remove_users"},
                      EnumKey{E::CreateMessages, "create_messages"}, EnumKey{E::DeleteMessages, "delete_messages"},
                      EnumKey{E::DeleteOwnMessages, "delete_own_messages"}, EnumKey{E::EditMessages, "edit_messages"},
                      EnumKey{E::EditOwnMessages, "edit_own_messages"}, EnumKey{E::EditRoom, "edit_room"},
                      EnumKey{E::DeleteRoom, "delete_room"}};
}

enum class PresenceState : quint8 { Offline = 0, Online = 1, Away = 2, Busy = 3 };
constexpr auto enumKeys(PresenceState)
{
    using E = PresenceState;
    return std::array{EnumKey{E::Offline, "offline"}, EnumKey{E::Online, "online"}, EnumKey{E::Away, "away"}, EnumKey{E::Busy, "busy"}};
}

enum class Severity : quint8 { Info = 0, Warning = 1, Alert = 2 };
constexpr auto enumKeys(Severity)
{
    using E = Severity;
    return std::array{EnumKey{E::Info, "info"}, EnumKey{E::Warning, "warning"}, EnumKey{E::Alert, "alert"}};
}

/// A person as everybody may see them. `name` is unique and for ever; `display` is what people read. Id 0: an anonymous reader.
struct User {
    UserId id;
    QString name;
    QString display;

    static constexpr auto fields()
    {
        using M = User;
        return std::tuple{field(1, "id", &M::id, orZero()), field(2, "name", &M::name, maxChars(limits::nameChars)),
                          field(3, "display", &M::display, maxChars(limits::nameChars))};
    }
    static QString describe() { return QStringLiteral("user"); }
    bool operator==(const User&) const = default;
};

/// A person in a room's member list.
struct Member {
    UserId id;
    QString name;
    QString display;
    RoomRole role = RoomRole::Member;
    PresenceState state = PresenceState::Offline;
    std::optional<QString> status;      ///< what the person wrote beside their state
    std::optional<TimeMs> lastSeen;     ///< when the last connection ended; absent while online

    static constexpr auto fields()
    {
        using M = Member;
        return std::tuple{field(1, "id", &M::id), field(2, "name", &M::name, maxChars(limits::nameChars)),
                          field(3, "display", &M::display, maxChars(limits::nameChars)), field(4, "role", &M::role),
                          field(5, "state", &M::state), field(6, "status", &M::status, maxBytes(limits::statusBytes)),
                          field(7, "lastSeen", &M::lastSeen)};
    }
    static QString describe() { return QStringLiteral("member"); }
    bool operator==(const Member&) const = default;
};

/// The members every durable event starts with. `name` is the author's display name when the frame was made;
/// `c` is there only in what the author's own connections get. `by` 0 is the server itself.
struct EventHead {
    RoomId room;
    Seq seq;
    UserId by;
    QString name;
    TimeMs ts;
    std::optional<ClientId> c;

    template <typename M>
    static constexpr auto headFields()
    {
        return std::tuple{field<M>(1, "room", &EventHead::room), field<M>(2, "seq", &EventHead::seq),
                          field<M>(3, "by", &EventHead::by, orZero()),
                          field<M>(4, "name", &EventHead::name, maxChars(limits::nameChars)),
                          field<M>(5, "ts", &EventHead::ts), field<M>(6, "c", &EventHead::c)};
    }
    bool operator==(const EventHead&) const = default;
};

} // namespace confab::protocol
