// Folders and files that only their owner may read, whatever the umask says.
#pragma once

#include "shared/base/Result.h"

#include <QString>

namespace confab::client {

/// Makes `path` and missing parents; the last folder gets mode 0700, also when it was there.
Result<Done> makePrivateFolder(const QString& path);

enum class PrivateFile : quint8 {
    Made,
    WasPrivate,
    WasOpen, ///< others could read it until now
};
/// The file exists afterwards (empty when it was not there) and has mode 0600.
Result<PrivateFile> makePrivateFile(const QString& path);

} // namespace confab::client
