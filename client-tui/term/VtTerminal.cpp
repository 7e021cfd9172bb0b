// A real terminal on two file descriptors: raw mode, alternate screen, signals, and bytes both ways.
#include "client-tui/term/VtTerminal.h"

#include "client-tui/term/TerminalGuard.h"
#include "client-tui/term/TtyPair.h"

#include <QSocketNotifier>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>

#include <unistd.h>

namespace confab::tui {

namespace {

    constexpr int resizePauseMs = 20; // dragging a window edge sends a storm of sizes
    constexpr int synchronizedOutputMode = 2026;
    constexpr int graphemeMode = 2027;

    Grid fitted(const Grid& grid, QSize size)
    {
        Grid result(size);
        for (int row = 0; row < std::min(grid.rows(), result.rows()); ++row) {
            for (int column = 0; column < std::min(grid.columns(), result.columns()); ++column) {
                const Cell& cell = grid.cell(row, column);
                Style style = cell.style();
                style.link = 0; // belongs to the other grid
                if (!cell.isContinuation())
                    result.set(row, column, grid.text(row, column), cell.width(), style);
            }
        }
        return result;
    }

    QByteArray enterSequence(bool isLinuxConsole)
    {
        QByteArray bytes = "\x1B[?1049h\x1B[?7l\x1B[r\x1B[?2004h\x1B[?1004h";
        // Popping first keeps the stack of keyboard modes level when we enter twice.
        return isLinuxConsole ? bytes : bytes + "\x1B[<u\x1B[>5u";
    }

    QByteArray leaveSequence(bool isLinuxConsole)
    {
        // The first two end whatever sequence a cut frame may have left open.
        QByteArray bytes = "\x18\x1B\\\x1B[?2026l\x1B[r\x1B[0m\x1B[?1000l\x1B[?1002l\x1B[?1006l\x1B[?2004l\x1B[?1004l";
        if (!isLinuxConsole)
            bytes += "\x1B]8;;\x1B\\\x1B[?2027l\x1B[<u";
        return bytes + "\x1B[?7h\x1B[?25h\x1B[?1049l";
    }

} // namespace

struct VtTerminal::Private {
    explicit Private(VtTerminal* owner, Options settings)
        : q(owner)
        , options(std::move(settings))
        , writer(options.capabilities)
        , isLinuxConsole(qgetenv("TERM") == "linux")
    {
    }

    void enter();
    void write(const QByteArray& bytes);
    void drain();
    void readInput();
    void deliver(const QList<InputEvent>& events);
    void learn(const ModeReport& report);
    void onEscapeTimeout();
    void onSignals();
    void lose(int signal);
    void present();

