// A real program on a pseudo terminal: whatever ends it, the terminal is as it was.
#include "client-tui/term/Canvas.h"
#include "client-tui/term/VtTerminal.h"
#include "tests/support/VtScreen.h"

#include <QSignalSpy>
#include <QtTest>

#include <cerrno>
#include <csignal>
#include <optional>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

using namespace confab::tui;
using namespace Qt::StringLiterals;
using confab::test::VtScreen;

namespace {

constexpr winsize startSize{12, 40, 0, 0};

/// Both ends of a pseudo terminal, with a screen that shows what arrives.
class Pty {
public:
    Pty()
    {
        isOpen = ::openpty(&master, &slave, nullptr, nullptr, &startSize) == 0;
        ::fcntl(master, F_SETFL, O_NONBLOCK);
        ::fcntl(master, F_SETFD, FD_CLOEXEC);
        ::fcntl(slave, F_SETFD, FD_CLOEXEC);
        ::tcgetattr(slave, &found);
    }
    ~Pty()
    {
        ::close(master);
        ::close(slave);
    }
    Q_DISABLE_COPY_MOVE(Pty)

    void read()
    {
        QByteArray bytes(65536, '\0');
        ssize_t count = 0;
        while ((count = ::read(master, bytes.data(), static_cast<size_t>(bytes.size()))) > 0) {
            seen += bytes.first(count);
            screen.write(QByteArrayView(bytes).first(count));
        }
    }
    bool type(const QByteArray& bytes) const { return ::write(master, bytes.constData(), static_cast<size_t>(bytes.size())) == bytes.size(); }
    bool shows(const QString& text)
    {
        read();
        return screen.glyphs().contains(text);
    }
    bool isRaw() const
    {
        termios now{};
        ::tcgetattr(slave, &now);
        return !(now.c_lflag & (ICANON | ECHO | ISIG)) && !(now.c_iflag & IXON);
    }
    bool isAsFound() const
    {
        termios now{};
        ::tcgetattr(slave, &now);
        return now.c_lflag == found.c_lflag && now.c_iflag == found.c_iflag && now.c_oflag == found.c_oflag && now.c_cflag == found.c_cflag;
    }
    /// Modes a program must have switched off before it goes.
    QList<int> modesLeftOn() const
    {
        QList<int> left;
        for (const int mode : {1049, 2004, 1004, 1000, 1002, 1006, 2026, 2027}) {
            if (screen.hasMode(mode))
                left += mode;
        }
        return left;
    }

    int master = -1;
    int slave = -1;
    bool isOpen = false;
    termios found{};
    QByteArray seen;
    VtScreen screen{{startSize.ws_col, startSize.ws_row}};
};

/// The child program on a pty: in a session of its own, where the pty is its controlling terminal, or as a job of this one.
class Child {
public:
    enum class Kind { Session, Job };
    explicit Child(Pty& pty, Kind kind = Kind::Session)
    {
        m_pid = ::fork();
        if (m_pid == 0) {
            if (kind == Kind::Job) {
                ::setpgid(0, 0);
            } else {
                ::setsid();
                ::ioctl(pty.slave, TIOCSCTTY, 0);
            }
            for (const int fd : {0, 1, 2})
                ::dup2(pty.slave, fd);
            ::setenv("TERM", "xterm-256color", 1);
            ::execl(CONFAB_TERMINAL_CHILD, CONFAB_TERMINAL_CHILD, nullptr);
            ::_exit(127);
        }
    }
    ~Child()
    {
        if (!m_status) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
    }
    Q_DISABLE_COPY_MOVE(Child)

    void send(int signal) const { ::kill(m_pid, signal); }
    /// Whether it has ever stopped.
    bool hasStopped()
    {
        int status = 0;
        m_hasStopped = m_hasStopped || (::waitpid(m_pid, &status, WNOHANG | WUNTRACED) == m_pid && WIFSTOPPED(status));
        return m_hasStopped;
    }
    /// Exit code, or minus the signal that ended it; nothing while it runs.
    std::optional<int> result()
    {
        int status = 0;
        if (!m_status && ::waitpid(m_pid, &status, WNOHANG) == m_pid)
            m_status = status;
        if (!m_status)
            return std::nullopt;
        return WIFEXITED(*m_status) ? WEXITSTATUS(*m_status) : -WTERMSIG(*m_status);
    }

private:
    pid_t m_pid = -1;
    std::optional<int> m_status;
    bool m_hasStopped = false;
};

} // namespace

class tst_VtTerminal : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEndRestoresTheTerminal_data();
    void everyEndRestoresTheTerminal();
    void keysPastesAndSizesArrive();
    void suspendGivesTheTerminalBackAndTakesItAgain_data();
    void suspendGivesTheTerminalBackAndTakesItAgain();
    void aStopNobodyCanCatchIsHealedByTheNextStart();
    void externalInterruptIsAKey();
    void aHangupEndsTheProgram();
    void loneEscapeArrivesByItself();
    void aStalledTerminalNeverBlocks();
    void nothingButATerminalIsOpened();
    void framesOfAnotherSizeAreFitted();
    void titlesAndClipboardAreHarmless();
};

