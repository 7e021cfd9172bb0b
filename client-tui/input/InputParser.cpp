// Turns the bytes a terminal sends into input events: the states and the text; sequences are in InputSequences.cpp.
#include "client-tui/input/InputParser.h"

#include <utility>

namespace confab::tui {

using namespace Qt::StringLiterals;

namespace {

    constexpr char escape = '\x1B';
    constexpr char32_t replacement = 0xFFFD;
    constexpr QByteArrayView pasteEnd = "\x1B[201~";

} // namespace

QList<InputEvent> InputParser::feed(QByteArrayView bytes)
{
    for (const char byte : bytes)
        take(byte);
    return std::exchange(m_events, {});
}

QList<InputEvent> InputParser::flushEscape()
{
    if (m_state == State::Escape) {
        const bool wasTwice = m_isAlt;
        m_isAlt = false;
        m_state = State::Ground;
        for (int count = wasTwice ? 2 : 1; count > 0; --count)
            emitKey(KeyCode::Escape);
    } else if (isBareIntroducer()) {
        const char32_t character = m_state == State::Csi ? U'[' : U'O';
        m_isAlt = false;
        m_state = State::Ground;
        emitCharacter(character, Modifier::Alt);
    }
    return std::exchange(m_events, {});
}

bool InputParser::isBareIntroducer() const
{
    return (m_state == State::Csi || m_state == State::Ss3) && m_sequence.isEmpty() && !m_isTooLong;
}

void InputParser::take(char byte)
{
    switch (m_state) {
    case State::Ground:
        takeGround(byte);
        break;
    case State::Escape:
        takeEscape(byte);
        break;
    case State::Csi:
        takeCsi(byte);
        break;
    case State::Ss3:
        takeSs3(byte);
        break;
    case State::String:
    case State::StringEscape:
        takeString(byte);
        break;
    case State::Paste:
        takePaste(byte);
        break;
    case State::MouseBytes:
        if (--m_mouseBytes == 0)
            m_state = State::Ground;
        break;
    case State::LinuxFunction:
        m_state = State::Ground;
        if (byte >= 'A' && byte <= 'E')
            emitKey(static_cast<KeyCode>(static_cast<int>(KeyCode::F1) + (byte - 'A')));
        m_isAlt = false;
        break;
    }
}

void InputParser::takeGround(char byte)
{
    const auto value = static_cast<quint8>(byte);
    if (m_utf8Missing > 0 || value >= 0x80) {
        takeUtf8(value);
    } else if (byte == escape) {
        m_state = State::Escape;
    } else if (value < 0x20 || value == 0x7F) {
        takeControl(byte);
    } else {
        emitCharacter(value);
    }
}

void InputParser::takeEscape(char byte)
{
    m_state = State::Ground;
    switch (byte) {
    case escape:
        // Escape twice is rxvt's Alt before a sequence, or really the key twice: the next byte tells.
        emitEarlierEscape();
        m_isAlt = true;
        m_state = State::Escape;
        return;
    case '[':
    case 'O':
        m_sequence.clear();
        m_isTooLong = false;
        m_state = byte == '[' ? State::Csi : State::Ss3;
        return;
    case ']':
    case 'P':
    case '_':
    case '^':
        m_sequence.clear();
        m_isTooLong = byte != ']'; // only OSC answers are of interest; of the others the text is dropped
        m_isAlt = false;
        m_state = State::String;
        return;
    default:
        emitEarlierEscape();
        m_isAlt = true;
        takeGround(byte);
    }
}

void InputParser::emitEarlierEscape()
{
    if (std::exchange(m_isAlt, false))
        emitKey(KeyCode::Escape);
}

void InputParser::takeControl(char byte)
{
    const Modifiers alt = std::exchange(m_isAlt, false) ? Modifiers(Modifier::Alt) : Modifiers();
    switch (byte) {
    case '\r':
        emitKey(KeyCode::Enter, alt);
        break;
    case '\t':
        emitKey(KeyCode::Tab, alt);
        break;
    case '\b':
    case '\x7F':
        emitKey(KeyCode::Backspace, alt);
        break;
    case '\0':
        emitCharacter(U' ', alt | Modifier::Ctrl);
        break;
    default:
        // Ctrl+A..Z are 1..26; Ctrl with \ ] ^ _ are 28..31.
        emitCharacter(static_cast<char32_t>(byte + (byte <= 26 ? 'a' - 1 : '@')), alt | Modifier::Ctrl);
    }
}

void InputParser::takeUtf8(quint8 byte)
{
    if (m_utf8Missing == 0) {
        const int length = byte >= 0xF0 && byte <= 0xF4 ? 4 : byte >= 0xE0 && byte < 0xF0 ? 3 : byte >= 0xC2 && byte < 0xE0 ? 2 : 0;
        if (length == 0) {
            emitCharacter(replacement);
            return;
        }
        m_utf8 = byte & (0xFFU >> (length + 1));
        m_utf8Least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        m_utf8Missing = length - 1;
        return;
    }
    if ((byte & 0xC0U) != 0x80) {
        m_utf8Missing = 0;
        emitCharacter(replacement);
        takeGround(static_cast<char>(byte));
        return;
    }
    m_utf8 = m_utf8 << 6U | (byte & 0x3FU);
    if (--m_utf8Missing > 0)
        return;
    const bool isValid = m_utf8 >= m_utf8Least && m_utf8 <= 0x10FFFF && (m_utf8 < 0xD800 || m_utf8 > 0xDFFF) && m_utf8 >= 0xA0;
    emitCharacter(isValid ? m_utf8 : replacement);
}

void InputParser::takeString(char byte)
{
    const bool isEnd = byte == '\a' || (m_state == State::StringEscape && byte == '\\');
    if (isEnd) {
        m_state = State::Ground;
        finishString();
    } else if (m_state == State::StringEscape) {
        // Not an end mark: the string broke off, and something new begins.
        takeEscape(byte);
    } else if (byte == escape) {
        m_state = State::StringEscape;
    } else if (byte == '\x18' || byte == '\x1A') {
        m_state = State::Ground;
    } else if (m_sequence.size() >= stringLimit) {
        m_isTooLong = true;
    } else if (!m_isTooLong) {
        m_sequence += byte;
    }
}

void InputParser::finishString()
{
    if (!m_isTooLong)
        m_events.append(StringReport{m_sequence});
    m_sequence.clear();
}

void InputParser::takePaste(char byte)
{
    m_sequence += byte;
    if (byte == '~' && m_sequence.endsWith(pasteEnd)) {
        m_sequence.chop(pasteEnd.size());
        finishPaste();
    } else if (m_sequence.size() > pasteLimit + pasteEnd.size()) {
        // Keep what the end mark may still be made of.
        m_isTooLong = true;
        m_sequence.remove(pasteLimit, 1);
    }
}

void InputParser::finishPaste()
{
    m_state = State::Ground;
    QByteArray bytes = std::exchange(m_sequence, {});
    const bool isTruncated = m_isTooLong || bytes.size() > pasteLimit;
    bytes.truncate(pasteLimit);
    if (isTruncated) {
        // Not in the middle of a character.
        while (!bytes.isEmpty() && (static_cast<quint8>(bytes.back()) & 0xC0U) == 0x80)
            bytes.chop(1);
        if (!bytes.isEmpty() && static_cast<quint8>(bytes.back()) >= 0xC0)
            bytes.chop(1);
    }
    QString text = QString::fromUtf8(bytes);
    text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
    text.removeIf([](QChar c) {
        const bool isControl = c.unicode() < 0x20 || (c.unicode() >= 0x7F && c.unicode() < 0xA0);
        return isControl && c != u'\n' && c != u'\t';
    });
    m_events.append(Paste{text, isTruncated});
}

void InputParser::emitKey(KeyCode code, Modifiers modifiers)
{
    if (std::exchange(m_isAlt, false))
        modifiers |= Modifier::Alt;
    m_events.append(Key{code, 0, modifiers});
}

void InputParser::emitCharacter(char32_t character, Modifiers modifiers)
{
    if (std::exchange(m_isAlt, false))
        modifiers |= Modifier::Alt;
    m_events.append(Key{KeyCode::Character, character, modifiers});
}

} // namespace confab::tui
