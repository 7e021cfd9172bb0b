// Two terminals and the desktop on one server: everybody sees the same, and one person's two programs agree on what is read and half
// written.
#include "tests/support/DesktopProgram.h"
#include "tests/support/ServerProcess.h"
#include "tests/support/Tmux.h"
#include "tests/support/WireClient.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize windowSize(1000, 700);
/// What is read in one program is read in the other within this.
constexpr int agreeMs = 1000;

} // namespace

class tst_ThreeClients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void messagesGoAllWaysInTwoRooms();
    void typingIsSeen();
    void presenceIsSeen();
    void editsAndDeletionsAreSeen();
    void readingInTheTerminalClearsTheDesktop();
    void readingInTheDesktopClearsTheTerminal();
    void aDraftFollowsFromOneToTheOther();
    void cleanupTestCase();

private:
    bool open(Tmux& terminal, const QString& name);
    void say(Tmux& terminal, const QString& text);
    bool desktopSees(const QString& role, const QString& part);
    bool hasBadge(Tmux& terminal, const QString& room);
    bool goTo(const QString& room);

    ServerProcess m_server;
    std::unique_ptr<VirtualDisplay> m_display;
    std::unique_ptr<SessionBus> m_bus;
    std::unique_ptr<DesktopProgram> m_desktop; // ana's
    std::unique_ptr<Tmux> m_terminal;          // ana's too
    std::unique_ptr<Tmux> m_ben;
    bool m_hasFailed = false;
};

void tst_ThreeClients::initTestCase()
{
    const QString absent =
        QStringList{VirtualDisplay::missing(), SessionBus::missing(), Tmux::isInstalled() ? QString() : u"tmux"_s}.join(u' ').trimmed();
    if (!absent.isEmpty())
        QSKIP(qPrintable(u"not installed: "_s + absent));
    m_server.setConfig("[rooms]\noffline_grace_ms = 300\npresence_delay_ms = 100\n[rates]\nposting = \"off\"\n");
    for (const QString& name : {u"ana"_s, u"ben"_s})
        QVERIFY2(!m_server.addUser(name).isEmpty(), m_server.errors());
    for (const QString& room : {u"lobby"_s, u"ops"_s}) {
        QVERIFY(m_server.addRoom(room));
        QVERIFY(m_server.assign(room, {u"ana"_s, u"ben"_s}));
    }
    QVERIFY2(m_server.start(), m_server.errors());
    m_display = std::make_unique<VirtualDisplay>();
    QVERIFY2(m_display->start(windowSize + QSize(80, 80)), m_display->errors());
    m_bus = std::make_unique<SessionBus>(*m_display);
    QVERIFY2(m_bus->start(), m_display->errors());
    m_desktop = std::make_unique<DesktopProgram>(*m_display, *m_bus);
    QVERIFY2(m_desktop->start({u"--server"_s, m_server.url().toString(), u"--token-file"_s, m_server.folder() + u"/token-ana"_s,
                                  u"--profile"_s, m_display->folder() + u"/profile"_s, u"--theme"_s, u"light"_s},
                 windowSize),
        m_desktop->state());
    m_terminal = std::make_unique<Tmux>();
    m_ben = std::make_unique<Tmux>();
    QVERIFY(open(*m_terminal, u"ana"_s));
    QVERIFY(open(*m_ben, u"ben"_s));
    QVERIFY(m_desktop->isTitled(u"#lobby"_s));
}

void tst_ThreeClients::init()
{
    if (m_hasFailed)
        QSKIP("one story: an earlier part of it failed");
}

void tst_ThreeClients::cleanup()
{
    if (!QTest::currentTestFailed())
        return;
    m_hasFailed = true;
    const QString folder = qEnvironmentVariable("CONFAB_SCREENSHOTS", m_display->folder());
    m_desktop->keepPicture(folder + u"/three-clients-failure.png"_s);
    qWarning("%s\nana's terminal:\n%s\nben's terminal:\n%s", m_desktop->state().constData(), qPrintable(m_terminal->screen()),
        qPrintable(m_ben->screen()));
}

void tst_ThreeClients::cleanupTestCase()
{
    if (m_desktop && m_desktop->isRunning())
        QCOMPARE(m_desktop->quit(), 0);
    m_terminal.reset();
    m_ben.reset();
    if (m_server.isRunning())
        QCOMPARE(m_server.terminate(), 0);
}

