// The subcommands of the real program, and how it starts, refuses to start, reloads and ends.
#include "tests/support/RawClient.h"
#include "tests/support/ServerProcess.h"

#include <QFileInfo>
#include <QTcpServer>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

struct Ran {
    int exit = -1;
    QString out;
    QString err;
};

} // namespace

class tst_Commands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void helpOfEveryCommandIsPrinted_data();
    void helpOfEveryCommandIsPrinted();
    void wrongUsageIsToldWithExitOne_data();
    void wrongUsageIsToldWithExitOne();
    void userIsMadeWithAToken();
    void userIsMadeWithAPassword();
    void weakPasswordIsRefused();
    void takenNameIsRefusedUnlessWanted();
    void manyUsersAreMadeAtOnce();
    void passwordOfUnknownUserIsRefused();
    void roomIsMadeFilledAndListed();
    void unknownPeopleAndRoomsAreRefused_data();
    void unknownPeopleAndRoomsAreRefused();
    void inviteLineCarriesTheListeningAddress();
    void checkCountsAndFindsDamage();
    void damagedPagesAreCalledDamage_data();
    void damagedPagesAreCalledDamage();
    void emptyDatabaseIsToldByCheck();
    void optionsMayStandBeforeTheCommand();
    void outputThatCannotBeWrittenIsAFailure_data();
    void outputThatCannotBeWrittenIsAFailure();
    void effectiveConfigurationIsPrinted();
    void wrongConfigurationEndsWithExitOne();
    void busyPortEndsWithExitThree();
    void unwritableFolderEndsWithExitTwo();
    void newerDatabaseEndsWithExitTwo();
    void secondServerOnOneFolderEndsWithExitTwo();
    void newPeopleGetIntoARunningServer();
    void hangupReadsTheSettingsAgain();
    void termEndsWithFarewellAndExitZero();

private:
    Ran run(const QStringList& arguments, const QByteArray& input = {}, const QString& data = {});
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QByteArray read(const QString& name) const;
    bool write(const QString& name, const QByteArray& text) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_Commands::init() { m_folder = std::make_unique<QTemporaryDir>(); }
void tst_Commands::cleanup() { m_folder.reset(); }

Ran tst_Commands::run(const QStringList& arguments, const QByteArray& input, const QString& data)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // What the developer has set up at home must not matter.
    environment.insert(u"XDG_CONFIG_HOME"_s, path(u"config-home"_s));
    environment.insert(u"XDG_DATA_HOME"_s, path(u"data-home"_s));
    process.setProcessEnvironment(environment);
    process.start(ServerProcess::program(u"confabd"_s), arguments + QStringList{u"--data"_s, data.isEmpty() ? path(u"data"_s) : data});
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(20'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

QByteArray tst_Commands::read(const QString& name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool tst_Commands::write(const QString& name, const QByteArray& text) const
{
    QFile file(path(name));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

void tst_Commands::helpOfEveryCommandIsPrinted_data()
{
    QTest::addColumn<QStringList>("words");
    for (const char* words : {"", "serve", "user add", "user list", "user passwd", "user token", "room add", "room list", "room assign",
             "user", "room", "invite", "check", "config"})
        QTest::newRow(words) << QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts);
}

void tst_Commands::helpOfEveryCommandIsPrinted()
{
    QFETCH(QStringList, words);
    QProcess process;
    process.start(ServerProcess::program(u"confabd"_s), words + QStringList{u"--help"_s});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    const QString help = QString::fromUtf8(process.readAllStandardOutput());
    QVERIFY(words.size() != 1 || words.first() != u"user" || help.contains(u"user token NAME"_s));
    QVERIFY2(help.contains(u"Usage: confabd "_s + (words.isEmpty() ? u"COMMAND"_s : words.join(u' '))), qPrintable(help));
    QVERIFY(help.contains(u"--data DIR"_s));
}

void tst_Commands::wrongUsageIsToldWithExitOne_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("unknown command") << QStringList{u"dance"_s} << u"there is no command “dance"_s;
    QTest::newRow("unknown option") << QStringList{u"user"_s, u"list"_s, u"--long"_s} << u"there is no option --long"_s;
    QTest::newRow("switch with a value") << QStringList{u"user"_s, u"add"_s, u"x"_s, u"--admin=yes"_s} << u"--admin takes no value"_s;
    QTest::newRow("name missing") << QStringList{u"user"_s, u"add"_s} << u"Usage: confabd user add NAME"_s;
    QTest::newRow("too many names") << QStringList{u"user"_s, u"add"_s, u"a"_s, u"b"_s} << u"Usage: confabd user add NAME"_s;
    QTest::newRow("no number") << QStringList{u"invite"_s, u"--uses"_s, u"many"_s} << u"--uses: expected a number from 1 to 1000"_s;
    QTest::newRow("unknown role") << QStringList{u"room"_s, u"assign"_s, u"r"_s, u"u"_s, u"--role"_s, u"king"_s}
                                  << u"--role: expected member, admin or owner"_s;
    QTest::newRow("no address") << QStringList{u"serve"_s, u"--listen"_s, u"here"_s} << u"--listen: expected ADDRESS:PORT"_s;
    QTest::newRow("control in a topic") << QStringList{u"room"_s, u"add"_s, u"x"_s, u"--topic"_s, u"a\u001b[2Jb"_s}
                                        << u"“--topic”: this has to be one line of visible text"_s;
    QTest::newRow("count without tokens") << QStringList{u"user"_s, u"add"_s, u"x"_s, u"--count"_s, u"3"_s}
                                          << u"--count goes with --tokens"_s;
}

void tst_Commands::wrongUsageIsToldWithExitOne()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, sentence);
    const Ran ran = run(arguments);
    QCOMPARE(ran.exit, 1);
    QVERIFY2(ran.err.contains(sentence), qPrintable(ran.err));
    QVERIFY2(!QFileInfo::exists(path(u"data"_s)), "wrong usage must not make a database");
}

