// Commands that say something, or change what was said.
#include "shared/client/commands/Answers.h"
#include "shared/client/commands/Talk.h"
#include "shared/client/commands/Targets.h"
#include "shared/client/text/Emoji.h"
#include "shared/client/text/Sanitiser.h"

#include <QRegularExpression>

namespace confab::client {

using namespace Qt::StringLiterals;

Result<Done> checkText(const QString& text)
{
    if (text.trimmed().isEmpty())
        return Error{ErrorCode::BadArg, commandText("A message needs text.")};
    if (text.contains(QChar(0)))
        return Error{ErrorCode::BadArg, commandText("A message cannot hold a NUL character.")};
    const qsizetype over = text.toUtf8().size() - limits::messageBytes;
    if (over > 0)
        return Error{ErrorCode::TooBig, commandText("The message is %n bytes too long.", int(over))};
    return Done{};
}

Result<Done> say(const CommandContext& context, const QString& text, std::optional<Seq> replyTo, bool action)
{
    const QString expanded = expandShortcodes(text);
    TRY(checkText(expanded));
    if (!context.store().room(context.room))
        return Error{ErrorCode::NoSuchRoom, commandText("No room is open here. /join #room opens one.")};
    context.actions.post(context.room, expanded, replyTo, action);
    return Done{};
}

namespace {

Result<Done> me(const CommandContext& context, const QString& rest)
{
    if (rest.isEmpty())
        return usage();
    return say(context, rest, std::nullopt, true);
}

Result<Done> literally(const CommandContext& context, const QString& rest)
{
    if (rest.isEmpty())
        return usage();
    TRY(checkText(rest));
    context.actions.post(context.room, rest, std::nullopt, false);
    return Done{};
}

void tellDirect(const CommandContext& context, RoomId room, const QString& text)
{
    if (text.isEmpty()) {
        context.frontEnd.showRoom(room);
        return;
    }
    context.actions.post(room, text, std::nullopt, false);
    if (room != context.room)
        context.say(commandText("To %1: %2").arg(context.store().roomLabel(room), plainLine(text)));
}

/// "@ann,bob" and "@ann,@bob" alike.
QStringList namesOf(const Argument& argument)
{
    QStringList names;
    for (const QString& one : argument.text.split(u',', Qt::SkipEmptyParts))
        names.append(one.startsWith(u'@') ? one.mid(1) : one);
    return names;
}

Result<Done> message(const CommandContext& context, const QString& rest)
{
    ArgumentReader arguments(rest);
    if (arguments.atEnd())
        return usage();
    const Argument target = arguments.next();
    const QStringList names = namesOf(target);
    const QString text = expandShortcodes(arguments.rest());
    const bool isPerson = target.kind == ArgumentKind::User || target.kind == ArgumentKind::Word;
    if (!isPerson || names.isEmpty() || (names.size() > 1 && text.isEmpty()))
        return usage();
    if (!text.isEmpty())
        TRY(checkText(text));
    for (const QString& name : names) {
        const auto known = context.store().findPerson(name);
        const RoomId room = known ? context.store().directRoom(known->id) : RoomId{};
        if (room.isValid()) {
            tellDirect(context, room, text);
            continue;
        }
        protocol::DirectRoom request;
        if (known)
            request.user = known->id;
        else
            request.name = name;
        ask(context, request, [context, text](const protocol::RoomReply& reply) { tellDirect(context, reply.room.id, text); });
    }
    return Done{};
}

Result<Done> reply(const CommandContext& context, const QString& rest)
{
    QString text = rest;
    TRY_VALUE(row, messageArgument(context, text, Whose::Others));
    if (text.isEmpty())
        return usage();
    return say(context, text, context.store().timeline(context.room).at(row).seq, false);
}

Result<Done> edit(const CommandContext& context, const QString& rest)
{
    QString text = rest;
    TRY_VALUE(row, messageArgument(context, text, Whose::Own));
    const TimelineRow& line = context.store().timeline(context.room).at(row);
    if (!line.isTalk() || line.deleted)
        return Error{ErrorCode::NoSuchMessage, commandText("That line cannot be edited.")};
    if (text.isEmpty()) {
        const QString reference = rest.isEmpty() ? QString{} : rest.trimmed() + u' ';
        context.frontEnd.setInput("/edit "_L1 + reference + (line.own ? line.rawText : line.text));
        return Done{};
    }
    const QString expanded = expandShortcodes(text);
    TRY(checkText(expanded));
    context.actions.edit(context.room, line.seq, expanded);
    return Done{};
}

Result<Done> substitute(const CommandContext& context, const QString& rest)
{
    // "old/new", "old/new/" and "old/new/g"; a backslash keeps a slash.
    static const QRegularExpression form(u"^/?((?:[^/\\\\]|\\\\.)+)/((?:[^/\\\\]|\\\\.)*)(?:/(g?))?\\s*$"_s);
    static const QRegularExpression escaped(u"\\\\([/\\\\])"_s);
    const QRegularExpressionMatch match = form.match(rest);
    if (!match.hasMatch())
        return usage();
    const QString old = match.captured(1).replace(escaped, u"\\1"_s);
    const QString fresh = match.captured(2).replace(escaped, u"\\1"_s);
    QString nothingNamed;
    TRY_VALUE(row, messageArgument(context, nothingNamed, Whose::Own));
    const TimelineRow& line = context.store().timeline(context.room).at(row);
    const qsizetype at = line.rawText.indexOf(old);
    if (at < 0)
        return Error{ErrorCode::BadArg, commandText("Your last message does not contain “%1”.").arg(safeName(old))};
    QString text = line.rawText;
    if (match.capturedView(3).isEmpty())
        text.replace(at, old.size(), fresh);
    else
        text.replace(old, fresh);
    TRY(checkText(text));
    context.actions.edit(context.room, line.seq, text);
    return Done{};
}

Result<Done> remove(const CommandContext& context, const QString& rest)
{
    QString more = rest;
    TRY_VALUE(row, messageArgument(context, more, Whose::Own));
    if (!more.isEmpty())
        return usage();
    const TimelineRow& line = context.store().timeline(context.room).at(row);
    if (!line.isTalk() || line.deleted)
        return Error{ErrorCode::NoSuchMessage, commandText("That line cannot be deleted.")};
    context.actions.remove(context.room, line.seq);
    return Done{};
}

/// The text before the face, as in other chat systems; backslashes and underscores are written so that Markdown shows them.
Result<Done> face(const CommandContext& context, const QString& rest, const QString& drawn)
{
    return say(context, rest.isEmpty() ? drawn : rest + u' ' + drawn, std::nullopt, false);
}

Result<Done> shrug(const CommandContext& context, const QString& rest) { return face(context, rest, u"¯\\\\\\_(ツ)\\_/¯"_s); }

Result<Done> tableflip(const CommandContext& context, const QString& rest) { return face(context, rest, u"(╯°□°)╯︵ ┻━┻"_s); }

Result<Done> unflip(const CommandContext& context, const QString& rest) { return face(context, rest, u"┬─┬ ノ( ゜-゜ノ)"_s); }

} // namespace

QList<Command> talkCommands()
{
    constexpr auto talk = CommandFamily::Talk;
    constexpr auto room = Needs::Room;
    constexpr auto people = Completes::Text;
    return {
        {u"me"_s, {u"action"_s}, u"<does something>"_s, commandText("Tell the room what you do"), u"/me waves"_s, talk, room, people, {},
            true, me},
        {u"msg"_s, {u"dm"_s, u"query"_s, u"w"_s, u"tell"_s}, u"@user[,@user…] [text]"_s,
            commandText("Write to people alone; without text, open the conversation"), u"/msg @ann lunch?"_s, talk, Needs::Nothing,
            Completes::People, {}, true, message},
        {u"reply"_s, {u"r"_s}, u"[-|^n] <text>"_s,
            commandText("Answer the selected (-), the n-th last or the last message of somebody else"), u"/reply ^2 yes, please"_s, talk,
            room, people, {}, true, reply},
        {u"edit"_s, {}, u"[-|^n] [text]"_s,
            commandText("Change your last message, your n-th last or the selected one; without text, bring it back into the input"),
            u"/edit Hello, all"_s, talk, room, people, {}, true, edit},
        {u"s"_s, {}, u"old/new[/g]"_s, commandText("Replace words in your last message; also typed as /s/old/new/"), u"/s teh/the"_s, talk,
            room, Completes::Nothing, {}, true, substitute},
        {u"delete"_s, {u"redact"_s, u"undo"_s}, u"[-|^n]"_s, commandText("Delete your last message, your n-th last or the selected one"),
            u"/delete ^2"_s, talk, room, Completes::Nothing, {}, false, remove},
        {u"say"_s, {}, u"<text>"_s, commandText("Say it exactly as typed: no emoji short codes are replaced"), u"/say :tada:"_s, talk, room,
            people, {}, true, literally},
        {u"shrug"_s, {}, u"[text]"_s, commandText("Say it with a shrug"), u"/shrug no idea"_s, talk, room, people, {}, true, shrug},
        {u"tableflip"_s, {}, u"[text]"_s, commandText("Say it and flip the table"), {}, talk, room, people, {}, true, tableflip},
        {u"unflip"_s, {}, u"[text]"_s, commandText("Say it and put the table back"), {}, talk, room, people, {}, true, unflip},
    };
}

} // namespace confab::client
