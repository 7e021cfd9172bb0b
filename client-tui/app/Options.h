// What was said on the command line, before any meaning is given to it.
#pragma once

#include "shared/base/Result.h"

#include <QString>
#include <QStringList>

namespace confab::tui {

struct Options {
    QString server; // ws://…, host, host:port, or an invite line
    QString user;
    QString tokenFile;
    QString profile; // a folder that takes the place of the XDG ones
    bool isPlain = false;
    bool wantsHelp = false;
    bool wantsVersion = false;
    QString command;       // a script command, empty for the interactive program
    QStringList arguments; // of the script command, in order
};

/// Program options may stand before and after the command; everything behind a bare "--" is an argument. BadArg with a sentence for
/// the person otherwise. `arguments` without the program's own name.
Result<Options> parseOptions(const QStringList& arguments);

/// What --help prints.
QString usageText();

} // namespace confab::tui
