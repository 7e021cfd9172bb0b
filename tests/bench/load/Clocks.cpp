// Reading clock_gettime and /proc.
#include "tests/bench/load/Clocks.h"

#include <QDir>
#include <QFile>

#include <sched.h>
#include <sys/resource.h>
#include <time.h>

namespace confab::bench {

namespace {

qint64 inNs(const timespec& time) { return qint64(time.tv_sec) * nsPerSecond + time.tv_nsec; }

} // namespace

qint64 nowNs()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return inNs(time);
}

double secondsSince(qint64 ns) { return double(nowNs() - ns) / double(nsPerSecond); }

qint64 cpuNs(pid_t process)
{
    clockid_t clock{};
    timespec time{};
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0)
        return 0;
    return inNs(time);
}

qint64 residentBytes(pid_t process)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

int openDescriptors(pid_t process)
{
    return int(QDir(QStringLiteral("/proc/%1/fd").arg(process)).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

void keepToOneProcessor()
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) < 2)
        return;
    int last = 0;
    for (int i = 0; i < CPU_SETSIZE; ++i)
        last = CPU_ISSET(i, &allowed) ? i : last;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(last, &one);
    sched_setaffinity(0, sizeof one, &one);
}

void freeProcessors()
{
    cpu_set_t all;
    CPU_ZERO(&all);
    for (int i = 0; i < CPU_SETSIZE; ++i)
        CPU_SET(i, &all);
    // The kernel takes of these what there is.
    sched_setaffinity(0, sizeof all, &all);
}

qint64 raiseFileLimit()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    return qint64(limit.rlim_cur);
}

} // namespace confab::bench