void tst_Commands::userIsMadeWithAToken()
{
    const Ran ran = run({u"user"_s, u"add"_s, u"Ada"_s, u"--admin"_s, u"--token-file"_s, path(u"token"_s)});
    QCOMPARE(ran.exit, 0);
    QVERIFY2(ran.err.isEmpty(), qPrintable(ran.err));
    QCOMPARE(read(u"token"_s).trimmed().size(), 43);
    QCOMPARE(QFileInfo(path(u"token"_s)).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
        QFile::Permissions());
    QVERIFY2(run({u"user"_s, u"list"_s}).out.startsWith(u"Ada\tadmin\tno password\t"_s), qPrintable(run({u"user"_s, u"list"_s}).out));
    QCOMPARE(QFileInfo(path(u"data"_s)).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void tst_Commands::userIsMadeWithAPassword()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s, u"--password-stdin"_s}, "correct horse battery\n").exit, 0);
    QVERIFY(run({u"user"_s, u"list"_s}).out.contains(u"\tpassword\t"_s));
    QCOMPARE(run({u"user"_s, u"passwd"_s, u"ada"_s}, "another one entirely\n").exit, 0);
}

void tst_Commands::weakPasswordIsRefused()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s, u"--password-stdin"_s}, "short\n").exit, 1);
    QVERIFY(run({u"user"_s, u"list"_s}).out.isEmpty());
}

void tst_Commands::takenNameIsRefusedUnlessWanted()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s}).exit, 0);
    const Ran again = run({u"user"_s, u"add"_s, u"ADA"_s});
    QCOMPARE(again.exit, 1);
    QVERIFY(again.err.startsWith(u"confabd: "_s));
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s, u"--if-missing"_s, u"--token-file"_s, path(u"token"_s)}).exit, 0);
    QVERIFY(!read(u"token"_s).isEmpty());
    QCOMPARE(run({u"room"_s, u"add"_s, u"lobby"_s}).exit, 0);
    QCOMPARE(run({u"room"_s, u"add"_s, u"Lobby"_s}).exit, 1);
    QCOMPARE(run({u"room"_s, u"add"_s, u"lobby"_s, u"--if-missing"_s}).exit, 0);
}

void tst_Commands::manyUsersAreMadeAtOnce()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"load"_s, u"--count"_s, u"700"_s, u"--tokens"_s, path(u"tokens"_s)}).exit, 0);
    const QList<QByteArray> lines = read(u"tokens"_s).trimmed().split('\n');
    QCOMPARE(lines.size(), 700);
    QVERIFY(lines[699].startsWith("load700 "));
    QCOMPARE(QSet<QByteArray>(lines.begin(), lines.end()).size(), 700);
    QCOMPARE(run({u"user"_s, u"list"_s}).out.count(u'\n'), 700);
}

