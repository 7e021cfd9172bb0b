// Commands that make, find, enter, change and leave rooms.
#include "shared/client/commands/Answers.h"
#include "shared/client/commands/Listings.h"
#include "shared/client/commands/Targets.h"
#include "shared/client/text/Durations.h"
#include "shared/client/text/Fuzzy.h"
#include "shared/client/text/Sanitiser.h"

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

void show(const CommandContext& context, const protocol::RoomReply& reply) { context.frontEnd.showRoom(reply.room.id); }

Result<Done> join(const CommandContext& context, const QString& rest)
{
    ArgumentReader arguments(rest);
    if (arguments.atEnd())
        return usage();
    const Argument target = arguments.next();
    if (!arguments.atEnd() || target.text.isEmpty() || (target.kind != ArgumentKind::Room && target.kind != ArgumentKind::Word))
        return usage();
    const RoomId known = context.store().findRoom(u'#' + target.text);
    if (const Room* room = context.store().room(known); room && room->isMember()) {
        context.frontEnd.showRoom(known);
        return Done{};
    }
    context.actions.request(protocol::JoinRoom{.room = {}, .name = target.text},
        Answer<protocol::JoinRoom>([context, name = target.text](const Result<protocol::RoomReply>& answer) {
            if (answer)
                show(context, *answer);
            else if (answer.error().code == ErrorCode::NoSuchRoom)
                context.warn(commandText("There is no room #%1 that you may join. /create #%1 makes it.").arg(safeName(name)));
            else
                context.warn(explain(answer.error()));
        }));
    return Done{};
}

Result<Done> leave(const CommandContext& context, const QString& rest)
{
    ArgumentReader arguments(rest);
    TRY_VALUE(room, roomArgument(context, arguments));
    const QString reason = arguments.rest();
    const QString label = context.store().roomLabel(room);
    ask(context, protocol::LeaveRoom{room, reason.isEmpty() ? std::nullopt : std::optional(reason)},
        [context, label](const protocol::DoneReply&) { context.say(commandText("You left %1.").arg(label)); });
    return Done{};
}

struct CreateArguments {
    protocol::CreateRoom request;
    bool isComplete = false;
};

CreateArguments readCreate(const QString& rest)
{
    CreateArguments result;
    protocol::CreateRoom& request = result.request;
    ArgumentReader arguments(rest);
    bool kindMayFollow = true;
    while (!arguments.atEnd()) {
        const Argument one = arguments.next();
        const bool isFlag = one.kind == ArgumentKind::Flag;
        if (isFlag && one.text == "private"_L1)
            request.isPublic = false;
        else if (isFlag && one.text == "staff"_L1)
            request.staffOnly = true;
        else if (isFlag && one.text == "title"_L1 && !one.value.isEmpty())
            request.title = one.value;
        else if (isFlag && one.text == "topic"_L1) {
            // Everything after it, as people type sentences without quotes.
            const QString more = arguments.rest();
            request.topic = one.value.isEmpty() ? more : (one.value + u' ' + more).trimmed();
            break;
        } else if (kindMayFollow && one.kind == ArgumentKind::Word && one.text == "channel"_L1)
            request.kind = protocol::RoomKind::Channel;
        else if (kindMayFollow && one.kind == ArgumentKind::Word && one.text == "private"_L1)
            request.isPublic = false;
        else if (kindMayFollow && one.kind == ArgumentKind::Word && one.text == "group"_L1)
            request.kind = protocol::RoomKind::Group;
        else if (!isFlag && one.kind != ArgumentKind::User && one.kind != ArgumentKind::Selected && request.name.isEmpty())
            request.name = one.text;
        else
            return result;
        kindMayFollow = kindMayFollow && one.kind != ArgumentKind::Room;
    }
    result.isComplete = !request.name.isEmpty();
    return result;
}

Result<Done> create(const CommandContext& context, const QString& rest)
{
    const CreateArguments arguments = readCreate(rest);
    if (!arguments.isComplete)
        return usage();
    ask(context, arguments.request, [context](const protocol::RoomReply& reply) { show(context, reply); });
    return Done{};
}

