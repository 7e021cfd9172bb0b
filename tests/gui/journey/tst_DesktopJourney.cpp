// The desktop as a person uses it: keys and mouse on a real screen, a real server, and a script of somebody else as the witness.
#include "tests/support/DesktopProgram.h"
#include "tests/support/Script.h"
#include "tests/support/WireClient.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int longRoomLines = 400;

/// True when any file below `folder` holds `bytes`.
bool isOnDisk(const QString& folder, const QByteArray& bytes)
{
    QDirIterator each(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (each.hasNext()) {
        QFile file(each.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
            return true;
    }
    return false;
}

/// The colour most of the picture has.
QColor groundOf(const QImage& picture)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); y += 4) {
        for (int x = 0; x < picture.width(); x += 4)
            ++counts[picture.pixel(x, y)];
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return most == counts.end() ? QColor() : QColor(most.key());
}

} // namespace

class tst_DesktopJourney : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aPersonLivesInTheWindow_data();
    void aPersonLivesInTheWindow();
    void cleanup();

private:
    using Step = void (tst_DesktopJourney::*)();

    void serverIsReady();
    void invitedPersonSignsIn();
    void talksInTwoRooms();
    void scrollsBackToTheBeginning();
    void switchesRoomsByKeyboardOnly();
    void editsWithUp();
    void whatIsWrittenWithoutServerArrivesOnceInOrder();
    void draftAndQueueSurviveTheKilledProgram();
    void startsOfflineFromItsCache();
    void leaves();

    void look(const QString& station);
    bool opened();
    QStringList arguments() const;
    QString connection() const;

    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<VirtualDisplay> m_display;
    std::unique_ptr<SessionBus> m_bus;
    std::unique_ptr<DesktopProgram> m_confab;
    QString m_theme;
    QSize m_size;
    qreal m_scale = 1;
    int m_station = 0;
};

void tst_DesktopJourney::initTestCase()
{
    const QString absent = QStringList{VirtualDisplay::missing(), SessionBus::missing()}.join(u' ').trimmed();
    if (!absent.isEmpty())
        QSKIP(qPrintable(u"not installed: "_s + absent));
}

void tst_DesktopJourney::aPersonLivesInTheWindow_data()
{
    QTest::addColumn<QString>("theme");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<qreal>("scale");
    QTest::addColumn<bool>("isWhole");
    // The whole story twice; the other faces of the window show the stations where they could look different.
    QTest::newRow("light-1280") << u"light"_s << QSize(1280, 800) << 1.0 << true;
    QTest::newRow("dark-640") << u"dark"_s << QSize(640, 600) << 1.0 << true;
    QTest::newRow("dark-1280") << u"dark"_s << QSize(1280, 800) << 1.0 << false;
    QTest::newRow("light-640") << u"light"_s << QSize(640, 600) << 1.0 << false;
    QTest::newRow("light-scale-2") << u"light"_s << QSize(2200, 1400) << 2.0 << false;
}

void tst_DesktopJourney::aPersonLivesInTheWindow()
{
    QFETCH(QString, theme);
    QFETCH(QSize, size);
    QFETCH(qreal, scale);
    m_theme = theme;
    m_size = size;
    m_scale = scale;
    m_station = 0;
    QFETCH(bool, isWhole);
    using Journey = tst_DesktopJourney;
    static constexpr struct {
        Step step;
        bool isAlways;
    } steps[] = {
        {&Journey::serverIsReady, true},
        {&Journey::invitedPersonSignsIn, true},
        {&Journey::talksInTwoRooms, true},
        {&Journey::scrollsBackToTheBeginning, false},
        {&Journey::switchesRoomsByKeyboardOnly, true},
        {&Journey::editsWithUp, true},
        {&Journey::whatIsWrittenWithoutServerArrivesOnceInOrder, true},
        {&Journey::draftAndQueueSurviveTheKilledProgram, false},
        {&Journey::startsOfflineFromItsCache, false},
        {&Journey::leaves, true},
    };
    for (const auto& [step, isAlways] : steps) {
        if (!isWhole && !isAlways)
            continue;
        (this->*step)();
        if (!QTest::currentTestFailed())
            continue;
        if (m_confab) {
            look(u"failure"_s);
            qWarning("%s", m_confab->state().constData());
        }
        return;
    }
}