void tst_VtTerminal::everyEndRestoresTheTerminal_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("result");
    QTest::newRow("normal close") << QByteArray("q") << 0 << 7;
    QTest::newRow("exit()") << QByteArray("e") << 0 << 9;
    QTest::newRow("abort()") << QByteArray("a") << 0 << -SIGABRT;
    QTest::newRow("crash inside") << QByteArray("s") << 0 << -SIGSEGV;
    QTest::newRow("SIGTERM") << QByteArray() << SIGTERM << 100 + SIGTERM;
    QTest::newRow("SIGHUP") << QByteArray() << SIGHUP << 100 + SIGHUP;
    QTest::newRow("SIGBUS from outside") << QByteArray() << SIGBUS << -SIGBUS;
    QTest::newRow("SIGFPE from outside") << QByteArray() << SIGFPE << -SIGFPE;
}

void tst_VtTerminal::everyEndRestoresTheTerminal()
{
    QFETCH(QByteArray, key);
    QFETCH(int, signal);
    QFETCH(int, result);
    Pty pty;
    QVERIFY(pty.isOpen);
    Child child(pty);
    QTRY_VERIFY(pty.shows(u"ready"_s));
    QVERIFY(pty.isRaw());
    for (const int mode : {1049, 2004, 1004})
        QVERIFY(pty.screen.hasMode(mode));
    QVERIFY(!pty.screen.hasMode(7));

    QVERIFY(pty.type(key));
    if (signal != 0)
        child.send(signal);
    QTRY_VERIFY(child.result().has_value());
    QCOMPARE(*child.result(), result);
    pty.read();
    QVERIFY(pty.isAsFound());
    QCOMPARE(pty.modesLeftOn(), QList<int>());
    QVERIFY(pty.screen.hasMode(7));
    QVERIFY(pty.screen.isCursorVisible());
    QCOMPARE(pty.seen.count("\x1B[>5u"), 1);
    QVERIFY(pty.seen.lastIndexOf("\x1B[<u") > pty.seen.lastIndexOf("\x1B[>5u"));
}

void tst_VtTerminal::keysPastesAndSizesArrive()
{
    Pty pty;
    Child child(pty);
    QTRY_VERIFY(pty.shows(u"40x12"_s));
    QVERIFY(pty.type("\x1B[1;5A"));
    QTRY_VERIFY(pty.shows(u"key Ctrl+Up"_s));
    QVERIFY(pty.type("\x03"));
    QTRY_VERIFY(pty.shows(u"key Ctrl+C"_s));
    QVERIFY(pty.type("\x13"));
    QTRY_VERIFY(pty.shows(u"key Ctrl+S"_s));
    QVERIFY(pty.type("\x1B[200~two\rlines\x1B[201~"));
    QTRY_VERIFY(pty.shows(u"paste two"_s));

    const winsize wider{20, 70, 0, 0};
    pty.screen = VtScreen({70, 20});
    ::ioctl(pty.master, TIOCSWINSZ, &wider);
    QTRY_VERIFY(pty.shows(u"70x20"_s));
    QVERIFY(pty.shows(u"resized"_s));
    QCOMPARE(pty.screen.problems(), QStringList());
}

void tst_VtTerminal::suspendGivesTheTerminalBackAndTakesItAgain_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("asked by the program") << QByteArray("z");
    QTest::newRow("SIGTSTP from outside") << QByteArray();
}

void tst_VtTerminal::suspendGivesTheTerminalBackAndTakesItAgain()
{
    QFETCH(QByteArray, key);
    Pty pty;
    Child child(pty, Child::Kind::Job);
    QTRY_VERIFY(pty.shows(u"ready"_s));
    if (key.isEmpty())
        child.send(SIGTSTP);
    QVERIFY(pty.type(key));
    QTRY_VERIFY(child.hasStopped());
    pty.read();
    QVERIFY(pty.isAsFound());
    QCOMPARE(pty.modesLeftOn(), QList<int>());

    child.send(SIGCONT);
    QTRY_VERIFY(pty.isRaw());
    QTRY_VERIFY((pty.read(), pty.screen.hasMode(1049)));
    QVERIFY(pty.type("k"));
    QTRY_VERIFY(pty.shows(u"key k"_s));
    QVERIFY(pty.type("q"));
    QTRY_VERIFY(child.result().has_value());
    QCOMPARE(*child.result(), 7);
    QVERIFY(pty.isAsFound());
}

void tst_VtTerminal::aStopNobodyCanCatchIsHealedByTheNextStart()
{
    Pty pty;
    Child child(pty);
    QTRY_VERIFY(pty.shows(u"ready"_s));
    child.send(SIGSTOP);
    QTRY_VERIFY(child.hasStopped());
    ::tcsetattr(pty.slave, TCSANOW, &pty.found); // as a shell does
    child.send(SIGCONT);
    QTRY_VERIFY(pty.isRaw());
    QVERIFY(pty.type("k"));
    QTRY_VERIFY(pty.shows(u"key k"_s));
}

