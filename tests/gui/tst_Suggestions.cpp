// The list of suggestions over the composer: when it opens, what keys and mouse do, and where it stands.
#include "tests/gui/ComposerStage.h"

#include <QAccessible>

#include <memory>

using namespace confab;
using namespace confab::desktop;
using namespace Qt::StringLiterals;

class tst_Suggestions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { QGuiApplication::setLayoutDirection(Qt::LeftToRight); }

    void theListOpensAfterASign_data();
    void theListOpensAfterASign();
    void aFinishedWordNeedsNoList();
    void keysChooseAndEnterAccepts_data();
    void keysChooseAndEnterAccepts();
    void acceptingIsUndone();
    void escapeSendsTheListAwayForThisWord();
    void leavingTheWordClosesTheList();
    void aClickAccepts();
    void theListStaysInTheWindowAndOffTheCaret_data();
    void theListStaysInTheWindowAndOffTheCaret();
    void longListsShowEightRows();
    void hostileNamesAreText();
    void theActiveRowIsTold();
    void theWindowMayGoFirst();
};

void tst_Suggestions::theListOpensAfterASign_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("offered");
    const QStringList none;
    QTest::newRow("slash at once") << u"/"_s << QStringList{u"/me"_s, u"/msg"_s, u"/nick"_s};
    QTest::newRow("slash after blanks") << u"  /m"_s << QStringList{u"/me"_s, u"/msg"_s};
    QTest::newRow("slash in talk") << u"and /m"_s << none;
    QTest::newRow("slash on a second line") << u"a\n/m"_s << none;
    QTest::newRow("lone @") << u"@"_s << none;
    QTest::newRow("person") << u"hi @a"_s << QStringList{u"@ana"_s, u"@anton"_s};
    QTest::newRow("person on a second line") << u"hi\n@a"_s << QStringList{u"@ana"_s, u"@anton"_s};
    QTest::newRow("room") << u"#g"_s << QStringList{u"#general"_s, u"#genealogy"_s};
    QTest::newRow("emoji") << u"so :he"_s << QStringList{u":heart:"_s, u":hearts:"_s};
    QTest::newRow("a face is no emoji yet") << u"so :h"_s << none;
    QTest::newRow("plain word") << u"an"_s << none;
    QTest::newRow("inside a word") << u"me@a"_s << none;
    QTest::newRow("nobody") << u"@zz"_s << none;
}

void tst_Suggestions::theListOpensAfterASign()
{
    QFETCH(QString, typed);
    QFETCH(QStringList, offered);
    ComposerStage stage;
    for (const QChar one : typed) {
        if (one == u'\n')
            stage.key(Qt::Key_Return, Qt::ShiftModifier);
        else
            stage.type(one);
    }
    QCOMPARE(stage.hasPopup(), !offered.isEmpty());
    QStringList shown;
    for (int row = 0; stage.hasPopup() && row < stage.list()->model()->rowCount(); ++row)
        shown.append(stage.list()->model()->index(row, 0).data().toString());
    QCOMPARE(shown, offered);
    QCOMPARE(stage.composer->text(), typed);
    QVERIFY(stage.input()->hasFocus());
}

void tst_Suggestions::aFinishedWordNeedsNoList()
{
    ComposerStage stage;
    stage.type(u"@bo"_s);
    QVERIFY(stage.hasPopup());
    stage.type(u"b"_s);
    QVERIFY(!stage.hasPopup());
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.sent.count(), 1);
}

