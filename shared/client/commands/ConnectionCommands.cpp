// Commands about the connection, the outbox and the program itself.
#include "shared/client/commands/Answers.h"
#include "shared/client/commands/Listings.h"
#include "shared/client/text/CommandLine.h"

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

Result<Done> connectTo(const CommandContext& context, const QString& rest)
{
    const QList<Argument> arguments = splitArguments(rest);
    if (arguments.size() != 1 || arguments.constFirst().kind != ArgumentKind::Word || arguments.constFirst().text.isEmpty())
        return usage();
    context.frontEnd.connectTo(arguments.constFirst().text);
    return Done{};
}

Result<Done> disconnect(const CommandContext& context, const QString& rest)
{
    if (!rest.isEmpty())
        return usage();
    context.actions.disconnect();
    context.say(commandText("Disconnected. What you write waits; /reconnect sends it."));
    return Done{};
}

Result<Done> reconnect(const CommandContext& context, const QString& rest)
{
    if (!rest.isEmpty())
        return usage();
    context.actions.reconnect();
    return Done{};
}

Result<Done> quit(const CommandContext& context, const QString&)
{
    context.frontEnd.quit();
    return Done{};
}

Result<Done> ping(const CommandContext& context, const QString& rest)
{
    if (!rest.isEmpty())
        return usage();
    const qint64 sent = context.store().clock().monotonicMs();
    ask(context, protocol::Ping{}, [context, sent](const protocol::Ping::Reply&) {
        context.say(commandText("The server answered in %1 ms.").arg(context.store().clock().monotonicMs() - sent));
    });
    return Done{};
}

Result<Done> version(const CommandContext& context, const QString& rest)
{
    if (!rest.isEmpty())
        return usage();
    const QString server = context.actions.serverAbout();
    context.say(commandText("Confab %1, Qt %2. Server: %3")
                    .arg(QLatin1StringView(CONFAB_VERSION), QLatin1StringView(qVersion()),
                        server.isEmpty() ? commandText("not connected yet") : server));
    return Done{};
}

Result<Done> outbox(const CommandContext& context, const QString& rest)
{
    if (!rest.isEmpty())
        return usage();
    context.say(outboxListing(context.store(), context.actions.outbox()));
    return Done{};
}

/// A number of the /outbox list, or "all": everything that failed.
Result<QList<Pending>> chosen(const CommandContext& context, const QString& which)
{
    QList<Pending> entries = context.actions.outbox();
    if (which == "all"_L1) {
        entries.removeIf([](const Pending& one) { return one.state != PendingState::Failed; });
        return entries;
    }
    bool isNumber = false;
    const qsizetype number = which.toLongLong(&isNumber);
    if (!isNumber)
        return usage();
    if (number < 1 || number > entries.size())
        return Error{ErrorCode::BadArg, commandText("The outbox has no entry %1.").arg(number)};
    return QList<Pending>{entries.at(number - 1)};
}

Result<Done> retry(const CommandContext& context, const QString& rest)
{
    TRY_VALUE(entries, chosen(context, rest.isEmpty() ? u"all"_s : rest));
    if (entries.isEmpty())
        context.say(commandText("Nothing has failed."));
    for (const Pending& one : entries)
        context.actions.retry(one.c);
    return Done{};
}

Result<Done> discard(const CommandContext& context, const QString& rest)
{
    TRY_VALUE(entries, chosen(context, rest));
    for (const Pending& one : entries)
        context.actions.discard(one.c);
    context.say(entries.isEmpty() ? commandText("Nothing has failed.") : commandText("Discarded: %n.", int(entries.size())));
    return Done{};
}

Result<Done> help(const CommandContext& context, const QString& rest)
{
    context.frontEnd.showHelp(rest.startsWith(u'/') ? rest.mid(1) : rest);
    return Done{};
}

} // namespace

QList<Command> connectionCommands()
{
    constexpr auto family = CommandFamily::Connection;
    constexpr auto anywhere = Needs::Nothing;
    constexpr auto nothing = Completes::Nothing;
    return {
        {u"connect"_s, {}, u"<host[:port]>"_s, commandText("Connect to a server"), u"/connect chat.local"_s, family, anywhere, nothing, {},
            false, connectTo},
        {u"disconnect"_s, {}, {}, commandText("Close the connection; nothing you wrote is lost"), {}, family, anywhere, nothing, {}, false,
            disconnect},
        {u"reconnect"_s, {}, {}, commandText("Connect now instead of waiting for the next attempt"), {}, family, anywhere, nothing, {},
            false, reconnect},
        {u"quit"_s, {u"exit"_s, u"q"_s}, {}, commandText("End the program"), {}, family, anywhere, nothing, {}, false, quit},
        {u"ping"_s, {}, {}, commandText("How fast the server answers"), {}, family, anywhere, nothing, {}, false, ping},
        {u"version"_s, {u"about"_s}, {}, commandText("Versions of this program and the server"), {}, family, anywhere, nothing, {}, false,
            version},
        {u"outbox"_s, {}, {}, commandText("What has not been sent yet"), {}, family, anywhere, nothing, {}, false, outbox},
        {u"retry"_s, {}, u"[n|all]"_s, commandText("Send again what failed"), u"/retry 1"_s, family, anywhere, nothing, {u"all"_s}, false,
            retry},
        {u"discard"_s, {}, u"<n|all>"_s, commandText("Forget an entry of the outbox, or all that failed"), u"/discard 1"_s, family,
            anywhere, nothing, {u"all"_s}, false, discard},
        {u"help"_s, {}, u"[command]"_s, commandText("All commands, or one of them in detail"), u"/help invite"_s, family, anywhere,
            Completes::Commands, {}, false, help},
    };
}

} // namespace confab::client
