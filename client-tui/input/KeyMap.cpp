// Which key does what: one row per action, from which help and key lookup are made.
#include "client-tui/input/KeyMap.h"

#include <algorithm>
#include <array>

namespace confab::tui {

using namespace Qt::StringLiterals;

namespace {

    using E = EditAction;
    using A = AppAction;
    constexpr auto inMain = KeyContext::Main;

    constexpr KeyRow rows[] = {
        {inMain, A::Send, "input.send", "Enter", "Send the message"},
        {inMain, E::Newline, "input.newline", "Alt+Enter Ctrl+J Shift+Enter", "Start a new line in the message"},
        {inMain, A::CompleteNext, "complete.next", "Tab", "Complete a command, a room or a name; again for the next"},
        {inMain, A::CompletePrevious, "complete.previous", "Shift+Tab", "The previous completion"},
        {inMain, A::Cancel, "cancel", "Esc", "Leave what you are in: completion, editing, help"},
        {inMain, E::MoveUp, "history.older", "Up", "Line above, or the message you sent before"},
        {inMain, E::MoveDown, "history.newer", "Down", "Line below, or the message you sent after"},

        {inMain, A::ScrollPageUp, "scroll.page.up", "PgUp", "Scroll up a page"},
        {inMain, A::ScrollPageDown, "scroll.page.down", "PgDn", "Scroll down a page"},
        {inMain, A::ScrollHalfUp, "scroll.half.up", "Alt+PgUp", "Scroll up half a page"},
        {inMain, A::ScrollHalfDown, "scroll.half.down", "Alt+PgDn", "Scroll down half a page"},
        {inMain, A::ScrollTop, "scroll.top", "Alt+Home", "Scroll to the oldest message"},
        {inMain, A::ScrollBottom, "scroll.bottom", "Alt+End", "Scroll to the newest message"},
        {inMain, A::JumpToUnread, "scroll.unread", "Alt+U", "Jump to the first unread message"},

        {inMain, A::RoomNextActivity, "room.activity", "Alt+A", "Next room with news, most important first, then back"},
        {inMain, A::RoomNext, "room.next", "Ctrl+N F6 Alt+Right", "Next room"},
        {inMain, A::RoomPrevious, "room.previous", "Ctrl+P F5 Alt+Left", "Previous room"},
        {inMain, A::RoomByNumber, "room.number", "Alt+1 Alt+2 Alt+3 Alt+4 Alt+5 Alt+6 Alt+7 Alt+8 Alt+9 Alt+0", "Room 1 to 10"},
        {inMain, A::RoomLast, "room.last", "Alt+/", "The room you were in before"},

        {inMain, A::ToggleRooms, "pane.rooms", "Alt+Shift+B", "Show or hide the rooms"},
        {inMain, A::ToggleMembers, "pane.members", "Alt+Shift+N", "Show or hide the people"},
        {inMain, A::Redraw, "redraw", "Ctrl+L", "Paint the screen anew"},
        {inMain, A::Help, "help", "F1", "Show the keys and commands"},
        {inMain, A::Interrupt, "interrupt", "Ctrl+C", "Clear the input; twice on an empty one quits"},
        {inMain, A::DeleteOrQuit, "delete.right", "Ctrl+D", "Delete under the cursor; on an empty input quits"},
        {inMain, A::Suspend, "suspend", "Ctrl+Z", "Back to the shell; fg returns"},

        {inMain, E::MoveLeft, "move.left", "Left Ctrl+B", "One character left"},
        {inMain, E::MoveRight, "move.right", "Right Ctrl+F", "One character right"},
        {inMain, E::MoveWordLeft, "move.word.left", "Alt+B Ctrl+Left", "One word left"},
        {inMain, E::MoveWordRight, "move.word.right", "Alt+F Ctrl+Right", "One word right"},
        {inMain, E::MoveLineStart, "move.line.start", "Ctrl+A Home", "Start of the line"},
        {inMain, E::MoveLineEnd, "move.line.end", "Ctrl+E End", "End of the line"},
        {inMain, E::MoveTextStart, "move.text.start", "Ctrl+Home", "Start of the message"},
        {inMain, E::MoveTextEnd, "move.text.end", "Ctrl+End", "End of the message"},

        {inMain, E::DeleteLeft, "delete.left", "Backspace Shift+Backspace", "Delete before the cursor"},
        {inMain, E::DeleteRight, "delete.under", "Del", "Delete under the cursor"},
        {inMain, E::KillWordLeft, "kill.word.left", "Alt+Backspace Ctrl+Backspace", "Cut the word before the cursor"},
        {inMain, E::KillBlankWordLeft, "kill.word.blank", "Ctrl+W", "Cut back to the last blank"},
        {inMain, E::KillWordRight, "kill.word.right", "Alt+D Ctrl+Del", "Cut the word after the cursor"},
        {inMain, E::KillToLineEnd, "kill.line.end", "Ctrl+K", "Cut to the end of the line"},
        {inMain, E::KillToLineStart, "kill.line.start", "Ctrl+U", "Cut to the start of the line"},
        {inMain, E::Yank, "yank", "Ctrl+Y", "Put back what was cut last"},
        {inMain, E::YankOlder, "yank.older", "Alt+Y", "Instead put back what was cut before that"},
        {inMain, E::Transpose, "transpose", "Ctrl+T", "Swap the two characters around the cursor"},
        {inMain, E::Undo, "undo", "Ctrl+_ Ctrl+/", "Undo"},
        {inMain, E::Redo, "redo", "Alt+_", "Redo"},
    };

