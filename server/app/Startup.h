// From a Config to the options of each part, and the places of the server's files.
#pragma once

#include "server/app/Config.h"
#include "server/gateway/GatewayOptions.h"
#include "server/routing/Core.h"

namespace confab::server {

/// What confabd's exit codes mean; documented in its --help.
enum class Exit : quint8 { Fine = 0, Usage = 1, Storage = 2, Network = 3 };

/// The data folder of `config`, with the default filled in. Absolute.
QString dataFolderOf(const Config& config);
/// confabd.toml in the XDG config folder when it is there, else empty.
QString standardConfigFile();

StorageOptions storageOptions(const Config& config);
CoreOptions coreOptions(const Config& config);
GatewayOptions gatewayOptions(const Config& config);
GatewayReload gatewayReload(const Config& config);

} // namespace confab::server
