// Everything that can be done from a menu or by a shortcut, declared once; menus, shortcuts, tooltips and the sheet are made from it.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

namespace confab::desktop {

enum class ActionId : quint8 {
    // Confab
    SignInElsewhere,
    SignOut,
    Quit,
    // Go
    GoTo,
    PreviousRoom,
    NextRoom,
    PreviousUnread,
    NextUnread,
    Back,
    Forward,
    JumpToUnread,
    JumpToLatest,
    NextPane,
    PreviousPane,
    // Room
    MarkRead,
    MarkAllRead,
    Reconnect,
    // View
    ToggleRooms,
    TogglePeople,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    // Help
    Shortcuts,
    Commands,
    About,
};
inline constexpr int actionCount = int(ActionId::About) + 1;

enum class ActionMenu : quint8 { Program, Go, Room, View, Help };

struct ActionRow {
    ActionId id;
    ActionMenu menu;
    QString text; ///< as in the menu, with mnemonic
    QString tip;  ///< one sentence
    QList<QKeySequence> keys = {};
    bool isCheckable = false;
    bool startsSection = false; ///< a line above it in the menu
    bool needsAccount = true;   ///< makes no sense on the sign-in page
};

/// In the order of the enumeration and of the menus.
const QList<ActionRow>& actionTable();
QString menuTitle(ActionMenu menu);

/// Keys that views take themselves, for the sheet of shortcuts: what they do, and the keys as read by a person.
struct KeyNote {
    QString text;
    QString keys;
};
QList<KeyNote> viewKeys();

} // namespace confab::desktop
