// Texts somebody would send to break a chat client: bodies and names that every drawing path must survive.
#pragma once

#include <QList>
#include <QString>

namespace confab::tests {

struct HostileText {
    const char* name;
    QString text;
};

inline QString repeated(const QString& part, int times) { return part.repeated(times); }

inline QList<HostileText> escapeCorpus()
{
    return {
        {"colour escape", QStringLiteral("\x1b[31mred\x1b[0m")},
        {"clear screen", QStringLiteral("\x1b[2J\x1b[H")},
        {"OSC 52 clipboard", QStringLiteral("\x1b]52;c;cm0gLXJmIC8=\x07")},
        {"OSC 0 title, ST", QStringLiteral("\x1b]0;pwned\x1b\\")},
        {"OSC 8 link", QStringLiteral("\x1b]8;;http://evil.example\x1b\\good.example\x1b]8;;\x1b\\")},
        {"DCS", QStringLiteral("\x1bP+q544e\x1b\\")},
        {"APC kitty image", QStringLiteral("\x1b_Gf=100;AAAA\x1b\\")},
        {"device status report", QStringLiteral("\x1b[6n\x1b[c\x1b[?1000h")},
        {"8-bit CSI", QStringLiteral("\u009b31mred\u009b0m")},
        {"8-bit OSC and ST", QStringLiteral("\u009d52;c;AAAA\u009c")},
        {"every C0 and C1",
            [] {
                QString all;
                for (char16_t c = 0; c < 0xA0; c = static_cast<char16_t>(c == 0x1F ? 0x7F : c + 1))
                    all += QChar(c);
                return all;
            }()},
        {"backspaces", QStringLiteral("rm -rf /\b\b\b\b\b\b\b\bls     ")},
        {"carriage return overwrites", QStringLiteral("harmless\revil")},
        {"bell and shift out", QStringLiteral("\x07\x0e\x0f")},
        {"vertical tab and form feed",
            QStringLiteral("a\x0b"
                           "b\x0c"
                           "c")},
        {"escape inside entity", QStringLiteral("&#27;[31m &#x9b;31m")},
        {"bracketed paste end", QStringLiteral("\x1b[201~rm -rf ~\n")},
    };
}

inline QList<HostileText> unicodeCorpus()
{
    return {
        {"right-to-left override", QStringLiteral("photo\u202Egpj.exe")},
        {"left-to-right override", QStringLiteral("\u202Dabc")},
        {"unclosed embeddings", QStringLiteral("\u202A\u202B\u202Aabc\ndef")},
        {"unclosed isolates", QStringLiteral("\u2066\u2067\u2068abc")},
        {"stray closers", QStringLiteral("\u202C\u2069\u202C\u2069abc")},
        {"crossed pairs", QStringLiteral("\u202Aa\u2067b\u202Cc\u2069d")},
        {"thousand embeddings", repeated(QStringLiteral("\u202B"), 1000)},
        {"Arabic letter mark", QStringLiteral("a\u061Cb")},
        {"zalgo", QStringLiteral("Z") + repeated(QStringLiteral("\u0300\u0316\u0334\u0489"), 100)},
        {"zalgo without base", repeated(QStringLiteral("\u0301"), 64)},
        {"joined family chain", repeated(QStringLiteral("\U0001F468\u200D"), 500)},
        {"joiners only", repeated(QStringLiteral("\u200D"), 500)},
        {"skin tone pile", QStringLiteral("\U0001F44B") + repeated(QStringLiteral("\U0001F3FF"), 200)},
        {"spacing mark pile", QStringLiteral("\u0915") + repeated(QStringLiteral("\u0903"), 200)},
        {"leading jamo pile", repeated(QStringLiteral("\u1100"), 200)},
        {"vowel jamo pile", QStringLiteral("\u1100") + repeated(QStringLiteral("\u1161"), 200)},
        {"prepended pile", repeated(QStringLiteral("\u0600"), 200) + QStringLiteral("1")},
        {"selectors as smuggled bytes", QStringLiteral("x") + repeated(QStringLiteral("\U000E0101\U000E0102"), 100)},
        {"tags as smuggled text", QStringLiteral("hi\U000E0068\U000E0069")},
        {"flag without end", QStringLiteral("\U0001F3F4\U000E0067\U000E0062\U000E0065")},
        {"zero width padding", repeated(QStringLiteral("\u200B\u2060\u200E"), 500)},
        {"byte order marks", QStringLiteral("\uFEFFa\uFEFFb")},
        {"line and paragraph separators", QStringLiteral("a\u2028b\u2029c\u0085d")},
        {"lone high surrogate", QStringLiteral("a") + QChar(char16_t(0xD83D)) + QStringLiteral("b")},
        {"lone low surrogate", QStringLiteral("a") + QChar(char16_t(0xDE00))},
        {"surrogates swapped", QString(QChar(char16_t(0xDE00))) + QChar(char16_t(0xD83D))},
        {"noncharacters", QStringLiteral("a") + QChar(char16_t(0xFFFF)) + QChar(char16_t(0xFDD0)) + QStringLiteral("\U0001FFFE")},
        {"object replacement", QStringLiteral("\uFFFC")},
        {"interlinear annotation", QStringLiteral("\uFFF9a\uFFFAb\uFFFB")},
        {"deprecated format", QStringLiteral("\u206A\u206F")},
        {"Hangul filler name", QStringLiteral("\u3164\u115F")},
        {"64 KiB line", repeated(QStringLiteral("x"), 64 * 1024)},
        {"64 KiB of marks", repeated(QStringLiteral("\u0301"), 64 * 1024)},
        {"64 KiB of openers", repeated(QStringLiteral("\u2067"), 64 * 1024)},
    };
}

inline QList<HostileText> markupCorpus()
{
    return {
        {"javascript link", QStringLiteral("[click](javascript:alert(1))")},
        {"javascript in disguise", QStringLiteral("[click](JaVa\tscript:alert(1)) [x](&#106;avascript:x)")},
        {"data link", QStringLiteral("[click](data:text/html,<script>x</script>)")},
        {"file image", QStringLiteral("![x](file:///etc/passwd)")},
        {"tracking image", QStringLiteral("![](http://tracker.example/pixel.gif)")},
        {"html image", QStringLiteral("<img src=http://tracker.example/x> <img src=file:///etc/passwd>")},
        {"html bomb", repeated(QStringLiteral("<table><tr><td>"), 500)},
        {"lookalike link", QStringLiteral("[https://bank.example](https://evil.example)")},
        {"user name as host", QStringLiteral("https://bank.example@evil.example/")},
        {"fake prompt", QStringLiteral("$ sudo rm -rf /\n[sudo] password for you:")},
        {"deep quotes", repeated(QStringLiteral(">"), 5000) + QStringLiteral(" x")},
        {"deep lists", repeated(QStringLiteral("- "), 2000) + QStringLiteral("x")},
        {"open brackets", repeated(QStringLiteral("["), 30000)},
        {"open images", repeated(QStringLiteral("![a]("), 8000)},
        {"stars", repeated(QStringLiteral("*a **b "), 5000)},
        {"backticks of every length",
            [] {
                QString all;
                for (int length = 1; length < 300; ++length)
                    all += QString(length, u'`') + u'x';
                return all;
            }()},
        {"angle brackets", repeated(QStringLiteral("<"), 30000)},
        {"entities", repeated(QStringLiteral("&amp;"), 10000)},
        {"many spans", repeated(QStringLiteral("*a* "), 12000)},
        {"reference bomb", QStringLiteral("[a]: /x\n") + repeated(QStringLiteral("[a]"), 10000)},
        {"escape in link target", QStringLiteral("[x](http://a.example/\x1b]52;c;AA\x07)")},
        {"escape in code", QStringLiteral("```\x1b[31m\n\x1b]0;x\x07\n```")},
    };
}

inline QList<HostileText> hostileCorpus() { return escapeCorpus() + unicodeCorpus() + markupCorpus(); }

/// The first unit of `text` that a terminal or a text engine may take as a command, or -1. Newline and tab are allowed if `isBody`.
inline qsizetype firstControl(const QString& text, bool isBody)
{
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char16_t c = text[at].unicode();
        const bool isAllowed = isBody && (c == u'\n' || c == u'\t');
        const bool isControl =
            c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFC || c >= 0xFFFE;
        const bool isLone = text[at].isSurrogate() && !(text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
            && !(text[at].isLowSurrogate() && at > 0 && text[at - 1].isHighSurrogate());
        if ((isControl && !isAllowed) || isLone)
            return at;
    }
    return -1;
}

} // namespace confab::tests
