// Open and closed loop over one crowd.
#include "tests/bench/load/Load.h"

#include "tests/bench/load/Clocks.h"

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

constexpr int timedEvery = 16;
constexpr double patienceSeconds = 10;

/// Who posts next, and how many each room has got.
class Posters {
public:
    Posters(Stage& stage, const LoadPlan& plan) : m_stage(stage), m_plan(plan), m_posted(size_t(plan.rooms), 0) { }

    /// Posts all that is due; gives when the next is.
    qint64 postDue(qint64 now, qint64 start)
    {
        const double period = double(nsPerSecond) / m_plan.rate;
        qint64 due = start + qint64(period * double(m_count));
        while (due <= now) {
            post(int(m_count % m_plan.senders), due);
            due = start + qint64(period * double(m_count));
        }
        return due;
    }
    void post(int sender, qint64 stamp)
    {
        Peer& peer = m_stage.crowd().peer(sender);
        m_stage.dialect().post(m_stage.crowd(), peer, stamp, m_plan.length);
        ++m_posted[size_t(peer.place)];
        ++m_count;
    }
    /// A post was not taken: nobody waits for it.
    void refused(const Peer& peer) { --m_posted[size_t(peer.place)]; }
    /// Deliveries that readers still wait for.
    qint64 missing() const
    {
        qint64 missing = 0;
        for (int i = 0; i < m_plan.connections - m_plan.slow; ++i) {
            const Peer& peer = m_stage.crowd().peer(i);
            missing += m_posted[size_t(peer.place)] - peer.messages;
        }
        return missing;
    }

private:
    Stage& m_stage;
    const LoadPlan& m_plan;
    std::vector<qint64> m_posted;
    qint64 m_count = 0;
};

/// Until nothing is missing, or nothing has come for a while.
void waitForRest(Crowd& crowd, const Posters& posters)
{
    qint64 seen = -1;
    while (posters.missing() > 0 && std::exchange(seen, crowd.tally().bytes) != crowd.tally().bytes)
        crowd.turnUntil([&] { return posters.missing() == 0; }, patienceSeconds);
}

} // namespace

LoadResult runLoad(Stage& stage, const LoadPlan& plan)
{
    Crowd& crowd = stage.crowd();
    for (int i = 0; i < crowd.size(); ++i) {
        Peer& peer = crowd.peer(i);
        peer.messages = 0;
        // The reference's answers are its echoes, which only a timed peer looks at.
        peer.timed = i % timedEvery == 0 || (stage.subject().isReference() && i < plan.senders);
    }
    crowd.tally() = {};
    crowd.latency().clear();
    Posters posters(stage, plan);
    const bool closed = plan.outstanding > 0;
    bool posting = true;
    qint64 answered = 0;
    crowd.on.acknowledged = [&](Peer& peer) {
        ++answered;
        if (closed && posting)
            posters.post(peer.index, nowNs());
    };

    crowd.on.refused = [&](Peer& peer) {
        posters.refused(peer);
        if (closed && posting)
            posters.post(peer.index, nowNs());
    };

    const qint64 start = nowNs();
    const qint64 countFrom = start + qint64(plan.warmUp * double(nsPerSecond));
    const qint64 end = countFrom + qint64(plan.seconds * double(nsPerSecond));
    crowd.timeFrom(countFrom);
    if (closed) {
        for (int i = 0; i < plan.outstanding; ++i)
            posters.post(i % plan.senders, start);
    }
    const auto turnTo = [&](qint64 until) {
        while (nowNs() < until) {
            qint64 next = until;
            if (!closed)
                next = std::min(next, posters.postDue(nowNs(), start));
            crowd.turn(next);
        }
    };
    turnTo(countFrom);
    const qint64 from = nowNs();
    const qint64 cpu = cpuNs(stage.subject().process());
    const qint64 messages = crowd.tally().messages;
    const qint64 answers = answered;
    turnTo(end);
    const double seconds = double(nowNs() - from) / double(nsPerSecond);
    const qint64 delivered = crowd.tally().messages - messages;
    LoadResult result;
    result.deliveries = double(delivered) / seconds;
    result.posts = double(answered - answers) / seconds;
    result.cpuUs = double(cpuNs(stage.subject().process()) - cpu) / 1000.0 / double(std::max<qint64>(1, delivered));
    posting = false;
    waitForRest(crowd, posters);
    result.missing = posters.missing();
    result.p50 = crowd.latency().quantileMs(0.5);
    result.p99 = crowd.latency().quantileMs(0.99);
    result.memory = residentBytes(stage.subject().process());
    result.tally = crowd.tally();
    crowd.on = {};
    return result;
}

Result<LoadResult> measureLoad(Stage::Kind kind, const Places& places, protocol::Encoding encoding, const LoadPlan& plan)
{
    Stage stage(kind, places, encoding);
    TRY(stage.prepare(plan.connections, plan.rooms));
    for (int i = plan.connections - plan.slow; i < plan.connections; ++i)
        stage.crowd().stopReading(stage.crowd().peer(i));
    return runLoad(stage, plan);
}

QString describe(const LoadResult& result)
{
    QString line = u"%1 deliveries/s, %2 posts/s, %3 µs CPU per delivery, p50 %4 ms, p99 %5 ms, server %6 MB"_s
        .arg(result.deliveries, 0, 'f', 0).arg(result.posts, 0, 'f', 0).arg(result.cpuUs, 0, 'f', 2)
        .arg(result.p50, 0, 'f', 2).arg(result.p99, 0, 'f', 2).arg(double(result.memory) / 1e6, 0, 'f', 1);
    const auto say = [&line](qint64 count, const QString& what) {
        if (count > 0)
            line += u"; %1 %2"_s.arg(count).arg(what);
    };
    say(result.missing, u"DELIVERIES MISSING"_s);
    say(result.tally.gaps, u"gaps"_s);
    say(result.tally.repeats, u"repeated"_s);
    say(result.tally.withheld, u"times withheld"_s);
    say(result.tally.caughtUp, u"delivered by catching up"_s);
    say(result.tally.refused, u"requests refused (%1)"_s.arg(QString::fromStdString(result.tally.firstRefusal)));
    say(result.tally.lost, u"connections lost"_s);
    return line;
}

} // namespace confab::bench
