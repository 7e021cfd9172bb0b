// What is read never moves, and nothing is laid out that does not show: a room of 100,000 messages, counted and to the pixel.
#include "tests/gui/TimelineRig.h"

#include <QAbstractButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int many = 100'000;

} // namespace

class tst_TimelineView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstShowLaysOutAPage();
    void whatIsReadStaysInPlace_data();
    void whatIsReadStaysInPlace();
    void theEndStaysTheEnd_data() { whatIsReadStaysInPlace_data(); }
    void theEndStaysTheEnd();
    void aRoomIsFoundAsItWasLeft();
    void opensAtTheUnreadLine_data();
    void opensAtTheUnreadLine();
    void newestSeenNeedsItsBottomEdge();
    void whatArrivesUnwatchedIsNotSeen();
    void newMessagesBelowAreCounted();
    void wantsOlderNearTheTop();
    void movedIsToldOncePerTurn();
    void showMessageFindsALine();
    void localLinesKeepTheirPlaces();
    void aGapFillsUpwards();
    void wheelAndBarScrollByPixels();
};

void tst_TimelineView::firstShowLaysOutAPage()
{
    TimelineRig rig;
    rig.fill(rig.ops, many);
    rig.show(rig.ops);
    QVERIFY(rig.view.isAtBottom());
    QCOMPARE(rig.view.newestSeen(), Seq(rig.firstSeq + many));
    QVERIFY(rig.visibleRows() > 8);
    QVERIFY2(rig.view.layoutsMade() <= 2 * rig.visibleRows(), qPrintable(QString::number(rig.view.layoutsMade())));
}

void tst_TimelineView::whatIsReadStaysInPlace_data()
{
    using Change = std::function<void(TimelineRig&)>;
    QTest::addColumn<Change>("change");
    const QString tall = u"much taller\n"_s.repeated(12);
    const auto above = [](const TimelineRig& rig) { return Seq(rig.topSeq().value() - 1); };
    QTest::newRow("append") << Change([](TimelineRig& rig) { rig.say(rig.ops, rig.ana, u"new"_s); });
    QTest::newRow("prepend 50") << Change([](TimelineRig& rig) { rig.prepend(rig.ops, 50); });
    QTest::newRow("edit of a row half above the edge") << Change([=](TimelineRig& rig) { rig.edit(rig.ops, above(rig), tall); });
    QTest::newRow("edit of a visible row below")
        << Change([=](TimelineRig& rig) { rig.edit(rig.ops, Seq(rig.topSeq().value() + 2), tall); });
    QTest::newRow("edit far above") << Change([=](TimelineRig& rig) { rig.edit(rig.ops, Seq(rig.firstSeq + 5), tall); });
    QTest::newRow("deletion above") << Change([=](TimelineRig& rig) { rig.remove(rig.ops, above(rig)); });
    QTest::newRow("someone is renamed") << Change([](TimelineRig& rig) { rig.store.putPerson({rig.ana, u"ana"_s, u"Anastasia"_s}); });
    QTest::newRow("own post on its way") << Change([](TimelineRig& rig) { rig.pending(rig.ops, u"x"_s, client::PendingState::Waiting); });
    QTest::newRow("line for me alone") << Change(
        [](TimelineRig& rig) { rig.view.addLocal(rig.ops, protocol::Severity::Info, u"help\nme"_s); });
    QTest::newRow("width less 20") << Change([](TimelineRig& rig) { rig.view.resize(rig.view.width() - 20, rig.view.height()); });
    QTest::newRow("height less 100") << Change([](TimelineRig& rig) { rig.view.resize(rig.view.width(), rig.view.height() - 100); });
    QTest::newRow("another theme") << Change([](TimelineRig& rig) { rig.look.setScheme(desktop::Scheme::Dark); });
    QTest::newRow("another room and back") << Change([](TimelineRig& rig) {
        rig.show(rig.lobby);
        rig.show(rig.ops);
    });
}

