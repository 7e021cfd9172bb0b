// The timeline as a screen reader meets it: names, text, identity of items, and no crash when lines go while somebody holds them.
#include "client-desktop/views/timeline/Announcement.h"
#include "client-desktop/views/timeline/TimelineAccessible.h"
#include "tests/gui/TimelineRig.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

QAccessibleInterface* listOf(TimelineRig& rig) { return QAccessible::queryAccessibleInterface(&rig.view); }

} // namespace

class tst_TimelineAccessible : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void itIsAListNamedMessages();
    void itemsSayWhoWhatAndWhen_data();
    void itemsSayWhoWhatAndWhen();
    void indexesAreGuarded();
    void itemsKeepTheirIdentity();
    void aSentPostIsTheSameItem();
    void removedLinesAreNoTrap();
    void theViewMayGoFirst();
    void textCanBeReadLetterByLetter();
    void actionsCanBeDone();
    void theCurrentMessageHasTheFocus();
    void manyRowsRaiseNoFlood();
    void arrivalsAreAnnouncedTogether();
};

void tst_TimelineAccessible::initTestCase()
{
    desktop::installTimelineAccessibility();
    desktop::installTimelineAccessibility();
}

void tst_TimelineAccessible::itIsAListNamedMessages()
{
    TimelineRig rig;
    rig.fill(rig.ops, 10);
    rig.show(rig.ops);
    QAccessibleInterface* list = listOf(rig);
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->text(QAccessible::Name), u"Messages"_s);
    QCOMPARE(list->childCount(), 11); // and the announcement
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(list->child(i)->role(), QAccessible::ListItem);
        QCOMPARE(list->child(i)->parent(), list);
        QCOMPARE(list->indexOfChild(list->child(i)), i);
    }
    QCOMPARE(list->child(10)->role(), QAccessible::Notification);
    QCOMPARE(list->indexOfChild(list->child(10)), 10);
}

void tst_TimelineAccessible::itemsSayWhoWhatAndWhen_data()
{
    using Make = std::function<void(TimelineRig&)>;
    QTest::addColumn<Make>("make");
    QTest::addColumn<QString>("name");
    const auto failed = Error{ErrorCode::Forbidden, {}, {}};
    QTest::newRow("plain") << Make([](TimelineRig& rig) { rig.say(rig.ops, rig.ana, u"hello **there**"_s); })
                           << u"Ana, hello there, 14:30"_s;
    QTest::newRow("edited") << Make([](TimelineRig& rig) { rig.edit(rig.ops, rig.say(rig.ops, rig.ana, u"x"_s), u"hello"_s); })
                            << u"Ana, hello, 14:30, edited"_s;
    QTest::newRow("deleted") << Make([](TimelineRig& rig) { rig.remove(rig.ops, rig.say(rig.ops, rig.ana, u"x"_s)); })
                             << u"Ana, message deleted, 14:30"_s;
    QTest::newRow("mention") << Make([](TimelineRig& rig) { rig.say(rig.ops, rig.ana, u"@mara look"_s); })
                             << u"Ana, @mara look, 14:30, mentions you"_s;
    QTest::newRow("waiting") << Make([](TimelineRig& rig) { rig.pending(rig.ops, u"x"_s, client::PendingState::Waiting); })
                             << u"Mara, x, 14:30, waiting to be sent"_s;
    QTest::newRow("failed") << Make([=](TimelineRig& rig) { rig.pending(rig.ops, u"x"_s, client::PendingState::Failed, failed); })
                            << u"Mara, x, 14:30, not sent: You are not allowed to do that here."_s;
    QTest::newRow("local") << Make([](TimelineRig& rig) { rig.view.addLocal(rig.ops, protocol::Severity::Warning, u"careful"_s); })
                           << u"Warning, careful, 14:30, only you see this"_s;
}

void tst_TimelineAccessible::itemsSayWhoWhatAndWhen()
{
    QFETCH(std::function<void(TimelineRig&)>, make);
    QFETCH(QString, name);
    TimelineRig rig;
    rig.show(rig.ops);
    make(rig);
    rig.rest();
    QAccessibleInterface* list = listOf(rig);
    QCOMPARE(list->childCount(), 2);
    QCOMPARE(list->child(0)->text(QAccessible::Name), name);
    QVERIFY(!list->child(0)->state().offscreen);
    QVERIFY(list->child(0)->rect().height() > 0);
}

