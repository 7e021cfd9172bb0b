// All repositories over one connection, and the small tables that have no file of their own.
#pragma once

#include "server/storage/AccountRepository.h"
#include "server/storage/InviteRepository.h"
#include "server/storage/MemberRepository.h"
#include "server/storage/RoomLog.h"
#include "server/storage/RoomPages.h"
#include "server/storage/RoomRepository.h"
#include "server/storage/SessionRepository.h"

namespace confab::server {

/// Names and values of the server itself.
class MetaRepository {
public:
    explicit MetaRepository(Database& database) : m_db(database) { }
    Result<std::optional<QString>> value(const QString& key);
    Result<Done> setValue(const QString& key, const QString& value);

private:
    Database& m_db;
};

class DoneRepository {
public:
    explicit DoneRepository(Database& database) : m_db(database) { }
    Result<std::optional<DoneRow>> find(UserId author, const ClientId& c);
    Result<Done> insert(UserId author, const ClientId& c, const DoneRow& row);

private:
    Database& m_db;
};

/// Who did what that others may have to answer for.
class AuditRepository {
public:
    explicit AuditRepository(Database& database) : m_db(database) { }
    Result<Done> insert(TimeMs ts, UserId actor, const QString& what, const QString& subject);

private:
    Database& m_db;
};

struct Repositories {
    explicit Repositories(Database& connection)
        : database(connection), accounts(connection), sessions(connection), rooms(connection), members(connection), log(connection),
          pages(connection), invites(connection), done(connection), meta(connection), audit(connection)
    {
    }

    Database& database;
    AccountRepository accounts;
    SessionRepository sessions;
    RoomRepository rooms;
    MemberRepository members;
    RoomLog log;
    RoomPages pages;
    InviteRepository invites;
    DoneRepository done;
    MetaRepository meta;
    AuditRepository audit;
};

} // namespace confab::server