void tst_TimelineView::whatIsReadStaysInPlace()
{
    QFETCH(std::function<void(TimelineRig&)>, change);
    TimelineRig rig;
    rig.fill(rig.ops, many);
    rig.fill(rig.lobby, 100);
    rig.show(rig.ops);
    rig.view.verticalScrollBar()->setValue(rig.view.verticalScrollBar()->maximum() / 2);
    rig.view.scrollPages(0.13);
    rig.rest();
    QVERIFY(!rig.view.isAtBottom());
    const Seq anchor = rig.topSeq();
    const int y = rig.yOf(anchor);
    QVERIFY(y > 0);
    const qint64 before = rig.view.layoutsMade();
    const int visible = rig.visibleRows();
    const int rowBefore = rig.rowOf(anchor);

    change(rig);
    rig.rest();
    QCOMPARE(rig.yOf(anchor), y);
    QVERIFY(rig.rowOf(anchor) >= rowBefore);
    // A room switch shows two rooms.
    const qint64 most = 2 * (visible + rig.visibleRows());
    QVERIFY2(rig.view.layoutsMade() - before <= most, qPrintable(u"%1 > %2"_s.arg(rig.view.layoutsMade() - before).arg(most)));
}

void tst_TimelineView::theEndStaysTheEnd()
{
    QFETCH(std::function<void(TimelineRig&)>, change);
    TimelineRig rig;
    rig.fill(rig.ops, 5000);
    rig.fill(rig.lobby, 100);
    rig.show(rig.ops);
    const qint64 before = rig.view.layoutsMade();
    const int visible = rig.visibleRows();
    change(rig);
    rig.rest();
    QVERIFY(rig.view.isAtBottom());
    QCOMPARE(rig.view.scene().scroll().lastVisible(), rig.view.scene().lines().count() - 1);
    QCOMPARE(rig.view.verticalScrollBar()->value(), rig.view.verticalScrollBar()->maximum());
    QVERIFY(rig.view.layoutsMade() - before <= 2 * (visible + rig.visibleRows()));
}

void tst_TimelineView::aRoomIsFoundAsItWasLeft()
{
    TimelineRig rig;
    rig.fill(rig.ops, 500);
    rig.fill(rig.lobby, 500);
    rig.show(rig.ops);
    rig.view.scrollPages(-3.3);
    rig.rest();
    const Seq anchor = rig.topSeq();
    const int y = rig.yOf(anchor);
    rig.show(rig.lobby);
    QVERIFY(rig.view.isAtBottom());
    rig.say(rig.ops, rig.ana, u"meanwhile"_s);
    rig.prepend(rig.ops, 50);
    rig.show(rig.ops);
    QCOMPARE(rig.topSeq(), anchor);
    QCOMPARE(rig.yOf(anchor), y);
}

void tst_TimelineView::opensAtTheUnreadLine_data()
{
    QTest::addColumn<int>("unread");
    QTest::addColumn<bool>("atBottom");
    QTest::newRow("nothing") << 0 << true;
    QTest::newRow("less than a page") << 3 << true;
    QTest::newRow("more than a page") << 120 << false;
}

void tst_TimelineView::opensAtTheUnreadLine()
{
    QFETCH(int, unread);
    QFETCH(bool, atBottom);
    TimelineRig rig;
    rig.fill(rig.ops, 200);
    for (int i = 0; i < unread; ++i)
        rig.say(rig.ops, rig.ana, u"unread %1"_s.arg(i));
    rig.show(rig.ops);
    QCOMPARE(rig.view.isAtBottom(), atBottom);
    const Seq first(rig.firstSeq + 201);
    if (unread > 0)
        QVERIFY(rig.view.scene().lines().content(rig.rowOf(first)).isFirstUnread);
    if (!atBottom) {
        QVERIFY(rig.yOf(first) >= 0 && rig.yOf(first) < 60);
        QCOMPARE(rig.view.scene().newBelow(), 120 - int(rig.view.newestSeen().value() - first.value() + 1));
        // It stays while somebody reads, and more messages do not move it.
        rig.say(rig.ops, rig.ana, u"one more"_s);
        rig.rest();
        QVERIFY(rig.view.scene().lines().content(rig.rowOf(first)).isFirstUnread);
        rig.view.jumpToLatest();
        rig.rest();
        QVERIFY(rig.view.isAtBottom());
        QVERIFY(rig.view.jumpToUnread());
        QVERIFY(rig.yOf(first) >= 0 && rig.yOf(first) < 60);
    } else {
        QCOMPARE(rig.view.jumpToUnread(), unread > 0);
    }
}

