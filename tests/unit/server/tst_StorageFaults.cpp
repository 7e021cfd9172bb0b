// A disk that fails at every single write of a batch: nothing acknowledged is missing, nothing refused appears, service returns.
#include "tests/support/FaultyVfs.h"
#include "tests/support/ServerRig.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <future>

#include <sqlite3.h>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;
using namespace confab::protocol;

class tst_StorageFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void everyWriteOfABatchMayFail_data();
    void everyWriteOfABatchMayFail();
    void readsGoOnWhileWritesFail();
    void fullDiskLosesNothing();
    void failedSyncOfTheDatabaseLosesNothing_data();
    void failedSyncOfTheDatabaseLosesNothing();

private:
    /// A durable request of the batch under test.
    struct Asked {
        RigClient* client;
        quint32 number;
        ClientId c;
    };
    template <typename M>
    void ask(RigClient& client, const M& request)
    {
        const ClientId c = ClientId::random();
        m_asked.append({&client, client.send(request, c), c});
    }
    /// What the answers say against what the table of done requests says.
    void compareWithDatabase(ServerRig& rig, const QString& when);
    /// `signIn` is sent by a new connection amid the others; the number to wait for.
    quint32 postBatch(ServerRig& rig, RigClient& ann, RigClient& bob, const RoomState& room, int round, RigClient& fresh,
        const Authenticate& signIn);

    QList<Asked> m_asked;
    QHash<ClientId, bool> m_known;      ///< answered: true ok, false refused
    QHash<ClientId, UserId> m_authors;
};

void tst_StorageFaults::initTestCase()
{
    faultyDisk();
}

void tst_StorageFaults::cleanup()
{
    faultyDisk().heal();
    faultyDisk().onlyIn({});
    m_asked.clear();
    m_known.clear();
    m_authors.clear();
}

quint32 tst_StorageFaults::postBatch(ServerRig& rig, RigClient& ann, RigClient& bob, const RoomState& room, int round, RigClient& fresh,
    const Authenticate& signIn)
{
    // The core waits inside a task while the requests gather behind it: they become one batch.
    // Shared, because the task may still be leaving them when this function has returned.
    const auto open = std::make_shared<std::promise<void>>();
    const auto inside = std::make_shared<std::promise<void>>();
    rig.core().offer(CoreTask{[open, inside] {
        inside->set_value();
        open->get_future().wait();
    }});
    inside->get_future().wait();
    m_asked.clear();
    PostMessage message;
    message.room = room.id;
    message.text = u"round %1 "_s.arg(round) + QString(700, u'x');
    ask(ann, message);
    ask(bob, LeaveRoom{room.id, {}});
    CreateRoom create;
    create.name = u"room%1"_s.arg(round);
    ask(ann, create);
    const quint32 signingIn = fresh.send(signIn);
    ask(ann, EditMessage{room.id, room.epoch, Seq(3), u"edited %1"_s.arg(round)});
    ask(bob, JoinRoom{room.id, {}});
    ask(bob, message);
    open->set_value();
    return signingIn;
}

void tst_StorageFaults::compareWithDatabase(ServerRig& rig, const QString& when)
{
    rig.inDatabase([&](Services& services) -> Result<Done> {
        for (auto one = m_known.cbegin(); one != m_known.cend(); ++one) {
            TRY_VALUE(done, services.store.done.find(m_authors.value(one.key()), one.key()));
            if (done.has_value() != one.value())
                qWarning().noquote() << when << (one.value() ? "an acknowledged request is missing" : "a refused request has appeared");
            [&] { QCOMPARE(done.has_value(), one.value()); }();
        }
        TRY_VALUE(problems, examineStorage(services.store.database));
        [&] { QCOMPARE(problems, QStringList()); }();
        return Done{};
    });
}

void tst_StorageFaults::everyWriteOfABatchMayFail_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("once");
    QTest::newRow("disk full") << SQLITE_FULL << false;
    QTest::newRow("write error") << int(SQLITE_IOERR_WRITE) << false;
    QTest::newRow("sync error, once") << int(SQLITE_IOERR_FSYNC) << true;
}

