// Everything that can be done from a menu or by a shortcut, declared once; menus, shortcuts, tooltips and the sheet are made from it.
#include "client-desktop/actions/ActionTable.h"

#include <QCoreApplication>

namespace confab::desktop {

namespace {

QString words(const char* text) { return QCoreApplication::translate("Actions", text); }

QList<QKeySequence> keys(std::initializer_list<const char*> names)
{
    QList<QKeySequence> found;
    for (const char* name : names)
        found.append(QKeySequence(QString::fromLatin1(name), QKeySequence::PortableText));
    return found;
}

} // namespace

const QList<ActionRow>& actionTable()
{
    using enum ActionId;
    using enum ActionMenu;
    static const QList<ActionRow> rows{
        {SignInElsewhere, Program, words("&Sign in elsewhere…"), words("Open another server or account"), {}, false, false, false},
        {SignOut, Program, words("Sign &out"), words("Forget the stored token of this account and close it")},
        {Quit, Program, words("&Quit"), words("Leave; what is not sent yet stays for the next start"), keys({"Ctrl+Q"}), false, true, false},

        {GoTo, Go, words("&Go to…"), words("Find a room, a person or a command"), keys({"Ctrl+K"})},
        {PreviousRoom, Go, words("&Previous room"), words("The room above in the list"), keys({"Alt+Up", "Ctrl+PgUp"}), false, true},
        {NextRoom, Go, words("&Next room"), words("The room below in the list"), keys({"Alt+Down", "Ctrl+PgDown"})},
        {PreviousUnread, Go, words("Previous &unread room"), words("The nearest room above with something new"), keys({"Alt+Shift+Up"})},
        {NextUnread, Go, words("Next un&read room"), words("The nearest room below with something new"), keys({"Alt+Shift+Down"})},
        {Back, Go, words("&Back"), words("The room you came from"), keys({"Alt+Left"}), false, true},
        {Forward, Go, words("&Forward"), words("The room you went back from"), keys({"Alt+Right"})},
        {JumpToUnread, Go, words("To the first &new message"), words("Where you stopped reading"), keys({"Ctrl+J"}), false, true},
        {JumpToLatest, Go, words("To the &latest message"), words("The end of the room"), keys({"Ctrl+End"})},
        {NextPane, Go, words("Ne&xt pane"), words("Rooms, messages, message field, people"), keys({"F6"}), false, true},
        {PreviousPane, Go, words("Pre&vious pane"), words("The same the other way round"), keys({"Shift+F6"})},

        {MarkRead, Room, words("&Mark room as read"), words("Nothing in this room is new any more")},
        {MarkAllRead, Room, words("Mark &all rooms as read"), words("Nothing is new any more"), keys({"Shift+Escape"})},
        {Reconnect, Room, words("&Try the connection now"), words("Do not wait for the next attempt"), keys({"F5"}), false, true},

        {ToggleRooms, View, words("&Rooms"), words("Show or hide the names in the list of rooms"), keys({"Ctrl+R"}), true},
        {TogglePeople, View, words("&People"), words("Show or hide the people of the room"), keys({"Ctrl+P"}), true},
        {ThemeSystem, View, words("&Colours as the desktop"), words("Light or dark, whatever the desktop prefers"), {}, true, true, false},
        {ThemeLight, View, words("&Light colours"), words("Dark text on light ground"), {}, true, false, false},
        {ThemeDark, View, words("&Dark colours"), words("Light text on dark ground"), {}, true, false, false},
        {ZoomIn, View, words("&Larger"), words("Everything a step larger"), keys({"Ctrl++", "Ctrl+="}), false, true, false},
        {ZoomOut, View, words("&Smaller"), words("Everything a step smaller"), keys({"Ctrl+-"}), false, false, false},
        {ZoomReset, View, words("&Normal size"), words("The size the desktop uses"), keys({"Ctrl+0"}), false, false, false},

        {Shortcuts, Help, words("&Shortcuts"), words("Every key, in one list"), keys({"F1", "Ctrl+/"}), false, false, false},
        {Commands, Help, words("Slash &commands"), words("What can be typed after /")},
        {About, Help, words("&About Confab"), words("Version and licences"), {}, false, true, false},
    };
    return rows;
}

QString menuTitle(ActionMenu menu)
{
    switch (menu) {
    case ActionMenu::Program:
        return words("&Confab");
    case ActionMenu::Go:
        return words("&Go");
    case ActionMenu::Room:
        return words("&Room");
    case ActionMenu::View:
        return words("&View");
    case ActionMenu::Help:
        return words("&Help");
    }
    return {};
}

QList<KeyNote> viewKeys()
{
    return {
        {words("Send the message"), words("Enter")},
        {words("New line in the message"), words("Shift+Enter")},
        {words("Edit your last message (empty field)"), words("Up")},
        {words("What you sent before in this room"), words("Ctrl+Up, Ctrl+Down")},
        {words("Choose a suggestion"), words("Up, Down, then Enter or Tab")},
        {words("Room 1 to 9 of the list"), words("Alt+1 … Alt+9")},
        {words("Leave suggestions, editing or reply; then mark the room as read"), words("Escape")},
        {words("Scroll the messages"), words("Page Up, Page Down")},
        {words("On a message: reply, edit, copy, delete"), words("R, E, C, Delete")},
        {words("On a message: everything it offers"), words("Menu or Shift+F10")},
    };
}

} // namespace confab::desktop
