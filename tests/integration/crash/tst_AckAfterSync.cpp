// Every acknowledgement leaves the server after the sync of its batch: seen from outside, in the system calls of a real confabd.
#include "tests/integration/crash/AckTrace.h"
#include "tests/support/ServerProcess.h"
#include "tests/support/WireClient.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace confab;
using namespace confab::protocol;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int people = 6;
constexpr int mostOutstanding = 30;
constexpr int endMs = 30'000;

/// Why strace cannot be used here; empty when it can.
QString whyNoTrace()
{
    if (QStandardPaths::findExecutable(u"strace"_s).isEmpty())
        return u"strace is not installed"_s;
    QProcess probe;
    probe.start(u"strace"_s, {u"-f"_s, u"-o"_s, u"/dev/null"_s, u"true"_s});
    if (probe.waitForFinished(endMs) && probe.exitStatus() == QProcess::NormalExit && probe.exitCode() == 0)
        return {};
    return u"strace may not trace here: "_s + QString::fromLocal8Bit(probe.readAllStandardError()).trimmed();
}

/// Several people post into one room, each with many requests on their way, until so many are acknowledged.
class Load {
public:
    Load(ServerProcess& server, int target) : m_server(server), m_target(target) { }

    bool run()
    {
        for (const QString& token : m_tokens) {
            auto& client = *m_clients.emplace_back(std::make_unique<WireClient>(Encoding::Json));
            if (!client.signIn(m_server.url(), token))
                return false;
            const auto joined = client.ask(JoinRoom{{}, u"lobby"_s});
            if (!joined)
                return false;
            m_room = joined->room.id;
        }
        for (int i = 0; i < mostOutstanding; ++i) {
            for (const auto& one : m_clients)
                post(*one);
        }
        return WireClient::waitUntil([this] { return m_isRefused || tokenOfSeq.size() == m_target; }, 90'000) && !m_isRefused;
    }

    bool prepare()
    {
        for (int i = 0; i < people; ++i)
            m_tokens.append(m_server.addUser(u"person%1"_s.arg(i)));
        return m_server.addRoom(u"lobby"_s) && !m_tokens.contains(QString());
    }

    QHash<qint64, int> tokenOfSeq;

private:
    void post(WireClient& client)
    {
        if (m_posted == m_target)
            return;
        const int number = ++m_posted;
        const PostMessage message{.room = m_room, .text = AckTrace::token(number)};
        client.send(message, {}, [this, &client, number](const Result<PostMessage::Reply>& reply) {
            m_isRefused |= !reply;
            if (!reply)
                return;
            tokenOfSeq.insert(reply->seq.value(), number);
            post(client);
        });
    }

    ServerProcess& m_server;
    int m_target;
    QStringList m_tokens;
    std::vector<std::unique_ptr<WireClient>> m_clients;
    RoomId m_room;
    int m_posted = 0;
    bool m_isRefused = false;
};

/// Handmade lines in strace's words; ` stands for a quotation mark and ' for one inside of a string.
QByteArray line(const char* text) { return QByteArray(text).replace("'", "\\\"").replace("`", "\""); }

QByteArray frame(bool commits)
{
    return line("7 pwrite64(9</d/confab.db-wal>, `\\0\\0\\0\\2\\0\\0\\0") + (commits ? "\\3" : "\\0")
        + line("\\\\J\\27\\27\\302\\33\\312\\316a\\233Z\\336-V\\377\\260`, 24, 32) = 24");
}

QByteArray page(const char* tokens)
{
    return line("7 pwrite64(9</d/confab.db-wal>, `\\r\\0\\0\\1\\17") + tokens + line("\\0\\0`..., 4096, 56) = 4096");
}

QByteArray ok(int seq)
{
    return line("8 sendto(15<socket:[123]>, `\\201~\\0000{'t':'ok','r':5,'d':{'seq':") + QByteArray::number(seq)
        + line(",'ts':17}}`, 52, MSG_NOSIGNAL, NULL, 0) = 52");
}

/// A frame of the log that commits or not, with a page of these tokens; as it is in the file.
QByteArray wholeFrame(bool commits, const QByteArray& tokens)
{
    QByteArray bytes = QByteArray(7, '\0') + char(commits ? 3 : 0);
    bytes = bytes.leftJustified(24, 'h') + tokens;
    return bytes.leftJustified(24 + 4096, '\0');
}

/// One write of these bytes.
QByteArray logWrite(const QByteArray& bytes, qsizetype at)
{
    QByteArray escaped;
    for (const char one : bytes)
        escaped += one == '\0' ? QByteArrayLiteral("\\0") : QByteArray(1, one);
    return line("7 pwrite64(9</d/confab.db-wal>, `") + escaped + line("`, ") + QByteArray::number(bytes.size()) + ", " + QByteArray::number(at)
        + ") = " + QByteArray::number(bytes.size());
}

/// The same bytes in two writes, cut there, and what comes in between.
QByteArrayList cutAt(qsizetype cut, const QByteArray& bytes, const QByteArrayList& between)
{
    constexpr qsizetype start = 32;
    return QByteArrayList{logWrite(bytes.first(cut), start)} + between + QByteArrayList{logWrite(bytes.sliced(cut), start + cut)};
}

const QByteArray synced = "7 fdatasync(9</d/confab.db-wal>) = 0";
const QByteArray syncBegins = "7 fdatasync(9</d/confab.db-wal> <unfinished ...>";
const QByteArray syncEnds = "7 <... fdatasync resumed>) = 0";

} // namespace

