// Meeting the server: hello, signing in, attaching one's rooms, devices, invites, presence of oneself, farewell.
#pragma once

#include "shared/protocol/messages/Rooms.h"

namespace confab::protocol {

enum class AuthMethod : quint8 { Password = 1, Token = 2, Guest = 3, Invite = 4, Anonymous = 5 };
constexpr auto enumKeys(AuthMethod)
{
    using E = AuthMethod;
    return std::array{EnumKey{E::Password, "password"}, EnumKey{E::Token, "token"}, EnumKey{E::Guest, "guest"},
                      EnumKey{E::Invite, "invite"}, EnumKey{E::Anonymous, "anonymous"}};
}

struct ServerAbout {
    QString id;
    QString name;
    QString version;
    static constexpr auto fields()
    {
        using M = ServerAbout;
        return std::tuple{field(1, "id", &M::id, maxBytes(64)), field(2, "name", &M::name, maxBytes(200)),
                          field(3, "version", &M::version, maxBytes(64))};
    }
    static QString describe() { return QStringLiteral("server"); }
    bool operator==(const ServerAbout&) const = default;
};

struct AnnouncedLimits {
    qint64 frameBytes = limits::frameBytes;
    qint64 messageBytes = limits::messageBytes;
    qint64 requestsInFlight = limits::requestsInFlight;
    static constexpr auto fields()
    {
        using M = AnnouncedLimits;
        return std::tuple{field(1, "frameBytes", &M::frameBytes), field(2, "messageBytes", &M::messageBytes),
                          field(3, "requestsInFlight", &M::requestsInFlight)};
    }
    static QString describe() { return QStringLiteral("limits"); }
    bool operator==(const AnnouncedLimits&) const = default;
};

struct Hello {
    static constexpr Key type{"hello", 100};
    static constexpr auto about = "The server's first frame.";
    qint64 proto = 1;
    ServerAbout server;
    TimeMs ts;
    QList<QString> caps;
    AnnouncedLimits limits;
    qint64 heartbeatMs = 25'000;
    QList<AuthMethod> auth;             ///< the ways in that this server has open

    static constexpr auto fields()
    {
        using M = Hello;
        return std::tuple{field(1, "proto", &M::proto), field(2, "server", &M::server), field(3, "ts", &M::ts),
                          field(4, "caps", &M::caps, Limit{.bytes = 64, .items = 64}), field(5, "limits", &M::limits),
                          field(6, "heartbeatMs", &M::heartbeatMs), field(7, "auth", &M::auth, maxItems(16))};
    }
    bool operator==(const Hello&) const = default;
};

/// One program on one device; `id` is made by the program once and kept.
struct DeviceAbout {
    QString id;
    QString name;
    QString kind;                        ///< desktop, terminal, script, bench …
    static constexpr auto fields()
    {
        using M = DeviceAbout;
        return std::tuple{field(1, "id", &M::id, maxChars(64)), field(2, "name", &M::name, maxChars(confab::limits::deviceNameChars)),
                          field(3, "kind", &M::kind, maxChars(16))};
    }
    static QString describe() { return QStringLiteral("device"); }
    bool operator==(const DeviceAbout&) const = default;
};

struct ClientAbout {
    QString name;
    QString version;
    static constexpr auto fields()
    {
        using M = ClientAbout;
        return std::tuple{field(1, "name", &M::name, maxChars(64)), field(2, "version", &M::version, maxChars(64))};
    }
    static QString describe() { return QStringLiteral("client"); }
    bool operator==(const ClientAbout&) const = default;
};

struct Authenticate {
    static constexpr Key type{"auth", 10};
    static constexpr bool durable = false;
    static constexpr auto about = "Sign in. password: user + secret; token: token; invite: invite + user + secret (makes the account); "
                                  "guest and anonymous need nothing. A second auth upgrades a guest or anonymous connection.";
    struct Reply {
        User user;
        ServerRole role = ServerRole::Member;
        SessionId session;
        std::optional<QString> token;            ///< password and invite give one
        std::optional<TimeMs> tokenExpires;
        std::optional<RoomId> room;              ///< the room the invite leads to

        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "user", &M::user), field(2, "role", &M::role), field(3, "session", &M::session, orZero()),
                              field(4, "token", &M::token, maxBytes(limits::tokenBytes)), field(5, "tokenExpires", &M::tokenExpires),
                              field(6, "room", &M::room)};
        }
        bool operator==(const Reply&) const = default;
    };
    AuthMethod method = AuthMethod::Token;
    std::optional<QString> user;
    std::optional<QString> secret;
    std::optional<QString> token;
    std::optional<QString> invite;
    DeviceAbout device;
    ClientAbout client;

    static constexpr auto fields()
    {
        using M = Authenticate;
        return std::tuple{field(1, "method", &M::method), field(2, "user", &M::user, maxChars(limits::nameChars)),
                          field(3, "secret", &M::secret, maxBytes(limits::passwordBytes)),
                          field(4, "token", &M::token, maxBytes(limits::tokenBytes)),
                          field(5, "invite", &M::invite, maxBytes(limits::tokenBytes)), field(6, "device", &M::device),
                          field(7, "client", &M::client)};
    }
};

