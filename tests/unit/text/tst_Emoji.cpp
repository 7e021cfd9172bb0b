// Short codes become emoji where people mean them, and nowhere else.
#include "shared/client/text/CodeRanges.h"
#include "shared/client/text/Emoji.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab::client;

class tst_Emoji : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void expansionGives_data();
    void expansionGives();
    void knownCodesAreFound();
    void prefixFindsShortestFirst();
    void everyEntryGoesThereAndBack();
    void codeRangesAre_data();
    void codeRangesAre();
    void hostileColonsAreQuick();
};

void tst_Emoji::expansionGives_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QString& text, const QString& expected) { QTest::newRow(name) << text << expected; };
    row("alone", u":tada:"_s, u"🎉"_s);
    row("in a sentence", u"yes :+1: and :-1:!"_s, u"yes 👍 and 👎!"_s);
    row("upper case", u":TADA:"_s, u"🎉"_s);
    row("side by side", u":tada::rocket::fire:"_s, u"🎉🚀🔥"_s);
    row("behind emoji", u"🎉:tada:"_s, u"🎉🎉"_s);
    row("in brackets", u"(:wave:)"_s, u"(👋)"_s);
    row("bold", u"**:heart:**"_s, u"**❤️**"_s);
    row("shrug", u":shrug:"_s, u"¯\\_(ツ)_/¯"_s);
    row("hundred", u":100:"_s, u"💯"_s);
    row("unknown", u":nosuchthing: :tada"_s, u":nosuchthing: :tada"_s);
    row("unknown then known", u":no:tada: :eyes:"_s, u":no:tada: 👀"_s);
    row("time", u"10:100:30"_s, u"10:100:30"_s);
    row("scope", u"std::heart::x"_s, u"std::heart::x"_s);
    row("url", u"http://a.example/:heart:"_s, u"http://a.example/:heart:"_s);
    row("inline code", u"`:tada:` :tada:"_s, u"`:tada:` 🎉"_s);
    row("double backticks", u"``a ` :tada:`` :tada:"_s, u"``a ` :tada:`` 🎉"_s);
    row("unclosed backtick", u"` :tada:"_s, u"` 🎉"_s);
    row("fence", u"```\n:tada:\n```\n:tada:"_s, u"```\n:tada:\n```\n🎉"_s);
    row("unclosed fence", u":eyes:\n~~~\n:tada:"_s, u"👀\n~~~\n:tada:"_s);
    row("no colons", u"plain"_s, u"plain"_s);
}

void tst_Emoji::expansionGives()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(expandShortcodes(text), expected);
    if (text == expected)
        QCOMPARE(static_cast<const void*>(expandShortcodes(text).constData()), static_cast<const void*>(text.constData()));
}

void tst_Emoji::knownCodesAreFound()
{
    for (const QString& code : {u"tada"_s, u"+1"_s, u"-1"_s, u"heart"_s, u"smile"_s, u"joy"_s, u"rocket"_s, u"eyes"_s, u"fire"_s, u"wave"_s,
             u"thinking"_s, u"shrug"_s})
        QVERIFY2(emojiFor(code).has_value(), qPrintable(code));
    QCOMPARE(emojiFor(u":rocket:"), std::optional(u"🚀"_s));
    QCOMPARE(emojiFor(u""), std::nullopt);
    QCOMPARE(emojiFor(u":"), std::nullopt);
    QCOMPARE(emojiFor(u"rocke"), std::nullopt);
    QCOMPARE(emojiFor(u"zzzzzz"), std::nullopt);
    QCOMPARE(emojiFor(u"ſmile"), std::nullopt);
    QVERIFY(emojiWithPrefix(u"", 10'000).size() >= 150);
}

void tst_Emoji::prefixFindsShortestFirst()
{
    const QList<EmojiEntry> found = emojiWithPrefix(u":heart");
    QCOMPARE(found.size(), 2);
    QCOMPARE(found[0], (EmojiEntry{u"heart"_s, u"❤️"_s}));
    QCOMPARE(found[1].shortcode, u"heart_eyes"_s);
    QCOMPARE(emojiWithPrefix(u"s", 3).size(), 3);
    QCOMPARE(emojiWithPrefix(u"qqq").size(), 0);
    QCOMPARE(emojiWithPrefix(u"s", 0).size(), 0);
}

void tst_Emoji::everyEntryGoesThereAndBack()
{
    for (const EmojiEntry& entry : emojiWithPrefix(u"", 10'000)) {
        QCOMPARE(emojiFor(entry.shortcode), std::optional(entry.text));
        QCOMPARE(emojiFor(shortcodeFor(entry.text)), std::optional(entry.text));
        QCOMPARE(expandShortcodes(u':' + entry.shortcode + u':'), entry.text);
    }
    QCOMPARE(shortcodeFor(u"👍"), u"+1"_s);
    QCOMPARE(shortcodeFor(u"❤"), u"heart"_s);
    QCOMPARE(shortcodeFor(u"x"), QString());
}

void tst_Emoji::codeRangesAre_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("covered");
    QTest::newRow("none") << u"abc"_s << u""_s;
    QTest::newRow("inline") << u"a `b` c"_s << u"`b`"_s;
    QTest::newRow("two") << u"`a` `b`"_s << u"`a`|`b`"_s;
    QTest::newRow("longer inside") << u"`` a`b ``"_s << u"`` a`b ``"_s;
    QTest::newRow("no partner") << u"`` a `"_s << u""_s;
    QTest::newRow("escaped") << u"\\`a`"_s << u""_s;
    QTest::newRow("fence") << u"x\n```c\na\n```\ny"_s << u"```c\na\n```"_s;
    QTest::newRow("longer closing fence") << u"```\na\n`````\ny"_s << u"```\na\n`````"_s;
    QTest::newRow("shorter fence inside") << u"````\n```\n````\ny"_s << u"````\n```\n````"_s;
    QTest::newRow("tilde fence open") << u"~~~\na"_s << u"~~~\na"_s;
    QTest::newRow("fence with backtick in its line") << u"``` a`b\n"_s << u""_s;
}

void tst_Emoji::codeRangesAre()
{
    QFETCH(QString, text);
    QFETCH(QString, covered);
    QStringList parts;
    for (const TextRange& range : codeRanges(text))
        parts += text.mid(range.start, range.end - range.start);
    QCOMPARE(parts.join(u'|'), covered);
}

void tst_Emoji::hostileColonsAreQuick()
{
    QElapsedTimer timer;
    timer.start();
    QString ticks;
    for (int length = 1; length < 400; ++length)
        ticks += QString(length, u'`') + u":tada:"_s;
    for (const QString& text :
        {u":"_s.repeated(200'000), u":a"_s.repeated(100'000), u"` ``"_s.repeated(50'000), u"```\n"_s.repeated(50'000), ticks})
        QVERIFY(!expandShortcodes(text).isEmpty());
    QVERIFY2(timer.elapsed() < 5000, "linear work on a megabyte");
}

QTEST_GUILESS_MAIN(tst_Emoji)
#include "tst_Emoji.moc"
