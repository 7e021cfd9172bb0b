// Lays out what somebody wrote: paragraphs, headings, lists, quotes, code, rules.
#pragma once

#include "client-desktop/views/timeline/MessageLayout.h"
#include "client-desktop/views/timeline/TextFlow.h"
#include "client-desktop/views/timeline/TimelineStyle.h"
#include "shared/client/text/Markdown.h"

namespace confab::desktop {

struct BodyOptions {
    QRectF column;        ///< left, top and width count
    bool isQuiet = false; ///< on its way, or deleted
    bool marksMe = false; ///< my own name stands out
    QString lead;         ///< stands before the first word: the actor's name; selectable
    QTextCharFormat leadFormat;
    QString ending; ///< stands behind the last word: "(edited)"; not selectable
};

/// Adds parts and shapes to a layout.
class BodyComposer {
public:
    BodyComposer(MessageLayout& layout, const TimelineStyle& style, const BodyOptions& options);

    /// Answers the bottom.
    qreal compose(const QList<client::Block>& blocks);

private:
    struct Indent {
        qreal left = 0;
        qreal width = 0;
    };

    qreal gapBefore(const client::Block& block) const;
    Indent indentOf(const client::Block& block) const;
    void addQuoteBars(const client::Block& block, qreal gapTop, qreal top);
    void addMarker(const client::Block& block, const Indent& indent);
    void addRule(const Indent& indent);
    void addCode(const client::Block& block, const Indent& indent);
    void addText(const client::Block& block, const Indent& indent, bool isLast);
    void addEnding();
    void join(const QString& between);
    void append(Part part, const QString& copied);
    QTextCharFormat baseFormat(const client::Block& block) const;
    QTextCharFormat formatOf(const client::Span& span, const QTextCharFormat& base) const;
    void appendMarked(QList<StyledRun>& runs, const QString& text, const QTextCharFormat& format) const;
    QFont fontOf(const client::Block& block, bool isOnly) const;
    FlowOptions flowOptions(const QFont& font, qreal width) const;

    MessageLayout& m_layout;
    const TimelineStyle& m_style;
    const BodyOptions& m_options;
    const client::Block* m_previous = nullptr;
    qreal m_y = 0;
    bool m_isJumbo = false;
};

} // namespace confab::desktop
