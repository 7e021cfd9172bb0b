// Ranking puts first what people mean by a few letters.
#include "shared/client/text/Fuzzy.h"

#include <QStringList>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace confab::client;

class tst_Fuzzy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranking_data();
    void ranking();
    void whatDoesNotMatchHasNoScore();
    void emptyQueryMatchesAll();
};

void tst_Fuzzy::ranking_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("bestFirst");
    QTest::newRow("classes") << u"dev"_s
                             << QStringList{u"dev"_s, u"development"_s, u"web dev"_s, u"endeavour devs"_s, u"freedevs"_s, u"daily eve"_s};
    QTest::newRow("shorter first") << u"ge"_s << QStringList{u"gear"_s, u"general"_s, u"general chat"_s};
    QTest::newRow("folded") << u"lodz"_s << QStringList{u"Łódź"_s, u"Łódź office"_s, u"office Łódź"_s};
    QTest::newRow("word starts") << u"gc"_s << QStringList{u"general chat"_s, u"magic"_s};
    QTest::newRow("separators start words") << u"ops"_s << QStringList{u"team-ops"_s, u"laptops"_s};
    QTest::newRow("long prefix beats short word start") << u"a"_s << QStringList{u"a"_s + u"x"_s.repeated(500), u"b a"_s};
}

void tst_Fuzzy::ranking()
{
    QFETCH(QString, query);
    QFETCH(QStringList, bestFirst);
    const FuzzyQuery fuzzy(query);
    QStringList sorted = bestFirst;
    std::reverse(sorted.begin(), sorted.end());
    for (const QString& candidate : sorted)
        QVERIFY2(fuzzy.score(candidate).has_value(), qPrintable(candidate));
    std::stable_sort(
        sorted.begin(), sorted.end(), [&](const QString& one, const QString& other) { return fuzzy.score(one) > fuzzy.score(other); });
    QCOMPARE(sorted, bestFirst);
}

void tst_Fuzzy::whatDoesNotMatchHasNoScore()
{
    QCOMPARE(FuzzyQuery(u"xyz"_s).score(u"general"_s), std::nullopt);
    QCOMPARE(FuzzyQuery(u"lareneg"_s).score(u"general"_s), std::nullopt);
    QCOMPARE(FuzzyQuery(u"general"_s).score(u""_s), std::nullopt);
    QVERIFY(FuzzyQuery(u"gnl"_s).score(u"general"_s).has_value());
    QVERIFY(FuzzyQuery(u"GEN"_s).scoreFolded(u"general").has_value());
}

void tst_Fuzzy::emptyQueryMatchesAll()
{
    QCOMPARE(FuzzyQuery(u" "_s).score(u"anything"_s), std::optional(0));
    QCOMPARE(FuzzyQuery(QString()).score(QString()), std::optional(0));
}

QTEST_GUILESS_MAIN(tst_Fuzzy)
#include "tst_Fuzzy.moc"
