// Settings: defaults, files, environment, and each mistake with its place.
#include "server/app/Config.h"

#include <QFile>
#include <QTest>

using namespace confab;
using namespace confab::server;
using namespace Qt::StringLiterals;

class tst_Config : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreThoseOfTheTable();
    void everySettingIsSetByTheFile_data();
    void everySettingIsSetByTheFile();
    void everySettingIsSetByTheEnvironment_data();
    void everySettingIsSetByTheEnvironment();
    void mistakeIsToldWithItsPlace_data();
    void mistakeIsToldWithItsPlace();
    void severalMistakesAreToldInOrder();
    void environmentWinsOverTheFile();
    void mistakeInTheEnvironmentIsTold_data();
    void mistakeInTheEnvironmentIsTold();
    void foreignVariablesAreLeftAlone();
    void missingFileIsToldByName();
    void printedConfigurationReadsBackTheSame();
    void sampleSetsNothing();
    void uncommentedSampleIsTheDefault();
    void sampleFileIsFresh();
    void ratesReadAndPrint_data();
    void ratesReadAndPrint();
    void listenAddressesRead_data();
    void listenAddressesRead();
    void changesThatNeedARestartAreNamed();

private:
    /// A value that differs from the default, as it stands in a file.
    static QString otherValue(const Setting& setting);
    static void addSettings();
    QProcessEnvironment m_empty;
};

QString tst_Config::otherValue(const Setting& setting)
{
    if (std::holds_alternative<bool Config::*>(setting.member))
        return QLatin1String(setting.standard) == u"true" ? u"false"_s : u"true"_s;
    if (std::holds_alternative<qint64 Config::*>(setting.member))
        return QString::number(setting.rule.least + 3);
    if (std::holds_alternative<Rate Config::*>(setting.member))
        return u"\"77, 9/min\""_s;
    const QString name = setting.name();
    if (std::holds_alternative<QStringList Config::*>(setting.member))
        return name == u"access.origins" ? u"[\"https://a.example\", \"https://b.example\"]"_s : u"[\"192.0.2.1\", \"::1\"]"_s;
    if (name == u"server.listen")
        return u"\"[::1]:99\""_s;
    return name == u"server.log" ? u"\"debug\""_s : u"\"other\""_s;
}

void tst_Config::addSettings()
{
    QTest::addColumn<int>("row");
    for (int row = 0; const Setting& setting : settings())
        QTest::newRow(qPrintable(setting.name())) << row++;
}

