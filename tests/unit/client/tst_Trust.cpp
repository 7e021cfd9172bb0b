// Tokens, known servers and folder locks on a disk that others share.
#include "shared/client/trust/FileSecretStore.h"
#include "shared/client/trust/FolderLock.h"
#include "shared/client/trust/KnownServers.h"
#include "shared/client/trust/PrivateFiles.h"
#include "tests/support/FakeTime.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace confab;
using namespace confab::client;
using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto onlyOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

SecretKey key(const QString& account, const QString& program = u"terminal"_s)
{
    return SecretKey{u"chat.example:7600"_s, account, program};
}

} // namespace

class tst_Trust : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void secretsComeBackAndGo();
    void answersNeverComeFromInsideTheCall();
    void theSecretFileIsPrivateWhateverTheUmask();
    void aSecretFileOthersCanReadIsClosedAndToldOf();
    void aDamagedSecretFileIsNotOverwritten();
    void addressesAsPeopleTypeThem_data();
    void addressesAsPeopleTypeThem();
    void knownServersComeNewestFirst();
    void aDamagedServerListIsLeftAlone();
    void accountFoldersAreHarmless_data();
    void accountFoldersAreHarmless();
    void aFolderHasOneHolder();
    void theNextProgramTakesTheNextFolder();
};

void tst_Trust::secretsComeBackAndGo()
{
    QTemporaryDir dir;
    FakeTime time;
    FileSecretStore store(dir.filePath(u"confab/secrets.json"_s), time);
    QCOMPARE(*store.readNow(key(u"ann"_s)), std::optional<QString>());
    QVERIFY(store.writeNow(key(u"ann"_s), u"t1"_s).hasValue());
    QVERIFY(store.writeNow(key(u"ann"_s, u"desktop"_s), u"t2"_s).hasValue());
    FileSecretStore again(dir.filePath(u"confab/secrets.json"_s), time);
    QCOMPARE(*again.readNow(key(u"ann"_s)), std::optional(u"t1"_s));
    QVERIFY(again.writeNow(key(u"ann"_s), std::nullopt).hasValue());
    QCOMPARE(*store.readNow(key(u"ann"_s)), std::optional<QString>());
    QCOMPARE(*store.readNow(key(u"ann"_s, u"desktop"_s)), std::optional(u"t2"_s));
}

void tst_Trust::answersNeverComeFromInsideTheCall()
{
    QTemporaryDir dir;
    FakeTime time;
    FileSecretStore store(dir.filePath(u"secrets.json"_s), time);
    int answers = 0;
    store.write(key(u"ann"_s), u"t"_s, [&](Result<Done> done) { answers += done ? 1 : 0; });
    store.read(key(u"ann"_s), [&](Result<std::optional<QString>> secret) { answers += *secret == u"t"_s ? 10 : 0; });
    store.remove(key(u"ann"_s), [&](Result<Done> done) { answers += done ? 100 : 0; });
    QCOMPARE(answers, 0);
    time.settle();
    QCOMPARE(answers, 111);
}

void tst_Trust::theSecretFileIsPrivateWhateverTheUmask()
{
    QTemporaryDir dir;
    FakeTime time;
    const mode_t before = umask(0);
    FileSecretStore store(dir.filePath(u"confab/secrets.json"_s), time);
    QVERIFY(store.writeNow(key(u"ann"_s), u"t"_s).hasValue());
    QVERIFY(store.writeNow(key(u"bob"_s), u"t"_s).hasValue());
    umask(before);
    QCOMPARE(QFile::permissions(dir.filePath(u"confab/secrets.json"_s)), onlyOwner);
    QCOMPARE(QFile::permissions(dir.filePath(u"confab"_s)), onlyOwner | QFile::ExeOwner | QFile::ExeUser);
}

void tst_Trust::aSecretFileOthersCanReadIsClosedAndToldOf()
{
    QTemporaryDir dir;
    FakeTime time;
    const QString file = dir.filePath(u"secrets.json"_s);
    QStringList warnings;
    FileSecretStore store(file, time, [&](const QString& text) { warnings.append(text); });
    QVERIFY(store.writeNow(key(u"ann"_s), u"t"_s).hasValue());
    QVERIFY(QFile::setPermissions(file, onlyOwner | QFile::ReadGroup | QFile::ReadOther));
    QCOMPARE(*store.readNow(key(u"ann"_s)), std::optional(u"t"_s));
    QCOMPARE(warnings.size(), 1);
    QVERIFY(warnings.first().contains(file));
    QCOMPARE(QFile::permissions(file), onlyOwner);
    QVERIFY(store.readNow(key(u"ann"_s)).hasValue());
    QCOMPARE(warnings.size(), 1);
}

void tst_Trust::aDamagedSecretFileIsNotOverwritten()
{
    QTemporaryDir dir;
    FakeTime time;
    const QString path = dir.filePath(u"secrets.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{ half a");
    file.close();
    FileSecretStore store(path, time);
    QVERIFY(!store.readNow(key(u"ann"_s)).hasValue());
    QVERIFY(!store.writeNow(key(u"ann"_s), u"t"_s).hasValue());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("{ half a"));
}

