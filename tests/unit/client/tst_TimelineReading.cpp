// However somebody reads a long room, no line is lost, doubled or misplaced, and memory stays bounded.
#include "tests/unit/client/LongRoom.h"
#include "tests/unit/client/StoreScene.h"

#include <QRandomGenerator>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

class tst_TimelineReading : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readingBackAndForthTakesBoundedMemory();
    void anyReadingKeepsEveryLine_data();
    void anyReadingKeepsEveryLine();
};

void tst_TimelineReading::readingBackAndForthTakesBoundedMemory()
{
    constexpr qint64 count = 100'000;
    constexpr int page = limits::historyMessages;
    constexpr int most = Timeline::maxShownRows + Timeline::trimSlack + page;
    StoreScene scene;
    const auto put = [&scene](qint64 from, qint64 to, HistoryPlace place) {
        HistoryPage history{.place = place, .remaining = from - 1, .upto = Seq(to), .from = Seq(from)};
        for (qint64 seq = from; seq <= to; ++seq)
            history.items.append(StoreScene::item(StoreScene::message(seq, bobId, u"x"_s)));
        scene.store.putHistory(lobby, history);
    };
    scene.store.setShown(lobby, true);
    put(count - page + 1, count, HistoryPlace::Replace);
    scene.store.setRead({lobby, Seq(count), 0, 0});
    int largest = 0;
    qint64 seen = 0;
    while (scene.lines().hasOlder()) {
        const qint64 start = scene.lines().start().value();
        scene.store.lookAt(lobby, Seq(start), Seq(start + 30));
        put(start - page, start - 1, HistoryPlace::Span);
        largest = std::max(largest, scene.lines().size());
        seen += page;
    }
    QCOMPARE(seen, count - page);
    QVERIFY2(largest <= most, qPrintable(QString::number(largest)));
    QCOMPARE(scene.lines().at(0).seq, Seq(1));
    QCOMPARE(scene.lines().at(scene.lines().size() - Timeline::newestKept).seq, Seq(count - Timeline::newestKept + 1));
    QCOMPARE(gaps(scene.lines()), 1);

    largest = 0;
    while (gaps(scene.lines()) > 0) {
        const auto gap = std::find_if(
            scene.lines().rows().begin(), scene.lines().rows().end(), [](const TimelineRow& row) { return row.kind == RowKind::Gap; });
        const qint64 from = gap->seq.value();
        const qint64 to = std::min(gap->until.value(), from + page - 1);
        scene.store.lookAt(lobby, Seq(from - 30), Seq(from));
        put(from, to, HistoryPlace::Span);
        QVERIFY(scene.lines().isCovered(Seq(to)));
        largest = std::max(largest, scene.lines().size());
    }
    QVERIFY2(largest <= most, qPrintable(QString::number(largest)));
    QCOMPARE(scene.lines().start().value() + scene.lines().size() - 1, count);
    QCOMPARE(scene.store.room(lobby)->read, Seq(count));
    QCOMPARE(scene.store.room(lobby)->unread, 0);
}

namespace {

/// One step of somebody's reading, or of the world.
void step(LongRoom& rig, QRandomGenerator& random, bool mayMissMuch)
{
    Client& client = *rig.client;
    const auto lines = folded(rig.server);
    const auto someLine = [&] { return std::next(lines.begin(), random.bounded(int(lines.size())))->first; };
    const auto lookAround = [&](int row) {
        const Timeline& shown = rig.lines();
        const int last = std::min(shown.size() - shown.pendingCount() - 1, row + 40);
        client.lookAt(room, shown.at(std::min(row, last)).seq, shown.at(last).seq);
    };
    switch (random.bounded(12)) {
    case 0:
    case 1:
        for (int i = random.bounded(40); i >= 0; --i)
            rig.server.say(room, u"live %1"_s.arg(random.bounded(1000)), random.bounded(4) > 0 ? UserId(2) : ann);
        break;
    case 2: {
        MessageEdited edited;
        edited.of = Seq(someLine());
        edited.by = lines.at(edited.of.value()).by;
        edited.text = u"edited %1"_s.arg(random.bounded(1000));
        if (!lines.at(edited.of.value()).deleted)
            rig.server.append(room, edited);
        break;
    }
    case 3: {
        MessageDeleted deleted;
        deleted.of = Seq(someLine());
        deleted.by = lines.at(deleted.of.value()).by;
        if (!lines.at(deleted.of.value()).deleted)
            rig.server.append(room, deleted);
        break;
    }
    case 4:
        client.openAt(room, Seq(someLine()));
        break;
    case 5:
        lookAround(random.bounded(rig.lines().size()));
        break;
    case 6:
    case 7: {
        QList<Seq> all;
        for (const TimelineRow& row : rig.lines().rows()) {
            if (row.kind == RowKind::Gap)
                all.append(row.seq);
        }
        if (!all.isEmpty())
            client.loadGap(room, all.at(random.bounded(int(all.size()))), random.bounded(2) > 0 ? GapEnd::Upper : GapEnd::Lower);
        break;
    }
    case 8:
        for (int i = random.bounded(12); i >= 0; --i) {
            lookAround(0);
            client.loadOlder(room);
            rig.time.settle();
        }
        break;
    case 9: {
        rig.loseConnection();
        for (int i = mayMissMuch && random.bounded(5) == 0 ? 1100 : random.bounded(60); i >= 0; --i)
            rig.server.say(room, u"missed %1"_s.arg(random.bounded(1000)));
        FakeRoom& held = rig.server.rooms[room];
        held.state.read = client.store().room(room)->read;
        held.state.unread = 0;
        for (const auto& [seq, line] : folded(rig.server))
            held.state.unread += seq > held.state.read.value() && line.by != ann && !line.deleted ? 1 : 0;
        rig.comeBack();
        break;
    }
    case 10:
        client.post(room, u"mine"_s);
        break;
    case 11:
        lookAround(rig.lines().size() - 1);
        client.markRead(room, rig.lines().upTo());
        rig.time.advance(1000);
        break;
    }
    rig.time.settle();
}

qint64 unread(const LongRoom& rig)
{
    const Seq read = rig.client->store().room(room)->read;
    qint64 count = 0;
    for (const auto& [seq, line] : folded(rig.server))
        count += seq > read.value() && line.by != ann && !line.deleted ? 1 : 0;
    return count;
}

} // namespace

