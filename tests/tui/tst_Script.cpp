// Script mode as other programs meet it: the real binary, a real server, exit codes and JSON Lines.
#include "tests/support/ServerProcess.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using confab::test::ServerProcess;

class tst_Script : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void usageErrors_data();
    void usageErrors();
    void withoutServerItIsASignInMatter();
    void deadServerIsOffline();
    void wrongTokenIsASignInMatter();
    void whoamiTellsTheAccount();
    void sentLinesComeBackAsSent();
    void hostileTextIsEscapedInJsonAndVisibleOnScreens();
    void editAndDeleteBySeq();
    void unknownRoomAndForbiddenChange();
    void personIsADirectRoom();
    void waitEndsWithTheMessage();
    void waitEndsInTime();
    void tailFollowsUntilNobodyReads();
    void readingGoesOnWhenTheServerAsksForPatience();
    void slashCommandsRun();
    void plainModeTalks();
    void plainModeHoldsPipedLinesUntilItIsIn();
    void plainModeIndentsFurtherLines();
    void plainModeSaysWhyItCannotSignIn();
    void outputThatCannotBeWrittenIsAFailure();
    void inputThatIsNotUtf8IsRefused();
    void emptyMessagesAndTextAsCommandAreUsageErrors();

private:
    struct Ran {
        int code = -1;
        QByteArray out;
        QByteArray errors;
        QList<QJsonObject> json() const
        {
            QList<QJsonObject> objects;
            for (const QByteArray& line : out.split('\n')) {
                if (!line.isEmpty())
                    objects.append(QJsonDocument::fromJson(line).object());
            }
            return objects;
        }
    };
    QStringList as(const QString& who) const
    {
        return {u"--server"_s, m_server.url().toString(), u"--token-file"_s, m_server.folder() + u"/token-"_s + who, u"--profile"_s,
            m_server.folder() + u"/profile-"_s + who};
    }
    static Ran runBare(const QStringList& arguments, const QByteArray& input = {});
    Ran run(const QString& who, const QStringList& arguments, const QByteArray& input = {}) const
    {
        return runBare(as(who) + arguments, input);
    }

    ServerProcess m_server;
};

void tst_Script::initTestCase()
{
    m_server.setConfig("[rates]\nposting = \"off\"\nreading = \"off\"\n");
    QVERIFY2(!m_server.addUser(u"mara"_s, true).isEmpty(), m_server.errors());
    QVERIFY2(!m_server.addUser(u"ana"_s).isEmpty(), m_server.errors());
    QVERIFY2(m_server.addRoom(u"ops"_s) && m_server.addRoom(u"lobby"_s), m_server.errors());
    QVERIFY2(m_server.assign(u"ops"_s, {u"mara"_s, u"ana"_s}) && m_server.assign(u"lobby"_s, {u"mara"_s, u"ana"_s}), m_server.errors());
    QVERIFY2(m_server.start(), m_server.errors());
}

tst_Script::Ran tst_Script::runBare(const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    process.start(ServerProcess::program(u"confab-tui"_s), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        return {-1, process.readAllStandardOutput(), "did not end"};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2, process.readAllStandardOutput(),
        process.readAllStandardError()};
}

void tst_Script::usageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("unknown command") << QStringList{u"sned"_s, u"#ops"_s} << QByteArray("did you mean");
    QTest::newRow("no room") << QStringList{u"send"_s} << QByteArray("usage: confab-tui send ROOM");
    QTest::newRow("too many words") << QStringList{u"tail"_s, u"a"_s, u"b"_s} << QByteArray("usage:");
    QTest::newRow("unknown option") << QStringList{u"rooms"_s, u"--all"_s} << QByteArray("--all");
    QTest::newRow("unknown program option") << QStringList{u"--bogus"_s} << QByteArray("--bogus");
    QTest::newRow("bad address") << QStringList{u"--server"_s, u"http://x"_s, u"rooms"_s} << QByteArray("address");
    QTest::newRow("bad number") << QStringList{u"history"_s, u"#ops"_s, u"-n"_s, u"x"_s} << QByteArray("whole number");
}

void tst_Script::usageErrors()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    QTemporaryDir profile;
    const Ran ran = runBare(QStringList{u"--profile"_s, profile.path()} + arguments);
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.errors.contains(says), ran.errors);
    QCOMPARE(ran.out, QByteArray());
}

