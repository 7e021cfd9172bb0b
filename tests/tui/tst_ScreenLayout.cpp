// Where the panes are: sizes, toggles, and no overlaps.
#include "client-tui/layout/ScreenLayout.h"

#include <QTest>

using namespace confab::tui;

class tst_ScreenLayout : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void panesHideWhenTheWindowIsNarrow_data();
    void panesHideWhenTheWindowIsNarrow();
    void inputNeverTakesMoreThanHalf();
    void partsFillTheWindowWithoutOverlap_data();
    void partsFillTheWindowWithoutOverlap();
    void toggledPanesGiveTheirPlaceAway();
    void belowTheMinimumThereIsNothing();
};

void tst_ScreenLayout::panesHideWhenTheWindowIsNarrow_data()
{
    QTest::addColumn<int>("columns");
    QTest::addColumn<bool>("rooms");
    QTest::addColumn<bool>("members");
    QTest::newRow("40") << 40 << false << false;
    QTest::newRow("79") << 79 << false << false;
    QTest::newRow("80") << 80 << true << false;
    QTest::newRow("99") << 99 << true << false;
    QTest::newRow("100") << 100 << true << true;
    QTest::newRow("250") << 250 << true << true;
}

void tst_ScreenLayout::panesHideWhenTheWindowIsNarrow()
{
    QFETCH(int, columns);
    const ScreenLayout layout = layOutScreen({columns, 24}, {});
    QTEST(!layout.rooms.isEmpty(), "rooms");
    QTEST(!layout.members.isEmpty(), "members");
}

void tst_ScreenLayout::inputNeverTakesMoreThanHalf()
{
    QCOMPARE(layOutScreen({80, 24}, {.inputRows = 100}).input.height(), ScreenLayout::inputRowsLimit);
    const ScreenLayout small = layOutScreen({40, 10}, {.inputRows = 100});
    QVERIFY(small.timeline.height() >= small.input.height());
}

void tst_ScreenLayout::partsFillTheWindowWithoutOverlap_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("inputRows");
    for (const QSize size : {QSize(40, 10), QSize(80, 24), QSize(100, 30), QSize(132, 43), QSize(300, 90)}) {
        for (const int rows : {1, 3, 8})
            QTest::addRow("%dx%d with %d", size.width(), size.height(), rows) << size << rows;
    }
}

void tst_ScreenLayout::partsFillTheWindowWithoutOverlap()
{
    QFETCH(QSize, size);
    QFETCH(int, inputRows);
    const ScreenLayout layout = layOutScreen(size, {.inputRows = inputRows});
    QRect covered;
    int cells = 0;
    for (const QRect& part : {layout.title, layout.rooms, layout.roomsBorder, layout.timeline, layout.membersBorder, layout.members,
             layout.status, layout.input}) {
        covered = covered.united(part);
        cells += std::max(0, part.width()) * std::max(0, part.height());
    }
    QCOMPARE(covered, QRect({0, 0}, size));
    QCOMPARE(cells, size.width() * size.height());
}

void tst_ScreenLayout::toggledPanesGiveTheirPlaceAway()
{
    const ScreenLayout layout = layOutScreen({132, 43}, {.showsRooms = false, .showsMembers = false});
    QCOMPARE(layout.timeline.width(), 132);
}

void tst_ScreenLayout::belowTheMinimumThereIsNothing()
{
    QVERIFY(layOutScreen({39, 24}, {}).isTooSmall);
    QVERIFY(layOutScreen({80, 9}, {}).isTooSmall);
    QVERIFY(!layOutScreen({40, 10}, {}).isTooSmall);
}

QTEST_GUILESS_MAIN(tst_ScreenLayout)
#include "tst_ScreenLayout.moc"
