// Mouse and keys in the timeline: selecting, copying, links, one key per action.
#include "client-desktop/views/timeline/HoverBar.h"
#include "tests/gui/TimelineRig.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace confab;
using namespace confab::test;
using namespace Qt::StringLiterals;
using desktop::RowAction;
using desktop::TimelineView;

namespace {

class Hand {
public:
    explicit Hand(TimelineRig& rig)
        : m_rig(rig)
    {
    }
    /// The left edge of a letter.
    QPoint at(Seq seq, int position) const
    {
        desktop::TimelineScene& scene = m_rig.view.scene();
        const int row = m_rig.rowOf(seq);
        const QRectF rect = scene.layout(row).rectOf(position);
        return QPoint(int(rect.left()) + 1, scene.yOf(row) + int(rect.center().y()));
    }
    void drag(QPoint from, QPoint to) const
    {
        QTest::mousePress(m_rig.view.viewport(), Qt::LeftButton, {}, from);
        move(to);
        QTest::mouseRelease(m_rig.view.viewport(), Qt::LeftButton, {}, to);
    }
    void move(QPoint to) const
    {
        QMouseEvent event(QEvent::MouseMove, to, m_rig.view.viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_rig.view.viewport(), &event);
    }
    void click(QPoint at, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::mouseClick(m_rig.view.viewport(), button, modifiers, at);
    }

private:
    TimelineRig& m_rig;
};

QString clipboard() { return QApplication::clipboard()->text(); }

} // namespace

class tst_TimelineInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPartOfAMessageIsItsText();
    void severalMessagesAreWholeLines();
    void doubleClickTakesTheWordAndTripleTheMessage();
    void selectionFollowsItsMessages();
    void draggingBeyondTheEdgeScrolls();
    void selectAllDoesNotLayOutAll();
    void arrowsMoveTheCurrentMessage();
    void shiftExtendsByMessages();
    void keysActOnTheCurrentMessage_data();
    void keysActOnTheCurrentMessage();
    void typedTextGoesElsewhere();
    void aClickIsWhereArrowsBegin();
    void theBarUnderThePointerAnswers();
    void onlyWhatAppliesIsInTheMenu();
    void linksOpenOnlyWhereTheySay_data();
    void linksOpenOnlyWhereTheySay();
    void failedMessagesOfferWhatCanBeDone();
    void aGapCanBeLoaded();
    void repliesLeadToTheirOriginal();
    void longMessagesUnfold();
    void wideCodeScrollsSideways();
};

void tst_TimelineInput::aPartOfAMessageIsItsText()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const Seq seq = rig.say(rig.ops, rig.ana, u"some **bold** words"_s);
    rig.rest();
    const Hand hand(rig);
    hand.drag(hand.at(seq, 5), hand.at(seq, 9));
    QCOMPARE(rig.view.selectedText(), u"bold"_s);
    rig.view.copySelection();
    QCOMPARE(clipboard(), u"bold"_s);
    hand.click(hand.at(seq, 14), Qt::LeftButton, Qt::ShiftModifier);
    QCOMPARE(rig.view.selectedText(), u"bold word"_s);
    hand.click(hand.at(seq, 2));
    QCOMPARE(rig.view.selectedText(), QString());
}

void tst_TimelineInput::severalMessagesAreWholeLines()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const Seq first = rig.say(rig.ops, rig.ana, u"first *line*"_s);
    rig.say(rig.ops, rig.me, u"mine\nin two"_s);
    protocol::MessagePosted action;
    action.text = u"waves"_s;
    action.action = true;
    rig.send(rig.ops, rig.bo, action);
    const Seq last = rig.say(rig.ops, rig.bo, u"last"_s);
    rig.view.addLocal(rig.ops, protocol::Severity::Info, u"not selected"_s);
    rig.rest();
    const Hand hand(rig);
    hand.drag(hand.at(last, 2), hand.at(first, 4)); // upwards
    const QString expected = u"[14:30] Ana: first line\n[14:30] Mara: mine\nin two\n[14:30] * bo waves\n[14:30] bo: last"_s;
    QCOMPARE(rig.view.selectedText(), expected);
    rig.view.setFocus();
    QTest::keyClick(&rig.view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), expected);
}

