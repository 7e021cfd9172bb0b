// A page of text over the conversation, scrolled by keys: help.
#pragma once

#include "client-tui/views/StyledText.h"
#include "client-tui/views/Theme.h"

namespace confab::tui {

class TextOverlay {
public:
    struct Line {
        QString left;  // key or command; takes a column of its own
        QString right; // what it does; alone on the line when left is empty
        bool isHeading = false;
    };

    void open(const QString& title, const QList<Line>& lines);
    void close() { m_isOpen = false; }
    bool isOpen() const { return m_isOpen; }
    void scroll(int lines) { m_top += lines; }
    void scrollPages(int pages) { m_top += pages * std::max(1, m_rows - 2); }
    void scrollToStart() { m_top = 0; }

    /// Returns the cell the cursor belongs on.
    QPoint draw(const Canvas& canvas, const Theme& theme);

private:
    QList<Pieces> layOut(const Theme& theme, int columns) const;

    QString m_title;
    QList<Line> m_lines;
    int m_top = 0;
    int m_rows = 1;
    bool m_isOpen = false;
};

} // namespace confab::tui
