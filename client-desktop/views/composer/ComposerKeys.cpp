// What keys do in the composer, and what it offers to complete.
#include "client-desktop/views/composer/Composer.h"

#include "client-desktop/views/composer/ComposerInput.h"
#include "client-desktop/views/composer/SendButton.h"
#include "client-desktop/views/composer/SuggestionPopup.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QToolTip>

namespace confab::desktop {

namespace {

/// The keypad's keys count like the others.
Qt::KeyboardModifiers modifiersOf(const QKeyEvent& key) { return key.modifiers() & ~Qt::KeypadModifier; }

bool isPlain(const QKeyEvent& key) { return modifiersOf(key) == Qt::NoModifier; }

} // namespace

bool Composer::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_window && event->type() == QEvent::Resize) {
        fitParts();
        movePopup();
    }
    if (watched != m_input)
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        // The window has actions on some of these keys; here they belong to the text.
        if (wantsKey(*static_cast<QKeyEvent*>(event))) {
            event->accept();
            return true;
        }
        break;
    case QEvent::KeyPress:
        return onKey(*static_cast<QKeyEvent*>(event));
    case QEvent::FocusOut:
        closePopup();
        update();
        break;
    case QEvent::FocusIn:
        update();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

bool Composer::wantsKey(const QKeyEvent& key) const
{
    switch (key.key()) {
    case Qt::Key_Escape:
        return isPlain(key);
    case Qt::Key_Up:
    case Qt::Key_Down:
        return modifiersOf(key) == Qt::ControlModifier;
    default:
        return false;
    }
}

bool Composer::onKey(const QKeyEvent& key)
{
    // What an input method lets through while it holds letters is not meant for us.
    if (m_input->isComposing())
        return key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter || key.key() == Qt::Key_Tab || key.key() == Qt::Key_Escape;
    if (hasPopup() && onPopupKey(key))
        return true;
    switch (key.key()) {
    case Qt::Key_Escape:
        if (!isPlain(key))
            return false;
        if (!cancel())
            Q_EMIT escapePressed();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return onEnter(key);
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return onTab(key);
    case Qt::Key_Up:
    case Qt::Key_Down:
        return onVertical(key);
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        return onOneLineKey(key);
    default:
        return false;
    }
}

bool Composer::onPopupKey(const QKeyEvent& key)
{
    if (key.key() == Qt::Key_Backtab) {
        m_popup->step(-1);
        return true;
    }
    if (!isPlain(key))
        return false;
    switch (key.key()) {
    case Qt::Key_Up:
        m_popup->step(-1);
        return true;
    case Qt::Key_Down:
        m_popup->step(1);
        return true;
    case Qt::Key_PageUp:
        m_popup->step(-m_popup->pageRows());
        return true;
    case Qt::Key_PageDown:
        m_popup->step(m_popup->pageRows());
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // Typed out already: there is nothing to choose, and Enter means what it always means.
        if (isTypedOut()) {
            closePopup();
            return onEnter(key);
        }
        accept(m_popup->row());
        return true;
    case Qt::Key_Tab:
        accept(m_popup->row());
        return true;
    default:
        return false;
    }
}

bool Composer::isTypedOut() const
{
    const std::optional<TriggerWord> word = triggerWord();
    const client::Completions& offered = m_popup->completions();
    if (!word || m_popup->row() != 0 || offered.candidates.isEmpty())
        return false;
    return QStringView(offered.candidates.constFirst().text).trimmed() == QStringView(m_knownText).mid(word->start, word->length);
}

bool Composer::onEnter(const QKeyEvent& key)
{
    const Qt::KeyboardModifiers modifiers = modifiersOf(key);
    if (modifiers == Qt::NoModifier) {
        requestSend();
        return true;
    }
    if (modifiers == Qt::ShiftModifier || modifiers == Qt::ControlModifier) {
        m_input->insert(QStringLiteral("\n"));
        return true;
    }
    return false;
}

void Composer::requestSend()
{
    closePopup();
    if (!m_send->obstacle().isEmpty()) {
        QToolTip::showText(m_send->mapToGlobal(QPoint(0, -m_send->height())), m_send->obstacle(), m_send);
        return;
    }
    if (m_editing || !text().trimmed().isEmpty())
        Q_EMIT sendRequested();
    else
        Q_EMIT latestRequested();
}

bool Composer::onTab(const QKeyEvent& key)
{
    const std::optional<TriggerWord> word = triggerWord();
    if (key.key() != Qt::Key_Tab || !isPlain(key) || !word || !m_complete)
        return false;
    m_dismissed = -1;
    const client::Completions found = m_complete(text(), m_input->cursorAt());
    if (found.isEmpty())
        return false;
    if (found.candidates.size() == 1)
        complete(found, 0);
    else
        offer(found);
    return true;
}