class tst_AckAfterSync : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checkTellsEarlyFromLate_data();
    void checkTellsEarlyFromLate();
    void acknowledgementsLeaveAfterTheirSync();
    void sameCheckFailsWithoutSyncs();

private:
    /// A server under strace (and `below` it), `target` acknowledgements, the verdict.
    void trace(const QStringList& below, int target, std::unique_ptr<AckTrace>& verdict);
};

void tst_AckAfterSync::checkTellsEarlyFromLate_data()
{
    QTest::addColumn<QByteArrayList>("lines");
    QTest::addColumn<int>("acknowledged");
    QTest::addColumn<int>("violations");
    const QByteArray one = page("TOKEN000001.");
    const QByteArray two = page("TOKEN000001.TOKEN000002.");
    const QByteArray both = ok(11).replace("}}", line("}}\\n{'t':'ok','r':6,'d':{'seq':12}}"));
    const QByteArray event = line("8 sendmsg(15<TCP:[1->2]>, {msg_iov=[{iov_base=`\\201`, iov_len=2}, "
                                  "{iov_base=`{'t':'ev','text':'TOKEN000001.'}`, iov_len=37}]}, 0) = 39");
    const QByteArray failed = "7 fdatasync(9</d/confab.db-wal>) = -1 EIO (Input/output error)";
    const QByteArray ofDatabase = "7 fdatasync(8</d/confab.db>) = 0";
    QTest::newRow("written, synced, told") << QByteArrayList{frame(true), one, synced, ok(11)} << 1 << 0;
    QTest::newRow("told before the sync") << QByteArrayList{frame(true), one, ok(11), synced} << 1 << 1;
    QTest::newRow("told while it is synced") << QByteArrayList{frame(true), one, syncBegins, ok(11), syncEnds} << 1 << 1;
    QTest::newRow("told after an interrupted line") << QByteArrayList{frame(true), one, syncBegins, syncEnds, ok(11)} << 1 << 0;
    QTest::newRow("never synced") << QByteArrayList{frame(true), one, ok(11)} << 1 << 1;
    QTest::newRow("never written") << QByteArrayList{synced, ok(11)} << 1 << 1;
    QTest::newRow("synced before the commit frame")
        << QByteArrayList{frame(false), one, synced, frame(true), page(""), ok(11)} << 1 << 1;
    QTest::newRow("sync begun before the commit frame")
        << QByteArrayList{frame(false), one, "6" + syncBegins.sliced(1), frame(true), page(""), "6" + syncEnds.sliced(1), ok(11)} << 1 << 1;
    QTest::newRow("several frames, the last commits")
        << QByteArrayList{frame(false), one, frame(true), page(""), synced, ok(11)} << 1 << 0;
    QTest::newRow("failed sync") << QByteArrayList{frame(true), one, failed, ok(11)} << 1 << 1;
    QTest::newRow("sync of another file") << QByteArrayList{frame(true), one, ofDatabase, ok(11)} << 1 << 1;
    QTest::newRow("another file's sync ends")
        << QByteArrayList{frame(true), one, "6 fdatasync(8</d/confab.db> <unfinished ...>", "6" + syncEnds.sliced(1), ok(11)} << 1 << 1;
    QTest::newRow("the next batch is on its way")
        << QByteArrayList{frame(true), one, synced, frame(true), two, ok(11), synced, ok(12)} << 2 << 0;
    QTest::newRow("two in one write, one too early") << QByteArrayList{frame(true), one, synced, frame(true), two, both} << 2 << 1;
    const QByteArray joined = wholeFrame(false, "TOKEN000001.") + wholeFrame(true, "TOKEN000002.");
    QTest::newRow("joined frames, in time") << QByteArrayList{logWrite(joined, 32), synced, both} << 2 << 0;
    QTest::newRow("joined frames, too early") << QByteArrayList{logWrite(joined, 32), both, synced} << 2 << 2;
    QTest::newRow("joined with the log's header") << QByteArrayList{logWrite(QByteArray(32, 'l') + joined, 0), synced, both} << 2 << 0;
    QTest::newRow("joined frames, none commits")
        << QByteArrayList{logWrite(wholeFrame(false, "TOKEN000001.") + wholeFrame(false, "TOKEN000002."), 32), synced, both} << 2 << 2;
    QTest::newRow("joined frames, the second transaction is synced later")
        << QByteArrayList{logWrite(wholeFrame(true, "TOKEN000001."), 32), syncBegins, logWrite(wholeFrame(true, "TOKEN000002."), 32 + 4120),
               syncEnds, both} << 2 << 1;
    for (const qsizetype cut : {4120 + 2, 4120 + 6, 4120 + 24, 4120 + 24 + 7, 24 + 7, 4120}) {
        QTest::addRow("cut at %lld, in time", qint64(cut)) << cutAt(cut, joined, {}) + QByteArrayList{synced, both} << 2 << 0;
        QTest::addRow("cut at %lld, synced between", qint64(cut)) << cutAt(cut, joined, {synced}) + QByteArrayList{both} << 2 << 2;
    }
    QTest::newRow("event too early") << QByteArrayList{frame(true), one, event} << 0 << 1;
    QTest::newRow("event in time") << QByteArrayList{frame(true), one, synced, event} << 0 << 0;
}

