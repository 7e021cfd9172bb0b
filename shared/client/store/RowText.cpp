// Turns durable events into lines with safe text: bodies as they are, everything else as a sentence.
#include "shared/client/store/RowText.h"

#include "shared/client/text/Sanitiser.h"

#include <algorithm>

namespace confab::client {

namespace {

using namespace Qt::StringLiterals;

// More names than this only fill the screen.
constexpr int namesShown = 5;

bool mayReorder(QChar c)
{
    switch (c.direction()) {
    case QChar::DirL:
    case QChar::DirEN:
    case QChar::DirES:
    case QChar::DirET:
    case QChar::DirCS:
    case QChar::DirS:
    case QChar::DirB:
    case QChar::DirWS:
    case QChar::DirON:
    case QChar::DirNSM:
        return c.isSurrogate();
    default:
        return true;
    }
}

QList<UserId> idsOf(const QList<protocol::User>& people)
{
    QList<UserId> ids;
    for (const protocol::User& one : people)
        ids.append(one.id);
    return ids;
}

QString withReason(const QString& sentence, const std::optional<QString>& reason)
{
    const QString safe = reason ? safeLine(*reason) : QString{};
    return safe.isEmpty() ? sentence : sentence + " ("_L1 + quoted(safe) + u')';
}

} // namespace

QString quoted(const QString& safeText)
{
    return std::any_of(safeText.cbegin(), safeText.cend(), mayReorder) ? isolated(safeText) : safeText;
}

QString safeLine(const QString& text) { return plainLine(text).trimmed(); }

protocol::User safeUser(const protocol::User& user) { return {user.id, safeName(user.name), safeName(user.display)}; }

Error safeError(Error error)
{
    error.message = safeLine(error.message);
    error.field = safeLine(error.field);
    return error;
}

bool Store::mentionsSelf(UserId by, const QString& text) const
{
    return by != m_self.id && m_self.id.isValid() && !m_selfMentions.find(text).isEmpty();
}

QString Store::names(const QList<protocol::User>& people)
{
    QStringList shown;
    for (const protocol::User& one : people.first(std::min<qsizetype>(people.size(), namesShown)))
        shown.append(quoted(displayName(one.id)));
    const auto more = int(people.size() - shown.size());
    return more > 0 ? tr("%1 and %n more", nullptr, more).arg(shown.join(", "_L1)) : shown.join(", "_L1);
}

TimelineRow Store::rowOf(const protocol::AnyEvent& event)
{
    const protocol::EventHead& head = protocol::headOf(event);
    TimelineRow row;
    row.seq = head.seq;
    row.rev = head.seq;
    row.by = head.by;
    row.name = displayName(head.by);
    row.ts = head.ts;
    row.own = head.by.isValid() && head.by == m_self.id;
    row.c = head.c;
    std::visit([&](const auto& one) { fill(row, one); }, event);
    return row;
}

void Store::fill(TimelineRow& row, const protocol::MessagePosted& event)
{
    row.kind = event.action.value_or(false) ? RowKind::Action : RowKind::Message;
    row.text = safeBody(event.text);
    row.rawText = row.own ? event.text : QString{};
    row.replyTo = event.replyTo;
    row.mentionsMe = mentionsSelf(event.by, row.text);
}

void Store::fill(TimelineRow& row, const protocol::MessageEdited&) { row.kind = RowKind::Unknown; }

void Store::fill(TimelineRow& row, const protocol::MessageDeleted&) { row.kind = RowKind::Unknown; }

void Store::fill(TimelineRow& row, const protocol::MembersJoined& event)
{
    row.kind = RowKind::Join;
    row.people = idsOf(event.people);
    const bool byThemselves = event.people.size() == 1 && event.people.constFirst().id == event.by;
    row.text = byThemselves || !event.by.isValid() ? tr("%1 joined").arg(names(event.people))
                                                   : tr("%1 added %2").arg(quoted(row.name), names(event.people));
}

void Store::fill(TimelineRow& row, const protocol::MembersLeft& event)
{
    row.kind = RowKind::Leave;
    row.people = idsOf(event.people);
    row.text = withReason(tr("%1 left").arg(names(event.people)), event.reason);
}

void Store::fill(TimelineRow& row, const protocol::MemberRemoved& event)
{
    row.kind = RowKind::Kick;
    row.people = {event.user.id};
    row.text = withReason(tr("%1 was removed by %2").arg(quoted(displayName(event.user.id)), quoted(row.name)), event.reason);
}

void Store::fill(TimelineRow& row, const protocol::TopicChanged& event)
{
    row.kind = RowKind::Topic;
    const QString topic = safeLine(event.topic);
    row.text = topic.isEmpty() ? tr("%1 removed the topic").arg(quoted(row.name))
                               : tr("%1 changed the topic to: %2").arg(quoted(row.name), quoted(topic));
}

void Store::fill(TimelineRow& row, const protocol::RoomRenamed& event)
{
    row.kind = RowKind::Rename;
    const QString name = event.roomName ? safeName(*event.roomName) : QString{};
    const QString title = event.title ? safeName(*event.title) : QString{};
    if (!name.isEmpty())
        row.text = tr("%1 renamed the room to #%2").arg(quoted(row.name), quoted(name));
    else
        row.text = tr("%1 changed the title to: %2").arg(quoted(row.name), quoted(title));
}

void Store::fill(TimelineRow& row, const protocol::SystemLine& event)
{
    row.kind = RowKind::System;
    row.severity = event.severity;
    row.text = safeBody(event.text);
}

void Store::fill(TimelineRow& row, const protocol::UnknownEvent& event)
{
    row.kind = RowKind::Unknown;
    row.text = tr("Something this version cannot show (%1)").arg(safeName(event.kindName));
}

} // namespace confab::client
