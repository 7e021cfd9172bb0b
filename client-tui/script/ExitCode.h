// How script commands end: the numbers other programs rely on.
#pragma once

#include "shared/client/session/ConnectionState.h"

namespace confab::tui {

enum class ExitCode : quint8 { Ok = 0, Usage = 1, Auth = 2, Offline = 3, NotFound = 4, Denied = 5, Timeout = 6 };

/// What a refused request means for the caller. Errors of no class of their own count as usage: asking the same again will not help.
ExitCode exitCodeOf(const Error& error);
/// Why a connection that stopped for good stopped.
ExitCode exitCodeOf(client::StopReason why);

} // namespace confab::tui
