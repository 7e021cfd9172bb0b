// A whole public-domain book goes into a room line by line through script mode, and comes back identical.
#include "tests/support/ServerProcess.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int limitMs = 300'000;

struct Ran {
    int exitCode = -1;
    QByteArray out;
    QByteArray errors;
};

Ran run(const QString& program, const QStringList& arguments, const QByteArray& input = {})
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(limitMs) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class tst_RealText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLineComesBackAsItWent();
};

void tst_RealText::everyLineComesBackAsItWent()
{
    // Debian's bible-kjv holds the King James text, in the public domain; ./test installs it.
    if (QStandardPaths::findExecutable(u"bible"_s).isEmpty())
        QSKIP("the package bible-kjv is not installed, so there is no long text to send");
    const bool isLong = qEnvironmentVariableIsSet("CONFAB_WHOLE_TEXT");
    const Ran text = run(u"bible"_s, {u"-f"_s, isLong ? u"gen1:1-rev22:21"_s : u"gen1:1-job1:1"_s});
    QCOMPARE(text.exitCode, 0);
    QList<QByteArray> lines = text.out.split('\n');
    lines.removeAll(QByteArray());
    QVERIFY2(lines.size() >= 10'000, qPrintable(QString::number(lines.size())));

    ServerProcess server;
    // As the README says for bulk imports: the posting limits are raised for the time of the import.
    server.setConfig("[rates]\nposting = \"off\"\nreading = \"off\"\nacting = \"off\"\n");
    QVERIFY2(server.addRoom(u"book"_s), server.errors());
    const QString token = server.addUser(u"scribe"_s);
    QVERIFY2(!token.isEmpty() && server.assign(u"book"_s, {u"scribe"_s}), server.errors());
    QVERIFY2(server.start(), server.errors());

    const QString client = ServerProcess::program(u"confab-tui"_s);
    const QStringList whoAndWhere{u"--server"_s, server.url().toString(), u"--token-file"_s, server.folder() + u"/token-scribe"_s,
        u"--profile"_s, server.folder() + u"/profile"_s};

    QElapsedTimer timer;
    timer.start();
    const Ran sent = run(client, whoAndWhere + QStringList{u"send"_s, u"#book"_s, u"--lines"_s}, lines.join('\n') + '\n');
    QVERIFY2(sent.exitCode == 0, sent.errors + server.errors());
    qInfo("%lld lines sent in %lld ms", qint64(lines.size()), timer.restart());

    const Ran history = run(client, whoAndWhere + QStringList{u"history"_s, u"#book"_s, u"--all"_s, u"--json"_s});
    QVERIFY2(history.exitCode == 0, history.errors);
    qInfo("read back in %lld ms", timer.elapsed());

    qsizetype at = 0;
    for (const QByteArray& line : history.out.split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject item = QJsonDocument::fromJson(line).object();
        QVERIFY2(!item.isEmpty(), line);
        QCOMPARE(item.value(u"v"_s).toInt(), 1);
        if (item.value(u"kind"_s).toString() != u"message"_s)
            continue;
        QVERIFY(at < lines.size());
        QCOMPARE(item.value(u"text"_s).toString().toUtf8(), lines[at]);
        ++at;
    }
    QCOMPARE(at, lines.size());
}

QTEST_GUILESS_MAIN(tst_RealText)
#include "tst_RealText.moc"
