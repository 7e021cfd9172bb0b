// Random secrets as people and programs carry them, and the hashes under which they are stored.
#pragma once

#include "shared/base/Ids.h"

#include <QByteArray>
#include <QString>

namespace confab::server {

/// 256 random bits as 43 characters of base64url.
QString newSecret();
/// BLAKE2b-256: enough for secrets of full entropy.
QByteArray hashSecret(const QString& secret);
/// A random name of a room's log, 1 … 2^53-1.
Epoch newEpoch();
/// A number in [0, bound).
quint32 randomBelow(quint32 bound);

} // namespace confab::server
