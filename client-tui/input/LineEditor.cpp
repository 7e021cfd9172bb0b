// The input line as a person edits it: text, cursor, kill ring, undo and history, without any screen.
#include "client-tui/input/LineEditor.h"

#include "client-tui/term/Grapheme.h"

#include <algorithm>

namespace confab::tui {

using namespace Qt::StringLiterals;

namespace {

    bool isWordPart(QStringView text, qsizetype position)
    {
        const QChar c = text[position];
        return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'_';
    }

    bool isKept(QChar c)
    {
        return c == u'\n' || c == u'\t' || !(c.unicode() < 0x20 || (c.unicode() >= 0x7F && c.unicode() < 0xA0));
    }

    QString cleaned(QStringView text)
    {
        QString result = text.toString();
        result.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
        result.removeIf([](QChar c) { return !isKept(c); });
        return result;
    }

} // namespace

void LineEditor::setCursor(qsizetype position)
{
    m_cursor = std::clamp<qsizetype>(position, 0, m_text.size());
    snapCursor();
    m_lastStep = Step::Other;
    m_wantedColumn = -1;
}

void LineEditor::setText(const QString& text)
{
    replaceAll(cleaned(text), textLimit);
    m_undo.clear();
    m_redo.clear();
    m_lastStep = Step::Other;
}

void LineEditor::clear()
{
    if (m_text.isEmpty())
        return;
    remember(Step::Other);
    replaceAll({}, 0);
}

QString LineEditor::take()
{
    const QString text = m_text;
    if (m_history != nullptr)
        m_history->add(text);
    setText({});
    return text;
}

void LineEditor::insert(QStringView text, bool isTyped)
{
    const QString plain = cleaned(text);
    if (plain.isEmpty())
        return;
    // A word is one step of undo; a pasted text is one of its own.
    const bool startsWord = plain.size() > 1 || plain[0].isSpace();
    remember(isTyped && !startsWord ? Step::Typing : Step::Other);
    insertPlain(plain);
    m_lastStep = isTyped ? Step::Typing : Step::Other;
}

void LineEditor::replace(qsizetype from, qsizetype length, QStringView text)
{
    remember(Step::Other);
    from = std::clamp<qsizetype>(from, 0, m_text.size());
    erase(from, std::clamp<qsizetype>(from + length, from, m_text.size()));
    insertPlain(cleaned(text));
}

bool LineEditor::apply(EditAction action)
{
    const Snapshot before{m_text, m_cursor};
    if (action != EditAction::MoveUp && action != EditAction::MoveDown)
        m_wantedColumn = -1;
    switch (action) {
    case EditAction::MoveLeft:
        move(previousBoundary(m_text, m_cursor));
        break;
    case EditAction::MoveRight:
        move(nextBoundary(m_text, m_cursor));
        break;
    case EditAction::MoveWordLeft:
        move(wordLeft(m_cursor));
        break;
    case EditAction::MoveWordRight:
        move(wordRight(m_cursor));
        break;
    case EditAction::MoveLineStart:
        move(lineStart(m_cursor));
        break;
    case EditAction::MoveLineEnd:
        move(lineEnd(m_cursor));
        break;
    case EditAction::MoveTextStart:
        move(0);
        break;
    case EditAction::MoveTextEnd:
        move(m_text.size());
        break;
    case EditAction::MoveUp:
        moveVertically(-1);
        break;
    case EditAction::MoveDown:
        moveVertically(1);
        break;
    default:
        applyChange(action);
    }
    return before.cursor != m_cursor || before.text != m_text;
}

void LineEditor::applyChange(EditAction action)
{
    switch (action) {
    case EditAction::DeleteLeft:
        remember(Step::Deleting);
        erase(previousBoundary(m_text, m_cursor), m_cursor);
        break;
    case EditAction::DeleteRight:
        remember(Step::Deleting);
        erase(m_cursor, nextBoundary(m_text, m_cursor));
        break;
    case EditAction::KillWordLeft:
        kill(wordLeft(m_cursor), m_cursor, true);
        break;
    case EditAction::KillBlankWordLeft:
        kill(blankWordLeft(m_cursor), m_cursor, true);
        break;
    case EditAction::KillWordRight:
        kill(m_cursor, wordRight(m_cursor), false);
        break;
    case EditAction::KillToLineEnd:
        // At the end of a line its break goes, as in emacs.
        kill(m_cursor, std::max(lineEnd(m_cursor), std::min(m_cursor + 1, m_text.size())), false);
        break;
    case EditAction::KillToLineStart:
        kill(lineStart(m_cursor), m_cursor, true);
        break;
    case EditAction::Yank:
        yank();
        break;
    case EditAction::YankOlder:
        yankOlder();
        break;
    case EditAction::Transpose:
        transpose();
        break;
    case EditAction::Newline:
        insert(u"\n");
        break;
    case EditAction::Undo:
        restore(m_undo, m_redo);
        break;
    case EditAction::Redo:
        restore(m_redo, m_undo);
        break;
    default:
        break;
    }
}

void LineEditor::remember(Step step)
{
    m_wantedColumn = -1;
    const bool continues = step == m_lastStep && (step == Step::Typing || step == Step::Deleting);
    m_lastStep = step;
    if (continues)
        return;
    const Snapshot now{m_text, m_cursor};
    m_redo.clear();
    if (!m_undo.isEmpty() && m_undo.last().text == m_text)
        return;
    m_undo.append(now);
    if (m_undo.size() > undoLimit)
        m_undo.removeFirst();
}

void LineEditor::move(qsizetype position)
{
    m_cursor = position;
    m_lastStep = Step::Other;
}

void LineEditor::moveVertically(int lines)
{
    const qsizetype start = lineStart(m_cursor);
    const qsizetype end = lineEnd(m_cursor);
    const bool hasLine = lines < 0 ? start > 0 : end < m_text.size();
    if (!hasLine) {
        showHistory(lines < 0);
        return;
    }
    if (m_wantedColumn < 0)
        m_wantedColumn = textWidth(QStringView(m_text).mid(start, m_cursor - start));
    const qsizetype target = lines < 0 ? lineStart(start - 1) : end + 1;
    move(target + fittingLength(QStringView(m_text).mid(target, lineEnd(target) - target), m_wantedColumn));
}

void LineEditor::showHistory(bool older)
{
    if (m_history == nullptr)
        return;
    const std::optional<QString> line = older ? m_history->older(m_text) : m_history->newer(m_text);
    if (line)
        setText(*line);
}

void LineEditor::erase(qsizetype from, qsizetype to)
{
    m_text.remove(from, to - from);
    m_cursor = from;
    snapCursor();
}

void LineEditor::kill(qsizetype from, qsizetype to, bool isBackward)
{
    if (from == to)
        return;
    const bool continues = m_lastStep == Step::Kill && !m_kills.isEmpty();
    const QString piece = m_text.mid(from, to - from);
    remember(Step::Kill);
    if (!continues)
        m_kills.append(piece);
    else
        m_kills.last() = isBackward ? piece + m_kills.last() : m_kills.last() + piece;
    if (m_kills.size() > killLimit)
        m_kills.removeFirst();
    erase(from, to);
}

void LineEditor::yank()
{
    if (m_kills.isEmpty())
        return;
    remember(Step::Yank);
    m_yankIndex = m_kills.size() - 1;
    m_yankStart = m_cursor;
    insertPlain(m_kills.last());
}

void LineEditor::yankOlder()
{
    if (m_lastStep != Step::Yank || m_kills.isEmpty())
        return;
    erase(m_yankStart, m_cursor);
    m_yankIndex = m_yankIndex == 0 ? m_kills.size() - 1 : m_yankIndex - 1;
    insertPlain(m_kills[m_yankIndex]);
}

void LineEditor::transpose()
{
    // At the end of a line the two before the cursor change places, as in emacs.
    const qsizetype start = lineStart(m_cursor);
    const qsizetype middle = m_cursor == lineEnd(m_cursor) ? previousBoundary(m_text, m_cursor) : m_cursor;
    if (middle <= start)
        return;
    const qsizetype first = previousBoundary(m_text, middle);
    const qsizetype last = nextBoundary(m_text, middle);
    remember(Step::Other);
    const QString swapped = m_text.mid(middle, last - middle) + m_text.mid(first, middle - first);
    m_text.replace(first, last - first, swapped);
    m_cursor = last;
    snapCursor();
}

void LineEditor::restore(QList<Snapshot>& from, QList<Snapshot>& to)
{
    if (from.isEmpty())
        return;
    to.append({m_text, m_cursor});
    const Snapshot snapshot = from.takeLast();
    m_text = snapshot.text;
    m_cursor = snapshot.cursor;
    m_lastStep = Step::Other;
}

void LineEditor::replaceAll(const QString& text, qsizetype cursor)
{
    m_text = text.left(textLimit);
    if (!m_text.isEmpty() && m_text.back().isHighSurrogate())
        m_text.chop(1);
    m_cursor = std::min(cursor, m_text.size());
    m_wantedColumn = -1;
}

void LineEditor::insertPlain(const QString& text)
{
    QString piece = text.left(std::max<qsizetype>(0, textLimit - m_text.size()));
    if (!piece.isEmpty() && piece.size() < text.size() && piece.back().isHighSurrogate())
        piece.chop(1);
    m_text.insert(m_cursor, piece);
    m_cursor += piece.size();
    snapCursor();
}

void LineEditor::snapCursor()
{
    // What now stands around the cursor may have joined into one cluster.
    if (m_cursor > 0 && m_cursor < m_text.size())
        m_cursor = nextBoundary(m_text, previousBoundary(m_text, m_cursor));
}

qsizetype LineEditor::lineStart(qsizetype position) const
{
    return position == 0 ? 0 : m_text.lastIndexOf(u'\n', position - 1) + 1;
}

qsizetype LineEditor::lineEnd(qsizetype position) const
{
    const qsizetype end = m_text.indexOf(u'\n', position);
    return end < 0 ? m_text.size() : end;
}

qsizetype LineEditor::wordLeft(qsizetype position) const
{
    while (position > 0 && !isWordPart(m_text, previousBoundary(m_text, position)))
        position = previousBoundary(m_text, position);
    while (position > 0 && isWordPart(m_text, previousBoundary(m_text, position)))
        position = previousBoundary(m_text, position);
    return position;
}

qsizetype LineEditor::wordRight(qsizetype position) const
{
    while (position < m_text.size() && !isWordPart(m_text, position))
        position = nextBoundary(m_text, position);
    while (position < m_text.size() && isWordPart(m_text, position))
        position = nextBoundary(m_text, position);
    return position;
}

qsizetype LineEditor::blankWordLeft(qsizetype position) const
{
    while (position > 0 && m_text[position - 1].isSpace())
        --position;
    while (position > 0 && !m_text[position - 1].isSpace())
        --position;
    return position;
}

} // namespace confab::tui
