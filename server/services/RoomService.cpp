// The rules of rooms.
#include "server/services/RoomService.h"

#include "server/services/NameRules.h"
#include "server/services/Permissions.h"
#include "server/services/Secrets.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

Error noRoomOfThatName()
{
    return Error{ErrorCode::NoSuchRoom, u"there is no such room"_s, u"room"_s};
}

Error roomNameTaken(const QString& name)
{
    return Error{ErrorCode::NameTaken, u"a room “%1” is there already"_s.arg(name), u"name"_s};
}

QString withoutHash(const QString& name)
{
    return name.startsWith(u'#') ? name.mid(1) : name;
}

} // namespace

Result<CreatedRoom> RoomService::create(const Actor& actor, const CreateRoom& wanted)
{
    if (wanted.kind == RoomKind::Direct)
        return Error{ErrorCode::BadArg, u"direct rooms are made by room.direct"_s, u"kind"_s};
    const bool staffOnly = wanted.staffOnly.value_or(false);
    if (staffOnly && !actor.isStaff())
        return Error{ErrorCode::Forbidden, u"only staff make rooms for staff"_s};
    TRY_VALUE(name, checkRoomName(wanted.name));
    TRY_VALUE(title, checkLine(wanted.title.value_or(QString()), u"title"_s));
    const QString fold = foldName(name);
    if (wanted.isPublic) {
        TRY_VALUE(owner, m_store.rooms.publicByName(fold));
        if (owner)
            return roomNameTaken(name);
    }
    TRY_VALUE(count, m_store.members.countRoomsOf(actor.id));
    if (count >= limits::roomsPerPerson)
        return Error{ErrorCode::Forbidden, u"nobody is in more than %1 rooms"_s.arg(limits::roomsPerPerson)};
    const TimeMs now = m_clock.now();
    RoomRow room{{}, wanted.kind, name, title, wanted.topic.value_or(QString()), wanted.isPublic, staffOnly, newEpoch(), {}, {}, {}, 0};
    TRY_VALUE(id, m_store.rooms.insert(room, fold, {}, now));
    room.id = id;
    if (!actor.id.isValid())
        return CreatedRoom{room, {}, {}};
    TRY_VALUE(joined, m_store.log.appendJoin(room, actor, now, actor.asUser()));
    MemberRow member{id, actor.id, RoomRole::Owner, {}, {}, room.head, room.head, {}};
    TRY(m_store.members.insert(member));
    TRY(m_store.rooms.changeMemberCount(id, 1));
    room.memberCount = 1;
    return CreatedRoom{room, member, joined};
}

Result<RoomRow> RoomService::find(const Actor& actor, const QString& name)
{
    TRY_VALUE(room, m_store.rooms.visibleByName(foldName(withoutHash(name)), actor.id));
    if (!room)
        return noRoomOfThatName();
    TRY_VALUE(member, m_store.members.find(room->id, actor.id));
    if (!maySee(actor, *room, member))
        return noRoomOfThatName();
    return *room;
}

Result<RoomRow> RoomService::findAny(const QString& name)
{
    TRY_VALUE(room, m_store.rooms.anyByName(foldName(withoutHash(name))));
    if (!room)
        return noRoomOfThatName();
    return *room;
}

Result<QList<RoomRow>> RoomService::listAll()
{
    return m_store.rooms.all();
}

Result<ListRooms::Reply> RoomService::list(const Actor& actor, const ListRooms& request)
{
    RoomRepository::Filter filter{foldName(withoutHash(request.pattern.value_or(QString()))), request.joined.value_or(false),
        actor.isStaff(), request.after.value_or(RoomId())};
    TRY_VALUE(rooms, m_store.rooms.directory(actor.id, filter, limits::listRooms + 1));
    ListRooms::Reply reply;
    reply.rooms = std::move(rooms);
    if (reply.rooms.size() > limits::listRooms) {
        reply.rooms.removeLast();
        reply.next = reply.rooms.last().id;
    }
    return reply;
}

