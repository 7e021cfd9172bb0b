// What a person or the terminal can tell us: keys, pastes, focus, mouse and answers to questions.
#pragma once

#include <QByteArray>
#include <QFlags>
#include <QPoint>
#include <QString>

#include <variant>

namespace confab::tui {

enum class KeyCode : quint8 {
    Character, Enter, Tab, Backspace, Escape, Up, Down, Left, Right, Home, End, PageUp, PageDown, Insert, Delete,
    F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12,
};

enum class Modifier : quint8 { Shift = 1, Alt = 2, Ctrl = 4 };
Q_DECLARE_FLAGS(Modifiers, Modifier)
Q_DECLARE_OPERATORS_FOR_FLAGS(Modifiers)

/// One key press in one normal form, whatever the terminal sent. Characters carry their own case and never Shift: Alt+Shift+B
/// is Alt with 'B', and Ctrl+A is Ctrl with 'a'.
struct Key {
    KeyCode code = KeyCode::Character;
    char32_t character = 0; // of KeyCode::Character only
    Modifiers modifiers;

    /// Whether this key types its character.
    bool isText() const { return code == KeyCode::Character && !(modifiers & (Modifier::Alt | Modifier::Ctrl)); }
    bool operator==(const Key&) const = default;
};

/// Pasted text: line breaks are "\n", other controls than tab are gone. Truncated when it was over the parser's limit.
struct Paste {
    QString text;
    bool isTruncated = false;
    bool operator==(const Paste&) const = default;
};

struct Focus {
    bool isIn = false;
    bool operator==(const Focus&) const = default;
};

struct Mouse {
    enum class Kind : quint8 { Press, Release, Move, WheelUp, WheelDown };
    Kind kind = Kind::Press;
    int button = 0; // 0 left, 1 middle, 2 right
    QPoint position; // column and row from 0
    Modifiers modifiers;
    bool operator==(const Mouse&) const = default;
};

/// Answer to "where is the cursor" (CSI 6 n), from 0.
struct CursorReport {
    QPoint position;
    bool operator==(const CursorReport&) const = default;
};

/// Answer to "do you know this mode" (DECRQM): 0 unknown, 1 set, 2 reset, 3 and 4 permanently set and reset.
struct ModeReport {
    int mode = 0;
    int state = 0;
    bool operator==(const ModeReport&) const = default;
};

/// Answer in an OSC string, such as "11;rgb:0000/0000/0000" for the background colour.
struct StringReport {
    QByteArray text;
    bool operator==(const StringReport&) const = default;
};

using InputEvent = std::variant<Key, Paste, Focus, Mouse, CursorReport, ModeReport, StringReport>;

/// How help and config name a key: "Alt+A", "Alt+Shift+B", "Ctrl+W", "PgUp". Letters show upper case.
QString keyText(Key key);

} // namespace confab::tui
