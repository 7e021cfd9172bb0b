// A room of many pages and a real confabd: jumping, filling gaps, and reading it all again without the server.
#include "tests/integration/client/Person.h"
#include "tests/support/ServerProcess.h"

#include <QTest>

using namespace confab;
using namespace confab::test;

namespace {

constexpr int patientMs = 60'000;
constexpr int count = 450;

Seq firstGap(const Timeline& timeline)
{
    for (const TimelineRow& row : timeline.rows()) {
        if (row.kind == RowKind::Gap)
            return row.seq;
    }
    return {};
}

} // namespace

class tst_LongRoom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void jumpsFillsAndReadsOffline_data();
    void jumpsFillsAndReadsOffline();

private:
    ServerProcess m_server;
    QString m_annToken;
    QString m_bobToken;
    QStringList m_texts;
};

void tst_LongRoom::initTestCase()
{
    m_server.setConfig("[rates]\nposting = \"2000, 1000/s\"\nreading = \"2000, 1000/s\"\n");
    m_annToken = m_server.addUser(u"ann"_s);
    m_bobToken = m_server.addUser(u"bob"_s);
    QVERIFY2(m_server.addRoom(u"archive"_s), m_server.errors());
    QVERIFY2(m_server.assign(u"archive"_s, {u"ann"_s, u"bob"_s}), m_server.errors());
    QVERIFY2(m_server.start(), m_server.errors());
    Person ann(u"ann"_s, m_annToken, Encoding::Cbor);
    ann.start(m_server.url());
    QTRY_VERIFY_WITH_TIMEOUT(ann.online(), patientMs);
    const RoomId room = ann.room(u"archive"_s);
    for (int i = 0; i < count; ++i) {
        m_texts.append(u"line %1"_s.arg(i));
        ann.client->post(room, m_texts.last());
    }
    QTRY_VERIFY_WITH_TIMEOUT(ann.client->outbox().entries().isEmpty(), patientMs);
    // Old lines that changed later, and events that are no lines.
    ann.client->openRoom(room);
    ann.client->edit(room, ann.seqOf(u"archive"_s, u"line 300"_s), u"line 300 again"_s);
    ann.client->remove(room, ann.seqOf(u"archive"_s, u"line 301"_s));
    QTRY_VERIFY_WITH_TIMEOUT(ann.client->outbox().entries().isEmpty(), patientMs);
    m_texts[300] = u"line 300 again"_s;
    m_texts[301] = u"-"_s;
}

void tst_LongRoom::jumpsFillsAndReadsOffline_data()
{
    QTest::addColumn<GapEnd>("end");
    QTest::newRow("from above") << GapEnd::Lower;
    QTest::newRow("from below") << GapEnd::Upper;
}

void tst_LongRoom::jumpsFillsAndReadsOffline()
{
    QFETCH(GapEnd, end);
    Person bob(u"bob"_s, m_bobToken, Encoding::Cbor);
    const auto jump = [&bob](Seq seq) {
        int answer = 0;
        bob.client->openAt(
            bob.room(u"archive"_s), seq, [&answer](const Result<Done>& result) { answer = result ? 1 : int(result.error().code) + 100; });
        static_cast<void>(QTest::qWaitFor([&answer] { return answer != 0; }, patientMs));
        return answer;
    };
    const auto readAll = [&bob, end] {
        const RoomId room = bob.room(u"archive"_s);
        const Timeline& lines = bob.client->store().timeline(room);
        return QTest::qWaitFor(
            [&] {
                if (const Seq gap = firstGap(lines); gap.isValid() && !bob.client->isLoadingGap(room, gap))
                    bob.client->loadGap(room, gap, end);
                if (lines.hasOlder() && !bob.client->isLoadingOlder(room))
                    bob.client->loadOlder(room);
                return !lines.hasOlder() && !firstGap(lines).isValid();
            },
            patientMs);
    };
    bob.start(m_server.url());
    QTRY_VERIFY_WITH_TIMEOUT(bob.online(), patientMs);
    const RoomId room = bob.room(u"archive"_s);
    bob.client->openRoom(room);
    const Timeline& lines = bob.client->store().timeline(room);
    QTRY_VERIFY_WITH_TIMEOUT(lines.size() > 0, patientMs);
    const Seq newest = lines.upTo();
    const Seq old(newest.value() - count + 60);
    QCOMPARE(lines.indexOf(old), -1);
    QCOMPARE(jump(old), 1);
    QVERIFY(lines.indexOf(old) >= 0);
    QVERIFY(firstGap(lines).isValid());
    QCOMPARE(jump(Seq(newest.value() + 1)), int(ErrorCode::NoSuchMessage) + 100);
    QVERIFY(readAll());
    QCOMPARE(bob.shown(u"archive"_s), m_texts);

    // The same program again, with nobody to ask.
    bob.client.reset();
    bob.start(QUrl(u"ws://127.0.0.1:1/v1/ws"_s));
    bob.client->openRoom(room);
    QVERIFY(bob.client->store().timeline(room).size() < count);
    QCOMPARE(jump(old), 1);
    QVERIFY(firstGap(bob.client->store().timeline(room)).isValid());
    QVERIFY(readAll());
    QCOMPARE(bob.shown(u"archive"_s), m_texts);
}

QTEST_GUILESS_MAIN(tst_LongRoom)
#include "tst_LongRoom.moc"
