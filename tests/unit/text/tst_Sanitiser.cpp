// Hostile text goes in, text without commands comes out, and honest text comes out unchanged.
#include "tests/unit/text/HostileCorpus.h"

#include "shared/client/text/Sanitiser.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>
#include <QTextBoundaryFinder>

using namespace Qt::StringLiterals;
using namespace confab::client;
using namespace confab::tests;

namespace {

/// Depth of open bidi controls left at the end of each line, or -1 for a closer without opener or any override.
int unbalanced(const QString& text)
{
    QList<bool> isolates;
    int worst = 0;
    for (const QChar c : text) {
        switch (c.unicode()) {
        case 0x202A:
        case 0x202B:
            isolates.append(false);
            break;
        case 0x2066:
        case 0x2067:
        case 0x2068:
            isolates.append(true);
            break;
        case 0x202C:
            if (isolates.isEmpty() || isolates.takeLast())
                return -1;
            break;
        case 0x2069:
            if (isolates.isEmpty() || !isolates.takeLast())
                return -1;
            break;
        case 0x202D:
        case 0x202E:
            return -1;
        case u'\n':
            worst = std::max(worst, static_cast<int>(isolates.size()));
            isolates.clear();
            break;
        default:
            break;
        }
    }
    return std::max(worst, static_cast<int>(isolates.size()));
}

qsizetype longestCluster(const QString& text)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype longest = 0;
    for (qsizetype last = 0, at = finder.toNextBoundary(); at > 0; last = at, at = finder.toNextBoundary())
        longest = std::max(longest, at - last);
    return longest;
}

QString randomHostile(QRandomGenerator& random)
{
    static const QList<HostileText> corpus = unicodeCorpus();
    QString text;
    const int parts = random.bounded(1, 12);
    for (int part = 0; part < parts; ++part) {
        const QString& from = corpus[random.bounded(corpus.size())].text;
        text += from.mid(random.bounded(static_cast<int>(std::min<qsizetype>(from.size(), 20))), random.bounded(1, 12));
        text += QChar(static_cast<char16_t>(random.bounded(0x10000)));
    }
    return text;
}

} // namespace

class tst_Sanitiser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hostileTextLosesItsTeeth_data();
    void hostileTextLosesItsTeeth();
    void bodyBecomes_data();
    void bodyBecomes();
    void nameBecomes_data();
    void nameBecomes();
    void longNamesAreCutBetweenClusters();
    void cleanBodiesAreSharedNotCopied_data();
    void cleanBodiesAreSharedNotCopied();
    void randomTextIsSafeAndStable();
    void plainLineIsOneLine();
    void isolationWrapsEachLine();
    void hugeTextIsQuick();
};

void tst_Sanitiser::hostileTextLosesItsTeeth_data()
{
    QTest::addColumn<QString>("text");
    for (const HostileText& row : hostileCorpus())
        QTest::newRow(row.name) << row.text;
}

void tst_Sanitiser::hostileTextLosesItsTeeth()
{
    QFETCH(QString, text);
    const QString body = safeBody(text);
    QCOMPARE(firstControl(body, true), -1);
    QCOMPARE(unbalanced(body), 0);
    QVERIFY2(
        longestCluster(body) <= 2 * (2 * maxMarksPerCluster + maxJoinersPerCluster + 3), qPrintable(QString::number(longestCluster(body))));
    QCOMPARE(safeBody(body), body);
    QCOMPARE(safeBody(QStringView(text)), body);

    const QString name = safeName(text);
    QCOMPARE(firstControl(name, false), -1);
    QVERIFY(name.size() <= maxNameLength);
    QCOMPARE(unbalanced(name), 0);
    QVERIFY(!name.contains(u'\u200E') && !name.contains(u'\u2066') && !name.contains(u'\u200B'));
    QCOMPARE(safeName(name), name);

    QCOMPARE(firstControl(plainLine(text), false), -1);
}

