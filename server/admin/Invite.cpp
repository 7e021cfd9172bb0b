// confabd invite: a line somebody new can be sent.
#include "server/admin/AdminDatabase.h"
#include "server/app/LockFile.h"

#include <QHostAddress>
#include <QNetworkInterface>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr OptionRow inviteRows[] = {
    {"room", "ROOM", "the room the new person comes to"},
    {"uses", "N", "how many people may use it (default 1)"},
    {"hours", "H", "how long it works (default 168)"},
    {"host", "HOST", "the name or address others reach this server by"},
    {"port", "PORT", "the port others reach it by"},
};

/// An address of this machine that others in its network can reach.
QString ownAddress()
{
    for (const QHostAddress& one : QNetworkInterface::allAddresses()) {
        if (one.protocol() == QAbstractSocket::IPv4Protocol && !one.isLoopback() && !one.isLinkLocal())
            return one.toString();
    }
    return u"127.0.0.1"_s;
}

/// Where this server is reached: what a running one noted, else what the settings say.
ListenAddress reachedAt(const Invocation& call)
{
    ListenAddress at = parseListen(call.config.listen).value_or(ListenAddress{});
    const auto holder = LockFile::holderOf(dataFolderOf(call.config));
    if (holder && holder->port != 0)
        at = {holder->address, holder->port};
    if (call.has("host"))
        at.address = call.value("host");
    else if (const QHostAddress address(at.address); address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6)
        at.address = ownAddress();
    return at;
}

} // namespace

const std::span<const OptionRow> inviteOptions = inviteRows;

Exit invite(Invocation& call)
{
    const auto uses = call.number("uses", 1, 1, 1000);
    if (!uses)
        return fail(call, uses.error());
    const auto hours = call.number("hours", 7 * 24, 1, 365 * 24);
    if (!hours)
        return fail(call, hours.error());
    const auto port = call.number("port", 0, 1, 65535);
    if (!port)
        return fail(call, port.error());
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    ListenAddress at = reachedAt(call);
    if (*port != 0)
        at.port = quint16(*port);
    const QString host = at.address.contains(u':') ? u'[' + at.address + u']' : at.address;
    const auto issued = store->database().transact([&]() -> Result<IssuedInvite> {
        std::optional<RoomId> room;
        if (call.has("room")) {
            const auto found = store->services().rooms.findAny(call.value("room"));
            if (!found)
                return about(found.error(), call.value("room"));
            room = found->id;
        }
        TRY_VALUE(made, store->services().invites.create(Actor::system(), room, *uses, *hours * 3600));
        call.out << u"confab://%1:%2/?invite=%3"_s.arg(printable(host)).arg(at.port).arg(made.secret) << '\n';
        // Before the commit: an invite nobody could read must not be good for anything.
        TRY(flushed(call.out));
        return made;
    });
    if (!issued)
        return fail(call, issued.error());
    if (!call.has("host") && (QHostAddress(at.address).isLoopback() || at.address == u"localhost"_s))
        call.err << "confabd: warning: others cannot reach " << at.address << "; see --host and the setting server.listen\n";
    return Exit::Fine;
}

} // namespace confab::server
