// What keys, pastes and limits do in the composer, and how it looks to others.
#include "shared/base/Limits.h"
#include "tests/gui/ComposerStage.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QScrollBar>

using namespace confab;
using namespace confab::desktop;
using namespace Qt::StringLiterals;

class tst_Composer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void enterSendsAndOtherEntersBeginALine_data();
    void enterSendsAndOtherEntersBeginALine();
    void enterOnNothingGoesToTheLatest();
    void enterSendsNothingWhileAnInputMethodComposes();
    void takingHandsOutAndStartsAnew();
    void whatTheOwnerPutsInIsNoEdit();
    void textGoesThroughUnchanged_data();
    void textGoesThroughUnchanged();

    void tabLeavesTheFieldUnlessThereIsASign_data();
    void tabLeavesTheFieldUnlessThereIsASign();
    void keysOfTheTimelinePassThrough_data();
    void keysOfTheTimelinePassThrough();
    void severalLinesKeepTheirKeys();
    void windowShortcutsYieldOnlyWhereTheyMust();

    void pastesArePlain();
    void aLargePasteAsks_data();
    void aLargePasteAsks();
    void anEndlessLineIsCutWhenAgreed();
    void aCodeBlockHoldsAnyFence();
    void theLimitIsCountedAndExplained();
    void theFieldGrowsToItsShareAndScrolls();
    void everythingHasAName();
    void aChangeOfColoursReachesTheText();
    void aLargerFontReachesEveryPart();
    void aDisabledComposerTakesNothing();
};

void tst_Composer::enterSendsAndOtherEntersBeginALine_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<bool>("isEditing");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("sent");
    for (const bool isEditing : {false, true}) {
        const char* mode = isEditing ? "editing" : "writing";
        QTest::addRow("Enter, %s", mode) << Qt::Key_Return << Qt::KeyboardModifiers() << isEditing << u"hello"_s << 1;
        QTest::addRow("keypad, %s", mode) << Qt::Key_Enter << Qt::KeyboardModifiers(Qt::KeypadModifier) << isEditing << u"hello"_s << 1;
        QTest::addRow("Shift, %s", mode) << Qt::Key_Return << Qt::KeyboardModifiers(Qt::ShiftModifier) << isEditing << u"hello\n"_s << 0;
        QTest::addRow("Ctrl, %s", mode) << Qt::Key_Return << Qt::KeyboardModifiers(Qt::ControlModifier) << isEditing << u"hello\n"_s << 0;
    }
}

void tst_Composer::enterSendsAndOtherEntersBeginALine()
{
    QFETCH(Qt::Key, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(bool, isEditing);
    QFETCH(QString, text);
    QFETCH(int, sent);
    ComposerStage stage;
    if (isEditing)
        stage.composer->startEditing({Seq(4), u"hello"_s, 1});
    else
        stage.type(u"hello"_s);
    stage.key(key, modifiers);
    QCOMPARE(stage.composer->text(), text);
    QCOMPARE(stage.sent.count(), sent);
}

void tst_Composer::enterOnNothingGoesToTheLatest()
{
    ComposerStage stage;
    stage.type(u"  "_s);
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.sent.count(), 0);
    QCOMPARE(stage.latest.count(), 1);
    // An edit to nothing is the owner's to refuse.
    stage.composer->startEditing({Seq(4), u"x"_s, 1});
    stage.key(Qt::Key_Backspace);
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.sent.count(), 1);
}

void tst_Composer::enterSendsNothingWhileAnInputMethodComposes()
{
    ComposerStage stage;
    stage.type(u"word "_s);
    QInputMethodEvent composing(u"かな"_s, {});
    QCoreApplication::sendEvent(stage.input(), &composing);
    stage.key(Qt::Key_Return);
    stage.key(Qt::Key_Escape);
    QCOMPARE(stage.sent.count(), 0);
    QCOMPARE(stage.escaped.count(), 0);
    QCOMPARE(stage.composer->text(), u"word "_s);
    QInputMethodEvent done;
    done.setCommitString(u"仮名"_s);
    QCoreApplication::sendEvent(stage.input(), &done);
    QCOMPARE(stage.composer->text(), u"word 仮名"_s);
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.sent.count(), 1);
}

