// Heights and the anchor, without any widget: random changes against a plain model, and what stays where.
#include "client-desktop/views/timeline/TimelineScroll.h"

#include <QRandomGenerator>
#include <QTest>

#include <numeric>

using namespace confab::desktop;

class tst_TimelineScroll : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sumsAgreeWithAPlainList();
    void rowAtSkipsRowsWithoutHeight();
    void theAnchorStaysThroughRandomChanges_data();
    void theAnchorStaysThroughRandomChanges();
    void theEndIsKeptWhileThere();
    void shortContentStandsAtTheEnd();
    void onlyWhatShowsIsMeasured();
    void aRemovedAnchorGivesItsPlaceToItsNeighbour();
    void measuringAheadStaysWithinWhatIsLeft();
};

void tst_TimelineScroll::sumsAgreeWithAPlainList()
{
    QRandomGenerator random(7);
    HeightIndex index;
    std::vector<int> plain;
    const auto heights = [&](int count) {
        std::vector<int> result;
        for (int i = 0; i < count; ++i)
            result.push_back(int(random.bounded(0, 60)));
        return result;
    };
    for (int step = 0; step < 2000; ++step) {
        const int at = int(random.bounded(int(plain.size()) + 1));
        const std::vector<int> some = heights(int(random.bounded(1, 9)));
        switch (random.bounded(5)) {
        case 0:
            index.insert(at, some);
            plain.insert(plain.begin() + at, some.begin(), some.end());
            break;
        case 1:
            index.append(some[0]);
            plain.push_back(some[0]);
            break;
        case 2:
            if (at < int(plain.size())) {
                index.set(at, some[0]);
                plain[size_t(at)] = some[0];
            }
            break;
        case 3:
            if (at < int(plain.size())) {
                const int last = std::min(int(plain.size()) - 1, at + int(random.bounded(4)));
                index.remove(at, last);
                plain.erase(plain.begin() + at, plain.begin() + last + 1);
            }
            break;
        default:
            if (random.bounded(100) == 0) {
                plain = some;
                index.reset(some);
            }
        }
        QCOMPARE(index.count(), int(plain.size()));
        const int row = int(random.bounded(int(plain.size()) + 1));
        QCOMPARE(index.top(row), std::accumulate(plain.begin(), plain.begin() + row, qint64(0)));
        if (index.total() > 0) {
            const int y = int(random.bounded(int(index.total())));
            const int found = index.rowAt(y);
            QVERIFY(index.top(found) <= y && y < index.top(found) + index.height(found));
        }
    }
}

void tst_TimelineScroll::rowAtSkipsRowsWithoutHeight()
{
    HeightIndex index;
    QCOMPARE(index.rowAt(0), -1);
    index.reset({10, 0, 0, 20, 0});
    QCOMPARE(index.rowAt(-5), 0);
    QCOMPARE(index.rowAt(9), 0);
    QCOMPARE(index.rowAt(10), 3);
    QCOMPARE(index.rowAt(1000), 4);
}

namespace {

/// Rows with true heights that a scroll only learns by measuring.
struct Stage {
    std::vector<int> heights;
    std::vector<int> ids;
    int measured = 0;
    int nextId = 0;
    TimelineScroll scroll{{[this](int row) {
                               ++measured;
                               return heights[size_t(row)];
                           },
        [](int) { return 25; }}};

    explicit Stage(int count)
    {
        for (int i = 0; i < count; ++i)
            add(i, 10 + i % 50);
        scroll.setViewport(400);
        scroll.reset(count);
        scroll.settle();
    }
    void add(int at, int height)
    {
        heights.insert(heights.begin() + at, height);
        ids.insert(ids.begin() + at, nextId++);
    }
    void insert(int at, int count)
    {
        for (int i = 0; i < count; ++i)
            add(at + i, 15 + i * 7 % 40);
        scroll.inserted(at, at + count - 1);
    }
    void remove(int at, int count)
    {
        scroll.removed(at, at + count - 1);
        heights.erase(heights.begin() + at, heights.begin() + at + count);
        ids.erase(ids.begin() + at, ids.begin() + at + count);
    }
    int rowOf(int id) const { return int(std::find(ids.begin(), ids.end(), id) - ids.begin()); }
};

} // namespace

