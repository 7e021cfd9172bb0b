// The subcommands of confab-bench: what each measures, and the command line they share.
#pragma once

#include "tests/bench/load/Load.h"

#include <span>

namespace confab::bench {

/// What every measurement is told.
struct Invocation {
    Places places;
    protocol::Encoding encoding = protocol::Encoding::Json;
    LoadPlan plan;
    QString only; ///< "confabd", "reference" or empty for both
    int minutes = 60;
    bool quick = false; ///< fewer people and seconds: to see that everything works, not for figures
};

/// One subcommand. `run` prints on standard output; the exit code is 0 when nothing failed and nothing was lost, else 1.
struct Command {
    const char* name;
    const char* about;
    int (*run)(const Invocation& call);
    const char* options;    ///< what it takes besides the general ones, separated by blanks
    LoadPlan standard = {}; ///< the defaults of its options
};

std::span<const Command> commands();

/// Reads the command line and runs. 2: the command line is wrong.
int runCommand(const QStringList& arguments);

/// Prints "confab-bench: what" on standard error; gives 1.
int failed(const QString& what);

// Table.cpp
/// Every row of the README's benchmark table, as Markdown.
int table(const Invocation& call);

} // namespace confab::bench