void tst_TimelineReading::anyReadingKeepsEveryLine_data()
{
    QTest::addColumn<uint>("seed");
    for (uint seed = 1; seed <= 4; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_TimelineReading::anyReadingKeepsEveryLine()
{
    QFETCH(uint, seed);
    QRandomGenerator random(seed);
    LongRoom rig(3300 + random.bounded(700));
    rig.client->markRead(room, rig.lines().upTo());
    rig.time.advance(1000);
    TimelineModel model(rig.client->store());
    model.setRoom(room);
    const Shadow shadow(model);
    rig.client->lookAt(room, rig.lines().upTo(), rig.lines().upTo());
    bool wasFull = false;
    for (int i = 0; i < 80; ++i) {
        // First far back, so that there is something to let go of.
        if (i < 35) {
            rig.client->loadOlder(room);
            rig.time.settle();
            rig.client->lookAt(room, rig.lines().start(), Seq(rig.lines().start().value() + 30));
            rig.time.settle();
        }
        const QRandomGenerator before = random;
        step(rig, random, wasFull);
        const QString where = u"seed %1, step %2 (%3): "_s.arg(seed).arg(i).arg(QRandomGenerator(before).bounded(12));
        const QString wrong = fault(rig.lines(), folded(rig.server));
        QVERIFY2(wrong.isEmpty(), qPrintable(where + wrong));
        if (i % 4 == 0)
            QVERIFY2(shadow.fault().isEmpty(), qPrintable(where + shadow.fault()));
        const int size = rig.lines().size() - rig.lines().pendingCount();
        QVERIFY2(size <= Timeline::maxShownRows + Timeline::trimSlack, qPrintable(where + QString::number(size)));
        wasFull = wasFull || size > Timeline::maxShownRows - Timeline::trimSlack;
        const qint64 expected = unread(rig);
        if (expected < limits::unreadShown)
            QVERIFY2(rig.client->store().room(room)->unread == expected,
                qPrintable(where + u"unread %1, not %2"_s.arg(rig.client->store().room(room)->unread).arg(expected)));
    }
    QVERIFY(wasFull);

    // Shown anew, it keeps all it is given until somebody looks at something.
    rig.client->openRoom(kitchen);
    rig.client->openRoom(room);
    rig.loadAll();
    StoreScene replayed;
    protocol::RoomState state = StoreScene::roomState(room);
    replayed.store.putRoom(state);
    replayed.store.setShown(room, true);
    for (const AnyEvent& event : rig.server.rooms[room].log)
        replayed.store.receive(event);
    const auto told = [](const Timeline& timeline) {
        QStringList all;
        for (const TimelineRow& row : timeline.rows())
            all.append(u"%1 %2 %3 %4%5%6 %7"_s.arg(row.seq.value())
                           .arg(row.rev.value())
                           .arg(row.by.value())
                           .arg(row.edited)
                           .arg(row.deleted)
                           .arg(row.own)
                           .arg(row.text));
        return all.join(u'\n');
    };
    QCOMPARE(told(rig.lines()), told(replayed.store.timeline(room)));
    QVERIFY(shadow.fault().isEmpty());
}

QTEST_GUILESS_MAIN(tst_TimelineReading)
#include "tst_TimelineReading.moc"