void tst_TimelineAccessible::indexesAreGuarded()
{
    TimelineRig rig;
    rig.fill(rig.ops, 5);
    rig.show(rig.ops);
    QAccessibleInterface* list = listOf(rig);
    QVERIFY(!list->child(-1));
    QVERIFY(!list->child(6));
    QVERIFY(!list->child(1 << 30));
    QCOMPARE(list->indexOfChild(nullptr), -1);
    QVERIFY(!list->childAt(-10'000, -10'000));
    const QPoint middle = list->child(4)->rect().center();
    QCOMPARE(list->childAt(middle.x(), middle.y()), list->child(4));
    rig.view.showRoom(RoomId());
    rig.rest();
    QCOMPARE(list->childCount(), 1);
    QVERIFY(!list->child(1));
}

void tst_TimelineAccessible::itemsKeepTheirIdentity()
{
    TimelineRig rig;
    rig.fill(rig.ops, 100);
    rig.show(rig.ops);
    QAccessibleInterface* list = listOf(rig);
    QAccessibleInterface* item = list->child(40);
    const QAccessible::Id id = QAccessible::uniqueId(item);
    const QString name = item->text(QAccessible::Name);
    rig.prepend(rig.ops, 50);
    rig.say(rig.ops, rig.ana, u"more"_s);
    QCOMPARE(QAccessible::uniqueId(list->child(90)), id);
    QCOMPARE(list->child(90), item);
    QCOMPARE(item->text(QAccessible::Name), name);
    QCOMPARE(list->indexOfChild(item), 90);
}

void tst_TimelineAccessible::aSentPostIsTheSameItem()
{
    TimelineRig rig;
    rig.fill(rig.ops, 3);
    rig.show(rig.ops);
    const ClientId c = rig.pending(rig.ops, u"mine"_s, client::PendingState::Sending);
    QAccessibleInterface* item = listOf(rig)->child(3);
    QCOMPARE(item->text(QAccessible::Name), u"Mara, mine, 14:30, sending"_s);
    protocol::MessagePosted event{{rig.ops, Seq(rig.firstSeq + 4), rig.me, u"Mara"_s, rig.clock.now(), c}, u"mine"_s, {}, {}};
    rig.store.receive(event);
    QCOMPARE(listOf(rig)->childCount(), 5);
    QCOMPARE(listOf(rig)->child(3), item);
    QCOMPARE(item->text(QAccessible::Name), u"Mara, mine, 14:30"_s);
}

void tst_TimelineAccessible::removedLinesAreNoTrap()
{
    TimelineRig rig;
    rig.fill(rig.ops, 50);
    rig.show(rig.ops);
    const ClientId c = rig.pending(rig.ops, u"to be discarded"_s, client::PendingState::Waiting);
    QAccessibleInterface* list = listOf(rig);
    QList<QAccessible::Id> held;
    for (int i = 0; i < list->childCount(); ++i)
        held.append(QAccessible::uniqueId(list->child(i)));
    QAccessibleTextInterface* text = list->child(50)->textInterface();
    QVERIFY(text && text->characterCount() > 0);
    rig.store.removePending(c);
    QVERIFY(!QAccessible::accessibleInterface(held.at(50)));
    QVERIFY(QAccessible::accessibleInterface(held.at(49)));
    // The log restarts, the room goes: whatever a client still holds is either gone or says so.
    rig.store.resetRoom(rig.ops);
    rig.rest();
    for (int i = 0; i < 50; ++i) {
        QAccessibleInterface* item = QAccessible::accessibleInterface(held.at(i));
        QVERIFY(!item || (!item->isValid() && item->text(QAccessible::Name).isEmpty() && item->state().invalid));
    }
    rig.store.removeRoom(rig.ops);
    rig.rest();
    QCOMPARE(listOf(rig)->childCount(), 1);
}

void tst_TimelineAccessible::theViewMayGoFirst()
{
    QAccessible::Id list = 0;
    QAccessible::Id item = 0;
    {
        TimelineRig rig;
        rig.fill(rig.ops, 5);
        rig.show(rig.ops);
        list = QAccessible::uniqueId(listOf(rig));
        item = QAccessible::uniqueId(listOf(rig)->child(2));
    }
    QVERIFY(!QAccessible::accessibleInterface(list));
    QVERIFY(!QAccessible::accessibleInterface(item));
}

