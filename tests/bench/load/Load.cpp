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
    Posters(Stage& stage, const LoadPlan& plan)
        : m_stage(stage)
        , m_plan(plan)
        , m_posted(size_t(plan.rooms), 0)
    {
    }

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
    struct Difference {
        qint64 missing = 0; ///< deliveries that readers still wait for
        qint64 surplus = 0; ///< deliveries of what nobody posted
    };
    Difference difference() const
    {
        Difference found;
        for (int i = 0; i < m_plan.connections - m_plan.slow; ++i) {
            const Peer& peer = m_stage.crowd().peer(i);
            const qint64 left = m_posted[size_t(peer.place)] - peer.messages;
            found.missing += std::max<qint64>(0, left);
            found.surplus += std::max<qint64>(0, -left);
        }
        return found;
    }

private:
    Stage& m_stage;
    const LoadPlan& m_plan;
    std::vector<qint64> m_posted;
    qint64 m_count = 0;
};

/// One load on one stage, from the first post to the last delivery.
class Run {
public:
    Run(Stage& stage, const LoadPlan& plan)
        : m_stage(stage)
        , m_crowd(stage.crowd())
        , m_plan(plan)
        , m_posters(stage, plan)
    {
        for (int i = 0; i < m_crowd.size(); ++i) {
            Peer& peer = m_crowd.peer(i);
            peer.messages = 0;
            peer.timed = i % timedEvery == 0 && i < plan.connections - plan.slow;
            peer.hearsEchoes = stage.subject().isReference() && i < plan.senders;
        }
        m_crowd.tally() = {};
        m_crowd.latency().clear();
        m_crowd.on.acknowledged = [this](Peer& peer) {
            ++m_answered;
            postAgain(peer);
        };
        m_crowd.on.refused = [this](Peer& peer) {
            m_posters.refused(peer);
            postAgain(peer);
        };
    }
    ~Run() { m_crowd.on = {}; }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    LoadResult measure()
    {
        m_start = nowNs();
        const qint64 countFrom = m_start + qint64(m_plan.warmUp * double(nsPerSecond));
        m_crowd.timeFrom(countFrom);
        for (int i = 0; i < m_plan.outstanding; ++i)
            m_posters.post(i % m_plan.senders, m_start);
        turnTo(countFrom);
        const qint64 from = nowNs();
        const qint64 cpu = cpuNs(m_stage.subject().process());
        const qint64 messages = m_crowd.tally().messages;
        const qint64 answers = m_answered;
        turnTo(countFrom + qint64(m_plan.seconds * double(nsPerSecond)));
        const double seconds = secondsSince(from);
        const qint64 delivered = m_crowd.tally().messages - messages;
        LoadResult result;
        result.deliveries = double(delivered) / seconds;
        result.posts = double(m_answered - answers) / seconds;
        result.cpuUs = double(cpuNs(m_stage.subject().process()) - cpu) / 1000.0 / double(std::max<qint64>(1, delivered));
        m_posting = false;
        waitForRest();
        const Posters::Difference difference = m_posters.difference();
        result.missing = difference.missing;
        result.surplus = difference.surplus;
        result.p50 = m_crowd.latency().quantileMs(0.5);
        result.p99 = m_crowd.latency().quantileMs(0.99);
        result.memory = residentBytes(m_stage.subject().process());
        result.tally = m_crowd.tally();
        return result;
    }

private:
    bool isClosedLoop() const { return m_plan.outstanding > 0; }
    void postAgain(const Peer& peer)
    {
        if (isClosedLoop() && m_posting)
            m_posters.post(peer.index, nowNs());
    }
    void turnTo(qint64 until)
    {
        while (nowNs() < until)
            m_crowd.turn(isClosedLoop() ? until : std::min(until, m_posters.postDue(nowNs(), m_start)));
    }
    /// Until nothing is missing, or nothing has come for a while.
    void waitForRest()
    {
        qint64 seen = -1;
        while (m_posters.difference().missing > 0 && std::exchange(seen, m_crowd.tally().bytes) != m_crowd.tally().bytes)
            m_crowd.turnUntil([&] { return m_posters.difference().missing == 0; }, patienceSeconds);
    }

    Stage& m_stage;
    Crowd& m_crowd;
    const LoadPlan& m_plan;
    Posters m_posters;
    qint64 m_start = 0;
    qint64 m_answered = 0;
    bool m_posting = true;
};

/// Who stopped reading reads again, and finds the end of the connection or not.
int closedAmongSlow(Crowd& crowd, const LoadPlan& plan)
{
    if (plan.slow == 0)
        return 0;
    for (int i = plan.connections - plan.slow; i < plan.connections; ++i)
        crowd.resumeReading(crowd.peer(i));
    crowd.turnUntil([] { return false; }, 2);
    int closed = 0;
    for (int i = plan.connections - plan.slow; i < plan.connections; ++i)
        closed += crowd.peer(i).state == Peer::State::Lost ? 1 : 0;
    return closed;
}

} // namespace

Result<LoadResult> measureLoad(Stage::Kind kind, const Places& places, protocol::Encoding encoding, const LoadPlan& plan)
{
    Stage stage(kind, places, encoding);
    TRY(stage.prepare(plan.connections, plan.rooms));
    for (int i = plan.connections - plan.slow; i < plan.connections; ++i)
        stage.crowd().stopReading(stage.crowd().peer(i));
    LoadResult result = Run(stage, plan).measure();
    result.slowClosed = closedAmongSlow(stage.crowd(), plan);
    return result;
}

QString describe(const LoadResult& result)
{
    QString line =
        u"%1 deliveries/s, %2 posts/s, %3 µs CPU per delivery, p50 %4 ms, p99 %5 ms, server %6 MB"_s.arg(result.deliveries, 0, 'f', 0)
            .arg(result.posts, 0, 'f', 0)
            .arg(result.cpuUs, 0, 'f', 2)
            .arg(result.p50, 0, 'f', 2)
            .arg(result.p99, 0, 'f', 2)
            .arg(double(result.memory) / 1e6, 0, 'f', 1);
    const auto say = [&line](qint64 count, const QString& what) {
        if (count > 0)
            line += u"; %1 %2"_s.arg(count).arg(what);
    };
    say(result.missing, u"DELIVERIES MISSING"_s);
    say(result.surplus, u"deliveries too many"_s);
    say(result.tally.gaps, u"gaps"_s);
    say(result.tally.repeats, u"repeated"_s);
    say(result.tally.strays, u"events of other rooms"_s);
    say(result.tally.withheld, u"times withheld"_s);
    say(result.tally.caughtUp, u"delivered by catching up"_s);
    say(result.tally.refused, u"requests refused (%1)"_s.arg(QString::fromStdString(result.tally.firstRefusal)));
    say(result.tally.lost, u"connections lost"_s);
    return line;
}

} // namespace confab::bench