bool Composer::onVertical(const QKeyEvent& key)
{
    const bool isUp = key.key() == Qt::Key_Up;
    if (modifiersOf(key) == Qt::ControlModifier) {
        walkHistory(isUp);
        return true;
    }
    if (!isPlain(key))
        return false;
    if (isUntouched()) {
        const int nth = m_editing->nth + (isUp ? 1 : -1);
        if (nth < 1)
            cancel();
        else
            Q_EMIT editLastRequested(nth);
        return true;
    }
    if (isUp && !m_editing && text().isEmpty()) {
        Q_EMIT editLastRequested(1);
        return true;
    }
    return false;
}

bool Composer::onOneLineKey(const QKeyEvent& key)
{
    constexpr double allPages = 1e6;
    const QString now = text();
    if (now.contains(u'\n'))
        return false;
    const bool isControl = modifiersOf(key) == Qt::ControlModifier;
    switch (key.key()) {
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        if (!isPlain(key))
            return false;
        Q_EMIT scrollRequested(key.key() == Qt::Key_PageUp ? -1 : 1);
        return true;
    case Qt::Key_Home:
        if (!isControl)
            return false;
        Q_EMIT scrollRequested(-allPages);
        return true;
    default:
        if (!isControl && !(isPlain(key) && now.isEmpty()))
            return false;
        Q_EMIT latestRequested();
        return true;
    }
}

void Composer::walkHistory(bool older)
{
    if (m_editing)
        return;
    const std::optional<QString> found = m_sent[m_room].walk(older, text());
    if (!found)
        return;
    const QScopedValueRollback walking(m_isWalking, true);
    m_input->replace(0, int(text().size()), *found);
}

// ---- completion ----

std::optional<Composer::TriggerWord> Composer::triggerWord() const
{
    const QString now = text();
    const int cursor = m_input->cursorAt();
    int start = cursor;
    while (start > 0 && !now.at(start - 1).isSpace())
        --start;
    if (start == cursor || m_input->textCursor().hasSelection())
        return std::nullopt;
    const QChar sign = now.at(start);
    const bool isTrigger = sign == u'/' ? QStringView(now).left(start).trimmed().isEmpty() : sign == u'@' || sign == u'#' || sign == u':';
    return isTrigger ? std::optional(TriggerWord{start, cursor - start, sign}) : std::nullopt;
}

void Composer::suggest()
{
    const std::optional<TriggerWord> word = triggerWord();
    if (!word || word->start != m_dismissed)
        m_dismissed = -1;
    // Two letters for emoji: ":D" and ":p" are faces of their own, and Enter has to send them.
    const int least = !word ? 0 : word->sign == u'/' ? 1 : word->sign == u':' ? 3 : 2;
    if (!word || !m_complete || word->start == m_dismissed || word->length < least)
        return closePopup();
    const client::Completions found = m_complete(text(), m_input->cursorAt());
    const auto typed = QStringView(m_knownText).mid(word->start, word->length);
    const bool isDone = found.candidates.size() == 1 && QStringView(found.candidates.constFirst().text).trimmed() == typed;
    if (found.isEmpty() || isDone)
        return closePopup();
    offer(found);
}

void Composer::offer(const client::Completions& found) { m_popup->offer(found, *window(), besideWord(found.start)); }

QRect Composer::besideWord(int start) const
{
    // Not over the line with the caret, nor over the rim of the field beside it.
    const int rim = m_input->padding() + fontMetrics().height() / 5;
    const QRect caret = m_input->caretAt(start).adjusted(0, -rim, 0, rim);
    return {m_input->mapTo(window(), caret.topLeft()), caret.size()};
}

void Composer::movePopup()
{
    if (hasPopup())
        m_popup->place(*window(), besideWord(m_popup->completions().start));
}

void Composer::accept(int row)
{
    const client::Completions offered = m_popup->completions();
    if (row >= 0 && row < offered.candidates.size())
        complete(offered, row);
}

void Composer::complete(const client::Completions& found, int row)
{
    m_input->replace(found.start, found.length, found.candidates.at(row).text);
    closePopup();
    m_input->setFocus(Qt::OtherFocusReason);
}

bool Composer::hasPopup() const { return m_popup && m_popup->isVisible(); }

void Composer::closePopup()
{
    if (!hasPopup())
        return;
    m_popup->hide();
    // Screen readers were sent to its rows; the keyboard never left.
    QAccessibleEvent back(m_input, QAccessible::Focus);
    if (m_input->hasFocus())
        QAccessible::updateAccessibility(&back);
}

} // namespace confab::desktop