Result<QList<SharedEvent>> RoomService::set(const Actor& actor, const RoomRow& before, const SetRoom& request)
{
    RoomRow room = before;
    QList<SharedEvent> events;
    const TimeMs now = m_clock.now();
    RoomRenamed renamed;
    if (request.name) {
        TRY_VALUE(name, checkRoomName(*request.name));
        if (name != room.name)
            renamed.roomName = name;
    }
    if (request.title) {
        TRY_VALUE(title, checkLine(*request.title, u"title"_s));
        if (title != room.title)
            renamed.title = title;
    }
    if (renamed.roomName && room.isPublic) {
        TRY_VALUE(owner, m_store.rooms.publicByName(foldName(*renamed.roomName)));
        if (owner && owner->id != room.id)
            return roomNameTaken(*renamed.roomName);
    }
    if (renamed.roomName || renamed.title) {
        const QString name = renamed.roomName.value_or(room.name);
        TRY(m_store.rooms.rename(room.id, name, foldName(name), renamed.title.value_or(room.title)));
        TRY_VALUE(event, m_store.log.append(room, actor, now, std::move(renamed)));
        events.append(event);
    }
    if (request.topic && *request.topic != room.topic) {
        TopicChanged changed;
        changed.topic = *request.topic;
        TRY(m_store.rooms.setTopic(room.id, changed.topic));
        TRY_VALUE(event, m_store.log.append(room, actor, now, std::move(changed)));
        events.append(event);
    }
    return events;
}

Result<FoundDirect> RoomService::direct(const Actor& actor, const AccountRow& peer)
{
    if (peer.id == actor.id)
        return Error{ErrorCode::BadArg, u"a direct room is for two people"_s, u"user"_s};
    const QString key = RoomRepository::directKeyOf(actor.id, peer.id);
    TRY_VALUE(found, m_store.rooms.byDirectKey(key));
    if (found)
        return FoundDirect{*found, peer, false};
    if (peer.disabled)
        return Error{ErrorCode::NoSuchUser, u"this account is closed"_s, u"user"_s};
    RoomRow room;
    room.kind = RoomKind::Direct;
    room.epoch = newEpoch();
    TRY_VALUE(id, m_store.rooms.insert(room, QString(), key, m_clock.now()));
    room.id = id;
    for (const UserId person : {actor.id, peer.id})
        TRY(m_store.members.insert({id, person, RoomRole::Member, {}, {}, {}, {}, {}}));
    TRY(m_store.rooms.changeMemberCount(id, 2));
    room.memberCount = 2;
    return FoundDirect{room, peer, true};
}

Result<RoomState> RoomService::state(const Actor& actor, const RoomRow& room, const std::optional<MemberRow>& member)
{
    RoomState state;
    state.id = room.id;
    state.kind = room.kind;
    state.name = room.name;
    state.title = room.title;
    state.topic = room.topic;
    state.isPublic = room.isPublic;
    state.staffOnly = room.staffOnly;
    state.epoch = room.epoch;
    state.head = room.head;
    state.floor = room.floor;
    state.memberCount = room.memberCount;
    if (room.lastTs.value() > 0)
        state.lastTs = room.lastTs;
    state.rights = listed(rightsOf(actor, room, member));
    if (!member) {
        state.read = room.head;
        return state;
    }
    state.role = member->role;
    state.read = member->read;
    state.draft = member->draft;
    if (member->mutedUntil > m_clock.now())
        state.mutedUntil = member->mutedUntil;
    if (member->read < room.head) {
        TRY_VALUE(count, m_store.pages.unread(room.id, actor.id, member->read));
        state.unread = count.unread;
        state.mentions = count.mentions;
    }
    if (room.kind == RoomKind::Direct) {
        TRY_VALUE(peer, m_store.members.peerOf(room.id, actor.id));
        state.peer = peer;
    }
    return state;
}

} // namespace confab::server
