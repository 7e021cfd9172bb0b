// The text being written: plain text only, as tall as its lines, emoji in colour.
#include "client-desktop/views/composer/ComposerInput.h"

#include "client-desktop/theme/EmojiRanges.h"
#include "client-desktop/views/popup/EmojiText.h"

#include <QAbstractTextDocumentLayout>
#include <QMimeData>
#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QTextBlock>

#include <algorithm>
#include <cmath>

namespace confab::desktop {

namespace {

class EmojiHighlighter : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& text) override
    {
        for (const EmojiRange& one : findEmoji(text))
            setFormat(one.start, one.length, emojiFormat(document()->defaultFont()));
    }
};

/// What a text from outside may bring along: lines and tabs, no other controls, nothing the document gives a meaning to.
QString typeable(QString text)
{
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    for (QChar& one : text) {
        if (one == u'\r' || one == QChar::LineSeparator || one == QChar::ParagraphSeparator || one.unicode() == 0x85)
            one = u'\n';
    }
    text.removeIf([](QChar one) {
        const bool isControl = one.category() == QChar::Other_Control && one != u'\n' && one != u'\t';
        return isControl || one == QChar::ObjectReplacementCharacter || one.unicode() == 0xFDD0 || one.unicode() == 0xFDD1;
    });
    return text;
}

} // namespace

ComposerInput::ComposerInput(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The rounded field behind is drawn by the composer.
    viewport()->setAutoFillBackground(false);
    setAutoFillBackground(false);
    document()->setDocumentMargin(0);
    new EmojiHighlighter(document());
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &ComposerInput::fitHeight);
    connect(this, &QPlainTextEdit::textChanged, this, &ComposerInput::fitHeight);
    fitHeight();
}

QString ComposerInput::text() const
{
    QString text = document()->toRawText();
    for (QChar& one : text) {
        if (one == QChar::ParagraphSeparator || one == QChar::LineSeparator)
            one = u'\n';
    }
    return text;
}

void ComposerInput::setWholeText(const QString& text)
{
    setPlainText(text);
    moveCursor(QTextCursor::End);
}

void ComposerInput::replace(int from, int length, const QString& with)
{
    QTextCursor cursor = textCursor();
    cursor.setPosition(from);
    cursor.setPosition(from + length, QTextCursor::KeepAnchor);
    cursor.insertText(with);
    setTextCursor(cursor);
}

void ComposerInput::insert(const QString& text)
{
    textCursor().insertText(typeable(text));
    ensureCursorVisible();
}

QRect ComposerInput::caretAt(int position) const
{
    QTextCursor cursor = textCursor();
    cursor.setPosition(position);
    return cursorRect(cursor).translated(viewport()->pos());
}

void ComposerInput::setHint(const QString& text)
{
    m_hint = text;
    setAccessibleDescription(text);
    showHint();
}

void ComposerInput::showHint() { setPlaceholderText(fontMetrics().elidedText(m_hint, Qt::ElideRight, viewport()->width())); }

void ComposerInput::setTallest(int height)
{
    m_tallest = height;
    fitHeight();
}

int ComposerInput::padding() const { return fontMetrics().height() * 2 / 5; }

int ComposerInput::contentHeight() const
{
    qreal height = 0;
    for (QTextBlock block = document()->firstBlock(); block.isValid() && height < m_tallest; block = block.next())
        height += blockBoundingRect(block).height();
    // The base class takes the last line for hidden when it ends with the viewport.
    return int(std::ceil(std::max(height, qreal(fontMetrics().lineSpacing())))) + 2 * padding() + 1;
}

void ComposerInput::fitHeight()
{
    const int wanted = contentHeight();
    // Whole lines: half a line at the edge looks like a fault.
    const int line = fontMetrics().lineSpacing();
    const int chrome = 2 * padding() + 1;
    const int lines = std::max(1, (m_tallest - chrome) / line);
    const int height = std::min(wanted, lines * line + chrome);
    setViewportMargins(0, padding(), 0, padding());
    const bool fits = wanted <= height;
    setVerticalScrollBarPolicy(fits ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    if (height != minimumHeight() || height != maximumHeight())
        setFixedHeight(height);
    if (fits)
        verticalScrollBar()->setValue(0);
}

bool ComposerInput::canInsertFromMimeData(const QMimeData* source) const { return source->hasText(); }

void ComposerInput::insertFromMimeData(const QMimeData* source)
{
    const QString text = typeable(source->text());
    const auto lines = text.endsWith(u'\n') ? text.count(u'\n') : text.count(u'\n') + 1;
    if (lines > pasteLines || text.size() > pasteLength) {
        Q_EMIT largePaste(text);
        return;
    }
    textCursor().insertText(text);
    ensureCursorVisible();
}

QMimeData* ComposerInput::createMimeDataFromSelection() const
{
    auto* copied = new QMimeData;
    QString text = textCursor().selectedText();
    copied->setText(text.replace(QChar::ParagraphSeparator, u'\n').replace(QChar::LineSeparator, u'\n'));
    return copied;
}

void ComposerInput::inputMethodEvent(QInputMethodEvent* event)
{
    m_isComposing = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
}

void ComposerInput::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    showHint();
    fitHeight();
    ensureCursorVisible();
}

void ComposerInput::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        showHint();
        fitHeight();
    }
}

} // namespace confab::desktop