void tst_Composer::takingHandsOutAndStartsAnew()
{
    ComposerStage stage;
    stage.type(u"one"_s);
    stage.composer->startReply(Seq(3), u"Ana"_s, u"words"_s);
    QCOMPARE(stage.composer->take(), u"one"_s);
    QCOMPARE(stage.composer->text(), QString());
    QVERIFY(!stage.composer->replyTo());
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(stage.composer->text(), QString());
}

void tst_Composer::whatTheOwnerPutsInIsNoEdit()
{
    ComposerStage stage;
    stage.composer->setText(u"from elsewhere"_s);
    stage.composer->enterRoom(RoomId(2), u"draft"_s);
    stage.composer->startEditing({Seq(4), u"old"_s, 1});
    stage.composer->clear();
    QCOMPARE(stage.edited.count(), 0);
    stage.composer->setText(u"ab"_s);
    stage.type(u"c"_s); // the cursor stands at the end
    QCOMPARE(stage.composer->text(), u"abc"_s);
    QCOMPARE(stage.edited.count(), 1);
    stage.composer->insertText(u"d"_s);
    QCOMPARE(stage.edited.count(), 2);
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(stage.edited.count(), 3);
}

void tst_Composer::textGoesThroughUnchanged_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("no-break space") << u"10\u00A0km"_s;
    QTest::newRow("lines") << u"a\n\nb\n"_s;
    QTest::newRow("tab") << u"a\tb"_s;
    QTest::newRow("emoji") << u"👩‍👩‍👧 👍🏽 ❤️"_s;
    QTest::newRow("right to left") << u"שלום hello"_s;
    QTest::newRow("markup") << u"<b>x</b> &amp;"_s;
}

void tst_Composer::textGoesThroughUnchanged()
{
    QFETCH(QString, text);
    ComposerStage stage;
    stage.composer->setText(text);
    QCOMPARE(stage.composer->text(), text);
    stage.composer->clear();
    stage.composer->insertText(text);
    QCOMPARE(stage.composer->take(), text);
}

void tst_Composer::tabLeavesTheFieldUnlessThereIsASign_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("leaves");
    QTest::addColumn<QString>("after");
    QTest::newRow("nothing") << QString() << true << QString();
    QTest::newRow("plain word") << u"an"_s << true << u"an"_s;
    QTest::newRow("blank") << u"@ana "_s << true << u"@ana "_s;
    QTest::newRow("unknown name") << u"@zzz"_s << true << u"@zzz"_s;
    QTest::newRow("address") << u"me@an"_s << true << u"me@an"_s;
    QTest::newRow("slash in talk") << u"hello /m"_s << true << u"hello /m"_s;
    QTest::newRow("one person") << u"@bob"_s << false << u"@bob "_s;
    QTest::newRow("one command") << u"/n"_s << false << u"/nick "_s;
    QTest::newRow("best of several") << u"hi @an"_s << false << u"hi @ana "_s;
    QTest::newRow("emoji") << u":heart"_s << false << u":heart: "_s;
}

void tst_Composer::tabLeavesTheFieldUnlessThereIsASign()
{
    QFETCH(QString, text);
    QFETCH(bool, leaves);
    QFETCH(QString, after);
    ComposerStage stage;
    stage.composer->insertText(text);
    stage.key(Qt::Key_Tab);
    QCOMPARE(stage.composer->text(), after);
    QCOMPARE(!stage.input()->hasFocus(), leaves);
    stage.composer->setFocus();
    stage.key(Qt::Key_Backtab);
    QVERIFY(!stage.input()->hasFocus());
}

