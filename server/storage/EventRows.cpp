// One function per kind in each direction.
#include "server/storage/EventRows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

QString json(const QJsonObject& object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonArray userToJson(const User& user)
{
    return {user.id.value(), user.name, user.display};
}

User userFromJson(const QJsonValue& value)
{
    const QJsonArray parts = value.toArray();
    return {UserId(parts.at(0).toInteger()), parts.at(1).toString(), parts.at(2).toString()};
}

QJsonArray peopleToJson(const QList<User>& people)
{
    QJsonArray all;
    for (const User& one : people)
        all.append(userToJson(one));
    return all;
}

QList<User> peopleFromJson(const QJsonValue& value)
{
    QList<User> people;
    for (const QJsonValue& one : value.toArray())
        people.append(userFromJson(one));
    return people;
}

std::optional<QString> textIn(const QJsonObject& detail, QLatin1StringView key)
{
    const QJsonValue value = detail.value(key);
    return value.isString() ? std::optional(value.toString()) : std::nullopt;
}

void put(QJsonObject& detail, QLatin1StringView key, const std::optional<QString>& value)
{
    if (value)
        detail.insert(key, *value);
}

// ---- event → columns ----

EventColumns columns(const MessagePosted& event)
{
    EventColumns made{MessagePosted::kind.number, {}, event.text, {}};
    QJsonObject detail;
    if (event.replyTo)
        detail.insert("replyTo"_L1, event.replyTo->value());
    if (event.action)
        detail.insert("action"_L1, *event.action);
    if (!detail.isEmpty())
        made.detail = json(detail);
    return made;
}

EventColumns columns(const MessageEdited& event) { return {MessageEdited::kind.number, event.of, event.text, {}}; }
EventColumns columns(const MessageDeleted& event) { return {MessageDeleted::kind.number, event.of, {}, {}}; }
EventColumns columns(const TopicChanged& event) { return {TopicChanged::kind.number, {}, event.topic, {}}; }

EventColumns columns(const MembersJoined& event)
{
    return {MembersJoined::kind.number, {}, {}, json({{"people"_L1, peopleToJson(event.people)}})};
}

EventColumns columns(const MembersLeft& event)
{
    QJsonObject detail{{"people"_L1, peopleToJson(event.people)}};
    put(detail, "reason"_L1, event.reason);
    return {MembersLeft::kind.number, {}, {}, json(detail)};
}

EventColumns columns(const MemberRemoved& event)
{
    QJsonObject detail{{"user"_L1, userToJson(event.user)}};
    put(detail, "reason"_L1, event.reason);
    return {MemberRemoved::kind.number, {}, {}, json(detail)};
}

EventColumns columns(const SystemLine& event)
{
    return {SystemLine::kind.number, {}, event.text, json({{"severity"_L1, int(event.severity)}})};
}

EventColumns columns(const RoomRenamed& event)
{
    QJsonObject detail;
    put(detail, "roomName"_L1, event.roomName);
    put(detail, "title"_L1, event.title);
    return {RoomRenamed::kind.number, {}, {}, json(detail)};
}

EventColumns columns(const UnknownEvent&)
{
    Q_UNREACHABLE(); // the server only stores what it makes
    return {};
}

// ---- columns → event ----

struct Parts {
    Seq target;
    QString text;
    QJsonObject detail;
};

void fill(MessagePosted& event, const Parts& parts)
{
    event.text = parts.text;
    if (const QJsonValue value = parts.detail.value("replyTo"_L1); value.isDouble())
        event.replyTo = Seq(value.toInteger());
    if (const QJsonValue value = parts.detail.value("action"_L1); value.isBool())
        event.action = value.toBool();
}

void fill(MessageEdited& event, const Parts& parts)
{
    event.of = parts.target;
    event.text = parts.text;
}

void fill(MessageDeleted& event, const Parts& parts) { event.of = parts.target; }
void fill(TopicChanged& event, const Parts& parts) { event.topic = parts.text; }
void fill(MembersJoined& event, const Parts& parts) { event.people = peopleFromJson(parts.detail.value("people"_L1)); }

void fill(MembersLeft& event, const Parts& parts)
{
    event.people = peopleFromJson(parts.detail.value("people"_L1));
    event.reason = textIn(parts.detail, "reason"_L1);
}

void fill(MemberRemoved& event, const Parts& parts)
{
    event.user = userFromJson(parts.detail.value("user"_L1));
    event.reason = textIn(parts.detail, "reason"_L1);
}

void fill(SystemLine& event, const Parts& parts)
{
    event.text = parts.text;
    event.severity = Severity(parts.detail.value("severity"_L1).toInt());
}

void fill(RoomRenamed& event, const Parts& parts)
{
    event.roomName = textIn(parts.detail, "roomName"_L1);
    event.title = textIn(parts.detail, "title"_L1);
}

} // namespace

EventColumns columnsOf(const AnyEvent& event)
{
    return std::visit([](const auto& one) { return columns(one); }, event);
}

AnyEvent readEvent(const Row& row, RoomId room, UserId reader)
{
    EventHead head{room, row.id<Seq>(0), row.id<UserId>(2), row.text(8), row.time(4), {}};
    if (head.by == reader && reader.isValid() && !row.isNull(3))
        head.c = ClientId::fromBytes(row.bytes(3));
    Parts parts{row.id<Seq>(5), row.text(6), {}};
    if (!row.isNull(7))
        parts.detail = QJsonDocument::fromJson(row.text(7).toUtf8()).object();
    AnyEvent event;
    const qint64 kind = row.integer(1);
    forEachType(DurableEvents{}, [&]<typename E>() {
        if (E::kind.number != kind)
            return;
        E one;
        static_cast<EventHead&>(one) = head;
        fill(one, parts);
        event = std::move(one);
    });
    return event;
}

} // namespace confab::server
