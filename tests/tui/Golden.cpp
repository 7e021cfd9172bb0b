// Compares a screen with its stored picture: glyphs, looks and cursor in files of their own.
#include "tests/tui/Golden.h"

#include <QFile>

namespace confab::test {

using namespace Qt::StringLiterals;

namespace {

QString compareFile(const QString& file, const QString& actual)
{
    const QString path = QStringLiteral(CONFAB_SOURCE_DIR "/tests/tui/golden/") + file;
    QFile golden(path);
    if (qEnvironmentVariableIsSet("CONFAB_UPDATE_GOLDEN")) {
        if (!golden.open(QIODevice::WriteOnly))
            return u"cannot write "_s + path;
        golden.write(actual.toUtf8());
        return {};
    }
    if (!golden.open(QIODevice::ReadOnly))
        return u"there is no "_s + path + u"; CONFAB_UPDATE_GOLDEN=1 makes it"_s;
    const QStringList expected = QString::fromUtf8(golden.readAll()).split(u'\n');
    const QStringList found = actual.split(u'\n');
    for (qsizetype i = 0; i < std::max(expected.size(), found.size()); ++i) {
        if (expected.value(i) != found.value(i))
            return u"%1 line %2\n  expected: %3\n  found:    %4\n%5"_s.arg(file).arg(i + 1).arg(expected.value(i), found.value(i), actual);
    }
    return {};
}

} // namespace

QString compareWithGolden(const tui::FakeTerminal& terminal, const QString& name)
{
    const QPoint cursor = terminal.cursor().position;
    const QString glyphs = terminal.glyphs() + u"\n-- cursor: row %1, column %2\n"_s.arg(cursor.y()).arg(cursor.x());
    const QString wrong = compareFile(name + u".txt"_s, glyphs);
    const QString wrongStyle = compareFile(name + u".style"_s, terminal.styles() + u'\n');
    return wrong.isEmpty() ? wrongStyle : wrong;
}

} // namespace confab::test