bool tst_ThreeClients::open(Tmux& terminal, const QString& name)
{
    const QString command = u"env LC_ALL=C.UTF-8 '%1' --server %2 --token-file '%3/token-%4' --profile '%3/%4'"_s.arg(
        ServerProcess::program(u"confab-tui"_s), m_server.url().toString(), m_server.folder(), name);
    return terminal.start(command, 100, 30) && terminal.shows(u"● online"_s) && terminal.shows(u"#lobby"_s);
}

void tst_ThreeClients::say(Tmux& terminal, const QString& text)
{
    terminal.type(text);
    terminal.keys({u"Enter"_s});
}

/// Waits until something of this role (any when empty) in the window has a name with this part.
bool tst_ThreeClients::desktopSees(const QString& role, const QString& part)
{
    return WireClient::waitUntil([&] {
        // Names of people come isolated, for readers of both directions.
        static const QRegularExpression isolates(u"[\\x{2066}-\\x{2069}]"_s);
        const auto fits = [&](const Accessible& one) {
            return one.name().remove(isolates).contains(part) && (role.isEmpty() || one.role() == role);
        };
        return !m_desktop->tree().findAll(fits, 1).isEmpty();
    });
}

bool tst_ThreeClients::hasBadge(Tmux& terminal, const QString& room)
{
    return QRegularExpression(u"#%1 +@?\\d+ *│"_s.arg(room)).match(terminal.screen()).hasMatch();
}

bool tst_ThreeClients::goTo(const QString& room) { return m_desktop->say(u"/go "_s + room) && m_desktop->isTitled(u'#' + room); }

void tst_ThreeClients::messagesGoAllWaysInTwoRooms()
{
    for (const QString& room : {u"lobby"_s, u"ops"_s}) {
        QVERIFY(m_desktop->isTitled(u'#' + room));
        QVERIFY(m_desktop->say(u"desktop speaks in "_s + room));
        QVERIFY(m_ben->shows(u"desktop speaks in "_s + room));
        QVERIFY(m_terminal->shows(u"desktop speaks in "_s + room));
        say(*m_ben, u"ben speaks in "_s + room);
        QVERIFY(m_desktop->shows(u"ben speaks in "_s + room));
        say(*m_terminal, u"terminal speaks in "_s + room);
        QVERIFY(m_desktop->shows(u"terminal speaks in "_s + room));
        QVERIFY(m_ben->shows(u"terminal speaks in "_s + room));
        if (room != u"lobby"_s)
            continue;
        for (Tmux* one : {m_terminal.get(), m_ben.get()}) {
            say(*one, u"/go ops"_s);
            QVERIFY(one->hides(u"speaks in lobby"_s));
        }
        QVERIFY(goTo(u"ops"_s));
        QVERIFY(m_desktop->hides(u"speaks in lobby"_s));
    }
}

void tst_ThreeClients::typingIsSeen()
{
    m_ben->type(u"I am thinking"_s);
    QVERIFY(desktopSees({}, u"ben is typing"_s));
    m_ben->keys({u"C-u"_s});
    XWindow& window = m_desktop->window();
    QVERIFY(window.type(u"so am I"_s));
    QVERIFY(m_ben->shows(u"ana is typing"_s));
    QVERIFY(!m_terminal->screen().contains(u"ana is typing"_s));
    QVERIFY(window.keys({u"ctrl+a"_s, u"BackSpace"_s}));
    QVERIFY(m_desktop->hasInput(QString()));
    QVERIFY(m_ben->hides(u"ana is typing"_s));
}

void tst_ThreeClients::presenceIsSeen()
{
    QVERIFY(desktopSees(u"list item"_s, u"ben, online"_s));
    say(*m_ben, u"/quit"_s);
    QVERIFY(m_ben->hasEnded());
    QVERIFY(desktopSees(u"list item"_s, u"ben, offline"_s));
    m_ben = std::make_unique<Tmux>();
    QVERIFY(open(*m_ben, u"ben"_s));
    QVERIFY(desktopSees(u"list item"_s, u"ben, online"_s));
    say(*m_ben, u"/go ops"_s);
    QVERIFY(m_ben->shows(u"ben speaks in ops"_s));
}