    VtTerminal* q;
    Options options;
    VtWriter writer;
    bool isLinuxConsole;
    TerminalGuard guard;
    InputParser parser;
    TtyPair tty;
    std::unique_ptr<QSocketNotifier> readable;
    std::unique_ptr<QSocketNotifier> writable;
    std::unique_ptr<QSocketNotifier> signalled;
    QTimer escapeTimer;
    QTimer resizeTimer;
    QByteArray pending;
    QSize size{80, 24};
    std::optional<Grid> frame; // the newest one, shown or waiting
    Cursor cursor;
    bool isWaiting = false;
    bool isMouseOn = false;
    bool isLost = false;
    int skipped = 0;
};

VtTerminal::VtTerminal(Options options, QObject* parent)
    : Terminal(parent)
    , d(std::make_unique<Private>(this, std::move(options)))
{
    d->escapeTimer.setSingleShot(true);
    d->resizeTimer.setSingleShot(true);
    connect(&d->escapeTimer, &QTimer::timeout, this, [this] { d->onEscapeTimeout(); });
    connect(&d->resizeTimer, &QTimer::timeout, this, [this] {
        d->size = d->tty.size();
        d->writer.invalidate();
        Q_EMIT resized(d->size);
    });
}

VtTerminal::~VtTerminal()
{
    close();
}

bool VtTerminal::open()
{
    if (!d->tty.open(d->options.inputFd, d->options.outputFd))
        return false;
    if (!d->guard.take(d->tty.writeFd(), leaveSequence(d->isLinuxConsole), d->tty.foundFlags())) {
        d->tty.close();
        return false;
    }
    d->size = d->tty.size();
    d->readable = std::make_unique<QSocketNotifier>(d->tty.readFd(), QSocketNotifier::Read);
    d->writable = std::make_unique<QSocketNotifier>(d->tty.writeFd(), QSocketNotifier::Write);
    d->signalled = std::make_unique<QSocketNotifier>(d->guard.signalFd(), QSocketNotifier::Read);
    d->writable->setEnabled(false);
    connect(d->readable.get(), &QSocketNotifier::activated, this, [this] { d->readInput(); });
    connect(d->writable.get(), &QSocketNotifier::activated, this, [this] { d->drain(); });
    connect(d->signalled.get(), &QSocketNotifier::activated, this, [this] { d->onSignals(); });
    d->enter();
    if (d->options.asksTerminal && !d->isLinuxConsole)
        d->write("\x1B[?2026$p\x1B[?2027$p");
    return true;
}

void VtTerminal::close()
{
    if (!d->tty.isOpen())
        return;
    d->escapeTimer.stop();
    d->resizeTimer.stop();
    for (auto* notifier : {&d->readable, &d->writable, &d->signalled}) {
        // Perhaps we are inside its signal.
        (*notifier)->setEnabled(false);
        notifier->release()->deleteLater();
    }
    d->pending.clear();
    d->guard.release();
    d->tty.close();
}

QSize VtTerminal::size() const
{
    return d->size;
}

int VtTerminal::skippedFrames() const
{
    return d->skipped;
}

void VtTerminal::present(const Grid& grid, Cursor cursor)
{
    if (d->isWaiting)
        ++d->skipped;
    d->frame = grid.size() == d->size ? grid : fitted(grid, d->size);
    d->cursor = cursor;
    d->present();
}

void VtTerminal::redraw()
{
    d->writer.invalidate();
    d->present();
}

void VtTerminal::setTitle(const QString& title)
{
    QString plain = title.left(200);
    plain.removeIf([](QChar c) { return c.unicode() < 0x20 || (c.unicode() >= 0x7F && c.unicode() < 0xA0); });
    d->write("\x1B]2;" + plain.toUtf8() + "\x1B\\");
}

void VtTerminal::bell()
{
    d->write("\a");
}

void VtTerminal::copy(const QString& text)
{
    constexpr qsizetype longest = 64 * 1024;
    const QByteArray bytes = text.toUtf8();
    if (bytes.size() <= longest && !d->isLinuxConsole)
        d->write("\x1B]52;c;" + bytes.toBase64() + "\x1B\\");
}

void VtTerminal::setMouse(bool enabled)
{
    d->isMouseOn = enabled;
    d->write(enabled ? "\x1B[?1002h\x1B[?1006h" : "\x1B[?1002l\x1B[?1006l");
}

void VtTerminal::suspend()
{
    if (!d->guard.isEngaged())
        return;
    d->pending.clear();
    d->guard.restore();
    d->guard.stopProcess();
    d->enter();
}

void VtTerminal::Private::enter()
{
    if (isLost)
        return;
    guard.engage();
    writer.invalidate();
    write(enterSequence(isLinuxConsole));
    if (isMouseOn)
        q->setMouse(true);
    const QSize now = tty.size();
    if (now != std::exchange(size, now))
        Q_EMIT q->resized(size);
    else
        present();
}

void VtTerminal::Private::write(const QByteArray& bytes)
{
    if (!guard.isEngaged() || pending.size() + bytes.size() > outputLimit)
        return;
    const bool wasIdle = pending.isEmpty();
    pending += bytes;
    if (wasIdle)
        drain();
}

void VtTerminal::Private::drain()
{
    qsizetype written = 0;
    while (written < pending.size()) {
        const ssize_t count = ::write(tty.writeFd(), pending.constData() + written, static_cast<size_t>(pending.size() - written));
        if (count > 0) {
            written += count;
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else if (count < 0 && errno == EAGAIN) {
            break;
        } else {
            pending.clear();
            lose(SIGHUP);
            return;
        }
    }
    pending.remove(0, written);
    writable->setEnabled(!pending.isEmpty());
    if (pending.isEmpty() && isWaiting)
        present();
}

void VtTerminal::Private::present()
{
    isWaiting = frame.has_value() && !pending.isEmpty();
    if (isWaiting || !frame || !guard.isEngaged())
        return;
    if (frame->size() != size)
        frame = fitted(*frame, size);
    const QByteArray bytes = writer.frame(*frame, cursor);
    if (bytes.size() > outputLimit)
        writer.invalidate();
    else
        write(bytes);
}

void VtTerminal::Private::readInput()
{
    std::array<char, 4096> buffer{};
    // Bounded, so that a flood of input leaves the loop its turn.
    for (int round = 0; round < 16 && tty.isOpen(); ++round) {
        const ssize_t count = ::read(tty.readFd(), buffer.data(), buffer.size());
        if (count > 0) {
            deliver(parser.feed(QByteArrayView(buffer.data(), count)));
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else {
            if (count == 0 || errno != EAGAIN)
                lose(SIGHUP);
            break;
        }
    }
    if (tty.isOpen() && parser.timeoutMs() >= 0)
        escapeTimer.start(options.escapeTimeoutMs);
    else
        escapeTimer.stop();
}

void VtTerminal::Private::onEscapeTimeout()
{
    // The loop may have been busy: what arrived meanwhile decides first.
    if (tty.hasInput())
        readInput();
    else
        deliver(parser.flushEscape());
}

void VtTerminal::Private::deliver(const QList<InputEvent>& events)
{
    for (const InputEvent& event : events) {
        if (const auto* report = std::get_if<ModeReport>(&event))
            learn(*report);
        Q_EMIT q->inputReceived(event);
    }
}

void VtTerminal::Private::learn(const ModeReport& report)
{
    const bool isSwitchable = report.state == 1 || report.state == 2;
    if (report.mode == synchronizedOutputMode && isSwitchable) {
        VtCapabilities capabilities = writer.capabilities();
        capabilities.hasSynchronizedOutput = true;
        writer.setCapabilities(capabilities);
    }
    if (report.mode == graphemeMode && report.state == 2)
        write("\x1B[?2027h");
}

void VtTerminal::Private::onSignals()
{
    const QByteArray numbers = guard.takeSignals();
    for (const char number : numbers) {
        switch (number) {
        case SIGWINCH:
            if (!resizeTimer.isActive())
                resizeTimer.start(resizePauseMs);
            break;
        case SIGINT:
            Q_EMIT q->inputReceived(InputEvent{Key{KeyCode::Character, U'c', Modifier::Ctrl}});
            break;
        case SIGTSTP:
            q->suspend();
            break;
        case SIGCONT:
            // In the background the terminal is not ours; the shell sends another SIGCONT with `fg`.
            if (tty.isForeground())
                enter();
            break;
        case SIGTERM:
        case SIGHUP:
            lose(number);
            return;
        default:
            break;
        }
    }
}

void VtTerminal::Private::lose(int signal)
{
    if (isLost)
        return;
    isLost = true;
    readable->setEnabled(false);
    writable->setEnabled(false);
    escapeTimer.stop();
    pending.clear();
    guard.restore();
    // Queued: the owner may delete us, and we may be inside its call.
    QMetaObject::invokeMethod(q, [this, signal] { Q_EMIT q->closed(signal); }, Qt::QueuedConnection);
}

} // namespace confab::tui
