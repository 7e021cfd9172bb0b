// kill -9 at random moments while people post into several rooms: what was acknowledged is there exactly once, in order, without a hole.
//
// CONFAB_CRASH_ROUNDS sets how often the server dies: 3 in the quick suite, 20 in the long one.
#include "tests/support/ServerProcess.h"
#include "tests/support/WireClient.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace confab;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

struct Sent {
    ClientId c;
    QString text;
};

/// What one person did, as the checker needs it: intent first, then the answer.
struct Acknowledged {
    RoomId room;
    Seq seq;
    QString text;
};

/// Posts numbered lines into one room, a few outstanding at a time; after a lost connection the unanswered ones go again, in order, with the same c.
class Sender : public QObject {
public:
    Sender(const QString& name, const QString& token, const QUrl& url) : m_name(name), m_token(token), m_url(url) { }

    bool connectAndJoin(const QString& roomName)
    {
        if (!m_client.signIn(m_url, m_token))
            return false;
        JoinRoom join;
        join.name = roomName;
        const auto joined = m_client.ask(join);
        if (!joined)
            return false;
        m_room = joined->room.id;
        m_alive = true;
        const auto again = std::exchange(m_unanswered, {});
        for (const Sent& one : again)
            post(one);
        fillUp();
        return true;
    }

    void setPosting(bool on)
    {
        m_posting = on;
        fillUp();
    }
    bool isIdle() const { return m_unanswered.isEmpty(); }
    RoomId room() const { return m_room; }
    const QString& name() const { return m_name; }

    QList<Acknowledged> acknowledged;
    QSet<QString> attempted;
    QStringList refused;

private:
    static constexpr int mostOutstanding = 4;

    void fillUp()
    {
        while (m_alive && m_posting && m_unanswered.size() < mostOutstanding) {
            const Sent one{ClientId::random(), u"%1-%2"_s.arg(m_name).arg(++m_count, 6, 10, QChar(u'0'))};
            attempted.insert(one.text);
            post(one);
        }
    }

    void post(const Sent& one)
    {
        m_unanswered.append(one);
        m_client.send(PostMessage{.room = m_room, .text = one.text}, one.c, [this, one](const Result<PostMessage::Reply>& reply) {
            if (!reply && reply.error().code == ErrorCode::Unavailable) {
                m_alive = false;   // stays unanswered
                return;
            }
            m_unanswered.removeIf([&one](const Sent& other) { return other.c == one.c; });
            if (reply)
                acknowledged.append({m_room, reply->seq, one.text});
            else
                refused.append(one.text + u": "_s + reply.error().message);
            fillUp();
        });
    }

    QString m_name;
    QString m_token;
    QUrl m_url;
    WireClient m_client;
    RoomId m_room;
    QList<Sent> m_unanswered;
    int m_count = 0;
    bool m_alive = false;
    bool m_posting = true;
};

/// The whole log of a room, page by page.
QList<AnyEvent> wholeLog(WireClient& client, const RoomState& room)
{
    QList<AnyEvent> log;
    Seq after(0);
    while (true) {
        const auto page = client.ask(SyncRoom{.room = room.id, .epoch = room.epoch, .after = after});
        if (!page || (page->ev.isEmpty() && !page->end))
            return {};
        log += page->ev;
        if (page->end)
            return log;
        after = headOf(page->ev.last()).seq;
    }
}

int rounds()
{
    bool isNumber = false;
    const int wanted = qEnvironmentVariableIntValue("CONFAB_CRASH_ROUNDS", &isNumber);
    return isNumber ? wanted : 3;
}

} // namespace

class tst_Crash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acknowledgedMessagesSurviveKills();

private:
    void checkRoom(WireClient& reader, const QString& name, const QList<Sender*>& senders);
};

