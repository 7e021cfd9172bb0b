// A line of a room as script commands print it.
#include "client-tui/script/ScriptItems.h"

#include "shared/client/text/Sanitiser.h"

#include <QDateTime>
#include <QJsonArray>

namespace confab::tui {

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace {

QJsonArray jsonOfPeople(const QList<User>& people)
{
    QJsonArray array;
    for (const User& one : people)
        array.append(QJsonObject{{"id"_L1, one.id.value()}, {"name"_L1, one.name}, {"display"_L1, one.display}});
    return array;
}

QString namesOf(const QList<User>& people)
{
    QStringList names;
    for (const User& one : people)
        names += client::safeName(one.display);
    return names.join(u", "_s);
}

/// What each kind of event has besides its head.
struct AddFields {
    QJsonObject& object;

    void operator()(const MessagePosted& event) const
    {
        object.insert("text"_L1, event.text);
        if (event.replyTo)
            object.insert("replyTo"_L1, event.replyTo->value());
        if (event.action.value_or(false))
            object.insert("action"_L1, true);
    }
    void operator()(const MessageEdited& event) const
    {
        object.insert("of"_L1, event.of.value());
        object.insert("text"_L1, event.text);
    }
    void operator()(const MessageDeleted& event) const { object.insert("of"_L1, event.of.value()); }
    void operator()(const MembersJoined& event) const { object.insert("people"_L1, jsonOfPeople(event.people)); }
    void operator()(const MembersLeft& event) const { object.insert("people"_L1, jsonOfPeople(event.people)); }
    void operator()(const MemberRemoved& event) const { object.insert("people"_L1, jsonOfPeople({event.user})); }
    void operator()(const TopicChanged& event) const { object.insert("topic"_L1, event.topic); }
    void operator()(const SystemLine& event) const
    {
        constexpr auto keys = enumKeys(Severity{});
        for (const auto& key : keys) {
            if (key.value == event.severity)
                object.insert("severity"_L1, QString::fromLatin1(key.name.data(), qsizetype(key.name.size())));
        }
        object.insert("text"_L1, event.text);
    }
    void operator()(const RoomRenamed& event) const
    {
        if (event.roomName)
            object.insert("roomName"_L1, *event.roomName);
        if (event.title)
            object.insert("title"_L1, *event.title);
    }
    void operator()(const UnknownEvent&) const { }
};

struct KindName {
    template <typename Event>
    QString operator()(const Event&) const
    {
        return Event::kind.text();
    }
    QString operator()(const UnknownEvent& event) const { return event.kindName; }
};

struct Sentence {
    QString name;

    QString operator()(const MessagePosted& event) const
    {
        return event.action.value_or(false) ? u"* %1 "_s.arg(name) + event.text : name + u": "_s + event.text;
    }
    QString operator()(const MessageEdited& event) const { return name + u" changed a message: "_s + event.text; }
    QString operator()(const MessageDeleted&) const { return name + u" deleted a message"_s; }
    QString operator()(const MembersJoined& event) const { return u"→ %1 joined"_s.arg(namesOf(event.people)); }
    QString operator()(const MembersLeft& event) const { return u"← %1 left"_s.arg(namesOf(event.people)); }
    QString operator()(const MemberRemoved& event) const { return u"× %1 was removed by %2"_s.arg(namesOf({event.user}), name); }
    QString operator()(const TopicChanged& event) const { return name + u" set the topic: "_s + event.topic; }
    QString operator()(const SystemLine& event) const { return u"• "_s + event.text; }
    QString operator()(const RoomRenamed&) const { return name + u" renamed the room"_s; }
    QString operator()(const UnknownEvent&) const { return u"? a line this program is too old for"_s; }
};

} // namespace

QJsonObject jsonOfItem(const HistoryItem& item, const QString& roomLabel)
{
    const EventHead& head = headOf(item.event);
    QJsonObject object{{"room"_L1, roomLabel}, {"roomId"_L1, head.room.value()}, {"seq"_L1, head.seq.value()},
        {"kind"_L1, std::visit(KindName{}, item.event)}, {"by"_L1, head.by.value()}, {"name"_L1, head.name}, {"ts"_L1, head.ts.value()}};
    std::visit(AddFields{object}, item.event);
    if (item.edited)
        object.insert("edited"_L1, item.edited->value());
    if (item.deleted.value_or(false))
        object.insert("deleted"_L1, true);
    return object;
}

QString textOfItem(const HistoryItem& item)
{
    const EventHead& head = headOf(item.event);
    const QString when = QDateTime::fromMSecsSinceEpoch(head.ts.value()).toString(u"yyyy-MM-dd HH:mm"_s);
    const QString name = client::safeName(head.name);
    if (item.deleted.value_or(false))
        return u"%1  %2: (message deleted)"_s.arg(when, name);
    return when + u"  "_s + std::visit(Sentence{name}, item.event) + (item.edited ? u" (edited)"_s : QString());
}

} // namespace confab::tui
