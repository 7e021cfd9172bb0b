// The table of the README: each row measured on both servers in one run, goals beside the figures.
#include "tests/bench/Commands.h"

#include "tests/bench/load/Arrivals.h"

#include <QFile>
#include <QStorageInfo>
#include <QSysInfo>
#include <QTextStream>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

enum class Figure : quint8 { CpuPerDelivery, Deliveries, Posts, P99 };

double figureOf(const LoadResult& result, Figure figure)
{
    switch (figure) {
    case Figure::CpuPerDelivery:
        return result.cpuUs;
    case Figure::Deliveries:
        return result.deliveries;
    case Figure::Posts:
        return result.posts;
    case Figure::P99:
        return result.p99;
    }
    return 0;
}

QString number(double value)
{
    if (value >= 1e6)
        return u"%1 million"_s.arg(value / 1e6, 0, 'f', 2);
    if (value >= 10'000)
        return u"%1 k"_s.arg(value / 1e3, 0, 'f', value < 100'000 ? 1 : 0);
    return QString::number(value, 'f', value < 100 ? 2 : 0);
}

struct LoadRow {
    const char* what;
    const char* goal;
    Figure figure;
    LoadPlan plan;
    bool withReference = true;
};

constexpr LoadRow loadRows[] = {
    {"CPU µs per delivery, 1000 people in one room, 50 messages/s", "≤ 1.3 ×", Figure::CpuPerDelivery, {}},
    {"CPU µs per delivery, 1000 people in 100 rooms of 10, 2000 messages/s", "≤ 2.2 ×", Figure::CpuPerDelivery,
        {.rooms = 100, .senders = 200, .rate = 2000}},
    {"deliveries/s at saturation, 1000 people in one room, 100 outstanding", "≥ 0.26 ×", Figure::Deliveries, {.outstanding = 100}},
    {"deliveries/s at saturation, 100 rooms of 10, 400 outstanding", "≥ 0.2 ×", Figure::Deliveries,
        {.rooms = 100, .senders = 200, .outstanding = 400}},
    {"durable acknowledgements/s, 50 rooms of 4, one outstanding each", "≥ 12 k", Figure::Posts,
        {.connections = 200, .rooms = 50, .senders = 200, .outstanding = 200}, false},
    {"p99 in ms from due to delivered, 1000 people in one room, 100 messages/s", "≤ 1.5 ×", Figure::P99, {.rate = 100}},
};

/// Prints rows as they are measured.
class Table {
public:
    explicit Table(const Invocation& call)
        : m_call(call)
        , m_out(stdout)
    {
        m_out << machine() << "\n\n| Measure | reference | Confab | ratio | goal |\n| --- | --- | --- | --- | --- |\n";
        m_out.flush();
    }

    void row(const QString& what, double reference, double ours, const QString& goal)
    {
        const bool compared = reference > 0;
        m_out << u"| %1 | %2 | %3 | %4 | %5 |\n"_s.arg(
            what, compared ? number(reference) : u"–"_s, number(ours), compared ? QString::number(ours / reference, 'f', 2) : u"–"_s, goal);
        m_out.flush();
    }
    /// Prints what was noted; the exit code.
    int close(const Result<Done>& result)
    {
        for (const QString& one : m_notes)
            m_out << '\n' << one << '\n';
        m_out.flush();
        if (!result)
            return failed(result.error().message);
        return m_isComplete ? 0 : 1;
    }

    /// In turns, so that what else the machine does meets both; the median of the rounds counts.
    Result<Done> load(const LoadRow& one)
    {
        const LoadPlan plan = scaled(one.plan);
        std::vector<double> reference;
        std::vector<double> ours;
        for (int round = 0; round < (m_call.quick ? 1 : 3); ++round) {
            if (one.withReference) {
                TRY_VALUE(measured, judged(one.what, Stage::Kind::Reference, plan));
                reference.push_back(figureOf(measured, one.figure));
            }
            TRY_VALUE(measured, judged(one.what, Stage::Kind::Confab, plan));
            ours.push_back(figureOf(measured, one.figure));
        }
        row(QString::fromUtf8(one.what), median(reference), median(ours), QString::fromUtf8(one.goal));
        return Done{};
    }

    Result<Done> arrivals()
    {
        const int many = m_call.quick ? 300 : 8000;
        TRY_VALUE(attachOne, measureAttach(m_call.places, m_call.encoding, many, 1));
        row(u"seconds until %1 members have attached with tokens, presence on, one room"_s.arg(many), 0, attachOne.seconds, u"≤ 5"_s);
        TRY_VALUE(attachMany, measureAttach(m_call.places, m_call.encoding, many, many / 10));
        TRY_VALUE(joinReference, measureJoin(Stage::Kind::Reference, m_call.places, m_call.encoding, many));
        TRY_VALUE(joined, measureJoin(Stage::Kind::Confab, m_call.places, m_call.encoding, many));
        row(u"seconds until %1 newcomers are in one room, each stored and told to all"_s.arg(many), joinReference.seconds, joined.seconds,
            u"≤ 10"_s);
        TRY_VALUE(idleReference, measureIdleReference(m_call.encoding, many));
        row(u"kB per idle connection, %1 in one room"_s.arg(many), idleReference.kilobytes, attachOne.kilobytes, u"≤ 10"_s);
        row(u"kB per idle connection, %1 in rooms of 10"_s.arg(many), idleReference.kilobytes, attachMany.kilobytes, u"≤ 10"_s);
        return Done{};
    }

    /// Processor time per delivery with many people over that with few.
    Result<Done> growth()
    {
        const int many = m_call.quick ? 300 : 8000;
        double grown[2] = {0, 0};
        for (const Stage::Kind kind : {Stage::Kind::Reference, Stage::Kind::Confab}) {
            const double deliveries = 50'000;
            TRY_VALUE(small, judged("growth, few", kind, timed({.connections = 200, .rate = deliveries / 200})));
            TRY_VALUE(large, judged("growth, many", kind, timed({.connections = many, .rate = deliveries / many})));
            grown[kind == Stage::Kind::Confab ? 1 : 0] = large.cpuUs / small.cpuUs;
        }
        row(u"growth: CPU per delivery with %1 people over 200 people, 50,000 deliveries/s"_s.arg(many), grown[0], grown[1],
            u"≤ 1.9 itself"_s);
        return Done{};
    }

private:
    LoadPlan timed(LoadPlan plan) const
    {
        plan.warmUp = m_call.quick ? 0.3 : 1.5;
        plan.seconds = m_call.quick ? 0.5 : 5;
        return plan;
    }
    /// A tenth of everything when it is only to be seen that it works.
    LoadPlan scaled(LoadPlan plan) const
    {
        if (m_call.quick) {
            for (int* number : {&plan.connections, &plan.rooms, &plan.senders, &plan.outstanding})
                *number = *number == 0 ? 0 : std::max(1, *number / 10);
            plan.rate /= 10;
        }
        return timed(plan);
    }
    /// Measured, and noted when anything was lost, wrong or withheld.
    Result<LoadResult> judged(const char* what, Stage::Kind kind, const LoadPlan& plan)
    {
        TRY_VALUE(measured, measureLoad(kind, m_call.places, m_call.encoding, plan));
        m_isComplete = m_isComplete && measured.isComplete();
        if (!measured.isComplete() || measured.tally.withheld > 0) {
            const QString name = kind == Stage::Kind::Confab ? u"confabd"_s : u"reference"_s;
            m_notes.append(u"%1, %2: %3"_s.arg(QString::fromUtf8(what), name, describe(measured)));
        }
        return measured;
    }
    QString machine() const
    {
        QFile file(u"/proc/cpuinfo"_s);
        QString model = u"unknown processor"_s;
        if (file.open(QIODevice::ReadOnly)) {
            for (const QByteArray& line : file.readAll().split('\n')) {
                if (line.startsWith("model name"))
                    model = QString::fromUtf8(line.mid(line.indexOf(':') + 1)).trimmed();
            }
        }
        return u"%1 cores (%2) shared with the generator, Linux %3, data on %4, confabd %5"_s.arg(sysconf(_SC_NPROCESSORS_ONLN))
            .arg(model, QSysInfo::kernelVersion(), QString::fromUtf8(QStorageInfo(m_call.places.folder).fileSystemType()),
                QStringLiteral(CONFAB_VERSION));
    }

    const Invocation& m_call;
    QTextStream m_out;
    QStringList m_notes;
    bool m_isComplete = true;
};

} // namespace

int table(const Invocation& call)
{
    Table made(call);
    const auto measured = [&]() -> Result<Done> {
        for (const LoadRow& one : loadRows)
            TRY(made.load(one));
        TRY(made.arrivals());
        return made.growth();
    }();
    return made.close(measured);
}

} // namespace confab::bench
