// What is being written in the composer: drafts, edits, replies, what was sent before; nothing of it gets lost.
#include "tests/gui/ComposerStage.h"

using namespace confab;
using namespace confab::desktop;
using namespace Qt::StringLiterals;

class tst_ComposerDrafts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void draftsAreMessagesOnly_data();
    void draftsAreMessagesOnly();
    void aDraftWaitsBehindAnEdit();
    void aDraftWaitsBehindACommand();
    void roomsDoNotMix();
    void upOnNothingAsksForTheLastOwnMessage();
    void upNeverEditsWhileThereIsText();
    void upAndDownWalkUntouchedEdits();
    void aTouchedEditKeepsItsArrows();
    void escapeLeavesOneThingAtATime();
    void aReplyIsShownAndCancelled();
    void theHistoryOfARoomComesBack();
    void theHistoryLeavesEditsAlone();
};

void tst_ComposerDrafts::draftsAreMessagesOnly_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isMessage");
    QTest::newRow("talk") << u"hello"_s << true;
    QTest::newRow("command") << u"/msg ana secret"_s << false;
    QTest::newRow("command after blanks") << u"  /msg ana secret"_s << false;
    QTest::newRow("lone slash") << u"/"_s << false;
    QTest::newRow("literal slash") << u"//not a command"_s << true;
    QTest::newRow("path") << u"/usr/bin/env"_s << true;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("blanks") << u"  \n"_s << false;
}

void tst_ComposerDrafts::draftsAreMessagesOnly()
{
    QFETCH(QString, text);
    QFETCH(bool, isMessage);
    ComposerStage stage;
    stage.composer->insertText(text);
    QCOMPARE(stage.composer->isWritingMessage(), isMessage);
    QCOMPARE(stage.composer->draft(), isMessage ? text : QString());
}

void tst_ComposerDrafts::aDraftWaitsBehindAnEdit()
{
    ComposerStage stage;
    stage.type(u"half a paragraph"_s);
    stage.composer->startEditing({Seq(4), u"old"_s, 1});
    QCOMPARE(stage.composer->text(), u"old"_s);
    QCOMPARE(stage.composer->draft(), u"half a paragraph"_s);
    QVERIFY(!stage.composer->isWritingMessage());
    stage.composer->startEditing({Seq(3), u"older"_s, 2});
    stage.key(Qt::Key_Escape);
    QCOMPARE(stage.composer->text(), u"half a paragraph"_s);
    stage.composer->startEditing({Seq(4), u"old"_s, 1});
    stage.type(u"er"_s);
    QCOMPARE(stage.composer->take(), u"older"_s);
    QVERIFY(!stage.composer->editing());
    QCOMPARE(stage.composer->text(), u"half a paragraph"_s);
}

void tst_ComposerDrafts::aDraftWaitsBehindACommand()
{
    ComposerStage stage;
    stage.type(u"half a paragraph"_s);
    stage.composer->setText(u"/nick "_s);
    QCOMPARE(stage.composer->draft(), u"half a paragraph"_s);
    stage.type(u"zoe"_s);
    QCOMPARE(stage.composer->take(), u"/nick zoe"_s);
    QCOMPARE(stage.composer->text(), u"half a paragraph"_s);
    stage.composer->setText(u"/nick "_s);
    stage.key(Qt::Key_Escape);
    QCOMPARE(stage.composer->text(), u"half a paragraph"_s);
    // A draft that changed elsewhere is no reason to keep the old one.
    stage.composer->setText(u"newer"_s);
    stage.composer->clear();
    QCOMPARE(stage.composer->text(), QString());
}

void tst_ComposerDrafts::roomsDoNotMix()
{
    ComposerStage stage;
    stage.composer->startReply(Seq(3), u"Ana"_s, u"words"_s);
    stage.type(u"one"_s);
    stage.composer->enterRoom(RoomId(2), u"the other's"_s);
    QCOMPARE(stage.composer->text(), u"the other's"_s);
    QVERIFY(!stage.composer->replyTo());
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(stage.composer->text(), u"the other's"_s);
    stage.composer->startEditing({Seq(4), u"old"_s, 1});
    stage.composer->enterRoom(RoomId(1), u"one"_s);
    QVERIFY(!stage.composer->editing());
    QVERIFY(!stage.composer->cancel());
    QCOMPARE(stage.composer->text(), u"one"_s);
}

void tst_ComposerDrafts::upOnNothingAsksForTheLastOwnMessage()
{
    ComposerStage stage;
    stage.key(Qt::Key_Up);
    QCOMPARE(stage.older.count(), 1);
    QCOMPARE(stage.older.at(0).at(0).toInt(), 1);
}

void tst_ComposerDrafts::upNeverEditsWhileThereIsText()
{
    ComposerStage stage;
    stage.type(u"x"_s);
    stage.key(Qt::Key_Up);
    stage.key(Qt::Key_Down);
    stage.composer->setText(u" "_s);
    stage.key(Qt::Key_Up);
    QCOMPARE(stage.older.count(), 0);
}

