// confabd room add.
#include "server/admin/AdminDatabase.h"
#include "server/services/NameRules.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr OptionRow roomAddRows[] = {
    {"private", nullptr, "only people who were added can see it"},
    {"staff", nullptr, "only staff can enter"},
    {"channel", nullptr, "a channel: only its admins write"},
    {"title", "TEXT", "the name people read"},
    {"topic", "TEXT", "what it is about"},
    {"if-missing", nullptr, "be content when a room of that name exists"},
};

} // namespace

const std::span<const OptionRow> roomAddOptions = roomAddRows;

Exit roomAdd(Invocation& call)
{
    protocol::CreateRoom wanted;
    wanted.name = call.arguments[0];
    wanted.isPublic = !call.has("private");
    if (call.has("staff"))
        wanted.staffOnly = true;
    if (call.has("channel"))
        wanted.kind = RoomKind::Channel;
    if (call.has("title"))
        wanted.title = call.value("title");
    if (call.has("topic"))
        wanted.topic = call.value("topic");
    if (const auto fine = checkLine(call.value("topic"), u"topic"_s); !fine)
        return fail(call, about(fine.error(), u"--topic"_s));
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    if (call.has("if-missing") && store->services().rooms.findAny(wanted.name)) {
        call.out << printable(wanted.name) << " is there already\n";
        return Exit::Fine;
    }
    const auto made = store->database().transact([&] { return store->services().rooms.create(Actor::system(), wanted); });
    if (!made)
        return fail(call, made.error());
    call.out << printable(made.value().room.name) << " was made\n";
    return Exit::Fine;
}

} // namespace confab::server
