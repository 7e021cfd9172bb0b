// confabd config: what applies, or the sample.
#include "server/admin/Command.h"

namespace confab::server {

namespace {

constexpr OptionRow showConfigRows[] = {
    {"sample", nullptr, "print a commented file with every setting and its default"},
};

} // namespace

const std::span<const OptionRow> configOptions = showConfigRows;

Exit showConfig(Invocation& call)
{
    if (call.has("sample")) {
        call.out << sampleConfig();
        return Exit::Fine;
    }
    Config shown = call.config;
    shown.dataFolder = dataFolderOf(shown);
    call.out << "# " << (call.configFile.isEmpty() ? QStringLiteral("no file was read") : QStringLiteral("from ") + printable(call.configFile))
             << ", environment and command line included\n" << printConfig(shown);
    return Exit::Fine;
}

} // namespace confab::server