void tst_Sanitiser::bodyBecomes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto same = [](const char* name, const QString& text) { QTest::newRow(name) << text << text; };
    same("empty", {});
    same("ascii", u"hello, world"_s);
    same("newline and tab", u"a\n\tb"_s);
    same("accents", u"Zażółć gęślą jaźń"_s);
    same("decomposed accents", u"e\u0301a\u0308"_s);
    same("family", u"👨‍👩‍👧‍👦 👋🏽 🏳️‍🌈 1️⃣ ❤️‍🔥"_s);
    same("kiss with tones", u"👩🏽‍❤️‍💋‍👨🏿"_s);
    same("flag of England", u"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F!"_s);
    same("persian with non-joiner", u"می\u200Cخواهم"_s);
    same("hindi", u"क्षत्रिय हिन्दी"_s);
    same("decomposed korean", u"\u1112\u1161\u11AB\u1100\u1173\u11AF"_s);
    same("hebrew", u"שלום"_s);
    same("direction marks", u"a\u200Eb\u200Fc\u061Cd"_s);
    same("balanced isolate", u"a\u2067b\u2069c"_s);
    same("soft hyphen", u"co\u00ADop"_s);
    same("arabic number sign", u"\u0600\u0661\u0662"_s);
    QTest::newRow("escape") << u"\x1b[31m"_s << u"␛[31m"_s;
    QTest::newRow("nul") << QString(QChar(u'\0')) << u"␀"_s;
    QTest::newRow("delete") << u"a\x7f"_s << u"a␡"_s;
    QTest::newRow("8-bit CSI") << u"\u009b1m"_s << u"⟨U+009B⟩1m"_s;
    QTest::newRow("windows line ends") << u"a\r\nb"_s << u"a\nb"_s;
    QTest::newRow("lone return") << u"a\rb"_s << u"a␍b"_s;
    QTest::newRow("separators") << u"a\u2028b\u2029c\u0085d"_s << u"a\nb\nc\nd"_s;
    QTest::newRow("override") << u"a\u202Eb\u202Cc"_s << u"a⟨U+202E⟩bc"_s;
    QTest::newRow("unclosed embedding") << u"a\u202Bb\nc"_s << u"a\u202Bb\u202C\nc"_s;
    QTest::newRow("unclosed isolate") << u"a\u2068b"_s << u"a\u2068b\u2069"_s;
    QTest::newRow("isolate closes embedding") << u"\u2067\u202Aa\u2069b"_s << u"\u2067\u202Aa\u202C\u2069b"_s;
    QTest::newRow("stray closers") << u"a\u202C\u2069b"_s << u"ab"_s;
    QTest::newRow("byte order mark") << u"\uFEFFa\uFEFF"_s << u"a"_s;
    QTest::newRow("stray tags") << u"a\U000E0041b"_s << u"ab"_s;
    QTest::newRow("ten marks") << u"a"_s + u"\u0301"_s.repeated(10) << u"a"_s + u"\u0301"_s.repeated(8);
    QTest::newRow("two selectors") << u"a\uFE0F\uFE0F"_s << u"a\uFE0F"_s;
    QTest::newRow("lone surrogate") << u"a"_s + QChar(char16_t(0xD800)) << u"a\uFFFD"_s;
    QTest::newRow("object") << u"\uFFFC"_s << u"\uFFFD"_s;
}

void tst_Sanitiser::bodyBecomes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(safeBody(text), expected);
}

void tst_Sanitiser::nameBecomes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("plain") << u"Ann Lee"_s << u"Ann Lee"_s;
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("only blanks") << u" \n\t\u3000 "_s << QString();
    QTest::newRow("line breaks") << u" Ann\r\n\tLee "_s << u"Ann Lee"_s;
    QTest::newRow("wide blanks") << u"Ann\u3000\u00A0Lee"_s << u"Ann Lee"_s;
    QTest::newRow("override") << u"ann\u202Exe.exe"_s << u"ann⟨U+202E⟩xe.exe"_s;
    QTest::newRow("mark") << u"ann\u200E"_s << u"ann⟨U+200E⟩"_s;
    QTest::newRow("zero width space") << u"a\u200Bnn"_s << u"a⟨U+200B⟩nn"_s;
    QTest::newRow("joiner between letters") << u"a\u200Dnn"_s << u"a⟨U+200D⟩nn"_s;
    QTest::newRow("non-joiner between letters") << u"a\u200Cnn"_s << u"a⟨U+200C⟩nn"_s;
    QTest::newRow("persian non-joiner") << u"می\u200Cخواهم"_s << u"می\u200Cخواهم"_s;
    QTest::newRow("family") << u"👨‍👩‍👧 Lee"_s << u"👨‍👩‍👧 Lee"_s;
    QTest::newRow("heart") << u"I ❤️ 1️⃣"_s << u"I ❤️ 1️⃣"_s;
    QTest::newRow("selector on a letter") << u"a\uFE0F"_s << u"a⟨U+FE0F⟩"_s;
    QTest::newRow("soft hyphen") << u"a\u00ADb"_s << u"a⟨U+00AD⟩b"_s;
    QTest::newRow("filler") << u"\u3164"_s << u"⟨U+3164⟩"_s;
    QTest::newRow("escape") << u"a\x1b[1m"_s << u"a␛[1m"_s;
    QTest::newRow("tag") << u"a\U000E0041"_s << u"a⟨U+E0041⟩"_s;
    QTest::newRow("byte order mark") << u"\uFEFFann"_s << u"ann"_s;
}