void tst_AckAfterSync::checkTellsEarlyFromLate()
{
    QFETCH(QByteArrayList, lines);
    AckTrace verdict({{11, 1}, {12, 2}});
    for (const QByteArray& line : lines)
        verdict.read(line);
    QTEST(int(verdict.acknowledged()), "acknowledged");
    QTEST(verdict.violations(), "violations");
}

void tst_AckAfterSync::trace(const QStringList& below, int target, std::unique_ptr<AckTrace>& verdict)
{
    ServerProcess server;
    server.setConfig("[rates]\nposting = \"off\"\nreading = \"off\"\nacting = \"off\"\n");
    Load load(server, target);
    QVERIFY2(load.prepare(), server.errors());
    const QString path = server.folder() + u"/trace"_s;
    // -D: the server stays our child and strace is the one aside. -s: whole pages, and writes of many joined envelopes.
    server.setWrapper(QStringList{u"strace"_s, u"-D"_s, u"-f"_s, u"-y"_s, u"--seccomp-bpf"_s, u"-s"_s, u"300000"_s, u"-e"_s,
        u"trace="_s + AckTrace::calls(), u"-e"_s, u"signal=none"_s, u"-o"_s, path} + below);
    QVERIFY2(server.start(), server.errors());
    QVERIFY2(load.run(), server.errors());
    // strace pads short process ids.
    const QByteArray lastLine = QByteArray::number(server.processId()).leftJustified(5) + " +++ exited with 0 +++\n";
    QCOMPARE(server.terminate(), 0);

    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto isComplete = [&] { return file.seek(std::max<qint64>(0, file.size() - lastLine.size())) && file.readAll() == lastLine; };
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(), endMs);
    QVERIFY(file.seek(0));
    verdict = std::make_unique<AckTrace>(load.tokenOfSeq);
    while (!file.atEnd())
        verdict->read(QByteArrayView(file.readLine()).trimmed());
    qInfo("%lld acknowledgements, %d events, %lld commits, %d syncs of the log, %d too early, %lld MB of trace",
        qint64(verdict->acknowledged()), verdict->events(), verdict->commits(), verdict->syncs(), verdict->violations(),
        file.size() / 1'000'000);
}

void tst_AckAfterSync::acknowledgementsLeaveAfterTheirSync()
{
    if (const QString why = whyNoTrace(); !why.isEmpty())
        QSKIP(qPrintable(why));
    constexpr int least = 10'000;
    std::unique_ptr<AckTrace> verdict;
    trace({}, least + 200, verdict);   // some more, should one be cut in two on its way out
    if (QTest::currentTestFailed())
        return;
    QVERIFY(verdict->acknowledged() >= least);
    QVERIFY(verdict->events() >= least);
    QVERIFY(verdict->commits() > 10);
    QVERIFY2(verdict->violations() == 0, qPrintable(verdict->firstViolations().join(u'\n')));
}

void tst_AckAfterSync::sameCheckFailsWithoutSyncs()
{
    if (const QString why = whyNoTrace(); !why.isEmpty())
        QSKIP(qPrintable(why));
    if (QStandardPaths::findExecutable(u"eatmydata"_s).isEmpty())
        QSKIP("eatmydata is not installed");
    std::unique_ptr<AckTrace> verdict;
    trace({u"eatmydata"_s}, 500, verdict);
    if (QTest::currentTestFailed())
        return;
    QVERIFY(verdict->acknowledged() >= 400);
    QCOMPARE(verdict->syncs(), 0);
    QVERIFY(verdict->violations() >= verdict->acknowledged());
}

QTEST_GUILESS_MAIN(tst_AckAfterSync)
#include "tst_AckAfterSync.moc"