void tst_Script::withoutServerItIsASignInMatter()
{
    QTemporaryDir profile;
    QCOMPARE(runBare({u"--profile"_s, profile.path(), u"rooms"_s}).code, 2);
}

void tst_Script::deadServerIsOffline()
{
    QTemporaryDir profile;
    const Ran ran = runBare({u"--profile"_s, profile.path(), u"--server"_s, u"ws://127.0.0.1:1"_s, u"--token-file"_s,
        m_server.folder() + u"/token-mara"_s, u"rooms"_s, u"--timeout"_s, u"1"_s});
    QCOMPARE(ran.code, 3);
    QVERIFY2(ran.errors.contains("no connection"), ran.errors);
}

void tst_Script::wrongTokenIsASignInMatter()
{
    QTemporaryDir profile;
    QFile token(profile.filePath(u"token"_s));
    QVERIFY(token.open(QIODevice::WriteOnly));
    token.write("not-a-token");
    token.close();
    const Ran ran = runBare(
        {u"--profile"_s, profile.path(), u"--server"_s, m_server.url().toString(), u"--token-file"_s, token.fileName(), u"rooms"_s});
    QVERIFY2(ran.code == 2, ran.errors);
}

void tst_Script::whoamiTellsTheAccount()
{
    const Ran ran = run(u"mara"_s, {u"whoami"_s, u"--json"_s});
    QVERIFY2(ran.code == 0, ran.errors);
    QCOMPARE(ran.json().first().value(u"name"_s).toString(), u"mara"_s);
    QCOMPARE(ran.json().first().value(u"v"_s).toInt(), 1);
}

void tst_Script::sentLinesComeBackAsSent()
{
    QByteArrayList lines;
    for (int i = 0; i < 250; ++i)
        lines.append("  line " + QByteArray::number(i) + " with **stars**, tabs\tand 了解 ");
    const Ran sent = run(u"mara"_s, {u"send"_s, u"#lobby"_s, u"--lines"_s}, lines.join('\n') + "\n\n");
    QVERIFY2(sent.code == 0, sent.errors);
    QCOMPARE(sent.out, QByteArray());
    const Ran history = run(u"ana"_s, {u"history"_s, u"lobby"_s, u"--all"_s, u"--json"_s});
    QVERIFY2(history.code == 0, history.errors);
    QByteArrayList found;
    qint64 last = 0;
    for (const QJsonObject& item : history.json()) {
        QVERIFY(item.value(u"seq"_s).toInteger() > last);
        last = item.value(u"seq"_s).toInteger();
        if (item.value(u"kind"_s).toString() == u"message"_s)
            found.append(item.value(u"text"_s).toString().toUtf8());
    }
    QCOMPARE(found, lines);
    const Ran newest = run(u"ana"_s, {u"history"_s, u"lobby"_s, u"-n"_s, u"130"_s, u"--json"_s});
    QCOMPARE(newest.json().size(), 130);
    QCOMPARE(newest.json().last().value(u"text"_s).toString().toUtf8(), lines.last());
}

void tst_Script::hostileTextIsEscapedInJsonAndVisibleOnScreens()
{
    const QByteArray hostile = "\x1b[31mred\x1b[0m \"quote\" \\ \xE2\x80\xAE"
                               "gnp.exe";
    QCOMPARE(run(u"ana"_s, {u"send"_s, u"#ops"_s, u"-"_s}, hostile + "\n").code, 0);
    const Ran json = run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"1"_s, u"--json"_s});
    QCOMPARE(json.json().first().value(u"text"_s).toString().toUtf8(), hostile);
    QVERIFY(!json.out.contains('\x1b'));
    const Ran human = run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"1"_s});
    QVERIFY(!human.out.contains('\x1b'));
    QVERIFY(!human.out.contains("\xE2\x80\xAE"));
    QVERIFY(human.out.contains("red"));
}

