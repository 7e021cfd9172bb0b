// Finds the rooms, people and messages that a command's arguments mean.
#include "shared/client/commands/Targets.h"

#include "shared/client/commands/Answers.h"
#include "shared/client/text/Sanitiser.h"

#include <QRegularExpression>

namespace confab::client {

using namespace Qt::StringLiterals;

Result<RoomId> knownRoom(const CommandContext& context, const QString& name)
{
    const RoomId room = context.store().findRoom(name);
    if (room.isValid())
        return room;
    return Error{ErrorCode::NoSuchRoom, commandText("You are in no room called %1.").arg(safeName(name))};
}

Result<RoomId> currentRoom(const CommandContext& context)
{
    if (context.store().room(context.room))
        return context.room;
    return Error{ErrorCode::NoSuchRoom, commandText("No room is open here.")};
}

Result<RoomId> roomArgument(const CommandContext& context, ArgumentReader& arguments)
{
    if (!arguments.atEnd() && arguments.peek().kind == ArgumentKind::Room)
        return knownRoom(context, u'#' + arguments.next().text);
    return currentRoom(context);
}

void withPerson(const CommandContext& context, const QString& name, std::function<void(const protocol::User&)> found)
{
    if (const auto known = context.store().findPerson(name)) {
        found(*known);
        return;
    }
    ask(context, protocol::FindPeople{.q = name}, [context, name, found = std::move(found)](const protocol::FindPeople::Reply& reply) {
        for (const protocol::User& one : reply.users) {
            if (one.name.compare(name, Qt::CaseInsensitive) == 0)
                return found({one.id, safeName(one.name), safeName(one.display)});
        }
        context.warn(commandText("There is nobody called %1.").arg(safeName(name)));
    });
}

namespace {

Result<int> selectedRow(const CommandContext& context)
{
    const std::optional<Seq> selected = context.frontEnd.selectedMessage();
    const int row = selected ? context.store().timeline(context.room).indexOf(*selected) : -1;
    if (row < 0)
        return Error{ErrorCode::NoSuchMessage, commandText("No message is selected.")};
    return row;
}

int nthLastOfOthers(const Timeline& lines, int nth)
{
    for (int row = lines.size() - lines.pendingCount() - 1; row >= 0; --row) {
        const TimelineRow& line = lines.at(row);
        if (line.isTalk() && !line.deleted && !line.own && --nth <= 0)
            return row;
    }
    return -1;
}

} // namespace

Result<int> messageArgument(const CommandContext& context, QString& rest, Whose whose)
{
    TRY(currentRoom(context));
    static const QRegularExpression reference(u"^(?:(-)|\\^(\\d{1,4}))(?:\\s+|$)"_s);
    const QRegularExpressionMatch match = reference.match(rest);
    if (match.hasMatch())
        rest.remove(0, match.capturedEnd());
    if (match.hasMatch() && !match.capturedView(1).isEmpty())
        return selectedRow(context);
    const int nth = match.hasMatch() ? std::max(1, match.capturedView(2).toInt()) : 1;
    const Timeline& lines = context.store().timeline(context.room);
    const int row = whose == Whose::Own ? lines.lastTalk(nth, true) : nthLastOfOthers(lines, nth);
    if (row < 0)
        return Error{ErrorCode::NoSuchMessage,
            whose == Whose::Own ? commandText("You have written no such message here.") : commandText("There is no such message here.")};
    return row;
}

} // namespace confab::client
