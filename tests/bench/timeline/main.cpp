// confab-bench-timeline [rows]: the timeline beside a QListView on this machine, as a table.
#include "tests/bench/timeline/Bench.h"

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
    const int rows = arguments.size() > 1 ? arguments[1].toInt() : 100'000;
    if (arguments.size() <= 2 && rows > 100)
        return confab::bench::timeline(rows);
    QTextStream(stderr) << "Usage: confab-bench-timeline [rows, at least 101]\n";
    return 2;
}
