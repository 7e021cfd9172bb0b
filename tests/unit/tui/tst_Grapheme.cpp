// Columns of clusters, and cutting text to columns.
#include "client-tui/term/Grapheme.h"

#include <QFile>
#include <QRegularExpression>
#include <QtTest>

using namespace confab::tui;
using namespace Qt::StringLiterals;

class tst_Grapheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textHasClustersAndColumns_data();
    void textHasClustersAndColumns();
    void riskyClustersAreKnown_data();
    void riskyClustersAreKnown();
    void boundariesGoBothWays();
    void textIsCutBetweenClusters_data();
    void textIsCutBetweenClusters();
    void walkingFromTheMiddleContinues();
    void tableAgreesWithUnicode();
};

void tst_Grapheme::textHasClustersAndColumns_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("clusters");
    QTest::addColumn<int>("columns");
    QTest::newRow("family") << u"👨‍👩‍👧"_s << 1 << 2;
    QTest::newRow("skin tone") << u"👍🏽"_s << 1 << 2;
    QTest::newRow("heart with VS16") << u"\u2764\uFE0F"_s << 1 << 2;
    QTest::newRow("heart alone") << u"\u2764"_s << 1 << 1;
    QTest::newRow("keycap") << u"1\uFE0F\u20E3"_s << 1 << 2;
    QTest::newRow("two flags") << u"🇩🇪🇫🇷"_s << 2 << 4;
    QTest::newRow("flag of England") << u"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"_s << 1 << 2;
    QTest::newRow("e acute, combining") << u"e\u0301"_s << 1 << 1;
    QTest::newRow("unicode 15 emoji") << u"\U0001FAE8"_s << 1 << 2;
    QTest::newRow("reserved pictograph") << u"\U0001FAFF"_s << 1 << 2;
    QTest::newRow("ascii") << u"hello"_s << 5 << 5;
    QTest::newRow("chinese") << u"你好"_s << 2 << 4;
    QTest::newRow("fullwidth") << u"Ａ"_s << 1 << 2;
    QTest::newRow("halfwidth katakana") << u"ｱ"_s << 1 << 1;
    QTest::newRow("hangul jamo") << u"\u1112\u1161\u11AB"_s << 1 << 2;
    QTest::newRow("hebrew") << u"שלום"_s << 4 << 4;
    QTest::newRow("zalgo") << u"Z\u0351\u036B\u0343\u0363\u0309\u0302\u0304\u0306\u0310\u033F"_s << 1 << 1;
    QTest::newRow("VS16 after a letter") << u"a\uFE0F"_s << 1 << 1;
    QTest::newRow("lone combining") << u"\u0301"_s << 1 << 0;
    QTest::newRow("zero width space") << u"\u200B"_s << 1 << 0;
    QTest::newRow("isolates") << u"\u2068a\u2069"_s << 3 << 1;
    QTest::newRow("controls") << u"\u0007\u009B"_s << 2 << 0;
    QTest::newRow("tab shows as a blank") << u"\t"_s << 1 << 1;
    QTest::newRow("box drawing") << u"│─"_s << 2 << 2;
    QTest::newRow("lone surrogate") << QString(QChar(0xD83D)) << 1 << 0;
    QTest::newRow("accent after ascii") << u"abe\u0301c"_s << 4 << 4;
    QTest::newRow("empty") << QString() << 0 << 0;
}

void tst_Grapheme::textHasClustersAndColumns()
{
    QFETCH(QString, text);
    QFETCH(int, clusters);
    QFETCH(int, columns);
    int count = 0;
    QString joined;
    ClusterWalker walker(text);
    while (const auto cluster = walker.next()) {
        QCOMPARE(cluster->start, joined.size());
        joined += cluster->text;
        ++count;
    }
    QCOMPARE(joined, text);
    QCOMPARE(count, clusters);
    QCOMPARE(textWidth(text), columns);
}

