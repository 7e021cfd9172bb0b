// The text being written: plain text only, as tall as its lines, emoji in colour.
#pragma once

#include <QPlainTextEdit>

namespace confab::desktop {

/// Positions are UTF-16 units into text(). Keys with a meaning of their own are taken by the composer's event filter before they get here.
class ComposerInput : public QPlainTextEdit {
    Q_OBJECT
public:
    /// Longer pastes are handed out instead of put in.
    static constexpr int pasteLines = 12;
    static constexpr qsizetype pasteLength = 1 << 14; ///< UTF-16 units; more than can be sent, and as much as one line can hold at ease

    explicit ComposerInput(QWidget* parent);

    /// As typed, no-break spaces included; lines end with \n.
    QString text() const;
    int cursorAt() const { return textCursor().position(); }
    /// The cursor goes to the end; cannot be undone.
    void setWholeText(const QString& text);
    /// Can be undone; the cursor ends behind the new text.
    void replace(int from, int length, const QString& with);
    /// Typed or pasted text at the cursor: controls other than tab and newline are dropped.
    void insert(const QString& text);

    /// An input method holds letters that are not in the text yet.
    bool isComposing() const { return m_isComposing; }
    /// Of the caret at a position, in the coordinates of this widget.
    QRect caretAt(int position) const;

    /// Elided to fit.
    void setHint(const QString& text);
    /// Above the first and below the last line.
    int padding() const;
    /// In pixels; beyond it the text scrolls.
    void setTallest(int height);

Q_SIGNALS:
    void largePaste(const QString& text);

protected:
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
    QMimeData* createMimeDataFromSelection() const override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int contentHeight() const;
    void fitHeight();
    void showHint();

    QString m_hint;
    int m_tallest = QWIDGETSIZE_MAX;
    bool m_isComposing = false;
};

} // namespace confab::desktop
