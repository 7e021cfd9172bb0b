// Error codes in plain words: one sentence per code, for both front ends.
#pragma once

#include "shared/base/Error.h"

#include <QString>

namespace confab::client {

/// What happened and, where there is something to do, what to do. One line, safe to draw, never empty. Uses the server's own sentence where
/// that knows more (which field, which name), sanitised.
QString explain(const Error& error);

} // namespace confab::client
