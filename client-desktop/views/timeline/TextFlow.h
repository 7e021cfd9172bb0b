// Makes paragraphs: styled runs of text to lines in a width, emoji in colour, each paragraph in its own direction.
#pragma once

#include <QFont>
#include <QList>
#include <QString>
#include <QTextLayout>

#include <memory>

namespace confab::desktop {

struct StyledRun {
    QString text; ///< newlines break the line
    QTextCharFormat format;
};

struct FlowOptions {
    QFont font;
    QString emojiFamily;
    qreal width = 0;
    qreal advance = 0; ///< from line to line; lines that need much more get it
    bool wraps = true;
    bool isLeftToRight = false; ///< code; else the first strong letter of each paragraph decides
};

QTextCharFormat colored(const QColor& color);

/// The font's size as part of a format, in the unit it has.
void setFontSize(QTextCharFormat& format, const QFont& font);

/// Lines are as close to the left as their direction allows: right-to-left text is flush right within the widest of its lines, so that it
/// stays near the name above it. `size` becomes what the text covers.
std::unique_ptr<QTextLayout> flow(const QList<StyledRun>& runs, const FlowOptions& options, QSizeF& size);

/// One unstyled line, cut with an ellipsis at the width.
std::unique_ptr<QTextLayout> flowLine(const QString& text, const QTextCharFormat& format, const FlowOptions& options, QSizeF& size);

} // namespace confab::desktop
