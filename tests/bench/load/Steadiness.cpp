// Slow readers, a storm of returns, a drain, and hours of mixed load.
#include "tests/bench/load/Steadiness.h"

#include "tests/bench/load/Clocks.h"

#include <algorithm>
#include <random>

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

double secondsSince(qint64 ns)
{
    return double(nowNs() - ns) / double(nsPerSecond);
}

Error unavailable(const QString& what)
{
    return Error{ErrorCode::Unavailable, what};
}

/// Full jitter, as PROTOCOL.md asks of clients: within 1 s first, within twice as long after each failure, within 60 s at most.
class Comeback {
public:
    Comeback(Crowd& crowd, unsigned seed) : m_crowd(crowd), m_random(seed), m_tries(size_t(crowd.size()), 0) { }

    void lost(Peer& peer)
    {
        const double most = std::min(60.0, double(1 << std::min(6, m_tries[size_t(peer.index)]++)));
        m_due.push_back({nowNs() + qint64(std::uniform_real_distribution<>(0, most)(m_random) * double(nsPerSecond)), &peer});
        std::ranges::push_heap(m_due, later);
    }
    void back(const Peer& peer) { m_tries[size_t(peer.index)] = 0; }
    qint64 connectDue()
    {
        while (!m_due.empty() && m_due.front().at <= nowNs()) {
            std::ranges::pop_heap(m_due, later);
            Peer& peer = *m_due.back().peer;
            m_due.pop_back();
            ++attempts;
            m_crowd.connect(peer);
        }
        return m_due.empty() ? nowNs() + nsPerSecond / 10 : m_due.front().at;
    }

    qint64 attempts = 0;

private:
    struct Due {
        qint64 at;
        Peer* peer;
    };
    static bool later(const Due& a, const Due& b) { return a.at > b.at; }

    Crowd& m_crowd;
    std::mt19937 m_random;
    std::vector<int> m_tries;
    std::vector<Due> m_due;
};

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values[values.size() / 2];
}

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
    result.closed = int(with.tally.lost);
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
    crowd.turnUntil([&] { return crowd.tally().lost >= people; }, 30);
    while (crowd.readyCount() < people && secondsSince(start) < 300)
        crowd.turn(std::min(comeback.connectDue(), nowNs() + nsPerSecond / 10));
    result.secondsBack = secondsSince(start);
    result.attempts = comeback.attempts;
    result.refused = crowd.tally().refused;
    if (crowd.readyCount() < people)
        return unavailable(u"only %1 of %2 came back in 300 s"_s.arg(crowd.readyCount()).arg(people));
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
    const bool done = crowd.turnUntil([&] {
        for (; next < answered.size() && waiting < 24; ++waiting)
            confab.repeat(crowd, answered[next++]);
        return next == answered.size() && waiting == 0;
    }, 300);
    crowd.on = {};
    if (!done)
        return unavailable(u"not all posts could be looked up again"_s);
    result.lost = confab.differing() + crowd.tally().refused;
    return result;
}

Result<MixedResult> measureMixed(const Places& places, protocol::Encoding encoding, LoadPlan plan, double minutes, QTextStream& out)
{
    Stage stage(Stage::Kind::Confab, places, encoding);
    TRY(stage.prepare(plan.connections, plan.rooms));
    Crowd& crowd = stage.crowd();
    crowd.tally() = {};
    Comeback comeback(crowd, 2);
    crowd.on.lost = [&](Peer& peer) { comeback.lost(peer); };
    crowd.on.ready = [&](Peer& peer) { comeback.back(peer); };
    MixedResult result;
    crowd.on.acknowledged = [&](Peer&) { ++result.posts; };
    std::mt19937 random(3);
    std::vector<double> memory;
    std::vector<double> descriptors;
    const qint64 start = nowNs();
    const double period = 1.0 / plan.rate;
    qint64 posted = 0;
    for (int minute = 1; minute <= std::max(1, int(minutes)); ++minute) {
        while (secondsSince(start) < minute * 60.0) {
            // One in a hundred comes and goes each minute; who is slow stops reading for good and is let go by the server.
            while (double(posted) * period <= secondsSince(start)) {
                Peer& sender = crowd.peer(int(posted % plan.senders));
                if (sender.state == Peer::State::Ready)
                    stage.dialect().post(crowd, sender, nowNs(), plan.length);
                if (posted++ % std::max(1, int(plan.rate * 60 / (plan.connections / 100 + 1))) == 0) {
                    Peer& leaving = crowd.peer(plan.senders + int(random() % unsigned(std::max(1, plan.connections - plan.senders))));
                    if (leaving.state == Peer::State::Ready) {
                        crowd.drop(leaving);
                        comeback.lost(leaving);
                    }
                }
            }
            crowd.turn(std::min({comeback.connectDue(), start + qint64(double(posted) * period * double(nsPerSecond)), nowNs() + nsPerSecond / 10}));
        }
        memory.push_back(double(residentBytes(stage.subject().process())));
        descriptors.push_back(openDescriptors(stage.subject().process()));
        out << u"minute %1: %2 MB, %3 descriptors, %4 ready, %5 posts, %6 deliveries\n"_s.arg(minute).arg(memory.back() / 1e6, 0, 'f', 1)
                   .arg(descriptors.back()).arg(crowd.readyCount()).arg(result.posts).arg(crowd.tally().messages);
        out.flush();
    }
    const auto quarter = [](const std::vector<double>& values, size_t which) {
        const size_t size = std::max<size_t>(1, values.size() / 4);
        const size_t first = std::min(which * size, values.size() - size);
        return median({values.begin() + qint64(first), values.begin() + qint64(first + size)});
    };
    result.memoryGrowth = quarter(memory, 3) / quarter(memory, 1) - 1;
    result.descriptorGrowth = int(quarter(descriptors, 3) - quarter(descriptors, 1));
    result.tally = crowd.tally();
    return result;
}

} // namespace confab::bench