void tst_TimelineAccessible::textCanBeReadLetterByLetter()
{
    TimelineRig rig;
    rig.show(rig.ops);
    rig.say(rig.ops, rig.ana, u"first `code`\n- item"_s);
    rig.rest();
    QAccessibleTextInterface* text = listOf(rig)->child(0)->textInterface();
    QVERIFY(text);
    QCOMPARE(text->text(0, text->characterCount()), u"first code\n• item"_s);
    QCOMPARE(text->text(-5, 1000), u"first code\n• item"_s);
    int start = 0;
    int end = 0;
    QCOMPARE(text->textAtOffset(7, QAccessible::WordBoundary, &start, &end), u"code"_s);
    const QRect letter = text->characterRect(1);
    QVERIFY(letter.width() > 0 && listOf(rig)->child(0)->rect().contains(letter));
    QCOMPARE(text->offsetAtPoint(letter.center() - QPoint(letter.width() / 3, 0)), 1);
    QVERIFY(text->characterRect(1000).isEmpty());
    QCOMPARE(text->selectionCount(), 0);
    text->addSelection(0, 5);
    QCOMPARE(text->selectionCount(), 1);
    QCOMPARE(rig.view.selectedText(), u"first"_s);
    text->removeSelection(0);
    QCOMPARE(text->selectionCount(), 0);
}

void tst_TimelineAccessible::actionsCanBeDone()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const ClientId c = rig.pending(rig.ops, u"x"_s, client::PendingState::Failed, Error{ErrorCode::Forbidden, {}, {}});
    rig.rest();
    QAccessibleActionInterface* actions = listOf(rig)->child(0)->actionInterface();
    QVERIFY(actions && actions->actionNames().contains(u"Retry"_s));
    ClientId asked;
    connect(&rig.view, &desktop::TimelineView::retryRequested, &rig.view, [&](ClientId one) { asked = one; });
    actions->doAction(u"Retry"_s);
    QCOMPARE(asked, c);
    actions->doAction(u"no such thing"_s);
}

void tst_TimelineAccessible::theCurrentMessageHasTheFocus()
{
    TimelineRig rig;
    rig.fill(rig.ops, 20);
    rig.show(rig.ops);
    rig.view.activateWindow();
    rig.view.setFocus();
    QTRY_VERIFY(rig.view.hasFocus());
    QTest::keyClick(&rig.view, Qt::Key_Up);
    QVERIFY(rig.view.currentRow() >= 0);
    QAccessibleInterface* item = listOf(rig)->child(rig.view.currentRow());
    QCOMPARE(listOf(rig)->focusChild(), item);
    QVERIFY(item->state().focused);
}

void tst_TimelineAccessible::manyRowsRaiseNoFlood()
{
    TimelineRig rig;
    rig.show(rig.ops);
    rig.fill(rig.ops, 5000);
    rig.rest();
    QAccessibleInterface* list = listOf(rig);
    QCOMPARE(list->childCount(), 5001);
    const qint64 before = rig.view.layoutsMade();
    for (int i = 0; i < 5000; ++i)
        QVERIFY(!list->child(i)->text(QAccessible::Name).isEmpty());
    QCOMPARE(rig.view.layoutsMade(), before);
    QSignalSpy spoken(rig.view.findChild<desktop::Announcement*>(), &desktop::Announcement::spoken);
    for (int i = 0; i < 200; ++i)
        rig.say(rig.ops, rig.ana, u"flood"_s);
    QTRY_VERIFY(spoken.count() > 0);
    QVERIFY2(spoken.count() <= 2, qPrintable(QString::number(spoken.count())));
}

void tst_TimelineAccessible::arrivalsAreAnnouncedTogether()
{
    TimelineRig rig;
    rig.fill(rig.ops, 10);
    rig.show(rig.ops);
    auto* announcement = rig.view.findChild<desktop::Announcement*>();
    QVERIFY(announcement);
    QSignalSpy spoken(announcement, &desktop::Announcement::spoken);
    rig.say(rig.ops, rig.ana, u"hello"_s);
    rig.say(rig.ops, rig.me, u"my own is not announced"_s);
    rig.say(rig.lobby, rig.ana, u"nor what is elsewhere"_s);
    rig.say(rig.ops, rig.bo, u"*well*, hello"_s);
    QTRY_COMPARE(announcement->accessibleName(), u"2 new messages, last from bo: well, hello"_s);
    rig.say(rig.ops, rig.ana, u"<b>you</b>"_s);
    QTRY_COMPARE(announcement->accessibleName(), u"Ana: <b>you</b>"_s);
    QCOMPARE(spoken.count(), 2);
}

QTEST_MAIN(tst_TimelineAccessible)
#include "tst_TimelineAccessible.moc"
