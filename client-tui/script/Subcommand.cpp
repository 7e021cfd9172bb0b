// The table of script commands, and what all of them do alike.
#include "client-tui/script/Subcommand.h"

#include "shared/client/Explain.h"

#include <algorithm>
#include <array>

namespace confab::tui {

using namespace Qt::StringLiterals;

namespace {

constexpr int anyNumber = 1'000'000;

constexpr std::array table{
    Subcommand{"send"_L1, "ROOM [TEXT... | - | --lines]"_L1,
        "Send one message: TEXT, or all of standard input (-), or one message per line of it (--lines). Ends well only when all arrived."_L1,
        "--lines"_L1, 1, anyNumber, false, makeSend},
    Subcommand{"tail"_L1, "ROOM [-n N] [--no-follow] [--json]"_L1, "The newest lines (10 unless -n says so), and those that come."_L1,
        "-n --follow --no-follow --json"_L1, 1, 1, true, makeTail},
    Subcommand{"history"_L1, "ROOM [-n N | --all] [--json]"_L1, "Lines of a room, oldest first: the newest 100, N, or all."_L1,
        "-n --all --json"_L1, 1, 1, false, makeHistory},
    Subcommand{"wait"_L1, "ROOM TEXT [--timeout SECONDS] [--json]"_L1, "Wait for the next message that contains TEXT, print it and end."_L1,
        "--json"_L1, 2, 2, true, makeWait},
    Subcommand{"rooms"_L1, "[--json]"_L1, "Your rooms and what is unread in them."_L1, "--json"_L1, 0, 0, false, makeRooms},
    Subcommand{"unread"_L1, "[--json]"_L1, "Only the rooms with something unread; prints nothing when there is none."_L1, "--json"_L1, 0, 0,
        false, makeUnread},
    Subcommand{"who"_L1, "ROOM [--json]"_L1, "Who is in a room, and their state."_L1, "--json"_L1, 1, 1, false, makeWho},
    Subcommand{"whoami"_L1, "[--json]"_L1, "The account that is signed in, and the server."_L1, "--json"_L1, 0, 0, false, makeWhoami},
    Subcommand{"join"_L1, "ROOM"_L1, "Become a member of a public room."_L1, ""_L1, 1, 1, false, makeJoin},
    Subcommand{"leave"_L1, "ROOM"_L1, "End the membership."_L1, ""_L1, 1, 1, false, makeLeave},
    Subcommand{"create"_L1, "NAME [--private] [--topic TEXT]"_L1, "Make a room."_L1, "--private --topic"_L1, 1, 1, false, makeCreate},
    Subcommand{"edit"_L1, "ROOM --seq N TEXT..."_L1, "Replace the text of a message; history --json shows its seq."_L1, "--seq"_L1, 2,
        anyNumber, false, makeEdit},
    Subcommand{"delete"_L1, "ROOM --seq N"_L1, "Delete a message."_L1, "--seq"_L1, 1, 1, false, makeDelete},
    Subcommand{"cmd"_L1, "ROOM '/LINE'"_L1, "Run a slash command as if typed in this room."_L1, ""_L1, 2, 2, false, makeCmd},
};

} // namespace

std::span<const Subcommand> subcommands() { return table; }

const Subcommand* findSubcommand(QStringView name)
{
    const auto* found = std::find_if(table.begin(), table.end(), [name](const Subcommand& one) { return one.name == name; });
    return found == table.end() ? nullptr : found;
}

void ScriptTask::fail(const Error& error)
{
    context().output.error(client::explain(error));
    end(exitCodeOf(error));
}

void ScriptTask::withRoom(const QString& name, std::function<void(RoomId)> then)
{
    if (const RoomId known = context().store().findRoom(name); known.isValid()) {
        then(known);
        return;
    }
    if (!name.startsWith(u'@')) {
        context().output.error(u"you are in no room called “%1”; confab-tui rooms lists yours, join makes you a member"_s.arg(name));
        end(ExitCode::NotFound);
        return;
    }
    context().client.request(
        protocol::DirectRoom{.name = name.mid(1)}, [this, then = std::move(then)](const Result<protocol::RoomReply>& reply) {
            if (reply)
                then(reply->room.id);
            else
                fail(reply.error());
        });
}

} // namespace confab::tui
