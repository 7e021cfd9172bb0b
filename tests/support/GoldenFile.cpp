// Compares a text with its stored form, line by line.
#include "tests/support/GoldenFile.h"

#include <QFile>
#include <QStringList>

namespace confab::test {

using namespace Qt::StringLiterals;

QString compareWithFile(const QString& file, const QString& actual)
{
    QFile golden(QStringLiteral(CONFAB_SOURCE_DIR "/") + file);
    if (qEnvironmentVariableIsSet("CONFAB_UPDATE_GOLDEN")) {
        if (!golden.open(QIODevice::WriteOnly))
            return u"cannot write "_s + file;
        golden.write(actual.toUtf8());
        return {};
    }
    if (!golden.open(QIODevice::ReadOnly))
        return u"there is no "_s + file + u"; CONFAB_UPDATE_GOLDEN=1 makes it"_s;
    const QStringList expected = QString::fromUtf8(golden.readAll()).split(u'\n');
    const QStringList found = actual.split(u'\n');
    for (qsizetype i = 0; i < std::max(expected.size(), found.size()); ++i) {
        if (expected.value(i) != found.value(i))
            return u"%1 line %2\n  expected: %3\n  found:    %4"_s.arg(file).arg(i + 1).arg(expected.value(i), found.value(i));
    }
    return {};
}

} // namespace confab::test