void tst_Config::defaultsAreThoseOfTheTable()
{
    const Config config = defaultConfig();
    QCOMPARE(config.listen, u"127.0.0.1:7600"_s);
    QCOMPARE(config.idleMs, 60'000);
    QVERIFY(!config.guests); // who hosts expects those only whom they have invited
    QVERIFY(!config.anonymous);
    QCOMPARE(config.posting.burst, 10.0);
    QCOMPARE(config.signIn.perSecond, 5.0 / 60);
}

void tst_Config::everySettingIsSetByTheFile_data() { addSettings(); }

void tst_Config::everySettingIsSetByTheFile()
{
    QFETCH(int, row);
    const Setting& setting = settings()[std::size_t(row)];
    const QString value = otherValue(setting);
    QString text = u"[%1]\n%2 = %3\n"_s.arg(QLatin1String(setting.section), QLatin1String(setting.key), value);
    if (setting.name() == u"backpressure.withhold_bytes")
        text += u"resume_bytes = 1024\n"_s;
    const auto config = parseConfig(text.toUtf8(), u"f.toml"_s, m_empty);
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(valueText(config.value(), setting), value);
    QVERIFY(valueText(defaultConfig(), setting) != value);
}

void tst_Config::everySettingIsSetByTheEnvironment_data() { addSettings(); }

void tst_Config::everySettingIsSetByTheEnvironment()
{
    QFETCH(int, row);
    const Setting& setting = settings()[std::size_t(row)];
    const QString value = otherValue(setting);
    QProcessEnvironment environment;
    environment.insert(setting.variable(), QString(value).remove(u'"').remove(u'[').remove(u']'));
    if (setting.name() == u"server.listen")
        environment.insert(setting.variable(), u"[::1]:99"_s);
    if (setting.name() == u"backpressure.withhold_bytes")
        environment.insert(u"CONFAB_BACKPRESSURE_RESUME_BYTES"_s, u"1024"_s);
    const auto config = parseConfig({}, {}, environment);
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(valueText(config.value(), setting), value);
}

void tst_Config::mistakeIsToldWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* text, const char* sentence) {
        QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(sentence);
    };
    row("number instead of text", "[server]\nname = 5\n", "f.toml:2: server.name: expected 1 to 64 characters");
    row("empty name", "[server]\nname = \" \"\n", "f.toml:2: server.name: expected 1 to 64 characters");
    row("no port", "[server]\nlisten = \"127.0.0.1\"\n",
        "f.toml:2: server.listen: expected ADDRESS:PORT, as in 127.0.0.1:7600 or [::1]:7600");
    row("unknown level", "\n[server]\n\nlog = \"loud\"\n", "f.toml:4: server.log: expected debug, info or warning");
    row("text instead of a switch", "[access]\nguests = \"yes\"\n", "f.toml:2: access.guests: expected true or false");
    row("number instead of a switch", "[access]\nguests = 1\n", "f.toml:2: access.guests: expected true or false");
    row("text instead of a list", "[access]\norigins = \"https://a.example\"\n",
        "f.toml:2: access.origins: expected a list such as [\"one\", \"two\"]");
    row("numbers in a list", "[access]\norigins = [1]\n", "f.toml:2: access.origins: expected a list such as [\"one\", \"two\"]");
    row("no origin", "[access]\norigins = [\n  \"a.example\"]\n",
        "f.toml:2: access.origins: expected an origin such as https://chat.example.org, or * instead of \"a.example\"");
    row("no address", "[access]\ntrusted_proxies = [\"proxy\"]\n",
        "f.toml:2: access.trusted_proxies: expected an IP address instead of \"proxy\"");
    row("number too large", "[threads]\nreaders = 65\n", "f.toml:2: threads.readers: expected a number from 1 to 64");
    row("number too small", "[threads]\nreaders = 0\n", "f.toml:2: threads.readers: expected a number from 1 to 64");
    row("fraction", "[threads]\nreaders = 1.5\n", "f.toml:2: threads.readers: expected a number from 1 to 64");
    row("text instead of a number", "[threads]\nreaders = \"2\"\n", "f.toml:2: threads.readers: expected a number from 1 to 64");
    row("no rate", "[rates]\nposting = \"fast\"\n",
        "f.toml:2: rates.posting: expected a rate such as \"10, 2/s\", \"5, 5/min\" or \"off\"");
    row("number instead of a rate", "[rates]\nposting = 10\n",
        "f.toml:2: rates.posting: expected a rate such as \"10, 2/s\", \"5, 5/min\" or \"off\"");
    row("unknown setting", "[server]\nname = \"x\"\nlistn = \"127.0.0.1:1\"\n",
        "f.toml:3: server.listn: there is no such setting (did you mean listen?)");
    row("unknown setting like nothing", "[server]\nzzzzzz = 1\n", "f.toml:2: server.zzzzzz: there is no such setting");
    row("unknown section", "[sever]\nname = \"x\"\n", "f.toml:1: sever: there is no such section (did you mean server?)");
    row("setting outside of a section", "name = \"x\"\n", "f.toml:1: name: there is no such section");
    row("section as a value", "server = 5\n", "f.toml:1: server: expected a section, as in [server]");
    row("resume over withhold", "[backpressure]\nresume_bytes = 300000\n",
        "backpressure.resume_bytes: expected at most backpressure.withhold_bytes");
}

