// Turns the bytes a terminal sends into input events.
#pragma once

#include "client-tui/input/InputEvent.h"

#include <QByteArrayView>
#include <QList>

namespace confab::tui {

/// A byte-wise state machine: bytes may be split anywhere. Understands xterm, VTE, kitty (CSI u), rxvt, tmux and Linux console
/// keys. Never fails: unknown sequences are swallowed, invalid UTF-8 becomes U+FFFD. Memory is bounded by the limits below.
class InputParser {
public:
    static constexpr int escapeTimeoutMs = 25;
    static constexpr int sequenceLimit = 64;    // bytes of one CSI sequence
    static constexpr int stringLimit = 4096;    // bytes of one OSC or DCS answer
    static constexpr int pasteLimit = 1 << 20;  // bytes of one paste; what follows is dropped up to its end mark

    /// The events these bytes complete, in order.
    QList<InputEvent> feed(QByteArrayView bytes);

    /// How long to wait for more bytes before calling flushEscape(); -1 when nothing hangs in the air.
    int timeoutMs() const;
    /// No more bytes came: a lone Escape was the Escape key.
    QList<InputEvent> flushEscape();

    /// While true, CSI 1 ; n R is a cursor report; otherwise it is F3 with modifiers.
    void setExpectingCursorReport(bool expecting) { m_expectsCursorReport = expecting; }

private:
    enum class State : quint8 { Ground, Escape, Csi, Ss3, String, StringEscape, Paste, MouseBytes, LinuxFunction };

    void take(quint8 byte);
    void takeGround(quint8 byte);
    void takeEscape(quint8 byte);
    void takeCsi(quint8 byte);
    void takeSs3(quint8 byte);
    void takeString(quint8 byte);
    void takePaste(quint8 byte);
    void takeUtf8(quint8 byte);
    void takeControl(quint8 byte);
    void finishCsi(char final);
    void finishTilde(const QList<int>& numbers, char final);
    void finishKitty();
    void finishMouse(const QList<int>& numbers, char final);
    void finishReport(const QList<int>& numbers, char final);
    void finishString();
    void finishPaste();
    void emitKey(KeyCode code, Modifiers modifiers = {});
    void emitCharacter(char32_t character, Modifiers modifiers = {});
    void emitCode(int code, int shifted, Modifiers modifiers);
    Modifiers takeAlt();

    State m_state = State::Ground;
    QByteArray m_sequence; // of the CSI, OSC or paste being read
    char32_t m_utf8 = 0;
    char32_t m_utf8Least = 0; // smallest code point the announced length may encode
    int m_utf8Missing = 0;
    int m_mouseBytes = 0;
    bool m_alt = false;   // an Escape came before what is being read
    bool m_tooLong = false;
    bool m_expectsCursorReport = false;
    QList<InputEvent> m_events;
};

} // namespace confab::tui
