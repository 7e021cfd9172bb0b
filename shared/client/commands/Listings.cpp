// Lists that commands print: rooms, members, what waits in the outbox.
#include "shared/client/commands/Listings.h"

#include "shared/client/commands/Answers.h"
#include "shared/client/models/MemberListModel.h"
#include "shared/client/text/Durations.h"
#include "shared/client/text/Sanitiser.h"
#include "shared/client/text/SearchFold.h"

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

// Long enough to know the message again, short enough for one line.
constexpr qsizetype previewLength = 60;

QString age(TimeMs then, TimeMs now) { return formatAge(std::chrono::seconds((now.value() - then.value()) / 1000)); }

QString stateName(protocol::PresenceState state)
{
    switch (state) {
    case protocol::PresenceState::Online:
        return commandText("online");
    case protocol::PresenceState::Away:
        return commandText("away");
    case protocol::PresenceState::Busy:
        return commandText("busy");
    case protocol::PresenceState::Offline:
        break;
    }
    return commandText("offline");
}

QString roleName(protocol::RoomRole role)
{
    switch (role) {
    case protocol::RoomRole::Owner:
        return commandText("owner");
    case protocol::RoomRole::Admin:
        return commandText("admin");
    case protocol::RoomRole::Member:
    case protocol::RoomRole::None:
        break;
    }
    return {};
}

/// English needs no translation file for its two forms.
QString counted(qint64 n, const char* one, const char* many) { return n == 1 ? commandText(one) : commandText(many, int(n)); }

QString preview(const QString& text)
{
    const QString line = plainLine(text);
    return line.size() > previewLength ? line.left(previewLength - 1) + u'…' : line;
}

} // namespace

QString roomDirectory(const protocol::ListRooms::Reply& reply, bool onlyPublic)
{
    QStringList lines;
    for (const protocol::RoomListing& one : reply.rooms) {
        if (onlyPublic && !one.isPublic)
            continue;
        const QString name = one.name.isEmpty() ? safeName(one.title) : u'#' + safeName(one.name);
        QStringList parts{(one.joined ? u"* "_s : u"  "_s) + name, counted(one.memberCount, "1 member", "%n members")};
        if (!one.isPublic)
            parts.append(commandText("private"));
        if (one.staffOnly)
            parts.append(commandText("staff only"));
        if (const QString topic = plainLine(one.topic); !topic.isEmpty())
            parts.append(topic);
        lines.append(parts.join(u" · "_s));
    }
    if (lines.isEmpty())
        return commandText("No such rooms.");
    if (reply.next)
        lines.append(commandText("There are more: /list with a part of the name narrows it."));
    return lines.join(u'\n');
}

QString ownRooms(const Store& store)
{
    QStringList lines;
    for (const RoomId id : store.rooms()) {
        const Room* room = store.room(id);
        QStringList parts{store.roomLabel(id)};
        if (room->unread > 0)
            parts.append(commandText("%n unread", int(room->unread)));
        if (room->mentions > 0)
            parts.append(counted(room->mentions, "1 mention", "%n mentions"));
        if (!room->draft.isEmpty())
            parts.append(commandText("draft"));
        lines.append(parts.join(u" · "_s));
    }
    return lines.isEmpty() ? commandText("You are in no room yet. /list shows what there is.") : lines.join(u'\n');
}

QString memberLine(const Store& store, RoomId room, const protocol::Member& member)
{
    const TimeMs now = store.clock().now();
    const QString display = safeName(member.display);
    const QString name = safeName(member.name);
    QStringList parts{display.isEmpty() ? name : display};
    if (!name.isEmpty() && name != display)
        parts[0] += " (@"_L1 + name + u')';
    if (const QString role = roleName(member.role); !role.isEmpty())
        parts.append(role);
    parts.append(stateName(member.state));
    if (const QString status = plainLine(member.status.value_or(QString{})); !status.isEmpty())
        parts.append(status);
    if (const TimeMs spoke = store.lastSpoke(room, member.id); spoke.value() > 0)
        parts.append(commandText("spoke %1").arg(age(spoke, now)));
    else if (member.lastSeen && member.state == protocol::PresenceState::Offline)
        parts.append(commandText("seen %1").arg(age(*member.lastSeen, now)));
    return parts.join(u" · "_s);
}

QString memberListing(const Store& store, RoomId room, const QList<protocol::Member>& members, qint64 total)
{
    // Sorted by key, not by moving the records around.
    std::map<std::tuple<MemberGroup, int, QString, UserId>, const protocol::Member*> sorted;
    for (const protocol::Member& one : members)
        sorted.emplace(std::tuple{memberGroup(one.state), -int(one.role), foldForSearch(one.display), one.id}, &one);
    QStringList lines{store.roomLabel(room) + ": "_L1 + counted(total, "1 member", "%n members")};
    for (const auto& [key, member] : sorted)
        lines.append("  "_L1 + memberLine(store, room, *member));
    if (total > members.size())
        lines.append(commandText("  and %n more", int(total - members.size())));
    return lines.join(u'\n');
}

QString outboxListing(const Store& store, const QList<Pending>& outbox)
{
    QStringList lines;
    for (const Pending& one : outbox) {
        QString state = commandText("waiting");
        if (one.state == PendingState::Sending || one.state == PendingState::Sent)
            state = commandText("sending");
        else if (one.state == PendingState::Failed)
            state = commandText("failed: %1").arg(explain(one.error));
        QString what = preview(one.text);
        if (one.kind == PendingKind::Edit)
            what = commandText("edit: %1").arg(what);
        else if (one.kind == PendingKind::Delete)
            what = commandText("a deletion");
        lines.append(u"%1. %2 · %3 · %4"_s.arg(lines.size() + 1).arg(store.roomLabel(one.room), what, state));
    }
    return lines.isEmpty() ? commandText("Everything has been sent.") : lines.join(u'\n');
}

QString sessionListing(const protocol::ListSessions::Reply& reply, TimeMs now)
{
    QStringList lines;
    for (const protocol::SessionListing& one : reply.sessions) {
        QStringList parts{
            QString::number(one.id.value()), safeName(one.device), safeName(one.kind), commandText("used %1").arg(age(one.lastUsed, now))};
        if (one.current)
            parts.append(commandText("this program"));
        lines.append(parts.join(u" · "_s));
    }
    return lines.isEmpty() ? commandText("No programs are signed in.") : lines.join(u'\n');
}

} // namespace confab::client
