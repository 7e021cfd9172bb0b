// The part of InputParser that knows what control sequences mean: keys of all terminal families, mouse, focus and answers.
#include "client-tui/input/InputParser.h"

#include <optional>

namespace confab::tui {

namespace {

    std::optional<KeyCode> codeOfLetter(char letter)
    {
        switch (letter) {
        case 'A':
            return KeyCode::Up;
        case 'B':
            return KeyCode::Down;
        case 'C':
            return KeyCode::Right;
        case 'D':
            return KeyCode::Left;
        case 'F':
            return KeyCode::End;
        case 'H':
            return KeyCode::Home;
        case 'P':
            return KeyCode::F1;
        case 'Q':
            return KeyCode::F2;
        case 'R':
            return KeyCode::F3;
        case 'S':
            return KeyCode::F4;
        default:
            return std::nullopt;
        }
    }

    std::optional<KeyCode> codeOfTilde(int number)
    {
        static constexpr KeyCode edit[] = {KeyCode::Home, KeyCode::Insert, KeyCode::Delete, KeyCode::End, KeyCode::PageUp,
            KeyCode::PageDown, KeyCode::Home, KeyCode::End};
        if (number >= 1 && number <= 8)
            return edit[number - 1];
        const auto function = [](int which) { return static_cast<KeyCode>(static_cast<int>(KeyCode::F1) + which - 1); };
        if (number >= 11 && number <= 15)
            return function(number - 10);
        if (number >= 17 && number <= 21)
            return function(number - 11);
        if (number == 23 || number == 24)
            return function(number - 12);
        return std::nullopt;
    }

    /// The keypad of the kitty protocol: 57399..57416 are characters and Enter, 57417..57426 the keys around.
    std::optional<Key> keypadKey(int code)
    {
        static constexpr char characters[] = "0123456789./*-+\r=,";
        static constexpr KeyCode around[] = {KeyCode::Left, KeyCode::Right, KeyCode::Up, KeyCode::Down, KeyCode::PageUp,
            KeyCode::PageDown, KeyCode::Home, KeyCode::End, KeyCode::Insert, KeyCode::Delete};
        if (code >= 57399 && code <= 57416) {
            const char character = characters[code - 57399];
            return character == '\r' ? Key{KeyCode::Enter, 0, {}} : Key{KeyCode::Character, static_cast<char32_t>(character), {}};
        }
        if (code >= 57417 && code <= 57426)
            return Key{around[code - 57417], 0, {}};
        return std::nullopt;
    }

    std::optional<KeyCode> codeOfControl(int code)
    {
        switch (code) {
        case 9:
            return KeyCode::Tab;
        case 13:
            return KeyCode::Enter;
        case 27:
            return KeyCode::Escape;
        case 8:
        case 127:
            return KeyCode::Backspace;
        default:
            return std::nullopt;
        }
    }

    /// The terminals' number: 1 + Shift 1, Alt 2, Ctrl 4, Super 8, …, Meta 32. Meta counts as Alt, the rest is ignored.
    Modifiers modifiersOf(int number)
    {
        const int bits = number > 0 ? number - 1 : 0;
        Modifiers result;
        result.setFlag(Modifier::Shift, bits & 1);
        result.setFlag(Modifier::Alt, bits & (2 | 32));
        result.setFlag(Modifier::Ctrl, bits & 4);
        return result;
    }

