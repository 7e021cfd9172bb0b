// The input line as a person edits it: text, cursor, kill ring, undo and history, without any screen.
#pragma once

#include "client-tui/input/History.h"

#include <QList>
#include <QString>

namespace confab::tui {

/// Everything the editor can do on request; KeyMap says which key asks for it.
enum class EditAction : quint8 {
    MoveLeft, MoveRight, MoveWordLeft, MoveWordRight, MoveLineStart, MoveLineEnd, MoveTextStart, MoveTextEnd,
    MoveUp, MoveDown, // a line of a multi-line text, else through the history
    DeleteLeft, DeleteRight,
    KillWordLeft, KillWordRight, KillBlankWordLeft, KillToLineEnd, KillToLineStart,
    Yank, YankOlder, Transpose, Newline, Undo, Redo,
};

/// Moves by grapheme cluster. Nothing here sends: the owner calls take() when the person presses Enter.
class LineEditor {
public:
    static constexpr qsizetype textLimit = 1 << 20; // UTF-16 units; what would go over it is cut
    static constexpr qsizetype killLimit = 16;
    static constexpr qsizetype undoLimit = 200;

    const QString& text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }
    /// Position in UTF-16 units, always between two clusters.
    qsizetype cursor() const { return m_cursor; }
    void setCursor(qsizetype position);

    /// Replaces everything (a draft, an edited message) and puts the cursor at the end. Cannot be undone.
    void setText(const QString& text);
    /// Empties the input; undo brings the text back.
    void clear();
    /// Hands out the text, remembers it in the history and starts anew.
    QString take();

    /// Typed or pasted text. Line breaks become lines; other controls than tab are dropped.
    void insert(QStringView text, bool isTyped = true);
    /// Replaces a range, as completion does; the cursor ends behind it.
    void replace(qsizetype from, qsizetype length, QStringView text);
    /// Returns whether anything changed (text or cursor).
    bool apply(EditAction action);

    /// The history Up and Down walk; not owned, may be null, usually one per room.
    void setHistory(History* history) { m_history = history; }

private:
    struct Snapshot {
        QString text;
        qsizetype cursor = 0;
        bool operator==(const Snapshot&) const = default;
    };
    enum class Step : quint8 { Other, Typing, Deleting, Kill, Yank };

    void applyChange(EditAction action);
    void remember(Step step);
    void move(qsizetype position);
    void moveVertically(int lines);
    void showHistory(bool older);
    void erase(qsizetype from, qsizetype to);
    void kill(qsizetype from, qsizetype to, bool isBackward);
    void yank();
    void yankOlder();
    void transpose();
    void restore(QList<Snapshot>& from, QList<Snapshot>& to);
    void replaceAll(const QString& text, qsizetype cursor);
    void insertPlain(const QString& text);
    void snapCursor();
    qsizetype lineStart(qsizetype position) const;
    qsizetype lineEnd(qsizetype position) const;
    qsizetype wordLeft(qsizetype position) const;
    qsizetype wordRight(qsizetype position) const;
    qsizetype blankWordLeft(qsizetype position) const;

    QString m_text;
    qsizetype m_cursor = 0;
    Step m_lastStep = Step::Other;
    QList<Snapshot> m_undo;
    QList<Snapshot> m_redo;
    QList<QString> m_kills; // newest last
    qsizetype m_yankIndex = 0;
    qsizetype m_yankStart = 0;
    int m_wantedColumn = -1; // cells; kept over several MoveUp/MoveDown
    History* m_history = nullptr;
};

} // namespace confab::tui