void tst_TimelineView::newestSeenNeedsItsBottomEdge()
{
    TimelineRig rig;
    rig.fill(rig.ops, 200);
    rig.show(rig.ops);
    QCOMPARE(rig.view.newestSeen(), Seq(rig.firstSeq + 200));
    rig.view.scrollPages(-2);
    rig.rest();
    const Seq seen = rig.view.newestSeen();
    const auto& scroll = rig.view.scene().scroll();
    QVERIFY(rig.yOf(seen) + scroll.heightOf(rig.rowOf(seen)) <= scroll.viewport());
    const int next = rig.rowOf(seen) + 1;
    QVERIFY(scroll.yOf(next) + scroll.heightOf(next) > scroll.viewport());
    rig.view.showRoom(RoomId());
    rig.rest();
    QCOMPARE(rig.view.newestSeen(), Seq());
}

void tst_TimelineView::whatArrivesUnwatchedIsNotSeen()
{
    TimelineRig rig;
    rig.fill(rig.ops, 200);
    rig.show(rig.ops);
    const Seq before = rig.view.newestSeen();
    const Seq watched = rig.say(rig.ops, rig.ana, u"before your eyes"_s);
    rig.rest();
    QCOMPARE(rig.view.newestSeen(), watched);
    QVERIFY(before < watched);
    QVERIFY(!rig.view.jumpToUnread());
    rig.read(rig.ops);

    rig.view.setWatched(false);
    const Seq missed = rig.say(rig.ops, rig.ana, u"behind your back"_s);
    rig.rest();
    QCOMPARE(rig.view.newestSeen(), watched);
    QVERIFY(rig.view.isAtBottom());
    QVERIFY(rig.view.scene().lines().content(rig.rowOf(missed)).isFirstUnread);
    rig.view.setWatched(true);
    rig.rest();
    QCOMPARE(rig.view.newestSeen(), missed);
    QVERIFY(rig.view.scene().lines().content(rig.rowOf(missed)).isFirstUnread);
}

void tst_TimelineView::newMessagesBelowAreCounted()
{
    TimelineRig rig;
    rig.fill(rig.ops, 200);
    rig.show(rig.ops);
    auto* button = rig.view.findChild<QAbstractButton*>();
    QVERIFY(button && !button->isVisible());
    rig.view.scrollPages(-1);
    rig.rest();
    QVERIFY(button->isVisible());
    QCOMPARE(button->accessibleName(), u"Jump to latest"_s);
    rig.say(rig.ops, rig.ana, u"one"_s);
    rig.say(rig.ops, rig.me, u"my own does not count"_s);
    rig.say(rig.ops, rig.bo, u"two"_s);
    rig.rest();
    QCOMPARE(button->accessibleName(), u"Jump to latest, 2 new"_s);
    button->click();
    rig.rest();
    QVERIFY(rig.view.isAtBottom());
    QVERIFY(!button->isVisible());
}

void tst_TimelineView::wantsOlderNearTheTop()
{
    TimelineRig rig;
    rig.fill(rig.ops, 400);
    rig.show(rig.ops);
    QVERIFY(!rig.view.wantsOlder());
    rig.view.verticalScrollBar()->setValue(0);
    rig.rest();
    QVERIFY(rig.view.wantsOlder());
    QCOMPARE(rig.view.scene().scroll().firstVisible(), 0);
}

void tst_TimelineView::movedIsToldOncePerTurn()
{
    TimelineRig rig;
    rig.fill(rig.ops, 100);
    rig.show(rig.ops);
    QSignalSpy moved(&rig.view, &desktop::TimelineView::moved);
    for (int i = 0; i < 50; ++i)
        rig.say(rig.ops, rig.ana, u"flood"_s);
    rig.rest();
    QCOMPARE(moved.count(), 1);
    // Saying again what is known moves nothing, so an owner may do it whenever it is told.
    rig.view.setWatched(true);
    rig.view.showRoom(rig.ops);
    rig.rest();
    QCOMPARE(moved.count(), 1);
}

