// Every account gets a readable colour on every background, and neighbours differ.
#include "shared/client/text/NickColour.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab::client;

Q_DECLARE_METATYPE(confab::client::Rgb)

class tst_NickColour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHueIsReadable_data();
    void everyHueIsReadable();
    void ansiColoursAreReadable();
    void consecutiveIdsSpread();
    void huesAreStable();
    void huesLookDifferent();
    void contrastIsThatOfTheStandard();
    void xtermPaletteIsKnown();
};

void tst_NickColour::everyHueIsReadable_data()
{
    QTest::addColumn<Rgb>("background");
    QTest::newRow("black") << Rgb{0, 0, 0};
    QTest::newRow("white") << Rgb{255, 255, 255};
    QTest::newRow("dark theme") << Rgb{30, 31, 34};
    QTest::newRow("light theme") << Rgb{246, 247, 249};
    QTest::newRow("solarized dark") << Rgb{0, 43, 54};
    QTest::newRow("solarized light") << Rgb{253, 246, 227};
    QTest::newRow("middle grey") << Rgb{118, 118, 118};
    QTest::newRow("light grey") << Rgb{160, 160, 160};
    QTest::newRow("loud red") << Rgb{200, 0, 0};
    QTest::newRow("loud blue") << Rgb{0, 0, 255};
    QTest::newRow("loud yellow") << Rgb{255, 255, 0};
}

void tst_NickColour::everyHueIsReadable()
{
    QFETCH(Rgb, background);
    for (int hue = 0; hue < 360; ++hue) {
        QVERIFY2(contrastRatio(nickColour(hue, background), background) >= minNickContrast, qPrintable(QString::number(hue)));
        const int index = nickXterm256(hue, background);
        QVERIFY(index >= 16 && index < 256);
        QVERIFY2(contrastRatio(xtermColour(index), background) >= minNickContrast, qPrintable(QString::number(hue)));
    }
}

void tst_NickColour::ansiColoursAreReadable()
{
    QSet<int> onDark;
    QSet<int> onLight;
    for (int hue = -360; hue < 720; ++hue) {
        onDark.insert(nickAnsi16(hue, true));
        onLight.insert(nickAnsi16(hue, false));
    }
    for (const int index : onDark)
        QVERIFY2(contrastRatio(xtermColour(index), {0, 0, 0}) >= minNickContrast, qPrintable(QString::number(index)));
    for (const int index : onLight)
        QVERIFY2(contrastRatio(xtermColour(index), {255, 255, 255}) >= minNickContrast, qPrintable(QString::number(index)));
    QVERIFY(!onDark.contains(4) && onDark.size() >= 6);
    QVERIFY(onLight.size() >= 3);
}

void tst_NickColour::consecutiveIdsSpread()
{
    QList<int> sectors(12);
    for (quint64 id = 1; id <= 1200; ++id)
        ++sectors[nickHue(id) / 30];
    for (const int count : sectors)
        QVERIFY2(count > 60 && count < 140, qPrintable(QString::number(count)));
    QList<int> byName(12);
    for (int id = 1; id <= 1200; ++id)
        ++byName[nickHue(u"user%1"_s.arg(id)) / 30];
    for (const int count : byName)
        QVERIFY2(count > 60 && count < 140, qPrintable(QString::number(count)));
}

/// Written down once: a person keeps the colour over versions and machines.
void tst_NickColour::huesAreStable()
{
    QCOMPARE(nickHue(quint64{1}), 185);
    QCOMPARE(nickHue(quint64{42}), 253);
    QCOMPARE(nickHue(u"ann"), 3);
    QCOMPARE(nickColour(0, {0, 0, 0}), nickColour(360, {0, 0, 0}));
    QCOMPARE(nickColour(-90, {0, 0, 0}), nickColour(270, {0, 0, 0}));
}

void tst_NickColour::huesLookDifferent()
{
    QSet<int> palette;
    QSet<quint32> colours;
    for (int hue = 0; hue < 360; ++hue) {
        const Rgb colour = nickColour(hue, {0, 0, 0});
        colours.insert(static_cast<quint32>(colour.red << 16 | colour.green << 8 | colour.blue));
        palette.insert(nickXterm256(hue, {0, 0, 0}));
    }
    QVERIFY(colours.size() > 300);
    QVERIFY2(palette.size() >= 12, qPrintable(QString::number(palette.size())));
}

void tst_NickColour::contrastIsThatOfTheStandard()
{
    QVERIFY(qAbs(contrastRatio({0, 0, 0}, {255, 255, 255}) - 21) < 0.001);
    QCOMPARE(contrastRatio({9, 9, 9}, {9, 9, 9}), 1.0);
    QVERIFY(qAbs(contrastRatio({118, 118, 118}, {255, 255, 255}) - 4.54) < 0.01);
}

void tst_NickColour::xtermPaletteIsKnown()
{
    QCOMPARE(xtermColour(16), (Rgb{0, 0, 0}));
    QCOMPARE(xtermColour(231), (Rgb{255, 255, 255}));
    QCOMPARE(xtermColour(196), (Rgb{255, 0, 0}));
    QCOMPARE(xtermColour(67), (Rgb{95, 135, 175}));
    QCOMPARE(xtermColour(232), (Rgb{8, 8, 8}));
    QCOMPARE(xtermColour(255), (Rgb{238, 238, 238}));
    QCOMPARE(xtermColour(-1), xtermColour(0));
    QCOMPARE(xtermColour(999), xtermColour(255));
}

QTEST_GUILESS_MAIN(tst_NickColour)
#include "tst_NickColour.moc"