void tst_Commands::passwordOfUnknownUserIsRefused()
{
    QCOMPARE(run({u"user"_s, u"passwd"_s, u"nobody"_s}, "correct horse battery\n").exit, 1);
    QCOMPARE(run({u"user"_s, u"token"_s, u"nobody"_s}).exit, 1);
}

void tst_Commands::roomIsMadeFilledAndListed()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s}).exit, 0);
    QCOMPARE(run({u"user"_s, u"add"_s, u"ben"_s}).exit, 0);
    QCOMPARE(run({u"room"_s, u"add"_s, u"attic"_s, u"--private"_s, u"--topic"_s, u"Old things"_s}).exit, 0);
    QCOMPARE(run({u"room"_s, u"assign"_s, u"attic"_s, u"ada"_s, u"ben"_s, u"--role"_s, u"admin"_s}).exit, 0);
    QCOMPARE(run({u"room"_s, u"assign"_s, u"attic"_s, u"ada"_s}).exit, 0);
    const QString list = run({u"room"_s, u"list"_s}).out;
    QVERIFY2(list.startsWith(u"attic\tprivate\t2 members\t"_s) && list.contains(u"\tOld things"_s), qPrintable(list));
}

void tst_Commands::unknownPeopleAndRoomsAreRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::newRow("assign to no room") << QStringList{u"room"_s, u"assign"_s, u"nowhere"_s, u"ada"_s} << u"“nowhere”"_s;
    QTest::newRow("assign nobody") << QStringList{u"room"_s, u"assign"_s, u"lobby"_s, u"ada"_s, u"nobody"_s} << u"“nobody”"_s;
    QTest::newRow("invite to no room") << QStringList{u"invite"_s, u"--room"_s, u"nowhere"_s} << u"“nowhere”"_s;
}

void tst_Commands::unknownPeopleAndRoomsAreRefused()
{
    QFETCH(QStringList, arguments);
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s}).exit, 0);
    QCOMPARE(run({u"room"_s, u"add"_s, u"lobby"_s}).exit, 0);
    const Ran ran = run(arguments);
    QCOMPARE(ran.exit, 1);
    QFETCH(QString, named);
    QVERIFY2(ran.err.startsWith(u"confabd: "_s + named) && ran.out.isEmpty(), qPrintable(ran.err));
    QVERIFY(run({u"room"_s, u"list"_s}).out.contains(u"\t0 members\t"_s));
}

void tst_Commands::inviteLineCarriesTheListeningAddress()
{
    const Ran before = run({u"invite"_s});
    QCOMPARE(before.exit, 0);
    QVERIFY2(before.err.contains(u"others cannot reach 127.0.0.1"_s), qPrintable(before.err));
    QVERIFY(run({u"invite"_s, u"--host"_s, u"chat.example"_s}).err.isEmpty());
    QVERIFY2(before.out.startsWith(u"confab://127.0.0.1:7600/?invite="_s), qPrintable(before.out));
    QVERIFY(
        run({u"invite"_s, u"--host"_s, u"chat.example"_s, u"--port"_s, u"443"_s}).out.startsWith(u"confab://chat.example:443/?invite="_s));
    ServerProcess server;
    QVERIFY2(server.start(), server.errors());
    QByteArray line;
    QCOMPARE(server.admin({u"invite"_s}, &line), 0);
    QVERIFY2(line.startsWith("confab://127.0.0.1:" + QByteArray::number(server.url().port()) + "/?invite="), line);
}

void tst_Commands::checkCountsAndFindsDamage()
{
    QCOMPARE(run({u"check"_s}).exit, 2);
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s}).exit, 0);
    const Ran fine = run({u"check"_s});
    QCOMPARE(fine.exit, 0);
    QVERIFY(fine.out.contains(u"accounts\t1\n"_s) && fine.out.endsWith(u"all is well\n"_s));
    QVERIFY(write(u"data/confab.db"_s, "this is no database, and long enough to be looked at as one: " + QByteArray(8192, 'x')));
    QFile::remove(path(u"data/confab.db-wal"_s));
    const Ran broken = run({u"check"_s});
    QCOMPARE(broken.exit, 2);
    QVERIFY2(broken.err.startsWith(u"confabd: "_s) && broken.err.contains(u"damaged"_s) && broken.err.contains(u"backup"_s),
        qPrintable(broken.err));
}

void tst_Commands::damagedPagesAreCalledDamage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("check") << QStringList{u"check"_s};
    QTest::newRow("serve") << QStringList{u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s};
}

