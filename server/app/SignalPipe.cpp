// The self-pipe trick: a signal handler may do no more than write a byte.
#include "server/app/SignalPipe.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace confab::server {

namespace {

// A signal handler reaches nothing but this.
volatile int writeEnd = -1;

extern "C" void noteSignal(int number)
{
    const int before = errno;
    const auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] const auto written = ::write(writeEnd, &byte, 1);
    errno = before;
}

constexpr int watched[] = {SIGTERM, SIGINT, SIGHUP};

} // namespace

SignalPipe::SignalPipe(std::function<void(int)> handler) : m_handler(std::move(handler))
{
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_readEnd = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_readEnd, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { read(); });
    struct sigaction action = {};
    action.sa_handler = noteSignal;
    action.sa_flags = SA_RESTART;
    for (const int number : watched)
        ::sigaction(number, &action, nullptr);
}

SignalPipe::~SignalPipe()
{
    for (const int number : watched)
        ::signal(number, SIG_DFL);
    m_notifier.reset();
    ::close(m_readEnd);
    ::close(writeEnd);
    writeEnd = -1;
}

void SignalPipe::read()
{
    unsigned char number = 0;
    while (::read(m_readEnd, &number, 1) == 1)
        m_handler(number);
}

} // namespace confab::server
