// Measuring and printing, the same for all benchmarks.
#include "tests/bench/timeline/Bench.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>

namespace confab::bench {

using namespace Qt::StringLiterals;

Measured measure(const QString& event, const std::function<qint64()>& layouts, const std::function<void()>& act)
{
    constexpr int turns = 60; // enough for coalescing timers and for work in idle time
    const qint64 before = layouts();
    QElapsedTimer timer;
    timer.start();
    act();
    for (int i = 0; i < turns; ++i)
        QCoreApplication::processEvents();
    return {event, double(timer.nsecsElapsed()) / 1e6, layouts() - before};
}

void print(const QString& ours, const std::vector<Measured>& our, const QString& others, const std::vector<Measured>& other)
{
    QTextStream out(stdout);
    out << u"%1%2%3%4%5%6\n"_s.arg(u"event"_s, -24)
               .arg(ours + u" ms"_s, 18)
               .arg(u"rows laid out"_s, 15)
               .arg(others + u" ms"_s, 18)
               .arg(u"sizes asked"_s, 15)
               .arg(u"times faster"_s, 15);
    for (size_t i = 0; i < our.size() && i < other.size(); ++i) {
        out << u"%1%2%3%4%5%6\n"_s.arg(our[i].event, -24)
                   .arg(our[i].milliseconds, 18, 'f', 2)
                   .arg(our[i].layouts, 15)
                   .arg(other[i].milliseconds, 18, 'f', 2)
                   .arg(other[i].layouts, 15)
                   .arg(other[i].milliseconds / our[i].milliseconds, 15, 'f', 1);
    }
}

} // namespace confab::bench