void tst_Grapheme::riskyClustersAreKnown_data()
{
    QTest::addColumn<QString>("cluster");
    QTest::addColumn<bool>("risky");
    QTest::newRow("letter") << u"a"_s << false;
    QTest::newRow("chinese") << u"好"_s << false;
    QTest::newRow("accent") << u"e\u0301"_s << false;
    QTest::newRow("line") << u"│"_s << false;
    QTest::newRow("ellipsis") << u"…"_s << false;
    QTest::newRow("emoji") << u"🎉"_s << true;
    QTest::newRow("family") << u"👨‍👩‍👧"_s << true;
    QTest::newRow("keycap") << u"1\uFE0F\u20E3"_s << true;
    QTest::newRow("flag") << u"🇩🇪"_s << true;
    QTest::newRow("zalgo") << u"Z\u0351\u036B\u0343"_s << true;
    QTest::newRow("private use") << u"\uE0A0"_s << true;
    QTest::newRow("unassigned") << u"\u0378"_s << true;
}

void tst_Grapheme::riskyClustersAreKnown()
{
    QFETCH(QString, cluster);
    QFETCH(bool, risky);
    QCOMPARE(isRisky(cluster), risky);
}

void tst_Grapheme::boundariesGoBothWays()
{
    const QString text = u"ab\ne\u0301👍🏽🇩🇪🇫🇷c\n\nd"_s;
    QList<qsizetype> forward{0};
    while (forward.last() < text.size())
        forward += nextBoundary(text, forward.last());
    QList<qsizetype> backward{text.size()};
    while (backward.first() > 0)
        backward.prepend(previousBoundary(text, backward.first()));
    QCOMPARE(forward, backward);
    QCOMPARE(forward.size(), 12);
    QCOMPARE(nextBoundary(text, text.size()), text.size());
    QCOMPARE(previousBoundary(text, 0), 0);
}

void tst_Grapheme::textIsCutBetweenClusters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("columns");
    QTest::addColumn<QString>("elidedText");
    QTest::addColumn<QString>("paddedText");
    QTest::newRow("fits") << u"abc"_s << 5 << u"abc"_s << u"abc  "_s;
    QTest::newRow("exactly") << u"abc"_s << 3 << u"abc"_s << u"abc"_s;
    QTest::newRow("too long") << u"abcdef"_s << 4 << u"abc…"_s << u"abc…"_s;
    QTest::newRow("wide at the edge") << u"你好吗"_s << 4 << u"你…"_s << u"你… "_s;
    QTest::newRow("one column") << u"你好"_s << 1 << u"…"_s << u"…"_s;
    QTest::newRow("no column") << u"abc"_s << 0 << QString() << QString();
}

void tst_Grapheme::textIsCutBetweenClusters()
{
    QFETCH(QString, text);
    QFETCH(int, columns);
    QTEST(elided(text, columns), "elidedText");
    QTEST(padded(text, columns), "paddedText");
}

void tst_Grapheme::walkingFromTheMiddleContinues()
{
    const QString text = u"🇩🇪🇫🇷x"_s;
    ClusterWalker walker(text, 4);
    QCOMPARE(walker.next()->text, u"🇫🇷");
    QCOMPARE(walker.next()->text, u"x");
    QVERIFY(!walker.next());
}

void tst_Grapheme::tableAgreesWithUnicode()
{
    QFile file(u"/usr/share/unicode/EastAsianWidth.txt"_s);
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("the package unicode-data is not installed");
    static const QRegularExpression line(u"^([0-9A-F]+)(?:\\.\\.([0-9A-F]+))?;([WF])"_s);
    int wide = 0;
    while (!file.atEnd()) {
        const QRegularExpressionMatch match = line.match(QString::fromUtf8(file.readLine()));
        if (!match.hasMatch())
            continue;
        const char32_t first = match.captured(1).toUInt(nullptr, 16);
        const char32_t last = match.captured(2).isEmpty() ? first : match.captured(2).toUInt(nullptr, 16);
        for (char32_t code = first; code <= last; ++code, ++wide) {
            const int width = cellWidth(QString::fromUcs4(&code, 1));
            const bool isMark = QChar::isMark(code); // drawn on what stands before
            QVERIFY2(width == (isMark && width == 0 ? 0 : 2), qPrintable(u"U+%1 has width %2"_s.arg(uint(code), 4, 16).arg(width)));
        }
    }
    QVERIFY(wide > 100'000);
}

QTEST_GUILESS_MAIN(tst_Grapheme)
#include "tst_Grapheme.moc"