void tst_Sanitiser::nameBecomes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(safeName(text), expected);
}

void tst_Sanitiser::longNamesAreCutBetweenClusters()
{
    QCOMPARE(safeName(u"abcdef"_s, 6), u"abcdef"_s);
    QCOMPARE(safeName(u"abcdefg"_s, 6), u"abcde…"_s);
    QCOMPARE(safeName(u"abcd👋🏽👋🏽"_s, 8), u"abcd…"_s);
    QCOMPARE(safeName(u"x"_s.repeated(100000)).size(), maxNameLength);
    QCOMPARE(safeName(u"abc"_s, 0), QString());
}

void tst_Sanitiser::cleanBodiesAreSharedNotCopied_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("ascii") << u"just a line of talk"_s;
    QTest::newRow("latin") << u"déjà vu"_s;
    QTest::newRow("slow path") << u"привет 👋"_s;
}

void tst_Sanitiser::cleanBodiesAreSharedNotCopied()
{
    QFETCH(QString, text);
    QCOMPARE(static_cast<const void*>(safeBody(text).constData()), static_cast<const void*>(text.constData()));
}

void tst_Sanitiser::randomTextIsSafeAndStable()
{
    QRandomGenerator random(20261120);
    for (int round = 0; round < 3000; ++round) {
        const QString text = randomHostile(random);
        const QString body = safeBody(text);
        QCOMPARE(firstControl(body, true), -1);
        QCOMPARE(unbalanced(body), 0);
        QCOMPARE(safeBody(body), body);
        const QString name = safeName(text);
        QCOMPARE(firstControl(name, false), -1);
        QCOMPARE(safeName(name), name);
    }
}

void tst_Sanitiser::plainLineIsOneLine()
{
    QCOMPARE(plainLine(u"a\n\tb\r\n\x1b[1m"_s), u"a␤ b␤␛[1m"_s);
    QCOMPARE(plainLine(u"a\nb"_s, u" / "), u"a / b"_s);
    QCOMPARE(plainLine(u"a\u2067b\nc"_s), u"a\u2067b\u2069␤c"_s);
}

void tst_Sanitiser::isolationWrapsEachLine()
{
    QCOMPARE(isolated(u"Ann"_s), u"\u2068Ann\u2069"_s);
    QCOMPARE(isolated(u"a\nb"_s), u"\u2068a\u2069\n\u2068b\u2069"_s);
    QCOMPARE(withoutIsolates(isolated(u"a\nb"_s) + u"\u2066c\u2069\u200D"_s), u"a\nbc\u200D"_s);
    QCOMPARE(visibleToken(0x202E), u"⟨U+202E⟩"_s);
    QCOMPARE(visibleToken(0x1B), u"␛"_s);
}

void tst_Sanitiser::hugeTextIsQuick()
{
    QElapsedTimer timer;
    timer.start();
    for (const QString& part : {u"\u2067\u202A"_s, u"a\u0301"_s, u"\u2067\u202A\u2069"_s, u"\U0001F3F4\U000E0067"_s})
        QVERIFY(safeBody(part.repeated(1'000'000 / part.size())).size() > 0);
    QVERIFY2(timer.elapsed() < 5000, "four megabytes of text must take well under a second; five allow for a busy machine");
}

QTEST_GUILESS_MAIN(tst_Sanitiser)
#include "tst_Sanitiser.moc"
