// Slow readers, a storm of returns, a drain.
#include "tests/bench/load/Steadiness.h"

#include "tests/bench/load/Clocks.h"
#include "tests/bench/load/Comeback.h"

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

Error unavailable(const QString& what) { return Error{ErrorCode::Unavailable, what}; }

} // namespace

Result<SlowReadersResult> measureSlowReaders(const Places& places, protocol::Encoding encoding, LoadPlan plan, int slow)
{
    SlowReadersResult result;
    plan.slow = 0;
    TRY_VALUE(without, measureLoad(Stage::Kind::Confab, places, encoding, plan));
    plan.slow = slow;
    TRY_VALUE(with, measureLoad(Stage::Kind::Confab, places, encoding, plan));
    result.without = without;
    result.with = with;
    return result;
}

Result<StormResult> measureStorm(const Places& places, protocol::Encoding encoding, int people, int rooms)
{
    Stage stage(Stage::Kind::Confab, places, encoding);
    TRY(stage.prepare(people, rooms));
    Crowd& crowd = stage.crowd();
    crowd.tally() = {};
    Comeback comeback(crowd, 1);
    crowd.on.lost = [&](Peer& peer) { comeback.lost(peer); };
    crowd.on.ready = [&](Peer& peer) { comeback.back(peer); };
    const qint64 start = nowNs();
    stage.subject().kill();
    TRY(stage.subject().start());
    StormResult result;
    result.secondsDown = secondsSince(start);
    // All have met the end of their connection before anybody counts as back.
    if (!crowd.turnUntil([&] { return crowd.tally().lost >= people; }, 30))
        return unavailable(u"only %1 of %2 noticed the end"_s.arg(crowd.tally().lost).arg(people));
    while (crowd.readyCount() < people && secondsSince(start) < 300)
        crowd.turn(std::min(comeback.connectDue(), nowNs() + nsPerSecond / 10));
    result.secondsBack = secondsSince(start);
    result.attempts = comeback.attempts;
    result.refused = crowd.tally().refused + crowd.tally().turnedAway;
    for (int i = 0; i < people; ++i) {
        if (crowd.peer(i).state != Peer::State::Ready || crowd.peer(i).room == 0)
            return unavailable(u"only %1 of %2 came back in 300 s, or somebody without their room"_s.arg(crowd.readyCount()).arg(people));
    }
    return result;
}

Result<DrainResult> measureDrain(const Places& places, protocol::Encoding encoding, const LoadPlan& plan)
{
    Stage stage(Stage::Kind::Confab, places, encoding);
    TRY(stage.prepare(plan.connections, plan.rooms));
    Crowd& crowd = stage.crowd();
    ConfabDialect& confab = stage.confab();
    confab.keepPosts();
    crowd.on.acknowledged = [&](Peer& peer) { confab.post(crowd, peer, nowNs(), plan.length); };
    for (int i = 0; i < std::max(1, plan.outstanding); ++i)
        confab.post(crowd, crowd.peer(i % plan.senders), nowNs(), plan.length);
    crowd.turnUntil([] { return false; }, plan.seconds);
    const qint64 start = nowNs();
    stage.subject().terminate();
    if (!crowd.turnUntil([&] { return crowd.tally().lost >= plan.connections; }, 120))
        return unavailable(u"the server did not let everybody go"_s);
    DrainResult result;
    result.exitCode = stage.subject().waitForEnd();
    result.seconds = secondsSince(start);
    crowd.on = {};
    result.refused = crowd.tally().refused;
    crowd.tally() = {};
    TRY(stage.subject().start());
    TRY(stage.connectAll());
    std::vector<ClientId> answered;
    for (auto one = confab.posts().cbegin(); one != confab.posts().cend(); ++one) {
        if (one->seq > 0)
            answered.push_back(one.key());
        else
            ++result.unanswered;
    }
    result.acknowledged = qint64(answered.size());
    // Fewer at a time than one connection may have in flight.
    qint64 waiting = 0;
    crowd.on.acknowledged = crowd.on.refused = [&](Peer&) { --waiting; };
    std::size_t next = 0;
    const bool done = crowd.turnUntil(
        [&] {
            for (; next < answered.size() && waiting < 24; ++waiting)
                confab.repeat(crowd, answered[next++]);
            return next == answered.size() && waiting == 0;
        },
        300);
    crowd.on = {};
    if (!done)
        return unavailable(u"not all posts could be looked up again"_s);
    result.lost = confab.differing() + crowd.tally().refused;
    return result;
}

} // namespace confab::bench
