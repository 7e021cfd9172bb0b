// The list of people and the line of who is typing: groups, names for screen readers, keyboard and menu, hostile names.
#include "client-desktop/views/panes/EmptyPage.h"
#include "client-desktop/views/panes/FilterField.h"
#include "client-desktop/views/panes/PaneList.h"
#include "client-desktop/views/panes/PeoplePane.h"
#include "client-desktop/views/panes/TypingLine.h"
#include "shared/client/store/Store.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::desktop;
using namespace confab::protocol;
using namespace Qt::StringLiterals;

namespace {

constexpr RoomId general{1};
constexpr UserId me{1};
constexpr UserId ana{2};
constexpr UserId bo{3};
constexpr UserId cyd{4};

Member member(UserId id, const QString& name, PresenceState state, RoomRole role = RoomRole::Member, const QString& status = {})
{
    Member one{id, name.toLower(), name, role, state, {}, {}};
    if (!status.isEmpty())
        one.status = status;
    return one;
}

struct Stage {
    FakeClock clock;
    client::Store store{clock};
    Look look{Scheme::Light};
    std::unique_ptr<PeoplePane> pane;
    qint64 version = 0;

    Stage()
    {
        store.setSelf({me, u"mara"_s, u"Mara"_s}, ServerRole::Member);
        RoomState room;
        room.id = general;
        room.kind = RoomKind::Channel;
        room.name = u"general"_s;
        room.epoch = Epoch{1};
        room.role = RoomRole::Member;
        store.putRoom(room);
        setMembers(
            {member(ana, u"Ana"_s, PresenceState::Online, RoomRole::Owner, u"at lunch"_s), member(me, u"Mara"_s, PresenceState::Online),
                member(bo, u"Bo"_s, PresenceState::Away, RoomRole::Admin), member(cyd, u"Cyd"_s, PresenceState::Offline)});
        pane = std::make_unique<PeoplePane>(store, look);
        pane->resize(220, 500);
        pane->setRoom(general);
    }

    void setMembers(const QList<Member>& members, qint64 total = -1)
    {
        ListMembers::Reply reply;
        reply.users = members;
        reply.v = Version{++version};
        reply.total = total < 0 ? members.size() : total;
        store.putMembers(general, reply);
    }
    void crowd(int size)
    {
        QList<Member> members{member(me, u"Mara"_s, PresenceState::Online)};
        for (int i = 1; i < size; ++i)
            members.append(member(UserId{100 + i}, u"Person%1"_s.arg(i), PresenceState::Offline));
        setMembers(members);
    }
    PaneList& list() const { return *pane->findChild<PaneList*>(); }
    FilterField& filter() const { return *pane->findChild<FilterField*>(); }
    QModelIndex row(int at) const { return list().model()->index(at, 0); }
    QStringList spoken() const
    {
        QStringList all;
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&list());
        for (int child = 0; child < interface->childCount(); ++child)
            all.append(interface->child(child)->text(QAccessible::Name));
        return all;
    }
    QStringList headings() const
    {
        QStringList all;
        for (const QLabel* one : pane->findChildren<QLabel*>(QString(), Qt::FindDirectChildrenOnly))
            all.append(one->text());
        return all;
    }
    void show() const
    {
        pane->show();
        pane->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(pane.get()));
    }
    /// What a right click or the menu key offers.
    QMap<QString, QAction*> menu(QPoint at, QContextMenuEvent::Reason reason = QContextMenuEvent::Mouse) const
    {
        QMap<QString, QAction*> actions;
        QContextMenuEvent event(reason, at, list().viewport()->mapToGlobal(at));
        QApplication::sendEvent(list().viewport(), &event);
        if (const auto* menu = pane->findChild<QMenu*>()) {
            for (QAction* one : menu->actions())
                actions.insert(one->text().remove(u'&'), one);
        }
        return actions;
    }
};

} // namespace

class tst_PeoplePane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void peopleAreSpokenInFull();
    void groupsStandInOrder();
    void theHeadingCountsEverybody();
    void rowsAreOfOneHeight();
    void presenceHasAShapeOfItsOwn();
    void wordsKeepTheirOrderInMirroredLayouts_data();
    void wordsKeepTheirOrderInMirroredLayouts();
    void presenceChangesReachTheRow();
    void enterAndDoubleClickOpenATalk();
    void nobodyTalksToThemselves();
    void theMenuMessagesAndMentions();
    void theFilterComesWithACrowd();
    void lastSeenIsInTheTooltip();
    void hostileNamesAreText();
    void anotherRoomShowsItsOwnPeople();
    void typingIsNamedUpToTwo();
    void theTypingLineNeverMoves();
    void theEmptyPageTellsHowToGoOn();
};

