// Which names may be had, and which are the same.
#include "server/services/NameRules.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;

class tst_NameRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void personNames_data();
    void personNames();
    void sameNames_data();
    void sameNames();
    void displayNames_data();
    void displayNames();
};

void tst_NameRules::personNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("fine");
    QTest::newRow("plain") << u"ann"_s << true;
    QTest::newRow("digits and signs") << u"ann-2_b.c"_s << true;
    QTest::newRow("accents") << u"Zoë"_s << true;
    QTest::newRow("decomposed accents") << u"Zoe\u0308"_s << true;
    QTest::newRow("cyrillic") << u"Анна"_s << true;
    QTest::newRow("japanese, three scripts") << u"山田たろうタロウ"_s << true;
    QTest::newRow("hindi with signs") << u"हिन्दी"_s << true;
    QTest::newRow("longest") << QString(32, u'a') << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("too long") << QString(33, u'a') << false;
    QTest::newRow("blank") << u"ann b"_s << false;
    QTest::newRow("no-break blank") << u"ann\u00a0b"_s << false;
    QTest::newRow("cyrillic a in latin") << u"\u0430nn"_s << false;
    QTest::newRow("greek o in latin") << u"b\u03bfb"_s << false;
    QTest::newRow("zero width") << u"an\u200bn"_s << false;
    QTest::newRow("direction override") << u"ann\u202e"_s << false;
    QTest::newRow("control") << u"ann\u0007"_s << false;
    QTest::newRow("grapheme joiner") << u"an\u034fn"_s << false;
    QTest::newRow("filler letter") << u"\u3164"_s << false;
    QTest::newRow("sign first") << u"-ann"_s << false;
    QTest::newRow("emoji") << u"ann😀"_s << false;
    QTest::newRow("at") << u"@ann"_s << false;
}

void tst_NameRules::personNames()
{
    QFETCH(QString, name);
    QFETCH(bool, fine);
    const auto checked = checkPersonName(name);
    QCOMPARE(checked.hasValue(), fine);
    if (fine)
        QCOMPARE(*checked, name.normalized(QString::NormalizationForm_C));
    else
        QCOMPARE(checked.error().code, ErrorCode::NameUnsafe);
}

void tst_NameRules::sameNames_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("same");
    QTest::newRow("case") << u"Ann"_s << u"aNN"_s << true;
    QTest::newRow("full width") << u"ａｎｎ"_s << u"ann"_s << true;
    QTest::newRow("composition") << u"Zoë"_s << u"zoe\u0308"_s << true;
    QTest::newRow("sharp s") << u"straße"_s << u"STRASSE"_s << true;
    QTest::newRow("other") << u"ann"_s << u"anna"_s << false;
}

void tst_NameRules::sameNames()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QFETCH(bool, same);
    QCOMPARE(foldName(one) == foldName(other), same);
}

void tst_NameRules::displayNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("shown");
    QTest::newRow("blanks") << u"  Ann   Lee "_s << u"Ann Lee"_s;
    QTest::newRow("two scripts in two words") << u"Анна Lee"_s << u"Анна Lee"_s;
    QTest::newRow("emoji") << u"Ann 🌻"_s << u"Ann 🌻"_s;
    QTest::newRow("family joined") << u"👩\u200d👧"_s << u"👩\u200d👧"_s;
    QTest::newRow("two scripts in one word") << u"\u0430nn"_s << QString();
    QTest::newRow("joiner among letters") << u"a\u200dnn"_s << QString();
    QTest::newRow("variation selector behind a letter") << u"ann\ufe0f"_s << QString();
    QTest::newRow("override") << u"nna\u202e"_s << QString();
    QTest::newRow("nothing") << u"   "_s << QString();
}

void tst_NameRules::displayNames()
{
    QFETCH(QString, name);
    QFETCH(QString, shown);
    const auto checked = checkDisplayName(name);
    QCOMPARE(checked.hasValue(), !shown.isEmpty());
    if (checked)
        QCOMPARE(*checked, shown);
}

QTEST_GUILESS_MAIN(tst_NameRules)
#include "tst_NameRules.moc"
