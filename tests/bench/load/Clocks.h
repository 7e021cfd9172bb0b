// The clocks and counters of the kernel that a measurement reads.
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
/// Raises the limit of open files to the hard limit; gives it.
qint64 raiseFileLimit();

} // namespace confab::bench