Result<Done> list(const CommandContext& context, const QString& rest)
{
    protocol::ListRooms request;
    bool onlyPublic = false;
    QStringList words;
    for (const Argument& one : splitArguments(rest)) {
        if (one.kind == ArgumentKind::Flag && one.text == "joined"_L1)
            request.joined = true;
        else if (one.kind == ArgumentKind::Flag && one.text == "public"_L1)
            onlyPublic = true;
        else if (one.kind == ArgumentKind::Flag)
            return usage();
        else
            words.append(one.text);
    }
    if (!words.isEmpty())
        request.pattern = words.join(u' ');
    ask(context, request,
        [context, onlyPublic](const protocol::ListRooms::Reply& reply) { context.say(roomDirectory(reply, onlyPublic)); });
    return Done{};
}

Result<Done> rooms(const CommandContext& context, const QString& rest)
{
    if (!rest.isEmpty())
        return usage();
    context.say(ownRooms(context.store()));
    return Done{};
}

Result<Done> topic(const CommandContext& context, const QString& rest)
{
    ArgumentReader arguments(rest);
    const bool namesRoom = !arguments.atEnd() && arguments.peek().kind == ArgumentKind::Room;
    TRY_VALUE(room, roomArgument(context, arguments));
    const QString text = namesRoom ? arguments.rest() : rest;
    if (text.isEmpty()) {
        const QString known = context.store().room(room)->topic;
        context.say(known.isEmpty() ? commandText("%1 has no topic.").arg(context.store().roomLabel(room))
                                    : commandText("Topic of %1: %2").arg(context.store().roomLabel(room), known));
        return Done{};
    }
    ask(context, protocol::SetRoom{.room = room, .name = {}, .title = {}, .topic = text == "--clear"_L1 ? QString{} : text},
        [](const protocol::DoneReply&) {});
    return Done{};
}

Result<Done> rename(const CommandContext& context, const QString& rest)
{
    TRY_VALUE(room, currentRoom(context));
    const QList<Argument> arguments = splitArguments(rest);
    if (arguments.size() != 1 || arguments.constFirst().text.isEmpty())
        return usage();
    ask(context, protocol::SetRoom{.room = room, .name = arguments.constFirst().text, .title = {}, .topic = {}},
        [](const protocol::DoneReply&) {});
    return Done{};
}

Result<Done> title(const CommandContext& context, const QString& rest)
{
    TRY_VALUE(room, currentRoom(context));
    if (rest.isEmpty())
        return usage();
    ask(context, protocol::SetRoom{.room = room, .name = {}, .title = rest, .topic = {}}, [](const protocol::DoneReply&) {});
    return Done{};
}

Result<Done> who(const CommandContext& context, const QString& rest)
{
    ArgumentReader arguments(rest);
    TRY_VALUE(room, roomArgument(context, arguments));
    if (!arguments.atEnd())
        return usage();
    const MemberList& members = context.store().members(room);
    if (members.state() == MembersState::Fresh) {
        context.say(memberListing(context.store(), room, members.members(), members.total()));
        return Done{};
    }
    ask(context, protocol::ListMembers{room}, [context, room](const protocol::ListMembers::Reply& reply) {
        context.say(memberListing(context.store(), room, reply.users, reply.total));
    });
    return Done{};
}

struct InviteArguments {
    QStringList people;
    QStringList rooms;
    bool link = false;
    qint64 uses = 1;
    qint64 seconds = protocol::CreateInvite{}.seconds;
};

Result<InviteArguments> readInvite(const QString& rest)
{
    InviteArguments result;
    for (const Argument& one : splitArguments(rest)) {
        if (one.kind == ArgumentKind::Room) {
            result.rooms.append(one.text);
        } else if (one.kind == ArgumentKind::Flag && one.text == "link"_L1) {
            result.link = true;
        } else if (one.kind == ArgumentKind::Flag && one.text == "uses"_L1) {
            bool isNumber = false;
            result.uses = one.value.toLongLong(&isNumber);
            if (!isNumber || result.uses < 1)
                return usage();
        } else if (one.kind == ArgumentKind::Flag && one.text == "for"_L1) {
            const DurationInput duration = parseDuration(one.value);
            if (!duration.value)
                return Error{ErrorCode::BadArg, duration.error};
            result.seconds = duration.value->count();
        } else if (one.kind == ArgumentKind::User || one.kind == ArgumentKind::Word) {
            result.people.append(one.text);
        } else {
            return usage();
        }
    }
    if (result.people.isEmpty() && !result.link)
        return usage();
    return result;
}

