// Bytes of all terminal families become the same keys, however they are split.
#include "client-tui/input/InputParser.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace confab::tui;
using namespace Qt::StringLiterals;

namespace {

/// Events as one readable line, to compare and to print.
QString described(const QList<InputEvent>& events)
{
    struct Describe {
        QString operator()(const Key& key) const { return keyText(key); }
        QString operator()(const Paste& paste) const { return u"paste(%1)%2"_s.arg(paste.text, paste.isTruncated ? u"…"_s : QString()); }
        QString operator()(const Focus& focus) const { return focus.isIn ? u"focus"_s : u"blur"_s; }
        QString operator()(const Mouse& mouse) const
        {
            return u"mouse%1/%2@%3,%4%5"_s.arg(int(mouse.kind)).arg(mouse.button).arg(mouse.position.x()).arg(mouse.position.y())
                .arg(mouse.modifiers & Modifier::Ctrl ? u"+ctrl"_s : QString());
        }
        QString operator()(const CursorReport& report) const { return u"cursor@%1,%2"_s.arg(report.position.x()).arg(report.position.y()); }
        QString operator()(const ModeReport& report) const { return u"mode%1=%2"_s.arg(report.mode).arg(report.state); }
        QString operator()(const StringReport& report) const { return u"string(%1)"_s.arg(QLatin1StringView(report.text)); }
    };
    QStringList words;
    for (const InputEvent& event : events)
        words += std::visit(Describe{}, event);
    return words.join(u' ');
}

} // namespace

class tst_InputParser : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bytesBecomeEvents_data();
    void bytesBecomeEvents();
    void loneEscapeWaitsForItsTimeout();
    void nothingHangsInTheAirAfterCompleteKeys();
    void escapeThenKeyIsAlt();
    void bareIntroducersAreAltAfterTheTimeout();
    void cursorReportsNeedToBeExpected();
    void pastesAreBounded();
    void truncatedPastesEndBetweenCharacters();
    void longSequencesAreSwallowed();
    void randomBytesNeverYieldControls();
};