void tst_DesktopJourney::cleanup()
{
    m_confab.reset();
    m_bus.reset();
    m_display.reset();
    m_server.reset();
}

/// Keeps the picture of a station of the journey, in CONFAB_SCREENSHOTS when somebody wants to see them.
void tst_DesktopJourney::look(const QString& station)
{
    const QString folder = qEnvironmentVariable("CONFAB_SCREENSHOTS", m_display->folder());
    QDir().mkpath(folder);
    const QString name =
        u"%1-%2-%3.png"_s.arg(QString::fromUtf8(QTest::currentDataTag())).arg(++m_station, 2, 10, QChar(u'0')).arg(station);
    QVERIFY2(m_confab->keepPicture(folder + u'/' + name), qPrintable(name));
}

QStringList tst_DesktopJourney::arguments() const { return {u"--profile"_s, m_display->folder() + u"/profile"_s, u"--theme"_s, m_theme}; }

bool tst_DesktopJourney::opened()
{
    m_confab = std::make_unique<DesktopProgram>(*m_display, *m_bus);
    return m_confab->start(arguments(), m_size, m_scale);
}

/// What the banner says; empty while there is none.
QString tst_DesktopJourney::connection() const { return m_confab->tree().findNow({}, u"Connection"_s).description(); }

void tst_DesktopJourney::serverIsReady()
{
    m_server = std::make_unique<ServerProcess>();
    m_server->setConfig("[rooms]\noffline_grace_ms = 300\npresence_delay_ms = 100\n[rates]\nposting = \"off\"\n");
    QVERIFY2(!m_server->addUser(u"ben"_s).isEmpty(), m_server->errors());
    for (const QString& room : {u"lobby"_s, u"ops"_s, u"long"_s}) {
        QVERIFY(m_server->addRoom(room));
        QVERIFY(m_server->assign(room, {u"ben"_s}));
    }
    QVERIFY2(m_server->start(), m_server->errors());
    QByteArray lines;
    for (int i = 1; i <= longRoomLines; ++i)
        lines += "line number " + QByteArray::number(i).rightJustified(3, '0') + '\n';
    const Printed sent = runScript(*m_server, u"ben"_s, {u"send"_s, u"#long"_s, u"--lines"_s}, lines);
    QVERIFY2(sent.exitCode == 0, sent.errors);
    QCOMPARE(runScript(*m_server, u"ben"_s, {u"send"_s, u"#lobby"_s, u"welcome"_s, u"to"_s, u"the"_s, u"lobby"_s}).exitCode, 0);

    m_display = std::make_unique<VirtualDisplay>();
    QVERIFY2(m_display->start(m_size + QSize(80, 80)), m_display->errors());
    m_bus = std::make_unique<SessionBus>(*m_display);
    QVERIFY2(m_bus->start(), m_display->errors());
}

void tst_DesktopJourney::invitedPersonSignsIn()
{
    QByteArray invite;
    QCOMPARE(m_server->admin(
                 {u"invite"_s, u"--room"_s, u"lobby"_s, u"--host"_s, u"127.0.0.1"_s, u"--port"_s, QString::number(m_server->url().port())},
                 &invite),
        0);
    QVERIFY2(opened(), m_confab->state());
    QVERIFY(m_confab->field(u"Server or invite"_s).isValid());
    look(u"welcome"_s);
    XWindow& window = m_confab->window();
    QVERIFY(window.type(QString::fromUtf8(invite.trimmed())));
    QVERIFY(window.keys({u"Return"_s}));
    const Accessible name = m_confab->field(u"Name"_s);
    QVERIFY(name.isValid());
    QTRY_VERIFY(name.has(AccessibleState::Focused));
    QVERIFY(window.type(u"Ana"_s));
    QVERIFY(window.keys({u"Tab"_s}));
    const Accessible password = m_confab->field(u"Password"_s);
    QTRY_VERIFY(password.has(AccessibleState::Focused));
    QVERIFY(window.type(u"a quiet afternoon"_s));
    look(u"invited"_s);
    QVERIFY(window.keys({u"Return"_s}));
    QVERIFY(m_confab->isTitled(u"#lobby"_s));
    QVERIFY(m_confab->shows(u"welcome to the lobby"_s));
    QVERIFY(m_confab->hasInput(QString()));
    look(u"lobby"_s);
    const QColor ground = groundOf(window.picture());
    QVERIFY2((ground.lightness() > 127) == (m_theme == u"light"_s), qPrintable(ground.name()));
}

