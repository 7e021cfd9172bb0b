// The room list as people use it: groups, what is unread, names for screen readers, keyboard, rest under the pointer, the narrow rail.
#include "client-desktop/delegates/Marks.h"
#include "client-desktop/views/panes/FilterField.h"
#include "client-desktop/views/panes/MentionStrip.h"
#include "client-desktop/views/panes/PaneList.h"
#include "client-desktop/views/panes/RoomHeader.h"
#include "client-desktop/views/panes/RoomPane.h"
#include "shared/client/store/Store.h"

#include <QAccessible>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::desktop;
using namespace confab::protocol;
using namespace Qt::StringLiterals;

namespace {

constexpr RoomId general{1};
constexpr RoomId ops{2};
constexpr RoomId books{3};
constexpr RoomId withAna{10};
constexpr RoomId withBo{11};
constexpr UserId me{1};
constexpr UserId ana{2};
constexpr UserId bo{3};

/// A store with three rooms and two direct ones, and the pane on it.
struct Stage {
    FakeClock clock;
    client::Store store{clock};
    Look look{Scheme::Light};
    std::unique_ptr<RoomPane> pane;

    Stage()
    {
        store.setSelf({me, u"mara"_s, u"Mara"_s}, ServerRole::Member);
        putRoom(general, u"general"_s);
        putRoom(ops, u"ops"_s);
        putRoom(books, u"books"_s);
        putDirect(withAna, {ana, u"ana"_s, u"Ana"_s});
        putDirect(withBo, {bo, u"bo"_s, u"Bo"_s});
        pane = std::make_unique<RoomPane>(store, look);
        pane->resize(260, 400);
    }

    static RoomState state(RoomId id, RoomKind kind, const QString& name)
    {
        RoomState room;
        room.id = id;
        room.kind = kind;
        room.name = name;
        room.title = name;
        room.isPublic = kind == RoomKind::Channel;
        room.epoch = Epoch{1};
        room.head = Seq{900};
        room.read = Seq{1};
        room.role = RoomRole::Member;
        return room;
    }
    void putRoom(RoomId id, const QString& name) { store.putRoom(state(id, RoomKind::Channel, name)); }
    void putDirect(RoomId id, const User& peer)
    {
        RoomState room = state(id, RoomKind::Direct, {});
        room.peer = peer;
        store.putRoom(room);
    }
    void setUnread(RoomId room, qint64 unread, qint64 mentions = 0) { store.setRead({room, Seq{unread > 0 ? 2 : 900}, unread, mentions}); }
    void mute(RoomId id, const QString& name)
    {
        RoomState room = state(id, RoomKind::Channel, name);
        room.unread = 7;
        room.mentions = 2;
        room.mutedUntil = TimeMs{clock.now().value() + 60'000};
        store.putRoom(room);
    }
    void setPresence(RoomId room, UserId who, PresenceState presence)
    {
        ListMembers::Reply reply;
        reply.users = {{who, u"ana"_s, u"Ana"_s, RoomRole::Member, presence, {}, {}}};
        reply.v = Version{++version};
        reply.total = 1;
        store.putMembers(room, reply);
    }

    PaneList& list() const { return *pane->findChild<PaneList*>(); }
    FilterField& filter() const { return *pane->findChild<FilterField*>(); }
    QAbstractItemModel& rows() const { return *list().model(); }
    QModelIndex row(int at) const { return rows().index(at, 0); }
    QStringList labels() const
    {
        QStringList all;
        for (int at = 0; at < rows().rowCount(); ++at)
            all.append(row(at).data().toString());
        return all;
    }
    /// What a screen reader says of the rows.
    QStringList spoken() const
    {
        QStringList all;
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&list());
        for (int child = 0; child < interface->childCount(); ++child)
            all.append(interface->child(child)->text(QAccessible::Name));
        return all;
    }
    void show() const
    {
        pane->show();
        pane->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(pane.get()));
    }
    void point(bool isInside) const
    {
        QWidget* where = list().viewport();
        if (isInside) {
            QEnterEvent enter({5, 5}, {5, 5}, where->mapToGlobal(QPointF(5, 5)));
            QApplication::sendEvent(where, &enter);
        } else {
            QEvent leave(QEvent::Leave);
            QApplication::sendEvent(where, &leave);
        }
    }
    /// The strip at one edge, when it is shown.
    MentionStrip* strip(const QString& end) const
    {
        for (MentionStrip* one : pane->findChildren<MentionStrip*>()) {
            if (one->isVisible() && one->accessibleName().endsWith(end))
                return one;
        }
        return nullptr;
    }

