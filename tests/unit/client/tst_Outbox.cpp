// What the person wrote: saved, in order, paced, never lost.
#include "shared/client/outbox/Outbox.h"
#include "tests/support/FakeTime.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

PostMessage post(const QString& text, qint64 room = 1)
{
    PostMessage message;
    message.room = RoomId(room);
    message.text = text;
    return message;
}

/// An outbox with a wire that notes what is sent and lets the test answer.
struct Box {
    explicit Box(const QString& fileName = {})
    {
        file = fileName;
        reopen();
    }
    void reopen()
    {
        outbox.reset();
        wire.clear();
        outbox = std::make_unique<Outbox>(time.clock, time);
        opened = outbox->open(file);
    }
    void connectIt()
    {
        outbox->connected([this](const OutboxEntry& entry, const Outbox::Answered& answered) { wire.append({entry, answered}); });
    }
    QStringList sent() const
    {
        QStringList texts;
        for (const auto& [entry, answered] : wire)
            texts.append(std::get<PostMessage>(entry.intention).text);
        return texts;
    }
    void ok(int index) { wire.at(index).second(PostMessage::Reply{Seq(index + 1), TimeMs(1), {}}); }
    void fail(int index, ErrorCode code, std::optional<qint64> retryMs = {})
    {
        wire.at(index).second(Error{code, u"no"_s, {}, {}, retryMs});
    }
    QList<DeliveryState> states() const
    {
        QList<DeliveryState> all;
        for (const OutboxEntry& entry : outbox->entries())
            all.append(entry.state);
        return all;
    }

    FakeTime time;
    QString file;
    std::unique_ptr<Outbox> outbox;
    Result<std::optional<QString>> opened{std::optional<QString>()};
    QList<std::pair<OutboxEntry, Outbox::Answered>> wire;
};

} // namespace

class tst_Outbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sendsOneAtATimePerRoomInOrder();
    void roomsDoNotWaitForEachOther();
    void pacingKeepsTheOrder_data();
    void pacingKeepsTheOrder();
    void withoutADelayOwnPausesGrow();
    void otherErrorsFailVisiblyAndLetTheNextGo();
    void unansweredGoesAgainWithTheSameId();
    void aLateAnswerOfAnOldConnectionIsIgnored();
    void ourOwnEventEndsTheEntryBeforeItsAnswer();
    void survivesARestart();
    void failedEntriesSurviveARestart();
    void deliveredEntriesAreGoneAfterARestart();
    void retrySendsAgain();
    void retryAfterConflictTakesANewId();
    void retryAfterAnotherEpochDropsTheReplyLink();
    void editsAndDeletionsTravelToo();
    void discardForgetsButNotWhatIsInFlight();
    void tooLongATextFailsAtOnce();
    void aDamagedFileIsSetAside();
    void aDiskThatRefusesKeepsTheTextVisible();
    void theFileIsPrivate();
    void manyAtOnceKeepTheirOrder();
    void failAllNamesTheReason();
};

