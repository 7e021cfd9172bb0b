// The whole product as people use it: a real server, two terminals in tmux, and scripts, on two rooms, through crashes.
#include "tests/support/Script.h"
#include "tests/support/Tmux.h"
#include "tests/support/WireClient.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

/// True when any file below `folder` holds `bytes`.
bool anyFileHolds(const QString& folder, const QByteArray& bytes)
{
    QDirIterator each(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (each.hasNext()) {
        QFile file(each.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
            return true;
    }
    return false;
}

} // namespace

class tst_Journey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void messagesGoBothWaysInTwoRooms();
    void unreadIsCountedAndClearedByReading();
    void typingAndPresenceAreSeen();
    void editAndDeletionAreSeen();
    void scriptsSeeTheSame();
    void scrollBackLoadsTheWholeHistory();
    void readingHereClearsTheBadgeThere();
    void thirtyMessagesWrittenWhileTheServerWasDownArriveOnceInOrder();
    void deletedTextIsNowhere();
    void aDraftSurvivesTheKilledTerminal();
    void theTerminalIsRestored();
    void cleanupTestCase();

private:
    bool open(Tmux& terminal, const QString& name, const QString& profile, int columns, int rows);
    void say(Tmux& terminal, const QString& text);

    ServerProcess m_server;
    std::unique_ptr<Tmux> m_ana;
    std::unique_ptr<Tmux> m_ben;
};

void tst_Journey::initTestCase()
{
    if (!Tmux::isInstalled())
        QSKIP("tmux is not installed, so there is no terminal to type in");
    m_server.setConfig("[rooms]\noffline_grace_ms = 300\npresence_delay_ms = 100\n");
    for (const QString& name : {u"ana"_s, u"ben"_s})
        QVERIFY2(!m_server.addUser(name, name == u"ana"_s).isEmpty(), m_server.errors());
    for (const QString& room : {u"lobby"_s, u"ops"_s}) {
        QVERIFY(m_server.addRoom(room));
        QVERIFY(m_server.assign(room, {u"ana"_s, u"ben"_s}));
    }
    QVERIFY2(m_server.start(), m_server.errors());
    m_ana = std::make_unique<Tmux>();
    m_ben = std::make_unique<Tmux>();
    QVERIFY(open(*m_ana, u"ana"_s, u"ana"_s, 100, 30));
    QVERIFY(open(*m_ben, u"ben"_s, u"ben"_s, 80, 24));
}

void tst_Journey::cleanupTestCase()
{
    m_ana.reset();
    m_ben.reset();
    if (m_server.isRunning())
        QCOMPARE(m_server.terminate(), 0);
}

bool tst_Journey::open(Tmux& terminal, const QString& name, const QString& profile, int columns, int rows)
{
    const QString command = u"env LC_ALL=C.UTF-8 '%1' --server %2 --token-file '%3/token-%4' --profile '%3/%5'"_s
                                .arg(ServerProcess::program(u"confab-tui"_s), m_server.url().toString(), m_server.folder(), name, profile);
    return terminal.start(command, columns, rows) && terminal.shows(u"● online"_s) && terminal.shows(u"#lobby"_s);
}

void tst_Journey::say(Tmux& terminal, const QString& text)
{
    terminal.type(text);
    terminal.keys({u"Enter"_s});
}

void tst_Journey::messagesGoBothWaysInTwoRooms()
{
    say(*m_ana, u"hello from ana"_s);
    QVERIFY2(m_ben->shows(u"hello from ana"_s), qPrintable(m_ben->screen()));
    say(*m_ben, u"hello from ben"_s);
    QVERIFY2(m_ana->shows(u"hello from ben"_s), qPrintable(m_ana->screen()));
    for (Tmux* one : {m_ana.get(), m_ben.get()}) {
        one->keys({u"C-n"_s});
        QVERIFY2(one->hides(u"hello from"_s), qPrintable(one->screen()));
    }
    say(*m_ben, u"ops works too"_s);
    QVERIFY2(m_ana->shows(u"ops works too"_s), qPrintable(m_ana->screen()));
    // It counts as read once it was on the screen for a second.
    const QRegularExpression nothingUnread(u"#ops\\s*[│\\n]"_s);
    QVERIFY2(WireClient::waitUntil([&] { return nothingUnread.match(m_ana->screen()).hasMatch(); }), qPrintable(m_ana->screen()));
    m_ana->keys({u"C-p"_s});
    QVERIFY2(m_ana->shows(u"hello from ben"_s), qPrintable(m_ana->screen()));
}

