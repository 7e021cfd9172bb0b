// rooms, unread, who and whoami: what there is, as a table or as JSON Lines.
#include "client-tui/script/Subcommand.h"
#include "client-tui/term/Grapheme.h"
#include "shared/client/models/MemberListModel.h"
#include "shared/client/models/RoomListModel.h"
#include "shared/client/text/Sanitiser.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace {

template <typename E>
QString wordOf(E value)
{
    constexpr auto keys = enumKeys(E{});
    for (const auto& key : keys) {
        if (key.value == value)
            return QString::fromLatin1(key.name.data(), qsizetype(key.name.size()));
    }
    return {};
}

class Rooms final : public ScriptTask {
public:
    Rooms(ScriptContext& context, bool onlyUnread)
        : ScriptTask(context)
        , m_onlyUnread(onlyUnread)
    {
    }

    void begin() override
    {
        const client::RoomListModel model(context().store(), client::RoomOrder::Name);
        int widest = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            widest = std::max(widest, textWidth(context().store().roomLabel(model.roomAt(row))));
        for (int row = 0; row < model.rowCount(); ++row) {
            const client::Room& room = *context().store().room(model.roomAt(row));
            if (m_onlyUnread && room.unread == 0)
                continue;
            const QString label = context().store().roomLabel(room.id);
            if (arguments().json)
                context().output.json(jsonOf(room, label));
            else
                context().output.line(textOf(room, padded(label, widest)));
        }
        end();
    }

private:
    static QJsonObject jsonOf(const client::Room& room, const QString& label)
    {
        QJsonObject object{{"room"_L1, label}, {"roomId"_L1, room.id.value()}, {"kind"_L1, wordOf(room.kind)}, {"title"_L1, room.title},
            {"topic"_L1, room.topic}, {"unread"_L1, room.unread}, {"mentions"_L1, room.mentions}, {"members"_L1, room.memberCount},
            {"head"_L1, room.head.value()}, {"read"_L1, room.read.value()}};
        if (room.peer)
            object.insert("peer"_L1, room.peer->name);
        return object;
    }

    QString textOf(const client::Room& room, const QString& label) const
    {
        const QString count = room.mentions > 0 ? u"%1 unread, %2 for you"_s.arg(room.unread).arg(room.mentions)
            : room.unread > 0                   ? u"%1 unread"_s.arg(room.unread)
                                                : QString();
        QStringList parts{label};
        if (m_onlyUnread)
            return parts.first() + u"  "_s + count;
        parts += padded(count, 22);
        parts += client::plainLine(room.topic);
        return parts.join(u"  "_s).trimmed();
    }

    bool m_onlyUnread;
};

class Who final : public ScriptTask {
public:
    using ScriptTask::ScriptTask;

    void begin() override
    {
        withRoom(arguments().words.first(), [this](RoomId room) {
            context().client.request(ListMembers{room}, [this](const Result<ListMembers::Reply>& reply) {
                if (!reply) {
                    fail(reply.error());
                    return;
                }
                for (const Member& member : reply->users)
                    print(member);
                end();
            });
        });
    }

private:
    void print(const Member& member)
    {
        if (!arguments().json) {
            const QString status = member.status ? u"  "_s + client::plainLine(*member.status) : QString();
            const QString role = member.role == RoomRole::Member ? QString() : wordOf(member.role);
            context().output.line((padded(wordOf(member.state), 8) + padded(client::safeName(member.display), 20) + u"  "_s
                + padded(client::safeName(member.name), 16) + u"  "_s + role + status)
                                      .trimmed());
            return;
        }
        QJsonObject object{{"id"_L1, member.id.value()}, {"name"_L1, member.name}, {"display"_L1, member.display},
            {"role"_L1, wordOf(member.role)}, {"state"_L1, wordOf(member.state)}};
        if (member.status)
            object.insert("status"_L1, *member.status);
        if (member.lastSeen)
            object.insert("lastSeen"_L1, member.lastSeen->value());
        context().output.json(object);
    }
};

class Whoami final : public ScriptTask {
public:
    using ScriptTask::ScriptTask;

    void begin() override
    {
        const User& self = context().store().self();
        const auto& hello = context().client.hello();
        const QString server = hello ? hello->server.name : QString();
        const QString role = wordOf(context().store().selfRole());
        if (arguments().json)
            context().output.json({{"id"_L1, self.id.value()}, {"name"_L1, self.name}, {"display"_L1, self.display}, {"role"_L1, role},
                {"server"_L1, server}, {"url"_L1, context().client.options().url.toString()}});
        else
            context().output.line(u"%1 (%2), %3, on %4 at %5"_s.arg(
                self.display, self.name, role, client::safeName(server), context().client.options().url.toString()));
        end();
    }
};

} // namespace

std::unique_ptr<ScriptTask> makeRooms(ScriptContext& context) { return std::make_unique<Rooms>(context, false); }

std::unique_ptr<ScriptTask> makeUnread(ScriptContext& context) { return std::make_unique<Rooms>(context, true); }

std::unique_ptr<ScriptTask> makeWho(ScriptContext& context) { return std::make_unique<Who>(context); }

std::unique_ptr<ScriptTask> makeWhoami(ScriptContext& context) { return std::make_unique<Whoami>(context); }

} // namespace confab::tui