void tst_Script::editAndDeleteBySeq()
{
    QCOMPARE(run(u"mara"_s, {u"send"_s, u"#ops"_s, u"frist"_s}).code, 0);
    const qint64 seq = run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"1"_s, u"--json"_s}).json().first().value(u"seq"_s).toInteger();
    const Ran edited = run(u"mara"_s, {u"edit"_s, u"#ops"_s, u"--seq"_s, QString::number(seq), u"first"_s});
    QVERIFY2(edited.code == 0, edited.errors);
    QJsonObject item = run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"1"_s, u"--json"_s}).json().first();
    QCOMPARE(item.value(u"text"_s).toString(), u"first"_s);
    QVERIFY(item.contains(u"edited"_s));
    QCOMPARE(run(u"mara"_s, {u"delete"_s, u"#ops"_s, u"--seq"_s, QString::number(seq)}).code, 0);
    item = run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"1"_s, u"--json"_s}).json().first();
    QVERIFY(item.value(u"deleted"_s).toBool());
    QCOMPARE(item.value(u"text"_s).toString(), QString());
    QCOMPARE(run(u"mara"_s, {u"delete"_s, u"#ops"_s}).code, 1);
}

void tst_Script::unknownRoomAndForbiddenChange()
{
    QCOMPARE(run(u"mara"_s, {u"send"_s, u"#nowhere"_s, u"x"_s}).code, 4);
    QCOMPARE(run(u"mara"_s, {u"join"_s, u"nowhere"_s}).code, 4);
    QCOMPARE(run(u"mara"_s, {u"send"_s, u"#ops"_s, u"mine"_s}).code, 0);
    const qint64 seq = run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"1"_s, u"--json"_s}).json().first().value(u"seq"_s).toInteger();
    QCOMPARE(run(u"ana"_s, {u"edit"_s, u"#ops"_s, u"--seq"_s, QString::number(seq), u"yours"_s}).code, 5);
    // What was refused is gone: the next command does not try again.
    QCOMPARE(run(u"ana"_s, {u"whoami"_s}).errors, QByteArray());
}

void tst_Script::personIsADirectRoom()
{
    QCOMPARE(run(u"mara"_s, {u"send"_s, u"@ana"_s, u"psst"_s}).code, 0);
    const Ran unread = run(u"ana"_s, {u"unread"_s, u"--json"_s});
    const QList<QJsonObject> rooms = unread.json();
    const bool isThere =
        std::any_of(rooms.begin(), rooms.end(), [](const QJsonObject& one) { return one.value(u"peer"_s).toString() == u"mara"_s; });
    QVERIFY2(isThere, unread.out);
}

void tst_Script::waitEndsWithTheMessage()
{
    QProcess waiting;
    waiting.start(ServerProcess::program(u"confab-tui"_s),
        as(u"ana"_s) + QStringList{u"wait"_s, u"#ops"_s, u"deploy done"_s, u"--json"_s, u"--timeout"_s, u"40"_s});
    // It waits for what comes from now on, and "now" is some time after its start: until then it is said again.
    for (int i = 0; i < 20 && waiting.state() != QProcess::NotRunning; ++i) {
        QCOMPARE(run(u"mara"_s, {u"send"_s, u"#ops"_s, u"the deploy done at last"_s}).code, 0);
        waiting.waitForFinished(500);
    }
    QCOMPARE(waiting.state(), QProcess::NotRunning);
    QCOMPARE(waiting.exitCode(), 0);
    QCOMPARE(QJsonDocument::fromJson(waiting.readAllStandardOutput()).object().value(u"text"_s).toString(), u"the deploy done at last"_s);
}

void tst_Script::waitEndsInTime() { QCOMPARE(run(u"ana"_s, {u"wait"_s, u"#ops"_s, u"never said"_s, u"--timeout"_s, u"1"_s}).code, 6); }

void tst_Script::tailFollowsUntilNobodyReads()
{
    const QString program = ServerProcess::program(u"confab-tui"_s);
    const auto quoted = [](const QStringList& words) { return u'\'' + words.join(u"' '"_s) + u'\''; };
    QProcess pipe;
    pipe.start(u"sh"_s,
        {u"-c"_s, quoted(QStringList{program} + as(u"ana"_s) + QStringList{u"tail"_s, u"#ops"_s, u"-n"_s, u"1"_s}) + u" | head -n 2"_s});
    // The second line ends `head`; the shell ends when the writer has noticed.
    for (int i = 0; i < 40 && pipe.state() != QProcess::NotRunning; ++i) {
        QCOMPARE(run(u"mara"_s, {u"send"_s, u"#ops"_s, u"live line"_s}).code, 0);
        pipe.waitForFinished(500);
    }
    QCOMPARE(pipe.state(), QProcess::NotRunning);
    QVERIFY(pipe.readAllStandardOutput().contains("live line"));
    QCOMPARE(pipe.readAllStandardError(), QByteArray());
}