void tst_Trust::addressesAsPeopleTypeThem_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("url");
    QTest::newRow("name") << u"chat.example"_s << u"ws://chat.example:7600/v1/ws"_s;
    QTest::newRow("name and port") << u" Chat.Example:99 "_s << u"ws://chat.example:99/v1/ws"_s;
    QTest::newRow("number") << u"192.168.1.5"_s << u"ws://192.168.1.5:7600/v1/ws"_s;
    QTest::newRow("v6") << u"[::1]:7600"_s << u"ws://[::1]:7600/v1/ws"_s;
    QTest::newRow("whole") << u"ws://h:1/v1/ws"_s << u"ws://h:1/v1/ws"_s;
    QTest::newRow("tls") << u"wss://h"_s << u"wss://h:7600/v1/ws"_s;
    QTest::newRow("nothing") << u"  "_s << QString();
    QTest::newRow("web page") << u"https://h"_s << QString();
    QTest::newRow("blank inside") << u"my host"_s << QString();
    QTest::newRow("password inside") << u"ws://ann:secret@h"_s << QString();
    QTest::newRow("no port number") << u"h:port"_s << QString();
    QTest::newRow("port too large") << u"h:70000"_s << QString();
}

void tst_Trust::addressesAsPeopleTypeThem()
{
    QFETCH(QString, typed);
    QFETCH(QString, url);
    const auto made = serverUrl(typed);
    QCOMPARE(made ? made->toString() : QString(), url);
    if (!made)
        QCOMPARE(made.error().code, ErrorCode::BadArg);
}

void tst_Trust::knownServersComeNewestFirst()
{
    QTemporaryDir dir;
    KnownServers servers(dir.filePath(u"confab/servers.json"_s));
    QVERIFY(servers.all()->isEmpty());
    const QUrl a = *serverUrl(u"a"_s);
    const QUrl b = *serverUrl(u"b"_s);
    QVERIFY(servers.remember({a, u"id-a"_s, u"ann"_s, TimeMs(10)}).hasValue());
    QVERIFY(servers.remember({b, u"id-b"_s, u"ann"_s, TimeMs(30)}).hasValue());
    QVERIFY(servers.remember({a, u"id-a"_s, u"bob"_s, TimeMs(20)}).hasValue());
    QVERIFY(servers.remember({a, u"id-a2"_s, u"ann"_s, TimeMs(40)}).hasValue());
    const auto all = *KnownServers(dir.filePath(u"confab/servers.json"_s)).all();
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.first(), (KnownServer{a, u"id-a2"_s, u"ann"_s, TimeMs(40)}));
    QCOMPARE((*servers.lastUsed())->account, u"ann"_s);
    QVERIFY(servers.forget(a, u"ann"_s).hasValue());
    QCOMPARE((*servers.lastUsed())->url, b);
    QCOMPARE(QFile::permissions(dir.filePath(u"confab/servers.json"_s)), onlyOwner);
}

void tst_Trust::aDamagedServerListIsLeftAlone()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"servers.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no json");
    file.close();
    KnownServers servers(path);
    QVERIFY(!servers.all().hasValue());
    QVERIFY(!servers.remember({*serverUrl(u"a"_s), {}, u"ann"_s, TimeMs(1)}).hasValue());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("no json"));
}

void tst_Trust::accountFoldersAreHarmless_data()
{
    QTest::addColumn<QString>("account");
    QTest::addColumn<QString>("last");
    QTest::newRow("plain") << u"ann-3"_s << u"ann-3"_s;
    QTest::newRow("dots") << u".."_s << u"%2e."_s;
    QTest::newRow("slash") << u"a/../b"_s << u"a%2f..%2fb"_s;
    QTest::newRow("other script") << u"ж"_s << u"%d0%b6"_s;
}

void tst_Trust::accountFoldersAreHarmless()
{
    QFETCH(QString, account);
    QFETCH(QString, last);
    const QString folder = accountFolder(u"terminal"_s, *serverUrl(u"h"_s), account);
    QVERIFY2(folder.endsWith(u"/confab/terminal/h%3a7600/"_s + last), qPrintable(folder));
}

void tst_Trust::aFolderHasOneHolder()
{
    QTemporaryDir dir;
    auto first = FolderLock::take(dir.filePath(u"a"_s));
    QVERIFY(first.hasValue());
    const auto second = FolderLock::take(dir.filePath(u"a"_s));
    QVERIFY(!second.hasValue());
    QCOMPARE(second.error().code, ErrorCode::Busy);
    *first = FolderLock();
    QVERIFY(FolderLock::take(dir.filePath(u"a"_s)).hasValue());
}

void tst_Trust::theNextProgramTakesTheNextFolder()
{
    QTemporaryDir dir;
    const QString folder = dir.filePath(u"a"_s);
    FolderLock one;
    FolderLock two;
    FolderLock three;
    QCOMPARE(*FolderLock::takeFree(folder, one), folder);
    QCOMPARE(*FolderLock::takeFree(folder, two), folder + u"/instance-2"_s);
    one = FolderLock();
    QCOMPARE(*FolderLock::takeFree(folder, three), folder);
}

QTEST_GUILESS_MAIN(tst_Trust)
#include "tst_Trust.moc"