void tst_Suggestions::keysChooseAndEnterAccepts_data()
{
    QTest::addColumn<QList<int>>("keys");
    QTest::addColumn<QString>("text");
    QTest::newRow("Enter") << QList<int>{Qt::Key_Return} << u"/me "_s;
    QTest::newRow("keypad") << QList<int>{Qt::Key_Enter} << u"/me "_s;
    QTest::newRow("Tab") << QList<int>{Qt::Key_Tab} << u"/me "_s;
    QTest::newRow("Down") << QList<int>{Qt::Key_Down, Qt::Key_Return} << u"/msg "_s;
    QTest::newRow("Down around") << QList<int>{Qt::Key_Down, Qt::Key_Down, Qt::Key_Down, Qt::Key_Return} << u"/me "_s;
    QTest::newRow("Up around") << QList<int>{Qt::Key_Up, Qt::Key_Return} << u"/nick "_s;
    QTest::newRow("Shift+Tab") << QList<int>{Qt::Key_Backtab, Qt::Key_Backtab, Qt::Key_Tab} << u"/msg "_s;
    QTest::newRow("PageDown") << QList<int>{Qt::Key_PageDown, Qt::Key_PageDown, Qt::Key_Return} << u"/nick "_s;
    QTest::newRow("PageUp") << QList<int>{Qt::Key_Down, Qt::Key_PageUp, Qt::Key_Return} << u"/me "_s;
}

void tst_Suggestions::keysChooseAndEnterAccepts()
{
    QFETCH(QList<int>, keys);
    QFETCH(QString, text);
    ComposerStage stage;
    stage.type(u"/"_s);
    for (const int key : keys)
        stage.key(Qt::Key(key));
    QCOMPARE(stage.composer->text(), text);
    QVERIFY(!stage.hasPopup());
    QCOMPARE(stage.sent.count(), 0);
    QVERIFY(stage.input()->hasFocus());
    QCOMPARE(stage.input()->textCursor().position(), int(text.size()));
    QVERIFY(stage.older.isEmpty() && stage.scrolled.isEmpty());
}

void tst_Suggestions::acceptingIsUndone()
{
    ComposerStage stage;
    stage.type(u"hi @an"_s);
    stage.edited.clear();
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.composer->text(), u"hi @ana "_s);
    QCOMPARE(stage.edited.count(), 1);
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(stage.composer->text(), u"hi @an"_s);
}

void tst_Suggestions::escapeSendsTheListAwayForThisWord()
{
    ComposerStage stage;
    stage.type(u"@a"_s);
    stage.key(Qt::Key_Down);
    stage.key(Qt::Key_Escape);
    QVERIFY(!stage.hasPopup());
    QCOMPARE(stage.composer->text(), u"@a"_s);
    QCOMPARE(stage.escaped.count(), 0);
    stage.type(u"n"_s);
    QVERIFY(!stage.hasPopup());
    stage.key(Qt::Key_Tab); // asked for
    QVERIFY(stage.hasPopup());
    stage.key(Qt::Key_Escape);
    stage.type(u" @a"_s);
    QVERIFY(stage.hasPopup());
}

void tst_Suggestions::leavingTheWordClosesTheList()
{
    ComposerStage stage;
    stage.type(u"hi @a"_s);
    stage.key(Qt::Key_Left);
    stage.key(Qt::Key_Left);
    stage.key(Qt::Key_Left);
    QVERIFY(!stage.hasPopup());
    stage.key(Qt::Key_End);
    stage.type(u"n"_s);
    QVERIFY(stage.hasPopup());
    stage.neighbour->setFocus();
    QVERIFY(!stage.hasPopup());
    stage.composer->setFocus();
    stage.key(Qt::Key_Backspace);
    QVERIFY(stage.hasPopup());
    stage.composer->setText(u"@b"_s);
    QVERIFY(!stage.hasPopup());
}

void tst_Suggestions::aClickAccepts()
{
    ComposerStage stage;
    stage.type(u"hi @a"_s);
    const QRect row = stage.list()->visualRect(stage.list()->model()->index(1, 0));
    QTest::mouseClick(stage.list()->viewport(), Qt::LeftButton, {}, row.center());
    QCOMPARE(stage.composer->text(), u"hi @anton "_s);
    QVERIFY(!stage.hasPopup());
    QVERIFY(stage.input()->hasFocus());
}