void tst_PeoplePane::peopleAreSpokenInFull()
{
    const Stage stage;
    QCOMPARE(stage.spoken(), (QStringList{u"Ana, online, owner, at lunch"_s, u"Mara, online"_s, u"Bo, away, admin"_s, u"Cyd, offline"_s}));
    QCOMPARE(QAccessible::queryAccessibleInterface(&stage.list())->text(QAccessible::Name), u"People"_s);
}

void tst_PeoplePane::groupsStandInOrder()
{
    const Stage stage;
    QList<int> sizes;
    for (int row = 0; row < 4; ++row) {
        const bool starts = stage.row(row).data(client::MemberListModel::StartsGroupRole).toBool();
        sizes.append(starts ? stage.row(row).data(PeopleRows::GroupSizeRole).toInt() : 0);
    }
    QCOMPARE(sizes, (QList<int>{2, 0, 1, 1}));
}

void tst_PeoplePane::theHeadingCountsEverybody()
{
    Stage stage;
    QCOMPARE(stage.headings(), QStringList{u"People · 4"_s});
    stage.setMembers({member(ana, u"Ana"_s, PresenceState::Online)}, 512); // the list is a window on a large room
    QCOMPARE(stage.headings(), QStringList{u"People · 512"_s});
    stage.pane->setRoom({});
    QCOMPARE(stage.headings(), QStringList{u"People"_s});
}

void tst_PeoplePane::rowsAreOfOneHeight()
{
    Stage stage;
    stage.crowd(30);
    stage.show();
    const int height = stage.list().visualRect(stage.row(2)).height();
    for (int row = 3; row < 30; ++row)
        QCOMPARE(stage.list().visualRect(stage.row(row)).height(), height);
}

void tst_PeoplePane::presenceHasAShapeOfItsOwn()
{
    const Look look(Scheme::Light);
    QList<QImage> shapes;
    for (const PresenceState state : {PresenceState::Online, PresenceState::Away, PresenceState::Busy, PresenceState::Offline}) {
        QImage picture(24, 24, QImage::Format_ARGB32_Premultiplied);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        drawPresence(painter, QRectF(2, 2, 20, 20), state, look, Qt::transparent);
        painter.end();
        // Where there is ink, whatever its colour; the bar of "busy" is a hole or of the colour behind.
        QImage ink(24, 24, QImage::Format_Mono);
        for (int y = 0; y < 24; ++y) {
            for (int x = 0; x < 24; ++x)
                ink.setPixel(x, y, qAlpha(picture.pixel(x, y)) > 128 ? 1 : 0);
        }
        shapes.append(ink);
    }
    // Busy's bar is painted in what lies behind: against white it shows.
    QImage busy(24, 24, QImage::Format_ARGB32_Premultiplied);
    busy.fill(Qt::white);
    QPainter painter(&busy);
    drawPresence(painter, QRectF(2, 2, 20, 20), PresenceState::Busy, look, Qt::white);
    painter.end();
    QCOMPARE(busy.pixelColor(12, 12), QColor(Qt::white));
    QCOMPARE(busy.pixelColor(12, 6), look.color(Token::Busy));
    QVERIFY(shapes.at(0) != shapes.at(1));
    QVERIFY(shapes.at(0) != shapes.at(3));
    QVERIFY(shapes.at(1) != shapes.at(3));
}

void tst_PeoplePane::wordsKeepTheirOrderInMirroredLayouts_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("room") << u"#general"_s;
    QTest::newRow("count") << u"999+"_s;
    QTest::newRow("markup") << u"<b> & co."_s;
    QTest::newRow("right to left") << u"דוד abc"_s;
}