/// What a client already has of a room. `ts` is that of its last event: another ts means another log.
struct Have {
    static constexpr bool compact = true;
    RoomId room;
    Epoch epoch;
    Seq seq;
    TimeMs ts;
    static constexpr auto fields()
    {
        using M = Have;
        return std::tuple{field(1, "room", &M::room), field(2, "epoch", &M::epoch), field(3, "seq", &M::seq, orZero()),
                          field(4, "ts", &M::ts)};
    }
    static QString describe() { return QStringLiteral("[room, epoch, seq, ts]"); }
};

struct Attach {
    static constexpr Key type{"attach", 11};
    static constexpr bool durable = false;
    static constexpr auto about = "My rooms and what I missed in them, in pages; `focus` first. Live pushes of a room start after its `head` here.";
    struct Reply {
        QList<RoomState> rooms;
        User self;
        std::optional<qint64> cursor;        ///< ask again with it; absent on the last page
        QList<RoomId> gone;                  ///< rooms of `have` that I am no longer in
        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "rooms", &M::rooms, maxItems(limits::attachRooms)), field(2, "self", &M::self),
                              field(3, "cursor", &M::cursor), field(4, "gone", &M::gone)};
        }
        bool operator==(const Reply&) const = default;
    };
    QList<Have> have;
    std::optional<qint64> cursor;
    std::optional<RoomId> focus;
    PresenceState presence = PresenceState::Online;

    static constexpr auto fields()
    {
        using M = Attach;
        return std::tuple{field(1, "have", &M::have, maxItems(limits::attachRooms)), field(2, "cursor", &M::cursor),
                          field(3, "focus", &M::focus), field(4, "presence", &M::presence)};
    }
};

struct Ping {
    static constexpr Key type{"ping", 12};
    static constexpr bool durable = false;
    static constexpr auto about = "Are you there?";
    struct Reply {
        TimeMs ts;
        static constexpr auto fields() { return std::tuple{field(1, "ts", &Reply::ts)}; }
        bool operator==(const Reply&) const = default;
    };
    static constexpr std::tuple<> fields() { return {}; }
};

struct SetPresence {
    static constexpr Key type{"presence.set", 14};
    static constexpr bool durable = false;
    static constexpr auto about = "My state on this connection, and the words beside it (absent: unchanged, empty: removed).";
    using Reply = DoneReply;
    PresenceState state = PresenceState::Online;
    std::optional<QString> status;

    static constexpr auto fields()
    {
        using M = SetPresence;
        return std::tuple{field(1, "state", &M::state), field(2, "status", &M::status, maxBytes(limits::statusBytes))};
    }
};

struct SetProfile {
    static constexpr Key type{"profile", 15};
    static constexpr bool durable = true;
    static constexpr auto about = "Change what others read of me: the display name.";
    struct Reply {
        User user;
        std::optional<bool> dup;
        static constexpr auto fields() { return std::tuple{field(1, "user", &Reply::user), field(2, "dup", &Reply::dup)}; }
        bool operator==(const Reply&) const = default;
    };
    QString display;
    static constexpr auto fields()
    {
        return std::tuple{field(1, "display", &SetProfile::display, maxChars(limits::nameChars))};
    }
};