void tst_Script::readingGoesOnWhenTheServerAsksForPatience()
{
    ServerProcess server;
    server.setConfig("[rates]\nposting = \"off\"\nreading = \"2, 20/s\"\n");
    QVERIFY2(!server.addUser(u"mara"_s, true).isEmpty(), server.errors());
    QVERIFY2(server.addRoom(u"ops"_s) && server.assign(u"ops"_s, {u"mara"_s}) && server.start(), server.errors());
    const QStringList who{u"--server"_s, server.url().toString(), u"--token-file"_s, server.folder() + u"/token-mara"_s, u"--profile"_s,
        server.folder() + u"/profile"_s};
    QByteArray lines;
    for (int i = 0; i < 700; ++i)
        lines += QByteArray::number(i) + '\n';
    QCOMPARE(runBare(who + QStringList{u"send"_s, u"#ops"_s, u"--lines"_s}, lines).code, 0);
    const Ran all = runBare(who + QStringList{u"history"_s, u"#ops"_s, u"--all"_s, u"--json"_s});
    QVERIFY2(all.code == 0, all.errors);
    QStringList texts;
    for (const QJsonObject& line : all.json()) {
        if (line.value(u"kind"_s) == u"message"_s)
            texts.append(line.value(u"text"_s).toString());
    }
    QCOMPARE(texts.size(), 700);
    QCOMPARE(texts.last(), u"699"_s);
    QCOMPARE(runBare(who + QStringList{u"history"_s, u"#ops"_s, u"-n"_s, u"500"_s, u"--json"_s}).code, 0);
}

void tst_Script::slashCommandsRun()
{
    QCOMPARE(run(u"mara"_s, {u"cmd"_s, u"#ops"_s, u"/me waves"_s}).code, 0);
    const QJsonObject item = run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"1"_s, u"--json"_s}).json().first();
    QCOMPARE(item.value(u"text"_s).toString(), u"waves"_s);
    QVERIFY(item.value(u"action"_s).toBool());
    QCOMPARE(run(u"mara"_s, {u"cmd"_s, u"#ops"_s, u"/nonsense"_s}).code, 1);
}

void tst_Script::plainModeTalks()
{
    QProcess plain;
    plain.start(ServerProcess::program(u"confab-tui"_s), as(u"ana"_s) + QStringList{u"--plain"_s});
    QByteArray seen;
    const auto hears = [&](const QByteArray& text) {
        while (!seen.contains(text) && plain.waitForReadyRead(20'000))
            seen += plain.readAllStandardOutput();
        return seen.contains(text);
    };
    QVERIFY2(hears("Now in #lobby"), seen);
    plain.write("/join #ops\n");
    QVERIFY2(hears("Now in #ops"), seen);
    QCOMPARE(run(u"mara"_s, {u"send"_s, u"#ops"_s, u"can you hear me?"_s}).code, 0);
    QVERIFY2(hears("mara: can you hear me?"), seen);
    plain.write("loud and clear\n/status\n");
    QVERIFY2(hears("nline, in #ops"), seen);
    plain.write("/quit\n");
    QVERIFY(plain.waitForFinished(20'000));
    QCOMPARE(plain.exitCode(), 0);
    QVERIFY(!seen.contains('\x1b'));
    QCOMPARE(run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"1"_s, u"--json"_s}).json().first().value(u"text"_s).toString(),
        u"loud and clear"_s);
}

void tst_Script::plainModeHoldsPipedLinesUntilItIsIn()
{
    const Ran ran = run(u"ana"_s, {u"--plain"_s}, "/join #ops\npiped one\npiped two\n");
    QVERIFY2(ran.code == 0, ran.out + ran.errors);
    QVERIFY2(ran.out.contains(": piped one") && ran.out.contains(": piped two"), ran.out);
    const QList<QJsonObject> items = run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"2"_s, u"--json"_s}).json();
    QCOMPARE(items.value(0).value(u"text"_s).toString(), u"piped one"_s);
    QCOMPARE(items.value(1).value(u"text"_s).toString(), u"piped two"_s);
}

