// Password hashing with argon2id (libsodium, INTERACTIVE: 64 MiB, tens of milliseconds). Pure functions, any thread, never the core's.
#pragma once

#include "shared/base/Result.h"

namespace confab::server {

/// Too short, too long: BadArg with a sentence.
Result<Done> checkPassword(const QString& password);
/// The hash as it is stored; Unavailable when there is no memory for it.
Result<QString> hashPassword(const QString& password);
/// False also for an empty or foreign hash, and for stored parameters above the ceiling. Takes the same time for an empty hash.
bool verifyPassword(const QString& hash, const QString& password);
/// True when the stored hash was made with weaker parameters than today's.
bool passwordNeedsRehash(const QString& hash);

} // namespace confab::server
