// Mentions are found where a person is meant, and only there; folding finds what people mean by typing.
#include "shared/client/text/Mentions.h"
#include "shared/client/text/SearchFold.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab::client;

class tst_Mentions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textMentions_data();
    void textMentions();
    void rangesPointIntoTheText();
    void foldsAlike_data();
    void foldsAlike();
    void foldsApart_data();
    void foldsApart();
    void hostileTextIsQuick();
};

void tst_Mentions::textMentions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // what is marked, with the index of the name
    const auto row = [](const char* name, const QString& text, const QString& expected) { QTest::newRow(name) << text << expected; };
    row("none", u"nobody here"_s, u""_s);
    row("simple", u"hi @ann!"_s, u"@ann=0"_s);
    row("case", u"@ANN"_s, u"@ANN=0"_s);
    row("accents typed", u"@ánn"_s, u"@ánn=0"_s);
    row("accents in the name", u"@zoe and @Zoë"_s, u"@zoe=3 @Zoë=3"_s);
    row("longest wins", u"@ann lee, @ann le"_s, u"@ann lee=1 @ann=0"_s);
    row("longer word", u"@anna @annx"_s, u""_s);
    row("unknown", u"@nobody"_s, u""_s);
    row("mail address", u"me@ann.example"_s, u""_s);
    row("hyphen goes on", u"@ann-marie"_s, u""_s);
    row("hyphen ends", u"@ann- and @ann."_s, u"@ann=0 @ann=0"_s);
    row("name with hyphen", u"@jean-luc: go"_s, u"@jean-luc=2"_s);
    row("possessive", u"@ann's"_s, u"@ann=0"_s);
    row("brackets", u"(@ann)"_s, u"@ann=0"_s);
    row("room", u"@room hello @ROOM"_s, u"@room=-1 @ROOM=-1"_s);
    row("room is a word", u"@rooms"_s, u""_s);
    row("line start", u"ann: hello\nann lee: hi"_s, u"ann=0 ann lee=1"_s);
    row("line start without colon", u"ann hello"_s, u""_s);
    row("line start, colon of a url", u"ann://x ann:y"_s, u""_s);
    row("not at line start", u"so ann: hello"_s, u""_s);
    row("colon at the end", u"ann:"_s, u"ann=0"_s);
    row("room needs the sign", u"room: hello"_s, u""_s);
    row("both", u"ann: @ann lee @room"_s, u"ann=0 @ann lee=1 @room=-1"_s);
    row("chinese without blanks", u"你好@张伟请看"_s, u"@张伟=4"_s);
    row("latin before chinese", u"@ann你好"_s, u"@ann=0"_s);
    row("sharp s", u"@STRASSE"_s, u"@STRASSE=5"_s);
    row("emoji name", u"@🦊fox hi"_s, u"@🦊fox=6"_s);
    row("in code", u"`@ann` @ann"_s, u"@ann=0"_s);
    row("in a fence", u"```\n@ann\nann: x\n```"_s, u""_s);
    row("double sign", u"@@ann"_s, u"@ann=0"_s);
    row("sign at the end", u"@"_s, u""_s);
}

void tst_Mentions::textMentions()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const MentionFinder finder({u"Ann"_s, u"Ann Lee"_s, u"Jean-Luc"_s, u"Zoë"_s, u"张伟"_s, u"Straße"_s, u"🦊fox"_s, u" "_s, u"ann"_s});
    QStringList found;
    for (const Mention& mention : finder.find(text))
        found += text.mid(mention.start, mention.length) + u"="_s + QString::number(mention.name);
    QCOMPARE(found.join(u' '), expected);
}

void tst_Mentions::rangesPointIntoTheText()
{
    QCOMPARE(findMentions(u"a @bob"_s, {u"bob"_s}), (QList<Mention>{{.start = 2, .length = 4, .name = 0}}));
    QCOMPARE(findMentions(u"@room"_s, {}), (QList<Mention>{{.start = 0, .length = 5, .name = Mention::wholeRoom}}));
}

void tst_Mentions::foldsAlike_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("case") << u"HELLO"_s << u"hello"_s;
    QTest::newRow("accents") << u"Žluťoučký"_s << u"zlutoucky"_s;
    QTest::newRow("composed and not") << u"é"_s << u"e\u0301"_s;
    QTest::newRow("strokes") << u"Łódź Ørsted Đức"_s << u"lodz orsted duc"_s;
    QTest::newRow("sharp s") << u"Straße"_s << u"STRASSE"_s;
    QTest::newRow("ligature") << u"ﬁn"_s << u"fin"_s;
    QTest::newRow("full width") << u"ＡＢＣ１"_s << u"abc1"_s;
    QTest::newRow("greek accents and sigma") << u"Σίσυφος"_s << u"σισυφοσ"_s;
    QTest::newRow("dotted capital i") << u"İstanbul"_s << u"istanbul"_s;
    QTest::newRow("arabic points") << u"مُحَمَّد"_s << u"محمد"_s;
    QTest::newRow("hebrew points") << u"שָׁלוֹם"_s << u"שלום"_s;
    QTest::newRow("zero width") << u"a\u200Bn\u00ADn"_s << u"ann"_s;
    QTest::newRow("half width kana") << u"ｶﾞ"_s << u"ガ"_s;
}

void tst_Mentions::foldsAlike()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QCOMPARE(foldForSearch(one), foldForSearch(other));
    QCOMPARE(foldForSearch(foldForSearch(one)), foldForSearch(one));
}

void tst_Mentions::foldsApart_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("letters") << u"a"_s << u"b"_s;
    QTest::newRow("kana voicing") << u"か"_s << u"が"_s;
    QTest::newRow("hindi vowels") << u"कि"_s << u"की"_s;
    QTest::newRow("thai vowels") << u"กุ"_s << u"กู"_s;
    QTest::newRow("korean") << u"한"_s << u"하"_s;
}

void tst_Mentions::foldsApart()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QVERIFY(foldForSearch(one) != foldForSearch(other));
}

void tst_Mentions::hostileTextIsQuick()
{
    QStringList names;
    for (int index = 0; index < 2000; ++index)
        names += u"a"_s.repeated(index % 64 + 1) + QString::number(index);
    names += u"a"_s.repeated(128);
    const MentionFinder finder(names);
    QElapsedTimer timer;
    timer.start();
    for (const QString& part : {u"@"_s, u"@a"_s, u"\n"_s, u"a\n"_s, u"@room "_s})
        QVERIFY(finder.find(part.repeated(64 * 1024 / part.size())).size() < 64 * 1024);
    QCOMPARE(finder.find(u"@"_s + u"a"_s.repeated(60'000)).size(), 0);
    QVERIFY2(timer.elapsed() < 5000, "a message must not stop the client");
}

QTEST_GUILESS_MAIN(tst_Mentions)
#include "tst_Mentions.moc"