void tst_Composer::keysOfTheTimelinePassThrough_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("heard");
    const Qt::KeyboardModifiers none;
    const Qt::KeyboardModifiers control = Qt::ControlModifier;
    QTest::newRow("PageUp") << Qt::Key_PageUp << none << u"one line"_s << u"scroll -1"_s;
    QTest::newRow("PageDown") << Qt::Key_PageDown << none << QString() << u"scroll 1"_s;
    QTest::newRow("Ctrl+Home") << Qt::Key_Home << control << u"one line"_s << u"scroll -1e+06"_s;
    QTest::newRow("Ctrl+End") << Qt::Key_End << control << u"one line"_s << u"latest"_s;
    QTest::newRow("End on nothing") << Qt::Key_End << none << QString() << u"latest"_s;
    QTest::newRow("End in a line") << Qt::Key_End << none << u"one line"_s << QString();
}

void tst_Composer::keysOfTheTimelinePassThrough()
{
    QFETCH(Qt::Key, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QString, text);
    QFETCH(QString, heard);
    ComposerStage stage;
    stage.composer->setText(text);
    stage.key(key, modifiers);
    QStringList all;
    for (const QList<QVariant>& one : stage.scrolled)
        all.append(u"scroll %1"_s.arg(one.at(0).toDouble()));
    if (!stage.latest.isEmpty())
        all.append(u"latest"_s);
    QCOMPARE(all.join(u','), heard);
    QCOMPARE(stage.composer->text(), text);
}

void tst_Composer::severalLinesKeepTheirKeys()
{
    ComposerStage stage;
    stage.composer->setText(u"one\ntwo"_s);
    stage.key(Qt::Key_Home, Qt::ControlModifier);
    stage.type(u"X"_s);
    stage.key(Qt::Key_PageDown);
    stage.key(Qt::Key_End, Qt::ControlModifier);
    stage.type(u"Y"_s);
    QCOMPARE(stage.composer->text(), u"Xone\ntwoY"_s);
    QVERIFY(stage.scrolled.isEmpty() && stage.latest.isEmpty());
}

void tst_Composer::windowShortcutsYieldOnlyWhereTheyMust()
{
    ComposerStage stage;
    QStringList run;
    for (const QString& keys : {u"Alt+Up"_s, u"Alt+Down"_s, u"Ctrl+K"_s, u"Ctrl+PgUp"_s, u"Esc"_s}) {
        auto* action = new QAction(&stage.window);
        action->setShortcut(QKeySequence(keys));
        QObject::connect(action, &QAction::triggered, &stage.window, [&run, keys] { run.append(keys); });
        stage.window.addAction(action);
    }
    stage.type(u"text"_s);
    stage.key(Qt::Key_Up, Qt::AltModifier);
    stage.key(Qt::Key_Down, Qt::AltModifier);
    stage.key(Qt::Key_K, Qt::ControlModifier);
    stage.key(Qt::Key_PageUp, Qt::ControlModifier);
    stage.key(Qt::Key_Escape);
    QCOMPARE(run, (QStringList{u"Alt+Up"_s, u"Alt+Down"_s, u"Ctrl+K"_s, u"Ctrl+PgUp"_s}));
    QCOMPARE(stage.escaped.count(), 1);
    QCOMPARE(stage.composer->text(), u"text"_s);
}

void tst_Composer::pastesArePlain()
{
    ComposerStage stage;
    auto* rich = new QMimeData;
    rich->setHtml(u"<h1>Big</h1>"_s);
    rich->setText(u"a\r\nb\u2028c\u0007\uFFFC"_s);
    QGuiApplication::clipboard()->setMimeData(rich);
    stage.input()->paste();
    QCOMPARE(stage.composer->text(), u"a\nb\nc"_s);
    QCOMPARE(stage.edited.count(), 1);
    stage.input()->selectAll();
    stage.input()->copy();
    QCOMPARE(QGuiApplication::clipboard()->mimeData()->formats(), QStringList{u"text/plain"_s});
    QCOMPARE(QGuiApplication::clipboard()->text(), u"a\nb\nc"_s);
}