void tst_TimelineInput::doubleClickTakesTheWordAndTripleTheMessage()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const Seq seq = rig.say(rig.ops, rig.ana, u"one two three"_s);
    rig.rest();
    const Hand hand(rig);
    const QPoint two = hand.at(seq, 5);
    hand.click(two);
    QTest::mouseDClick(rig.view.viewport(), Qt::LeftButton, {}, two);
    QCOMPARE(rig.view.selectedText(), u"two"_s);
    hand.click(two);
    QCOMPARE(rig.view.selectedText(), u"one two three"_s);
}

void tst_TimelineInput::selectionFollowsItsMessages()
{
    TimelineRig rig;
    rig.fill(rig.ops, 20);
    const Seq seq = rig.say(rig.ops, rig.ana, u"keep this"_s);
    rig.show(rig.ops);
    const Hand hand(rig);
    hand.drag(hand.at(seq, 0), hand.at(seq, 4));
    rig.prepend(rig.ops, 50);
    rig.say(rig.ops, rig.ana, u"later"_s);
    rig.rest();
    QCOMPARE(rig.view.selectedText(), u"keep"_s);
    rig.store.resetRoom(rig.ops);
    rig.rest();
    QCOMPARE(rig.view.selectedText(), QString());
}

void tst_TimelineInput::draggingBeyondTheEdgeScrolls()
{
    TimelineRig rig;
    rig.fill(rig.ops, 300);
    rig.show(rig.ops);
    const Hand hand(rig);
    const Seq last(rig.firstSeq + 300);
    QTest::mousePress(rig.view.viewport(), Qt::LeftButton, {}, hand.at(last, 3));
    hand.move({100, -80});
    QTRY_VERIFY(rig.topSeq() < Seq(rig.firstSeq + 200));
    QTest::mouseRelease(rig.view.viewport(), Qt::LeftButton, {}, {100, -80});
    QVERIFY(rig.view.selectedText().count(u'\n') > 50);
    QVERIFY(rig.view.selectedText().endsWith(u"message 1000300"_s) || rig.view.selectedText().contains(u"message 1000300"_s));
}