void tst_DesktopJourney::talksInTwoRooms()
{
    // Typed right away: the keyboard is where one writes.
    QVERIFY(m_confab->say(u"hello from ana"_s));
    QVERIFY(m_confab->shows(u"hello from ana"_s));
    QCOMPARE(textsOf(*m_server, u"ben"_s, u"#lobby"_s).last(), u"hello from ana"_s);
    QCOMPARE(runScript(*m_server, u"ben"_s, {u"send"_s, u"#lobby"_s, u"hello from ben"_s}).exitCode, 0);
    QVERIFY(m_confab->shows(u"hello from ben"_s));

    QVERIFY(m_confab->say(u"/join ops"_s));
    QVERIFY(m_confab->isTitled(u"#ops"_s));
    QVERIFY(m_confab->hides(u"hello from ben"_s));
    QVERIFY(m_confab->say(u"ops works too"_s));
    QTRY_COMPARE(textsOf(*m_server, u"ben"_s, u"#ops"_s), QStringList{u"ops works too"_s});

    // News elsewhere shows at the room's name and moves nothing here.
    QCOMPARE(runScript(*m_server, u"ben"_s, {u"send"_s, u"#lobby"_s, u"and a question for @ana"_s}).exitCode, 0);
    // One or two: what ben said before counts when ana left before the second was over that makes it read.
    const QRegularExpression badge(u"^lobby, [12] unread, 1 mention$"_s);
    QTRY_VERIFY2(badge.match(m_confab->roomRow(u"lobby"_s)).hasMatch(), qPrintable(m_confab->roomRow(u"lobby"_s)));
    QVERIFY(m_confab->hides(u"a question"_s));
    look(u"two-rooms"_s);
    QVERIFY(m_confab->say(u"/join long"_s));
    QVERIFY(m_confab->isTitled(u"#long"_s));
    QVERIFY(m_confab->shows(u"line number 400"_s));
}

