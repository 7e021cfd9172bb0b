// The one layout function: from what a row says to where everything in it stands.
#pragma once

#include "client-desktop/views/timeline/MessageLayout.h"
#include "client-desktop/views/timeline/TextFlow.h"
#include "client-desktop/views/timeline/TimelineStyle.h"

namespace confab::desktop {

/// Pure but for fonts; GUI thread.
std::unique_ptr<MessageLayout> layOut(const RowContent& content, const TimelineStyle& style);

/// A height without laying anything out: from the length of the text, the lines in it, and the width.
int guessHeight(const client::TimelineRow& row, const TimelineStyle& style);

/// Used by layOut() alone.
class RowComposer {
public:
    RowComposer(const RowContent& content, const TimelineStyle& style);
    std::unique_ptr<MessageLayout> compose();

private:
    void addDay();
    void addNewLine();
    void addRuleWith(PartRole role, const QString& words, const QTextCharFormat& format, const QColor& line);
    void addTalk();
    void addHeader();
    void addDisc();
    void addReplied();
    void addBody();
    void addFold(qsizetype hiddenLines);
    void addFailure(const QString& what, const Error& error);
    void addService();
    void addGap();
    Part& addLine(PartRole role, const QString& text, const QTextCharFormat& format, const QFont& font, QPointF at, qreal width);
    QString ending() const;
    void mirror();

    const RowContent& m_content;
    const TimelineStyle& m_style;
    std::unique_ptr<MessageLayout> m_layout;
    qreal m_y = 0;
};

} // namespace confab::desktop
