// Names for threads, so that top -H, a debugger and a profile tell them apart.
#pragma once

#ifdef __linux__
#include <pthread.h>
#endif

namespace confab {

/// Names the calling thread; at most 15 characters. Does nothing where threads have no names.
inline void nameThisThread([[maybe_unused]] const char* name)
{
#ifdef __linux__
    pthread_setname_np(pthread_self(), name);
#endif
}

} // namespace confab