void tst_Commands::damagedPagesAreCalledDamage()
{
    QFETCH(QStringList, arguments);
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s}).exit, 0);
    QFile file(path(u"data/confab.db"_s));
    QVERIFY(!QFileInfo::exists(path(u"data/confab.db-wal"_s)));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.size() > 4096 && file.seek(4096));
    const QByteArray rubbish(file.size() - 4096, '\xa5');
    QCOMPARE(file.write(rubbish), rubbish.size());
    file.close();
    const Ran ran = run(arguments);
    QCOMPARE(ran.exit, 2);
    QVERIFY2(ran.err.contains(u"damaged: restore a backup"_s), qPrintable(ran.err));
    QVERIFY2(!ran.err.contains(u"at the moment"_s) && !ran.err.contains(u"SELECT"_s), qPrintable(ran.err));
}

void tst_Commands::emptyDatabaseIsToldByCheck()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s}).exit, 0);
    QVERIFY(write(u"data/confab.db"_s, {}));
    const Ran ran = run({u"check"_s});
    QCOMPARE(ran.exit, 2);
    QVERIFY2(ran.err.contains(u"is empty"_s), qPrintable(ran.err));
}

void tst_Commands::optionsMayStandBeforeTheCommand()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s}).exit, 0);
    QProcess process;
    process.start(ServerProcess::program(u"confabd"_s), {u"--data"_s, path(u"data"_s), u"user"_s, u"list"_s});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().startsWith("ada\t"));
}

void tst_Commands::outputThatCannotBeWrittenIsAFailure_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("list") << QStringList{u"user"_s, u"list"_s};
    QTest::newRow("invite") << QStringList{u"invite"_s};
    QTest::newRow("token") << QStringList{u"user"_s, u"token"_s, u"ada"_s};
    QTest::newRow("token file") << QStringList{u"user"_s, u"token"_s, u"ada"_s, u"--token-file"_s, u"/nowhere/token"_s};
}

void tst_Commands::outputThatCannotBeWrittenIsAFailure()
{
    QFETCH(QStringList, arguments);
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s}).exit, 0);
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_s);
    process.start(ServerProcess::program(u"confabd"_s), arguments + QStringList{u"--data"_s, path(u"data"_s)});
    QVERIFY(process.waitForFinished());
    QVERIFY(process.exitCode() != 0);
    QVERIFY(process.readAllStandardError().contains("cannot"));
    QVERIFY2(run({u"check"_s}).out.contains(u"sessions\t0\n"_s), "a token nobody could read stayed good");
}

void tst_Commands::effectiveConfigurationIsPrinted()
{
    QVERIFY(write(u"c.toml"_s, "[server]\nname = \"Here\"\n"));
    const Ran ran = run({u"config"_s, u"--config"_s, path(u"c.toml"_s)});
    QCOMPARE(ran.exit, 0);
    QVERIFY(ran.out.contains(u"name = \"Here\"\n"_s) && ran.out.contains(u"data = \""_s + path(u"data"_s)));
    const Ran sample = run({u"config"_s, u"--sample"_s});
    QVERIFY(sample.out.contains(u"# CONFAB_SERVER_LISTEN\n# listen = \"127.0.0.1:7600\"\n"_s));
}

void tst_Commands::wrongConfigurationEndsWithExitOne()
{
    QVERIFY(write(u"c.toml"_s, "[server]\nlistn = \"127.0.0.1:1\"\n"));
    const Ran ran = run({u"serve"_s, u"--config"_s, path(u"c.toml"_s)});
    QCOMPARE(ran.exit, 1);
    QCOMPARE(ran.err, path(u"c.toml"_s) + u":2: server.listn: there is no such setting (did you mean listen?)\n"_s);
}

void tst_Commands::busyPortEndsWithExitThree()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const Ran ran = run({u"serve"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(other.serverPort())});
    QCOMPARE(ran.exit, 3);
    QVERIFY2(ran.err.contains(u"confabd: cannot listen on 127.0.0.1:%1: address already in use\n"_s.arg(other.serverPort())),
        qPrintable(ran.err));
    QVERIFY(!ran.out.contains(u"ready"_s));
}

void tst_Commands::unwritableFolderEndsWithExitTwo()
{
    QVERIFY(write(u"file"_s, "a file stands where the folder should be"));
    const Ran ran = run({u"serve"_s}, {}, path(u"file/data"_s));
    QCOMPARE(ran.exit, 2);
    QVERIFY2(ran.err.startsWith(u"confabd: cannot make the data folder "_s), qPrintable(ran.err));
    QCOMPARE(run({u"user"_s, u"list"_s}, {}, path(u"file/data"_s)).exit, 2);
    QVERIFY(run({u"serve"_s}, {}, path(u"file"_s)).err.contains(u"is a file"_s));
}