struct FindPeople {
    static constexpr Key type{"people", 63};
    static constexpr bool durable = false;
    static constexpr auto about = "People whose name or display name starts with or contains the words; not for anonymous readers.";
    struct Reply {
        QList<User> users;
        static constexpr auto fields() { return std::tuple{field(1, "users", &Reply::users, maxItems(limits::memberWindow))}; }
        bool operator==(const Reply&) const = default;
    };
    QString q;
    static constexpr auto fields() { return std::tuple{field(1, "q", &FindPeople::q, maxChars(limits::queryChars))}; }
};

struct SessionListing {
    SessionId id;
    QString device;
    QString kind;
    TimeMs created;
    TimeMs lastUsed;
    bool current = false;
    static constexpr auto fields()
    {
        using M = SessionListing;
        return std::tuple{field(1, "id", &M::id), field(2, "device", &M::device), field(3, "kind", &M::kind),
                          field(4, "created", &M::created), field(5, "lastUsed", &M::lastUsed), field(6, "current", &M::current)};
    }
    static QString describe() { return QStringLiteral("session"); }
    bool operator==(const SessionListing&) const = default;
};

struct ListSessions {
    static constexpr Key type{"session.list", 16};
    static constexpr bool durable = false;
    static constexpr auto about = "My signed-in programs.";
    struct Reply {
        QList<SessionListing> sessions;
        static constexpr auto fields()
        {
            return std::tuple{field(1, "sessions", &Reply::sessions, maxItems(limits::sessionsListed))};
        }
        bool operator==(const Reply&) const = default;
    };
    static constexpr std::tuple<> fields() { return {}; }
};

struct RevokeSession {
    static constexpr Key type{"session.revoke", 17};
    static constexpr bool durable = true;
    static constexpr auto about = "End a signed-in program: its token is void at once, its connections close with 4006.";
    using Reply = DoneReply;
    SessionId session;
    static constexpr auto fields() { return std::tuple{field(1, "session", &RevokeSession::session)}; }
};

struct TokenReply {
    QString token;
    TimeMs tokenExpires;
    static constexpr auto fields()
    {
        using M = TokenReply;
        return std::tuple{field(1, "token", &M::token, maxBytes(limits::tokenBytes)), field(2, "tokenExpires", &M::tokenExpires)};
    }
    bool operator==(const TokenReply&) const = default;
};

struct RenewToken {
    static constexpr Key type{"token.renew", 18};
    static constexpr bool durable = false;
    static constexpr auto about = "A new token for this program; the old one stays valid until the new one is first used.";
    using Reply = TokenReply;
    static constexpr std::tuple<> fields() { return {}; }
};

struct DeriveSession {
    static constexpr Key type{"session.derive", 19};
    static constexpr bool durable = false;
    static constexpr auto about = "A token of its own for a second program of the same person.";
    using Reply = TokenReply;
    DeviceAbout device;
    static constexpr auto fields() { return std::tuple{field(1, "device", &DeriveSession::device)}; }
};

struct ChangePassword {
    static constexpr Key type{"password.change", 73};
    static constexpr bool durable = false;
    static constexpr auto about = "Set a new password; needs the old one. Other programs stay signed in.";
    using Reply = DoneReply;
    QString old;
    QString fresh;
    static constexpr auto fields()
    {
        using M = ChangePassword;
        return std::tuple{field(1, "old", &M::old, maxBytes(limits::passwordBytes)),
                          field(2, "new", &M::fresh, maxBytes(limits::passwordBytes))};
    }
};

struct CreateInvite {
    static constexpr Key type{"invite.create", 70};
    static constexpr bool durable = false;
    static constexpr auto about = "A secret line that lets new people make an account, and leads them to a room.";
    struct Reply {
        InviteId id;
        QString invite;
        TimeMs expires;
        static constexpr auto fields()
        {
            using M = Reply;
            return std::tuple{field(1, "id", &M::id), field(2, "invite", &M::invite, maxBytes(limits::tokenBytes)),
                              field(3, "expires", &M::expires)};
        }
        bool operator==(const Reply&) const = default;
    };
    std::optional<RoomId> room;
    qint64 uses = 1;
    qint64 seconds = 7 * 24 * 3600;

    static constexpr auto fields()
    {
        using M = CreateInvite;
        return std::tuple{field(1, "room", &M::room), field(2, "uses", &M::uses, maxValue(1000)),
                          field(3, "seconds", &M::seconds, maxValue(365 * 24 * 3600))};
    }
};