void tst_TimelineInput::selectAllDoesNotLayOutAll()
{
    TimelineRig rig;
    rig.fill(rig.ops, 3000);
    rig.show(rig.ops);
    const qint64 before = rig.view.layoutsMade();
    rig.view.setFocus();
    QTest::keyClick(&rig.view, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(rig.view.selectedText().count(u"] Ana: "_s) + rig.view.selectedText().count(u"] bo: "_s), 3000);
    rig.rest();
    QVERIFY(rig.view.layoutsMade() - before < 10);
    QTest::keyClick(&rig.view, Qt::Key_Escape);
    QVERIFY(rig.view.selection().isEmpty());
}

void tst_TimelineInput::arrowsMoveTheCurrentMessage()
{
    TimelineRig rig;
    rig.fill(rig.ops, 300);
    rig.show(rig.ops);
    rig.view.setFocus();
    QTest::keyClick(&rig.view, Qt::Key_Up);
    QCOMPARE(rig.view.selectedMessage(), Seq(rig.firstSeq + 300));
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(&rig.view, Qt::Key_Up);
    QCOMPARE(rig.view.selectedMessage(), Seq(rig.firstSeq + 260));
    QVERIFY(rig.yOf(Seq(rig.firstSeq + 260)) >= 0);
    QVERIFY(!rig.view.isAtBottom());
    rig.prepend(rig.ops, 50);
    QCOMPARE(rig.view.selectedMessage(), Seq(rig.firstSeq + 260));
    QTest::keyClick(&rig.view, Qt::Key_End);
    QVERIFY(rig.view.isAtBottom());
    QTest::keyClick(&rig.view, Qt::Key_Home);
    QCOMPARE(rig.view.scene().scroll().firstVisible(), 0);
    QTest::keyClick(&rig.view, Qt::Key_PageDown);
    QVERIFY(rig.view.scene().scroll().firstVisible() > 0);
    QTest::keyClick(&rig.view, Qt::Key_Down);
    QCOMPARE(rig.view.selectedMessage(), Seq(rig.firstSeq + 261));
}

void tst_TimelineInput::shiftExtendsByMessages()
{
    TimelineRig rig;
    rig.show(rig.ops);
    for (const QString& text : {u"a"_s, u"b"_s, u"c"_s})
        rig.say(rig.ops, rig.ana, text);
    rig.rest();
    rig.view.setFocus();
    QTest::keyClick(&rig.view, Qt::Key_Up);
    QTest::keyClick(&rig.view, Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(rig.view.selectedText(), u"[14:30] Ana: b\n[14:30] Ana: c"_s);
    QTest::keyClick(&rig.view, Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(rig.view.selectedText().count(u'\n'), 2);
    QTest::keyClick(&rig.view, Qt::Key_Up);
    QVERIFY(rig.view.selectedText().isEmpty());
}

void tst_TimelineInput::keysActOnTheCurrentMessage_data()
{
    QTest::addColumn<bool>("isMine");
    QTest::addColumn<bool>("hasFailed");
    QTest::addColumn<int>("key");
    QTest::addColumn<QString>("asks");
    QTest::newRow("reply") << false << false << int(Qt::Key_R) << u"reply"_s;
    QTest::newRow("edit mine") << true << false << int(Qt::Key_E) << u"edit"_s;
    QTest::newRow("not edit others'") << false << false << int(Qt::Key_E) << QString();
    QTest::newRow("delete mine") << true << false << int(Qt::Key_Delete) << u"delete"_s;
    QTest::newRow("not delete others'") << false << false << int(Qt::Key_Delete) << QString();
    QTest::newRow("copy") << false << false << int(Qt::Key_C) << u"copy"_s;
    QTest::newRow("retry") << true << true << int(Qt::Key_Return) << u"retry"_s;
    QTest::newRow("edit failed") << true << true << int(Qt::Key_E) << u"editPending"_s;
    QTest::newRow("discard") << true << true << int(Qt::Key_Delete) << u"discard"_s;
    QTest::newRow("no reply to what was not sent") << true << true << int(Qt::Key_R) << QString();
}

void tst_TimelineInput::keysActOnTheCurrentMessage()
{
    QFETCH(bool, isMine);
    QFETCH(bool, hasFailed);
    QFETCH(int, key);
    QFETCH(QString, asks);
    TimelineRig rig;
    rig.show(rig.ops);
    QStringList asked;
    connect(&rig.view, &TimelineView::replyRequested, this, [&] { asked += u"reply"_s; });
    connect(&rig.view, &TimelineView::editRequested, this, [&] { asked += u"edit"_s; });
    connect(&rig.view, &TimelineView::deleteRequested, this, [&] { asked += u"delete"_s; });
    connect(&rig.view, &TimelineView::retryRequested, this, [&] { asked += u"retry"_s; });
    connect(&rig.view, &TimelineView::editPendingRequested, this, [&] { asked += u"editPending"_s; });
    connect(&rig.view, &TimelineView::discardRequested, this, [&] { asked += u"discard"_s; });
    QSignalSpy typed(&rig.view, &TimelineView::textTyped);
    if (hasFailed)
        rig.pending(rig.ops, u"the text"_s, client::PendingState::Failed, Error{ErrorCode::Forbidden, {}, {}});
    else
        rig.say(rig.ops, isMine ? rig.me : rig.ana, u"the text"_s);
    rig.rest();
    rig.view.setFocus();
    QApplication::clipboard()->clear();
    QTest::keyClick(&rig.view, Qt::Key_Up);
    QTest::keyClick(&rig.view, Qt::Key(key));
    if (clipboard() == u"the text"_s)
        asked += u"copy"_s;
    QCOMPARE(asked.join(u' '), asks);
    QCOMPARE(typed.count(), 0);
}

void tst_TimelineInput::typedTextGoesElsewhere()
{
    TimelineRig rig;
    rig.fill(rig.ops, 3);
    rig.show(rig.ops);
    rig.view.setFocus();
    QSignalSpy typed(&rig.view, &TimelineView::textTyped);
    QTest::keyClick(&rig.view, 'r'); // nothing is current
    QTest::keyClick(&rig.view, Qt::Key_Up);
    QTest::keyClick(&rig.view, 'x');
    QTest::keyClick(&rig.view, 'k', Qt::ControlModifier);
    QCOMPARE(typed.count(), 2);
    QCOMPARE(typed.at(0).at(0).toString(), u"r"_s);
    QCOMPARE(typed.at(1).at(0).toString(), u"x"_s);
}

void tst_TimelineInput::aClickIsWhereArrowsBegin()
{
    TimelineRig rig;
    rig.fill(rig.ops, 20);
    rig.show(rig.ops);
    QSignalSpy typed(&rig.view, &TimelineView::textTyped);
    QSignalSpy replies(&rig.view, &TimelineView::replyRequested);
    const Hand hand(rig);
    const Seq seq(rig.firstSeq + 15);
    hand.click(hand.at(seq, 2));
    rig.view.setFocus();
    QTest::keyClick(&rig.view, 'r'); // a word begins: nobody chose a message
    QCOMPARE(typed.count(), 1);
    QCOMPARE(replies.count(), 0);
    QVERIFY(!rig.view.selectedMessage());
    QTest::keyClick(&rig.view, Qt::Key_Up);
    QCOMPARE(rig.view.selectedMessage(), seq);
    QTest::keyClick(&rig.view, 'r');
    QCOMPARE(replies.count(), 1);
}

void tst_TimelineInput::theBarUnderThePointerAnswers()
{
    TimelineRig rig;
    rig.fill(rig.ops, 20);
    rig.show(rig.ops);
    auto* bar = rig.view.findChild<desktop::HoverBar*>();
    QVERIFY(bar && bar->isHidden());
    QSignalSpy replies(&rig.view, &TimelineView::replyRequested);
    const Hand hand(rig);
    const Seq seq(rig.firstSeq + 15);
    QMouseEvent hover(QEvent::MouseMove, hand.at(seq, 2), rig.view.viewport()->mapToGlobal(hand.at(seq, 2)), Qt::NoButton, {}, {});
    QApplication::sendEvent(rig.view.viewport(), &hover);
    QVERIFY(!bar->isHidden());
    QTest::mouseClick(bar, Qt::LeftButton, {}, {bar->width() / 4, bar->height() / 2});
    QCOMPARE(replies.count(), 1);
    QCOMPARE(replies.at(0).at(0).value<Seq>(), seq);
    QTest::mouseClick(bar, Qt::LeftButton, {}, {bar->width() * 3 / 4, bar->height() / 2});
    QVERIFY(rig.view.findChild<QMenu*>());
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(rig.view.viewport(), &leave);
    QVERIFY(bar->isHidden());
}

void tst_TimelineInput::onlyWhatAppliesIsInTheMenu()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const Seq theirs = rig.say(rig.ops, rig.ana, u"x https://example.org/path"_s);
    const Seq mine = rig.say(rig.ops, rig.me, u"y"_s);
    const Seq gone = rig.say(rig.ops, rig.me, u"z"_s);
    rig.remove(rig.ops, gone);
    rig.rest();
    QCOMPARE(rig.view.actionsOf(rig.rowOf(theirs)), (QList{RowAction::Reply, RowAction::CopyText}));
    QCOMPARE(rig.view.actionsOf(rig.rowOf(mine)), (QList{RowAction::Reply, RowAction::Edit, RowAction::CopyText, RowAction::Delete}));
    QCOMPARE(rig.view.actionsOf(rig.rowOf(gone)), QList<RowAction>());

    const QPoint onLink = Hand(rig).at(theirs, 6);
    QContextMenuEvent event(QContextMenuEvent::Mouse, onLink, rig.view.viewport()->mapToGlobal(onLink));
    QApplication::sendEvent(rig.view.viewport(), &event);
    auto* menu = rig.view.findChild<QMenu*>();
    QVERIFY(menu);
    QStringList words;
    for (const QAction* action : menu->actions())
        words += action->text();
    QCOMPARE(words, (QStringList{u"Open link"_s, u"Copy link"_s, u"Reply"_s, u"Copy text"_s}));
    QSignalSpy opened(&rig.view, &TimelineView::linkActivated);
    menu->actions().at(0)->trigger();
    QCOMPARE(opened.count(), 1);
    menu->actions().at(1)->trigger();
    QCOMPARE(clipboard(), u"https://example.org/path"_s);
    menu->close();
    rig.view.setFocus();
    QTRY_VERIFY(!rig.view.findChild<QMenu*>());
    QTest::keyClick(&rig.view, Qt::Key_F10, Qt::ShiftModifier);
    QVERIFY(rig.view.findChild<QMenu*>());
}

void tst_TimelineInput::linksOpenOnlyWhereTheySay_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("target");
    QTest::newRow("plain") << u"https://example.org/a"_s << 3 << u"https://example.org/a"_s;
    QTest::newRow("named") << u"[here](https://example.org/b)"_s << 1 << u"https://example.org/b"_s;
    QTest::newRow("mail") << u"[write](mailto:ana@example.org)"_s << 1 << u"mailto:ana@example.org"_s;
    QTest::newRow("beside") << u"text https://example.org"_s << 1 << QString();
    QTest::newRow("script") << u"[here](javascript:alert(1))"_s << 1 << QString();
    QTest::newRow("file") << u"[here](file:///etc/passwd)"_s << 1 << QString();
    QTest::newRow("data") << u"[here](data:text/html,x)"_s << 1 << QString();
    QTest::newRow("another host") << u"[bank.example](https://evil.example)"_s << 1 << QString();
    QTest::newRow("html") << u"<a href=\"https://evil.example\">click</a>"_s << 38 << QString();
}

void tst_TimelineInput::linksOpenOnlyWhereTheySay()
{
    QFETCH(QString, text);
    QFETCH(int, at);
    QFETCH(QString, target);
    TimelineRig rig;
    rig.show(rig.ops);
    const Seq seq = rig.say(rig.ops, rig.ana, text);
    rig.rest();
    QSignalSpy opened(&rig.view, &TimelineView::linkActivated);
    QSignalSpy hovered(&rig.view, &TimelineView::linkHovered);
    const Hand hand(rig);
    hand.click(hand.at(seq, at));
    QCOMPARE(opened.count(), target.isEmpty() ? 0 : 1);
    if (target.isEmpty())
        return;
    QCOMPARE(opened.at(0).at(0).toUrl().toString(), target);
    QCOMPARE(hovered.at(0).at(0).toString(), target);
    hand.click(hand.at(seq, at), Qt::MiddleButton);
    QCOMPARE(opened.count(), 2);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(rig.view.viewport(), &leave);
    QCOMPARE(hovered.constLast().at(0).toString(), QString());
}

void tst_TimelineInput::failedMessagesOfferWhatCanBeDone()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const ClientId c = rig.pending(rig.ops, u"the text"_s, client::PendingState::Failed, Error{ErrorCode::Forbidden, {}, {}});
    rig.rest();
    ClientId retried;
    ClientId discarded;
    connect(&rig.view, &TimelineView::retryRequested, this, [&](ClientId one) { retried = one; });
    connect(&rig.view, &TimelineView::discardRequested, this, [&](ClientId one) { discarded = one; });
    const auto zones = rig.view.scene().layout(0).zones();
    QCOMPARE(zones.size(), 4);
    const int top = rig.view.scene().yOf(0);
    const Hand hand(rig);
    hand.click(zones[0].rect.center().toPoint() + QPoint(0, top));
    hand.click(zones[3].rect.center().toPoint() + QPoint(0, top));
    QCOMPARE(retried, c);
    QCOMPARE(discarded, c);
}

