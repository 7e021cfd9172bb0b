// Where a message is written: text, completion, an old message being changed, a reply, and what was sent before.
#include "client-desktop/views/composer/Composer.h"

#include "client-desktop/views/composer/ComposerInput.h"
#include "client-desktop/views/composer/ComposerStrip.h"
#include "client-desktop/views/composer/SuggestionPopup.h"
#include "shared/client/commands/CommandTable.h"
#include "shared/client/text/CommandLine.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace confab::desktop {

namespace {

/// A fence longer than any in the text.
QString codeBlock(const QString& text, bool startsLine)
{
    qsizetype longest = 2;
    qsizetype run = 0;
    for (const QChar one : text) {
        run = one == u'`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const QString fence(longest + 1, u'`');
    const QString body = text.endsWith(u'\n') ? text : text + u'\n';
    return (startsLine ? QString() : QStringLiteral("\n")) + fence + u'\n' + body + fence + u'\n';
}

} // namespace

Composer::Composer(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
{
    buildParts();
    connectParts();
    applyColors();
    refreshStrip();
    refreshLimit();
}

Composer::~Composer() = default;

void Composer::setCompleter(Complete complete) { m_complete = std::move(complete); }

void Composer::setPlaceholder(const QString& text) { m_input->setHint(text); }

QString Composer::text() const { return m_input->text(); }

// ---- what is in the input ----

void Composer::put(const QString& text)
{
    closePopup();
    m_dismissed = -1;
    {
        const QScopedValueRollback setting(m_isSetting, true);
        m_input->setWholeText(text);
        m_knownText = m_input->text();
    }
    m_sent[m_room].stopWalking();
    refreshLimit();
}

void Composer::enterRoom(RoomId room, const QString& draft)
{
    m_sent[m_room].stopWalking();
    m_room = room;
    m_editing.reset();
    m_waitingDraft.clear();
    m_replyTo.reset();
    closeQuestion();
    put(draft);
    refreshStrip();
}

void Composer::setText(const QString& text)
{
    const QString waiting = draft();
    m_editing.reset();
    m_waitingDraft = client::CommandTable::isCommand(text) ? waiting : QString();
    put(text);
    refreshStrip();
}

void Composer::selectAll() { m_input->selectAll(); }

void Composer::clear()
{
    closeQuestion();
    m_replyTo.reset();
    bringDraftBack();
    refreshStrip();
}

QString Composer::take()
{
    const QString taken = text();
    if (!m_editing)
        remember();
    clear();
    return taken;
}

void Composer::remember() { m_sent[m_room].add(text()); }

QString Composer::draft() const { return isWritingMessage() ? text() : m_waitingDraft; }

bool Composer::isWritingMessage() const { return !m_editing && client::parseLine(text()).kind == client::LineKind::Talk; }

void Composer::insertText(const QString& text)
{
    m_input->setFocus(Qt::OtherFocusReason);
    m_input->insert(text);
}

void Composer::setInputEnabled(bool isEnabled)
{
    closePopup();
    for (QWidget* part : {static_cast<QWidget*>(m_strip), static_cast<QWidget*>(m_input)})
        part->setEnabled(isEnabled);
    refreshLimit();
}

// ---- editing and reply ----

void Composer::startEditing(const Editing& editing)
{
    closeQuestion();
    if (!m_editing)
        m_waitingDraft = draft();
    m_replyTo.reset();
    m_editing = editing;
    put(editing.original);
    m_untouched = text();
    refreshStrip();
}

void Composer::bringDraftBack()
{
    m_editing.reset();
    put(std::exchange(m_waitingDraft, {}));
}

bool Composer::isUntouched() const { return m_editing && text() == m_untouched && !m_untouched.contains(u'\n'); }

void Composer::startReply(Seq to, const QString& who, const QString& firstWords)
{
    if (m_editing)
        bringDraftBack();
    m_replyTo = to;
    m_replyWho = who;
    m_replyWords = firstWords;
    refreshStrip();
}

bool Composer::cancel()
{
    if (hasPopup()) {
        const std::optional<TriggerWord> word = triggerWord();
        m_dismissed = word ? word->start : -1;
        closePopup();
        return true;
    }
    if (!m_pasted.isEmpty()) {
        closeQuestion();
        return true;
    }
    const bool isAside = m_editing || (!m_waitingDraft.isEmpty() && !isWritingMessage());
    if (!isAside && !m_replyTo)
        return false;
    if (isAside)
        bringDraftBack();
    m_replyTo.reset();
    refreshStrip();
    Q_EMIT cancelled();
    return true;
}

// ---- large pastes ----

void Composer::onLargePaste(const QString& text)
{
    closePopup();
    m_pasted = text.left(ComposerInput::pasteLength);
    if (m_pasted.back().isHighSurrogate())
        m_pasted.chop(1);
    const auto lines = int(text.count(u'\n')) + (text.endsWith(u'\n') ? 0 : 1);
    const bool isWhole = m_pasted.size() == text.size();
    m_strip->ask(
        isWhole ? tr("Paste %n lines?", nullptr, lines) : tr("Paste the first %1 of %2 characters?").arg(m_pasted.size()).arg(text.size()));
    fitParts();
    Q_EMIT largePaste(text);
}

void Composer::closeQuestion()
{
    if (m_pasted.isEmpty())
        return;
    const bool hadKeyboard = m_strip->isAncestorOf(focusWidget());
    m_pasted.clear();
    if (hadKeyboard)
        m_input->setFocus(Qt::OtherFocusReason);
    m_strip->closeQuestion();
    fitParts();
}

void Composer::answerPaste(bool asCode)
{
    const QString pasted = std::exchange(m_pasted, {});
    m_input->setFocus(Qt::OtherFocusReason);
    m_strip->closeQuestion();
    fitParts();
    const int at = m_input->textCursor().selectionStart();
    const bool startsLine = at == 0 || text().at(at - 1) == u'\n';
    m_input->insert(asCode ? codeBlock(pasted, startsLine) : pasted);
    closePopup();
}

// ---- what the person does to the text ----

void Composer::onTextChanged()
{
    if (m_isSetting)
        return;
    const QString now = text();
    if (now == m_knownText)
        return;
    m_knownText = now;
    if (!m_isWalking)
        m_sent[m_room].stopWalking();
    refreshLimit();
    if (!m_isWalking)
        suggest();
    Q_EMIT textEdited();
}

void Composer::onCursorMoved()
{
    // Whoever leaves the word does not want it completed. Changes of the text are looked at when they are done.
    if (hasPopup() && text() == m_knownText) {
        const std::optional<TriggerWord> word = triggerWord();
        const client::Completions& offered = m_popup->completions();
        if (!word || word->start != offered.start || m_input->cursorAt() > offered.start + offered.length
            || m_input->textCursor().hasSelection())
            closePopup();
    }
}

} // namespace confab::desktop
