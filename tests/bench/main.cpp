// confab-bench: the load generator.
#include "tests/bench/Commands.h"

#include <QCoreApplication>

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("confab-bench"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CONFAB_VERSION));
    return confab::bench::runCommand(QCoreApplication::arguments());
}