void tst_TimelineInput::aGapCanBeLoaded()
{
    TimelineRig rig;
    rig.fill(rig.ops, 20);
    rig.show(rig.ops);
    rig.store.putGap(rig.ops, Seq(rig.firstSeq + 21), Seq(rig.firstSeq + 140));
    rig.rest();
    QSignalSpy wanted(&rig.view, &TimelineView::gapWanted);
    rig.view.setFocus();
    QTest::keyClick(&rig.view, Qt::Key_Up);
    QTest::keyClick(&rig.view, Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.at(0).at(0).value<Seq>(), Seq(rig.firstSeq + 21));
    QCOMPARE(wanted.at(0).at(1).value<Seq>(), Seq(rig.firstSeq + 140));
}

void tst_TimelineInput::repliesLeadToTheirOriginal()
{
    TimelineRig rig;
    rig.fill(rig.ops, 300);
    protocol::MessagePosted reply;
    reply.text = u"yes"_s;
    reply.replyTo = Seq(rig.firstSeq + 10);
    const Seq seq = rig.send(rig.ops, rig.ana, reply);
    reply.replyTo = Seq(5);
    const Seq other = rig.send(rig.ops, rig.ana, reply);
    rig.show(rig.ops);
    const auto press = [&](Seq one) {
        const int row = rig.rowOf(one);
        Hand(rig).click(rig.view.scene().layout(row).zones().constFirst().rect.center().toPoint() + QPoint(0, rig.view.scene().yOf(row)));
    };
    QSignalSpy wanted(&rig.view, &TimelineView::messageWanted);
    press(other);
    QCOMPARE(wanted.count(), 1);
    press(seq);
    QCOMPARE(wanted.count(), 1);
    QVERIFY(rig.yOf(Seq(rig.firstSeq + 10)) >= 0);
    QVERIFY(!rig.view.isAtBottom());
}