void tst_TimelineView::showMessageFindsALine()
{
    TimelineRig rig;
    rig.fill(rig.ops, 1000);
    rig.show(rig.ops);
    const Seq wanted(rig.firstSeq + 300);
    QVERIFY(rig.view.showMessage(wanted));
    rig.rest();
    QVERIFY(rig.yOf(wanted) >= 0 && rig.yOf(wanted) < rig.view.viewport()->height() / 2);
    QVERIFY(!rig.view.showMessage(Seq(5)));
}

void tst_TimelineView::aGapFillsUpwards()
{
    TimelineRig rig;
    rig.fill(rig.ops, 100);
    rig.skip(rig.ops, 400);
    const Seq first = rig.say(rig.ops, rig.ana, u"after the gap"_s);
    for (int i = 0; i < 80; ++i)
        rig.say(rig.ops, rig.ana, u"more"_s);
    rig.show(rig.ops);
    rig.view.scene().ensureVisible(rig.rowOf(first) - 1); // the gap, at the top
    rig.rest();
    QCOMPARE(rig.view.scene().lines().line(rig.view.scene().scroll().firstVisible()).kind, client::RowKind::Gap);
    const int y = rig.yOf(first);
    QVERIFY(y > 0);
    rig.fillGap(rig.ops, Seq(first.value() - 1), 50);
    rig.rest();
    QCOMPARE(rig.yOf(first), y);
    QVERIFY(rig.rowOf(Seq(first.value() - 1)) >= 0);
}

void tst_TimelineView::localLinesKeepTheirPlaces()
{
    TimelineRig rig;
    rig.show(rig.ops);
    rig.view.addLocal(rig.ops, protocol::Severity::Info, u"before everything"_s);
    rig.fill(rig.ops, 30);
    rig.view.addLocal(rig.ops, protocol::Severity::Info, u"in the middle <b>\u202E"_s);
    const ClientId c = rig.pending(rig.ops, u"on its way"_s, client::PendingState::Waiting);
    rig.say(rig.ops, rig.ana, u"after"_s);
    rig.rest();
    const desktop::TimelineLines& lines = rig.view.scene().lines();
    const auto texts = [&] {
        QStringList found;
        for (int row = lines.count() - 4; row < lines.count(); ++row)
            found.append(lines.line(row).text.left(14));
        return found;
    };
    QCOMPARE(lines.count(), 34);
    QVERIFY(lines.isLocal(0));
    QCOMPARE(texts().at(1), u"in the middle "_s);
    QCOMPARE(texts().mid(2), (QStringList{u"after"_s, u"on its way"_s}));
    QVERIFY(!lines.line(31).text.contains(QChar(0x202E)));
    rig.store.removePending(c);
    rig.store.resetRoom(rig.ops);
    rig.rest();
    QCOMPARE(lines.count(), 2);
    for (int i = 0; i < 250; ++i)
        rig.view.addLocal(rig.ops, protocol::Severity::Info, u"line %1"_s.arg(i));
    rig.rest();
    QCOMPARE(lines.count(), 200);
    QCOMPARE(lines.line(199).text, u"line 249"_s);
    QVERIFY(rig.view.isAtBottom());
    rig.show(rig.lobby);
    QCOMPARE(rig.view.scene().lines().count(), 0);
    rig.show(rig.ops);
    QCOMPARE(rig.view.scene().lines().count(), 200);
}

void tst_TimelineView::wheelAndBarScrollByPixels()
{
    TimelineRig rig;
    rig.fill(rig.ops, 1000);
    rig.show(rig.ops);
    rig.view.scrollPages(-2);
    rig.rest();
    const Seq anchor = rig.topSeq();
    const int y = rig.yOf(anchor);
    QScrollBar* bar = rig.view.verticalScrollBar();
    bar->setValue(bar->value() - 17);
    QCOMPARE(rig.yOf(anchor), y + 17);
    bar->setValue(bar->value() + 40);
    QCOMPARE(rig.yOf(anchor), y - 23);
    bar->setValue(bar->maximum());
    QVERIFY(rig.view.isAtBottom());
}

QTEST_MAIN(tst_TimelineView)
#include "tst_TimelineView.moc"