void tst_DesktopJourney::scrollsBackToTheBeginning()
{
    XWindow& window = m_confab->window();
    const bool reachedTop = WireClient::waitUntil(
        [&] {
            window.keys({u"Prior"_s});
            return !m_confab->messages().filter(u"line number 001"_s).isEmpty();
        },
        40'000);
    QVERIFY2(reachedTop, qPrintable(m_confab->messages().join(u'\n')));
    look(u"beginning"_s);
    // What comes meanwhile moves nothing that is being read.
    const QStringList seen = m_confab->messages();
    QCOMPARE(runScript(*m_server, u"ben"_s, {u"send"_s, u"#long"_s, u"said while ana reads old lines"_s}).exitCode, 0);
    QTRY_COMPARE(m_confab->messages(), seen);
    QVERIFY(window.keys({u"ctrl+End"_s}));
    QVERIFY(m_confab->shows(u"said while ana reads old lines"_s));
}

void tst_DesktopJourney::switchesRoomsByKeyboardOnly()
{
    XWindow& window = m_confab->window();
    QVERIFY(window.keys({u"ctrl+k"_s}));
    QVERIFY(m_confab->tree().find({}, u"Go to"_s).isValid());
    look(u"go-to"_s);
    QVERIFY(window.type(u"op"_s));
    look(u"go-to-found"_s);
    QVERIFY(window.keys({u"Return"_s}));
    QVERIFY(m_confab->isTitled(u"#ops"_s));
    QVERIFY(m_confab->shows(u"ops works too"_s));

    const Accessible rooms = m_confab->list(u"Rooms"_s);
    QStringList order;
    for (const QString& name : rooms.showingNames())
        order.append(u'#' + name.section(u',', 0, 0));
    QCOMPARE(order.size(), 3);
    QVERIFY(window.keys({u"alt+1"_s}));
    QVERIFY2(m_confab->isTitled(order.at(0)), qPrintable(order.join(u' ')));
    QVERIFY(window.keys({u"alt+Down"_s}));
    QVERIFY2(m_confab->isTitled(order.at(1)), qPrintable(order.join(u' ')));
    QVERIFY(window.keys({u"alt+Down"_s}));
    QVERIFY2(m_confab->isTitled(order.at(2)), qPrintable(order.join(u' ')));
    QVERIFY(window.keys({u"alt+Up"_s}));
    QVERIFY2(m_confab->isTitled(order.at(1)), qPrintable(order.join(u' ')));

    QVERIFY(window.keys({u"ctrl+k"_s}));
    QVERIFY(m_confab->tree().find({}, u"Go to"_s).isValid());
    QVERIFY(window.type(u"lobby"_s));
    QVERIFY(window.keys({u"Return"_s}));
    QVERIFY(m_confab->isTitled(u"#lobby"_s));
    QVERIFY(m_confab->shows(u"a question for @ana"_s));
    // Seen for a second, so read: the badge goes, and the keyboard is where one writes.
    QTRY_COMPARE(m_confab->roomRow(u"lobby"_s), u"lobby"_s);
    QVERIFY(window.type(u"I am back"_s));
    QVERIFY(m_confab->hasInput(u"I am back"_s));
    QVERIFY(window.keys({u"Return"_s}));
    look(u"back-in-the-lobby"_s);
}

void tst_DesktopJourney::editsWithUp()
{
    XWindow& window = m_confab->window();
    QVERIFY(m_confab->say(u"the metting is at noon"_s));
    QVERIFY(m_confab->shows(u"metting"_s));
    QTRY_COMPARE(textsOf(*m_server, u"ben"_s, u"#lobby"_s).last(), u"the metting is at noon"_s);
    QVERIFY(window.keys({u"Up"_s}));
    QVERIFY(m_confab->hasInput(u"the metting is at noon"_s));
    look(u"editing"_s);
    QVERIFY(window.keys({u"ctrl+a"_s}));
    QVERIFY(m_confab->say(u"the meeting is at noon"_s));
    QVERIFY(m_confab->hides(u"metting"_s));
    QVERIFY(m_confab->shows(u"the meeting is at noon"_s));
    QTRY_VERIFY(m_confab->messages().last().endsWith(u", edited"_s));
    QTRY_COMPARE(textsOf(*m_server, u"ben"_s, u"#lobby"_s).last(), u"the meeting is at noon"_s);
    // Escape takes back an edit and leaves what was there.
    QVERIFY(window.keys({u"Up"_s}));
    QVERIFY(m_confab->hasInput(u"the meeting is at noon"_s));
    QVERIFY(window.keys({u"Escape"_s}));
    QVERIFY(m_confab->hasInput(QString()));
    look(u"edited"_s);
}

void tst_DesktopJourney::whatIsWrittenWithoutServerArrivesOnceInOrder()
{
    m_server->kill();
    QTRY_VERIFY(connection().startsWith(u"Offline"_s));
    look(u"offline"_s);
    const QStringList written{u"first while away"_s, u"second while away"_s, u"third while away"_s};
    for (const QString& one : written)
        QVERIFY(m_confab->say(one));
    QTRY_VERIFY(connection().contains(u"3 queued"_s));
    QCOMPARE(m_confab->messages().filter(u"while away"_s).size(), 3);
    look(u"three-queued"_s);
    QVERIFY2(m_server->start(), m_server->errors());
    QTRY_COMPARE_WITH_TIMEOUT(textsOf(*m_server, u"ben"_s, u"#lobby"_s).filter(u"while away"_s), written, 40'000);
    QTRY_COMPARE_WITH_TIMEOUT(connection(), QString(), 15'000);
    QCOMPARE(m_confab->messages().filter(u"while away"_s).size(), 3);
    look(u"delivered"_s);
}

void tst_DesktopJourney::draftAndQueueSurviveTheKilledProgram()
{
    m_server->kill();
    QTRY_VERIFY(connection().startsWith(u"Offline"_s));
    QVERIFY(m_confab->say(u"queued before the crash"_s));
    QVERIFY(m_confab->window().type(u"half a thou"_s));
    QVERIFY(m_confab->hasInput(u"half a thou"_s));
    const QString profile = m_display->folder() + u"/profile"_s;
    QVERIFY(WireClient::waitUntil([&] { return isOnDisk(profile, "queued before the crash"); }, 2000));
    QVERIFY2(WireClient::waitUntil([&] { return isOnDisk(profile, "half a thou"); }, 2000),
        "two seconds after the last key the draft is not on the disk");
    m_confab->kill();

    QVERIFY2(m_server->start(), m_server->errors());
    QVERIFY2(opened(), m_confab->state());
    QVERIFY(m_confab->isTitled(u"#lobby"_s));
    QVERIFY(m_confab->hasInput(u"half a thou"_s));
    QVERIFY(m_confab->shows(u"queued before the crash"_s));
    QTRY_COMPARE_WITH_TIMEOUT(textsOf(*m_server, u"ben"_s, u"#lobby"_s).filter(u"before the crash"_s).size(), 1, 20'000);
    look(u"after-the-crash"_s);
}

void tst_DesktopJourney::startsOfflineFromItsCache()
{
    XWindow* window = &m_confab->window();
    m_server->kill();
    QTRY_VERIFY(connection().startsWith(u"Offline"_s));
    QVERIFY(window->type(u"ght"_s));
    QVERIFY(m_confab->hasInput(u"half a thought"_s));
    const QString profile = m_display->folder() + u"/profile"_s;
    QVERIFY(WireClient::waitUntil([&] { return isOnDisk(profile, "half a thought"); }, 2000));
    m_confab->kill();

    QVERIFY2(opened(), m_confab->state());
    QVERIFY(m_confab->isTitled(u"#lobby"_s));
    QVERIFY(m_confab->shows(u"queued before the crash"_s));
    QVERIFY(m_confab->hasInput(u"half a thought"_s));
    QTRY_VERIFY(connection().startsWith(u"Offline"_s));
    look(u"started-offline"_s);
    QVERIFY(m_confab->window().keys({u"Return"_s}));
    QVERIFY(m_confab->hasInput(QString()));
    QVERIFY(m_confab->shows(u"half a thought"_s));
    QTRY_VERIFY(connection().contains(u"1 queued"_s));
    m_confab->kill();

    QVERIFY2(opened(), m_confab->state());
    QVERIFY(m_confab->shows(u"half a thought"_s));
    look(u"queued-from-before"_s);
    QVERIFY2(m_server->start(), m_server->errors());
    QTRY_COMPARE_WITH_TIMEOUT(textsOf(*m_server, u"ben"_s, u"#lobby"_s).filter(u"half a thought"_s).size(), 1, 40'000);
    QTRY_COMPARE_WITH_TIMEOUT(connection(), QString(), 15'000);
}

void tst_DesktopJourney::leaves()
{
    QVERIFY(m_confab->say(u"/go long"_s));
    QVERIFY(m_confab->isTitled(u"#long"_s));
    QCOMPARE(m_confab->quit(), 0);
    // The next start is where one left.
    QVERIFY2(opened(), m_confab->state());
    QVERIFY(m_confab->isTitled(u"#long"_s));
    QVERIFY(m_confab->shows(u"line number 400"_s));
    QCOMPARE(m_confab->quit(), 0);
    QCOMPARE(m_server->terminate(), 0);
}

QTEST_GUILESS_MAIN(tst_DesktopJourney)
#include "tst_DesktopJourney.moc"