void tst_PeoplePane::wordsKeepTheirOrderInMirroredLayouts()
{
    QFETCH(QString, text);
    const auto drawn = [](const auto& draw) {
        QImage picture(240, 40, QImage::Format_Grayscale8);
        picture.fill(Qt::white);
        QPainter painter(&picture);
        draw(painter, picture.rect());
        return picture;
    };
    const auto ink = [](const QImage& picture) {
        QRect box;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                if (qGray(picture.pixel(x, y)) < 255)
                    box |= QRect(x, y, 1, 1);
            }
        }
        return box;
    };
    // Glyphs stand on fractions of pixels: pictures of the same words differ a little, of other orders much.
    const auto distance = [&](const QImage& one, const QImage& other) {
        const auto coarse = [&](const QImage& picture) {
            return picture.copy(ink(picture)).scaled(24, 6, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        };
        const QImage first = coarse(one);
        const QImage second = coarse(other);
        int sum = 0;
        for (int y = 0; y < first.height(); ++y) {
            for (int x = 0; x < first.width(); ++x)
                sum += std::abs(qGray(first.pixel(x, y)) - qGray(second.pixel(x, y)));
        }
        return sum / (first.width() * first.height());
    };
    const QImage straight = drawn([&](QPainter& painter, const QRect& box) { drawLine(painter, box, Qt::LeftToRight, text); });
    const QImage mirrored = drawn([&](QPainter& painter, const QRect& box) { drawLine(painter, box, Qt::RightToLeft, text); });
    const QImage flipped = drawn([&](QPainter& painter, const QRect& box) {
        painter.setLayoutDirection(text.isRightToLeft() ? Qt::LeftToRight : Qt::RightToLeft);
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, text);
    });
    QVERIFY(ink(straight).right() < straight.width() / 2);
    QVERIFY(ink(mirrored).left() > mirrored.width() / 2);
    QVERIFY(3 * distance(straight, mirrored) < distance(straight, flipped));
}

void tst_PeoplePane::presenceChangesReachTheRow()
{
    Stage stage;
    PresencePush push;
    push.room = general;
    push.v = Version{stage.version + 1};
    push.update = {member(ana, u"Ana"_s, PresenceState::Offline, RoomRole::Owner)};
    QVERIFY(stage.store.applyPresence(push));
    QCOMPARE(stage.spoken(), (QStringList{u"Mara, online"_s, u"Bo, away, admin"_s, u"Ana, offline, owner"_s, u"Cyd, offline"_s}));
}

void tst_PeoplePane::enterAndDoubleClickOpenATalk()
{
    const Stage stage;
    stage.show();
    QSignalSpy chosen(stage.pane.get(), &PeoplePane::personChosen);
    stage.pane->setFocus();
    QVERIFY(stage.list().hasFocus());
    QTest::keyClick(&stage.list(), Qt::Key_Down);
    QTest::keyClick(&stage.list(), Qt::Key_Down);
    QTest::keyClick(&stage.list(), Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.last().at(0).value<UserId>(), bo);
    const QRect box = stage.list().visualRect(stage.row(0));
    const QPoint point(box.center().x(), box.bottom() - 3);
    QTest::mouseClick(stage.list().viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(chosen.count(), 1);
    QTest::mouseDClick(stage.list().viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chosen.last().at(0).value<UserId>(), ana);
}

void tst_PeoplePane::nobodyTalksToThemselves()
{
    const Stage stage;
    stage.show();
    QSignalSpy chosen(stage.pane.get(), &PeoplePane::personChosen);
    stage.list().setCurrentIndex(stage.row(1));
    QTest::keyClick(&stage.list(), Qt::Key_Return);
    QCOMPARE(chosen.count(), 0);
    QCOMPARE(stage.menu(stage.list().visualRect(stage.row(1)).center()).keys(), QStringList{u"Mention"_s});
}

void tst_PeoplePane::theMenuMessagesAndMentions()
{
    const Stage stage;
    stage.show();
    QSignalSpy chosen(stage.pane.get(), &PeoplePane::personChosen);
    QSignalSpy mentioned(stage.pane.get(), &PeoplePane::mentionRequested);
    const QRect box = stage.list().visualRect(stage.row(2));
    const QMap<QString, QAction*> offered = stage.menu({box.center().x(), box.bottom() - 3});
    QCOMPARE(offered.keys(), (QStringList{u"Mention"_s, u"Message"_s}));
    offered.value(u"Message"_s)->trigger();
    offered.value(u"Mention"_s)->trigger();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(0).value<UserId>(), bo);
    QCOMPARE(mentioned.count(), 1);
    QCOMPARE(mentioned.at(0).at(0).value<UserId>(), bo);
    delete stage.pane->findChild<QMenu*>();
    QVERIFY(stage.menu({box.center().x(), box.top() + 2}).isEmpty()); // on the heading
    stage.list().setCurrentIndex(stage.row(3));
    stage.menu({}, QContextMenuEvent::Keyboard).value(u"Message"_s)->trigger();
    QCOMPARE(chosen.last().at(0).value<UserId>(), cyd);
}