void tst_Crash::acknowledgedMessagesSurviveKills()
{
    const quint32 seed = QRandomGenerator::system()->generate();
    QRandomGenerator random(seed);
    qInfo("seed %u, %d rounds", seed, rounds());

    ServerProcess server;
    server.setConfig("[rates]\nposting = \"off\"\nreading = \"off\"\nacting = \"off\"\n");
    const QStringList roomNames{u"alpha"_s, u"beta"_s, u"gamma"_s};
    for (const QString& name : roomNames)
        QVERIFY2(server.addRoom(name), server.errors());
    QList<std::pair<QString, QString>> people;
    for (int i = 0; i < 6; ++i) {
        const QString name = u"sender%1"_s.arg(i);
        people.append({name, server.addUser(name)});
        QVERIFY2(!people.last().second.isEmpty(), server.errors());
    }
    QVERIFY2(server.start(), server.errors());

    std::vector<std::unique_ptr<Sender>> senders;
    for (const auto& [name, token] : people)
        senders.push_back(std::make_unique<Sender>(name, token, server.url()));
    const auto connectAll = [&] {
        for (std::size_t i = 0; i < senders.size(); ++i) {
            if (!senders[i]->connectAndJoin(roomNames[qsizetype(i) % roomNames.size()]))
                return false;
        }
        return true;
    };
    const auto acknowledgedSoFar = [&] {
        qsizetype count = 0;
        for (const auto& one : senders)
            count += one->acknowledged.size();
        return count;
    };

    QVERIFY2(connectAll(), server.errors());
    for (int round = 0; round < rounds(); ++round) {
        // Between nearly at once and after many batches; where in a batch the kill lands is up to chance.
        const qsizetype target = acknowledgedSoFar() + random.bounded(1, 600);
        QVERIFY2(WireClient::waitUntil([&] { return acknowledgedSoFar() >= target; }, 60'000), server.errors());
        server.kill();
        QVERIFY2(server.start(), server.errors());
        QVERIFY2(connectAll(), server.errors());
    }
    for (const auto& one : senders)
        one->setPosting(false);
    QVERIFY(WireClient::waitUntil([&] { return std::all_of(senders.begin(), senders.end(), [](const auto& one) { return one->isIdle(); }); }, 60'000));

    WireClient reader;
    QVERIFY(reader.signIn(server.url(), server.addUser(u"reader"_s)));
    for (const QString& name : roomNames) {
        QList<Sender*> here;
        for (std::size_t i = 0; i < senders.size(); ++i) {
            if (roomNames[qsizetype(i) % roomNames.size()] == name)
                here.append(senders[i].get());
        }
        checkRoom(reader, name, here);
        if (QTest::currentTestFailed())
            return;
    }
    qInfo("%lld acknowledged messages, %d kills", qint64(acknowledgedSoFar()), rounds());
    QCOMPARE(server.terminate(), 0);
    QCOMPARE(server.admin({u"check"_s}), 0);
}

void tst_Crash::checkRoom(WireClient& reader, const QString& name, const QList<Sender*>& senders)
{
    JoinRoom join;
    join.name = name;
    const auto joined = reader.ask(join);
    QVERIFY(joined);
    const QList<AnyEvent> log = wholeLog(reader, joined->room);
    QVERIFY(!log.isEmpty());

    QHash<QString, Seq> seqOf;
    TimeMs before(0);
    for (qsizetype i = 0; i < log.size(); ++i) {
        const EventHead& head = headOf(log[i]);
        QCOMPARE(head.seq, Seq(i + 1));
        QVERIFY(head.ts >= before);
        before = head.ts;
        if (const auto* posted = std::get_if<MessagePosted>(&log[i])) {
            QVERIFY2(!seqOf.contains(posted->text), qPrintable(posted->text + u" is there twice"_s));
            seqOf.insert(posted->text, posted->seq);
        }
    }
    for (const Sender* sender : senders) {
        QVERIFY2(sender->refused.isEmpty(), qPrintable(sender->refused.join(u'\n')));
        Seq last(0);
        for (const Acknowledged& one : sender->acknowledged) {
            QVERIFY2(seqOf.value(one.text) == one.seq, qPrintable(one.text + u" was acknowledged and is not there"_s));
            QVERIFY2(one.seq > last, qPrintable(one.text + u" is out of order"_s));
            last = one.seq;
        }
        QCOMPARE(sender->acknowledged.size(), sender->attempted.size());
    }
    for (auto one = seqOf.begin(); one != seqOf.end(); ++one) {
        const bool known = std::any_of(senders.begin(), senders.end(), [&](const Sender* sender) { return sender->attempted.contains(one.key()); });
        QVERIFY2(known, qPrintable(one.key() + u" was never sent"_s));
    }
}

QTEST_GUILESS_MAIN(tst_Crash)
#include "tst_Crash.moc"