void tst_InputParser::bytesBecomeEvents_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("events");
    const auto row = [](const char* name, const QByteArray& bytes, const char* events) { QTest::newRow(name) << bytes << QString::fromUtf8(events); };
    row("text", "aZ é€🎉", "a Z Space é € 🎉");
    row("control keys", "\x01\x17\x1A\x1F\x1C", "Ctrl+A Ctrl+W Ctrl+Z Ctrl+_ Ctrl+\\");
    row("Ctrl+Space", QByteArray(1, '\0'), "Ctrl+Space");
    row("named controls", "\r\t\x7F\x08\n", "Enter Tab Backspace Backspace Ctrl+J");
    row("alt", "\x1B" "a\x1B" "B\x1B\r\x1B\x7F\x1B\x01\x1B\xC3\xA9", "Alt+A Alt+Shift+B Alt+Enter Alt+Backspace Ctrl+Alt+A Alt+É");
    row("arrows", "\x1B[A\x1B[B\x1B[C\x1B[D\x1BOA\x1BOD", "Up Down Right Left Up Left");
    row("xterm modifiers", "\x1B[1;5A\x1B[1;2B\x1B[1;3C\x1B[1;8D\x1B[3;5~\x1B[5;3~", "Ctrl+Up Shift+Down Alt+Right Ctrl+Alt+Shift+Left Ctrl+Del Alt+PgUp");
    row("edit keys", "\x1B[H\x1B[F\x1B[2~\x1B[3~\x1B[5~\x1B[6~\x1B[1~\x1B[4~\x1B[7~\x1B[8~", "Home End Ins Del PgUp PgDn Home End Home End");
    row("function keys", "\x1BOP\x1BOQ\x1BOR\x1BOS\x1B[15~\x1B[17~\x1B[18~\x1B[19~\x1B[20~\x1B[21~\x1B[23~\x1B[24~", "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12");
    row("function keys with modifiers", "\x1B[1;2P\x1B[15;5~\x1B[1;5R", "Shift+F1 Ctrl+F5 Ctrl+F3");
    row("vt220 function keys", "\x1B[11~\x1B[12~\x1B[13~\x1B[14~", "F1 F2 F3 F4");
    row("linux console", "\x1B[[A\x1B[[E\x1B[1~", "F1 F5 Home");
    row("rxvt", "\x1BOa\x1B[a\x1B[5^\x1B[3$\x1B[6@\x1B\x1B[A\x1B\x1BOa", "Ctrl+Up Shift+Up Ctrl+PgUp Shift+Del Ctrl+Shift+PgDn Alt+Up Ctrl+Alt+Up");
    row("shift tab", "\x1B[Z", "Shift+Tab");
    row("keypad", "\x1BOM\x1BOp\x1BOk", "Enter 0 +");
    row("kitty text keys", "\x1B[97;5u\x1B[98;4u\x1B[44:60;4u\x1B[45:95;6u\x1B[27u", "Ctrl+A Alt+Shift+B Alt+< Ctrl+_ Esc");
    row("kitty named keys", "\x1B[13;2u\x1B[127;5u\x1B[9;2u\x1B[57399u\x1B[57417u\x1B[57414;3u", "Shift+Enter Ctrl+Backspace Shift+Tab 0 Left Alt+Enter");
    row("kitty releases and unknown keys", "\x1B[97;5:3u\x1B[57441u\x1B[1;1:3Ax", "x");
    row("kitty caps lock", "\x1B[97;65u", "a");
    row("modifyOtherKeys", "\x1B[27;2;13~\x1B[27;5;105~", "Shift+Enter Ctrl+I");
    row("focus", "\x1B[I\x1B[O", "focus blur");
    row("mouse", "\x1B[<0;3;4M\x1B[<0;3;4m\x1B[<64;1;1M\x1B[<65;1;1M\x1B[<16;2;2M\x1B[<32;9;9M", "mouse0/0@2,3 mouse1/0@2,3 mouse3/0@0,0 mouse4/0@0,0 mouse0/0@1,1+ctrl mouse2/0@8,8");
    row("oldest mouse is swallowed", "\x1B[M !!x", "x");
    row("mode report", "\x1B[?2026;2$y", "mode2026=2");
    row("cursor report", "\x1B[5;10R", "cursor@9,4");
    row("device attributes are swallowed", "\x1B[?64;1;2c\x1B[>1;10;0cx", "x");
    row("osc answers", "\x1B]11;rgb:00/00/00\x1B\\\x1B]10;x\ay", "string(11;rgb:00/00/00) string(10;x) y");
    row("dcs is swallowed", "\x1BP1+r544e=78\x1B\\x", "x");
    row("broken osc", "\x1B]11;rgb\x1B[Ax", "Up x");
    row("paste", "\x1B[200~one\r\ntwo\rthree\nfour\t5\x1B[201~x", "paste(one\ntwo\nthree\nfour\t5) x");
    row("paste loses controls", "\x1B[200~a\x1B[31mb\x03\xC2\x9B" "c\x07\x1B[201~", "paste(a[31mbc)");
    row("paste holding almost an end", "\x1B[200~a\x1B[201b~\x1B[201~", "paste(a[201b~)");
    row("empty paste", "\x1B[200~\x1B[201~", "paste()");
    row("invalid utf-8", "a\xFF" "b\xC3(\xE2\x82z\xC0\xAF", "a \uFFFD b \uFFFD ( \uFFFD z \uFFFD \uFFFD");
    row("surrogates and C1 in utf-8", "\xED\xA0\x80\xC2\x9B", "\uFFFD \uFFFD");
    row("overlong utf-8", "\xE0\x9F\xBF\xF0\x8F\xBF\xBFz", "\uFFFD \uFFFD z");
    row("beyond unicode", "\xF4\x90\x80\x80\xF5", "\uFFFD \uFFFD");
    row("escape aborts a sequence", "\x1B[1;\x1B[A", "Up");
    row("control aborts a sequence", "\x1B[1;\x01", "Ctrl+A");
    row("unknown sequences are swallowed", "\x1B[99~\x1B[1;5Xx\x1B[>4;2mx", "x x");
    row("escape twice then letter", "\x1B\x1Bx", "Esc Alt+X");
    row("escape three times then arrow", "\x1B\x1B\x1B[A", "Esc Alt+Up");
}

void tst_InputParser::bytesBecomeEvents()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, events);
    InputParser whole;
    QCOMPARE(described(whole.feed(bytes)), events);
    for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
        InputParser parser;
        QList<InputEvent> got = parser.feed(QByteArrayView(bytes).first(cut));
        got += parser.feed(QByteArrayView(bytes).sliced(cut));
        QVERIFY2(described(got) == events, qPrintable(u"cut at %1: %2"_s.arg(cut).arg(described(got))));
    }
    InputParser single;
    QList<InputEvent> got;
    for (const char byte : bytes)
        got += single.feed(QByteArrayView(&byte, 1));
    QCOMPARE(described(got), events);
}

void tst_InputParser::loneEscapeWaitsForItsTimeout()
{
    InputParser parser;
    QCOMPARE(parser.timeoutMs(), -1);
    QCOMPARE(described(parser.feed("\x1B")), QString());
    QCOMPARE(parser.timeoutMs(), InputParser::escapeTimeoutMs);
    QCOMPARE(described(parser.flushEscape()), u"Esc"_s);
    QCOMPARE(parser.timeoutMs(), -1);
    QCOMPARE(described(parser.feed("a")), u"a"_s);
    parser.feed("\x1B\x1B");
    QCOMPARE(described(parser.flushEscape()), u"Esc Esc"_s);
    QCOMPARE(described(parser.feed("[")), u"["_s);
}

void tst_InputParser::nothingHangsInTheAirAfterCompleteKeys()
{
    InputParser parser;
    for (const char* bytes : {"a", "\x1B[A", "\x1B[200~half a paste", "\x1B[201~", "\xE2\x82"}) {
        parser.feed(bytes);
        QCOMPARE(parser.timeoutMs(), -1);
        QCOMPARE(described(parser.flushEscape()), QString());
    }
    QCOMPARE(described(parser.feed("\xAC")), u"€"_s);
}