void tst_StorageFaults::everyWriteOfABatchMayFail()
{
    QFETCH(int, code);
    QFETCH(bool, once);
    FaultyVfs& disk = faultyDisk();
    ServerRig rig;
    const QString annToken = rig.addPerson(u"ann"_s);
    const QString bobToken = rig.addPerson(u"bob"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    RigClient bob = rig.client();
    QVERIFY(ann.enter(annToken));
    QVERIFY(bob.enter(bobToken));
    CreateRoom create;
    create.name = u"lobby"_s;
    const auto made = ann.ask(create);
    QVERIFY(made);
    const RoomState room = made->room;
    QVERIFY(bob.ask(JoinRoom{room.id, {}}));
    PostMessage first;
    first.room = room.id;
    first.text = u"first"_s;
    auto last = ann.ask(first);
    QVERIFY(last);
    Authenticate signIn;
    signIn.method = AuthMethod::Token;
    signIn.token = bobToken;

    // What the batch writes; a failing checkpoint has another outcome (see failedSyncOfTheDatabaseLosesNothing).
    const auto core = std::make_shared<std::promise<std::thread::id>>();
    rig.core().offer(CoreTask{[core] { core->set_value(std::this_thread::get_id()); }});
    disk.onlyIn(core->get_future().get());

    int failures = 0;
    bool reached = true;
    for (int nth = 1; reached && nth < 400; ++nth) {
        // Armed before the batch: BEGIN, the statements and the COMMIT are all behind it.
        once ? disk.failOnce(nth, code) : disk.failFrom(nth, code);
        RigClient fresh = rig.client();
        const quint32 signingIn = postBatch(rig, ann, bob, room, nth, fresh, signIn);
        int refused = 0;
        for (const Asked& one : std::as_const(m_asked)) {
            const auto error = one.client->refusal(one.number);
            m_known.insert(one.c, !error);
            m_authors.insert(one.c, one.client->user());
            if (error) {
                ++refused;
                QCOMPARE(error->code, ErrorCode::Unavailable);
                QVERIFY(error->retryMs);
            }
        }
        reached = disk.refused() > 0;
        // One batch, one fate.
        QVERIFY2(refused == 0 || refused == m_asked.size(), qPrintable(u"%1 of a batch refused at write %2"_s.arg(refused).arg(nth)));
        failures += refused > 0;
        QCOMPARE(rig.core().health().storageFine, refused == 0);
        // A sign-in shares the fate of its batch, and so does what the connection may do from then on.
        QCOMPARE(!fresh.refusal(signingIn), refused == 0);
        QCOMPARE(fresh.ask(ListRooms{}).hasValue(), refused == 0);
        fresh.close();
        if (refused > 0) {
            // Before the disk works again the core reads what was before the batch.
            const auto meanwhile = bob.ask(Attach{});
            QVERIFY2(meanwhile, meanwhile ? "" : qPrintable(meanwhile.error().message));
            QCOMPARE(meanwhile->rooms.size(), 1);
            QCOMPARE(meanwhile->rooms.first().head, last->seq);
        }
        disk.heal();
        rig.advance(1'100);
        QVERIFY(rig.core().health().isReady());
        // Memory and database agree: listeners are members, heads are the log's.
        const auto attached = bob.ask(Attach{});
        QVERIFY(attached);
        QCOMPARE(attached->rooms.size(), 1);
        QVERIFY(rig.gateway.isSubscribed(bob.id(), room.id));
        first.text = u"after %1"_s.arg(nth);
        last = bob.ask(first);
        QVERIFY(last);
        const auto page = ann.ask(SyncRoom{room.id, room.epoch, Seq(last->seq.value() - 1), 10});
        QVERIFY(page);
        QCOMPARE(page->head, last->seq);
        compareWithDatabase(rig, u"write %1:"_s.arg(nth));
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(!reached);
    // The one write of all its pages (see JoinedWrites), and their sync.
    QVERIFY2(failures >= 2, "the fault never struck inside a batch");
    QVERIFY(rig.restart());
    compareWithDatabase(rig, u"after a restart:"_s);
}

void tst_StorageFaults::readsGoOnWhileWritesFail()
{
    FaultyVfs& disk = faultyDisk();
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(token));
    CreateRoom create;
    create.name = u"lobby"_s;
    const auto room = ann.ask(create);
    QVERIFY(room);
    disk.failFrom(1, SQLITE_IOERR_WRITE);
    PostMessage message;
    message.room = room->room.id;
    message.text = u"lost"_s;
    const ClientId c = ClientId::random();
    const auto refused = ann.ask(message, c);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unavailable);
    QVERIFY(!rig.core().health().isReady());
    rig.advance(3'000); // probes fail too
    QVERIFY(!rig.core().health().isReady());
    RoomHistory past;
    past.room = message.room;
    const auto page = ann.ask(past);
    QVERIFY(page);
    QCOMPARE(page->items.size(), 1);
    RigClient again = rig.client();
    QVERIFY(again.enter(token)); // signing in needs no write
    disk.heal();
    rig.advance(1'100);
    const auto posted = ann.ask(message, c);
    QVERIFY(posted);
    QVERIFY(!posted->dup);
    QCOMPARE(posted->seq, Seq(2));
}

void tst_StorageFaults::fullDiskLosesNothing()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    rig.storage().maxPages = 80;
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(token));
    CreateRoom create;
    create.name = u"lobby"_s;
    const auto room = ann.ask(create);
    QVERIFY(room);
    PostMessage message;
    message.room = room->room.id;
    int acknowledged = 0;
    int refusals = 0;
    for (int i = 0; i < 400 && refusals < 3; ++i) {
        message.text = QString(1500, u'y');
        const auto posted = ann.ask(message);
        if (posted) {
            ++acknowledged;
            continue;
        }
        QCOMPARE(posted.error().code, ErrorCode::Unavailable);
        ++refusals;
        rig.advance(1'100);
    }
    QCOMPARE(refusals, 3);
    QVERIFY(acknowledged > 10);
    rig.stop();
    rig.storage().maxPages = 0;
    QVERIFY(rig.start());
    RigClient later = rig.client();
    QVERIFY(later.enter(token));
    const auto posted = later.ask(message);
    QVERIFY(posted);
    QCOMPARE(posted->seq, Seq(acknowledged + 2)); // the join, what was acknowledged, and this
}

void tst_StorageFaults::failedSyncOfTheDatabaseLosesNothing_data()
{
    QTest::addColumn<bool>("inPart");
    QTest::addColumn<bool>("indexLivesOn");
    QTest::newRow("all of the log copied, synced by SQLite") << false << false;
    QTest::newRow("a part of the log copied, synced by us") << true << false;
    QTest::newRow("a part, and another program keeps the index of the log") << true << true;
}

void tst_StorageFaults::failedSyncOfTheDatabaseLosesNothing()
{
    QFETCH(bool, inPart);
    QFETCH(bool, indexLivesOn);
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    const auto onDisk = [&](const QString& suffix) {
        QFile file(rig.file() + suffix);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray before = onDisk({});
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.enter(token));
    CreateRoom create;
    create.name = u"lobby"_s;
    const auto made = ann.ask(create);
    QVERIFY(made);
    PostMessage message;
    message.room = made->room.id;
    const auto post = [&](int from, int to) {
        for (int i = from; i < to; ++i) {
            message.text = u"message %1 "_s.arg(i) + QString(2000, u'x');
            QVERIFY(ann.ask(message));
        }
    };
    post(0, 20);
    auto reader = openReader(rig.storage());
    QVERIFY(reader);
    if (inPart) {
        // It sees the log up to here, so no more than that can be copied.
        QVERIFY((*reader)->beginRead());
        QVERIFY(MetaRepository(**reader).value(u"server_id"_s));
    }
    post(20, 40);
    faultyDisk().failDatabaseSync(SQLITE_IOERR_FSYNC);
    QVERIFY(ann.ask(DeleteMessage{made->room.id, made->room.epoch, Seq(2)}));
    QTRY_VERIFY(faultyDisk().refused() == 1 && !rig.core().health().storageFine);

    const auto refused = ann.ask(message);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unavailable);
    (*reader)->rollback();
    rig.advance(3'000);
    QVERIFY(!rig.core().health().isReady());
    if (!indexLivesOn)
        reader->reset();
    rig.stop();
    QVERIFY(onDisk(u"-wal"_s).contains("message 0 "));
    QVERIFY(onDisk(u"-wal"_s).contains("message 39 "));

    // What was written before that sync never reached the disk.
    QFile database(rig.file());
    QVERIFY(database.open(QIODevice::ReadWrite) && database.write(before) == before.size() && database.resize(before.size()));
    database.close();
    QVERIFY(rig.start());
    RigClient again = rig.client();
    QVERIFY(again.enter(token));
    RoomHistory past;
    past.room = made->room.id;
    past.limit = 100;
    const auto page = again.ask(past);
    QVERIFY2(page, page ? "" : qPrintable(page.error().message));
    QStringList texts;
    for (const HistoryItem& item : page->items) {
        if (const auto* posted = std::get_if<MessagePosted>(&item.event))
            texts.append(posted->text.section(u' ', 0, 1));
    }
    QStringList expected{QString()};
    for (int i = 1; i < 40; ++i)
        expected.append(u"message %1"_s.arg(i));
    std::sort(texts.begin(), texts.end());
    std::sort(expected.begin(), expected.end());
    QCOMPARE(texts, expected);
    QVERIFY(again.ask(message));
    // A new process copies all of it again.
    QVERIFY(again.ask(DeleteMessage{made->room.id, made->room.epoch, Seq(3)}));
    QTRY_COMPARE(onDisk(u"-wal"_s).size(), 0);
    QVERIFY(rig.core().health().isReady());
    rig.inDatabase([](Services& services) -> Result<Done> {
        TRY_VALUE(problems, examineStorage(services.store.database));
        [&] { QCOMPARE(problems, QStringList()); }();
        TRY_VALUE(probed, services.store.meta.value(u"last_probe"_s));
        [&] { QVERIFY2(!probed, "a write that works says nothing about lost pages: there was nothing to probe"); }();
        return Done{};
    });
}

QTEST_GUILESS_MAIN(tst_StorageFaults)
#include "tst_StorageFaults.moc"
