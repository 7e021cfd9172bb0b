// One function per subcommand: measure, say what came out.
#include "tests/bench/Commands.h"

#include "tests/bench/load/Arrivals.h"
#include "tests/bench/load/Mixed.h"
#include "tests/bench/load/Reference.h"
#include "tests/bench/load/Steadiness.h"

#include <QTextStream>

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

QString nameOf(Stage::Kind kind) { return kind == Stage::Kind::Confab ? u"confabd"_s : u"reference"_s; }

void say(const QString& line) { QTextStream(stdout) << line << '\n'; }

/// The reference first: it is the yardstick.
template <typename Measure>
int both(const Invocation& call, Measure measure)
{
    int code = 0;
    for (const Stage::Kind kind : {Stage::Kind::Reference, Stage::Kind::Confab}) {
        if (call.only.isEmpty() || call.only == nameOf(kind))
            code = std::max(code, measure(kind));
    }
    return code;
}

int load(const Invocation& call)
{
    return both(call, [&](Stage::Kind kind) {
        const auto result = measureLoad(kind, call.places, call.encoding, call.plan);
        if (!result)
            return failed(result.error().message);
        say(nameOf(kind).leftJustified(10) + describe(*result));
        return result->isComplete() ? 0 : 1;
    });
}

int attach(const Invocation& call)
{
    const auto result = measureAttach(call.places, call.encoding, call.plan.connections, call.plan.rooms);
    if (!result)
        return failed(result.error().message);
    say(u"%1 members attached in %2 s, %3 s CPU, %4 kB per connection"_s.arg(call.plan.connections)
            .arg(result->seconds, 0, 'f', 2)
            .arg(result->cpuSeconds, 0, 'f', 2)
            .arg(result->kilobytes, 0, 'f', 2));
    return 0;
}

int join(const Invocation& call)
{
    return both(call, [&](Stage::Kind kind) {
        const auto result = measureJoin(kind, call.places, call.encoding, call.plan.connections);
        if (!result)
            return failed(result.error().message);
        say(u"%1 %2 people into one room in %3 s, %4 s CPU"_s.arg(nameOf(kind), -10)
                .arg(call.plan.connections)
                .arg(result->seconds, 0, 'f', 2)
                .arg(result->cpuSeconds, 0, 'f', 2));
        return 0;
    });
}

int slow(const Invocation& call)
{
    const auto result = measureSlowReaders(call.places, call.encoding, call.plan, std::max(1, call.plan.slow));
    if (!result)
        return failed(result.error().message);
    say(u"without   "_s + describe(result->without));
    say(u"with      "_s + describe(result->with));
    say(u"p99 of the others: %1 times; of %2 slow readers the server closed %3"_s
            .arg(result->with.p99 / std::max(0.001, result->without.p99), 0, 'f', 2)
            .arg(call.plan.slow)
            .arg(result->with.slowClosed));
    LoadResult others = result->with;
    others.tally.lost -= std::min<qint64>(others.tally.lost, result->with.slowClosed);
    return result->without.isComplete() && others.isComplete() ? 0 : 1;
}

int storm(const Invocation& call)
{
    constexpr double goalSeconds = 60;
    const auto result = measureStorm(call.places, call.encoding, call.plan.connections, call.plan.rooms);
    if (!result)
        return failed(result.error().message);
    say(u"%1 people lost their server to kill -9: ready again after %2 s, everybody back after %3 s, %4 connections tried, %5 refused"_s
            .arg(call.plan.connections)
            .arg(result->secondsDown, 0, 'f', 2)
            .arg(result->secondsBack, 0, 'f', 2)
            .arg(result->attempts)
            .arg(result->refused));
    return result->refused == 0 && result->secondsBack <= goalSeconds ? 0 : 1;
}

int drain(const Invocation& call)
{
    const auto result = measureDrain(call.places, call.encoding, call.plan);
    if (!result)
        return failed(result.error().message);
    say(u"SIGTERM under load: gone after %1 s with exit code %2; %3 posts acknowledged, of them %4 lost; %5 refused, %6 never answered"_s
            .arg(result->seconds, 0, 'f', 2)
            .arg(result->exitCode)
            .arg(result->acknowledged)
            .arg(result->lost)
            .arg(result->refused)
            .arg(result->unanswered));
    return result->lost == 0 && result->exitCode == 0 && result->acknowledged > 0 ? 0 : 1;
}

int mixed(const Invocation& call)
{
    QTextStream out(stdout);
    const auto result = measureMixed(call.places, call.encoding, call.plan, call.minutes, out);
    if (!result)
        return failed(result.error().message);
    const Tally& tally = result->tally;
    say(u"memory grew by %1 %, descriptors by %2, from the second quarter to the last; %3 posts, %4 gaps, %5 repeated, %6 refused %7"_s
            .arg(result->memoryGrowth * 100, 0, 'f', 1)
            .arg(result->descriptorGrowth)
            .arg(result->posts)
            .arg(tally.gaps)
            .arg(tally.repeats)
            .arg(tally.refused)
            .arg(QString::fromStdString(tally.firstRefusal)));
    const bool grew = result->memoryGrowth >= 0.05 || result->descriptorGrowth > 5;
    return grew || tally.gaps + tally.repeats + tally.strays + tally.refused > 0 ? 1 : 0;
}

int reference(const Invocation&) { return serveReference(); }

constexpr Command all[] = {
    {"table", "every row of the README's benchmark table, confabd beside the reference", table, "quick"},
    {"load", "post into rooms at a fixed rate, or with --outstanding as fast as answers come", load,
        "connections rooms senders rate outstanding length slow warm-up seconds only"},
    {"attach", "members attach to a server that has just started; memory per idle connection", attach, "connections rooms",
        {.connections = 8000}},
    {"join", "newcomers enter one room at the same moment", join, "connections only", {.connections = 8000}},
    {"slow", "the same load without and with --slow people who never read", slow,
        "connections rooms senders rate outstanding length slow warm-up seconds", {.rate = 500, .slow = 200, .seconds = 40}},
    {"storm", "kill -9 and start again: everybody comes back", storm, "connections rooms", {.connections = 5000, .rooms = 500}},
    {"drain", "SIGTERM under load: is every acknowledged post there afterwards", drain,
        "connections rooms senders outstanding length seconds",
        {.connections = 200, .rooms = 50, .senders = 200, .outstanding = 400, .seconds = 3}},
    {"mixed", "--minutes of posting, leaving and coming back: does the server grow", mixed, "connections rooms senders rate length minutes",
        {.connections = 500, .rooms = 50, .senders = 100, .rate = 100}},
    {"reference", "only serve as the bare fan-out server that everything is compared with", reference, ""},
};

} // namespace

std::span<const Command> commands() { return all; }

} // namespace confab::bench