void tst_Journey::unreadIsCountedAndClearedByReading()
{
    // ana looks at the lobby, ben at ops.
    say(*m_ben, u"first"_s);
    say(*m_ben, u"second, for @ana"_s);
    const auto anaSees = [this](const QString& pattern) {
        return WireClient::waitUntil([&] { return QRegularExpression(pattern).match(m_ana->screen()).hasMatch(); });
    };
    QVERIFY2(anaSees(u"#ops\\s+@?2\\b"_s), qPrintable(m_ana->screen()));
    m_ana->keys({u"C-n"_s});
    QVERIFY2(m_ana->shows(u"second, for @ana"_s), qPrintable(m_ana->screen()));
    QVERIFY2(anaSees(u"#ops\\s*[│\\n]"_s), qPrintable(m_ana->screen()));
    m_ana->keys({u"C-p"_s});
    m_ben->keys({u"C-p"_s});
    QVERIFY2(m_ben->shows(u"hello from ana"_s), qPrintable(m_ben->screen()));
}

void tst_Journey::typingAndPresenceAreSeen()
{
    m_ben->type(u"I am thinking"_s);
    QVERIFY2(m_ana->shows(u"ben is typing"_s), qPrintable(m_ana->screen()));
    m_ben->keys({u"C-u"_s});
    QVERIFY2(m_ana->shows(u"2 of 2 here"_s), qPrintable(m_ana->screen()));
    say(*m_ben, u"/quit"_s);
    QVERIFY(m_ben->hasEnded());
    QVERIFY2(m_ana->shows(u"1 of 2 here"_s), qPrintable(m_ana->screen()));
    m_ben = std::make_unique<Tmux>();
    QVERIFY(open(*m_ben, u"ben"_s, u"ben"_s, 80, 24));
    QVERIFY2(m_ana->shows(u"2 of 2 here"_s), qPrintable(m_ana->screen()));
}

void tst_Journey::editAndDeletionAreSeen()
{
    say(*m_ana, u"the metting is at noon"_s);
    QVERIFY2(m_ben->shows(u"metting"_s), qPrintable(m_ben->screen()));
    m_ana->keys({u"Up"_s});
    QVERIFY2(m_ana->shows(u"editing"_s), qPrintable(m_ana->screen()));
    m_ana->keys({u"C-a"_s, u"C-k"_s});
    say(*m_ana, u"the meeting is at noon"_s);
    QVERIFY2(m_ben->shows(u"meeting is at noon (edited)"_s), qPrintable(m_ben->screen()));
    QVERIFY2(m_ben->hides(u"metting"_s), qPrintable(m_ben->screen()));
    say(*m_ana, u"/delete"_s);
    QVERIFY2(m_ben->hides(u"meeting is at noon"_s), qPrintable(m_ben->screen()));
    QVERIFY2(m_ben->shows(u"deleted"_s), qPrintable(m_ben->screen()));
}

void tst_Journey::scriptsSeeTheSame()
{
    const Printed sent = runScript(m_server, u"ben"_s, {u"send"_s, u"#lobby"_s, u"from"_s, u"a script"_s});
    QVERIFY2(sent.exitCode == 0, sent.errors);
    QVERIFY2(m_ana->shows(u"from a script"_s), qPrintable(m_ana->screen()));
    QVERIFY(textsOf(m_server, u"ana"_s, u"#lobby"_s).contains(u"from a script"_s));

    const Printed who = runScript(m_server, u"ben"_s, {u"who"_s, u"#lobby"_s, u"--json"_s});
    QCOMPARE(who.exitCode, 0);
    QCOMPARE(who.lines.size(), 2);
    const Printed rooms = runScript(m_server, u"ben"_s, {u"rooms"_s, u"--json"_s});
    QCOMPARE(rooms.exitCode, 0);
    QCOMPARE(rooms.lines.size(), 2);

    QCOMPARE(runScript(m_server, u"ben"_s, {u"send"_s, u"#nowhere"_s, u"x"_s}).exitCode, 4);
    QCOMPARE(runScript(m_server, u"ben"_s, {u"send"_s}).exitCode, 1);
}