void tst_InputParser::escapeThenKeyIsAlt()
{
    InputParser parser;
    QVERIFY(parser.feed("\x1B").isEmpty());
    QCOMPARE(described(parser.feed("u")), u"Alt+U"_s);
    QCOMPARE(described(parser.feed("u")), u"u"_s);
}

void tst_InputParser::bareIntroducersAreAltAfterTheTimeout()
{
    InputParser parser;
    parser.feed("\x1B[");
    QCOMPARE(parser.timeoutMs(), InputParser::escapeTimeoutMs);
    QCOMPARE(described(parser.flushEscape()), u"Alt+["_s);
    parser.feed("\x1BO");
    QCOMPARE(described(parser.flushEscape()), u"Alt+Shift+O"_s);
    // More than the introducer can only be a slow sequence.
    parser.feed("\x1B[1;");
    QCOMPARE(parser.timeoutMs(), -1);
    QCOMPARE(described(parser.flushEscape()), QString());
    QCOMPARE(described(parser.feed("5A")), u"Ctrl+Up"_s);
}

void tst_InputParser::cursorReportsNeedToBeExpected()
{
    InputParser parser;
    QCOMPARE(described(parser.feed("\x1B[1;2R")), u"Shift+F3"_s);
    parser.setExpectingCursorReport(true);
    QCOMPARE(described(parser.feed("\x1B[1;2R")), u"cursor@1,0"_s);
}

void tst_InputParser::pastesAreBounded()
{
    InputParser parser;
    QList<InputEvent> events = parser.feed("\x1B[200~");
    const QByteArray chunk(100'000, 'x');
    for (int round = 0; round < 15; ++round)
        events += parser.feed(chunk);
    QVERIFY(events.isEmpty());
    events += parser.feed("\x1B[201~y");
    QCOMPARE(events.size(), 2);
    const auto paste = std::get<Paste>(events[0]);
    QVERIFY(paste.isTruncated);
    QCOMPARE(paste.text.size(), InputParser::pasteLimit);
    QCOMPARE(described({events[1]}), u"y"_s);
}

void tst_InputParser::truncatedPastesEndBetweenCharacters()
{
    InputParser parser;
    const QByteArray euros = QByteArray("€").repeated(400'000);
    const QList<InputEvent> events = parser.feed("\x1B[200~" + euros + "\x1B[201~");
    QCOMPARE(events.size(), 1);
    const auto paste = std::get<Paste>(events[0]);
    QVERIFY(paste.isTruncated);
    QVERIFY(paste.text.size() > InputParser::pasteLimit / 3 - 2);
    QVERIFY(!paste.text.contains(QChar::ReplacementCharacter));
}

void tst_InputParser::longSequencesAreSwallowed()
{
    InputParser parser;
    QCOMPARE(described(parser.feed("\x1B[" + QByteArray(5000, '1') + "Ax")), u"x"_s);
    QCOMPARE(described(parser.feed("\x1B]11;" + QByteArray(50'000, 'a') + "\ax")), u"x"_s);
    QCOMPARE(described(parser.feed("\x1BO" + QByteArray(2, '5') + "x")).size() > 0, true);
    QCOMPARE(described(parser.feed("\x1B[A")), u"Up"_s);
}

void tst_InputParser::randomBytesNeverYieldControls()
{
    const quint32 seed = 20240521;
    QRandomGenerator random(seed);
    static constexpr char likely[] = "\x1B\x1B\x1B[[[O]200~1;5<?$umMAR~\x07\\\r\x7F\xC2\x9B\xF0\x9F\x8E\x89";
    for (int round = 0; round < 2000; ++round) {
        QByteArray bytes;
        const int length = random.bounded(1, 80);
        for (int index = 0; index < length; ++index)
            bytes += random.bounded(4) == 0 ? static_cast<char>(random.bounded(256)) : likely[random.bounded(int(sizeof likely) - 1)];
        InputParser parser;
        QList<InputEvent> events = parser.feed(bytes);
        events += parser.flushEscape();
        const QByteArray place = "seed " + QByteArray::number(seed) + " bytes " + bytes.toHex();
        for (const InputEvent& event : events) {
            if (const auto* key = std::get_if<Key>(&event); key && key->code == KeyCode::Character) {
                const char32_t c = key->character;
                QVERIFY2(c >= 0x20 && (c < 0x7F || c >= 0xA0) && (c < 0xD800 || c > 0xDFFF) && c <= 0x10FFFF, place);
            }
        }
        // However confused, it comes back to its senses.
        const auto after = parser.feed("\a\x18\x1B[201~\x1B\\" "zzzz\x1B[A");
        QVERIFY2(described(after).endsWith(u"Up"), place);
    }
}

QTEST_GUILESS_MAIN(tst_InputParser)
#include "tst_InputParser.moc"
