// Compares a screen with its stored picture: glyphs, looks and cursor in files of their own.
#include "tests/tui/Golden.h"

#include "tests/support/GoldenFile.h"

namespace confab::test {

using namespace Qt::StringLiterals;

QString compareWithGolden(const tui::FakeTerminal& terminal, const QString& name)
{
    const QPoint cursor = terminal.cursor().position;
    const QString glyphs = terminal.glyphs() + u"\n-- cursor: row %1, column %2\n"_s.arg(cursor.y()).arg(cursor.x());
    const QString path = u"tests/tui/golden/"_s + name;
    const QString wrong = compareWithFile(path + u".txt"_s, glyphs);
    const QString wrongStyle = compareWithFile(path + u".style"_s, terminal.styles() + u'\n');
    return wrong.isEmpty() ? wrongStyle : wrong + u'\n' + glyphs;
}

} // namespace confab::test