void tst_Suggestions::theListStaysInTheWindowAndOffTheCaret_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("isMirrored");
    QTest::addColumn<QString>("before");
    for (const bool isMirrored : {false, true}) {
        const char* way = isMirrored ? "right to left" : "left to right";
        QTest::addRow("at the start, %s", way) << QSize(640, 480) << isMirrored << QString();
        QTest::addRow("at the end of a line, %s", way) << QSize(640, 480) << isMirrored << u"x"_s.repeated(60) + u' ';
        QTest::addRow("on a later line, %s", way) << QSize(640, 480) << isMirrored << u"one\ntwo\nthree "_s;
        QTest::addRow("narrow, %s", way) << QSize(180, 300) << isMirrored << u"words and words "_s;
        QTest::addRow("low, %s", way) << QSize(640, 150) << isMirrored << u"x "_s;
    }
}

void tst_Suggestions::theListStaysInTheWindowAndOffTheCaret()
{
    QFETCH(QSize, size);
    QFETCH(bool, isMirrored);
    QFETCH(QString, before);
    QGuiApplication::setLayoutDirection(isMirrored ? Qt::RightToLeft : Qt::LeftToRight);
    ComposerStage stage;
    for (int more = 0; more < 30; ++more)
        stage.names.append(u"@a%1"_s.arg(more, 50, 10, QChar(u'm')));
    stage.window.setMinimumSize(0, 0);
    stage.window.resize(size);
    stage.composer->setText(before);
    stage.type(u"@a"_s);
    QVERIFY(stage.hasPopup());
    const auto fits = [&] {
        const QRect caret(
            stage.input()->viewport()->mapTo(&stage.window, stage.input()->cursorRect().topLeft()), stage.input()->cursorRect().size());
        const QListView* list = stage.list();
        const QRect shown(list->mapTo(&stage.window, QPoint()), list->size());
        return stage.window.rect().contains(shown) && !shown.intersects(caret);
    };
    QTRY_VERIFY(fits());
    stage.window.resize(size + QSize(60, 90));
    QTRY_VERIFY(fits());
}

void tst_Suggestions::longListsShowEightRows()
{
    ComposerStage stage;
    for (int more = 10; more < 40; ++more)
        stage.names.append(u"@a%1"_s.arg(more));
    stage.type(u"@a"_s);
    const int row = stage.list()->visualRect(stage.list()->model()->index(0, 0)).height();
    QCOMPARE(stage.list()->viewport()->height() / row, 8);
    stage.key(Qt::Key_Up);
    QCOMPARE(stage.chosen(), u"@a39"_s);
    QVERIFY(stage.list()->viewport()->rect().contains(stage.list()->visualRect(stage.list()->currentIndex())));
}

void tst_Suggestions::hostileNamesAreText()
{
    ComposerStage stage;
    stage.names = {u"@a<img src=x><b>bold</b>"_s, u"@a⟨U+202E⟩txt"_s, u"@a"_s + u"W"_s.repeated(64), u"@a👩‍👩‍👧🎉שלום"_s};
    stage.type(u"@a"_s);
    QVERIFY(stage.hasPopup());
    QCOMPARE(stage.list()->grab().isNull(), false);
    QVERIFY(stage.list()->width() < stage.window.width());
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.composer->text(), u"@a<img src=x><b>bold</b> "_s);
}

void tst_Suggestions::theActiveRowIsTold()
{
    ComposerStage stage;
    stage.type(u"@a"_s);
    stage.key(Qt::Key_Down);
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(stage.list());
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), 2);
    QCOMPARE(list->child(0)->text(QAccessible::Name), u"@ana, hint"_s);
    QCOMPARE(list->child(1)->text(QAccessible::Name), u"@anton, hint"_s);
    QVERIFY(!list->child(0)->state().selected);
    QVERIFY(list->child(1)->state().selected);
}

void tst_Suggestions::theWindowMayGoFirst()
{
    QPointer<QListView> list;
    {
        ComposerStage stage;
        stage.type(u"@a"_s);
        list = stage.list();
        std::unique_ptr<Composer>(stage.composer).reset();
        QTRY_VERIFY(!list);
    }
    {
        ComposerStage stage;
        stage.type(u"@a"_s);
        list = stage.list();
        QVERIFY(list);
    }
    QVERIFY(!list);
}

QTEST_MAIN(tst_Suggestions)
#include "tst_Suggestions.moc"
