// Passwords from a terminal or a pipe, and tokens into files that only their owner can read.
#pragma once

#include "server/admin/Command.h"

namespace confab::server {

/// Asks twice on a terminal without showing it, or takes the first line of standard input.
Result<QString> readPassword(Invocation& call, bool fromStandardInput);
/// Writes `text` into a file (0600) in place of what was there, whole or not at all.
Result<Done> writeSecretFile(const QString& path, const QByteArray& text);

} // namespace confab::server