void tst_TimelineScroll::theAnchorStaysThroughRandomChanges_data()
{
    QTest::addColumn<uint>("seed");
    for (uint seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_TimelineScroll::theAnchorStaysThroughRandomChanges()
{
    QFETCH(uint, seed);
    QRandomGenerator random(seed);
    Stage stage(2000);
    stage.scroll.scrollTo(20'000);
    stage.scroll.settle();
    for (int step = 0; step < 200; ++step) {
        const int id = stage.ids[size_t(stage.scroll.anchor().row)];
        const int y = stage.scroll.anchor().y;
        const int row = stage.rowOf(id);
        const int other = int(random.bounded(int(stage.ids.size()) - 10));
        switch (random.bounded(4)) {
        case 0:
            stage.insert(other, int(random.bounded(1, 60)));
            break;
        case 1:
            if (other + 5 < row || other > row)
                stage.remove(other, 5);
            break;
        case 2:
            if (other != row) {
                stage.heights[size_t(other)] = int(random.bounded(5, 90));
                stage.scroll.changed(other, other);
            }
            break;
        default:
            stage.scroll.forgetHeights();
        }
        stage.scroll.settle();
        QVERIFY(!stage.scroll.isAtEnd());
        QCOMPARE(stage.scroll.yOf(stage.rowOf(id)), y);
        stage.scroll.scrollBy(int(random.bounded(-90, 90)));
        stage.scroll.settle();
    }
}

void tst_TimelineScroll::theEndIsKeptWhileThere()
{
    Stage stage(300);
    QVERIFY(stage.scroll.isAtEnd());
    stage.insert(300, 3);
    stage.insert(0, 50);
    stage.scroll.settle();
    QVERIFY(stage.scroll.isAtEnd());
    QCOMPARE(stage.scroll.lastVisible(), 352);
    QCOMPARE(stage.scroll.yOf(352) + stage.scroll.heightOf(352), 400);
    stage.scroll.scrollBy(-1);
    stage.scroll.settle();
    QVERIFY(!stage.scroll.isAtEnd());
    stage.scroll.scrollBy(5);
    stage.scroll.settle();
    QVERIFY(stage.scroll.isAtEnd());
}

void tst_TimelineScroll::shortContentStandsAtTheEnd()
{
    Stage stage(3);
    QVERIFY(stage.scroll.isAtEnd());
    QCOMPARE(stage.scroll.yOf(2) + stage.scroll.heightOf(2), 400);
    stage.scroll.scrollBy(-100);
    stage.scroll.settle();
    QCOMPARE(stage.scroll.yOf(2) + stage.scroll.heightOf(2), 400);
    stage.remove(0, 3);
    stage.scroll.settle();
    QCOMPARE(stage.scroll.rowAt(10), -1);
}

void tst_TimelineScroll::onlyWhatShowsIsMeasured()
{
    Stage stage(100'000);
    QVERIFY2(stage.measured < 60, qPrintable(QString::number(stage.measured)));
    stage.measured = 0;
    stage.scroll.scrollTo(1'000'000);
    stage.scroll.settle();
    QVERIFY2(stage.measured < 60, qPrintable(QString::number(stage.measured)));
    stage.measured = 0;
    while (stage.scroll.measureAhead(4)) { }
    QVERIFY2(stage.measured < 60, qPrintable(QString::number(stage.measured)));
}

void tst_TimelineScroll::aRemovedAnchorGivesItsPlaceToItsNeighbour()
{
    Stage stage(500);
    stage.scroll.scrollTo(5000);
    stage.scroll.settle();
    const int row = stage.scroll.anchor().row;
    const int next = stage.ids[size_t(row) + 1];
    const int y = stage.scroll.yOf(row + 1);
    stage.remove(row, 1);
    stage.scroll.settle();
    QCOMPARE(stage.scroll.yOf(stage.rowOf(next)), y);
}

void tst_TimelineScroll::measuringAheadStaysWithinWhatIsLeft()
{
    // Many old rows go at once, and the idle moment comes before anything is drawn.
    Stage stage(1000);
    stage.remove(0, 900);
    while (stage.scroll.measureAhead(4)) { }
    QCOMPARE(stage.scroll.lastVisible(), 99);
    QVERIFY(stage.scroll.isAtEnd());
}

QTEST_APPLESS_MAIN(tst_TimelineScroll)
#include "tst_TimelineScroll.moc"