void tst_Config::mistakeIsToldWithItsPlace()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, sentence);
    const auto config = parseConfig(text, u"f.toml"_s, m_empty);
    QVERIFY(!config);
    QCOMPARE(config.error().message, sentence);
}

void tst_Config::severalMistakesAreToldInOrder()
{
    const auto config = parseConfig("[threads]\nreaders = 0\n[access]\nguests = 3\n", u"f.toml"_s, m_empty);
    QVERIFY(!config);
    const QStringList lines = config.error().message.split(u'\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[0].startsWith(u"f.toml:2: "_s) && lines[1].startsWith(u"f.toml:4: "_s));
    const auto broken = parseConfig("[server]\nname = \"x\n", u"f.toml"_s, m_empty);
    QVERIFY(!broken);
    QVERIFY2(broken.error().message.startsWith(u"f.toml:2: this is no TOML: "_s), qPrintable(broken.error().message));
}

void tst_Config::environmentWinsOverTheFile()
{
    QProcessEnvironment environment;
    environment.insert(u"CONFAB_SERVER_NAME"_s, u"From outside"_s);
    const auto config = parseConfig("[server]\nname = \"From the file\"\n", u"f.toml"_s, environment);
    QVERIFY(config);
    QCOMPARE(config.value().serverName, u"From outside"_s);
}

void tst_Config::mistakeInTheEnvironmentIsTold_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("no number") << u"CONFAB_THREADS_READERS"_s << u"two"_s
                               << u"CONFAB_THREADS_READERS in the environment: expected a number from 1 to 64"_s;
    QTest::newRow("no switch") << u"CONFAB_ACCESS_GUESTS"_s << u"maybe"_s
                               << u"CONFAB_ACCESS_GUESTS in the environment: expected true or false"_s;
    QTest::newRow("unknown")
        << u"CONFAB_THREADS_READER"_s << u"2"_s
        << u"CONFAB_THREADS_READER in the environment: there is no such setting (did you mean CONFAB_THREADS_READERS?)"_s;
}

void tst_Config::mistakeInTheEnvironmentIsTold()
{
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(QString, sentence);
    QProcessEnvironment environment;
    environment.insert(variable, value);
    const auto config = parseConfig({}, {}, environment);
    QVERIFY(!config);
    QCOMPARE(config.error().message, sentence);
}

void tst_Config::foreignVariablesAreLeftAlone()
{
    QProcessEnvironment environment;
    environment.insert(u"CONFAB_UPDATE_GOLDEN"_s, u"1"_s);
    environment.insert(u"CONFABULATE_SERVER_NAME"_s, u"x"_s);
    QVERIFY(parseConfig({}, {}, environment));
}

void tst_Config::missingFileIsToldByName()
{
    const auto config = loadConfig(u"/nowhere/confabd.toml"_s, m_empty);
    QVERIFY(!config);
    QVERIFY2(config.error().message.startsWith(u"/nowhere/confabd.toml: cannot be read: "_s), qPrintable(config.error().message));
}

void tst_Config::printedConfigurationReadsBackTheSame()
{
    Config config = defaultConfig();
    config.serverName = u"Ada's \"place\" \\ home"_s;
    config.origins = {u"https://a.example"_s, u"*"_s};
    config.posting = {100, 0.5};
    config.guests = true;
    const QByteArray printed = printConfig(config);
    const auto again = parseConfig(printed, u"f.toml"_s, m_empty);
    QVERIFY2(again, again ? "" : qPrintable(again.error().message));
    QCOMPARE(printConfig(again.value()), printed);
    QCOMPARE(again.value().serverName, config.serverName);
}

void tst_Config::sampleSetsNothing()
{
    const auto config = parseConfig(sampleConfig(), u"sample.toml"_s, m_empty);
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(printConfig(config.value()), printConfig(defaultConfig()));
}

