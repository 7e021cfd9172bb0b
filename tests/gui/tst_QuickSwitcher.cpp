// Ctrl+K by hand: typing, choosing, closing, and where the keyboard is afterwards.
#include "client-desktop/views/switcher/QuickSwitcher.h"
#include "shared/client/models/SwitcherModel.h"
#include "tests/support/FakeTime.h"
#include "tests/unit/client/StoreScene.h"

#include <QAccessible>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::desktop;
using client::StoreScene;
using namespace Qt::StringLiterals;

namespace {

struct Stage : StoreScene {
    Look look{Scheme::Light};
    client::SwitcherModel model{store};
    QWidget window;
    QPlainTextEdit* input = new QPlainTextEdit(&window);
    QuickSwitcher* switcher = new QuickSwitcher(model, look, &window);
    QPlainTextEdit* next = new QPlainTextEdit(&window); // where Qt would send the keyboard
    QSignalSpy rooms{switcher, &QuickSwitcher::roomChosen};
    QSignalSpy people{switcher, &QuickSwitcher::personChosen};
    QSignalSpy commands{switcher, &QuickSwitcher::commandChosen};

    Stage()
    {
        model.setCommands({{u"join"_s, {}, u"Enter a room"_s}, {u"nick"_s, {}, u"Change your name"_s}});
        store.putRoom(roomState(client::garden, u"garden"_s));
        for (int more = 0; more < 30; ++more)
            store.putRoom(roomState(RoomId(100 + more), u"room%1"_s.arg(more + 10)));
        store.putPerson({client::eveId, u"eve"_s, u"Eve"_s});
        window.resize(800, 600);
        input->setGeometry(0, 500, 800, 100);
        window.show();
        window.activateWindow();
        input->setFocus();
        static_cast<void>(QTest::qWaitForWindowActive(&window));
    }

    QLineEdit* line() const { return switcher->findChild<QLineEdit*>(); }
    QListView* list() const { return switcher->findChild<QListView*>(); }
    QString chosen() const { return list()->currentIndex().data().toString(); }
    void key(Qt::Key key) const { QTest::keyClick(line(), key); }
    void type(const QString& text) const { QTest::keyClicks(line(), text); }
};

} // namespace

class tst_QuickSwitcher : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itOpensEmptyWithTheKeyboard();
    void choosingTellsWhatWasChosen_data();
    void choosingTellsWhatWasChosen();
    void keysMoveWhileTheKeyboardStaysInTheLine_data();
    void keysMoveWhileTheKeyboardStaysInTheLine();
    void escapeGivesTheKeyboardBack();
    void aClickElsewhereCloses();
    void aClickChooses();
    void workElsewhereCloses();
    void onlyOneIsOpen();
    void nothingFoundIsSaid();
    void aRoomThatGoesIsNotChosen();
    void itStaysInTheWindow_data();
    void itStaysInTheWindow();
    void itIsADialogForScreenReaders();
    void hostileNamesDraw();
};

void tst_QuickSwitcher::itOpensEmptyWithTheKeyboard()
{
    Stage stage;
    stage.store.receive(StoreScene::message(1, client::bobId, u"hi @ann"_s, {}, client::garden));
    stage.switcher->open();
    QVERIFY(stage.switcher->isOpen());
    QVERIFY(stage.line()->hasFocus());
    QCOMPARE(stage.chosen(), u"#garden"_s);
    stage.type(u"eve"_s);
    stage.switcher->open();
    QCOMPARE(stage.line()->text(), QString());
    QCOMPARE(stage.chosen(), u"#garden"_s);
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.rooms.count(), 1);
    QVERIFY(!stage.switcher->isOpen());
    QVERIFY(stage.input->hasFocus());
}

void tst_QuickSwitcher::choosingTellsWhatWasChosen_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("heard");
    QTest::newRow("room") << u"gard"_s << u"room 8"_s;
    QTest::newRow("person") << u"@eve"_s << u"person 3"_s;
    QTest::newRow("command") << u">ni"_s << u"command /nick "_s;
    QTest::newRow("nothing") << u"zzzz"_s << QString();
}