    bool isDigitOrMark(char c)
    {
        return (c >= '0' && c <= '9') || c == ';' || c == ':';
    }

} // namespace

void InputParser::takeCsi(char byte)
{
    if (m_sequence.isEmpty() && byte == '[') {
        m_state = State::LinuxFunction; // the Linux console's F1..F5 are CSI [ A..E
        return;
    }
    // rxvt ends shifted keys in '$', which elsewhere introduces the final byte of an answer.
    const bool isShiftedRxvt = byte == '$' && !m_sequence.isEmpty() && isDigitOrMark(m_sequence[0]) && !m_sequence.contains(';');
    if (byte >= 0x20 && byte < 0x40 && !isShiftedRxvt) {
        if (m_sequence.size() >= sequenceLimit)
            m_isTooLong = true;
        else
            m_sequence += byte;
        return;
    }
    m_state = State::Ground;
    const auto value = static_cast<quint8>(byte);
    if (value < 0x20 || value >= 0x7F) {
        // Not a sequence after all: drop it, the byte means something itself.
        m_isAlt = false;
        takeGround(byte);
        return;
    }
    if (!m_isTooLong)
        finishCsi(byte);
    if (m_state == State::Ground) {
        m_sequence.clear();
        m_isAlt = false;
    }
}

int InputParser::number(qsizetype index, int fallback) const
{
    bool isNumber = false;
    const QByteArray field = m_fields.value(index);
    const int value = field.split(':').constFirst().toInt(&isNumber);
    return isNumber ? value : fallback;
}

Modifiers InputParser::sequenceModifiers() const
{
    return modifiersOf(number(1, 1));
}

bool InputParser::isRelease() const
{
    const QByteArray field = m_fields.value(1);
    return field.indexOf(':') >= 0 && field.mid(field.indexOf(':') + 1).toInt() == 3;
}

void InputParser::finishCsi(char final)
{
    const char mark = m_sequence.isEmpty() ? '\0' : m_sequence[0];
    const bool isPrivate = mark == '?' || mark == '<' || mark == '>' || mark == '=';
    m_fields = (isPrivate ? m_sequence.mid(1) : m_sequence).split(';');
    if (mark == '<' && (final == 'M' || final == 'm')) {
        finishMouse(final);
    } else if (isPrivate) {
        const bool isModeReport = mark == '?' && final == 'y' && m_sequence.endsWith('$');
        if (isModeReport)
            m_events.append(ModeReport{number(0), m_fields.value(1).chopped(m_fields.size() == 2 ? 1 : 0).toInt()});
    } else if (isRelease()) {
        return;
    } else if (final == '~' || final == '^' || final == '$' || final == '@') {
        finishTilde(final);
    } else if (final == 'u') {
        finishKitty(m_fields.value(0), sequenceModifiers());
    } else if (final == 'R' && m_fields.size() == 2 && (m_expectsCursorReport || number(0) != 1)) {
        finishReport();
    } else if (final == 'I' || final == 'O') {
        m_events.append(Focus{final == 'I'});
    } else if (final == 'Z') {
        emitKey(KeyCode::Tab, sequenceModifiers() | Modifier::Shift);
    } else if (final == 'M') {
        m_state = State::MouseBytes; // reports of the oldest kind: three bytes we never asked for
        m_mouseBytes = 3;
        m_isAlt = false;
        m_sequence.clear();
    } else if (final >= 'a' && final <= 'd') {
        emitKey(*codeOfLetter(static_cast<char>(final - 'a' + 'A')), Modifier::Shift);
    } else if (const auto code = codeOfLetter(final)) {
        emitKey(*code, sequenceModifiers());
    }
}

void InputParser::finishTilde(char final)
{
    const int which = number(0);
    if (final == '~' && which == 200) {
        m_sequence.clear();
        m_isTooLong = false;
        m_isAlt = false;
        m_state = State::Paste;
        return;
    }
    if (final == '~' && which == 27 && m_fields.size() == 3) {
        finishKitty(m_fields[2], sequenceModifiers()); // xterm's modifyOtherKeys: CSI 27 ; modifiers ; code ~
        return;
    }
    Modifiers modifiers = sequenceModifiers();
    modifiers.setFlag(Modifier::Shift, (modifiers & Modifier::Shift) || final == '$' || final == '@');
    modifiers.setFlag(Modifier::Ctrl, (modifiers & Modifier::Ctrl) || final == '^' || final == '@');
    if (const auto code = codeOfTilde(which))
        emitKey(*code, modifiers);
}

void InputParser::finishKitty(const QByteArray& code, Modifiers modifiers)
{
    // The first number is the key, the second what it types with Shift.
    const QList<QByteArray> alternatives = code.split(':');
    const int plain = alternatives[0].toInt();
    const int shifted = alternatives.value(1).toInt();
    if (const auto control = codeOfControl(plain)) {
        emitKey(*control, modifiers);
        return;
    }
    if (const auto keypad = keypadKey(plain)) {
        if (keypad->code == KeyCode::Character)
            emitCharacter(keypad->character, modifiers & ~Modifiers(Modifier::Shift));
        else
            emitKey(keypad->code, modifiers);
        return;
    }
    // 57344 and up, the private use area, are keys we have no use for; C0, C1 and surrogates are no characters.
    const bool isCharacter = plain >= 0x20 && plain <= 0x10FFFF && (plain < 0x7F || plain >= 0xA0) && (plain < 0xD800 || plain > 0xF8FF);
    if (!isCharacter)
        return;
    auto character = static_cast<char32_t>(plain);
    if (modifiers & Modifier::Shift)
        character = shifted >= 0x20 && shifted < 0xD800 && (shifted < 0x7F || shifted >= 0xA0) ? static_cast<char32_t>(shifted)
                                                                                             : QChar::toUpper(character);
    emitCharacter(character, modifiers & ~Modifiers(Modifier::Shift));
}

void InputParser::finishMouse(char final)
{
    const int code = number(0);
    Mouse mouse;
    mouse.position = {number(1, 1) - 1, number(2, 1) - 1};
    mouse.modifiers.setFlag(Modifier::Shift, code & 4);
    mouse.modifiers.setFlag(Modifier::Alt, code & 8);
    mouse.modifiers.setFlag(Modifier::Ctrl, code & 16);
    mouse.button = code & 3;
    if (code & 64) {
        if (mouse.button > 1)
            return; // sideways wheels
        mouse.kind = mouse.button == 0 ? Mouse::Kind::WheelUp : Mouse::Kind::WheelDown;
        mouse.button = 0;
    } else if (code & 32) {
        mouse.kind = Mouse::Kind::Move;
    } else {
        mouse.kind = final == 'M' ? Mouse::Kind::Press : Mouse::Kind::Release;
    }
    m_events.append(mouse);
}

void InputParser::finishReport()
{
    m_events.append(CursorReport{{number(1, 1) - 1, number(0, 1) - 1}});
}

void InputParser::takeSs3(char byte)
{
    // Some terminals put the modifier between: SS3 5 A.
    if (byte >= '0' && byte <= '9' && m_sequence.size() < 4) {
        m_sequence += byte;
        return;
    }
    m_state = State::Ground;
    const auto value = static_cast<quint8>(byte);
    if (value < 0x20 || value >= 0x7F) {
        m_isAlt = false;
        takeGround(byte);
        return;
    }
    const Modifiers modifiers = modifiersOf(m_sequence.toInt());
    m_sequence.clear();
    static constexpr char keypad[] = "*+,-./0123456789";
    if (byte == 'M')
        emitKey(KeyCode::Enter, modifiers);
    else if (byte >= 'a' && byte <= 'd')
        emitKey(*codeOfLetter(static_cast<char>(byte - 'a' + 'A')), Modifier::Ctrl); // rxvt
    else if (byte >= 'j' && byte <= 'y')
        emitCharacter(static_cast<char32_t>(keypad[byte - 'j']), modifiers);
    else if (const auto code = codeOfLetter(byte))
        emitKey(*code, modifiers);
    m_isAlt = false;
}

} // namespace confab::tui