    qint64 version = 0;
};

} // namespace

class tst_RoomPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void directRoomsStandAboveTheOthers();
    void mentionsComeFirstThenUnread();
    void rowsAreSpokenInFull();
    void listAndFieldHaveTheirNames();
    void presenceOfTheOtherPersonIsSpoken();
    void mutedRoomsAskForNothing();
    void headingsTakeNoClicks();
    void clickAndEnterChoose();
    void arrowsOnlyMove();
    void filterNarrowsAndEscapeClears();
    void downGoesIntoTheListAndUpBack();
    void enterInTheFilterTakesTheFirst();
    void rowsRestUnderThePointer();
    void theOpenRoomStaysMarked();
    void thereIsAlwaysACurrentRow();
    void neighboursGoAroundTheEnds();
    void nextUnreadSkipsTheReadAndTheMuted();
    void hiddenMentionsHaveAStrip();
    void compactIsNarrowAndHasNoFilter();
    void anEmptyListSaysHowToGoOn();
    void hostileNamesAreText();
    void initialsAreShort_data();
    void initialsAreShort();
    void theHeaderFollowsItsRoom();
    void aThousandRoomsAreListedQuickly();
};

void tst_RoomPane::directRoomsStandAboveTheOthers()
{
    const Stage stage;
    QCOMPARE(stage.labels(), (QStringList{u"Ana"_s, u"Bo"_s, u"books"_s, u"general"_s, u"ops"_s}));
    QList<bool> starts;
    for (int row = 0; row < stage.rows().rowCount(); ++row)
        starts.append(stage.row(row).data(client::RoomListModel::StartsGroupRole).toBool());
    QCOMPARE(starts, (QList<bool>{true, false, true, false, false}));
}

void tst_RoomPane::mentionsComeFirstThenUnread()
{
    Stage stage;
    stage.setUnread(ops, 2);
    stage.setUnread(general, 5, 1);
    stage.setUnread(withBo, 1);
    QCOMPARE(stage.labels(), (QStringList{u"Bo"_s, u"Ana"_s, u"general"_s, u"ops"_s, u"books"_s}));
}

void tst_RoomPane::rowsAreSpokenInFull()
{
    Stage stage;
    stage.setUnread(general, 3, 1);
    stage.setUnread(ops, 4, 2);
    stage.store.setDraft(general, u"hello"_s);
    QCOMPARE(stage.spoken(),
        (QStringList{u"Ana"_s, u"Bo"_s, u"general, 3 unread, 1 mention, draft"_s, u"ops, 4 unread, 2 mentions"_s, u"books"_s}));
}

void tst_RoomPane::listAndFieldHaveTheirNames()
{
    const Stage stage;
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&stage.list());
    QCOMPARE(list->text(QAccessible::Name), u"Rooms"_s);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->child(0)->role(), QAccessible::ListItem);
    QCOMPARE(QAccessible::queryAccessibleInterface(&stage.filter())->text(QAccessible::Name), u"Filter rooms"_s);
    QCOMPARE(stage.filter().placeholderText(), u"Filter"_s);
}

void tst_RoomPane::presenceOfTheOtherPersonIsSpoken()
{
    Stage stage;
    stage.setPresence(general, ana, PresenceState::Away);
    QCOMPARE(stage.spoken().at(0), u"Ana, away"_s);
    QCOMPARE(stage.row(0).data(RoomRows::PeerStateRole).toInt(), int(PresenceState::Away));
    QVERIFY(!stage.row(1).data(RoomRows::PeerStateRole).isValid()); // nobody knows about Bo
    stage.setPresence(general, ana, PresenceState::Online);
    QCOMPARE(stage.spoken().at(0), u"Ana, online"_s);
    stage.store.forgetPresence();
    QCOMPARE(stage.spoken().at(0), u"Ana"_s);
}

