// Commands about oneself and about single people: name, presence, read markers, signed-in programs.
#include "shared/client/commands/Answers.h"
#include "shared/client/commands/Listings.h"
#include "shared/client/commands/Targets.h"
#include "shared/client/text/Emoji.h"
#include "shared/client/text/Sanitiser.h"

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

Result<Done> nick(const CommandContext& context, const QString& rest)
{
    if (rest.isEmpty())
        return usage();
    ask(context, protocol::SetProfile{rest}, [context](const protocol::SetProfile::Reply& reply) {
        context.say(commandText("You are %1 now.").arg(safeName(reply.user.display)));
    });
    return Done{};
}

Result<Done> away(const CommandContext& context, const QString& rest)
{
    context.actions.setPresence(protocol::PresenceState::Away, rest.isEmpty() ? std::nullopt : std::optional(expandShortcodes(rest)));
    context.say(commandText("You are away. /back ends it."));
    return Done{};
}

Result<Done> back(const CommandContext& context, const QString& rest)
{
    if (!rest.isEmpty())
        return usage();
    context.actions.setPresence(protocol::PresenceState::Online, QString{});
    context.say(commandText("You are back."));
    return Done{};
}

Result<Done> busy(const CommandContext& context, const QString& rest)
{
    context.actions.setPresence(protocol::PresenceState::Busy, rest.isEmpty() ? std::nullopt : std::optional(expandShortcodes(rest)));
    context.say(commandText("You are busy. /back ends it."));
    return Done{};
}

Result<Done> status(const CommandContext& context, const QString& rest)
{
    if (rest.isEmpty())
        return usage();
    const QString text = rest == "clear"_L1 ? QString{} : expandShortcodes(rest);
    if (text.toUtf8().size() > limits::statusBytes)
        return Error{ErrorCode::TooBig, commandText("The status is too long.")};
    context.actions.setPresence(context.actions.presence(), text);
    context.say(text.isEmpty() ? commandText("Your status is removed.") : commandText("Your status: %1").arg(plainLine(text)));
    return Done{};
}

void markRead(const CommandContext& context, RoomId id)
{
    const Room* room = context.store().room(id);
    if (room && room->isMember() && room->head > room->read)
        context.actions.markRead(id, room->head);
}

Result<Done> read(const CommandContext& context, const QString& rest)
{
    if (rest == "all"_L1) {
        for (const RoomId room : context.store().rooms())
            markRead(context, room);
        return Done{};
    }
    if (!rest.isEmpty())
        return usage();
    TRY_VALUE(room, currentRoom(context));
    markRead(context, room);
    return Done{};
}

void tellAbout(const CommandContext& context, const protocol::User& person)
{
    Store& store = context.store();
    QStringList lines;
    const protocol::Member* member = store.members(context.room).find(person.id);
    if (member)
        lines.append(memberLine(store, context.room, *member));
    else
        lines.append(person.display == person.name ? person.name : person.display + " (@"_L1 + person.name + u')');
    QStringList shared;
    for (const RoomId room : store.rooms()) {
        if (store.members(room).find(person.id))
            shared.append(store.roomLabel(room));
    }
    if (!shared.isEmpty())
        lines.append(commandText("Seen in: %1").arg(shared.join(", "_L1)));
    if (person.id == store.self().id)
        lines.append(commandText("That is you."));
    context.say(lines.join(u'\n'));
}

Result<Done> whois(const CommandContext& context, const QString& rest)
{
    const QList<Argument> arguments = splitArguments(rest);
    if (arguments.size() != 1 || arguments.constFirst().text.isEmpty())
        return usage();
    withPerson(context, arguments.constFirst().text, [context](const protocol::User& person) { tellAbout(context, person); });
    return Done{};
}

Result<Done> sessions(const CommandContext& context, const QString& rest)
{
    const QList<Argument> arguments = splitArguments(rest);
    if (arguments.isEmpty() || (arguments.size() == 1 && arguments.constFirst().text == "list"_L1)) {
        ask(context, protocol::ListSessions{},
            [context](const protocol::ListSessions::Reply& reply) { context.say(sessionListing(reply, context.store().clock().now())); });
        return Done{};
    }
    bool isNumber = false;
    const SessionId session{arguments.constLast().text.toLongLong(&isNumber)};
    if (arguments.size() != 2 || arguments.constFirst().text != "revoke"_L1 || !isNumber || !session.isValid())
        return usage();
    ask(context, protocol::RevokeSession{session},
        [context](const protocol::DoneReply&) { context.say(commandText("That program is signed out.")); });
    return Done{};
}

} // namespace

QList<Command> selfCommands()
{
    constexpr auto family = CommandFamily::Self;
    constexpr auto anywhere = Needs::Nothing;
    constexpr auto nothing = Completes::Nothing;
    return {
        {u"nick"_s, {u"name"_s}, u"<display name>"_s, commandText("Change the name that others read"), u"/nick Ann from the office"_s,
            family, anywhere, nothing, {}, true, nick},
        {u"away"_s, {}, u"[text]"_s, commandText("Show that you are away, with a few words if you like"), u"/away lunch"_s, family,
            anywhere, nothing, {}, true, away},
        {u"back"_s, {u"online"_s, u"active"_s}, {}, commandText("Show that you are here again; removes the words beside your name"), {},
            family, anywhere, nothing, {}, false, back},
        {u"dnd"_s, {u"busy"_s}, u"[text]"_s, commandText("Show that you do not want to be disturbed"), u"/dnd in a meeting"_s, family,
            anywhere, nothing, {}, true, busy},
        {u"status"_s, {}, u"<text>|clear"_s, commandText("A few words beside your name"), u"/status :coffee: back at four"_s, family,
            anywhere, nothing, {u"clear"_s}, true, status},
        {u"read"_s, {}, u"[all]"_s, commandText("Mark this room, or all rooms, as read"), u"/read all"_s, family, anywhere, nothing,
            {u"all"_s}, false, read},
        {u"whois"_s, {u"profile"_s}, u"@user"_s, commandText("Who somebody is"), u"/whois @ann"_s, family, anywhere, Completes::People, {},
            false, whois},
        {u"sessions"_s, {u"device"_s, u"devices"_s}, u"[list | revoke <number>]"_s, commandText("Your signed-in programs; sign one out"),
            u"/sessions revoke 12"_s, family, anywhere, nothing, {u"list"_s, u"revoke"_s}, false, sessions},
    };
}

} // namespace confab::client
