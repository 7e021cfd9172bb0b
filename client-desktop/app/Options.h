// What was said on the command line, before any meaning is given to it.
#pragma once

#include "client-desktop/theme/Look.h"
#include "shared/base/Result.h"
#include "shared/client/account/Account.h"

#include <QStringList>

namespace confab::desktop {

struct Options {
    client::AccountWish account;
    QString profile; ///< a folder that takes the place of the XDG ones
    Scheme scheme = Scheme::System;
    bool wantsHelp = false;
    bool wantsVersion = false;
};

/// BadArg with a sentence that names the option otherwise. `arguments` without the program's own name.
Result<Options> parseOptions(const QStringList& arguments);

/// What --help prints.
QString usageText();

} // namespace confab::desktop