void tst_RoomPane::mutedRoomsAskForNothing()
{
    Stage stage;
    stage.mute(general, u"general"_s);
    QCOMPARE(stage.labels(), (QStringList{u"Ana"_s, u"Bo"_s, u"books"_s, u"general"_s, u"ops"_s}));
    QCOMPARE(stage.row(3).data(RoomRows::PillRole).toLongLong(), 0);
    QCOMPARE(stage.spoken().at(3), u"general, 7 unread, 2 mentions, muted"_s);
}

void tst_RoomPane::headingsTakeNoClicks()
{
    const Stage stage;
    stage.show();
    QSignalSpy chosen(stage.pane.get(), &RoomPane::chosen);
    const QRect first = stage.list().visualRect(stage.row(2));
    QTest::mouseClick(stage.list().viewport(), Qt::LeftButton, {}, {first.center().x(), first.top() + 2});
    QCOMPARE(chosen.count(), 0);
    QTest::mouseClick(stage.list().viewport(), Qt::LeftButton, {}, {first.center().x(), first.bottom() - 2});
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(0).value<RoomId>(), books);
    QVERIFY(first.height() > stage.list().visualRect(stage.row(3)).height());
    QCOMPARE(stage.list().visualRect(stage.row(3)).height(), stage.list().visualRect(stage.row(4)).height());
}

void tst_RoomPane::clickAndEnterChoose()
{
    const Stage stage;
    stage.show();
    QSignalSpy chosen(stage.pane.get(), &RoomPane::chosen);
    QTest::mouseClick(stage.list().viewport(), Qt::LeftButton, {}, stage.list().visualRect(stage.row(1)).center());
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.last().at(0).value<RoomId>(), withBo);
    stage.list().setFocus();
    QTest::keyClick(&stage.list(), Qt::Key_Down);
    QTest::keyClick(&stage.list(), Qt::Key_Return);
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chosen.last().at(0).value<RoomId>(), books);
    QVERIFY(!stage.pane->current().isValid()); // only setCurrent() opens
}

void tst_RoomPane::arrowsOnlyMove()
{
    const Stage stage;
    stage.show();
    stage.pane->setCurrent(withAna);
    QSignalSpy chosen(stage.pane.get(), &RoomPane::chosen);
    stage.pane->setFocus();
    QVERIFY(stage.list().hasFocus());
    QTest::keyClick(&stage.list(), Qt::Key_Down);
    QTest::keyClick(&stage.list(), Qt::Key_Down);
    QCOMPARE(stage.list().currentIndex().row(), 2);
    QCOMPARE(chosen.count(), 0);
    QVERIFY(stage.list().selectionModel()->isSelected(stage.row(0)));
    QVERIFY(!stage.list().selectionModel()->isSelected(stage.row(2)));
}

void tst_RoomPane::filterNarrowsAndEscapeClears()
{
    const Stage stage;
    stage.show();
    stage.filter().setFocus();
    QTest::keyClicks(&stage.filter(), u"O"_s);
    QCOMPARE(stage.labels(), (QStringList{u"Bo"_s, u"books"_s, u"ops"_s}));
    QTest::keyClicks(&stage.filter(), u"p"_s);
    QCOMPARE(stage.labels(), QStringList{u"ops"_s});
    QVERIFY(stage.row(0).data(client::RoomListModel::StartsGroupRole).toBool());
    QTest::keyClick(&stage.filter(), Qt::Key_Escape);
    QCOMPARE(stage.rows().rowCount(), 5);
    QVERIFY(stage.filter().text().isEmpty());
}

