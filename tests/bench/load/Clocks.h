// What a measurement needs of the kernel: clocks, counters, limits, a place to run.
#pragma once

#include <QtGlobal>

#include <sys/types.h>

namespace confab::bench {

constexpr qint64 nsPerSecond = 1'000'000'000;

/// Monotonic time in nanoseconds.
qint64 nowNs();
/// Seconds since that moment.
double secondsSince(qint64 ns);
/// Processor time that all threads of the process have used so far, in nanoseconds; 0 when it is gone.
qint64 cpuNs(pid_t process);
/// Resident memory of the process in bytes; 0 when it is gone.
qint64 residentBytes(pid_t process);
/// Descriptors the process has open; 0 when it is gone or not ours.
int openDescriptors(pid_t process);
/// Keeps this thread on the last of the processors it may use, so that the scheduler places every server under test the same way beside
/// it. Servers may use all: see freeProcessors().
void keepToOneProcessor();
/// Lets the calling process use every processor again; between fork and exec.
void freeProcessors();
/// Raises the limit of open files to the hard limit; gives it.
qint64 raiseFileLimit();

} // namespace confab::bench