    struct KeyName {
        KeyCode code;
        QStringView name;
    };

    constexpr std::array<KeyName, 26> keyNames{{
        {KeyCode::Enter, u"Enter"}, {KeyCode::Tab, u"Tab"}, {KeyCode::Backspace, u"Backspace"}, {KeyCode::Escape, u"Esc"},
        {KeyCode::Up, u"Up"}, {KeyCode::Down, u"Down"}, {KeyCode::Left, u"Left"}, {KeyCode::Right, u"Right"},
        {KeyCode::Home, u"Home"}, {KeyCode::End, u"End"}, {KeyCode::PageUp, u"PgUp"}, {KeyCode::PageDown, u"PgDn"},
        {KeyCode::Insert, u"Ins"}, {KeyCode::Delete, u"Del"},
        {KeyCode::F1, u"F1"}, {KeyCode::F2, u"F2"}, {KeyCode::F3, u"F3"}, {KeyCode::F4, u"F4"}, {KeyCode::F5, u"F5"}, {KeyCode::F6, u"F6"},
        {KeyCode::F7, u"F7"}, {KeyCode::F8, u"F8"}, {KeyCode::F9, u"F9"}, {KeyCode::F10, u"F10"}, {KeyCode::F11, u"F11"}, {KeyCode::F12, u"F12"},
    }};

    /// A key in a context as one number. Code points take 21 bits.
    quint64 packed(KeyContext context, Key key)
    {
        return quint64{static_cast<quint8>(context)} << 48U | quint64{key.modifiers.toInt()} << 40U
            | quint64{static_cast<quint8>(key.code)} << 32U | key.character;
    }

    char32_t lower(char32_t code)
    {
        return QChar::toLower(code);
    }

} // namespace

std::span<const KeyRow> defaultKeyRows()
{
    return rows;
}

KeyMap::KeyMap(std::span<const KeyRow> keyRows)
{
    for (const KeyRow& row : keyRows) {
        int index = 0;
        for (const QString& name : QString::fromLatin1(row.keys).split(u' ', Qt::SkipEmptyParts)) {
            const std::optional<Key> key = keyFromText(name);
            const KeyMatch match{row.action, index++};
            if (!key)
                m_problems += u"%1: no key is called %2"_s.arg(QLatin1StringView(row.name), name);
            else if (m_matches.contains(packed(row.context, *key)))
                m_problems += u"%1: %2 is already taken"_s.arg(QLatin1StringView(row.name), name);
            else
                m_matches.insert(packed(row.context, *key), match);
        }
    }
}

std::optional<KeyMatch> KeyMap::find(KeyContext context, Key key) const
{
    const auto found = m_matches.constFind(packed(context, key));
    return found == m_matches.cend() ? std::nullopt : std::optional(*found);
}

QString keyText(Key key)
{
    QString text;
    if (key.modifiers & Modifier::Ctrl)
        text += u"Ctrl+"_s;
    if (key.modifiers & Modifier::Alt)
        text += u"Alt+"_s;
    if (key.code != KeyCode::Character) {
        const auto* name = std::find_if(keyNames.begin(), keyNames.end(), [key](const KeyName& one) { return one.code == key.code; });
        return text + (key.modifiers & Modifier::Shift ? u"Shift+"_s : QString()) + name->name.toString();
    }
    if (key.character == U' ')
        return text + u"Space"_s;
    const bool isUpper = lower(key.character) != key.character;
    if (key.modifiers && isUpper)
        text += u"Shift+"_s;
    const char32_t shown = key.modifiers ? QChar::toUpper(key.character) : key.character;
    return text + QString::fromUcs4(&shown, 1);
}

std::optional<Key> keyFromText(QStringView text)
{
    Key key;
    bool hasShift = false;
    const auto takes = [&text](QStringView prefix) {
        const bool isThere = text.startsWith(prefix) && text.size() > prefix.size();
        if (isThere)
            text = text.mid(prefix.size());
        return isThere;
    };
    for (bool isPrefix = true; isPrefix;) {
        if (takes(u"Ctrl+"))
            key.modifiers |= Modifier::Ctrl;
        else if (takes(u"Alt+"))
            key.modifiers |= Modifier::Alt;
        else if (takes(u"Shift+"))
            hasShift = true;
        else
            isPrefix = false;
    }
    const auto* name = std::find_if(keyNames.begin(), keyNames.end(), [text](const KeyName& one) { return one.name == text; });
    if (name != keyNames.end()) {
        key.code = name->code;
        key.modifiers.setFlag(Modifier::Shift, hasShift);
        return key;
    }
    const auto codes = text == u"Space" ? QList<uint>{U' '} : text.toUcs4();
    if (codes.size() != 1)
        return std::nullopt;
    // Plain characters are meant as written; behind a modifier, letters are lower case unless Shift is named.
    const char32_t code = codes[0];
    if (hasShift)
        key.character = QChar::toUpper(code);
    else
        key.character = key.modifiers ? lower(code) : code;
    return key;
}

} // namespace confab::tui
