// confab-bench <benchmark> [rows]: measures on this machine, prints a table.
#include "tests/bench/Bench.h"

#include <QApplication>
#include <QStyleFactory>
#include <QTextStream>

using namespace Qt::StringLiterals;

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    const QStringList arguments = QApplication::arguments();
    const int rows = arguments.size() > 2 ? arguments[2].toInt() : 100'000;
    if (arguments.value(1) == u"timeline"_s && rows > 100)
        return confab::bench::timeline(rows);
    QTextStream(stderr) << "Usage: confab-bench timeline [rows, at least 101]\n";
    return 2;
}