void tst_RoomPane::downGoesIntoTheListAndUpBack()
{
    const Stage stage;
    stage.show();
    stage.filter().setFocus();
    QTest::keyClick(&stage.filter(), Qt::Key_Down);
    QVERIFY(stage.list().hasFocus());
    QCOMPARE(stage.list().currentIndex().row(), 0);
    QTest::keyClick(&stage.list(), Qt::Key_Up);
    QVERIFY(stage.filter().hasFocus());
}

void tst_RoomPane::enterInTheFilterTakesTheFirst()
{
    const Stage stage;
    stage.show();
    QSignalSpy chosen(stage.pane.get(), &RoomPane::chosen);
    stage.pane->focusFilter();
    QTest::keyClick(&stage.filter(), Qt::Key_Return); // nothing typed: nothing meant
    QCOMPARE(chosen.count(), 0);
    QTest::keyClicks(&stage.filter(), u"#op"_s);
    QTest::keyClick(&stage.filter(), Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(0).value<RoomId>(), ops);
    QVERIFY(stage.filter().text().isEmpty());
}

void tst_RoomPane::rowsRestUnderThePointer()
{
    Stage stage;
    stage.show();
    const QStringList before = stage.labels();
    stage.point(true);
    stage.setUnread(ops, 3, 1);
    QCOMPARE(stage.labels(), before);
    QCOMPARE(stage.spoken().at(4), u"ops, 3 unread, 1 mention"_s); // shown at once, moved later
    stage.point(false);
    QCOMPARE(stage.labels().at(2), u"ops"_s);
    stage.point(true);
    stage.pane->hide(); // no leave event comes then
    stage.setUnread(ops, 0);
    QCOMPARE(stage.labels(), before);
}

void tst_RoomPane::theOpenRoomStaysMarked()
{
    Stage stage;
    stage.pane->setCurrent(ops);
    const auto marked = [&] {
        const QModelIndexList rows = stage.list().selectionModel()->selectedIndexes();
        return rows.size() == 1 ? rows.first().data().toString() : QString();
    };
    QCOMPARE(marked(), u"ops"_s);
    stage.setUnread(ops, 3, 1);
    QCOMPARE(marked(), u"ops"_s);
    stage.filter().setText(u"gen"_s);
    QCOMPARE(marked(), QString());
    stage.filter().clear();
    QCOMPARE(marked(), u"ops"_s);
    stage.store.removeRoom(ops);
    QCOMPARE(marked(), QString());
    stage.putRoom(ops, u"ops"_s);
    QCOMPARE(marked(), u"ops"_s);
    stage.pane->setCurrent({});
    QCOMPARE(marked(), QString());
}

void tst_RoomPane::thereIsAlwaysACurrentRow()
{
    Stage stage;
    QVERIFY(stage.list().currentIndex().isValid());
    stage.filter().setText(u"zzz"_s);
    QVERIFY(!stage.list().currentIndex().isValid());
    stage.filter().clear();
    QVERIFY(stage.list().currentIndex().isValid());
    for (const RoomId room : {general, ops, books, withAna})
        stage.store.removeRoom(room);
    QCOMPARE(stage.list().currentIndex().data().toString(), u"Bo"_s);
}

void tst_RoomPane::neighboursGoAroundTheEnds()
{
    const Stage stage;
    QCOMPARE(stage.pane->neighbour(1), withAna);
    QCOMPARE(stage.pane->neighbour(-1), ops);
    stage.pane->setCurrent(ops);
    QCOMPARE(stage.pane->neighbour(1), withAna);
    QCOMPARE(stage.pane->neighbour(-1), general);
    QCOMPARE(stage.pane->at(0), withAna);
    QCOMPARE(stage.pane->at(4), ops);
    QVERIFY(!stage.pane->at(5).isValid());
    QVERIFY(!stage.pane->at(-1).isValid());
}