void inviteByLink(const CommandContext& context, RoomId room, const InviteArguments& arguments)
{
    protocol::CreateInvite request{.room = {}, .uses = arguments.uses, .seconds = arguments.seconds};
    if (room.isValid())
        request.room = room;
    ask(context, request, [context, seconds = arguments.seconds](const protocol::CreateInvite::Reply& reply) {
        context.say(commandText("Invite, good for %1: %2").arg(formatDuration(std::chrono::seconds(seconds)), plainLine(reply.invite)));
    });
}

Result<Done> invite(const CommandContext& context, const QString& rest)
{
    TRY_VALUE(arguments, readInvite(rest));
    QList<RoomId> targets;
    for (const QString& name : arguments.rooms) {
        TRY_VALUE(room, knownRoom(context, u'#' + name));
        targets.append(room);
    }
    if (targets.isEmpty() && context.store().room(context.room))
        targets.append(context.room);
    if (arguments.link)
        inviteByLink(context, targets.isEmpty() ? RoomId{} : targets.constFirst(), arguments);
    if (!arguments.people.isEmpty() && targets.isEmpty())
        return Error{ErrorCode::NoSuchRoom, commandText("No room is open here.")};
    for (const QString& name : arguments.people) {
        for (const RoomId room : targets) {
            protocol::AddToRoom request{.room = room, .user = {}, .name = {}};
            if (const auto known = context.store().findPerson(name))
                request.user = known->id;
            else
                request.name = name;
            ask(context, request, [context, name, room](const protocol::DoneReply&) {
                context.say(commandText("%1 is in %2 now.").arg(safeName(name), context.store().roomLabel(room)));
            });
        }
    }
    return Done{};
}

Result<Done> kick(const CommandContext& context, const QString& rest)
{
    TRY_VALUE(room, currentRoom(context));
    ArgumentReader arguments(rest);
    if (arguments.atEnd())
        return usage();
    const Argument target = arguments.next();
    if ((target.kind != ArgumentKind::User && target.kind != ArgumentKind::Word) || target.text.isEmpty())
        return usage();
    const QString reason = arguments.rest();
    withPerson(context, target.text, [context, room, reason](const protocol::User& person) {
        ask(context, protocol::RemoveFromRoom{room, person.id, reason.isEmpty() ? std::nullopt : std::optional(reason)},
            [](const protocol::DoneReply&) {});
    });
    return Done{};
}

Result<Done> go(const CommandContext& context, const QString& rest)
{
    if (rest.isEmpty())
        return usage();
    const bool hasSign = rest.startsWith(u'#') || rest.startsWith(u'@');
    const FuzzyQuery query(hasSign ? rest.mid(1) : rest);
    RoomId best = context.store().findRoom(rest);
    int bestScore = -1;
    for (const RoomId room : best.isValid() ? QList<RoomId>{} : context.store().rooms()) {
        const Room* state = context.store().room(room);
        const QString label = context.store().roomLabel(room);
        for (const QString& name : {label.startsWith(u'#') ? label.mid(1) : label, state->title}) {
            if (const auto score = name.isEmpty() ? std::nullopt : query.score(name); score && *score > bestScore) {
                bestScore = *score;
                best = room;
            }
        }
    }
    if (!best.isValid())
        return Error{ErrorCode::NoSuchRoom, commandText("None of your rooms is called like %1.").arg(safeName(rest))};
    context.frontEnd.showRoom(best);
    return Done{};
}

Result<Done> step(const CommandContext& context, const QString& rest, int direction)
{
    if (!rest.isEmpty())
        return usage();
    context.frontEnd.showNeighbour(direction);
    return Done{};
}

Result<Done> next(const CommandContext& context, const QString& rest) { return step(context, rest, 1); }

Result<Done> previous(const CommandContext& context, const QString& rest) { return step(context, rest, -1); }