void tst_Config::uncommentedSampleIsTheDefault()
{
    QByteArray text;
    int values = 0;
    for (const QByteArray& line : sampleConfig().split('\n')) {
        const bool isValue = line.startsWith("# ") && line.contains(" = ");
        values += isValue ? 1 : 0;
        text += (isValue ? line.sliced(2) : line) + '\n';
    }
    QCOMPARE(values, int(settings().size()));
    const auto config = parseConfig(text, u"sample.toml"_s, m_empty);
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(printConfig(config.value()), printConfig(defaultConfig()));
}

void tst_Config::sampleFileIsFresh()
{
    QFile file(QStringLiteral(CONFAB_SOURCE_DIR) + u"/resources/config/confabd.toml"_s);
    if (qEnvironmentVariableIsSet("CONFAB_UPDATE_GOLDEN")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(sampleConfig()), sampleConfig().size());
        return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), "run this test with CONFAB_UPDATE_GOLDEN=1");
    QCOMPARE(file.readAll(), sampleConfig());
}

void tst_Config::ratesReadAndPrint_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("printed");   // empty: refused
    QTest::newRow("per second") << u"10, 2/s"_s << u"10, 2/s"_s;
    QTest::newRow("without blanks") << u"10,2/s"_s << u"10, 2/s"_s;
    QTest::newRow("per minute") << u"5, 5/min"_s << u"5, 5/min"_s;
    QTest::newRow("per hour") << u"1, 7/h"_s << u"1, 7/h"_s;
    QTest::newRow("a minute's 60 is a second's 1") << u"5, 60/min"_s << u"5, 1/s"_s;
    QTest::newRow("off") << u"off"_s << u"off"_s;
    QTest::newRow("no burst") << u"0, 2/s"_s << QString();
    QTest::newRow("no refill") << u"5, 0/s"_s << QString();
    QTest::newRow("negative") << u"-5, 2/s"_s << QString();
    QTest::newRow("unknown unit") << u"5, 2/day"_s << QString();
    QTest::newRow("only a number") << u"5"_s << QString();
    QTest::newRow("huge") << u"99999999999, 1/s"_s << QString();
}

void tst_Config::ratesReadAndPrint()
{
    QFETCH(QString, text);
    QFETCH(QString, printed);
    const auto rate = parseRate(text);
    QCOMPARE(rate.has_value(), !printed.isEmpty());
    if (rate)
        QCOMPARE(rateText(*rate), printed);
}

void tst_Config::listenAddressesRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("address");   // empty: refused
    QTest::addColumn<int>("port");
    QTest::newRow("v4") << u"0.0.0.0:7600"_s << u"0.0.0.0"_s << 7600;
    QTest::newRow("v6") << u"[::]:7600"_s << u"::"_s << 7600;
    QTest::newRow("any port") << u"127.0.0.1:0"_s << u"127.0.0.1"_s << 0;
    QTest::newRow("v6 without brackets") << u"::1:7600"_s << QString() << 0;
    QTest::newRow("a name") << u"localhost:7600"_s << QString() << 0;
    QTest::newRow("port too large") << u"127.0.0.1:65536"_s << QString() << 0;
    QTest::newRow("negative port") << u"127.0.0.1:-1"_s << QString() << 0;
    QTest::newRow("nothing") << QString() << QString() << 0;
}

void tst_Config::listenAddressesRead()
{
    QFETCH(QString, text);
    QFETCH(QString, address);
    QFETCH(int, port);
    const auto listen = parseListen(text);
    QCOMPARE(listen.has_value(), !address.isEmpty());
    if (!listen)
        return;
    QCOMPARE(listen->address, address);
    QCOMPARE(int(listen->port), port);
}

void tst_Config::changesThatNeedARestartAreNamed()
{
    Config fresh = defaultConfig();
    fresh.serverName = u"Other"_s;
    fresh.listen = u"127.0.0.1:1"_s;
    fresh.readerThreads = 7;
    QCOMPARE(needingRestart(defaultConfig(), fresh), QStringList({u"server.listen"_s, u"threads.readers"_s}));
}

QTEST_GUILESS_MAIN(tst_Config)
#include "tst_Config.moc"
