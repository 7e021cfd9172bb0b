// Attaching and joining.
#include "tests/bench/load/Arrivals.h"

#include "tests/bench/load/Clocks.h"

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

constexpr double limitSeconds = 300;

/// Processor time and memory of the server since it was made.
class Meter {
public:
    explicit Meter(Stage& stage)
        : m_process(stage.subject().process())
        , m_cpu(cpuNs(m_process))
        , m_memory(residentBytes(m_process))
    {
    }
    double cpuSeconds() const { return double(cpuNs(m_process) - m_cpu) / double(nsPerSecond); }
    double kilobytesEach(int people) const { return double(residentBytes(m_process) - m_memory) / 1024.0 / people; }

private:
    pid_t m_process;
    qint64 m_cpu;
    qint64 m_memory;
};

void rest(Crowd& crowd, double seconds)
{
    const qint64 until = nowNs() + qint64(seconds * double(nsPerSecond));
    while (nowNs() < until)
        crowd.turn(until);
}

} // namespace

Result<ArrivalResult> measureAttach(const Places& places, protocol::Encoding encoding, int people, int rooms, int atOnce)
{
    Stage stage(Stage::Kind::Confab, places, encoding);
    TRY(stage.prepare(people, rooms));
    for (int i = 0; i < people; ++i)
        stage.crowd().drop(stage.crowd().peer(i));
    stage.subject().terminate();
    if (stage.subject().waitForEnd() != 0)
        return Error{ErrorCode::Unavailable, u"the server did not end well"_s};
    TRY(stage.subject().start());
    stage.crowd().tally() = {};
    const Meter meter(stage);
    const qint64 start = nowNs();
    TRY(stage.connectAll(atOnce, limitSeconds));
    ArrivalResult result{secondsSince(start), meter.cpuSeconds(), 0};
    for (int i = 0; i < people; ++i) {
        if (stage.crowd().peer(i).room == 0)
            return Error{ErrorCode::Unavailable, u"somebody came back without their room"_s};
    }
    rest(stage.crowd(), 3);
    result.kilobytes = meter.kilobytesEach(people);
    return result;
}

Result<ArrivalResult> measureJoin(Stage::Kind kind, const Places& places, protocol::Encoding encoding, int people)
{
    Stage stage(kind, places, encoding);
    TRY(stage.open(people));
    stage.plan(1);
    TRY(stage.connectAll());
    Crowd& crowd = stage.crowd();
    const Meter meter(stage);
    const qint64 start = nowNs();
    if (kind == Stage::Kind::Reference) {
        for (int i = 0; i < people; ++i)
            stage.dialect().post(crowd, crowd.peer(i), start, 26);
    } else {
        stage.confab().create(crowd, crowd.peer(0), roomName(0));
        crowd.turnUntil([&] { return crowd.peer(0).room != 0; }, limitSeconds);
        for (int i = 1; i < people; ++i)
            stage.confab().join(crowd, crowd.peer(i), roomName(0));
    }
    const auto hasAll = [&] {
        qint64 head = 0;
        for (int i = 0; i < people; ++i)
            head = std::max(head, crowd.peer(i).seq);
        for (int i = 0; i < people; ++i) {
            const Peer& peer = crowd.peer(i);
            if (kind == Stage::Kind::Reference ? peer.messages < people : peer.room == 0 || peer.seq != head)
                return crowd.tally().refused + crowd.tally().lost > 0;
        }
        return true;
    };
    const bool done = crowd.turnUntil(hasAll, limitSeconds);
    const Tally& tally = crowd.tally();
    if (!done || tally.refused + tally.lost + tally.gaps > 0)
        return Error{ErrorCode::Unavailable,
            u"not everybody could join: %1 refused (%2), %3 lost, %4 gaps"_s.arg(tally.refused)
                .arg(QString::fromStdString(tally.firstRefusal))
                .arg(tally.lost)
                .arg(tally.gaps)};
    return ArrivalResult{secondsSince(start), meter.cpuSeconds(), 0};
}

Result<ArrivalResult> measureIdleReference(protocol::Encoding encoding, int people)
{
    Stage stage(Stage::Kind::Reference, {}, encoding);
    TRY(stage.open(people));
    stage.plan(1);
    const Meter meter(stage);
    TRY(stage.connectAll());
    rest(stage.crowd(), 1);
    return ArrivalResult{0, 0, meter.kilobytesEach(people)};
}

} // namespace confab::bench