void tst_QuickSwitcher::choosingTellsWhatWasChosen()
{
    QFETCH(QString, query);
    QFETCH(QString, heard);
    Stage stage;
    stage.switcher->open();
    stage.type(query);
    stage.key(Qt::Key_Return);
    QStringList all;
    for (const auto& one : stage.rooms)
        all.append(u"room %1"_s.arg(one.at(0).value<RoomId>().value()));
    for (const auto& one : stage.people)
        all.append(u"person %1"_s.arg(one.at(0).value<UserId>().value()));
    for (const auto& one : stage.commands)
        all.append(u"command "_s + one.at(0).toString());
    QCOMPARE(all.join(u','), heard);
    QCOMPARE(stage.switcher->isOpen(), heard.isEmpty());
}

void tst_QuickSwitcher::keysMoveWhileTheKeyboardStaysInTheLine_data()
{
    QTest::addColumn<QList<int>>("keys");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("none") << QList<int>{} << u"#room10"_s;
    QTest::newRow("Down") << QList<int>{Qt::Key_Down, Qt::Key_Down} << u"#room12"_s;
    QTest::newRow("Up around") << QList<int>{Qt::Key_Up} << u"#room39"_s;
    QTest::newRow("Down around") << QList<int>{Qt::Key_End, Qt::Key_Down} << u"#room10"_s;
    QTest::newRow("End") << QList<int>{Qt::Key_End} << u"#room39"_s;
    QTest::newRow("Home") << QList<int>{Qt::Key_End, Qt::Key_Home} << u"#room10"_s;
    QTest::newRow("PageDown") << QList<int>{Qt::Key_PageDown} << u"#room19"_s;
    QTest::newRow("PageDown stops") << QList<int>(9, Qt::Key_PageDown) << u"#room39"_s;
    QTest::newRow("PageUp stops") << QList<int>{Qt::Key_Down, Qt::Key_PageUp} << u"#room10"_s;
    QTest::newRow("Tab") << QList<int>{Qt::Key_Tab} << u"#room11"_s;
    QTest::newRow("Shift+Tab") << QList<int>{Qt::Key_Tab, Qt::Key_Backtab} << u"#room10"_s;
}

void tst_QuickSwitcher::keysMoveWhileTheKeyboardStaysInTheLine()
{
    QFETCH(QList<int>, keys);
    QFETCH(QString, chosen);
    Stage stage;
    stage.switcher->open();
    stage.type(u"#room"_s);
    for (const int key : keys)
        stage.key(Qt::Key(key));
    QCOMPARE(stage.chosen(), chosen);
    QVERIFY(stage.line()->hasFocus());
    QVERIFY(stage.list()->viewport()->rect().contains(stage.list()->visualRect(stage.list()->currentIndex())));
    stage.type(u"2"_s); // another question, another best answer
    QCOMPARE(stage.list()->currentIndex().row(), 0);
}

void tst_QuickSwitcher::escapeGivesTheKeyboardBack()
{
    Stage stage;
    stage.switcher->open();
    stage.type(u"gard"_s);
    stage.key(Qt::Key_Escape);
    QVERIFY(!stage.switcher->isOpen());
    QVERIFY(stage.input->hasFocus());
    QCOMPARE(stage.rooms.count(), 0);
}

void tst_QuickSwitcher::aClickElsewhereCloses()
{
    Stage stage;
    stage.switcher->open();
    QTest::mouseClick(stage.line(), Qt::LeftButton);
    QVERIFY(stage.switcher->isOpen());
    QTest::mouseClick(&stage.window, Qt::LeftButton, {}, QPoint(5, 5));
    QVERIFY(!stage.switcher->isOpen());
    QVERIFY(stage.input->hasFocus());
}

void tst_QuickSwitcher::aClickChooses()
{
    Stage stage;
    stage.switcher->open();
    stage.type(u"#room"_s);
    QTest::mouseClick(stage.list()->viewport(), Qt::LeftButton, {}, stage.list()->visualRect(stage.model.index(3)).center());
    QCOMPARE(stage.rooms.count(), 1);
    QCOMPARE(stage.rooms.at(0).at(0).value<RoomId>(), RoomId(103));
    QVERIFY(!stage.switcher->isOpen());
}