void tst_VtTerminal::externalInterruptIsAKey()
{
    Pty pty;
    Child child(pty);
    QTRY_VERIFY(pty.shows(u"ready"_s));
    child.send(SIGINT);
    QTRY_VERIFY(pty.shows(u"key Ctrl+C"_s));
    QVERIFY(!child.result());
}

void tst_VtTerminal::aHangupEndsTheProgram()
{
    auto pty = std::make_unique<Pty>();
    Child child(*pty);
    QTRY_VERIFY(pty->shows(u"ready"_s));
    pty.reset();
    QTRY_VERIFY(child.result().has_value());
    QCOMPARE(*child.result(), 100 + SIGHUP);
}

void tst_VtTerminal::loneEscapeArrivesByItself()
{
    Pty pty;
    Child child(pty);
    QTRY_VERIFY(pty.shows(u"ready"_s));
    QVERIFY(pty.type("\x1B"));
    QTRY_VERIFY(pty.shows(u"key Esc"_s));
}

void tst_VtTerminal::aStalledTerminalNeverBlocks()
{
    Pty pty;
    VtTerminal terminal({.inputFd = pty.slave, .outputFd = pty.slave, .capabilities = {}});
    QVERIFY(terminal.open());
    Grid grid(terminal.size());
    // Nobody reads: far more than the kernel's buffer takes.
    for (int frame = 0; frame < 400; ++frame) {
        Canvas(grid).fillAll({}, frame % 2 ? u'#' : u'=');
        Canvas(grid).put({0, 0}, u"frame %1"_s.arg(frame));
        terminal.present(grid, Cursor{});
    }
    QVERIFY(terminal.skippedFrames() > 300);
    // Once somebody reads, the newest frame comes.
    QTRY_VERIFY(pty.shows(u"frame 399"_s));
    QCOMPARE(pty.screen.differenceTo(grid, ColorDepth::Indexed256), QString());
    terminal.close();
    QVERIFY(pty.isAsFound());
}

void tst_VtTerminal::nothingButATerminalIsOpened()
{
    const int file = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    VtTerminal none({.inputFd = file, .outputFd = file, .capabilities = {}});
    QVERIFY(!none.open());
    ::close(file);

    Pty pty;
    VtTerminal first({.inputFd = pty.slave, .outputFd = pty.slave, .capabilities = {}});
    VtTerminal second({.inputFd = pty.slave, .outputFd = pty.slave, .capabilities = {}});
    QVERIFY(first.open());
    QVERIFY(!second.open());
    first.close();
    QVERIFY(second.open());
}

void tst_VtTerminal::framesOfAnotherSizeAreFitted()
{
    Pty pty;
    VtTerminal terminal({.inputFd = pty.slave, .outputFd = pty.slave, .capabilities = {}});
    QVERIFY(terminal.open());
    QCOMPARE(terminal.size(), QSize(40, 12));
    Grid grid({60, 30});
    Canvas(grid).fillAll({}, u'.');
    Canvas(grid).put({39, 3}, u"好");
    terminal.present(grid, Cursor{{59, 29}, true});
    QTRY_VERIFY(pty.shows(u"...."_s));
    QTRY_COMPARE(pty.screen.cursor(), QPoint(39, 11));
    QCOMPARE(pty.screen.problems(), QStringList());
    QCOMPARE(pty.screen.glyphs().split(u'\n')[3], QString(39, u'.'));
}

void tst_VtTerminal::titlesAndClipboardAreHarmless()
{
    Pty pty;
    VtTerminal terminal({.inputFd = pty.slave, .outputFd = pty.slave, .capabilities = {}});
    QVERIFY(terminal.open());
    terminal.setTitle(u"a\u001B\\\u0007\u009Cb"_s);
    terminal.copy(u"text"_s);
    terminal.copy(QString(100'000, u'x'));
    terminal.setMouse(true);
    terminal.bell();
    QTRY_VERIFY((pty.read(), pty.screen.bells() == 1));
    QCOMPARE(pty.screen.title(), u"a\\b"_s);
    QVERIFY(pty.seen.contains("\x1B]52;c;dGV4dA==\x1B\\"));
    QVERIFY(pty.seen.size() < 10'000);
    QVERIFY(pty.screen.hasMode(1006));
    QVERIFY(pty.type("\x1B[?2026;2$y"));
    QSignalSpy received(&terminal, &Terminal::inputReceived);
    QTRY_COMPARE(received.count(), 1);
    Grid grid(terminal.size());
    terminal.present(grid, Cursor{});
    QTRY_VERIFY((pty.read(), pty.seen.contains("\x1B[?2026h")));
    terminal.close();
    pty.read();
    QCOMPARE(pty.modesLeftOn(), QList<int>());
}

QTEST_GUILESS_MAIN(tst_VtTerminal)
#include "tst_VtTerminal.moc"