void tst_Composer::aLargePasteAsks_data()
{
    QTest::addColumn<Qt::Key>("moves");
    QTest::addColumn<Qt::Key>("answer");
    QTest::addColumn<QString>("text");
    QString lines = u"line\n"_s.repeated(13);
    QTest::newRow("insert") << Qt::Key_Shift << Qt::Key_Return << u"before "_s + lines;
    QTest::newRow("as code") << Qt::Key_Tab << Qt::Key_Return << u"before \n```\n"_s + lines + u"```\n"_s;
    QTest::newRow("Escape") << Qt::Key_Shift << Qt::Key_Escape << u"before "_s;
}

void tst_Composer::aLargePasteAsks()
{
    QFETCH(Qt::Key, moves);
    QFETCH(Qt::Key, answer);
    QFETCH(QString, text);
    ComposerStage stage;
    stage.type(u"before "_s);
    QGuiApplication::clipboard()->setText(u"line\n"_s.repeated(12));
    stage.input()->paste();
    QCOMPARE(stage.large.count(), 0);
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(stage.composer->text(), u"before "_s);

    QGuiApplication::clipboard()->setText(u"line\n"_s.repeated(13));
    stage.input()->paste();
    QCOMPARE(stage.large.count(), 1);
    QCOMPARE(stage.composer->text(), u"before "_s);
    QVERIFY(stage.button(u"Insert"_s)->hasFocus());
    QCOMPARE(stage.button(u"Insert"_s)->accessibleDescription(), u"Paste 13 lines?"_s);
    QTest::keyClick(QApplication::focusWidget(), moves);
    QTest::keyClick(QApplication::focusWidget(), answer);
    QCOMPARE(stage.composer->text(), text);
    QVERIFY(stage.input()->hasFocus());
    QVERIFY(!stage.button(u"Insert"_s)->isVisible());
    QCOMPARE(stage.sent.count(), 0);
}

void tst_Composer::anEndlessLineIsCutWhenAgreed()
{
    ComposerStage stage;
    QGuiApplication::clipboard()->setText(QString(1'000'000, u'x'));
    stage.input()->paste();
    QCOMPARE(stage.composer->text(), QString());
    QCOMPARE(stage.large.at(0).at(0).toString().size(), 1'000'000);
    QCOMPARE(stage.button(u"Insert"_s)->accessibleDescription(), u"Paste the first 16384 of 1000000 characters?"_s);
    stage.button(u"Insert"_s)->click();
    QCOMPARE(stage.composer->text().size(), 16384);
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.sent.count(), 0);
}

void tst_Composer::aCodeBlockHoldsAnyFence()
{
    ComposerStage stage;
    QGuiApplication::clipboard()->setText(u"````\n"_s.repeated(20));
    stage.input()->paste();
    stage.button(u"As code block"_s)->click();
    QVERIFY(stage.composer->text().startsWith(u"`````\n````\n"));
    QVERIFY(stage.composer->text().endsWith(u"\n`````\n"));
}

void tst_Composer::theLimitIsCountedAndExplained()
{
    ComposerStage stage;
    const auto counter = [&] {
        const auto* label = stage.composer->findChild<QLabel*>();
        return label->isVisible() ? label->text() : QString();
    };
    stage.composer->setText(QString(limits::messageBytes - 200, u'x'));
    QCOMPARE(counter(), QString());
    stage.type(u"y"_s);
    QCOMPARE(counter(), u"199 left"_s);
    stage.composer->setText(QString(limits::messageBytes / 3, u'語')); // three bytes each
    QCOMPARE(counter(), u"2 left"_s);
    stage.key(Qt::Key_Return);
    QCOMPARE(stage.sent.count(), 1);
    stage.type(u"zzz"_s);
    QCOMPARE(counter(), u"1 too many"_s);
    QAbstractButton* send = stage.button(u"Send"_s);
    QVERIFY(!send->accessibleDescription().isEmpty());
    QCOMPARE(send->toolTip(), send->accessibleDescription());
    stage.key(Qt::Key_Return);
    send->click();
    QCOMPARE(stage.sent.count(), 1);
    stage.key(Qt::Key_Backspace);
    QVERIFY(send->accessibleDescription().isEmpty());
    QTest::mouseClick(send, Qt::LeftButton);
    QCOMPARE(stage.sent.count(), 2);
}

