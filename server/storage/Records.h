// The rows of the tables as plain records.
#pragma once

#include "shared/protocol/Catalog.h"

namespace confab::server {

using protocol::AnyEvent;
using protocol::Right;
using protocol::RoomKind;
using protocol::RoomRole;
using protocol::ServerRole;

struct AccountRow {
    UserId id;
    QString name;                   ///< unique, for ever
    QString display;
    ServerRole role = ServerRole::Member;
    QString passwordHash;           ///< empty: no way in by password
    bool disabled = false;
    TimeMs created;
    TimeMs lastSeen;                ///< 0: never
    QString status;

    protocol::User asUser() const { return {id, name, display}; }
};

struct SessionRow {
    SessionId id;
    UserId account;
    QString deviceId;
    QString deviceName;
    QString kind;
    TimeMs created;
    TimeMs lastUsed;
    TimeMs expires;
    bool revoked = false;
    bool usedNext = false;          ///< found by the renewed token, not by the first one
};

/// What a live connection must look at again with every request.
struct Standing {
    ServerRole role = ServerRole::Anonymous;
    bool disabled = false;          ///< the account
    bool revoked = false;           ///< the session
};

/// What a durable request did, found again by its author and client-made id.
struct DoneRow {
    QByteArray hash;
    QByteArray result;
};

struct RoomRow {
    RoomId id;
    RoomKind kind = RoomKind::Group;
    QString name;
    QString title;
    QString topic;
    bool isPublic = false;
    bool staffOnly = false;
    Epoch epoch;
    Seq head;
    Seq floor;
    TimeMs lastTs;                  ///< of the newest event; 0: none yet
    qint64 memberCount = 0;
};

struct MemberRow {
    RoomId room;
    UserId account;
    RoomRole role = RoomRole::Member;
    std::optional<qint64> rights;   ///< bits by Right; absent: what the role gives
    TimeMs mutedUntil;
    Seq read;
    Seq joined;
    std::optional<QString> draft;
};

struct InviteRow {
    InviteId id;
    std::optional<RoomId> room;
    qint64 usesLeft = 0;
    TimeMs expires;
    UserId createdBy;
    QString createdByName;
    bool revoked = false;
};

/// Who acts. `c` is the client-made id of the durable request, when there is one.
struct Actor {
    UserId id;                      ///< 0: the server itself
    QString name;
    QString display;
    ServerRole role = ServerRole::Anonymous;
    SessionId session;
    std::optional<ClientId> c = {};

    bool isStaff() const { return role >= ServerRole::Staff; }
    protocol::User asUser() const { return {id, name, display}; }
    static Actor of(const AccountRow& account) { return {account.id, account.name, account.display, account.role, {}, {}}; }
    /// The operator at the server's own command line, and the server's jobs.
    static Actor system() { return {UserId(0), QStringLiteral("server"), QStringLiteral("Server"), ServerRole::Admin, {}, {}}; }
};

} // namespace confab::server