void tst_Script::plainModeIndentsFurtherLines()
{
    QProcess plain;
    plain.start(ServerProcess::program(u"confab-tui"_s), as(u"ana"_s) + QStringList{u"--plain"_s});
    QByteArray seen;
    const auto hears = [&](const QByteArray& text) {
        while (!seen.contains(text) && plain.waitForReadyRead(20'000))
            seen += plain.readAllStandardOutput();
        return seen.contains(text);
    };
    QVERIFY2(hears("Now in #lobby"), seen);
    QCOMPARE(run(u"mara"_s, {u"send"_s, u"#lobby"_s, u"-"_s}, "first\nbob: yes\xE2\x80\xA8" "bob: no").code, 0);
    QVERIFY2(hears("bob: no"), seen);
    QVERIFY2(seen.contains("\n    bob: yes\n    bob: no"), seen);
    plain.write("/quit\n");
    QVERIFY(plain.waitForFinished(20'000));
}

void tst_Script::plainModeSaysWhyItCannotSignIn()
{
    QTemporaryDir profile;
    QFile token(profile.filePath(u"token"_s));
    QVERIFY(token.open(QIODevice::WriteOnly));
    token.write("not-a-token");
    token.close();
    const QStringList common{u"--profile"_s, profile.path(), u"--token-file"_s, token.fileName(), u"--plain"_s, u"--server"_s};
    const Ran refused = runBare(common + QStringList{m_server.url().toString()}, "hello\n");
    QVERIFY2(refused.code == 2 && refused.errors.startsWith("confab-tui: "), refused.out + refused.errors);
    const Ran offline = runBare(common + QStringList{u"ws://127.0.0.1:1"_s}, "hello\n");
    QVERIFY2(offline.code == 3 && offline.errors.contains("no connection"), offline.out + offline.errors);
}

void tst_Script::outputThatCannotBeWrittenIsAFailure()
{
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_s);
    process.start(ServerProcess::program(u"confab-tui"_s), as(u"mara"_s) + QStringList{u"whoami"_s});
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("could not be written"));
}

void tst_Script::inputThatIsNotUtf8IsRefused()
{
    QCOMPARE(run(u"mara"_s, {u"send"_s, u"#ops"_s, u"marker"_s}).code, 0);
    const Ran whole = run(u"mara"_s, {u"send"_s, u"#ops"_s, u"-"_s}, "caf\xE9\n");
    QVERIFY2(whole.code == 1 && whole.errors.contains("not UTF-8"), whole.errors);
    const auto newest = [this] {
        return run(u"mara"_s, {u"history"_s, u"#ops"_s, u"-n"_s, u"1"_s, u"--json"_s}).json().value(0).value(u"text"_s).toString();
    };
    QCOMPARE(newest(), u"marker"_s);
    const Ran lines = run(u"mara"_s, {u"send"_s, u"#ops"_s, u"--lines"_s}, "good\ncaf\xE9\nnever\n");
    QVERIFY2(lines.code == 1 && lines.errors.contains("line 2"), lines.errors);
    QCOMPARE(newest(), u"good"_s);
}

void tst_Script::emptyMessagesAndTextAsCommandAreUsageErrors()
{
    const Ran text = run(u"mara"_s, {u"cmd"_s, u"#ops"_s, u"no slash"_s});
    QVERIFY2(text.code == 1 && text.errors.contains("usage"), text.errors);
    for (const QByteArray& input : {QByteArray(), QByteArray("\n"), QByteArray(" \n\n")}) {
        const Ran empty = run(u"mara"_s, {u"send"_s, u"#ops"_s}, input);
        QVERIFY2(empty.code == 1 && empty.errors.contains("a message needs text"), empty.errors);
    }
    QCOMPARE(run(u"mara"_s, {u"send"_s, u"#ops"_s, u"--lines"_s}).code, 0);
}

QTEST_GUILESS_MAIN(tst_Script)
#include "tst_Script.moc"