void tst_Outbox::sendsOneAtATimePerRoomInOrder()
{
    Box box;
    box.outbox->add(post(u"a"_s));
    box.outbox->add(post(u"b"_s));
    QVERIFY(box.wire.isEmpty());
    box.connectIt();
    box.outbox->add(post(u"c"_s));
    QCOMPARE(box.sent(), QStringList{u"a"_s});
    box.ok(0);
    QCOMPARE(box.sent(), (QStringList{u"a"_s, u"b"_s}));
    box.ok(1);
    box.ok(2);
    QCOMPARE(box.sent(), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(box.outbox->undelivered(), 0);
}

void tst_Outbox::roomsDoNotWaitForEachOther()
{
    Box box;
    box.connectIt();
    box.outbox->add(post(u"a1"_s, 1));
    box.outbox->add(post(u"a2"_s, 1));
    box.outbox->add(post(u"b1"_s, 2));
    QCOMPARE(box.sent(), (QStringList{u"a1"_s, u"b1"_s}));
    box.fail(0, ErrorCode::Rate, 60'000);
    box.ok(1);
    box.outbox->add(post(u"b2"_s, 2));
    QCOMPARE(box.sent(), (QStringList{u"a1"_s, u"b1"_s, u"b2"_s}));
}

void tst_Outbox::pacingKeepsTheOrder_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("rate") << int(ErrorCode::Rate);
    QTest::newRow("busy") << int(ErrorCode::Busy);
    QTest::newRow("unavailable") << int(ErrorCode::Unavailable);
}

void tst_Outbox::pacingKeepsTheOrder()
{
    QFETCH(int, code);
    Box box;
    box.connectIt();
    box.outbox->add(post(u"a"_s));
    box.outbox->add(post(u"b"_s));
    box.fail(0, ErrorCode(code), 500);
    box.outbox->add(post(u"c"_s));
    QCOMPARE(box.states(), (QList{DeliveryState::Waiting, DeliveryState::Waiting, DeliveryState::Waiting}));
    box.time.advance(499);
    QCOMPARE(box.sent(), QStringList{u"a"_s});
    box.time.advance(2);
    QCOMPARE(box.sent(), (QStringList{u"a"_s, u"a"_s}));
    QCOMPARE(box.wire.at(0).first.c, box.wire.at(1).first.c);
    box.ok(1);
    QCOMPARE(box.sent().last(), u"b"_s);
}

void tst_Outbox::withoutADelayOwnPausesGrow()
{
    Box box;
    box.connectIt();
    box.outbox->add(post(u"a"_s));
    box.fail(0, ErrorCode::Busy);
    box.time.advance(1'001);
    QCOMPARE(box.wire.size(), 2);
    box.fail(1, ErrorCode::Busy);
    box.time.advance(1'001);
    QCOMPARE(box.wire.size(), 2);
    box.time.advance(1'001);
    QCOMPARE(box.wire.size(), 3);
}

void tst_Outbox::otherErrorsFailVisiblyAndLetTheNextGo()
{
    Box box;
    box.connectIt();
    box.outbox->add(post(u"a"_s));
    box.outbox->add(post(u"b"_s));
    box.fail(0, ErrorCode::Muted);
    QCOMPARE(box.states(), (QList{DeliveryState::Failed, DeliveryState::Sending}));
    QCOMPARE(box.outbox->entries().first().error.code, ErrorCode::Muted);
    QCOMPARE(box.outbox->undelivered(), 1);
}

void tst_Outbox::unansweredGoesAgainWithTheSameId()
{
    Box box;
    box.connectIt();
    const ClientId c = box.outbox->add(post(u"a"_s));
    box.outbox->add(post(u"b"_s));
    box.outbox->disconnected();
    QCOMPARE(box.states(), (QList{DeliveryState::Waiting, DeliveryState::Waiting}));
    box.connectIt();
    QCOMPARE(box.sent(), (QStringList{u"a"_s, u"a"_s}));
    QCOMPARE(box.wire.at(1).first.c, c);
}

void tst_Outbox::aLateAnswerOfAnOldConnectionIsIgnored()
{
    Box box;
    box.connectIt();
    box.outbox->add(post(u"a"_s));
    box.outbox->disconnected();
    box.connectIt();
    box.fail(0, ErrorCode::Muted);
    QCOMPARE(box.states(), QList{DeliveryState::Sending});
    box.ok(1);
    QVERIFY(box.outbox->entries().isEmpty());
}

void tst_Outbox::ourOwnEventEndsTheEntryBeforeItsAnswer()
{
    Box box;
    QSignalSpy removed(box.outbox.get(), &Outbox::removed);
    QSignalSpy delivered(box.outbox.get(), &Outbox::delivered);
    box.connectIt();
    const ClientId c = box.outbox->add(post(u"a"_s));
    box.outbox->add(post(u"b"_s));
    box.outbox->eventSeen(c);
    QCOMPARE(removed.count(), 1);
    QVERIFY2(box.sent() == QStringList{u"a"_s}, "its answer is still on the way: one in flight per room");
    box.ok(0);
    QCOMPARE(box.sent(), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(delivered.count(), 0);
}

void tst_Outbox::survivesARestart()
{
    QTemporaryDir dir;
    Box box(dir.filePath(u"outbox.sqlite"_s));
    const ClientId a = box.outbox->add(post(u"a"_s));
    box.connectIt();
    box.outbox->add(post(u"b"_s, 2));
    box.outbox->add(post(u"c"_s));
    QSignalSpy none(box.outbox.get(), &Outbox::storageTrouble);
    box.reopen();
    QCOMPARE(box.states(), (QList{DeliveryState::Waiting, DeliveryState::Waiting, DeliveryState::Waiting}));
    QCOMPARE(box.outbox->entries().first().c, a);
    box.connectIt();
    box.outbox->add(post(u"d"_s));
    QCOMPARE(box.sent(), (QStringList{u"a"_s, u"b"_s}));
    box.ok(0);
    box.ok(2);
    QCOMPARE(box.sent(), (QStringList{u"a"_s, u"b"_s, u"c"_s, u"d"_s}));
}

void tst_Outbox::failedEntriesSurviveARestart()
{
    QTemporaryDir dir;
    Box box(dir.filePath(u"outbox.sqlite"_s));
    box.connectIt();
    box.outbox->add(post(u"a"_s));
    box.wire.at(0).second(Error{ErrorCode::Muted, u"not now"_s, {}, 12345});
    box.reopen();
    QCOMPARE(box.states(), QList{DeliveryState::Failed});
    const Error error = box.outbox->entries().first().error;
    QCOMPARE(error.code, ErrorCode::Muted);
    QCOMPARE(error.message, u"not now"_s);
    QCOMPARE(error.untilMs, std::optional<qint64>(12345));
    box.connectIt();
    QVERIFY2(box.wire.isEmpty(), "a failed entry waits for the person");
}

void tst_Outbox::deliveredEntriesAreGoneAfterARestart()
{
    QTemporaryDir dir;
    Box box(dir.filePath(u"outbox.sqlite"_s));
    box.connectIt();
    box.outbox->add(post(u"a"_s));
    box.outbox->add(post(u"b"_s));
    box.ok(0);
    box.reopen();
    QCOMPARE(box.outbox->entries().size(), 1);
    QCOMPARE(std::get<PostMessage>(box.outbox->entries().first().intention).text, u"b"_s);
}

void tst_Outbox::retrySendsAgain()
{
    Box box;
    box.connectIt();
    const ClientId c = box.outbox->add(post(u"a"_s));
    box.fail(0, ErrorCode::Muted);
    box.outbox->retry(c);
    QCOMPARE(box.sent(), (QStringList{u"a"_s, u"a"_s}));
    QCOMPARE(box.wire.at(1).first.c, c);
    box.ok(1);
    QVERIFY(box.outbox->entries().isEmpty());
}

void tst_Outbox::retryAfterConflictTakesANewId()
{
    QTemporaryDir dir;
    Box box(dir.filePath(u"outbox.sqlite"_s));
    box.connectIt();
    const ClientId c = box.outbox->add(post(u"a"_s));
    box.fail(0, ErrorCode::CidConflict);
    box.outbox->retry(c);
    QCOMPARE(box.sent(), (QStringList{u"a"_s, u"a"_s}));
    QVERIFY(box.wire.at(1).first.c != c);
    box.reopen();
    QCOMPARE(box.outbox->entries().size(), 1);
    QVERIFY(!box.outbox->find(c));
}

void tst_Outbox::retryAfterAnotherEpochDropsTheReplyLink()
{
    Box box;
    box.connectIt();
    PostMessage reply = post(u"a"_s);
    reply.replyTo = Seq(4);
    reply.epoch = Epoch(9);
    const ClientId c = box.outbox->add(reply);
    box.fail(0, ErrorCode::EpochChanged);
    QCOMPARE(box.states(), QList{DeliveryState::Failed});
    box.outbox->retry(c);
    QVERIFY(!std::get<PostMessage>(box.wire.at(1).first.intention).replyTo);
}

void tst_Outbox::editsAndDeletionsTravelToo()
{
    QTemporaryDir dir;
    Box box(dir.filePath(u"outbox.sqlite"_s));
    box.outbox->add(EditMessage{RoomId(1), Epoch(9), Seq(4), u"better"_s});
    box.outbox->add(DeleteMessage{RoomId(1), Epoch(9), Seq(5)});
    box.reopen();
    box.connectIt();
    QCOMPARE(box.wire.size(), 1);
    const auto edit = std::get<EditMessage>(box.wire.at(0).first.intention);
    QCOMPARE(edit.of, Seq(4));
    QCOMPARE(edit.epoch, Epoch(9));
    QCOMPARE(edit.text, u"better"_s);
    box.ok(0);
    QCOMPARE(std::get<DeleteMessage>(box.wire.at(1).first.intention).of, Seq(5));
}

void tst_Outbox::discardForgetsButNotWhatIsInFlight()
{
    Box box;
    box.connectIt();
    const ClientId a = box.outbox->add(post(u"a"_s));
    const ClientId b = box.outbox->add(post(u"b"_s));
    box.outbox->discard(a);
    box.outbox->discard(b);
    QCOMPARE(box.outbox->entries().size(), 1);
    QVERIFY(box.outbox->find(a));
}

void tst_Outbox::tooLongATextFailsAtOnce()
{
    Box box;
    box.connectIt();
    const ClientId c = box.outbox->add(post(QString(8001, u'x')));
    QCOMPARE(box.states(), QList{DeliveryState::Failed});
    QCOMPARE(box.outbox->find(c)->error.code, ErrorCode::TooBig);
    box.outbox->retry(c);
    QVERIFY(box.wire.isEmpty());
}

void tst_Outbox::aDamagedFileIsSetAside()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(u"outbox.sqlite"_s);
    QFile broken(file);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write(QByteArray(8192, 'x'));
    broken.close();
    Box box(file);
    QVERIFY(box.opened.hasValue());
    QVERIFY(box.opened->has_value());
    QVERIFY(QFileInfo(**box.opened).size() == 8192);
    box.outbox->add(post(u"a"_s));
    QVERIFY(box.outbox->entries().first().saved);
}

void tst_Outbox::aDiskThatRefusesKeepsTheTextVisible()
{
    Box box(u"/proc/no/outbox.sqlite"_s);
    QVERIFY(!box.opened.hasValue());
    QSignalSpy trouble(box.outbox.get(), &Outbox::storageTrouble);
    box.connectIt();
    const ClientId c = box.outbox->add(post(u"precious"_s));
    QCOMPARE(trouble.count(), 1);
    QVERIFY2(box.wire.isEmpty(), "what is not saved is not sent");
    QCOMPARE(box.states(), QList{DeliveryState::Failed});
    QCOMPARE(std::get<PostMessage>(box.outbox->find(c)->intention).text, u"precious"_s);
    box.outbox->retry(c);
    QCOMPARE(box.states(), QList{DeliveryState::Failed});
}

void tst_Outbox::theFileIsPrivate()
{
    QTemporaryDir dir;
    Box box(dir.filePath(u"deep/outbox.sqlite"_s));
    box.outbox->add(post(u"a"_s));
    const auto owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    for (const QString& name : {u"outbox.sqlite"_s, u"outbox.sqlite-wal"_s, u"outbox.sqlite-shm"_s})
        QCOMPARE(QFile::permissions(dir.filePath(u"deep/"_s + name)), owner);
    QCOMPARE(QFile::permissions(dir.filePath(u"deep"_s)), owner | QFile::ExeOwner | QFile::ExeUser);
}

void tst_Outbox::manyAtOnceKeepTheirOrder()
{
    QTemporaryDir dir;
    Box box(dir.filePath(u"outbox.sqlite"_s));
    QList<Intention> lines;
    QStringList texts;
    for (int i = 0; i < 500; ++i) {
        texts.append(u"line %1"_s.arg(i));
        lines.append(post(texts.last()));
    }
    QCOMPARE(box.outbox->addAll(lines).size(), 500);
    box.reopen();
    box.connectIt();
    for (int i = 0; i < 500; ++i)
        box.ok(i);
    QCOMPARE(box.sent(), texts);
}

void tst_Outbox::failAllNamesTheReason()
{
    Box box;
    box.outbox->add(post(u"a"_s));
    box.outbox->failAll(Error{ErrorCode::Gone, u"other server"_s});
    box.connectIt();
    QVERIFY(box.wire.isEmpty());
    QCOMPARE(box.outbox->entries().first().error.code, ErrorCode::Gone);
}

QTEST_GUILESS_MAIN(tst_Outbox)
#include "tst_Outbox.moc"
