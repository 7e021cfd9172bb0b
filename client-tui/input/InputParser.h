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
    static constexpr int sequenceLimit = 64;   // bytes of one CSI sequence; a longer one is swallowed
    static constexpr int stringLimit = 4096;   // bytes of one OSC or DCS answer; a longer one is swallowed
    static constexpr int pasteLimit = 1 << 20; // bytes of one paste; what follows is dropped up to its end mark

    /// The events these bytes complete, in order.
    QList<InputEvent> feed(QByteArrayView bytes);

    /// How long to wait for more bytes before calling flushEscape(); -1 when nothing hangs in the air.
    int timeoutMs() const { return m_state == State::Escape || isBareIntroducer() ? escapeTimeoutMs : -1; }
    /// No more bytes came: a lone Escape was the Escape key, Escape with [ or O was Alt with that character.
    QList<InputEvent> flushEscape();

    /// While true, CSI 1 ; n R is a cursor report; otherwise it is F3 with modifiers.
    void setExpectingCursorReport(bool expecting) { m_expectsCursorReport = expecting; }

private:
    enum class State : quint8 { Ground, Escape, Csi, Ss3, String, StringEscape, Paste, MouseBytes, LinuxFunction };

    bool isBareIntroducer() const;
    void take(char byte);
    void takeGround(char byte);
    void takeEscape(char byte);
    void takeCsi(char byte);
    void takeSs3(char byte);
    void takeString(char byte);
    void takePaste(char byte);
    void takeUtf8(quint8 byte);
    void takeControl(char byte);
    void finishCsi(char final);
    void finishTilde(char final);
    void finishKitty(const QByteArray& code, Modifiers modifiers);
    void finishMouse(char final);
    void finishReport();
    void finishString();
    void finishPaste();
    void emitEarlierEscape();
    void emitKey(KeyCode code, Modifiers modifiers = {});
    void emitCharacter(char32_t character, Modifiers modifiers = {});
    int number(qsizetype index, int fallback = 0) const;
    Modifiers sequenceModifiers() const;
    bool isRelease() const;

    State m_state = State::Ground;
    QByteArray m_sequence;       // parameters of the CSI, text of the OSC or paste being read
    QList<QByteArray> m_fields;  // of the finished CSI
    char32_t m_utf8 = 0;
    char32_t m_utf8Least = 0; // the smallest code point the announced length may encode
    int m_utf8Missing = 0;
    int m_mouseBytes = 0;
    bool m_isAlt = false; // an Escape came before what is being read
    bool m_isTooLong = false;
    bool m_expectsCursorReport = false;
    QList<InputEvent> m_events;
};

} // namespace confab::tui