void tst_ThreeClients::editsAndDeletionsAreSeen()
{
    QVERIFY(m_desktop->say(u"the metting is at noon"_s));
    QVERIFY(m_ben->shows(u"metting"_s));
    QVERIFY(m_desktop->shows(u"metting"_s));
    XWindow& window = m_desktop->window();
    QVERIFY(window.keys({u"Up"_s}));
    QVERIFY(m_desktop->hasInput(u"the metting is at noon"_s));
    QVERIFY(window.keys({u"ctrl+a"_s}));
    QVERIFY(m_desktop->say(u"the meeting is at noon"_s));
    QVERIFY(m_ben->shows(u"meeting is at noon (edited)"_s));
    QVERIFY(m_desktop->say(u"/delete"_s));
    QVERIFY(m_ben->hides(u"meeting is at noon"_s));
    QVERIFY(m_desktop->hides(u"meeting is at noon"_s));

    say(*m_ben, u"see you at fove"_s);
    QVERIFY(m_desktop->shows(u"see you at fove"_s));
    m_ben->keys({u"Up"_s});
    QVERIFY(m_ben->shows(u"editing"_s));
    m_ben->keys({u"C-a"_s, u"C-k"_s});
    say(*m_ben, u"see you at five"_s);
    QVERIFY(m_desktop->shows(u"see you at five"_s));
    QVERIFY(m_desktop->hides(u"fove"_s));
    say(*m_ben, u"/delete"_s);
    QVERIFY(m_desktop->hides(u"see you at five"_s));
    // All of it is read before the rooms change.
    say(*m_ben, u"that is all"_s);
    QVERIFY(m_desktop->shows(u"that is all"_s));
    QTRY_COMPARE(m_desktop->roomRow(u"ops"_s), u"ops"_s);
}

void tst_ThreeClients::readingInTheTerminalClearsTheDesktop()
{
    QVERIFY(goTo(u"lobby"_s));
    say(*m_terminal, u"/go lobby"_s);
    QVERIFY(m_terminal->shows(u"ben speaks in lobby"_s));
    QTRY_COMPARE(m_desktop->roomRow(u"ops"_s), u"ops"_s);
    say(*m_ben, u"news for @ana"_s);
    QTRY_COMPARE(m_desktop->roomRow(u"ops"_s), u"ops, 1 unread, 1 mention"_s);
    QTRY_VERIFY(hasBadge(*m_terminal, u"ops"_s));
    say(*m_terminal, u"/go ops"_s);
    QVERIFY(m_terminal->shows(u"news for @ana"_s));
    // The second that makes it read has passed when the terminal's own badge goes.
    QTRY_VERIFY(!hasBadge(*m_terminal, u"ops"_s));
    QElapsedTimer since;
    since.start();
    QTRY_COMPARE(m_desktop->roomRow(u"ops"_s), u"ops"_s);
    QVERIFY2(since.elapsed() <= agreeMs, qPrintable(QString::number(since.elapsed())));
    QVERIFY(m_desktop->isTitled(u"#lobby"_s));
}

void tst_ThreeClients::readingInTheDesktopClearsTheTerminal()
{
    say(*m_terminal, u"/go lobby"_s);
    QVERIFY(m_terminal->shows(u"ben speaks in lobby"_s));
    say(*m_ben, u"more for @ana"_s);
    QTRY_COMPARE(m_desktop->roomRow(u"ops"_s), u"ops, 1 unread, 1 mention"_s);
    QTRY_VERIFY(hasBadge(*m_terminal, u"ops"_s));
    QVERIFY(goTo(u"ops"_s));
    QVERIFY(m_desktop->shows(u"more for @ana"_s));
    QTRY_COMPARE(m_desktop->roomRow(u"ops"_s), u"ops"_s);
    QElapsedTimer since;
    since.start();
    QTRY_VERIFY(!hasBadge(*m_terminal, u"ops"_s));
    QVERIFY2(since.elapsed() <= agreeMs, qPrintable(QString::number(since.elapsed())));
}

void tst_ThreeClients::aDraftFollowsFromOneToTheOther()
{
    say(*m_terminal, u"/go ops"_s);
    QVERIFY(m_terminal->shows(u"more for @ana"_s));
    QVERIFY(m_desktop->window().type(u"begun at the desk"_s));
    QVERIFY(m_terminal->shows(u"› begun at the desk"_s));
    QVERIFY(m_desktop->window().keys({u"ctrl+a"_s, u"BackSpace"_s}));
    QVERIFY(m_terminal->hides(u"begun at the desk"_s));
    m_terminal->type(u"begun on the sofa"_s);
    QVERIFY(m_desktop->hasInput(u"begun on the sofa"_s));
    m_terminal->keys({u"C-u"_s});
    QVERIFY(m_desktop->hasInput(QString()));
}

QTEST_GUILESS_MAIN(tst_ThreeClients)
#include "tst_ThreeClients.moc"
