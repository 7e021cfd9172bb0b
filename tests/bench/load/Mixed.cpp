// What people do in a minute, again and again.
#include "tests/bench/load/Mixed.h"

#include "tests/bench/load/Comeback.h"

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

constexpr double deafSeconds = 90; ///< longer than the server's patience with a silent client

/// The median of one quarter of the values.
double quarter(const std::vector<double>& values, size_t which)
{
    const size_t size = std::max<size_t>(1, values.size() / 4);
    const size_t first = std::min(which * size, values.size() - size);
    return median({values.begin() + qint64(first), values.begin() + qint64(first + size)});
}

class Day {
public:
    Day(Stage& stage, const LoadPlan& plan)
        : m_stage(stage)
        , m_plan(plan)
        , m_comeback(stage.crowd(), 2)
        , m_start(nowNs())
    {
        stage.confab().rememberLast();
        stage.crowd().tally() = {};
        stage.crowd().on.lost = [this](Peer& peer) {
            peer.reads = true;
            m_comeback.lost(peer);
        };
        stage.crowd().on.ready = [this](Peer& peer) { m_comeback.back(peer); };
        stage.crowd().on.acknowledged = [this](Peer&) { ++m_posts; };
    }
    ~Day() { m_stage.crowd().on = {}; }
    Day(const Day&) = delete;
    Day& operator=(const Day&) = delete;

    void turnTo(double second)
    {
        while (now() < second) {
            for (; double(m_acts) / m_plan.rate <= now(); ++m_acts)
                actOnce();
            for (; double(m_leaves) * 60 / leavesPerMinute() <= now(); ++m_leaves)
                leaveOnce();
            changeHearing();
            const qint64 nextAct = m_start + qint64(double(m_acts) / m_plan.rate * double(nsPerSecond));
            m_stage.crowd().turn(std::min({m_comeback.connectDue(), nextAct, nowNs() + nsPerSecond / 10}));
        }
    }
    qint64 posts() const { return m_posts; }

private:
    double now() const { return double(nowNs() - m_start) / double(nsPerSecond); }
    double leavesPerMinute() const { return std::max(1.0, double(m_plan.connections) / 100); }
    Peer& anybody(int first)
    {
        const int many = std::max(1, m_plan.connections - first);
        return m_stage.crowd().peer(std::min(m_plan.connections - 1, first + int(m_random() % quint64(many))));
    }

    void actOnce()
    {
        using Act = ConfabDialect::Act;
        Peer& peer = m_stage.crowd().peer(int(m_acts % m_plan.senders));
        if (peer.state != Peer::State::Ready || !peer.reads)
            return;
        ConfabDialect& confab = m_stage.confab();
        const auto dice = m_random() % 100;
        if (dice < 70)
            confab.post(m_stage.crowd(), peer, nowNs(), m_plan.length);
        else
            confab.act(m_stage.crowd(), peer,
                dice < 78       ? Act::Edit
                    : dice < 81 ? Act::Delete
                    : dice < 89 ? Act::ReadBack
                    : dice < 97 ? Act::MarkRead
                                : Act::Typing);
    }
    void leaveOnce()
    {
        Peer& peer = anybody(0);
        if (peer.state != Peer::State::Ready || !peer.reads)
            return;
        m_stage.crowd().drop(peer);
        m_comeback.lost(peer);
    }
    /// One at a time hears nothing for a while, then starts anew.
    void changeHearing()
    {
        if (now() < m_hearingChanges)
            return;
        m_hearingChanges = now() + deafSeconds;
        if (m_deaf && !m_deaf->reads && m_deaf->state == Peer::State::Ready) {
            m_stage.crowd().drop(*m_deaf);
            m_deaf->reads = true;
            m_comeback.lost(*m_deaf);
        }
        m_deaf = &anybody(m_plan.senders);
        if (m_deaf->state == Peer::State::Ready)
            m_stage.crowd().stopReading(*m_deaf);
    }

    Stage& m_stage;
    const LoadPlan& m_plan;
    Comeback m_comeback;
    std::mt19937 m_random{3};
    qint64 m_start;
    qint64 m_acts = 0;
    qint64 m_leaves = 0;
    qint64 m_posts = 0;
    double m_hearingChanges = 10;
    Peer* m_deaf = nullptr;
};

} // namespace

Result<MixedResult> measureMixed(const Places& places, protocol::Encoding encoding, const LoadPlan& plan, int minutes, QTextStream& out)
{
    Stage stage(Stage::Kind::Confab, places, encoding);
    TRY(stage.prepare(plan.connections, plan.rooms));
    Day day(stage, plan);
    std::vector<double> memory;
    std::vector<double> descriptors;
    for (int minute = 1; minute <= minutes; ++minute) {
        day.turnTo(minute * 60.0);
        memory.push_back(double(residentBytes(stage.subject().process())));
        descriptors.push_back(openDescriptors(stage.subject().process()));
        if (memory.back() == 0)
            return Error{ErrorCode::Unavailable, u"the server is gone: %1"_s.arg(stage.subject().errors())};
        out << u"minute %1: %2 MB, %3 descriptors, %4 connected, %5 posts, %6 deliveries\n"_s.arg(minute)
                   .arg(memory.back() / 1e6, 0, 'f', 1)
                   .arg(descriptors.back())
                   .arg(stage.crowd().readyCount())
                   .arg(day.posts())
                   .arg(stage.crowd().tally().messages);
        out.flush();
    }
    return MixedResult{quarter(memory, 3) / quarter(memory, 1) - 1, int(quarter(descriptors, 3) - quarter(descriptors, 1)), day.posts(),
        stage.crowd().tally()};
}

} // namespace confab::bench
