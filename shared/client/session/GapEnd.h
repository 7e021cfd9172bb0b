// Which end of a gap in a timeline is meant.
#pragma once

#include <QtGlobal>

namespace confab::client {

enum class GapEnd : quint8 {
    Upper, ///< the newest of the missing lines: for who comes from below
    Lower, ///< the oldest of the missing lines: for who comes from above
};

} // namespace confab::client
