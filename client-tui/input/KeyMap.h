// Which key does what: one row per action, from which help and key lookup are made.
#pragma once

#include "client-tui/input/InputEvent.h"
#include "client-tui/input/LineEditor.h"

#include <QHash>
#include <QList>

#include <optional>
#include <span>
#include <variant>

namespace confab::tui {

/// What keys do outside the input line.
enum class AppAction : quint8 {
    Send, CompleteNext, CompletePrevious, Cancel,
    ScrollPageUp, ScrollPageDown, ScrollHalfUp, ScrollHalfDown, ScrollTop, ScrollBottom, JumpToUnread,
    RoomNext, RoomPrevious, RoomByNumber, RoomLast, RoomNextActivity,
    ToggleRooms, ToggleMembers, Redraw, Help, Interrupt, DeleteOrQuit, Suspend,
};

using Action = std::variant<EditAction, AppAction>;

/// Keys mean different things in different places. Text keys without a binding type into the input in Main only.
enum class KeyContext : quint8 { Main, Messages };

/// One row: everything there is to say about an action.
struct KeyRow {
    KeyContext context;
    Action action;
    const char* name; // stable, for config and tests: "room.next"
    const char* keys; // separated by blanks: "Ctrl+N F6"
    const char* help; // one line, untranslated
};

/// The default rows, in the order help shows them.
std::span<const KeyRow> defaultKeyRows();

/// What a key stands for.
struct KeyMatch {
    Action action;
    int index = 0; // which of the row's keys it was: RoomByNumber has ten
    bool operator==(const KeyMatch&) const = default;
};

class KeyMap {
public:
    /// Built from rows; problems() names keys that are unknown or bound twice in one context (the first binding wins).
    explicit KeyMap(std::span<const KeyRow> rows = defaultKeyRows());

    std::optional<KeyMatch> find(KeyContext context, Key key) const;
    const QStringList& problems() const { return m_problems; }

private:
    QHash<quint64, KeyMatch> m_matches;
    QStringList m_problems;
};

/// The reverse of keyText(): "Alt+Shift+B", "Ctrl+Left", "F5". Nothing when there is no such key.
std::optional<Key> keyFromText(QStringView text);

} // namespace confab::tui