Result<Done> history(const CommandContext& context, const QString& rest)
{
    if (!rest.isEmpty())
        return usage();
    TRY_VALUE(room, currentRoom(context));
    if (context.store().timeline(room).hasOlder())
        context.actions.loadOlder(room);
    else
        context.say(commandText("This is the beginning of %1.").arg(context.store().roomLabel(room)));
    return Done{};
}

} // namespace

QList<Command> roomCommands()
{
    constexpr auto family = CommandFamily::Rooms;
    constexpr auto anywhere = Needs::Nothing;
    constexpr auto room = Needs::Room;
    return {
        {u"join"_s, {u"j"_s, u"open"_s}, u"#room"_s, commandText("Enter a public room, or show one you are in"), u"/join #lobby"_s, family,
            anywhere, Completes::Rooms, {}, false, join},
        {u"leave"_s, {u"part"_s}, u"[#room] [reason]"_s, commandText("End your membership of this or another room"), u"/leave #lobby"_s,
            family, anywhere, Completes::Rooms, {}, true, leave},
        {u"create"_s, {u"new"_s}, u"[group|channel|private] #name [--private] [--staff] [--title=…] [--topic …]"_s,
            commandText("Make a room; it is yours then"), u"/create #garden --topic Plants and tools"_s, family, anywhere,
            Completes::Nothing, {u"group"_s, u"channel"_s, u"private"_s, u"--private"_s, u"--staff"_s, u"--title="_s, u"--topic"_s}, false,
            create},
        {u"list"_s, {u"browse"_s}, u"[pattern] [--joined|--public]"_s, commandText("The rooms of the server"), u"/list garden"_s, family,
            anywhere, Completes::Nothing, {u"--joined"_s, u"--public"_s}, false, list},
        {u"rooms"_s, {}, {}, commandText("Your rooms and what is unread in them"), {}, family, anywhere, Completes::Nothing, {}, false,
            rooms},
        {u"who"_s, {u"names"_s, u"members"_s}, u"[#room]"_s, commandText("Who is in a room, and who of them is here"), u"/who"_s, family,
            anywhere, Completes::Rooms, {}, false, who},
        {u"invite"_s, {}, u"@user… [#room…] | --link [#room] [--for=2h] [--uses=1]"_s,
            commandText("Add people to a room, or make an invite line for somebody without an account"), u"/invite @ann #garden"_s, family,
            anywhere, Completes::People, {u"--link"_s, u"--for="_s, u"--uses="_s}, false, invite},
        {u"kick"_s, {u"remove"_s}, u"@user [reason]"_s, commandText("Take somebody out of this room"), u"/kick @bob advertising"_s, family,
            room, Completes::People, {}, false, kick, protocol::Right::RemoveUsers},
        {u"topic"_s, {u"header"_s}, u"[#room] [text|--clear]"_s, commandText("Show or change what a room is about"),
            u"/topic Release on Friday"_s, family, anywhere, Completes::Text, {u"--clear"_s}, true, topic},
        {u"rename"_s, {}, u"<name>"_s, commandText("Change the name of this room"), u"/rename plants"_s, family, room, Completes::Nothing,
            {}, false, rename, protocol::Right::EditRoom},
        {u"title"_s, {}, u"<text>"_s, commandText("Change the title of this room"), u"/title The garden club"_s, family, room,
            Completes::Nothing, {}, true, title, protocol::Right::EditRoom},
        {u"go"_s, {u"switch"_s, u"buffer"_s, u"win"_s, u"goto"_s}, u"<part of a name>"_s, commandText("Show the room that fits best"),
            u"/go gard"_s, family, anywhere, Completes::PeopleAndRooms, {}, false, go},
        {u"next"_s, {}, {}, commandText("Show the next room of the list"), {}, family, anywhere, Completes::Nothing, {}, false, next},
        {u"prev"_s, {}, {}, commandText("Show the room above in the list"), {}, family, anywhere, Completes::Nothing, {}, false, previous},
        {u"history"_s, {}, {}, commandText("Load older lines of this room"), {}, family, room, Completes::Nothing, {}, false, history},
    };
}

} // namespace confab::client
