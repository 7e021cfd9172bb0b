// The line one writes on, with its prompt; grows with the text.
#include "client-tui/views/InputView.h"

#include "client-tui/input/InputLayout.h"
#include "client-tui/term/Grapheme.h"

#include <algorithm>

namespace confab::tui {

using namespace Qt::StringLiterals;

namespace {

/// What is drawn and measured: dots for a secret, one per cluster, so that not even its width is told wrongly.
struct Shown {
    QString text;
    qsizetype cursor = 0;
};

Shown shownText(const InputContent& content)
{
    if (!content.isSecret)
        return {content.text, content.cursor};
    Shown shown;
    ClusterWalker walker(content.text);
    while (const auto cluster = walker.next()) {
        if (cluster->start < content.cursor)
            shown.cursor = shown.text.size() + 1;
        shown.text += u'•';
    }
    return shown;
}

int promptColumns(const InputContent& content, int columns) { return std::min(textWidth(content.prompt), columns / 2) + 2; }

} // namespace

int inputRows(const InputContent& content, int columns)
{
    const Shown shown = shownText(content);
    return int(layOut(shown.text, shown.cursor, std::max(2, columns - promptColumns(content, columns) - 1)).rows.size());
}

QPoint drawInput(const Canvas& canvas, const Theme& theme, const InputContent& content)
{
    const Shown shown = shownText(content);
    const int left = promptColumns(content, canvas.width());
    const int columns = std::max(2, canvas.width() - left - 1);
    const InputLayout layout = layOut(shown.text, shown.cursor, columns);
    const int rows = canvas.height();
    const int first = std::clamp(layout.cursorRow - rows + 1, 0, std::max(0, int(layout.rows.size()) - rows));

    canvas.put({1, 0}, elided(content.prompt, left - 2), content.isEditing ? theme.warning : theme.prompt);
    for (int row = 0; row < rows && first + row < layout.rows.size(); ++row) {
        const InputLayout::Row& line = layout.rows[first + row];
        canvas.put({left, row}, QStringView(shown.text).mid(line.start, line.length), theme.text);
    }
    if (content.text.isEmpty())
        canvas.put({left + 1, 0}, elided(content.hint, columns - 1), theme.dim);
    return {left + layout.cursorColumn, layout.cursorRow - first};
}

} // namespace confab::tui
