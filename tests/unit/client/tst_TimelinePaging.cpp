// However a log is cut into pages and live events, the timeline folds it to the same lines.
#include "tests/unit/client/StoreScene.h"

#include <QRandomGenerator>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

namespace {

/// A log and what it folds to, computed the plain way.
struct Log {
    QList<protocol::AnyEvent> events;

    explicit Log(QRandomGenerator& random)
    {
        QList<qint64> said;
        const int length = 40 + random.bounded(80);
        for (int seq = 1; seq <= length; ++seq) {
            const int what = random.bounded(10);
            const UserId by = random.bounded(2) ? annId : bobId;
            if (what < 2 && !said.isEmpty())
                events.append(StoreScene::edited(seq, by, said.at(random.bounded(int(said.size()))), u"edit %1"_s.arg(seq)));
            else if (what == 2 && !said.isEmpty())
                events.append(StoreScene::deleted(seq, by, said.at(random.bounded(int(said.size())))));
            else if (what == 3)
                events.append(StoreScene::headed(protocol::SystemLine{}, seq, UserId{}));
            else {
                events.append(StoreScene::message(seq, by, u"text %1"_s.arg(seq)));
                said.append(seq);
            }
        }
    }

    /// The folded lines with seq in [from, to], as of `upto`.
    QList<protocol::HistoryItem> page(qint64 from, qint64 to, qint64 upto) const
    {
        std::map<qint64, protocol::HistoryItem> lines;
        for (const protocol::AnyEvent& event : events.first(upto)) {
            const qint64 seq = protocol::headOf(event).seq.value();
            if (const auto* edit = std::get_if<protocol::MessageEdited>(&event)) {
                protocol::HistoryItem& line = lines.at(edit->of.value());
                line.rev = edit->seq;
                if (line.deleted)
                    continue;
                line.edited = edit->ts;
                std::get<protocol::MessagePosted>(line.event).text = edit->text;
            } else if (const auto* deletion = std::get_if<protocol::MessageDeleted>(&event)) {
                protocol::HistoryItem& line = lines.at(deletion->of.value());
                line.rev = deletion->seq;
                line.deleted = true;
                line.edited.reset();
                std::get<protocol::MessagePosted>(line.event).text.clear();
            } else {
                lines[seq] = StoreScene::item(event);
            }
        }
        QList<protocol::HistoryItem> found;
        for (const auto& [seq, line] : lines) {
            if (seq >= from && seq <= to)
                found.append(line);
        }
        return found;
    }
};

QList<TimelineRow> rowsOf(StoreScene& scene) { return scene.lines().rows(); }

QString told(const QList<TimelineRow>& rows)
{
    QStringList lines;
    for (const TimelineRow& one : rows)
        lines.append(u"%1 %2%3 %4"_s.arg(one.seq.value()).arg(one.edited ? u"e"_s : u""_s, one.deleted ? u"d"_s : u""_s, one.text));
    return lines.join(u'\n');
}

} // namespace

class tst_TimelinePaging : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anyPagingFoldsToTheSameRows_data();
    void anyPagingFoldsToTheSameRows();
    void repeatedPagesChangeNothing();
};

void tst_TimelinePaging::anyPagingFoldsToTheSameRows_data()
{
    QTest::addColumn<uint>("seed");
    for (uint seed = 1; seed <= 200; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_TimelinePaging::anyPagingFoldsToTheSameRows()
{
    QFETCH(uint, seed);
    QRandomGenerator random(seed);
    const Log log(random);
    StoreScene replayed;
    for (const protocol::AnyEvent& event : log.events)
        replayed.store.receive(event);

    StoreScene paged;
    const qint64 end = log.events.size();
    // What was read first: a page as of `upto`; live events go on behind it, older pages come in between, some of them read too early.
    const qint64 start = 1 + random.bounded(int(end));
    qint64 live = start;
    const qint64 first = std::max<qint64>(1, live - random.bounded(30));
    const auto newest = log.page(first, live, live);
    paged.store.putHistory(lobby, {.items = newest, .place = HistoryPlace::Replace, .remaining = first > 1 ? 1 : 0, .upto = Seq{live}});
    qint64 lowest = first;
    while (live < end || lowest > 1) {
        if (live < end && (lowest <= 1 || random.bounded(2))) {
            paged.store.receive(log.events.at(live));
            ++live;
            continue;
        }
        const qint64 from = std::max<qint64>(1, lowest - 1 - random.bounded(20));
        // Never before the first page: clients ask for at least that.
        const qint64 readAt = std::max<qint64>(start, live - random.bounded(6));
        const QList<protocol::HistoryItem> items = log.page(from, lowest - 1, readAt);
        paged.store.putHistory(lobby, {.items = items, .place = HistoryPlace::Older, .remaining = from > 1 ? 1 : 0});
        lowest = from;
    }
    QCOMPARE(told(rowsOf(paged)), told(rowsOf(replayed)));
    QVERIFY(!paged.lines().hasOlder());
    QCOMPARE(paged.lines().upTo(), Seq{end});
    QCOMPARE(paged.store.room(lobby)->unread, replayed.store.room(lobby)->unread);
}

void tst_TimelinePaging::repeatedPagesChangeNothing()
{
    QRandomGenerator random(7);
    const Log log(random);
    const qint64 end = log.events.size();
    StoreScene scene;
    const HistoryPage whole{.items = log.page(1, end, end), .place = HistoryPlace::Newer, .upto = Seq{end}};
    scene.store.putHistory(lobby, whole);
    const QList<TimelineRow> before = rowsOf(scene);
    scene.store.putHistory(lobby, whole);
    scene.store.putHistory(lobby, {.items = log.page(1, end, end), .place = HistoryPlace::Changes});
    for (const protocol::AnyEvent& event : log.events)
        scene.store.receive(event);
    QCOMPARE(told(rowsOf(scene)), told(before));
}

QTEST_GUILESS_MAIN(tst_TimelinePaging)
#include "tst_TimelinePaging.moc"