void tst_RoomPane::nextUnreadSkipsTheReadAndTheMuted()
{
    Stage stage;
    QVERIFY(!stage.pane->nextUnread(1).isValid());
    stage.mute(general, u"general"_s);
    QVERIFY(!stage.pane->nextUnread(1).isValid());
    stage.setUnread(withAna, 1);
    stage.setUnread(ops, 1);
    stage.setUnread(books, 2);
    QCOMPARE(stage.labels(), (QStringList{u"Ana"_s, u"Bo"_s, u"books"_s, u"ops"_s, u"general"_s}));
    QCOMPARE(stage.pane->nextUnread(1), withAna);
    QCOMPARE(stage.pane->nextUnread(-1), ops);
    stage.pane->setCurrent(withAna);
    QCOMPARE(stage.pane->nextUnread(1), books);
    stage.pane->setCurrent(ops);
    QCOMPARE(stage.pane->nextUnread(1), withAna);
    QCOMPARE(stage.pane->nextUnread(-1), books);
    stage.setUnread(withAna, 0);
    stage.setUnread(books, 0);
    QVERIFY(!stage.pane->nextUnread(1).isValid()); // one is there already
}

void tst_RoomPane::hiddenMentionsHaveAStrip()
{
    Stage stage;
    for (int i = 0; i < 60; ++i)
        stage.putDirect(RoomId{100 + i}, {UserId{100 + i}, u"p%1"_s.arg(i), u"P%1"_s.arg(i)});
    stage.setUnread(general, 9, 2);
    stage.show();
    QTRY_VERIFY(stage.strip(u"below"_s));
    QCOMPARE(stage.strip(u"below"_s)->accessibleName(), u"2 mentions below"_s);
    QVERIFY(!stage.strip(u"above"_s));
    QTest::mouseClick(stage.strip(u"below"_s), Qt::LeftButton);
    QTRY_VERIFY(!stage.strip(u"below"_s));
    const int row = stage.rows().match(stage.row(0), Qt::DisplayRole, u"general"_s).value(0).row();
    QVERIFY(stage.list().viewport()->rect().contains(stage.list().visualRect(stage.row(row)).center()));
    stage.setUnread(RoomId{100}, 1);
    stage.list().scrollToBottom();
    QTRY_VERIFY(stage.strip(u"above"_s));
    QCOMPARE(stage.strip(u"above"_s)->accessibleName(), u"1 mention above"_s);
    QTest::keyClick(stage.strip(u"above"_s), Qt::Key_Space);
    QTRY_VERIFY(!stage.strip(u"above"_s));
}

void tst_RoomPane::compactIsNarrowAndHasNoFilter()
{
    Stage stage;
    stage.show();
    stage.filter().setText(u"ops"_s);
    stage.pane->setCompact(true);
    const int em = stage.pane->fontMetrics().height();
    QCOMPARE(stage.pane->maximumWidth(), em * 4);
    QVERIFY(!stage.filter().isVisible());
    QCOMPARE(stage.rows().rowCount(), 5); // a filter that is not seen must not hide rows
    QSignalSpy chosen(stage.pane.get(), &RoomPane::chosen);
    QTest::mouseClick(stage.list().viewport(), Qt::LeftButton, {}, stage.list().visualRect(stage.row(4)).center());
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(0).value<RoomId>(), ops);
    QCOMPARE(stage.spoken().at(4), u"ops"_s);
    QVERIFY(stage.row(4).data(Qt::ToolTipRole).toString().contains(u"#ops"_s));
    stage.pane->setCompact(false);
    QVERIFY(stage.filter().isVisible());
    QVERIFY(stage.pane->maximumWidth() > em * 100);
}

void tst_RoomPane::anEmptyListSaysHowToGoOn()
{
    FakeClock clock;
    client::Store store(clock);
    const Look look(Scheme::Light);
    RoomPane pane(store, look);
    const auto* words = pane.findChild<PaneList*>()->viewport()->findChild<QLabel*>();
    QVERIFY(words->isVisibleTo(&pane));
    QCOMPARE(words->text(), u"No rooms yet. Type /join #name, or press Ctrl+K."_s);
    store.putRoom(Stage::state(general, RoomKind::Channel, u"general"_s));
    QVERIFY(!words->isVisibleTo(&pane));
    pane.findChild<FilterField*>()->setText(u"zzz"_s);
    QVERIFY(words->isVisibleTo(&pane));
    QVERIFY(words->text() != u"No rooms yet. Type /join #name, or press Ctrl+K."_s);
}