void tst_Commands::newerDatabaseEndsWithExitTwo()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"ada"_s}).exit, 0);
    // The header's user_version: a big-endian number at byte 60.
    QFile file(path(u"data/confab.db"_s));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(60) && file.write(QByteArray::fromHex("000f4240")) == 4);
    file.close();
    const Ran ran = run({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s});
    QCOMPARE(ran.exit, 2);
    QVERIFY2(ran.err.contains(u"newer"_s), qPrintable(ran.err));
}

void tst_Commands::secondServerOnOneFolderEndsWithExitTwo()
{
    ServerProcess server;
    QVERIFY2(server.start(), server.errors());
    const Ran ran = run({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s}, {}, server.dataDir());
    QCOMPARE(ran.exit, 2);
    QVERIFY2(ran.err.contains(u"another confabd (process %1) already serves"_s.arg(server.processId())), qPrintable(ran.err));
    server.kill();
    QVERIFY2(server.start(), server.errors());
}

void tst_Commands::newPeopleGetIntoARunningServer()
{
    ServerProcess server;
    QVERIFY2(server.start(), server.errors());
    const QString token = server.addUser(u"late"_s);
    QVERIFY(!token.isEmpty());
    QVERIFY(server.addRoom(u"fresh"_s));
    QVERIFY(server.assign(u"fresh"_s, {u"late"_s}));
    RawClient client;
    QVERIFY(client.connectTo(quint16(server.url().port())));
    QCOMPARE(client.upgrade("confab1.json"), 101);
    QVERIFY(client.readMessage());
    client.sendText(R"({"t":"auth","i":1,"d":{"method":"token","token":")" + token.toUtf8()
        + R"(","device":{"id":"1","name":"t","kind":"script"},"client":{"name":"t","version":"1"}}})");
    const auto signedIn = client.readMessage();
    QVERIFY(signedIn);
    QVERIFY2(signedIn->payload.startsWith(R"({"t":"ok","r":1,)"), signedIn->payload);
    client.sendText(R"({"t":"attach","i":2,"d":{"have":[],"presence":"online"}})");
    const auto attached = client.readMessage();
    QVERIFY(attached && attached->payload.contains(R"("name":"fresh")"));
}

void tst_Commands::hangupReadsTheSettingsAgain()
{
    ServerProcess server;
    server.setConfig("[server]\nname = \"Before\"\n");
    QVERIFY2(server.start(), server.errors());
    const auto nameNow = [&server] {
        RawClient client;
        if (!client.connectTo(quint16(server.url().port())) || client.upgrade("confab1.json") != 101)
            return QByteArray();
        return client.readMessage().value_or(RawFrame{}).payload;
    };
    QVERIFY(nameNow().contains(R"("name":"Before")"));
    server.setConfig("[server]\nname = \"After\"\n[threads]\nreaders = 3\n");
    ::kill(pid_t(server.processId()), SIGHUP);
    QTRY_VERIFY(nameNow().contains(R"("name":"After")"));
    QTRY_VERIFY(server.errors().contains("only a restart changes: threads.readers"));
    server.setConfig("[server]\nnam = \"Wrong\"\n");
    ::kill(pid_t(server.processId()), SIGHUP);
    QTRY_VERIFY(server.errors().contains("the settings stay as they were"));
    QVERIFY(nameNow().contains(R"("name":"After")"));
}

void tst_Commands::termEndsWithFarewellAndExitZero()
{
    ServerProcess server;
    server.setConfig("[deadlines]\ndrain_ms = 100\n");
    QVERIFY2(server.start(), server.errors());
    RawClient client;
    QVERIFY(client.connectTo(quint16(server.url().port())));
    QCOMPARE(client.upgrade("confab1.json"), 101);
    QVERIFY(client.readMessage());
    ::kill(pid_t(server.processId()), SIGTERM);
    const auto bye = client.readMessage();
    QVERIFY(bye);
    QVERIFY2(bye->payload.startsWith(R"({"t":"bye",)"), bye->payload);
    QCOMPARE(client.readCloseCode(), 4010);
    QCOMPARE(server.terminate(), 0);
}

QTEST_GUILESS_MAIN(tst_Commands)
#include "tst_Commands.moc"