void tst_ComposerDrafts::upAndDownWalkUntouchedEdits()
{
    ComposerStage stage;
    stage.composer->startEditing({Seq(4), u"newest"_s, 1});
    stage.key(Qt::Key_Up);
    QCOMPARE(stage.older.takeLast().at(0).toInt(), 2);
    stage.composer->startEditing({Seq(3), u"older"_s, 2});
    stage.key(Qt::Key_Down);
    QCOMPARE(stage.older.takeLast().at(0).toInt(), 1);
    stage.composer->startEditing({Seq(4), u"newest"_s, 1});
    stage.key(Qt::Key_Down);
    QCOMPARE(stage.older.count(), 0);
    QVERIFY(!stage.composer->editing());
    QCOMPARE(stage.cancelled.count(), 1);
}

void tst_ComposerDrafts::aTouchedEditKeepsItsArrows()
{
    ComposerStage stage;
    stage.composer->startEditing({Seq(4), u"one line"_s, 1});
    stage.type(u"!"_s);
    stage.key(Qt::Key_Up);
    stage.key(Qt::Key_Down);
    stage.composer->startEditing({Seq(3), u"two\nlines"_s, 2});
    stage.key(Qt::Key_Up);
    stage.type(u"X"_s);
    QCOMPARE(stage.older.count(), 0);
    QCOMPARE(stage.composer->text(), u"twoX\nlines"_s);
}

void tst_ComposerDrafts::escapeLeavesOneThingAtATime()
{
    ComposerStage stage;
    stage.composer->startEditing({Seq(4), u"old "_s, 1});
    stage.type(u"@a"_s);
    QVERIFY(stage.hasPopup());
    stage.key(Qt::Key_Escape);
    QVERIFY(!stage.hasPopup());
    QVERIFY(stage.composer->editing());
    QCOMPARE(stage.composer->text(), u"old @a"_s);
    stage.key(Qt::Key_Escape);
    QVERIFY(!stage.composer->editing());
    QCOMPARE(stage.cancelled.count(), 1);
    QCOMPARE(stage.escaped.count(), 0);
    stage.key(Qt::Key_Escape);
    QCOMPARE(stage.escaped.count(), 1);
}

void tst_ComposerDrafts::aReplyIsShownAndCancelled()
{
    ComposerStage stage;
    stage.type(u"text"_s);
    stage.composer->startReply(Seq(3), u"<b>Ana</b>"_s, u"first words\nand more"_s);
    QCOMPARE(*stage.composer->replyTo(), Seq(3));
    QCOMPARE(stage.composer->draft(), u"text"_s);
    QAbstractButton* cancel = stage.button(u"Cancel"_s);
    QVERIFY(cancel->isVisible());
    QVERIFY(cancel->parentWidget()->accessibleName().contains(u"<b>Ana</b>"));
    QTest::mouseClick(cancel, Qt::LeftButton);
    QVERIFY(!stage.composer->replyTo());
    QVERIFY(!cancel->isVisible());
    QCOMPARE(stage.cancelled.count(), 1);
    QCOMPARE(stage.composer->text(), u"text"_s);
    QVERIFY(stage.input()->hasFocus());
}

void tst_ComposerDrafts::theHistoryOfARoomComesBack()
{
    ComposerStage stage;
    for (const QString& one : {u"first"_s, u"second\nline"_s, u"/me waves"_s}) {
        stage.composer->insertText(one);
        static_cast<void>(stage.composer->take());
    }
    stage.type(u"unsent"_s);
    stage.edited.clear();
    const auto older = [&] { stage.key(Qt::Key_Up, Qt::ControlModifier); };
    const auto newer = [&] { stage.key(Qt::Key_Down, Qt::ControlModifier); };
    older();
    QCOMPARE(stage.composer->text(), u"/me waves"_s);
    QVERIFY(!stage.hasPopup());
    QCOMPARE(stage.edited.count(), 1);
    older();
    older();
    older();
    QCOMPARE(stage.composer->text(), u"first"_s);
    newer();
    QCOMPARE(stage.composer->text(), u"second\nline"_s);
    newer();
    newer();
    QCOMPARE(stage.composer->text(), u"unsent"_s);
    newer();
    QCOMPARE(stage.composer->text(), u"unsent"_s);
    stage.composer->enterRoom(RoomId(2), {});
    older();
    QCOMPARE(stage.composer->text(), QString());
}

void tst_ComposerDrafts::theHistoryLeavesEditsAlone()
{
    ComposerStage stage;
    stage.composer->insertText(u"sent"_s);
    static_cast<void>(stage.composer->take());
    stage.composer->startEditing({Seq(4), u"old"_s, 1});
    stage.key(Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(stage.composer->text(), u"old"_s);
    static_cast<void>(stage.composer->take());
    stage.key(Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(stage.composer->text(), u"sent"_s);
}

QTEST_MAIN(tst_ComposerDrafts)
#include "tst_ComposerDrafts.moc"