void tst_Composer::theFieldGrowsToItsShareAndScrolls()
{
    ComposerStage stage;
    const int one = stage.composer->height();
    stage.composer->setText(u"a\nb\nc"_s);
    QTRY_VERIFY(stage.composer->height() > one);
    QTRY_COMPARE(stage.input()->verticalScrollBar()->maximum(), 0);
    stage.composer->setText(u"line\n"_s.repeated(100));
    QTRY_VERIFY(stage.input()->verticalScrollBar()->maximum() > 0);
    QTRY_VERIFY(stage.composer->height() > stage.window.height() * 0.3);
    QVERIFY(stage.composer->height() <= stage.window.height() * 0.4);
    stage.composer->insertText(u"more\n"_s.repeated(20));
    QTRY_VERIFY(stage.input()->viewport()->rect().contains(stage.input()->cursorRect().center()));
    stage.window.resize(640, 900);
    QTRY_VERIFY(stage.composer->height() > 900 * 0.3);
    stage.composer->clear();
    QTRY_COMPARE(stage.composer->height(), one);
}

void tst_Composer::everythingHasAName()
{
    ComposerStage stage;
    stage.composer->setPlaceholder(u"Message #<i>general</i>"_s);
    QCOMPARE(stage.input()->accessibleName(), u"Message"_s);
    QCOMPARE(stage.input()->accessibleDescription(), u"Message #<i>general</i>"_s);
    QVERIFY(stage.button(u"Send"_s));
    QCOMPARE(stage.button(u"Send"_s)->focusPolicy(), Qt::TabFocus);
    QCOMPARE(stage.list()->accessibleName(), u"Suggestions"_s);
    QCOMPARE(stage.list()->focusPolicy(), Qt::NoFocus);
}

void tst_Composer::aChangeOfColoursReachesTheText()
{
    ComposerStage stage;
    stage.look.setScheme(Scheme::Dark);
    QTRY_COMPARE(stage.input()->palette().color(QPalette::Text), stage.look.color(Token::Text));
    QCOMPARE(stage.input()->palette().color(QPalette::Highlight), stage.look.color(Token::TextSelection));
    QCOMPARE(stage.input()->palette().color(QPalette::PlaceholderText), stage.look.color(Token::Quiet));
}

void tst_Composer::aLargerFontReachesEveryPart()
{
    const QFont before = QApplication::font();
    ComposerStage stage;
    stage.composer->startReply(Seq(3), u"Ana"_s, u"words"_s);
    QAbstractButton* cancel = stage.button(u"Cancel"_s);
    QTRY_VERIFY(cancel->isVisible() && cancel->height() > 0);
    const auto heights = [&] { return QList<int>{stage.input()->height(), stage.button(u"Send"_s)->height(), cancel->height()}; };
    const QList<int> small = heights();
    QFont large = before;
    large.setPointSizeF(before.pointSizeF() * 2);
    QApplication::setFont(large);
    for (int part = 0; part < small.size(); ++part)
        QTRY_VERIFY2(heights().at(part) > small.at(part) * 3 / 2, qPrintable(QString::number(part)));
    QApplication::setFont(before);
}

void tst_Composer::aDisabledComposerTakesNothing()
{
    ComposerStage stage;
    stage.composer->setInputEnabled(false);
    stage.type(u"x"_s);
    stage.button(u"Send"_s)->click();
    QCOMPARE(stage.composer->text(), QString());
    QCOMPARE(stage.latest.count() + stage.sent.count(), 0);
    stage.composer->setInputEnabled(true);
    stage.composer->setFocus();
    stage.type(u"x"_s);
    QCOMPARE(stage.composer->text(), u"x"_s);
}

QTEST_MAIN(tst_Composer)
#include "tst_Composer.moc"