void tst_Journey::scrollBackLoadsTheWholeHistory()
{
    QVERIFY(m_server.addRoom(u"long"_s));
    QVERIFY(m_server.assign(u"long"_s, {u"ana"_s, u"ben"_s}));
    m_server.terminate();
    m_server.setConfig("[rooms]\noffline_grace_ms = 300\npresence_delay_ms = 100\n[rates]\nposting = \"off\"\n");
    QVERIFY2(m_server.start(), m_server.errors());
    QByteArray lines;
    for (int i = 1; i <= 400; ++i)
        lines += "line number " + QByteArray::number(i).rightJustified(3, '0') + '\n';
    const Printed sent = runScript(m_server, u"ben"_s, {u"send"_s, u"#long"_s, u"--lines"_s}, lines);
    QVERIFY2(sent.exitCode == 0, sent.errors);

    QVERIFY2(m_ana->shows(u"● online"_s, 60'000) && m_ana->shows(u"#long"_s), qPrintable(m_ana->screen()));
    say(*m_ana, u"/go long"_s);
    QVERIFY2(m_ana->shows(u"line number 400"_s), qPrintable(m_ana->screen()));
    const bool reachedTop = WireClient::waitUntil([this] {
        m_ana->keys({u"PPage"_s});
        return m_ana->screen().contains(u"line number 001"_s);
    }, 60'000);
    QVERIFY2(reachedTop, qPrintable(m_ana->screen()));
    m_ana->keys({u"M-End"_s});
    QVERIFY2(m_ana->shows(u"line number 400"_s), qPrintable(m_ana->screen()));
    say(*m_ana, u"/go lobby"_s);
    QVERIFY2(m_ana->shows(u"from a script"_s), qPrintable(m_ana->screen()));
}

void tst_Journey::readingHereClearsTheBadgeThere()
{
    Tmux second;
    QVERIFY(open(second, u"ana"_s, u"ana-two"_s, 80, 24));
    say(second, u"/go lobby"_s);
    QVERIFY(second.shows(u"from a script"_s));
    say(*m_ana, u"/go long"_s);
    QVERIFY(m_ana->shows(u"line number 400"_s));
    say(second, u"/go long"_s);
    QVERIFY(second.shows(u"line number 400"_s));
    // Both look at "long"; what ben says in ops is unread on both screens, and read on both once one of them has looked.
    say(*m_ben, u"/go ops"_s);
    QVERIFY(m_ben->shows(u"second, for @ana"_s));
    say(*m_ben, u"news for everybody"_s);
    const auto badge = [](Tmux& terminal, bool on) {
        return WireClient::waitUntil([&] { return QRegularExpression(u"#ops\\s+@?1\\b"_s).match(terminal.screen()).hasMatch() == on; });
    };
    QVERIFY2(badge(*m_ana, true), qPrintable(m_ana->screen()));
    QVERIFY2(badge(second, true), qPrintable(second.screen()));
    say(second, u"/go ops"_s);
    QVERIFY2(badge(*m_ana, false), qPrintable(m_ana->screen()));
    say(*m_ana, u"/go lobby"_s);
}

void tst_Journey::thirtyMessagesWrittenWhileTheServerWasDownArriveOnceInOrder()
{
    // With the limits people get: ten at once, then two in a second.
    m_server.terminate();
    m_server.setConfig("[rooms]\noffline_grace_ms = 300\n");
    QVERIFY2(m_server.start(), m_server.errors());
    for (Tmux* one : {m_ana.get(), m_ben.get()})
        QVERIFY2(one->shows(u"● online"_s, 60'000), qPrintable(one->screen()));
    say(*m_ben, u"/go lobby"_s);
    m_server.kill();
    QVERIFY2(m_ana->hides(u"● online"_s), qPrintable(m_ana->screen()));
    QStringList written;
    for (int i = 1; i <= 30; ++i) {
        written.append(u"while away %1"_s.arg(i, 2, 10, QChar(u'0')));
        say(*m_ana, written.last());
    }
    QVERIFY2(m_ana->shows(u"30 to send"_s), qPrintable(m_ana->screen()));
    QVERIFY2(m_server.start(), m_server.errors());
    QVERIFY2(m_ben->shows(u"while away 30"_s, 90'000), qPrintable(m_ben->screen()));
    const QStringList arrived = textsOf(m_server, u"ana"_s, u"#lobby"_s).filter(u"while away"_s);
    QCOMPARE(arrived, written);
    QVERIFY2(m_ana->hides(u"to send"_s), qPrintable(m_ana->screen()));
}

void tst_Journey::deletedTextIsNowhere()
{
    const QString secret = u"xyzzy-plugh-secret"_s;
    say(*m_ana, secret);
    QVERIFY2(m_ben->shows(secret), qPrintable(m_ben->screen()));
    const auto onDisk = [&](const QString& folder) { return anyFileHolds(m_server.folder() + folder, secret.toUtf8()); };
    QVERIFY(WireClient::waitUntil([&] { return onDisk(u"/data"_s) && onDisk(u"/ben"_s); }));
    say(*m_ana, u"/delete"_s);
    QVERIFY2(m_ben->hides(secret), qPrintable(m_ben->screen()));
    QVERIFY2(WireClient::waitUntil([&] { return !onDisk(u"/data"_s); }), "the server's files still hold the deleted text");
    QVERIFY2(WireClient::waitUntil([&] { return !onDisk(u"/ben"_s); }), "a reader's cache still holds the deleted text");
    QVERIFY2(WireClient::waitUntil([&] { return !onDisk(u"/ana"_s); }), "the author's files still hold the deleted text");
    QVERIFY(!textsOf(m_server, u"ana"_s, u"#lobby"_s).contains(secret));
}

void tst_Journey::aDraftSurvivesTheKilledTerminal()
{
    m_ben->type(u"half a thou"_s);
    QVERIFY2(m_ben->shows(u"› half a thou"_s), qPrintable(m_ben->screen()));
    // The draft is on the server soon; another terminal of the same person is what shows it.
    Tmux other;
    QVERIFY(open(other, u"ben"_s, u"ben-two"_s, 80, 24));
    QVERIFY2(other.shows(u"half a thou"_s), qPrintable(other.screen()));
    const qint64 program = m_ben->programId();
    QVERIFY(program > 1);
    ::kill(pid_t(program), SIGKILL);
    QVERIFY(m_ben->hasEnded());
    m_ben = std::make_unique<Tmux>();
    QVERIFY(open(*m_ben, u"ben"_s, u"ben"_s, 80, 24));
    QVERIFY2(m_ben->shows(u"half a thou"_s), qPrintable(m_ben->screen()));
    m_ben->keys({u"C-u"_s});
    QVERIFY2(other.hides(u"half a thou"_s), qPrintable(other.screen()));
}

void tst_Journey::theTerminalIsRestored()
{
    Tmux shell;
    QVERIFY(shell.start(u"sh"_s, 80, 24));
    say(shell, u"'%1' --server %2 --token-file '%3/token-ana' --profile '%3/ana-three'; echo left with $?; stty -a | grep -o '[-]*icanon'"_s.arg(
                   ServerProcess::program(u"confab-tui"_s), m_server.url().toString(), m_server.folder()));
    QVERIFY2(shell.shows(u"● online"_s), qPrintable(shell.screen()));
    say(shell, u"/quit"_s);
    QVERIFY2(shell.shows(u"left with 0"_s), qPrintable(shell.screen()));
    QVERIFY2(shell.shows(u"icanon"_s), qPrintable(shell.screen()));
    QVERIFY2(!shell.screen().contains(u"-icanon"_s), qPrintable(shell.screen()));
    QVERIFY2(!shell.screen().contains(u"● online"_s), qPrintable(shell.screen()));
}

QTEST_GUILESS_MAIN(tst_Journey)
#include "tst_Journey.moc"