void tst_RoomPane::hostileNamesAreText()
{
    Stage stage;
    RoomState room = Stage::state(RoomId{50}, RoomKind::Channel, u"<b>x</b>"_s);
    room.topic = u"<img src='http://127.0.0.1/x.png'>"_s;
    stage.store.putRoom(room);
    const QModelIndex row = stage.rows().match(stage.row(0), Qt::DisplayRole, u"<b>x</b>"_s).value(0);
    QVERIFY(row.isValid());
    const QString tip = row.data(Qt::ToolTipRole).toString();
    QVERIFY(!tip.contains(u"<b>"_s));
    QVERIFY(!tip.contains(u"<img"_s));
    QVERIFY(tip.contains(u"&lt;img"_s));
    stage.show();
    QVERIFY(!stage.pane->grab().isNull());
    stage.pane->setCompact(true);
    QVERIFY(!stage.pane->grab().isNull());
}

void tst_RoomPane::initialsAreShort_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("one word") << u"general"_s << u"G"_s;
    QTest::newRow("two words") << u"reading-club"_s << u"RC"_s;
    QTest::newRow("three words") << u"a b c"_s << u"AB"_s;
    QTest::newRow("marks in front") << u"<b>x"_s << u"BX"_s;
    QTest::newRow("cjk") << u"小林さくら"_s << u"小"_s;
    QTest::newRow("emoji") << u"👩‍👩‍👧‍👦 family"_s << u"👩‍👩‍👧‍👦F"_s;
    QTest::newRow("no letters") << u"--"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void tst_RoomPane::initialsAreShort()
{
    QFETCH(QString, name);
    QFETCH(QString, expected);
    QCOMPARE(initials(name), expected);
}

void tst_RoomPane::theHeaderFollowsItsRoom()
{
    Stage stage;
    RoomHeader header(stage.store, stage.look);
    header.setRoom(general);
    const QList<QLabel*> labels = header.findChildren<QLabel*>();
    QCOMPARE(labels.size(), 2);
    QCOMPARE(labels.at(0)->text(), u"#general"_s);
    RoomState room = Stage::state(general, RoomKind::Channel, u"general"_s);
    room.topic = u"<h1>Lunch</h1> and more"_s;
    stage.store.putRoom(room);
    QCOMPARE(labels.at(1)->text(), room.topic);
    QCOMPARE(labels.at(1)->textFormat(), Qt::PlainText);
    header.resize(120, 40);
    header.show();
    QVERIFY(labels.at(1)->toolTip().contains(u"&lt;h1&gt;"_s)); // does not fit: whole on hover
    QSignalSpy people(&header, &RoomHeader::peopleRequested);
    for (auto* button : header.findChildren<QAbstractButton*>()) {
        QVERIFY(!button->accessibleName().isEmpty());
        if (button->accessibleName() == u"People"_s)
            button->click();
        else
            QVERIFY(!button->isVisible()); // "Rooms" is for narrow windows
    }
    QCOMPARE(people.count(), 1);
    stage.store.removeRoom(general);
    QCOMPARE(labels.at(0)->text(), QString());
}

void tst_RoomPane::aThousandRoomsAreListedQuickly()
{
    Stage stage;
    for (int i = 0; i < 1000; ++i)
        stage.putRoom(RoomId{1000 + i}, u"room-%1"_s.arg(i));
    stage.show();
    QSignalSpy resets(&stage.rows(), &QAbstractItemModel::modelReset);
    for (int i = 0; i < 100; ++i)
        stage.setUnread(RoomId{1000 + i}, 1);
    QCOMPARE(stage.rows().rowCount(), 1005);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(stage.row(2).data(client::RoomListModel::UnreadRole).toInt(), 1);
    QCOMPARE(stage.row(102).data(client::RoomListModel::UnreadRole).toInt(), 0);
}

QTEST_MAIN(tst_RoomPane)
#include "tst_RoomPane.moc"
