// The interactive program: what keys, pastes, focus and mouse do.
#include "client-tui/app/App.h"

#include "shared/client/text/CommandLine.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using protocol::Severity;

void App::onInput(const InputEvent& event)
{
    if (const auto* key = std::get_if<Key>(&event)) {
        m_autoAway.noteActivity();
        onKey(*key);
    } else if (const auto* paste = std::get_if<Paste>(&event)) {
        m_autoAway.noteActivity();
        onPaste(*paste);
    } else if (const auto* focus = std::get_if<Focus>(&event)) {
        onFocus(focus->isIn);
    } else if (const auto* mouse = std::get_if<Mouse>(&event)) {
        onMouse(*mouse);
    } else if (const auto* report = std::get_if<StringReport>(&event)) {
        if (const auto isDark = isDarkBackground(report->text); isDark && *isDark != m_theme.options.isDark) {
            m_theme = makeTheme({*isDark, m_theme.options.colors});
            m_emptyScreen.setTheme(m_theme);
            screen().setTheme(m_theme);
        }
    }
    scheduleDraw();
}

void App::onKey(Key key)
{
    if (screen().overlay().isOpen() && onOverlayKey(key))
        return;
    const std::optional<KeyMatch> match = m_keys.find(KeyContext::Main, key);
    const bool isInterrupt = match && match->action == Action(AppAction::Interrupt);
    if (!isInterrupt)
        m_quitIsNext = false;
    if (!match) {
        if (key.isText()) {
            const char32_t character = key.character;
            m_composer.type(QString::fromUcs4(&character, 1));
            textChanged();
        }
        return;
    }
    if (const auto* edit = std::get_if<EditAction>(&match->action))
        runEdit(*edit);
    else
        run(std::get<AppAction>(match->action), match->index);
}

bool App::onOverlayKey(Key key)
{
    TextOverlay& overlay = screen().overlay();
    switch (key.code) {
    case KeyCode::Up:
        overlay.scroll(-1);
        return true;
    case KeyCode::Down:
        overlay.scroll(1);
        return true;
    case KeyCode::PageUp:
        overlay.scrollPages(-1);
        return true;
    case KeyCode::PageDown:
        overlay.scrollPages(1);
        return true;
    case KeyCode::Home:
        overlay.scrollToStart();
        return true;
    case KeyCode::Escape:
    case KeyCode::Enter:
    case KeyCode::F1:
        overlay.close();
        return true;
    case KeyCode::Character:
        if (key.isText() && key.character == U' ')
            overlay.scrollPages(1);
        else if (key.isText() && key.character == U'q')
            overlay.close();
        else
            break;
        return true;
    default:
        break;
    }
    // Who types has read enough, and the letter belongs to the input. Keys with Ctrl and Alt keep their meaning.
    if (key.isText())
        overlay.close();
    return false;
}

void App::run(AppAction action, int index)
{
    TimelineView& timeline = screen().timeline();
    switch (action) {
    case AppAction::Send:
        return send();
    case AppAction::CompleteNext:
        return complete(1);
    case AppAction::CompletePrevious:
        return complete(-1);
    case AppAction::Cancel:
        if (!m_composer.cancel() && m_dialog.isOpen() && m_account)
            m_dialog.close();
        return textChanged();
    case AppAction::ScrollPageUp:
        return timeline.scrollPages(-1);
    case AppAction::ScrollPageDown:
        return timeline.scrollPages(1);
    case AppAction::ScrollHalfUp:
        return timeline.scrollPages(-0.5);
    case AppAction::ScrollHalfDown:
        return timeline.scrollPages(0.5);
    case AppAction::ScrollTop:
        return timeline.scrollToTop();
    case AppAction::ScrollBottom:
        return timeline.scrollToBottom();
    case AppAction::JumpToUnread:
        if (!timeline.scrollToUnread())
            timeline.scrollToBottom();
        return;
    case AppAction::ToggleRooms:
        m_showsRooms = !m_showsRooms;
        return;
    case AppAction::ToggleMembers:
        m_showsMembers = !m_showsMembers;
        return;
    case AppAction::Redraw:
        return m_terminal.redraw();
    case AppAction::Help:
        return showHelp({});
    case AppAction::Interrupt:
        return interrupt();
    case AppAction::DeleteOrQuit:
        if (m_composer.isEmpty() && !m_composer.editing())
            return quit();
        return runEdit(EditAction::DeleteRight);
    case AppAction::Suspend:
        return m_terminal.suspend();
    case AppAction::RoomNext:
    case AppAction::RoomPrevious:
    case AppAction::RoomByNumber:
    case AppAction::RoomLast:
    case AppAction::RoomNextActivity:
        return runRoomAction(action, index);
    }
}