void tst_QuickSwitcher::workElsewhereCloses()
{
    Stage stage;
    stage.switcher->open();
    stage.input->setFocus();
    QVERIFY(!stage.switcher->isOpen());
    QVERIFY(stage.input->hasFocus());
}

void tst_QuickSwitcher::onlyOneIsOpen()
{
    Stage stage;
    stage.switcher->setAttribute(Qt::WA_DeleteOnClose);
    QPointer<QuickSwitcher> first = stage.switcher;
    first->open();
    auto* second = new QuickSwitcher(stage.model, stage.look, &stage.window);
    second->open();
    QTRY_VERIFY(!first);
    QVERIFY(second->findChild<QLineEdit*>()->hasFocus());
    QTest::keyClick(second->findChild<QLineEdit*>(), Qt::Key_Escape);
    QVERIFY(stage.input->hasFocus());
}

void tst_QuickSwitcher::nothingFoundIsSaid()
{
    Stage stage;
    stage.switcher->open();
    stage.type(u"zzzz"_s);
    const auto* label = stage.switcher->findChild<QLabel*>();
    QVERIFY(label->isVisible());
    QVERIFY(!stage.list()->isVisible());
    stage.key(Qt::Key_Down);
    stage.key(Qt::Key_End);
    QVERIFY(stage.switcher->isOpen());
    stage.line()->clear();
    QVERIFY(!label->isVisible());
    QVERIFY(stage.list()->isVisible());
}

void tst_QuickSwitcher::aRoomThatGoesIsNotChosen()
{
    Stage stage;
    stage.switcher->open();
    stage.type(u"gard"_s);
    stage.store.removeRoom(client::garden);
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.rooms.count(), 0);
}

void tst_QuickSwitcher::itStaysInTheWindow_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("large") << QSize(1920, 1080);
    QTest::newRow("narrow") << QSize(300, 600);
    QTest::newRow("low") << QSize(800, 200);
}

void tst_QuickSwitcher::itStaysInTheWindow()
{
    QFETCH(QSize, size);
    Stage stage;
    stage.switcher->open();
    stage.window.resize(size);
    const auto isInside = [&] { return stage.window.rect().contains(stage.switcher->geometry()); };
    QTRY_VERIFY(isInside());
    QVERIFY(stage.switcher->geometry().top() < stage.window.height() / 3);
    const QPoint middle = stage.switcher->geometry().center();
    QVERIFY(std::abs(middle.x() - stage.window.rect().center().x()) <= 1);
}

void tst_QuickSwitcher::itIsADialogForScreenReaders()
{
    Stage stage;
    stage.store.receive(StoreScene::message(1, client::bobId, u"hi @ann"_s, {}, client::garden));
    stage.switcher->open();
    QAccessibleInterface* dialog = QAccessible::queryAccessibleInterface(stage.switcher);
    QCOMPARE(dialog->role(), QAccessible::Dialog);
    QCOMPARE(dialog->text(QAccessible::Name), u"Go to"_s);
    QCOMPARE(stage.line()->accessibleName(), u"Go to room, person or > command"_s);
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(stage.list());
    QVERIFY(!list->text(QAccessible::Name).isEmpty());
    QCOMPARE(list->child(0)->text(QAccessible::Name), u"#garden, 1 unread, 1 mention"_s);
    QVERIFY(list->child(0)->state().selected);
}

void tst_QuickSwitcher::hostileNamesDraw()
{
    Stage stage;
    stage.store.putPerson({UserId(50), u"mal"_s, u"<img src=x>\u202E"_s + QString(64, u'W')});
    stage.switcher->open();
    stage.type(u"@mal"_s);
    QVERIFY(!stage.switcher->grab().isNull());
    QVERIFY(stage.chosen().startsWith(u"<img src=x>"));
    QVERIFY(stage.switcher->width() <= stage.window.width());
}

QTEST_MAIN(tst_QuickSwitcher)
#include "tst_QuickSwitcher.moc"
