// The arguments of one script command, read strictly: an option the command does not know is an error, never text.
#pragma once

#include "shared/base/Ids.h"
#include "shared/base/Result.h"

#include <QStringList>

namespace confab::tui {

struct ScriptArguments {
    QStringList words; // what is no option, in order
    bool json = false;
    bool all = false;
    bool lines = false;
    bool follow = true;
    bool isPrivate = false;
    std::optional<int> count;        // -n
    std::optional<qint64> timeoutMs; // --timeout, seconds on the command line
    Seq seq;
    QString topic;

    /// `known`: the options this command takes, such as "--json". --timeout is taken by all. BadArg with a sentence otherwise.
    static Result<ScriptArguments> parse(const QStringList& arguments, const QStringList& known);
};

} // namespace confab::tui