void tst_PeoplePane::theFilterComesWithACrowd()
{
    Stage stage;
    stage.show();
    QVERIFY(!stage.filter().isVisible());
    stage.crowd(PeoplePane::filterFrom);
    QVERIFY(stage.filter().isVisible());
    stage.filter().setFocus();
    QTest::keyClicks(&stage.filter(), u"person1"_s);
    QCOMPARE(stage.list().model()->rowCount(), 7); // 1 and 10 to 15
    QCOMPARE(stage.row(0).data(PeopleRows::GroupSizeRole).toInt(), 7);
    QTest::keyClick(&stage.filter(), Qt::Key_Down);
    QVERIFY(stage.list().hasFocus());
    stage.crowd(3);
    QVERIFY(!stage.filter().isVisible());
    QCOMPARE(stage.list().model()->rowCount(), 3); // nobody stays hidden by a filter that is gone
}

void tst_PeoplePane::lastSeenIsInTheTooltip()
{
    Stage stage;
    Member gone = member(cyd, u"Cyd"_s, PresenceState::Offline);
    gone.lastSeen = TimeMs{stage.clock.now().value() - 60'000};
    stage.setMembers({gone, member(ana, u"Ana"_s, PresenceState::Online)});
    QVERIFY(!stage.row(0).data(Qt::ToolTipRole).toString().contains(u"Last seen"_s));
    const QString tip = stage.row(1).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(u"Last seen: "_s + lastSeenWords(*gone.lastSeen, stage.clock.now())), qPrintable(tip));
}

void tst_PeoplePane::hostileNamesAreText()
{
    Stage stage;
    Member bad = member(cyd, u"<img src=x>"_s, PresenceState::Online, RoomRole::Owner, u"<a href='http://127.0.0.1'>\u202Ehi</a>"_s);
    stage.setMembers({bad});
    const QString tip = stage.row(0).data(Qt::ToolTipRole).toString();
    QVERIFY(!tip.contains(u"<img"_s) && !tip.contains(u"<a "_s));
    QVERIFY(!stage.spoken().at(0).contains(QChar(0x202E)));
    stage.show();
    QVERIFY(!stage.pane->grab().isNull());
}

void tst_PeoplePane::anotherRoomShowsItsOwnPeople()
{
    Stage stage;
    RoomState room;
    room.id = RoomId{2};
    room.name = u"ops"_s;
    room.epoch = Epoch{1};
    stage.store.putRoom(room);
    stage.pane->setRoom(RoomId{2});
    QCOMPARE(stage.list().model()->rowCount(), 0);
    stage.pane->setRoom(general);
    QCOMPARE(stage.list().model()->rowCount(), 4);
    stage.store.removeRoom(general);
    QCOMPARE(stage.list().model()->rowCount(), 0);
    QCOMPARE(stage.headings(), QStringList{u"People"_s});
}

void tst_PeoplePane::typingIsNamedUpToTwo()
{
    Stage stage;
    TypingLine line(stage.store, stage.look);
    line.setRoom(general);
    const auto words = [&] { return line.accessibleName().remove(QChar(0x2068)).remove(QChar(0x2069)); };
    QCOMPARE(words(), QString());
    stage.store.putTyping({general, ana, u"Ana"_s, 10'000});
    QCOMPARE(words(), u"Ana is typing …"_s);
    stage.store.putTyping({general, bo, u"Bo"_s, 10'000});
    QCOMPARE(words(), u"Ana and Bo are typing …"_s);
    stage.store.putTyping({general, cyd, u"Cyd"_s, 10'000});
    QCOMPARE(words(), u"Several people are typing …"_s);
    line.setRoom({});
    QCOMPARE(words(), QString());
    line.setRoom(general);
    stage.store.forgetPresence();
    QCOMPARE(words(), QString());
}

void tst_PeoplePane::theTypingLineNeverMoves()
{
    Stage stage;
    TypingLine line(stage.store, stage.look);
    line.setRoom(general);
    const int height = line.height();
    QVERIFY(height >= line.fontMetrics().height());
    QCOMPARE(line.minimumHeight(), line.maximumHeight());
    stage.store.putTyping({general, ana, u"Ana"_s, 10'000});
    line.show();
    QCOMPARE(line.height(), height);
}

void tst_PeoplePane::theEmptyPageTellsHowToGoOn()
{
    const Look look(Scheme::Dark);
    const EmptyPage page(look);
    QString all;
    for (const QLabel* one : page.findChildren<QLabel*>())
        all += one->text();
    QVERIFY(all.contains(u"Ctrl+K"_s));
    QVERIFY(all.contains(u"F1"_s));
}

QTEST_MAIN(tst_PeoplePane)
#include "tst_PeoplePane.moc"