void App::runRoomAction(AppAction action, int index)
{
    if (m_dialog.isOpen())
        return;
    if (action != AppAction::RoomNextActivity)
        m_activityOrigin = {};
    switch (action) {
    case AppAction::RoomNext:
        return showNeighbour(1);
    case AppAction::RoomPrevious:
        return showNeighbour(-1);
    case AppAction::RoomLast:
        return showRoom(m_previousRoom);
    case AppAction::RoomNextActivity:
        return showNextActivity();
    default:
        return showRoom(screen().numbers().roomOf(index + 1));
    }
}

void App::runEdit(EditAction action)
{
    const std::optional<Composer::Editing>& editing = m_composer.editing();
    const bool isUntouched = editing && m_composer.text() == editing->original && !editing->original.contains(u'\n');
    if (action == EditAction::MoveUp && !m_dialog.isOpen()) {
        if (isUntouched && editOwn(editing->nth + 1))
            return;
        if (m_composer.isEmpty() && !editing && !m_composer.lastWasCommand() && editOwn(1))
            return;
    }
    if (action == EditAction::MoveDown && isUntouched) {
        if (editing->nth == 1 || !editOwn(editing->nth - 1))
            m_composer.cancel();
        return;
    }
    const bool isHistory = (action == EditAction::MoveUp || action == EditAction::MoveDown) && !m_composer.text().contains(u'\n');
    if (isHistory && (m_dialog.isOpen() || editing))
        return;
    m_composer.apply(action);
    textChanged();
}

void App::onPaste(const Paste& paste)
{
    screen().overlay().close();
    QString text = paste.text;
    // An address or a password ends where its line ends.
    if (m_dialog.isOpen())
        text = text.trimmed().section(u'\n', 0, 0);
    m_composer.paste(text);
    if (paste.isTruncated)
        print(Severity::Warning, u"The paste was too long; only its beginning is here."_s);
    textChanged();
}

void App::onFocus(bool isIn)
{
    m_isFocused = isIn;
    if (isIn)
        m_autoAway.noteActivity();
}

void App::onMouse(const Mouse& mouse)
{
    constexpr int wheelLines = 3;
    if (mouse.kind == Mouse::Kind::WheelUp)
        screen().timeline().scrollLines(-wheelLines);
    else if (mouse.kind == Mouse::Kind::WheelDown)
        screen().timeline().scrollLines(wheelLines);
}

// ---- writing ----

void App::send()
{
    if (m_dialog.isOpen())
        return answerDialog();
    if (m_composer.editing())
        return sendEdited();
    const QString line = m_composer.text();
    if (line.trimmed().isEmpty())
        return screen().timeline().scrollToBottom();
    if (!m_account) {
        runWithoutClient(line);
        m_composer.clear();
        return;
    }

    m_composer.remember();
    const client::LineOutcome outcome = m_lines.run(*m_account->client, *m_account->actions, *this, line);
    if (outcome.error)
        print(Severity::Warning, outcome.error->message);
    if (outcome.clearsInput) {
        static_cast<void>(m_composer.take());
        if (currentRoom().isValid())
            keepDraft(currentRoom());
    }
    if (outcome.wasDone)
        screen().timeline().scrollToBottom();
}

void App::sendEdited()
{
    const Composer::Editing editing = *m_composer.editing();
    const QString text = m_composer.text();
    if (text.trimmed().isEmpty()) {
        print(Severity::Warning, u"An empty message is none. To take it away: Esc, then /delete."_s);
        return;
    }
    if (text != editing.original)
        m_account->client->edit(currentRoom(), editing.of, text);
    m_composer.clear();
}

bool App::editOwn(int nth)
{
    if (!m_account || !currentRoom().isValid())
        return false;
    const client::Timeline& timeline = store().timeline(currentRoom());
    const int row = timeline.lastTalk(nth, true);
    if (row < 0)
        return false;
    m_composer.startEditing({timeline.at(row).seq, timeline.at(row).rawText, nth});
    return true;
}

void App::complete(int step)
{
    if (!m_account || m_dialog.isOpen())
        return;
    m_composer.complete(
        step, [this](QStringView text, int cursor) { return m_commands.complete(*m_account->actions, *this, text, cursor); });
    textChanged();
}

void App::interrupt()
{
    if (!m_composer.isEmpty() || m_composer.editing()) {
        m_composer.clear();
        textChanged();
    } else if (m_quitIsNext) {
        quit();
    } else {
        m_quitIsNext = true;
        print(Severity::Info, u"Ctrl+C once more quits."_s);
    }
}

void App::keepDraft(RoomId room) { m_drafts.keep(*m_account->client, room, m_composer.draft()); }

void App::followDraft()
{
    const client::Room* room = store().room(currentRoom());
    if (!room)
        return;
    if (const auto text = m_drafts.follow(room->draft, m_composer.text(), m_dialog.isOpen() || m_composer.editing()))
        m_composer.setText(*text);
}

void App::textChanged()
{
    const RoomId room = currentRoom();
    if (!m_account || !room.isValid() || m_dialog.isOpen() || m_composer.editing())
        return;
    keepDraft(room);
    m_account->client->setTyping(room, m_composer.isWritingMessage());
}

} // namespace confab::tui
