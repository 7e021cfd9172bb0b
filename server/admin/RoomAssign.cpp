// confabd room assign.
#include "server/admin/AdminDatabase.h"

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr OptionRow roomAssignRows[] = {
    {"role", "ROLE", "member (default), admin or owner"},
};

Result<RoomRole> roleOf(const Invocation& call)
{
    if (!call.has("role"))
        return RoomRole::Member;
    for (const auto& one : enumKeys(RoomRole())) {
        if (one.value != RoomRole::None && call.value("role") == QLatin1String(one.name.data(), qsizetype(one.name.size())))
            return one.value;
    }
    return Error{ErrorCode::BadArg, u"--role: expected member, admin or owner"_s};
}

} // namespace

const std::span<const OptionRow> roomAssignOptions = roomAssignRows;

Exit roomAssign(Invocation& call)
{
    const auto role = roleOf(call);
    if (!role)
        return fail(call, role.error());
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    const auto added = store->database().transact([&]() -> Result<Done> {
        for (const QString& name : call.arguments.sliced(1)) {
            // Looked up anew for each, since each join takes the room's next seq.
            const auto room = store->services().rooms.findAny(call.arguments[0]);
            if (!room)
                return about(room.error(), call.arguments[0]);
            const auto person = store->services().accounts.find(name);
            if (!person)
                return about(person.error(), name);
            if (const auto joined = store->services().memberships.add(Actor::system(), *room, *person, *role); !joined)
                return about(joined.error(), name);
        }
        return Done{};
    });
    if (!added)
        return fail(call, added.error());
    call.out << printable(call.arguments.sliced(1).join(u", "_s)) << (call.arguments.size() > 2 ? " are" : " is") << " in " << printable(call.arguments[0])
             << '\n';
    return Exit::Fine;
}

} // namespace confab::server
