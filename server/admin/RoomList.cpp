// confabd room list.
#include "server/admin/AdminDatabase.h"

namespace confab::server {

Exit roomList(Invocation& call)
{
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    const auto rooms = store->services().rooms.listAll();
    if (!rooms)
        return fail(call, rooms.error());
    for (const RoomRow& one : *rooms) {
        call.out << printable(one.name) << '\t' << (one.isPublic ? "public" : "private") << (one.staffOnly ? ", staff" : "") << '\t' << one.memberCount
                 << " members\t" << one.head.value() << " events\t" << printable(one.topic) << '\n';
    }
    return Exit::Fine;
}

} // namespace confab::server