void tst_TimelineInput::longMessagesUnfold()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const Seq seq = rig.say(rig.ops, rig.ana, u"line\n"_s.repeated(500));
    rig.rest();
    const int folded = rig.view.scene().layout(rig.rowOf(seq)).height();
    rig.view.act(RowAction::ShowAll, rig.rowOf(seq));
    rig.rest();
    QVERIFY(rig.view.scene().layout(rig.rowOf(seq)).height() > 4 * folded);
}

void tst_TimelineInput::wideCodeScrollsSideways()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const Seq seq = rig.say(rig.ops, rig.ana, u"```\n"_s + u"wide "_s.repeated(100) + u"\n```"_s);
    rig.rest();
    desktop::TimelineScene& scene = rig.view.scene();
    const int row = rig.rowOf(seq);
    const int height = scene.layout(row).height();
    const QPoint inside = Hand(rig).at(seq, 3);
    QWheelEvent wheel(
        inside, rig.view.viewport()->mapToGlobal(inside), {}, {0, -120}, Qt::NoButton, Qt::ShiftModifier, Qt::NoScrollPhase, false);
    const auto code = [&]() -> const desktop::Part& {
        for (const desktop::Part& part : scene.layout(row).parts()) {
            if (part.role == desktop::PartRole::Code)
                return part;
        }
        return scene.layout(row).parts().front();
    };
    QVERIFY(code().hiddenWidth() > 100);
    QCOMPARE(code().scroll, 0.0);
    QApplication::sendEvent(rig.view.viewport(), &wheel);
    QVERIFY(code().scroll > 0);
    QVERIFY(code().scroll <= code().hiddenWidth());
    QCOMPARE(scene.layout(row).height(), height);
}

QTEST_MAIN(tst_TimelineInput)
#include "tst_TimelineInput.moc"