struct InviteListing {
    InviteId id;
    std::optional<RoomId> room;
    qint64 usesLeft = 0;
    TimeMs expires;
    QString by;
    static constexpr auto fields()
    {
        using M = InviteListing;
        return std::tuple{field(1, "id", &M::id), field(2, "room", &M::room), field(3, "usesLeft", &M::usesLeft),
                          field(4, "expires", &M::expires), field(5, "by", &M::by)};
    }
    static QString describe() { return QStringLiteral("invite"); }
    bool operator==(const InviteListing&) const = default;
};

struct ListInvites {
    static constexpr Key type{"invite.list", 71};
    static constexpr bool durable = false;
    static constexpr auto about = "Invites that still work: one's own; staff see all. Never the secret itself.";
    struct Reply {
        QList<InviteListing> invites;
        static constexpr auto fields()
        {
            return std::tuple{field(1, "invites", &Reply::invites, maxItems(limits::sessionsListed))};
        }
        bool operator==(const Reply&) const = default;
    };
    static constexpr std::tuple<> fields() { return {}; }
};

struct RevokeInvite {
    static constexpr Key type{"invite.revoke", 72};
    static constexpr bool durable = true;
    static constexpr auto about = "Make an invite void.";
    using Reply = DoneReply;
    InviteId invite;
    static constexpr auto fields() { return std::tuple{field(1, "invite", &RevokeInvite::invite)}; }
};

// ---- pushes ----

struct ReadMark {
    RoomId room;
    Seq seq;
    qint64 unread = 0;
    qint64 mentions = 0;
    static constexpr auto fields()
    {
        using M = ReadMark;
        return std::tuple{field(1, "room", &M::room), field(2, "seq", &M::seq, orZero()), field(3, "unread", &M::unread),
                          field(4, "mentions", &M::mentions)};
    }
    static QString describe() { return QStringLiteral("read mark"); }
    bool operator==(const ReadMark&) const = default;
};

struct Draft {
    RoomId room;
    QString text;
    static constexpr auto fields()
    {
        using M = Draft;
        return std::tuple{field(1, "room", &M::room), field(2, "text", &M::text, maxBytes(limits::messageBytes))};
    }
    static QString describe() { return QStringLiteral("draft"); }
    bool operator==(const Draft&) const = default;
};

struct SelfPush {
    static constexpr Key type{"self", 102};
    static constexpr auto about = "Class A. What changed of my own state: a room came or went, a read marker or draft moved, my profile.";
    std::optional<RoomState> room;
    std::optional<RoomId> left;
    std::optional<ReadMark> read;
    std::optional<Draft> draft;
    std::optional<User> profile;

    static constexpr auto fields()
    {
        using M = SelfPush;
        return std::tuple{field(1, "room", &M::room), field(2, "left", &M::left), field(3, "read", &M::read),
                          field(4, "draft", &M::draft), field(5, "profile", &M::profile)};
    }
    bool operator==(const SelfPush&) const = default;
};

struct NoticePush {
    static constexpr Key type{"notice", 105};
    static constexpr auto about = "Class A. A line to this connection alone.";
    Severity level = Severity::Info;
    QString text;
    QString code;

    static constexpr auto fields()
    {
        using M = NoticePush;
        return std::tuple{field(1, "level", &M::level), field(2, "text", &M::text, maxBytes(limits::noticeBytes)),
                          field(3, "code", &M::code, maxBytes(64))};
    }
    bool operator==(const NoticePush&) const = default;
};

struct ByePush {
    static constexpr Key type{"bye", 106};
    static constexpr auto about = "The server goes away: reconnect after a random time up to delayMs.";
    QString why;
    qint64 delayMs = 0;

    static constexpr auto fields()
    {
        using M = ByePush;
        return std::tuple{field(1, "why", &M::why, maxBytes(200)), field(2, "delayMs", &M::delayMs)};
    }
    bool operator==(const ByePush&) const = default;
};

using SessionRequests = TypeList<Authenticate, Attach, Ping, SetPresence, SetProfile, FindPeople, ListSessions, RevokeSession, RenewToken,
    DeriveSession, ChangePassword, CreateInvite, ListInvites, RevokeInvite>;
using SessionPushes = TypeList<Hello, SelfPush, NoticePush, ByePush>;

} // namespace confab::protocol
